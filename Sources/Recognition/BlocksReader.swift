import ReportModel
import TextKit

/// The state of reading table 二: blocks of rows, each under headers of its own.
struct BlocksReader {
  let table: Int
  /// The headers over the rows that come next.
  private var columns: [HeaderCell] = []
  private(set) var headerIsOpen = false

  private struct HeaderCell {
    var name: String?
    var codes: [UInt32]
  }

  init(table: Int) { self.table = table }

  /// Whether rows can be read: their headers are known.
  var hasColumns: Bool { !columns.isEmpty }

  mutating func openHeader() { headerIsOpen = true }

  mutating func closeHeader() {
    headerIsOpen = false
    columns = []
  }

  mutating func endHeader() { headerIsOpen = false }

  mutating func forgetColumns() { columns = [] }

  /// - Returns: whether it is the first of a header.
  mutating func name(column: String, isContinued: Bool) -> Bool {
    if !headerIsOpen || !isContinued { columns = [] }
    headerIsOpen = true
    columns.append(HeaderCell(name: column, codes: []))
    return columns.count == 1
  }

  /// A header that is not spelt as expected.
  mutating func name(unknown codes: [UInt32]) { columns.append(HeaderCell(name: nil, codes: codes)) }

  /// - Returns: the index of the next token to read.
  mutating func read(row name: String, label index: Int, _ placer: inout RowPlacer) -> Int {
    headerIsOpen = false
    guard let names = columnNames(for: name, placer.layout, isGrid: placer.headersAreInGrid) else {
      return index + 1
    }
    let cells = names.compactMap { placer.layout.blockCells[name]?[$0] }
    return cells.count == names.count ? placer.place(cells, label: index) : index + 1
  }

  /// The headers over a row, those that are cut or misspelt taken for what the form prints in their place.
  private func columnNames(for row: String, _ layout: FormLayout, isGrid: Bool) -> [String]? {
    let named = columns.compactMap(\.name)
    // A header that stands twice says of neither column which it is.
    if named.count == columns.count, Set(named).count == named.count { return named }
    guard let expected = layout.blockColumns[row] else { return nil }
    // A column that the form has not stands beside all those that it has.
    if isGrid, named.count == expected.count, Set(named) == Set(expected) { return named }
    guard expected.count == columns.count else { return nil }
    for (header, name) in zip(columns, expected) {
      if let known = header.name {
        if known != name { return nil }
      } else {
        let codes = layout.columnLabels.first { $0.name == name }?.codes ?? []
        guard header.codes.count >= 2,
          codes.starts(with: header.codes) || TextLikeness.ofSequences(header.codes, codes, of: 1000) >= 700
        else { return nil }
      }
    }
    return expected
  }
}
