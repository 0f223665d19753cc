import Findings
import Foundation
import ReportModel
import TestSupport
import Testing

@testable import Formats

@Suite struct XMLTests {
  private func read(_ text: String) throws(Refusal) -> [Report] {
    try CanonicalXMLReader.read(SourceBytes(name: nil, bytes: Array(text.utf8)), .shared)
  }

  private func refusal(_ text: String) -> [Finding] {
    do {
      _ = try read(text)
      return []
    } catch {
      return error.findings
    }
  }

  private func report(_ body: String, _ attributes: String = "version=\"1.0\" edition=\"2021\" form=\"1.0\"")
    -> String
  {
    "<report xmlns=\"urn:gongkai:report:1\" \(attributes)>\n\(body)\n</report>"
  }

  private func figure(_ content: String) -> String {
    report(
      "<statistics><table id=\"三\"><row indicator=\"applications.received\">\n\(content)\n</row></table></statistics>"
    )
  }

  @Test(arguments: FormCatalogue.shared.forms, [1, 2, 3])
  func reportsComeBack(form: Form, batch: Int) throws {
    for seed in 0..<20 {
      var generator = ReportGenerator(seed: UInt64(batch * 1000 + seed))
      let report = generator.report(
        of: form, convertedFrom: FormCatalogue.shared.forms, hasExtensions: seed % 2 == 0)
      let bytes = CanonicalXMLWriter.write([report], WriteOptions())
      let back = try CanonicalXMLReader.read(SourceBytes(name: nil, bytes: bytes), .shared)
      #expect(back == [report], "seed \(batch * 1000 + seed) of \(form.id)")
      #expect(CanonicalXMLWriter.write(back, WriteOptions()) == bytes)
    }
  }

  /// JSON to XML to JSON is the same to the byte.
  @Test(arguments: FormCatalogue.shared.forms)
  func jsonComesBack(form: Form) throws {
    for seed in 0..<40 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(
        of: form, convertedFrom: FormCatalogue.shared.forms, hasExtensions: seed % 3 == 0)
      let json = try CanonicalJSON.write([report])
      let xml = CanonicalXMLWriter.write(try CanonicalJSON.read(json), WriteOptions())
      let back = try CanonicalXMLReader.read(SourceBytes(name: nil, bytes: xml), .shared)
      #expect(try CanonicalJSON.write(back) == json, "seed \(seed)")
    }
  }

  @Test func severalReportsComeBack() throws {
    var generator = ReportGenerator(seed: 3)
    let reports = FormCatalogue.shared.forms.map { generator.report(of: $0) }
    let bytes = CanonicalXMLWriter.write(reports, WriteOptions())
    #expect(try CanonicalXMLReader.read(SourceBytes(name: nil, bytes: bytes), .shared) == reports)
  }

  /// The stored schema is the one that follows from the forms. GONGKAI_RECORD=1 stores it anew.
  @Test func schemaFollowsFromTheForms() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Schemas/xml/report-1.xsd")
    let generated = XMLSchemaDocument.text()
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try generated.write(to: path, atomically: true, encoding: .utf8)
    }
    #expect(
      try String(contentsOf: path, encoding: .utf8) == generated, "GONGKAI_RECORD=1 stores the schema anew")
  }

  @Test func everyTruncationIsRefused() throws {
    var generator = ReportGenerator(seed: 5)
    let form = try #require(FormCatalogue.shared.form(FormID(.legacy, dialect: "fujian")))
    let bytes = CanonicalXMLWriter.write([generator.report(of: form)], WriteOptions())
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: Refusal.self) {
        try CanonicalXMLReader.read(SourceBytes(name: nil, bytes: Array(bytes.prefix(count))), .shared)
      }
    }
  }

  @Test func violationsAreNamedAtOnce() {
    let findings = refusal(
      report(
        """
        <identity year="two"/>
        <statistics><table id="三"><row indicator="applications.received">
          <figure applicant="nobody">3</figure>
          <figure applicant="total">drei</figure>
          <figure applicant="naturalPerson" status="unknown">3</figure>
          <figure applicant="organisation.other" status="perhaps"/>
          <figure color="red" applicant="organisation.business">1</figure>
          <figure applicant="organisation.business">1</figure>
        </row></table></statistics>
        <nonsense/>
        words
        <section/>
        """))
    let expected = [
      "xml.value", "xml.unknown-cell", "xml.figure", "xml.unknown-attribute", "xml.cell-twice",
      "xml.unknown-element",
      "xml.text", "xml.missing-attribute",
    ]
    for id in expected { #expect(findings.contains { $0.id == id }, "\(id) in \(findings.map(\.id))") }
    #expect(findings.allSatisfy { $0.places.first?.line != nil })
    #expect(findings.first { $0.id == "xml.unknown-cell" }?.places.first?.line == 4)
  }

  @Test(arguments: [
    ("<!DOCTYPE report [<!ENTITY a \"b\">]><report/>", "xml.document-type"),
    ("<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><report/>", "xml.document-type"),
    (
      "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">]><report>&lol2;</report>",
      "xml.document-type"
    ),
    ("<report>&unknown;</report>", "xml.malformed"), ("<html/>", "xml.not-report"), ("", "xml.malformed"),
    ("<report xmlns=\"urn:gongkai:report:1\" version=\"2.0\" edition=\"2021\"/>", "xml.version"),
    ("<report xmlns=\"urn:gongkai:report:1\" version=\"1.0\" edition=\"2030\"/>", "xml.unknown-form"),
    (String(repeating: "<a>", count: 100), "xml.not-report"),
  ])
  func isRefused(text: String, id: String) {
    #expect(refusal(text).contains { $0.id == id }, "\(refusal(text).map(\.id))")
  }

  @Test func newerMinorVersionsAreRead() throws {
    let text = report(
      "<novelty a=\"b\"><deep/></novelty>", "version=\"1.3\" edition=\"2021\" form=\"1.0\" mood=\"good\"")
    let read = try read(text)
    #expect(read.first?.extensions.contains { $0.name == "xml:novelty" } == true)
  }

  @Test func otherEncodingsAreDecodedFirst() throws {
    let text =
      "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n" + report("<identity><body>青禾市</body></identity>")
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let read = try CanonicalXMLReader.read(SourceBytes(name: nil, bytes: bytes), .shared)
    #expect(read.first?.identity.body == "青禾市")
  }

  @Test func manyParsersAtOnce() async throws {
    var generator = ReportGenerator(seed: 11)
    let form = try #require(FormCatalogue.shared.forms.first)
    let report = generator.report(of: form)
    let bytes = CanonicalXMLWriter.write([report], WriteOptions())
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<10).allSatisfy { _ in
            try CanonicalXMLReader.read(SourceBytes(name: nil, bytes: bytes), .shared) == [report]
          }
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}
