import TestSupport
import Testing

@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import Presentation
@testable import Recognition
@testable import ReportModel
@testable import SpreadsheetFormats
@testable import TextKit
@testable import WorkbookKit

/// What is written as a workbook is read as it was.
@Suite struct XLSXRoundTripTests {
  private static let forms = FormCatalogue.shared.forms
  private let converter = Converter()
  private let recognizer = Recognizer()

  /// What recognition makes of the printed report without a container between: a workbook may lose nothing more.
  private func expected(_ report: Report) throws -> Report {
    var document = Presenter().document(for: report)
    document.blocks.removeAll { block in
      if case .paragraph(let paragraph) = block { paragraph.style == .note } else { false }
    }
    return try #require(try recognizer.reports(in: document).first)
  }

  private func readBack(_ reports: [Report]) throws -> [Report] {
    // What the sheets show, and not the data that they carry.
    let bytes = try converter.bytes(of: reports, as: "xlsx", options: WriteOptions(attachesData: false))
    return try converter.readAll(bytes: bytes, name: nil)
  }

  @Test(arguments: forms)
  func figuresOfEveryStatusComeBack(form: Form) throws {
    var compared = 0
    var unreadable = 0
    for seed in 1..<UInt64(Scale.count(9, proof: 16)) as Range<UInt64> {
      var generator = ReportGenerator(seed: seed)
      var report = generator.report(of: form, convertedFrom: Self.forms)
      report.sections = []
      report.identity = Identity(body: "某县教育局", year: 2021, title: "某县教育局2021年政府信息公开工作年度报告")
      // What was typed may be anything; the cells of a sheet hold what can be seen, and stand where it puts them.
      for index in form.cells.indices {
        report.statistics[index]?.raw = nil
        report.statistics[index]?.note = nil
        report.statistics[index]?.place = nil
      }
      guard let expected = try? expected(report) else {
        unreadable += 1
        continue
      }
      let found = try #require(try readBack([report]).first)
      #expect(found.form.id == expected.form.id)
      let differences = FigureDifferences(expected.statistics, found.statistics) {
        $0.value == $1.value && $0.unit == $1.unit
      }
      #expect(differences.isEmpty, "\(seed): \(differences)")
      compared += differences.compared
    }
    #expect(compared > min(200, 5 * form.cells.count))
    // A report of few figures may be none to a reader, with or without a workbook; most are.
    #expect(unreadable <= 2)
  }

  @Test(arguments: forms)
  func plainReportsComeBackWithTheirProse(form: Form) throws {
    for seed in 1..<6 as Range<UInt64> {
      var generator = ReportGenerator(seed: seed)
      let report = generator.plainReport(of: form)
      let expected = try expected(report)
      let found = try #require(try readBack([report]).first)
      for wanted in [expected.statistics, report.statistics.withoutSubtotals] {
        let differences = FigureDifferences(wanted, found.statistics)
        #expect(differences.isEmpty, "\(seed): \(differences)")
      }
      #expect(found.sections.map(\.heading) == expected.sections.map(\.heading))
      #expect(
        found.sections.map { $0.paragraphs.map(\.text) }
          == expected.sections.map { $0.paragraphs.map(\.text) })
      #expect(
        found.identity.title == expected.identity.title && found.identity.year == expected.identity.year)
    }
  }

  @Test func severalReportsHaveASheetEach() throws {
    var generator = ReportGenerator(seed: 5)
    let form = try #require(FormID("2021").flatMap { FormCatalogue.shared.form($0) })
    let reports = (2021...2023).map { year in
      var report = generator.plainReport(of: form)
      report.identity.year = year
      report.identity.title = "某市某区人民政府\(year)年政府信息公开工作年度报告"
      return report
    }
    let found = try readBack(reports)
    #expect(found.map(\.identity.year) == [2021, 2022, 2023])
    for (found, report) in zip(found, reports) {
      let differences = FigureDifferences(report.statistics.withoutSubtotals, found.statistics)
      #expect(differences.isEmpty, "\(differences)")
    }
  }

  /// Titles, prose and remarks of any text; Excel repairs nothing.
  @Test(arguments: forms)
  func anyReportIsWritten(form: Form) throws {
    for seed in 1..<UInt64(Scale.count(7, proof: 12)) as Range<UInt64> {
      var generator = ReportGenerator(seed: seed)
      let report = generator.report(of: form, convertedFrom: Self.forms)
      let bytes = try converter.bytes(of: [report], as: "xlsx")
      #expect(try converter.bytes(of: [report], as: "xlsx") == bytes)
      #expect(XLSXReader.identify(SourceBytes(name: nil, bytes: bytes)) == .yes)
      let documents = try XLSXReader.read(SourceBytes(name: nil, bytes: bytes))
      #expect(documents.count == 1 && documents[0].findings.isEmpty)
    }
  }

  @Test func textsComeBackAsTheyAre() throws {
    let texts = [
      "=1+1", "+1", "@x", "_x000D_", "_x005F_", "a_x0041_b", "<b>&amp;\"'</b>", "]]>", " 前后 ", "𠮷", "'001",
      "0012",
      "\u{1}控\u{0}制\u{7F}", "两\r\n行", "1E5", "TRUE", "#REF!",
    ]
    let document = Document([
      .table(Table(rows: texts.map { Row([Cell("标签", isHeader: true), Cell($0), Cell("12")]) }))
    ])
    let bytes = try XLSXWriter.write(
      [Report(statistics: Statistics(Self.forms[0]))], [document], WriteOptions())
    let read = try XLSXReader.read(SourceBytes(name: nil, bytes: bytes))
    guard case .table(let table) = read.first?.blocks.first else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.map { $0.cells[1].text } == texts.map { PrintableText.cleaned($0, keepsLines: true) })
    #expect(table.rows.allSatisfy { $0.cells[2].text == "12" })
  }

  @Test func longParagraphsAreNotCut() throws {
    let text = String(repeating: "本年度依法公开政府信息。", count: 400)
    let longest = String(repeating: "字", count: 70_000)
    let document = Document([.paragraph(Paragraph(text)), .paragraph(Paragraph(longest))])
    let bytes = try XLSXWriter.write(
      [Report(statistics: Statistics(Self.forms[0]))], [document], WriteOptions())
    let lines = Workshop.lines(try XLSXReader.read(SourceBytes(name: nil, bytes: bytes)))
    #expect(lines.first == "P " + text)
    #expect(lines.dropFirst().map { $0.dropFirst(2) }.joined() == longest)
  }

  /// Eight digits, alone and in a range, have a cell that holds them wherever a form has a figure: others are printed
  /// as ###.
  @Test(arguments: forms)
  func cellsHoldTheirFigures(form: Form) {
    let most = Amount(12_345_678)
    let figures = [Figure(.exact(most)), Figure(.range(Bounds(atLeast: Amount(0), atMost: most)))]
    for figure in figures {
      var report = Report(identity: Identity(year: 2022), statistics: Statistics(form))
      for index in form.cells.indices { report.statistics[index] = figure }
      let tables = Presenter(hasAppendix: false).document(for: report).blocks.compactMap { block in
        if case .table(let table) = block { (table: table, grid: TableGrid(table)) } else { nil }
      }
      let sheet = SheetColumns(tables)
      for (number, (table, grid)) in tables.enumerated() {
        for row in grid.positions {
          for (column, position) in row.enumerated() {
            guard let position, position.isOrigin else { continue }
            let cell = table.rows[position.row].cells[position.cell]
            guard cell.figure != nil else { continue }
            let starts = sheet.starts[number]
            let width = sheet.width(starts[column]..<starts[column + cell.columnSpan])
            #expect(width >= Double(DisplayWidth.width(cell.text) + 1))
          }
        }
      }
    }
  }
}
