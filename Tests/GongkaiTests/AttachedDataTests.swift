import Core
import DocumentModel
import FileKit
import Foundation
import ReportModel
import TestSupport
import Testing
import ZIPKit

@testable import Gongkai

/// Files for publication carry the data of the report that they show, and it counts where they still show it.
@Suite struct AttachedDataTests {
  static let formats = ["docx", "html", "ofd", "xlsx"]
  static let examples = ["legacy-fujian", "legacy-national", "legacy-shandong", "2019", "2021"]

  private static func example(_ name: String) throws -> Report {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Examples")
    return try Converter().read(
      contentsOf: FilePath(folder.appendingPathComponent("\(name)/input.txt").path))
  }

  /// A report that was not converted without where it was read: another file has other places.
  private static func unlocated(_ report: Report) -> Report {
    guard report.conversion == nil else { return report }
    var report = report
    report.source = nil
    report.evidence = []
    report.account = nil
    for index in report.form.cells.indices { report.statistics[index]?.place = nil }
    for index in report.sections.indices {
      report.sections[index].place = nil
      for part in report.sections[index].paragraphs.indices {
        report.sections[index].paragraphs[part].place = nil
      }
    }
    report.identity = report.identity.withoutPlaces
    for index in report.findings.indices { report.findings[index].places = [] }
    return report
  }

  /// What a reader of a failure needs: the parts that differ, and what was said of it.
  private static func difference(_ left: Report, _ right: Report) -> String {
    let parts: [(String, Bool)] = [
      ("identity", left.identity == right.identity), ("statistics", left.statistics == right.statistics),
      ("sections", left.sections == right.sections), ("conversion", left.conversion == right.conversion),
      ("source", left.source == right.source),
    ]
    let said = left.findings.filter { !right.findings.contains($0) }.map { $0.message(in: .english) }
    return "differs: \(parts.filter { !$0.1 }.map(\.0)), said: \(said)"
  }

  @Test(arguments: examples, formats)
  func aReportComesBackWhole(name: String, format: String) throws {
    let converter = Converter()
    let report = try Self.example(name)
    let converted = try converter.convert(report, to: .edition2021).report
    for report in [report, converted] {
      for options in [WriteOptions(), WriteOptions(language: .english, hasAppendix: true)] {
        let bytes = try converter.bytes(of: [report], as: format, options: options)
        let again = try #require(try converter.readAll(bytes: bytes, name: "a.\(format)").first)
        #expect(Self.unlocated(again) == Self.unlocated(report), "\(Self.difference(again, report))")
      }
    }
    let bytes = try converter.bytes(of: [converted], as: format)
    let again = try #require(try converter.readAll(bytes: bytes, name: nil).first)
    let back = try converter.convert(again, to: report.form.id.edition).report
    #expect(Self.unlocated(back).statistics == Self.unlocated(report).statistics)
  }

  /// What is said under a table of a group as a whole is no row of it, with data or without, and no text of the tables.
  @Test(arguments: formats + ["md", "txt"], [false, true])
  func totalsUnderATableAreNoRows(format: String, hasAppendix: Bool) throws {
    let converter = Converter()
    let report = try Self.converted("2019")
    for language in Language.allCases {
      let options = WriteOptions(language: language, hasAppendix: hasAppendix, attachesData: false)
      let name = converter.formats.formats.first { $0.extensions[0] == format }?.id ?? format
      let bytes = try converter.bytes(of: [report], as: name, options: options)
      let again = try #require(try converter.readAll(bytes: bytes, name: "a.\(format)").first)
      let groups = report.form.cells.indices.filter {
        report.form.indicator(of: report.form.cells[$0]).role == .subtotal
      }
      #expect(groups.allSatisfy { again.statistics[$0] == nil })
      #expect(!again.unplaced.contains { $0.text.contains("其他处理") }, "\(again.unplaced)")
      #expect(!again.sections.flatMap(\.paragraphs).contains { $0.text.contains("各项合计") })
    }
  }

  @Test func generatedReportsComeBackWhole() throws {
    let converter = Converter()
    var generator = ReportGenerator(seed: 20)
    for form in converter.forms.forms {
      for _ in 0..<4 {
        var report = generator.plainReport(of: form)
        // A group is not printed beside its parts, and what is generated does not add up.
        for (index, cell) in form.cells.enumerated() where form.indicator(of: cell).role == .subtotal {
          report.statistics[index] = nil
        }
        for format in Self.formats {
          let bytes = try converter.bytes(of: [report], as: format)
          let again = try #require(try converter.readAll(bytes: bytes, name: nil).first)
          #expect(
            Self.unlocated(again) == Self.unlocated(report),
            "\(form.id) \(format) \(Self.difference(again, report))")
        }
      }
    }
  }

  /// A sheet ends with its last figure, though the form goes on: nobody has changed a figure.
  @Test(arguments: formats)
  func blankRowsAreNoChange(format: String) throws {
    let converter = Converter()
    var report = try Self.example("2021")
    for index in report.form.cells.indices { report.statistics[index] = Figure(.blank) }
    let bytes = try converter.bytes(of: [report], as: format)
    let again = try #require(try converter.readAll(bytes: bytes, name: nil).first)
    #expect(Self.unlocated(again).statistics == Self.unlocated(report).statistics)
    #expect(!again.findings.contains { $0.id.hasPrefix("attached.") })
    // Nor do labels before blank cells become prose where there is no data.
    let plain = try converter.bytes(of: [report], as: format, options: WriteOptions(attachesData: false))
    let texts = try #require(try converter.readAll(bytes: plain, name: nil).first).sections.map {
      $0.paragraphs.map(\.text)
    }
    #expect(texts == report.sections.map { $0.paragraphs.map(\.text) })
  }

  // MARK: What was changed

  private static func page(_ report: Report, _ options: WriteOptions = WriteOptions()) throws -> String {
    String(decoding: try Converter().bytes(of: [report], as: "html", options: options), as: UTF8.self)
  }

  private static func read(_ page: String) throws -> Report {
    try #require(try Converter().readAll(bytes: Array(page.utf8), name: "a.html").first)
  }

  private static func converted(_ name: String) throws -> Report {
    try Converter().convert(try example(name), to: .edition2021).report
  }

  private static func script(_ page: String) throws -> Range<String.Index> {
    let start = try #require(page.range(of: "<script type=\"application/json\""))
    let end = try #require(page.range(of: "</script>"))
    return start.lowerBound..<end.upperBound
  }

  /// What the page shows counts, and the note names the cell and both figures.
  @Test func aChangedFigureCountsAsItIsShown() throws {
    let report = try Self.converted("legacy-shandong")
    let page = try Self.page(report)
    let figure = try #require(page.range(of: "<td>2</td>"))
    let again = try Self.read(page.replacingCharacters(in: figure, with: "<td>777</td>"))
    let note = try #require(again.findings.first { $0.id == "attached.changed" })
    #expect(note.cells.count == 1)
    let cell = try #require(note.cells.first.flatMap { CellID($0) })
    #expect(again.statistics[cell]?.value == .exact(Amount(777)))
    #expect(again.conversion == nil)
    #expect(note.message(in: .chinese).contains("777"))
  }

  @Test func anotherBodyOrYearCountsAsItIsShown() throws {
    let report = try Self.converted("legacy-shandong")
    let body = try #require(report.identity.body)
    let page = try Self.page(report)
    let script = try Self.script(page)
    for (old, new) in [(body, "青禾市农业局"), ("2017年", "2016年")] {
      let shown = page[..<script.lowerBound].replacingOccurrences(of: old, with: new)
      let again = try Self.read(shown + page[script.lowerBound...])
      #expect(again.conversion == nil)
      #expect(again.findings.contains { $0.id == "attached.changed" })
    }
  }

  @Test func changedProseLeavesTheDataOfTheFigures() throws {
    let report = try Self.converted("legacy-shandong")
    let page = try Self.page(report)
    let text = try #require(report.sections.flatMap(\.paragraphs).first { $0.text.count > 20 }).text
    let script = try Self.script(page)
    let shown = page[..<script.lowerBound].replacingOccurrences(of: text, with: "改写后的一段文字。")
    let again = try Self.read(shown + page[script.lowerBound...])
    #expect(again.statistics == report.statistics && again.conversion == report.conversion)
    #expect(again.sections.flatMap(\.paragraphs).contains { $0.text == "改写后的一段文字。" })
    #expect(again.findings.contains { $0.id == "attached.prose" })
  }

  /// Whatever data is attached to a page, and however well it fits itself: nothing becomes certain that the page
  /// does not say.
  @Test(arguments: examples)
  func dataMakesNothingCertain(name: String) throws {
    let report = try Self.converted(name)
    let page = try Self.page(report)
    let script = try Self.script(page)
    let shown = try Self.read(page.replacingCharacters(in: script, with: ""))
    var generator = ReportGenerator(seed: 21)
    for _ in 0..<30 {
      var forged = report
      let index = try #require(forged.form.cells.indices.randomElement(using: &generator.random))
      forged.statistics[index] = Figure(.exact(Amount(Int.random(in: 0...9, using: &generator.random))))
      let forgedPage = try Self.page(forged)
      let forgedScript = String(forgedPage[try Self.script(forgedPage)])
      let again = try Self.read(page.replacingCharacters(in: script, with: forgedScript))
      for (index, cell) in report.form.cells.enumerated() {
        guard let amount = again.statistics[index]?.certainAmount else { continue }
        let isShown = shown.statistics[index]?.certainAmount == amount
        let isOwn = report.form.indicator(of: cell).role == .subtotal
        #expect(isShown || isOwn, "\(cell.name)")
      }
    }
    #expect(Self.unlocated(try Self.read(page)) == Self.unlocated(report))
  }

  /// A group is printed by its parts: what the data says of it must be possible for them.
  @Test func dataOfAGroupFitsItsParts() throws {
    var report = try Self.converted("legacy-shandong")
    let index = try #require(
      report.form.cells.indices.first { report.form.indicator(of: report.form.cells[$0]).role == .subtotal })
    for (number, isPossible) in [(0, true), (999, false)] {
      report.statistics[index] = Figure(.exact(Amount(number)))
      let again = try Self.read(try Self.page(report))
      #expect((again.conversion != nil) == isPossible)
      #expect(again.findings.contains { $0.id == "attached.unfit" } != isPossible)
    }
  }

  /// What is carried along is not shown: a change to it is one to the data.
  @Test func dataThatWasChangedIsNotTaken() throws {
    let page = try Self.page(try Self.converted("legacy-shandong"))
    let script = try Self.script(page)
    let carried = try #require(page[script].range(of: "\"conversion\": {"))
    let number = try #require(
      page[carried.upperBound..<script.upperBound].range(of: #": [1-9][0-9]*,"#, options: .regularExpression))
    let again = try Self.read(page.replacingCharacters(in: number, with: ": 98765,"))
    #expect(again.conversion == nil)
    #expect(again.findings.contains { $0.id == "attached.unfit" })
  }

  @Test func dataIsLeftOutWhereItIsNotWanted() throws {
    let page = try Self.page(try Self.converted("legacy-shandong"), WriteOptions(attachesData: false))
    #expect(!page.contains("<script"))
    #expect(try Self.read(page).findings.allSatisfy { !$0.id.hasPrefix("attached.") })
  }

  @Test func personalDataIsLeftOutOfTheDataAsWell() throws {
    for name in Self.examples {
      let page = try Self.page(try Self.example(name), WriteOptions(omitsPersonalData: true))
      #expect(!page.contains("甲某") && !page.contains("0000-0000000"))
    }
  }

  @Test func eachSheetOfAWorkbookHasItsOwn() throws {
    let converter = Converter()
    let reports = try ["legacy-shandong", "legacy-national"].map { try Self.converted($0) }
    let bytes = try converter.bytes(of: reports, as: "xlsx")
    #expect(try converter.readAll(bytes: bytes, name: "a.xlsx") == reports)
  }
}
