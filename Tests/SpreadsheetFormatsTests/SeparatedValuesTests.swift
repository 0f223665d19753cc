import TestSupport
import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import Presentation
@testable import ReportModel
@testable import SpreadsheetFormats

/// CSV and TSV by RFC 4180, and as they come.
@Suite struct SeparatedValuesTests {
  private func cells(_ text: String, separator: UInt8? = nil) -> [[String]] {
    var parser = CSVParser(Array(text.utf8), separator: separator)
    parser.parse()
    var rows: [[String]] = []
    for cell in parser.grid.cells {
      while rows.count < cell.row { rows.append([]) }
      while rows[cell.row - 1].count < cell.column - 1 { rows[cell.row - 1].append("") }
      rows[cell.row - 1].append(cell.text)
    }
    return rows
  }

  @Test(arguments: [
    ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
    ("a,b\rc,d", [["a", "b"], ["c", "d"]]), ("a,,b\n\nc", [["a", "", "b"], [], ["c"]]),
    ("\"a,1\",\"b\"\"c\"\"\"\n", [["a,1", "b\"c\""]]), ("\"a\r\nb\",c", [["a\r\nb", "c"]]),
    ("a;b;1,5\nc;d;2,5", [["a", "b", "1,5"], ["c", "d", "2,5"]]), ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
    ("sep=;\na;b,c", [["a", "b,c"]].map { $0 }), ("a\"b,\"c\"d", [["a\"b", "cd"]]),
    ("\"open,1\n2", [["open,1\n2"]]),
    ("", []), (",\n,\n", []), ("\"\"", []), ("a,b,", [["a", "b"]]),
  ])
  func fieldsAreCut(text: String, rows: [[String]]) {
    let found = cells(text)
    #expect(found.filter { !$0.isEmpty } == rows.filter { !$0.isEmpty })
    #expect(found.count == rows.count || text.hasPrefix("sep="))
  }

  @Test func linesAreCounted() throws {
    let documents = try CSVReader.read(
      SourceBytes(name: "a.csv", bytes: Array("\"a\r\nb\",c\r\nd,e\n".utf8)))
    guard case .table(let table) = documents[0].blocks[0] else {
      Issue.record("no table")
      return
    }
    #expect(table.rows[1].cells[0].place == Place(row: 2, column: 1, line: 3))
    let open = try CSVReader.read(SourceBytes(name: "a.csv", bytes: Array("a,b\nc,\"d\ne".utf8)))
    #expect(open[0].findings.map(\.id) == ["csv.open-quote"])
    #expect(open[0].findings[0].places == [Place(line: 2)])
  }

  /// A report whose tables were exported without their merged cells.
  @Test(arguments: FormCatalogue.shared.forms)
  func exportedReportsAreRead(form: Form) throws {
    let converter = Converter()
    for seed in 1..<5 as Range<UInt64> {
      var generator = ReportGenerator(seed: seed)
      var report = generator.plainReport(of: form)
      // An empty figure must not move the others.
      for index in form.cells.indices where generator.random.chance(1, of: 5) {
        report.statistics[index]?.value = .blank
      }
      for separator in [",", "\t", ";"] {
        let text = export(Presenter().document(for: report), separator)
        for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
          let name = separator == "\t" ? "a.tsv" : "a.csv"
          let found = try #require(try converter.readAll(bytes: bytes, name: name).first)
          let differences = FigureDifferences(report.statistics.withoutSubtotals, found.statistics)
          #expect(differences.isEmpty, "\(seed): \(differences)")
        }
      }
    }
  }

  /// What a spreadsheet program exports: a line for each row, covered cells empty.
  private func export(_ document: Document, _ separator: String) -> String {
    var lines: [String] = []
    func quoted(_ text: String) -> String {
      text.contains(separator) || text.contains("\"") || text.contains("\n")
        ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
    let width =
      document.blocks.map { block in
        if case .table(let table) = block { TableGrid(table).columnCount } else { 1 }
      }.max() ?? 1
    func add(_ fields: [String]) {
      let padded = fields + Array(repeating: "", count: max(0, width - fields.count))
      lines.append(padded.map(quoted).joined(separator: separator))
    }
    for block in document.blocks {
      switch block {
      case .heading(let paragraph, _), .paragraph(let paragraph): add([paragraph.text])
      case .table(let table):
        let grid = TableGrid(table)
        for row in grid.positions {
          add(row.map { $0.flatMap { $0.isOrigin ? table.rows[$0.row].cells[$0.cell].text : nil } ?? "" })
        }
      }
    }
    return lines.joined(separator: "\r\n")
  }

  @Test func tidyDataIsRefusedAsWhatItIs() throws {
    let converter = Converter()
    var generator = ReportGenerator(seed: 1)
    let report = generator.plainReport(of: FormCatalogue.shared.forms[0])
    for format in ["csv", "tsv"] {
      let bytes = try converter.bytes(of: [report], as: format)
      #expect { try converter.readAll(bytes: bytes, name: "a.\(format)") } throws: { error in
        (error as? Refusal)?.findings.map(\.id) == ["sheet.only-tidy"]
      }
    }
  }

  @Test func plainTextStaysText() throws {
    let converter = Converter()
    for (name, format) in [
      ("a.txt", "text"), ("a.csv", "csv"), ("a.tsv", "tsv"), (nil, "text"), ("a.md", "markdown"),
    ] {
      #expect(
        try converter.identify(SourceBytes(name: name, bytes: Array("甲,乙\n1,2\n".utf8))).format.id == format)
    }
    #expect(Format.csv.identify(SourceBytes(name: nil, bytes: [0, 1, 2, 3])) == .no)
    // Lines that a program has written are what they are, under any name, and with a stray zero.
    let rows = String(repeating: "甲,1,2,3\r\n", count: 12)
    for name in ["a.txt", "a.dat", "a", "a.csv", nil] {
      for text in [rows, rows + "\0", "\0" + rows, rows + "\u{1A}"] {
        let source = SourceBytes(name: name, bytes: Array(text.utf8))
        #expect(try converter.identify(source).format.id == "csv")
      }
    }
  }
}
