import CanonicalFormats
import TestSupport
import Testing

@testable import CanonicalKit
@testable import FormatKit
@testable import ReportModel

@Suite struct XMLReadingTests {
  private static let plain = #"""
    <report xmlns="urn:gongkai:report:1" version="1.0" edition="2021"><identity><body>某市</body></identity><statistics/></report>
    """#

  @Test func encodingsAreDecoded() throws {
    let declared = { (name: String) in "<?xml version=\"1.0\" encoding=\"\(name)\"?>\n" + Self.plain }
    let gb: [UInt8] = Array(declared("GB2312").utf8)
    // 某市 is C4 B3 CA D0 in GB 2312.
    let place = try #require(gb.firstRange(of: Array("某市".utf8)))
    let encoded = gb[..<place.lowerBound] + [0xC4, 0xB3, 0xCA, 0xD0] + gb[place.upperBound...]
    let little = declared("UTF-16").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = declared("UTF-16").utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [
      Array(declared("UTF-8").utf8), [0xEF, 0xBB, 0xBF] + Array(Self.plain.utf8), Array(encoded),
      [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big,
    ] {
      let report = try #require(try CanonicalXML.read(bytes).first)
      #expect(report.identity.body == "某市")
    }
  }

  @Test func damagedTextIsRefused() {
    let utf8 = Array(Self.plain.utf8).map { $0 == UInt8(ascii: "y") ? 0xFF : $0 }
    #expect(CanonicalFormat.xml.findings(of: utf8).map(\.id) == ["xml.malformed"])
    let half = Array("<?xml version=\"1.0\" encoding=\"gbk\"?>".utf8) + Array(Self.plain.utf8) + [0xFF]
    #expect(CanonicalFormat.xml.findings(of: half).map(\.id) == ["xml.damaged"])
  }

  @Test func formatIsRecognised() {
    func said(_ text: String) -> Format.Identification {
      Format.xml.identify(SourceBytes(name: nil, bytes: Array(text.utf8)))
    }
    #expect(said(Self.plain) == .yes)
    #expect(
      said("\u{FEFF}<?xml version=\"1.0\"?>\n<!-- <a> -->\n<?x y?><g:reports xmlns:g='urn:gongkai:report:1'>")
        == .yes)
    #expect(said("<report xmlns=\"urn:gongkai:report:2\">") == .yes)
    #expect(said("<report>") == .unknown)
    #expect(said("<!-- never ends <report xmlns=\"urn:gongkai:report:1\">") == .unknown)
    #expect(said("<html>urn:gongkai:report:1</html>") == .unknown)
    #expect(said("{\"a\": \"<report\"}") == .no)
    #expect(said("") == .unknown)
    let wide = Self.plain.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(Format.xml.identify(SourceBytes(name: nil, bytes: [0xFF, 0xFE] + wide)) == .yes)
  }

  /// What another program may write differently means the same.
  @Test func prefixesCommentsAndSectionsMeanTheSame() throws {
    let text = #"""
      <?xml version='1.0' standalone='yes'?>
      <g:report xmlns:g="urn:gongkai:report:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:schemaLocation="urn:gongkai:report:1 report-1.xsd" xml:lang="zh" edition='2021' version='1.0'>
        <!-- by hand --><g:identity><g:body>某<!-- ! --><![CDATA[市 & 县]]>&#x4E00;</g:body></g:identity>
        <g:statistics><g:table id="四"><g:row indicator="review.total" label="anything"><g:figure>
          12 </g:figure></g:row></g:table>
          <g:table id="三"><g:row indicator="applications.received"><g:figure applicant="total">&#55;</g:figure>
          <g:figure applicant="naturalPerson" note="a &amp; b &#38; &lt;c&gt; &#38;#38;">1</g:figure></g:row></g:table>
        </g:statistics>
      </g:report>
      """#
    let report = try #require(try CanonicalXML.read(Array(text.utf8)).first)
    #expect(report.identity.body == "某市 & 县一")
    #expect(report.statistics["review.total"]?.amount == Amount(12))
    #expect(report.statistics["applications.received", "total"]?.amount == Amount(7))
    #expect(report.statistics["applications.received", "naturalPerson"]?.note == "a & b & <c> &#38;")
  }

  @Test func newerMinorVersionsAreKept() throws {
    let text = #"""
      <report xmlns="urn:gongkai:report:1" version="1.3" edition="2021" mood="good &amp; calm">
        <identity><body>某局<seal>圆</seal></body><phone n="1">12<b/>&lt;</phone></identity>
        <statistics/>
        <phone/>
        <x:sig xmlns:x="urn:x" x:a="1"><x:v>9</x:v></x:sig>
      </report>
      """#
    let report = try #require(try CanonicalXML.read(Array(text.utf8)).first)
    #expect(report.identity.body == "某局")
    #expect(
      report.extensions == [
        Extension(parent: "", name: "gongkai", json: #""1.3""#),
        Extension(parent: "", name: "xml:phone", json: #""<phone n=\"1\">12<b/>&lt;</phone>""#),
        Extension(parent: "", name: "xml:phone.2", json: #""<phone/>""#),
        Extension(parent: "", name: "xml:report@mood", json: #""good & calm""#),
        Extension(parent: "", name: "xml:seal", json: #""<seal>圆</seal>""#),
        Extension(
          parent: "", name: "xml:sig",
          json: #""<sig xmlns=\"urn:x\" xmlns:x=\"urn:x\" x:a=\"1\"><v>9</v></sig>""#),
      ])
    #expect(try CanonicalXML.read(CanonicalXML.write([report])) == [report])
    #expect(try CanonicalJSON.read(try CanonicalJSON.write([report])) == [report])
  }

  @Test func otherNamespacesAreKept() throws {
    let text = #"""
      <reports xmlns="urn:gongkai:report:1" version="1.0"><report edition="2021"><identity><dc:date
        xmlns:dc="urn:dc">2021</dc:date></identity><statistics/></report><a:b xmlns:a="urn:a"/></reports>
      """#
    let report = try #require(try CanonicalXML.read(Array(text.utf8)).first)
    #expect(
      report.extensions.map(\.description) == [
        #" xml:date "<date xmlns=\"urn:dc\">2021</date>""#, #".. xml:b "<b xmlns=\"urn:a\"/>""#,
      ])
  }

  @Test func manyParsersRunAtOnce() async throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          for round in 0..<20 {
            var generator = ReportGenerator(seed: UInt64(task * 100 + round))
            let report = generator.report(of: form, convertedFrom: FormCatalogue.shared.forms)
            if try CanonicalXML.read(CanonicalXML.write([report])) != [report] { return false }
            // A failure in one parser leaves the others alone.
            if CanonicalFormat.xml.findings(of: Array("<a><b></a>".utf8)).last?.id != "xml.malformed" {
              return false
            }
          }
          return true
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}

extension Extension {
  fileprivate var description: String { "\(parent) \(name) \(json)" }
}
