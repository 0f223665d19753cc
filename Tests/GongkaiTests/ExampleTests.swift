import Foundation
import Testing

@testable import Core
@testable import FormatKit
@testable import Gongkai

/// `Examples/*`: each input with what becomes of it. GONGKAI_RECORD=1 records the outputs anew.
@Suite struct ExampleTests {
  private static let folder = CatalogueTests.root.appendingPathComponent("Examples")
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { FileManager.default.fileExists(atPath: folder.appendingPathComponent("\($0)/input.txt").path) }
    .sorted()

  private func compare(_ bytes: [UInt8], _ name: String, _ file: String) throws {
    let url = Self.folder.appendingPathComponent(name).appendingPathComponent(file)
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" { try Data(bytes).write(to: url) }
    let recorded = try? [UInt8](Data(contentsOf: url))
    #expect(recorded == bytes, "\(name)/\(file): GONGKAI_RECORD=1 records it anew, then read the difference")
  }

  @Test(arguments: names)
  func outputsAreAsRecorded(name: String) throws {
    let converter = Converter()
    let report = try converter.read(
      contentsOf: FilePath(Self.folder.appendingPathComponent("\(name)/input.txt").path))
    try compare(try converter.bytes(of: [report], as: "json"), name, "report.json")
    let (current, ledger) = try converter.convert(report, to: .edition2021)
    for format in converter.formats.formats where format.writer != nil {
      try compare(try converter.bytes(of: [current], as: format.id), name, "2021.\(format.extensions[0])")
    }
    try compare(ledger.json(), name, "ledger.json")
    try compare(ledger.text(.chinese).bytes, name, "ledger.txt")
  }

  @Test func filesWrittenTogetherAreAsWrittenAlone() throws {
    let converter = Converter()
    let report = try converter.read(
      contentsOf: FilePath(Self.folder.appendingPathComponent("2021/input.txt").path))
    let options = WriteOptions(language: .english, omitsPersonalData: true)
    let names = converter.formats.formats.filter { $0.writer != nil }.map(\.id)
    let alone = try names.map { try converter.bytes(of: [report], as: $0, options: options) }
    #expect(try converter.bytes(of: report, asEachOf: names, options: options) == alone)
    #expect(throws: Refusal.self) { try converter.bytes(of: report, asEachOf: ["html", "nothing"]) }
  }

  /// What is written in a lossless format comes back, and the way back to the first edition is complete.
  @Test(arguments: names)
  func nothingIsLost(name: String) throws {
    let converter = Converter()
    let report = try converter.read(
      contentsOf: FilePath(Self.folder.appendingPathComponent("\(name)/input.txt").path))
    let (current, _) = try converter.convert(report, to: .edition2021)
    for format in ["json", "xml"] {
      let bytes = try converter.bytes(of: [current], as: format)
      let again = try #require(try converter.readAll(bytes: bytes, name: nil).first)
      #expect(again == current)
      #expect(try converter.convert(again, to: report.form.id.edition).report.statistics == report.statistics)
    }
    // A form printed as Markdown is read back with the same figures.
    let markdown = try converter.bytes(of: [current], as: "markdown")
    let printed = try #require(try converter.readAll(bytes: markdown, name: "a.md").first)
    for (index, cell) in current.form.cells.enumerated() {
      // A group over parts is printed without figures; what is known of it stands in a note.
      if current.form.indicator(of: cell).role == .subtotal { continue }
      let expected = current.statistics[index]?.value ?? .unknown
      #expect((printed.statistics[cell.id]?.value ?? .unknown) == expected, "\(cell.id)")
    }
  }

  @Test(arguments: names)
  func personalDataIsLeftOut(name: String) throws {
    let converter = Converter()
    let report = try converter.read(
      contentsOf: FilePath(Self.folder.appendingPathComponent("\(name)/input.txt").path))
    for format in converter.formats.formats where format.writer != nil {
      let bytes = try converter.bytes(
        of: [report], as: format.id, options: WriteOptions(omitsPersonalData: true))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("甲某") && !text.contains("0000-0000000"), "\(format.id)")
    }
  }

  /// The code of the README, word for word.
  @Test func readmeIsTrue() throws {
    let path = FilePath(Self.folder.appendingPathComponent("legacy-shandong/input.txt").path)
    let output = FilePath(
      FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).docx").path)
    defer { FileAccess.remove(output) }
    // README: begin
    let converter = Converter()
    let report = try converter.read(contentsOf: path)
    let (current, ledger) = try converter.convert(report, to: .edition2021)
    try converter.write([current], as: "docx", to: output)
    // README: end
    #expect(ledger.lossCount == 0)
    #expect(FileManager.default.fileExists(atPath: output.string))

    // What the pieces print.
    var said: [String] = []
    func print(_ items: Any...) { said.append(items.map { "\($0)" }.joined(separator: " ")) }
    // README: begin
    for (cell, figure) in zip(current.form.cells, current.statistics.figures) {
      switch figure?.value {
      case .exact(let amount), .derived(let amount): print(cell.id, amount)  // certain
      case .presumed(let amount, within: let bounds): print(cell.id, amount, bounds)  // by the letter
      case .range(let bounds): print(cell.id, bounds)
      case .blank: print(cell.id, "left blank, which is not zero")
      case nil: print(cell.id, "no such row in the source")
      case let value?: print(cell.id, value)  // not certain, and why
      }
    }
    let disclosed = try current.statistics.figure("applications.outcome.disclosed", "total")
    print(disclosed?.bounds ?? "nothing is known", disclosed?.lineage?.sources ?? [])
    // README: end
    #expect(
      said.count == current.form.cells.count + 1
        && said.contains { $0.hasPrefix("applications.outcome.disclosed@total 15") })

    said = []
    // README: begin
    let result = converter.check(current)
    for found in result.findings {
      print(found.rule, found.finding.message(in: .english), found.witnesses.count)
    }
    print(result.count(.holds), result.count(.fails), result.count(.notAssessable))
    // README: end
    #expect(said == ["13 0 0"])

    said = []
    // README: begin
    do {
      _ = try converter.read(contentsOf: "missing.txt")
    } catch {
      print(error)  // every finding with its place and what to do, in Chinese and English
      for finding in error.findings { print(finding.id, finding.message(in: .english), finding.places) }
    }
    // README: end
    #expect(said.count == 2 && said[1].hasPrefix("file.cannot-open"))

    // README: begin
    var own = Converter()
    own.register(
      Format(
        id: "count", name: LocalizedText(chinese: "计数", english: "Count"), extensions: ["count"],
        mediaTypes: [], writer: .report { reports, _ throws(Refusal) in Array("\(reports.count)\n".utf8) }))
    // README: end
    #expect(try own.bytes(of: [current], as: "count") == Array("1\n".utf8))

    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let snippets = source.components(separatedBy: "// README: begin\n").dropFirst()
      .compactMap { $0.components(separatedBy: "    // README: end").first }
    for readme in ["README.md", "README.zh-CN.md"] {
      let text = try String(contentsOf: CatalogueTests.root.appendingPathComponent(readme), encoding: .utf8)
      for snippet in snippets {
        let code = snippet.split(separator: "\n").map {
          $0.hasPrefix("    ") ? String($0.dropFirst(4)) : String($0)
        }
        .joined(separator: "\n")
        #expect(text.contains(code), "\(readme) shows\n\(code)")
      }
    }
  }
}
