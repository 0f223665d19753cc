import DocumentModel
import TextKit

/// How wide the columns of a table are on the page, how large its type, and which way the page lies: figures on one line,
/// labels broken where they must be, and the whole within the page. Lengths are twips, twentieths of a point.
package struct TableColumns {
  /// The type of a table.
  package enum TypeSize: CaseIterable {
    /// 五号, 小五, 六号, 七号.
    case ordinary, small, smallest, tiniest

    /// 10.5, 9, 7.5, 5.5 points.
    package var fontSize: Int {
      switch self {
      case .ordinary: 210
      case .small: 180
      case .smallest: 150
      case .tiniest: 110
      }
    }

    package var rowHeight: Int { self == .ordinary ? 397 : 340 }

    /// On each side of a cell.
    package var cellMargin: Int {
      switch self {
      case .ordinary: 85
      case .small: 50
      case .smallest: 28
      case .tiniest: 10
      }
    }

    /// Half the width of a character, with some room for fonts that are wider than they should be.
    package var halfCharacter: Int {
      switch self {
      case .ordinary: 107
      case .small: 92
      case .smallest: 77
      case .tiniest: 57
      }
    }
  }

  /// Where the lines of a figure end.
  package enum Breaks {
    case nowhere
    /// Remarks stand under their numbers.
    case beforeRemarks
    /// Marks, numbers and the ends of ranges stand on lines of their own; digits are never parted.
    case betweenNumbers

    /// The lines of a figure.
    package func lines(_ figure: Cell.Figure) -> [String] {
      if figure.number.isEmpty || self == .nowhere { return [figure.number + figure.remark] }
      guard self == .betweenNumbers else { return [figure.number, figure.remark].filter { !$0.isEmpty } }
      let mark = Self.marks.first { figure.number.hasPrefix($0) && figure.number.count > $0.count } ?? ""
      let parts = [mark, String(figure.number.dropFirst(mark.count)), figure.remark]
      return parts.flatMap(Self.endsOfRanges).filter { !$0.isEmpty }
    }

    private static func endsOfRanges(_ text: String) -> [String] {
      let ends = text.split(separator: "～", omittingEmptySubsequences: false)
      return ends.dropLast().map { $0 + "～" } + ends.suffix(1).map(String.init)
    }

    private static let marks = ["约", "推定"]
  }

  /// Between the margins of the page; a table that needs more may reach into them as far as the second.
  private static func widths(isLandscape: Bool) -> [Int] {
    isLandscape ? [landscapeWidth] : [8844, 9800]
  }
  /// Between the margins of a page that lies on its side.
  package static let landscapeWidth = 16838 - 2 * 1134
  /// Tables of more columns are set in small type.
  private static let columnsInOrdinaryType = 6
  /// A remark with a figure may be long; beyond this it is broken. In half characters: 推定12345678（0～12345678） is whole.
  private static let longestFigure = 28

  package private(set) var widths: [Int] = []
  package private(set) var type: TypeSize
  package private(set) var breaks = Breaks.nowhere
  /// Whether the table stands on a page that lies on its side.
  package private(set) var isLandscape = false

  /// - Parameter canTurn: whether the page may lie on its side.
  package init(_ table: Table, _ grid: TableGrid, canTurn: Bool = true) {
    let whole = Needs(table, grid, .nowhere)
    // Few tables ask for them.
    lazy var broken = Needs(table, grid, .beforeRemarks)
    lazy var parted = Needs(table, grid, .betweenNumbers)
    type = grid.columnCount > Self.columnsInOrdinaryType ? .small : .ordinary
    for choice in Self.choices(from: type, canTurn: canTurn) {
      (type, breaks, isLandscape) = (choice.type, choice.breaks, choice.isLandscape)
      for limit in Self.widths(isLandscape: isLandscape) {
        for areEqual in [true, false] {
          let needs =
            switch breaks {
            case .nowhere: whole
            case .beforeRemarks: broken
            case .betweenNumbers: parted
            }
          if let widths = needs.widths(type, within: limit, areEqual: areEqual) {
            self.widths = widths
            return
          }
        }
      }
    }
    widths = parted.squeezed(into: Self.widths(isLandscape: isLandscape).last ?? Self.landscapeWidth)
  }

  private typealias Choice = (type: TypeSize, breaks: Breaks, isLandscape: Bool)

  /// How a table may be set, best first: remarks are broken off their numbers and the page is turned before the type is
  /// too small to be read with ease.
  private static func choices(from largest: TypeSize, canTurn: Bool) -> [Choice] {
    let types = TypeSize.allCases.drop { $0 != largest }.filter { $0 != .tiniest }
    func choices(_ breaks: Breaks, isLandscape: Bool) -> [Choice] {
      types.map { ($0, breaks, isLandscape) }
    }
    let turned =
      canTurn ? choices(.nowhere, isLandscape: true) + choices(.beforeRemarks, isLandscape: true) : []
    return choices(.nowhere, isLandscape: false) + choices(.beforeRemarks, isLandscape: false) + turned
      + choices(.betweenNumbers, isLandscape: canTurn) + [(.tiniest, .betweenNumbers, canTurn)]
  }

  /// What the columns want and what they cannot do without, in half characters.
  private struct Needs {
    private var least: [Int]
    private var wanted: [Int]
    /// Whether figures stand in the column, and nothing else under the headings.
    private var holdsFigures: [Bool]

    init(_ table: Table, _ grid: TableGrid, _ breaks: Breaks) {
      let count = grid.columnCount
      least = Array(repeating: 2, count: count)
      wanted = least
      holdsFigures = Array(repeating: false, count: count)
      var spanning: [(columns: Range<Int>, least: Int, wanted: Int)] = []
      for (rowIndex, row) in grid.positions.enumerated() {
        let isHeading = rowIndex < table.headerRows || table.rows[rowIndex].cells.allSatisfy(\.isHeader)
        for (column, position) in row.enumerated() {
          guard let position, position.isOrigin else { continue }
          let cell = table.rows[position.row].cells[position.cell]
          let (least, wanted) =
            cell.isHeader
            ? Self.needs(ofHeader: cell, isLabel: !isHeading)
            : Self.needs(of: cell, breaks)
          let end = row[column...].prefix { $0?.row == position.row && $0?.cell == position.cell }.endIndex
          if end - column == 1 {
            self.least[column] = max(self.least[column], least)
            self.wanted[column] = max(self.wanted[column], wanted)
          } else {
            spanning.append((column..<end, least, wanted))
          }
          if !cell.isHeader { holdsFigures[column] = true }
        }
      }
      for column in holdsFigures.indices where wanted[column] < least[column] {
        wanted[column] = least[column]
      }
      for cell in spanning {
        Self.widen(&least, cell.columns, to: cell.least)
        Self.widen(&wanted, cell.columns, to: cell.wanted)
      }
      for column in wanted.indices { wanted[column] = max(wanted[column], least[column]) }
    }

    /// A figure, or what stands in the place of one.
    private static func needs(of cell: Cell, _ breaks: Breaks) -> (least: Int, wanted: Int) {
      let text = cell.text
      // Most are plain numbers.
      if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
        return (min(text.utf8.count, longestFigure), min(text.utf8.count, 2 * longestFigure))
      }
      // Some programs leave a gap between 约 or 推定 and the number.
      func width(_ line: String) -> Int {
        longestLine(line) + (["约", "推定"].contains(where: line.hasPrefix) ? 1 : 0)
      }
      let natural = width(text)
      let least =
        cell.figure.map { figure in
          // A remark alone gives way by its bracket before a table is set smaller.
          figure.number.isEmpty && breaks != .nowhere
            ? max(natural - 2, 0) : breaks.lines(figure).map(width).max() ?? natural
        } ?? natural
      // What is longer than any figure is broken anywhere.
      return (min(least, longestFigure), min(natural, 2 * longestFigure))
    }

    private static func longestLine(_ text: String) -> Int {
      text.unicodeScalars.split(separator: "\n").map { width(Substring($0)) }.max() ?? 0
    }

    private static func needs(ofHeader cell: Cell, isLabel: Bool) -> (least: Int, wanted: Int) {
      let natural = longestLine(cell.text)
      // A cell over several rows may have as many lines, and more.
      let lines = min(cell.rowSpan, 64)
      func share(_ lines: Int, atLeast floor: Int) -> Int {
        min(natural, max(floor, (natural + lines - 1) / lines))
      }
      if isLabel, lines == 1 { return (share(4, atLeast: 8), natural) }
      // Words of letters are not broken.
      var word = 0
      var letters = 0
      for byte in cell.text.utf8 {
        letters = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 ? letters + 1 : 0
        word = max(word, letters)
      }
      // （三）不 on a line; a label beside most of a table is nearly vertical.
      let label = lines > 8 ? 6 : 8
      let least = max(share(4 * lines, atLeast: isLabel ? label : 4), min(word, longestFigure))
      return (least, max(least, share(lines > 1 ? lines : 3, atLeast: isLabel ? label : 6)))
    }

    private static func width(_ line: some StringProtocol) -> Int {
      line.unicodeScalars.reduce(0) { $0 + TableColumns.width($1) }
    }

    private static func widen(_ widths: inout [Int], _ columns: Range<Int>, to width: Int) {
      let missing = width - widths[columns].reduce(0, +)
      guard missing > 0, !columns.isEmpty else { return }
      for (index, column) in columns.enumerated() {
        widths[column] += missing * (index + 1) / columns.count - missing * index / columns.count
      }
    }

    /// Widths in twips; nil where the figures do not fit.
    ///
    /// - Parameter areEqual: gives all columns of figures the same width.
    func widths(_ type: TypeSize, within limit: Int, areEqual: Bool) -> [Int]? {
      var least = least
      var wanted = wanted
      if areEqual {
        let figures = holdsFigures.indices.filter { holdsFigures[$0] }
        let (most, mostWanted) = (figures.map { least[$0] }.max(), figures.map { wanted[$0] }.max())
        for column in figures {
          least[column] = most ?? 0
          wanted[column] = mostWanted ?? 0
        }
      }
      func twips(_ width: Int) -> Int { width * type.halfCharacter + 2 * type.cellMargin }
      let floors = least.map(twips)
      let aims = wanted.map(twips)
      if floors.isEmpty { return [] }
      let spare = limit - floors.reduce(0, +)
      if spare < 0 { return nil }
      let share = limit / floors.count
      if aims.allSatisfy({ $0 <= share }) {
        return TableColumns.divided(limit, by: Array(repeating: 1, count: floors.count))
      }
      let total = aims.reduce(0, +)
      if total <= limit { return TableColumns.divided(limit, by: aims) }
      let extra = TableColumns.divided(spare, by: zip(aims, floors).map { $0 - $1 })
      return zip(floors, extra).map { $0 + $1 }
    }

    func squeezed(into limit: Int) -> [Int] { TableColumns.divided(limit, by: least) }
  }

  /// A length divided in proportion, without rest.
  private static func divided(_ length: Int, by weights: [Int]) -> [Int] {
    let total = max(weights.reduce(0, +), 1)
    var sum = 0
    var given = 0
    return weights.map { weight in
      sum += weight
      let end = length * sum / total
      defer { given = end }
      return end - given
    }
  }

  /// In half characters, as a Chinese font has them.
  package static func width(_ scalar: Unicode.Scalar) -> Int {
    (0x2010..<0x2E80).contains(scalar.value) ? 2 : DisplayWidth.width(scalar)
  }

  /// What is printed of a cell, on the lines that there is room for: a program that breaks 推定14（0～14） by itself tears
  /// the remark.
  package func text(of cell: Cell) -> String {
    guard breaks != .nowhere, let figure = cell.figure, cell.status != .certain else { return cell.text }
    return breaks.lines(figure).joined(separator: "\n")
  }
}
