import Core
import Testing

@testable import DocumentModel

/// What a cell says of itself.
@Suite struct CellTests {
  @Test(arguments: [
    Cell.Content.text("其中：\n新收"), .text(""), .unreadable("#REF!"), .unreadable(""),
    .figure(Cell.Figure(number: "约3", remark: "（0～5）", status: .estimate)),
    .figure(Cell.Figure(number: "12")), .figure(Cell.Figure(number: "", remark: "（缺行）", status: .missingRow)),
  ])
  func contentIsKept(content: Cell.Content) {
    var cell = Cell(content, rowSpan: 2, columnSpan: 3, place: Place(line: 7))
    #expect(cell.content == content)
    #expect(cell == Cell(content, rowSpan: 2, columnSpan: 3, place: Place(line: 7)))
    cell.content = .text("别的")
    #expect(cell.content == .text("别的") && cell.rowSpan == 2 && cell.columnSpan == 3)
    cell.content = content
    #expect(cell.content == content)
  }

  @Test func casesAreToldApart() {
    let texts: [Cell.Content] = [
      .text("未知"), .unreadable("未知"), .figure(Cell.Figure(number: "未知", status: .unknown)),
    ]
    let cells = texts.map { Cell($0) }
    #expect(cells.map(\.text) == ["未知", "未知", "未知"])
    #expect(cells.map(\.isUnreadable) == [false, true, false])
    #expect(cells.map(\.status) == [nil, nil, .unknown])
    #expect(Set(cells).count == 3)
  }

  /// A text that is set is no figure any more, and has no remark of one.
  @Test func settingTextMakesText() {
    var cell = Cell(.figure(Cell.Figure(number: "3", remark: "（推算）", status: .derived)))
    #expect(cell.text == "3（推算）")
    cell.text = "3"
    #expect(cell.content == .text("3") && cell.figure == nil && cell.status == nil)
  }

  @Test func remarksMayBeLong() {
    let remark = "（" + String(repeating: "长", count: 30_000) + "）"
    let cell = Cell(.figure(Cell.Figure(number: "3", remark: remark)))
    #expect(cell.text == "3" + remark)
    #expect(cell.figure?.number == "3" + remark && cell.figure?.remark == "")
  }

  @Test(arguments: [(-3, 1), (0, 1), (1, 1), (5, 5), (Int.max, Int(UInt32.max))])
  func spansAreAtLeastOne(given: Int, kept: Int) {
    var cell = Cell("", rowSpan: given, columnSpan: given)
    #expect(cell.rowSpan == kept && cell.columnSpan == kept)
    (cell.rowSpan, cell.columnSpan) = (given, given)
    #expect(cell.rowSpan == kept && cell.columnSpan == kept)
  }

  @Test func keysAreKnownOrNot() {
    var cell = Cell("")
    #expect(cell.key == nil)
    for key in [0, 1, 70_000] {
      cell.key = key
      #expect(cell.key == key)
    }
    cell.key = nil
    #expect(cell == Cell(""))
  }

  /// Every cell of every file is one.
  @Test func isSmall() { #expect(MemoryLayout<Cell>.stride <= 64) }
}
