import DocumentModel

/// How a cell of our workbooks looks.
package enum CellFormat: Hashable {
  /// The most decimals that a number has a format for; those of an `Amount`.
  static let maximumScale = 9

  case title, heading(level: Int)
  case body, centered, trailing, note
  /// A header of rows or columns in a printed table.
  case header(Cell.Alignment)
  /// Text in a printed table.
  case text(Cell.Alignment, isMarked: Bool)
  /// A number in a printed table, with as many decimals as it has.
  case number(scale: Int)
  case dataHeader, data
  /// In a form to be filled in: a figure and words that a person enters, a sum, and what does not add up.
  case entry, entryText, sum, alert
  /// What leads to a file, in a table of results.
  case link

  package static let all: [CellFormat] =
    [.data, .title, .heading(level: 2), .heading(level: 3), .heading(level: 4)]
    + [.body, .centered, .trailing, .note, .dataHeader]
    + [Cell.Alignment.leading, .center, .trailing].flatMap {
      [.header($0), .text($0, isMarked: false), .text($0, isMarked: true)]
    } + (0...CellFormat.maximumScale).map { .number(scale: $0) }

  /// Those of a form to be filled in, which stand behind all others.
  package static let forEntry: [CellFormat] = [.entry, .entryText, .sum, .alert]

  /// That of a workbook with links, which stands behind all others.
  package static let forLinks: [CellFormat] = [.link]

  /// Its position in `all`, which is that in the style sheet; the first stands for one that is not there.
  package var index: Int {
    switch self {
    case .data: 0
    case .title: 1
    case .heading(let level): (2...4).contains(level) ? level : 0
    case .body: 5
    case .centered: 6
    case .trailing: 7
    case .note: 8
    case .dataHeader: 9
    case .header(let alignment): Self.firstIndex(alignment)
    case .text(let alignment, let isMarked): Self.firstIndex(alignment) + (isMarked ? 2 : 1)
    case .number(let scale): (0...Self.maximumScale).contains(scale) ? 19 + scale : 0
    case .entry, .link: Self.all.count
    case .entryText: Self.all.count + 1
    case .sum: Self.all.count + 2
    case .alert: Self.all.count + 3
    }
  }

  private static func firstIndex(_ alignment: Cell.Alignment) -> Int {
    switch alignment {
    case .leading: 10
    case .center: 13
    case .trailing: 16
    }
  }

  /// In points.
  package var fontSize: Double { font.size }

  fileprivate struct Font: Hashable {
    var name = "宋体"
    var size = 11.0
    var colour: String?
    var isUnderlined = false
  }

  fileprivate var font: Font {
    switch self {
    case .title, .centered: Font(name: "黑体", size: 18)
    case .heading(let level): Font(name: level == 2 ? "黑体" : "楷体", size: level == 2 ? 14 : 12)
    case .body, .trailing, .entryText: Font(size: 12)
    case .alert: Font(size: 10, colour: "FFC00000")
    case .note: Font(size: 9, colour: "FF595959")
    case .header: Font(name: "黑体", size: 10)
    case .text, .number, .entry, .sum: Font(size: 10)
    case .link: Font(size: 10, colour: "FF0B4F9E", isUnderlined: true)
    case .dataHeader: Font(name: "黑体")
    case .data: Font()
    }
  }

  fileprivate enum Fill: Int { case none, grey125, header, mark }

  fileprivate var fill: Fill {
    switch self {
    case .header, .dataHeader, .sum: .header
    case .text(_, isMarked: true): .mark
    default: .none
    }
  }

  fileprivate var hasBorder: Bool {
    switch self {
    case .header, .text, .number, .dataHeader, .entry, .sum, .link: true
    default: false
    }
  }

  fileprivate var horizontal: String? {
    func name(_ alignment: Cell.Alignment) -> String {
      switch alignment {
      case .leading: "left"
      case .center: "center"
      case .trailing: "right"
      }
    }
    return switch self {
    case .title, .centered, .number, .dataHeader, .entry, .sum: "center"
    case .trailing: "right"
    case .header(let alignment), .text(let alignment, _): name(alignment)
    case .heading, .body, .note, .entryText, .alert, .link: "left"
    case .data: nil
    }
  }

  /// Of `WorkbookStyleSheet.namedStyles`.
  fileprivate var namedStyle: Int {
    switch self {
    case .title: 1
    case .heading(let level): level
    case .note, .alert: 5
    case .entry, .sum: 6
    default: 0
    }
  }

  fileprivate var isLocked: Bool { self != .entry && self != .entryText }

  fileprivate var numberFormat: Int {
    guard case .number(let scale) = self else { return 0 }
    return switch scale {
    case 0: 1
    case 2: 2
    default: WorkbookStyleSheet.firstNumberFormat + scale
    }
  }
}

/// The styles of our workbooks. Headings have the named styles of every spreadsheet program, by which they are
/// known when the workbook is read again.
package enum WorkbookStyleSheet {
  fileprivate static let firstNumberFormat = 164

  /// Name and number of each; a number of the program's own where there is one.
  private static let namedStyles: [(name: String, builtIn: Int?)] = [
    ("Normal", 0), ("Title", 15), ("Heading 2", 17), ("Heading 3", 18), ("Heading 4", 19),
    (WorkbookStyles.noteStyle, nil),
  ]

  private static let entryStyle: (name: String, builtIn: Int?) = (WorkbookStyles.entryStyle, nil)

  /// - Parameters:
  ///   - isToBeFilledIn: whether a person fills the workbook in.
  ///   - hasLinks: whether it leads to files instead.
  package static func part(isToBeFilledIn: Bool = false, hasLinks: Bool = false) -> [UInt8] {
    var xml = XMLPart()
    let formats =
      CellFormat.all + (isToBeFilledIn ? CellFormat.forEntry : hasLinks ? CellFormat.forLinks : [])
    let namedStyles = namedStyles + (isToBeFilledIn ? [entryStyle] : [])
    var fonts = [CellFormat.data.font]
    for format in formats where !fonts.contains(format.font) { fonts.append(format.font) }
    func xf(_ format: CellFormat, _ style: Int?) -> String {
      let font = fonts.firstIndex(of: format.font) ?? 0
      var text =
        "<xf numFmtId=\"\(format.numberFormat)\" fontId=\"\(font)\" fillId=\"\(format.fill.rawValue)\""
      text += " borderId=\"\(format.hasBorder ? 1 : 0)\""
      if let style { text += " xfId=\"\(style)\"" }
      text +=
        " applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\""
      text += format.isLocked ? ">" : " applyProtection=\"1\">"
      text += "<alignment"
      if let horizontal = format.horizontal { text += " horizontal=\"\(horizontal)\"" }
      text += " vertical=\"center\"\(format == .data ? "" : " wrapText=\"1\"")/>"
      return text + (format.isLocked ? "</xf>" : "<protection locked=\"0\"/></xf>")
    }
    xml.raw("<styleSheet xmlns=\"\(XMLPart.main)\">")
    let scales = (0...CellFormat.maximumScale).filter { $0 != 0 && $0 != 2 }
    xml.raw("<numFmts count=\"\(scales.count)\">")
    for scale in scales {
      let code = "0." + String(repeating: "0", count: scale)
      xml.raw("<numFmt numFmtId=\"\(firstNumberFormat + scale)\" formatCode=\"\(code)\"/>")
    }
    xml.raw("</numFmts><fonts count=\"\(fonts.count)\">")
    for font in fonts {
      let size = font.size == font.size.rounded() ? "\(Int(font.size))" : "\(font.size)"
      xml.raw("<font>\(font.isUnderlined ? "<u/>" : "")<sz val=\"\(size)\"/>")
      if let colour = font.colour { xml.raw("<color rgb=\"\(colour)\"/>") }
      xml.raw("<name val=\"\(font.name)\"/><charset val=\"134\"/></font>")
    }
    xml.raw("</fonts><fills count=\"4\"><fill><patternFill patternType=\"none\"/></fill>")
    xml.raw("<fill><patternFill patternType=\"gray125\"/></fill>")
    for colour in ["FFEDEDED", "FFFFF2CC"] {
      xml.raw("<fill><patternFill patternType=\"solid\"><fgColor rgb=\"\(colour)\"/>")
      xml.raw("<bgColor indexed=\"64\"/></patternFill></fill>")
    }
    xml.raw("</fills><borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border>")
    for side in ["left", "right", "top", "bottom"] {
      xml.raw("<\(side) style=\"thin\"><color indexed=\"64\"/></\(side)>")
    }
    xml.raw("<diagonal/></border></borders><cellStyleXfs count=\"\(namedStyles.count)\">")
    for style in namedStyles.indices {
      xml.raw(xf(formats.first { $0.namedStyle == style } ?? .data, nil))
    }
    xml.raw("</cellStyleXfs><cellXfs count=\"\(formats.count)\">")
    for format in formats { xml.raw(xf(format, format.namedStyle)) }
    xml.raw("</cellXfs><cellStyles count=\"\(namedStyles.count)\">")
    for (index, style) in namedStyles.enumerated() {
      xml.raw("<cellStyle name=\"\(style.name)\" xfId=\"\(index)\"")
      if let builtIn = style.builtIn { xml.raw(" builtinId=\"\(builtIn)\"") }
      xml.raw("/>")
    }
    xml.raw("</cellStyles>")
    if isToBeFilledIn {
      // What does not add up is shown so.
      xml.raw("<dxfs count=\"1\"><dxf><fill><patternFill patternType=\"solid\"><bgColor rgb=\"FFFFC7CE\"/>")
      xml.raw("</patternFill></fill></dxf></dxfs>")
    }
    xml.raw("</styleSheet>")
    return xml.bytes
  }
}
