@testable import CanonicalKit
@testable import Core
@testable import JSONKit
@testable import MarkupKit
@testable import ReportModel

extension Chapter {
  static let json = Chapter(
    name: "json",
    introduction:
      "Canonical JSON. All violations of a file are named at once, each with its JSON pointer and line.",
    cases: [
      MessageCase("json.too-large", "A text of 64 MiB and one byte, given to the library as JSON.") { _ in
        _ = try CanonicalJSON.read([UInt8](repeating: 0x20, count: JSONDocument.maximumSize + 1))
        return []
      },
      violation("json.too-deep", "65 arrays within each other.", String(repeating: "[", count: 65)),
      MessageCase(
        "json.list", "A list of objects, as other systems export it.",
        reading: "[{\"year\": 2021}]", named: "2021.json"),
      MessageCase(
        "json.too-many-values", "More than 16,777,216 values; here the limit is set to 3.",
        showing: "[1, 2, 3]"
      ) { _ in
        let document = JSONDocument(Array("[1, 2, 3]".utf8), maximumTokens: 3)
        var reader = CanonicalJSONReader(document, .shared)
        _ = try reader.read()
        return []
      },
      violation("json.truncated", "The file breaks off.", "{\"gongkai\": \"1.0\", \"edition\""),
      violation("json.syntax", "A comma too many.", report("\"unplaced\": [{\"text\": \"a\"},]")),
      violation("json.trailing", "Something stands behind the report.", report("") + "x"),
      MessageCase("json.utf8", "A byte of another encoding.", showing: "{\"gongkai\": \"\\xB9\"}") { _ in
        _ = try CanonicalJSON.read(Array("{\"gongkai\": \"".utf8) + [0xB9] + Array("\"}".utf8))
        return []
      },
      violation(
        "json.escape", "A backslash before a letter that it cannot stand before.",
        report("\"unplaced\": [{\"text\": \"\\q\"}]")),
      violation(
        "json.surrogate", "Half of a character outside the first plane.",
        report("\"unplaced\": [{\"text\": \"\\ud800\"}]")),
      violation("json.control", "A tab within a string.", report("\"unplaced\": [{\"text\": \"\t\"}]")),
      violation("json.number", "A number that begins with 0.", report("\"identity\": {\"year\": 02021}")),
      violation("json.repeated-member", "A member twice.", report("\"identity\": {}, \"identity\": {}")),
      violation("json.unknown-member", "A member that version 1.0 does not have.", report("\"remark\": 1")),
      violation(
        "json.missing-member", "A heading without its level.",
        report("\"sections\": [{\"heading\": \"一、总体情况\"}]")),
      violation("json.type", "A year in quotation marks.", report("\"identity\": {\"year\": \"2021\"}")),
      violation(
        "json.value", "A date in another notation.",
        report("\"identity\": {\"period\": {\"start\": \"2017-3-1\"}}")),
      violation(
        "json.digits", "More decimals than are kept.", report("", statistics: received("0.0000000001"))),
      violation("json.version", "A file of version 2.", "{\"gongkai\": \"2.0\"}"),
      violation(
        "json.unknown-form", "An edition that there is not.",
        "{\"gongkai\": \"1.0\", \"edition\": \"1987\", \"statistics\": {}}"),
      violation(
        "json.unknown-cell", "A cell that the form does not have.",
        report("\"cells\": {\"applications.received@nobody\": {}}")),
      violation(
        "json.status-member", "A range that has a number.",
        report("\"cells\": {\"applications.received@total\": {\"status\": \"range\", \"value\": 3}}")),
      violation(
        "json.no-figure", "A cell that is said to be exact, and has no number.",
        report("\"cells\": {\"applications.received@total\": {\"place\": \"l3\"}}")),
      violation(
        "json.contradiction", "A number, and beside it that the cell is blank.",
        report(
          "\"cells\": {\"applications.received@total\": {\"status\": \"blank\"}}", statistics: received("5"))),
      MessageCase("json.extension", "A report that a program has given an extension which is no JSON.") { _ in
        var report = Report(statistics: Statistics(try Forms.current()))
        report.extensions = [Extension(parent: "", name: "remark", json: "{")]
        _ = try CanonicalJSON.write([report])
        return []
      },
      violation(
        "json.more", "150 members that are not known.",
        report((1...150).map { "\"m\($0)\": 0" }.joined(separator: ", "))),
    ])

  private static func violation(_ id: String, _ situation: String, _ text: String) -> MessageCase {
    let shown = text.count > 600 ? "\(text.prefix(200))…" : text
    return MessageCase(id, situation, showing: shown) { _ in
      _ = try CanonicalJSON.read(Array(text.utf8))
      return []
    }
  }

  /// A small report of 2021 with something put in.
  private static func report(_ more: String, statistics: String = "{}") -> String {
    "{\"gongkai\": \"1.0\", \"edition\": \"2021\",\n\"statistics\": \(statistics)\(more.isEmpty ? "" : ",\n" + more)}"
  }

  private static func received(_ number: String) -> String {
    "{\"applications\": {\"received\": {\"total\": \(number)}}}"
  }

  static let xml = Chapter(
    name: "xml",
    introduction: "Canonical XML. All violations of a file are named at once, each with its line.",
    cases: [
      MessageCase("xml.too-large", "A text of 64 MiB and one byte, given to the library as XML.") { _ in
        _ = try CanonicalXML.read([UInt8](repeating: 0x20, count: XMLLimits().size + 1))
        return []
      },
      markup(
        "xml.encoding", "An encoding that is not read.",
        "<?xml version=\"1.0\" encoding=\"big5\"?>\n" + element()),
      MessageCase(
        "xml.damaged", "A byte that means nothing in the encoding that is declared.",
        showing: "<?xml version=\"1.0\" encoding=\"gb18030\"?>\\xFF<report/>"
      ) { _ in
        let head = "<?xml version=\"1.0\" encoding=\"gb18030\"?>"
        _ = try CanonicalXML.read(Array(head.utf8) + [0xFF] + Array("<report/>".utf8))
        return []
      },
      markup("xml.malformed", "An element that does not end.", "<report>\n<statistics>\n</report>"),
      markup(
        "xml.document-type", "A document type, which could declare entities.",
        "<!DOCTYPE report>\n" + element()),
      limited(
        "xml.too-deep", "More than 64 elements within each other; here the limit is set to 1.",
        "<report><a/></report>"
      ) {
        $0.depth = 1
      },
      limited(
        "xml.too-many-elements", "More than 4,000,000 elements; here the limit is set to 2.",
        "<report><a/><b/></report>"
      ) {
        $0.elements = 2
      },
      limited(
        "xml.too-many-attributes", "More than 256 attributes of one element; here the limit is set to 1.",
        "<report a=\"\" b=\"\"/>"
      ) {
        $0.attributesOfElement = 1
      },
      limited(
        "xml.too-many-names", "More than 20,000 names that differ; here the limit is set to 1.",
        "<report><a/><b/><c/></report>"
      ) {
        $0.names = 1
      },
      MessageCase("xml.text-too-long", "A name of 17 MiB.") { _ in
        let long = String(repeating: "x", count: 17 << 20)
        return try canonical(element("<identity><body>\(long)</body></identity><statistics/>"))
      },
      MessageCase("xml.too-much-unknown", "Elements of another namespace that come to more than 16 MiB.") {
        _ in
        let namespace = String(repeating: "n", count: 40_000)
        let nested = String(repeating: "<x:a><y:a/></x:a>", count: 400)
        return try canonical(
          element(
            "<statistics/>\(nested)",
            attributes: "version=\"1.0\" edition=\"2021\" xmlns:x=\"\(namespace)x\" xmlns:y=\"\(namespace)y\""
          ))
      },
      markup("xml.not-report", "Another document.", "<table xmlns=\"urn:gongkai:report:1\"/>"),
      markup("xml.version", "A file of version 2.", element("", attributes: "version=\"2.0\"")),
      markup(
        "xml.unknown-element", "An element that version 1.0 does not have.", element("<statistics/><remark/>")
      ),
      markup("xml.missing-element", "A report without its figures.", element("")),
      markup("xml.order", "The identity behind the figures.", element("<statistics/><identity/>")),
      markup("xml.twice", "The figures twice.", element("<statistics/><statistics/>")),
      markup(
        "xml.unknown-attribute", "An attribute that version 1.0 does not have.",
        element("<statistics unit=\"件\"/>")),
      markup(
        "xml.missing-attribute", "A report that does not say its edition.",
        element("<statistics/>", attributes: "version=\"1.0\"")),
      markup("xml.text", "Text where elements stand.", element("<statistics>12</statistics>")),
      markup(
        "xml.value", "A number with a sign that it cannot have.",
        figure("<figure applicant=\"total\">+1</figure>")),
      markup(
        "xml.figure", "A blank cell with a number.",
        figure("<figure applicant=\"total\" status=\"blank\">0</figure>")),
      markup(
        "xml.status-attribute", "An exact figure with a lower bound.",
        figure("<figure applicant=\"total\" atLeast=\"1\">1</figure>")),
      markup(
        "xml.without-by", "Where a figure comes from, but not how.",
        figure("<figure applicant=\"total\" from=\"fees\">1</figure>")),
      markup(
        "xml.unknown-form", "An edition that has dialects, without one.",
        element("<statistics/>", attributes: "version=\"1.0\" edition=\"legacy\"")),
      markup(
        "xml.unknown-cell", "An applicant that the form does not have.",
        figure("<figure applicant=\"nobody\">1</figure>")),
      markup(
        "xml.row-twice", "A row twice.",
        table(
          "二",
          "<row indicator=\"proactive.licences.decisions\"/>\n<row indicator=\"proactive.licences.decisions\"/>"
        )),
      markup(
        "xml.row-in-other-table", "A row of table 四 in table 三.",
        table("三", "<row indicator=\"review.total\"/>")),
      markup(
        "xml.cell-twice", "A cell twice.",
        figure("<figure applicant=\"total\">1</figure>\n<figure applicant=\"total\">1</figure>")),
      markup(
        "xml.argument-twice", "An argument of a finding twice.",
        element(
          "<statistics/>\n<finding id=\"a\" severity=\"note\"><argument name=\"row\"/><argument name=\"row\"/></finding>"
        )),
      markup(
        "xml.extension", "An extension that is no JSON.",
        element("<statistics/>\n<extension parent=\"\" name=\"remark\">{</extension>")),
      markup(
        "xml.more", "150 elements that are not known.",
        element("<statistics/>" + String(repeating: "<remark/>", count: 150))),
    ])

  private static func canonical(_ text: String) throws -> [Finding] {
    _ = try CanonicalXML.read(Array(text.utf8))
    return []
  }

  private static func markup(_ id: String, _ situation: String, _ text: String) -> MessageCase {
    MessageCase(id, situation, showing: text.count > 600 ? "\(text.prefix(200))…" : text) { _ in
      try canonical(text)
    }
  }

  private static func limited(
    _ id: String, _ situation: String, _ text: String, _ change: @escaping @Sendable (inout XMLLimits) -> Void
  ) -> MessageCase {
    MessageCase(id, situation, showing: text) { _ in
      var reader = CanonicalXMLReader(.shared)
      change(&reader.limits)
      _ = try reader.read(Array(text.utf8))
      return []
    }
  }

  /// The element of a report with this in it.
  private static func element(
    _ content: String = "<statistics/>", attributes: String = "version=\"1.0\" edition=\"2021\""
  ) -> String {
    "<report xmlns=\"urn:gongkai:report:1\" \(attributes)>\n\(content)\n</report>"
  }

  private static func table(_ id: String, _ rows: String) -> String {
    element("<statistics><table id=\"\(id)\">\n\(rows)\n</table></statistics>")
  }

  private static func figure(_ figure: String) -> String {
    table("三", "<row indicator=\"applications.received\">\n\(figure)\n</row>")
  }
}
