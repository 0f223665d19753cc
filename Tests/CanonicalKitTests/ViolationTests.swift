import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import ReportModel

/// A text that breaks the shape, and what is said of it.
struct ViolationCase: Sendable, CustomTestStringConvertible {
  let format: CanonicalFormat
  let id: String
  let text: String
  /// Nil where it is not asked.
  var line: Int?
  var arguments: [String: String] = [:]

  var testDescription: String { "\(id) \(arguments["pointer"] ?? String(text.prefix(200)))" }
}

@Suite struct ViolationTests {
  static let cases = ViolationCase.json + ViolationCase.xml

  /// With its place and its arguments, and with sentences in both languages that have what they speak of.
  @Test(arguments: cases) func violationIsNamed(_ item: ViolationCase) throws {
    let findings = item.format.findings(of: item.text)
    let finding = try #require(findings.first { $0.id == item.id }, "\(findings)")
    if let line = item.line { #expect(finding.places == [Place(line: line)]) }
    for (name, value) in item.arguments { #expect(finding.arguments[name] == value) }
    for finding in findings {
      let entry = try #require(MessageCatalogue.shared[finding.id])
      for language in Language.allCases {
        #expect(!entry.message[language].isEmpty && !entry.remedy[language].isEmpty)
        for name in MessageCatalogue.placeholders(of: entry.message[language] + entry.remedy[language]) {
          let argument = finding.arguments[name] ?? finding.arguments["\(name).\(language.rawValue)"]
          #expect(argument != nil, "\(finding.id): \(name)")
        }
      }
    }
  }

  @Test(arguments: CanonicalFormat.allCases)
  func violationsAreCountedBeyondTheFirstHundred(_ format: CanonicalFormat) {
    let unknown = (0..<250).map { format == .json ? "\"x\($0)\": 0" : "<future/>" }
    let found = format.findings(
      of: format.report(with: unknown.joined(separator: format == .json ? ", " : "")))
    #expect(found.count == 101)
    #expect(found.last?.id == "\(format.rawValue).more")
    #expect(found.last?.arguments["count"] == "150")
  }

  /// A report of 2021 with twelve figures and all else.
  private func report(seed: UInt64) throws -> Report {
    var generator = ReportGenerator(seed: seed)
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = generator.report(of: form, hasExtensions: true)
    for index in form.cells.indices.dropFirst(12) { report.statistics[index] = nil }
    return report
  }

  @Test(arguments: CanonicalFormat.allCases) func whateverIsCutOffIsRefused(_ format: CanonicalFormat) throws
  {
    let bytes = try format.write([report(seed: 11)])
    // The last byte is a line end.
    for length in 0..<bytes.count - 1 { #expect(!format.findings(of: Array(bytes.prefix(length))).isEmpty) }
  }

  @Test(arguments: CanonicalFormat.allCases) func anyBytesAreReadOrRefused(_ format: CanonicalFormat) throws {
    let bytes = try format.write([report(seed: 12)])
    var random = SplitMix64(seed: 12)
    let marks = Array("\0\"\\{}[]<>&=/,:1-e".utf8) + [0xE4, 0xFF]
    for round in 0..<3000 {
      var damaged = bytes
      for _ in 0..<random.pick([1, 1, 3, 20]) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] =
          round % 2 == 0 ? random.pick(marks) : UInt8.random(in: 0...255, using: &random)
      }
      _ = format.findings(of: damaged)
    }
  }

  /// What is read of a changed text and written again is read as the same: nothing is kept that cannot be written.
  @Test(arguments: CanonicalFormat.allCases) func whatIsAcceptedComesBack(_ format: CanonicalFormat) throws {
    var random = SplitMix64(seed: 13)
    let bytes = try format.write([report(seed: 13)])
    var accepted = 0
    for _ in 0..<600 {
      guard let reports = try? format.read(format.mutation(of: bytes, &random)) else { continue }
      accepted += 1
      #expect(try format.read(format.write(reports)) == reports)
    }
    #expect(accepted > 20)
  }
}
