import FileKit
import TestSupport
import Testing

@testable import Gongkai
@testable import ReportModel

/// What names a report in tidy data, from the file to whatever is made of it.
@Suite struct ReportKeyTests {
  private let converter = Converter()

  private func reports(_ bytes: [UInt8], _ name: String? = nil) throws -> [Report] {
    try converter.readAll(bytes: bytes, name: name)
  }

  private func digits(_ bytes: [UInt8]) -> String { String(ContentDigest.hexadecimal(bytes).prefix(16)) }

  /// A report that was made up, and read from no file.
  private func made(_ year: Int) throws -> Report {
    var generator = ReportGenerator(seed: UInt64(year))
    var report = generator.plainReport(of: try #require(FormCatalogue.shared.form(FormID(.edition2021))))
    report.identity.year = year
    report.identity.title = "某市某区人民政府\(year)年政府信息公开工作年度报告"
    report.source = nil
    return report
  }

  @Test func keyStaysThroughCanonicalFormatsAndConversion() throws {
    let path = Repository.root.appendingPathComponent("Examples/legacy-shandong/input.txt").path
    let report = try converter.read(contentsOf: FilePath(path))
    let key = digits(try FileAccess.read(FilePath(path)))
    #expect(report.key == key)
    let folder = Repository.root.appendingPathComponent("Examples").path
    #expect(
      try converter.read(contentsOf: FilePath("\(folder)/./2019/../legacy-shandong/input.txt")).key == key)
    let converted = try converter.convert(report, to: .edition2021).report
    #expect(converted.key == key)
    for format in ["json", "xml"] {
      let bytes = try converter.bytes(of: [converted, report], as: format)
      #expect(try reports(bytes).map(\.key) == [key, key])
    }
    // A document is a file of its own, unless it carries what it was converted from.
    let page = try converter.bytes(of: [converted], as: "html")
    #expect(try reports(page).map(\.key) == [key])
    for options in [WriteOptions(), WriteOptions(attachesData: false)] {
      let page = try converter.bytes(of: [report], as: "html", options: options)
      #expect(try reports(page).map(\.key) == [digits(page)])
    }
  }

  @Test func reportsOfOneFileAreNumbered() throws {
    let workbook = try converter.bytes(of: try (2021...2023).map(made), as: "xlsx")
    let found = try reports(workbook, "a.xlsx")
    #expect(found.map(\.key) == (1...3).map { "\(digits(workbook))-\($0)" })
    // The third alone is still the third.
    for format in ["json", "xml"] {
      let alone = try converter.bytes(of: [found[2]], as: format)
      #expect(try reports(alone).map(\.key) == [found[2].key])
      let bundle = try converter.bytes(of: found.reversed(), as: format)
      #expect(try reports(bundle).map(\.key) == found.reversed().map(\.key))
    }
  }

  /// A canonical file whose reports name no source is the source itself.
  @Test(arguments: ["json", "xml"]) func canonicalFileMayBeTheSource(format: String) throws {
    let one = try made(2022)
    #expect(one.key == nil)
    let alone = try converter.bytes(of: [one], as: format)
    let found = try reports(alone, "a.\(format)")
    #expect(found.map(\.key) == [digits(alone)])
    #expect(found[0].source?.format == format && found[0].source?.name == "a.\(format)")
    #expect(try reports(try converter.bytes(of: found, as: "json")) == found)
    let bundle = try converter.bytes(of: [found[0], try made(2023), try made(2021)], as: format)
    #expect(
      try reports(bundle).map(\.key) == [digits(alone), "\(digits(bundle))-2", "\(digits(bundle))-3"])
  }
}
