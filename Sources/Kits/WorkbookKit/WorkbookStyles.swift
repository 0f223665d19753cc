import MarkupKit
import OfficeKit

/// What a workbook's styles say of its cells: what a number means, whether there is a border, and whether the
/// text is a heading.
package struct WorkbookStyles: XMLEventHandler {
  package struct Style {
    package var format = NumberFormat.general
    package var isBordered = false
    /// Whether a line goes through all of the text.
    package var isStruck = false
    package var role = SheetGrid.Role.plain
  }

  /// The name of the style of our writer's remarks.
  package static let noteStyle = "gongkai.note"
  /// The style that our writer gives to cells of figures in a form that is filled in.
  package static let entryStyle = "gongkai.entry"

  private enum Element: String, CaseIterable {
    case numFmt, fonts, font, strike, borders, border, left, right, top, bottom, start, end
    case cellStyleXfs, cellXfs, xf, cellStyle
  }

  private static let maximum = 65_536

  package private(set) var styles: [Style] = []
  private var elements = OfficeElements<Element>(namespaces: OfficeNamespaces.spreadsheet)
  private var open: [Element?] = []
  private var codes: [Int: NumberFormat] = [:]
  private var hasBorder: [Bool] = []
  private var isFontStruck: [Bool] = []
  private var formats: [(number: Int, font: Int, border: Int, style: Int)] = []
  private var roles: [Int: SheetGrid.Role] = [:]

  package init() {}

  /// A cell without a style, or with one that is not there.
  package static let plain = Style()

  package subscript(index: Int) -> Style { styles.indices.contains(index) ? styles[index] : Self.plain }

  package mutating func startElement(_ tag: XMLStartTag) {
    let element = elements.element(tag)
    let parent = open.last ?? nil
    open.append(element)
    switch element {
    case .numFmt:
      if codes.count < Self.maximum, let id = tag.number("numFmtId"), let code = tag.string("formatCode") {
        codes[id] = NumberFormat(code: code)
      }
    case .font: if parent == .fonts, isFontStruck.count < Self.maximum { isFontStruck.append(false) }
    case .strike:
      if parent == .font, open.count > 2, open[open.count - 3] == .fonts, let last = isFontStruck.indices.last
      {
        isFontStruck[last] = tag.isOn
      }
    case .border: if parent == .borders, hasBorder.count < Self.maximum { hasBorder.append(false) }
    case .left, .right, .top, .bottom, .start, .end:
      guard parent == .border, open.count > 2, open[open.count - 3] == .borders, !hasBorder.isEmpty,
        let style = tag.attribute("style"), !style.elementsEqual("none".utf8)
      else { return }
      hasBorder[hasBorder.count - 1] = true
    case .xf:
      guard parent == .cellXfs, formats.count < Self.maximum else { return }
      formats.append(
        (
          tag.number("numFmtId") ?? 0, tag.number("fontId") ?? 0, tag.number("borderId") ?? 0,
          tag.number("xfId") ?? 0
        ))
    case .cellStyle:
      guard roles.count < Self.maximum, let style = tag.number("xfId") else { return }
      if tag.string("name") == Self.noteStyle {
        roles[style] = .ownNote
      } else if tag.string("name") == Self.entryStyle {
        roles[style] = .entry
      } else if let builtIn = tag.number("builtinId"), let level = Self.headingLevel(builtIn) {
        roles[style] = .heading(level: level)
      }
    default: break
    }
  }

  package mutating func endElement() {
    _ = open.popLast()
    // Styles refer to what may stand behind them.
    if open.isEmpty {
      styles = formats.map { format in
        Style(
          format: codes[format.number] ?? NumberFormat.builtIn(format.number),
          isBordered: hasBorder.indices.contains(format.border) && hasBorder[format.border],
          isStruck: isFontStruck.indices.contains(format.font) && isFontStruck[format.font],
          role: roles[format.style] ?? .plain)
      }
    }
  }

  package mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// Title and the four headings that every spreadsheet program carries.
  private static func headingLevel(_ builtIn: Int) -> Int? {
    switch builtIn {
    case 15: 1
    case 16...19: builtIn - 15
    default: nil
    }
  }
}
