import Foundation
import TestSupport
import Testing

@testable import Core
@testable import FormatKit
@testable import Gongkai
@testable import ReportModel

/// A format is its folder, with descriptor, reader, writer, page and sample, and its line in the registry. All else
/// follows from the descriptor.
@Suite struct FormatTests {
  private static let formats = FormatRegistry().formats

  /// The catalogue of documentation in the folder of a format: the one that has its page.
  private static func catalogue(of id: String) -> URL? {
    let root = Repository.root.appendingPathComponent("Sources/Formats")
    let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? [])
      .first { $0.lastPathComponent == "\(id).md" && $0.deletingLastPathComponent().pathExtension == "docc" }?
      .deletingLastPathComponent()
  }

  private static func sample(of format: Format) throws -> URL {
    try #require(catalogue(of: format.id)).appendingPathComponent("sample.\(format.extensions[0])")
  }

  @Test(arguments: formats.map(\.id))
  func formatsAreWhole(id: String) throws {
    let format = try #require(FormatRegistry().format(named: id))
    #expect(!format.name.chinese.isEmpty && !format.name.english.isEmpty && !format.extensions.isEmpty)
    #expect(format.reader != nil || format.writer != nil)
    #expect(Self.catalogue(of: id) != nil, "the folder of \(id) has a page \(id).md in a .docc")
    if format.writer == nil {
      let sample = try Self.sample(of: format)
      #expect(
        FileManager.default.fileExists(atPath: sample.path),
        "\(id) is not written: its page has a sample beside it")
    }
  }

  /// No two formats answer to one name, and every name is told from the others.
  @Test func namesAreDistinct() {
    let names = Self.formats.flatMap { [$0.id] + $0.aliases }
    #expect(Set(names).count == names.count)
    #expect(Set(Self.formats.map(\.name)).count == Self.formats.count)
  }

  /// The sample of a format that is not written is the example of Shandong's sheet in the current form.
  @Test(arguments: formats.filter { $0.writer == nil }.map(\.id))
  func samplesHoldTheFiguresOfTheExample(id: String) throws {
    let format = try #require(FormatRegistry().format(named: id))
    let example = Repository.root.appendingPathComponent("Examples/legacy-shandong/2021.json")
    let converter = Converter()
    let expected = try converter.read(contentsOf: FilePath(example.path))
    let reading = Result { try converter.read(contentsOf: FilePath(try Self.sample(of: format).path)) }
    if case .failure(let refusal as Refusal) = reading,
      refusal.findings.contains(where: Self.isMissingProgram)
    {
      print("\(id) was not tried: \(refusal)")
      return
    }
    let report = try reading.get()
    #expect(report.form.id == expected.form.id)
    for (index, cell) in expected.form.cells.enumerated() {
      // A group over parts is printed without figures.
      if expected.form.indicator(of: cell).role == .subtotal { continue }
      #expect(
        (report.statistics[cell.id]?.value ?? .unknown) == (expected.statistics[index]?.value ?? .unknown),
        "\(id): \(cell.id)")
    }
  }

  private static func isMissingProgram(_ finding: Finding) -> Bool {
    ["libreoffice.missing", "pdf.no-poppler"].contains(finding.id)
  }

  /// The table of formats in both READMEs. GONGKAI_RECORD=1 writes it anew.
  @Test(arguments: [("README.md", Language.english), ("README.zh-CN.md", .chinese)])
  func readmesListTheFormats(file: String, language: Language) throws {
    let url = Repository.root.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    let (begin, end) = ("<!-- formats -->\n", "<!-- end of formats -->")
    let start = try #require(text.range(of: begin))
    let stop = try #require(text.range(of: end))
    let table = Self.table(language)
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      let whole = text[..<start.upperBound] + table + text[stop.lowerBound...]
      try String(whole).write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(String(text[start.upperBound..<stop.lowerBound]) == table, "make record writes it anew")
    }
  }

  private static func table(_ language: Language) -> String {
    let heads =
      switch language {
      case .english:
        [
          "Format", "Name", "Files", "Read", "Written", "Lossless", "Many reports in a file",
          "For publication",
        ]
      case .chinese: ["文件格式", "代码", "扩展名", "读取", "写出", "无损", "一个文件多份报告", "供发布"]
      }
    var rows = [heads, heads.map { _ in "---" }]
    for format in formats {
      let files = format.extensions.map { "`.\($0)`" }.joined(separator: " ")
      rows.append(
        [format.name[language], "`\(format.id)`", files]
          + Format.Capability.allCases.map { format.capabilities.contains($0) ? "✓" : "" })
    }
    return rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }
}
