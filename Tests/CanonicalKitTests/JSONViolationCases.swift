extension ViolationCase {
  private static func json(
    text: String, id: String, pointer: String, line: Int = 1, arguments: [String: String] = [:]
  ) -> ViolationCase {
    ViolationCase(
      format: .json, id: id, text: text, line: line,
      arguments: arguments.merging(["pointer": pointer]) { own, _ in own })
  }

  /// A small report of 2021 with something put in.
  private static func jsonReport(_ more: String, statistics: String = "{}") -> String {
    "{\"gongkai\": \"1.0\", \"edition\": \"2021\",\n\"statistics\": \(statistics)\(more.isEmpty ? "" : ",\n" + more)}"
  }

  private static let received = "{\"applications\": {\"received\": {\"total\": 5}}}"

  static let json: [ViolationCase] = [
    json(text: "", id: "json.truncated", pointer: ""),
    ViolationCase(format: .json, id: "json.list", text: "[]", line: nil, arguments: [:]),
    json(text: "{}", id: "json.missing-member", pointer: "", arguments: ["member": "gongkai"]),
    json(
      text: "{\"gongkai\": \"2.0\"}", id: "json.version", pointer: "/gongkai", arguments: ["found": "2.0"]),
    json(text: "{\"gongkai\": \"one\"}", id: "json.value", pointer: "/gongkai"),
    json(
      text: "{\"gongkai\": \"1.0\"}", id: "json.missing-member", pointer: "", arguments: ["member": "edition"]
    ),
    json(
      text: "{\"gongkai\": \"1.0\", \"edition\": \"1987\", \"statistics\": {}}", id: "json.unknown-form",
      pointer: "/edition", arguments: ["found": "1987"]),
    json(
      text: "{\"gongkai\": \"1.0\", \"edition\": \"legacy\", \"statistics\": {}}", id: "json.unknown-form",
      pointer: "/edition"),
    json(text: jsonReport("\"form\": \"2.0\""), id: "json.value", pointer: "/form", line: 3),
    json(text: jsonReport("\"$schema\": 1"), id: "json.type", pointer: "/$schema", line: 3),
    json(
      text: jsonReport("\"identity\": {\"identifiers\": [{\"scheme\": \"later\", \"value\": \"1\"}]}"),
      id: "json.value", pointer: "/identity/identifiers/0/scheme", line: 3),
    json(
      text: jsonReport(
        "\"cells\": {\"applications.received@total\": {\"origin\": \"read\"}}", statistics: received),
      id: "json.value", pointer: "/cells/applications.received@total/origin", line: 3),
    json(
      text: jsonReport(
        "\"findings\": [{\"id\": \"a\", \"severity\": \"note\", \"message\": {\"zh\": \"字\"}}]"),
      id: "json.missing-member", pointer: "/findings/0/message", line: 3, arguments: ["member": "en"]),
    json(
      text: jsonReport("\"new\": 1"), id: "json.unknown-member", pointer: "/new", line: 3,
      arguments: ["member": "new"]),
    json(
      text: jsonReport("\"sections\": [{\"level\": 1}, {\"level\": 1, \"x~/\": 0}]"),
      id: "json.unknown-member",
      pointer: "/sections/1/x~0~1", line: 3),
    json(
      text: jsonReport("\"sections\": [{\"heading\": \"h\"}]"), id: "json.missing-member",
      pointer: "/sections/0",
      line: 3,
      arguments: ["member": "level"]),
    json(
      text: jsonReport("\"identity\": {\"year\": \"2021\"}"), id: "json.type", pointer: "/identity/year",
      line: 3),
    json(
      text: jsonReport("\"identity\": {\"year\": 2021.5}"), id: "json.value", pointer: "/identity/year",
      line: 3),
    json(
      text: jsonReport("\"identity\": {\"body\": null}"), id: "json.type", pointer: "/identity/body", line: 3),
    json(
      text: jsonReport("\"identity\": {\"period\": {\"start\": \"2017-3-1\"}}"), id: "json.value",
      pointer: "/identity/period/start", line: 3),
    json(
      text: jsonReport("\"identity\": {}, \"identity\": {}"), id: "json.repeated-member",
      pointer: "/identity",
      line: 3),
    json(
      text: jsonReport("\"identity\": {\"body\": \"a\", \"b\\u006fdy\": \"b\"}"), id: "json.repeated-member",
      pointer: "/identity/body", line: 3),
    json(
      text: jsonReport("", statistics: "{\"applications\": {\"received\": {\"total\": 1, \"total\": 2}}}"),
      id: "json.repeated-member", pointer: "/statistics/applications/received/total", line: 2),
    json(
      text: jsonReport("", statistics: "{\"applications\": {}, \"applications\": {}}"),
      id: "json.repeated-member",
      pointer: "/statistics/applications", line: 2),
    json(
      text: jsonReport("", statistics: "{\"applications\": {\"receved\": 3}}"), id: "json.unknown-member",
      pointer: "/statistics/applications/receved", line: 2),
    json(
      text: jsonReport("", statistics: "{\"applications\": 3}"), id: "json.type",
      pointer: "/statistics/applications",
      line: 2),
    json(
      text: jsonReport("", statistics: "{\"applications\": {\"received\": {\"total\": \"5\"}}}"),
      id: "json.type",
      pointer: "/statistics/applications/received/total", line: 2),
    json(
      text: jsonReport("", statistics: "{\"applications\": {\"received\": {\"total\": 0.0000000001}}}"),
      id: "json.digits", pointer: "/statistics/applications/received/total", line: 2),
    json(
      text: jsonReport("\"cells\": {\"applications.received@nobody\": {}}"), id: "json.unknown-cell",
      pointer: "/cells/applications.received@nobody", line: 3),
    json(
      text: jsonReport(
        "\"cells\": {\"applications.received@total\": {\"status\": \"sure\"}}", statistics: received),
      id: "json.value", pointer: "/cells/applications.received@total/status", line: 3),
    json(
      text: jsonReport(
        "\"cells\": {\"applications.received@total\": {\"status\": \"blank\"}}", statistics: received),
      id: "json.contradiction", pointer: "/cells/applications.received@total", line: 3,
      arguments: ["number": "5"]),
    json(
      text: jsonReport("\"cells\": {\"applications.received@total\": {\"value\": 6}}", statistics: received),
      id: "json.contradiction", pointer: "/cells/applications.received@total", line: 3),
    json(
      text: jsonReport("\"cells\": {\"applications.received@total\": {\"place\": \"l3\"}}"),
      id: "json.no-figure",
      pointer: "/cells/applications.received@total", line: 3),
    json(
      text: jsonReport("\"cells\": {\"applications.received@total\": {\"status\": \"range\", \"value\": 3}}"),
      id: "json.status-member", pointer: "/cells/applications.received@total", line: 3,
      arguments: ["member": "value"]),
    json(
      text: jsonReport("\"cells\": {\"applications.received@total\": {\"status\": \"estimate\"}}"),
      id: "json.missing-member", pointer: "/cells/applications.received@total", line: 3,
      arguments: ["member": "value"]),
    json(
      text: jsonReport(
        "\"cells\": {\"applications.received@total\": {\"place\": \"l0\"}}", statistics: received),
      id: "json.value", pointer: "/cells/applications.received@total/place", line: 3),
    json(
      text: jsonReport(
        "\"cells\": {\"applications.received@total\": {}, \"applications.received@total\": {}}",
        statistics: received),
      id: "json.repeated-member", pointer: "/cells/applications.received@total", line: 3),
    json(
      text: jsonReport(
        "\"findings\": [{\"id\": \"x\", \"severity\": \"note\", \"arguments\": {\"a\": \"\", \"a\": \"\"}}]"),
      id: "json.repeated-member", pointer: "/findings/0/arguments/a", line: 3),
    json(
      text: jsonReport(
        "\"source\": {\"size\": -1, \"sha256\": \"\(String(repeating: "0", count: 64))\", \"format\": \"text\"}"
      ),
      id: "json.value", pointer: "/source/size", line: 3),
    json(
      text: jsonReport("\"source\": {\"size\": 1, \"sha256\": \"XYZ\", \"format\": \"text\"}"),
      id: "json.value",
      pointer: "/source/sha256", line: 3),
    json(
      text: jsonReport(
        "\"conversion\": {\"edition\": \"2019\", \"policy\": \"bounds\", \"statistics\": {}, \"carried\": [\"x\"]}"
      ),
      id: "json.unknown-cell", pointer: "/conversion/carried/0", line: 3),
    json(
      text: jsonReport("\"jointFigures\": [{\"terms\": [\"a@b\"]}]"), id: "json.value",
      pointer: "/jointFigures/0/terms/0",
      line: 3),
    json(
      text: jsonReport("\"unplaced\": [{\"text\": \"\\ud800\"}]"), id: "json.surrogate",
      pointer: "/unplaced/0/text", line: 3),
    json(
      text: jsonReport("\"unplaced\": [{\"text\": \"\\q\"}]"), id: "json.escape", pointer: "/unplaced/0/text",
      line: 3),
    json(
      text: jsonReport("\"unplaced\": [{\"text\": \"\t\"}]"), id: "json.control", pointer: "/unplaced/0/text",
      line: 3),
    json(
      text: jsonReport("\"unplaced\": [{\"text\": \"a\"},]"), id: "json.syntax", pointer: "/unplaced/0/text",
      line: 3),
    json(
      text: jsonReport("\"identity\": {\"year\": 02021}"), id: "json.number", pointer: "/identity/year",
      line: 3),
    json(text: jsonReport("") + "x", id: "json.trailing", pointer: "/statistics", line: 2),
    json(
      text: String(repeating: "[", count: 65), id: "json.too-deep",
      pointer: String(repeating: "/0", count: 63)),
  ]
}
