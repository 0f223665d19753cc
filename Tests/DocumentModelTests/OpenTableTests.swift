import Core
import Testing

@testable import DocumentModel

/// Tables while they are read: nested ones, and those that only frame text.
@Suite struct OpenTableTests {
  private struct Item: OpenBlock {
    var block: Block

    init(_ block: Block) { self.block = block }
  }

  private typealias Open = OpenTable<Item>

  private func table(_ rows: [[String]], headRows: Int = 0) -> Open {
    var table = Open(place: Place(line: 1))
    for (index, row) in rows.enumerated() {
      table.beginRow()
      for text in row {
        table.begin(Cell(""))
        table.endCell(text: text)
      }
      table.endRow(isHead: index < headRows)
    }
    return table
  }

  /// Blocks as lines: `P text`, and `T a|b/c|d`.
  private func lines(_ items: [Item]) -> [String] {
    items.map { item in
      switch item.block {
      case .heading(let paragraph, let level): "H\(level) \(paragraph.text)"
      case .paragraph(let paragraph): "P \(paragraph.text)"
      case .table(let table):
        "T " + table.rows.map { $0.cells.map(\.text).joined(separator: "|") }.joined(separator: "/")
      }
    }
  }

  @Test func rowsAndHeadersAreKept() {
    let items = table([["项目", "件数"], ["新收", "12"]], headRows: 1).contents()
    guard case .table(let read)? = items.first?.block, items.count == 1 else {
      Issue.record("no table: \(items)")
      return
    }
    #expect(lines(items) == ["T 项目|件数/新收|12"])
    #expect(read.headerRows == 1 && read.place == Place(line: 1))
  }

  @Test func aTableOfOneColumnIsText() {
    #expect(lines(table([["甲\n乙"], [""], ["丙"]]).contents()) == ["P 甲", "P 乙", "P 丙"])
  }

  @Test func rowsWithoutCellsAndRowsTakenBackAreNone() {
    var open = table([["a", "b"]])
    open.beginRow()
    open.endRow(isHead: false)
    open.begin(Cell(""))
    open.endCell(text: "deleted")
    open.endRow(isHead: false, isKept: false)
    #expect(lines(open.contents()) == ["T a|b"])
  }

  /// A frame around a table is dissolved, and what stands beside the table stays in its order.
  @Test func nestedTablesStandInOrder() {
    var open = table([["a", "b"]])
    open.begin(Cell(""))
    open.append(Item(.paragraph(Paragraph("before"))))
    open.append(nested: table([["1", "2"], ["3", "4"]]).contents())
    open.endCell(text: "")
    open.endRow(isHead: false)
    open.begin(Cell(""))
    open.endCell(text: "c")
    open.begin(Cell(""))
    open.endCell(text: "d")
    open.endRow(isHead: false)
    #expect(lines(open.contents()) == ["T a|b", "P before", "T 1|2/3|4", "T c|d"])
  }

  /// A nested table of one row, beside other cells, only divides a cell.
  @Test func nestedRowsAreCellsOfTheRow() {
    var open = table([["标签", "12", "34"]])
    open.begin(Cell(""))
    open.endCell(text: "新收")
    open.begin(Cell(""))
    open.append(nested: table([["5", "6"]]).contents())
    open.endCell(text: "")
    open.endRow(isHead: false)
    #expect(lines(open.contents()) == ["T 标签|12|34/新收|5|6"])
  }

  @Test func whatStandsBetweenRowsComesFirst() {
    var open = table([["a", "b"]])
    open.append(Item(.paragraph(Paragraph("stray"))))
    #expect(lines(open.contents()) == ["P stray", "T a|b"])
  }

  /// The cell that a reader knows by a key is asked for its lines where it turns out to be none.
  @Test func readersMakeTheLinesOfFrames() {
    var open = Open(place: nil)
    open.begin(Cell(""))
    open.endCell(text: "x", key: 4)
    open.endRow(isHead: false)
    let items = open.contents { [Item(.heading(Paragraph("\($0.key ?? -1)"), level: 2))] }
    #expect(lines(items) == ["H2 4"])
  }

  @Test func figuresAndPlacesAreNoticed() {
    var open = Open(place: nil)
    open.begin(Cell("", place: Place(line: 3)))
    #expect(open.isInCell && !open.hasItemsInCell)
    open.endCell(text: "没有", bytes: 4..<10)
    #expect(!open.isInCell && !open.hasFigures)
    open.begin(Cell(""))
    open.endCell(text: "共7件")
    #expect(open.hasFigures)
    open.endRow(isHead: false)
    guard case .table(let table)? = open.contents().first?.block else {
      Issue.record("no table")
      return
    }
    #expect(table.rows[0].cells[0].place == Place(line: 3, bytes: 4..<10))
  }
}
