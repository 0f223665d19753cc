import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import MarkupKit
@testable import ReportModel

/// The findings of a text: none where it can be read.
private func findings(_ text: String) -> [Finding] { XMLMutation.findings(of: Array(text.utf8)) }

/// A report with this in its element, and the report's own attributes.
private func report(_ content: String, attributes: String = #"version="1.0" edition="2021""#) -> String {
  "<report xmlns=\"urn:gongkai:report:1\" \(attributes)>\n\(content)\n</report>"
}

private func figure(_ figure: String) -> String {
  report(
    #"<statistics><table id="三"><row indicator="applications.received">\#(figure)</row></table></statistics>"#
  )
}

private func number(_ text: String) -> String { figure("<figure applicant=\"total\">\(text)</figure>") }

@Suite struct XMLViolationTests {
  @Test(arguments: [
    ("xml.not-report", "<html/>"), ("xml.not-report", #"<report version="1.0"/>"#),
    ("xml.not-report", #"<table xmlns="urn:gongkai:report:1"/>"#),
    ("xml.version", #"<report xmlns="urn:gongkai:report:2" version="2.0" future="1"><x/></report>"#),
    ("xml.version", report("<x/>", attributes: #"version="2.0" y="1""#)),
    ("xml.value", report("<statistics/>", attributes: #"version="1" edition="2021""#)),
    ("xml.missing-attribute", report("<statistics/>", attributes: #"edition="2021""#)),
    ("xml.missing-attribute", report("<statistics/>", attributes: #"version="1.0""#)),
    ("xml.missing-element", report("")),
    ("xml.unknown-form", report("<statistics/>", attributes: #"version="1.0" edition="legacy""#)),
    ("xml.value", report("<statistics/>", attributes: #"version="1.0" edition="2021" form="9.0""#)),
    ("xml.unknown-element", report("<statistics/><future/>")),
    ("xml.unknown-element", report("<identity><body>a<b/></body></identity><statistics/>")),
    ("xml.unknown-element", report("<statistics/><report/>")),
    ("xml.unknown-attribute", report(#"<statistics future="1"/>"#)),
    ("xml.order", report("<statistics/><identity/>")),
    ("xml.order", report(#"<x:y xmlns:x="urn:x"/><statistics/>"#)),
    ("xml.twice", report("<statistics/><statistics/>")),
    ("xml.text", report("<statistics>12</statistics>")),
    ("xml.value", number("x")), ("xml.value", number("+1")), ("xml.value", number("007")),
    ("xml.value", number("1.")), ("xml.value", number("1e3")), ("xml.value", number("1 2")),
    ("xml.value", number("0.1234567890")), ("xml.value", number("1234567890123456789012345")),
    ("xml.figure", figure("<figure applicant=\"total\"/>")),
    ("xml.figure", figure(#"<figure applicant="total" status="blank">0</figure>"#)),
    ("xml.figure", figure(#"<figure applicant="total" status="estimate" atMost="3"/>"#)),
    ("xml.status-attribute", figure(#"<figure applicant="total" atLeast="1">1</figure>"#)),
    ("xml.status-attribute", figure(#"<figure applicant="total" status="range" alternatives="1"/>"#)),
    ("xml.missing-attribute", figure(#"<figure applicant="total" status="ambiguous"/>"#)),
    ("xml.without-by", figure(#"<figure applicant="total" from="fees">1</figure>"#)),
    ("xml.value", figure(#"<figure applicant="total" status="sure">1</figure>"#)),
    ("xml.value", figure(#"<figure applicant="total" place="r1 p1">1</figure>"#)),
    ("xml.value", figure(#"<figure applicant="total" by="magic">1</figure>"#)),
    ("xml.value", figure(#"<figure applicant="total" by="sum" from="a@b@c">1</figure>"#)),
    ("xml.unknown-cell", figure("<figure>1</figure>")),
    ("xml.unknown-cell", figure(#"<figure applicant="martian">1</figure>"#)),
    (
      "xml.cell-twice",
      figure(#"<figure applicant="total">1</figure><figure applicant="total">1</figure>"#)
    ),
    (
      "xml.unknown-cell",
      report(#"<statistics><table id="三"><row indicator="fees"/></table></statistics>"#)
    ),
    (
      "xml.row-twice",
      report(
        #"<statistics><table id="二"><row indicator="proactive.licences.decisions"/><row indicator="proactive.licences.decisions"/></table></statistics>"#
      )
    ),
    (
      "xml.row-in-other-table",
      report(#"<statistics><table id="三"><row indicator="review.total"/></table></statistics>"#)
    ),
    ("xml.value", report(#"<statistics><table id="五"/></statistics>"#)),
    (
      "xml.unknown-cell",
      report(
        #"<statistics/><conversion edition="2019" policy="bounds"><carried>fees</carried></conversion>"#)
    ),
    ("xml.value", report(#"<statistics/><conversion edition="2019" policy="guess"/>"#)),
    ("xml.value", report(#"<identity year="02021"/><statistics/>"#)),
    ("xml.value", report(#"<statistics/><section level="100"/>"#)),
    ("xml.value", report(#"<statistics/><source size="1" sha256="ABC" format="text"/>"#)),
    ("xml.value", report(#"<statistics/><finding id="a" severity="fatal"/>"#)),
    (
      "xml.argument-twice",
      report(
        #"<statistics/><finding id="a" severity="note"><argument name="n"/><argument name="n"/></finding>"#)
    ),
    ("xml.extension", report(#"<statistics/><extension parent="" name="a">{</extension>"#)),
    ("xml.malformed", report("<statistics>")), ("xml.malformed", ""), ("xml.malformed", "<report"),
    ("xml.malformed", report("<statistics/>&unknown;")),
    ("xml.document-type", "<!DOCTYPE report>\n" + report("<statistics/>")),
    ("xml.encoding", #"<?xml version="1.0" encoding="big5"?>"# + report("<statistics/>")),
  ])
  func violationIsNamed(id: String, text: String) throws {
    let found = findings(text)
    #expect(found.map(\.id).contains(id), "\(found.map(\.id)) in \(text)")
    for finding in found {
      let entry = try #require(MessageCatalogue.shared.entries[finding.id])
      for language in Language.allCases {
        for name in MessageCatalogue.placeholders(of: entry.message[language] + entry.remedy[language]) {
          let argument = finding.arguments[name] ?? finding.arguments["\(name).\(language.rawValue)"]
          #expect(argument != nil, "\(finding.id): \(name)")
        }
      }
    }
  }

  @Test func allViolationsAreNamedWithTheirLines() {
    let text = report(
      """
      <identity year="x">
        <tel/>
      </identity>
      <statistics/>
      <finding id="a" severity="b"/>
      <source size="-1" sha256="" format="text"/>
      """)
    #expect(
      findings(text).map { "\($0.id) \($0.places.first?.line ?? 0)" } == [
        "xml.value 2", "xml.unknown-element 3", "xml.value 6", "xml.value 7", "xml.value 7",
      ])
  }

  @Test func linesBeyond65535AreRight() {
    let text = report("<statistics/>" + String(repeating: "\n", count: 70_000) + "<future/>")
    #expect(findings(text).first?.places == [Place(line: 70_002)])
  }

  @Test func manyViolationsAreCounted() {
    let found = findings(report("<statistics/>" + String(repeating: "<future/>", count: 250)))
    #expect(found.count == 101)
    #expect(found.last?.id == "xml.more")
    #expect(found.last?.arguments["count"] == "150")
  }

  /// Entities, from the document or from elsewhere, and all that needs a document type.
  @Test(arguments: [
    "<!DOCTYPE report [<!ENTITY a \"b\">]>", "<!DOCTYPE report SYSTEM \"file:///etc/passwd\">",
    "<!DOCTYPE report [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
    "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
    "<!DOCTYPE report PUBLIC \"-//x\" \"http://localhost/x.dtd\" [<!ENTITY % p SYSTEM \"x\"> %p;]>",
    "<!DOCTYPE report [<!ATTLIST report edition CDATA \"2021\">]>",
  ])
  func documentTypesAreRefused(type: String) {
    let found = findings(type + report("<identity><body>&a;&x;&c;</body></identity><statistics/>"))
    #expect(found.map(\.id) == ["xml.document-type"])
  }

  @Test func sizesAreBounded() {
    let deep = String(repeating: "<a xmlns=\"urn:a\">", count: 100)
    #expect(findings(report("<statistics/>" + deep)).map(\.id) == ["xml.too-deep"])
    let attributes = (0..<300).map { "a\($0)=\"\"" }.joined(separator: " ")
    #expect(findings("<report \(attributes)/>").map(\.id) == ["xml.too-many-attributes"])
    let huge = [UInt8](repeating: 0x20, count: XMLLimits().size + 1)
    #expect(XMLMutation.findings(of: huge).map(\.id) == ["xml.too-large"])
    let long = String(repeating: "很长的文字", count: 80_000)
    let text = Array(report("<identity><body>\(long)</body></identity><statistics/>").utf8)
    var reader = CanonicalXMLReader(.shared)
    reader.limits.textLength = 1 << 20
    let refusal = #expect(throws: Refusal.self) { try reader.read(text) }
    #expect(refusal?.findings.map(\.id) == ["xml.text-too-long"])
    // Long names that are declared once and repeated by what is kept.
    let namespace = String(repeating: "n", count: 40_000)
    let nested = String(repeating: "<x:a><y:a/></x:a>", count: 2000)
    let bomb = report(
      "<statistics/>\(nested)",
      attributes: #"version="1.0" edition="2021" xmlns:x="\#(namespace)x" xmlns:y="\#(namespace)y""#)
    #expect(findings(bomb).map(\.id) == ["xml.too-much-unknown"])
  }

  @Test func whateverIsCutOffIsRefused() throws {
    var generator = ReportGenerator(seed: 11)
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = generator.report(of: form, hasExtensions: true)
    for index in form.cells.indices.dropFirst(12) { report.statistics[index] = nil }
    let bytes = CanonicalXML.write([report])
    for length in stride(from: 0, to: bytes.count - 1, by: Scale.isProof ? 1 : 3) {
      let found = XMLMutation.findings(of: Array(bytes.prefix(length)))
      #expect(found.contains { $0.id == "xml.malformed" })
    }
  }

  @Test func anyBytesAreReadOrRefused() throws {
    var generator = ReportGenerator(seed: 12)
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = generator.report(of: form, hasExtensions: true)
    for index in form.cells.indices.dropFirst(12) { report.statistics[index] = nil }
    let bytes = CanonicalXML.write([report])
    for _ in 0..<Scale.count(1000, proof: 3000) {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator.random) {
        damaged[Int.random(in: 0..<damaged.count, using: &generator.random)] =
          UInt8.random(in: 0...255, using: &generator.random)
      }
      _ = XMLMutation.findings(of: damaged)
    }
  }
}
