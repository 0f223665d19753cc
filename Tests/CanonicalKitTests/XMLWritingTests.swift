import Testing

@testable import CanonicalKit
@testable import ReportModel

@Suite struct XMLWritingTests {
  @Test func whatIsWrittenIsPlainToRead() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(identity: Identity(body: "某局", year: 2023), statistics: Statistics(form))
    report.statistics["applications.received", "naturalPerson"] = Figure(.exact(Amount(3)))
    report.statistics["applications.received", "total"] = Figure(
      .range(Bounds(atLeast: .zero, atMost: Amount(3))), raw: "\u{7}\u{7F}“é\u{9B}2J\u{202E}")
    #expect(
      String(decoding: CanonicalXML.write([report]), as: UTF8.self) == #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <report xmlns="urn:gongkai:report:1" version="1.0" edition="2021" form="1.0">
          <identity year="2023">
            <body>某局</body>
          </identity>
          <statistics>
            <table id="三" title="三、收到和处理政府信息公开申请情况">
              <row indicator="applications.received" label="一、本年新收政府信息公开申请数量" unit="件">
                <figure applicant="naturalPerson" label="自然人">3</figure>
                <figure applicant="total" label="总计" status="range" atLeast="0" atMost="3" raw="\{7}&#x7f;“é&#x9b;2J&#x202e;"/>
              </row>
            </table>
          </statistics>
        </report>

        """#)
  }
}
