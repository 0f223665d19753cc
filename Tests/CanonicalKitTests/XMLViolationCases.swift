/// A report with this in its element, and the report's own attributes.
private func report(_ content: String, attributes: String = #"version="1.0" edition="2021""#) -> String {
  "<report xmlns=\"urn:gongkai:report:1\" \(attributes)>\n\(content)\n</report>"
}

private func figure(_ figure: String) -> String {
  report(
    #"<statistics><table id="三"><row indicator="applications.received">\#(figure)</row></table></statistics>"#
  )
}

private func finding(_ content: String) -> String {
  report(#"<statistics/><finding id="later.one" severity="note">\#(content)</finding>"#)
}

private func number(_ text: String) -> String { figure("<figure applicant=\"total\">\(text)</figure>") }

extension ViolationCase {
  static let xml: [ViolationCase] = pairs.map { ViolationCase(format: .xml, id: $0, text: $1) }

  private static let pairs: [(String, String)] = [
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
    ("xml.value", report(#"<identity year="-2021"/><statistics/>"#)),
    ("xml.value", report(#"<identity year="10000"/><statistics/>"#)),
    ("xml.value", report(#"<identity><identifier scheme="later">1</identifier></identity><statistics/>"#)),
    ("xml.value", figure(#"<figure applicant="total" origin="read">1</figure>"#)),
    ("xml.value", finding(#"<message language="fr">…</message>"#)),
    ("xml.missing-attribute", finding("<remedy>…</remedy>")),
    ("xml.twice", finding(#"<message language="en">a</message><message language="en">b</message>"#)),
    (
      "xml.value",
      #"<reports xmlns="urn:gongkai:report:1" version="1.0"><report version="2.0" edition="2021"><statistics/></report></reports>"#
    ),
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
  ]
}
