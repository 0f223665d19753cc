import Testing

@testable import DataFiles

@Suite struct SectionedTableTests {
  private let text = """
    # a comment
    [form]
    format\t1
    name.zh\t名

    [rows]
    id\tlabel\tunit
    a\t甲\t件
    b
    # another
    c\t丙\t件\tmore
    [empty]
    id
    """

  @Test func rowsHaveTheirFieldsAndLines() {
    let table = SectionedTable(text)
    #expect(table.sections == ["empty", "form", "rows"])
    #expect(table.value("format", in: "form") == "1" && table.value("name.zh", in: "form") == "名")
    #expect(table.value("none", in: "form") == nil && table.value("format", in: "none") == nil)
    let rows = table.rows("rows")
    #expect(rows.map { $0["id"] } == ["a", "b", "c"] && rows.map(\.line) == [8, 9, 11])
    #expect(rows[0]["label"] == "甲" && rows[0]["unit"] == "件" && rows[0]["none"].isEmpty)
    #expect(rows[1]["label"].isEmpty && rows[1].values == ["b"])
    #expect(table.rows("empty").isEmpty && table.rows("none").isEmpty)
  }

  @Test func strayLinesAreTold() {
    #expect(SectionedTable(text).strayLines == [11])
    #expect(SectionedTable("x\n[a]\nid\n1\n").strayLines == [1])
  }

  /// As Windows writes it.
  @Test func marksAndLineEnds() {
    let table = SectionedTable("\u{FEFF}[a]\r\nid\tb\r\n1\t2\r\n")
    #expect(table.rows("a").map(\.values) == [["1", "2"]] && table.strayLines.isEmpty)
  }

  @Test func sectionsWithoutAHeaderAreNamed() {
    let table = SectionedTable("[checks]\nformat\t1\n", headless: ["checks"])
    #expect(table.value("format", in: "checks") == "1")
  }

  @Test func everyFileIsThere() {
    #expect(!DataFile.paths.isEmpty && DataFile.text("none") == nil)
    for path in DataFile.paths { #expect(DataFile.text(path)?.isEmpty == false, "\(path)") }
  }
}
