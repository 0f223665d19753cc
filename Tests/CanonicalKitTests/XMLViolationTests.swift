import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import MarkupKit
@testable import ReportModel

/// The findings of a text: none where it can be read.
private func findings(_ text: String) -> [Finding] { CanonicalFormat.xml.findings(of: text) }

/// A report with this in its element, and the report's own attributes.
private func report(_ content: String, attributes: String = #"version="1.0" edition="2021""#) -> String {
  "<report xmlns=\"urn:gongkai:report:1\" \(attributes)>\n\(content)\n</report>"
}

@Suite struct XMLViolationTests {
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
    #expect(CanonicalFormat.xml.findings(of: huge).map(\.id) == ["xml.too-large"])
    let long = String(repeating: "很长的文字", count: 1_200_000)
    #expect(
      findings(report("<identity><body>\(long)</body></identity><statistics/>")).map(\.id) == [
        "xml.text-too-long"
      ])
    // Long names that are declared once and repeated by what is kept.
    let namespace = String(repeating: "n", count: 40_000)
    let nested = String(repeating: "<x:a><y:a/></x:a>", count: 2000)
    let bomb = report(
      "<statistics/>\(nested)",
      attributes: #"version="1.0" edition="2021" xmlns:x="\#(namespace)x" xmlns:y="\#(namespace)y""#)
    #expect(findings(bomb).map(\.id) == ["xml.too-much-unknown"])
  }
}
