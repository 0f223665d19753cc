import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import JSONKit
@testable import ReportModel

@Suite struct ViolationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var id: String
    var pointer: String
    var line = 1
    var arguments: [String: String] = [:]
    var testDescription: String { "\(id) at \(pointer)" }
  }

  /// A small report of 2021 with something put in.
  private static func report(_ more: String, statistics: String = "{}") -> String {
    "{\"gongkai\": \"1.0\", \"edition\": \"2021\",\n\"statistics\": \(statistics)\(more.isEmpty ? "" : ",\n" + more)}"
  }

  private static let received = "{\"applications\": {\"received\": {\"total\": 5}}}"

  static let cases: [Case] = [
    Case(text: "", id: "json.truncated", pointer: ""),
    Case(text: "[]", id: "json.type", pointer: "", arguments: ["expected": "object", "found": "array"]),
    Case(text: "{}", id: "json.missing-member", pointer: "", arguments: ["member": "gongkai"]),
    Case(
      text: "{\"gongkai\": \"2.0\"}", id: "json.version", pointer: "/gongkai", arguments: ["found": "2.0"]),
    Case(text: "{\"gongkai\": \"one\"}", id: "json.value", pointer: "/gongkai"),
    Case(
      text: "{\"gongkai\": \"1.0\"}", id: "json.missing-member", pointer: "", arguments: ["member": "edition"]
    ),
    Case(
      text: "{\"gongkai\": \"1.0\", \"edition\": \"1987\", \"statistics\": {}}", id: "json.unknown-form",
      pointer: "/edition", arguments: ["found": "1987"]),
    Case(
      text: "{\"gongkai\": \"1.0\", \"edition\": \"legacy\", \"statistics\": {}}", id: "json.unknown-form",
      pointer: "/edition"),
    Case(text: report("\"form\": \"2.0\""), id: "json.value", pointer: "/form", line: 3),
    Case(
      text: report("\"new\": 1"), id: "json.unknown-member", pointer: "/new", line: 3,
      arguments: ["member": "new"]),
    Case(
      text: report("\"sections\": [{\"level\": 1}, {\"level\": 1, \"x~/\": 0}]"), id: "json.unknown-member",
      pointer: "/sections/1/x~0~1", line: 3),
    Case(
      text: report("\"sections\": [{\"heading\": \"h\"}]"), id: "json.missing-member", pointer: "/sections/0",
      line: 3,
      arguments: ["member": "level"]),
    Case(
      text: report("\"identity\": {\"year\": \"2021\"}"), id: "json.type", pointer: "/identity/year", line: 3),
    Case(
      text: report("\"identity\": {\"year\": 2021.5}"), id: "json.value", pointer: "/identity/year", line: 3),
    Case(text: report("\"identity\": {\"body\": null}"), id: "json.type", pointer: "/identity/body", line: 3),
    Case(
      text: report("\"identity\": {\"period\": {\"start\": \"2017-3-1\"}}"), id: "json.value",
      pointer: "/identity/period/start", line: 3),
    Case(
      text: report("\"identity\": {}, \"identity\": {}"), id: "json.repeated-member", pointer: "/identity",
      line: 3),
    Case(
      text: report("\"identity\": {\"body\": \"a\", \"b\\u006fdy\": \"b\"}"), id: "json.repeated-member",
      pointer: "/identity/body", line: 3),
    Case(
      text: report("", statistics: "{\"applications\": {\"received\": {\"total\": 1, \"total\": 2}}}"),
      id: "json.repeated-member", pointer: "/statistics/applications/received/total", line: 2),
    Case(
      text: report("", statistics: "{\"applications\": {}, \"applications\": {}}"),
      id: "json.repeated-member",
      pointer: "/statistics/applications", line: 2),
    Case(
      text: report("", statistics: "{\"applications\": {\"receved\": 3}}"), id: "json.unknown-member",
      pointer: "/statistics/applications/receved", line: 2),
    Case(
      text: report("", statistics: "{\"applications\": 3}"), id: "json.type",
      pointer: "/statistics/applications",
      line: 2),
    Case(
      text: report("", statistics: "{\"applications\": {\"received\": {\"total\": \"5\"}}}"), id: "json.type",
      pointer: "/statistics/applications/received/total", line: 2),
    Case(
      text: report("", statistics: "{\"applications\": {\"received\": {\"total\": 0.0000000001}}}"),
      id: "json.digits", pointer: "/statistics/applications/received/total", line: 2),
    Case(
      text: report("\"cells\": {\"applications.received@nobody\": {}}"), id: "json.unknown-cell",
      pointer: "/cells/applications.received@nobody", line: 3),
    Case(
      text: report(
        "\"cells\": {\"applications.received@total\": {\"status\": \"sure\"}}", statistics: received),
      id: "json.value", pointer: "/cells/applications.received@total/status", line: 3),
    Case(
      text: report(
        "\"cells\": {\"applications.received@total\": {\"status\": \"blank\"}}", statistics: received),
      id: "json.contradiction", pointer: "/cells/applications.received@total", line: 3,
      arguments: ["number": "5"]),
    Case(
      text: report("\"cells\": {\"applications.received@total\": {\"value\": 6}}", statistics: received),
      id: "json.contradiction", pointer: "/cells/applications.received@total", line: 3),
    Case(
      text: report("\"cells\": {\"applications.received@total\": {\"place\": \"l3\"}}"), id: "json.no-figure",
      pointer: "/cells/applications.received@total", line: 3),
    Case(
      text: report("\"cells\": {\"applications.received@total\": {\"status\": \"range\", \"value\": 3}}"),
      id: "json.status-member", pointer: "/cells/applications.received@total", line: 3,
      arguments: ["member": "value"]),
    Case(
      text: report("\"cells\": {\"applications.received@total\": {\"status\": \"estimate\"}}"),
      id: "json.missing-member", pointer: "/cells/applications.received@total", line: 3,
      arguments: ["member": "value"]),
    Case(
      text: report("\"cells\": {\"applications.received@total\": {\"place\": \"l0\"}}", statistics: received),
      id: "json.value", pointer: "/cells/applications.received@total/place", line: 3),
    Case(
      text: report(
        "\"cells\": {\"applications.received@total\": {}, \"applications.received@total\": {}}",
        statistics: received),
      id: "json.repeated-member", pointer: "/cells/applications.received@total", line: 3),
    Case(
      text: report(
        "\"findings\": [{\"id\": \"x\", \"severity\": \"note\", \"arguments\": {\"a\": \"\", \"a\": \"\"}}]"),
      id: "json.repeated-member", pointer: "/findings/0/arguments/a", line: 3),
    Case(
      text: report(
        "\"source\": {\"size\": -1, \"sha256\": \"\(String(repeating: "0", count: 64))\", \"format\": \"text\"}"
      ),
      id: "json.value", pointer: "/source/size", line: 3),
    Case(
      text: report("\"source\": {\"size\": 1, \"sha256\": \"XYZ\", \"format\": \"text\"}"), id: "json.value",
      pointer: "/source/sha256", line: 3),
    Case(
      text: report(
        "\"conversion\": {\"edition\": \"2019\", \"policy\": \"bounds\", \"statistics\": {}, \"carried\": [\"x\"]}"
      ),
      id: "json.unknown-cell", pointer: "/conversion/carried/0", line: 3),
    Case(
      text: report("\"jointFigures\": [{\"terms\": [\"a@b\"]}]"), id: "json.value",
      pointer: "/jointFigures/0/terms/0",
      line: 3),
    Case(
      text: report("\"unplaced\": [{\"text\": \"\\ud800\"}]"), id: "json.surrogate",
      pointer: "/unplaced/0/text", line: 3),
    Case(
      text: report("\"unplaced\": [{\"text\": \"\\q\"}]"), id: "json.escape", pointer: "/unplaced/0/text",
      line: 3),
    Case(
      text: report("\"unplaced\": [{\"text\": \"\t\"}]"), id: "json.control", pointer: "/unplaced/0/text",
      line: 3),
    Case(
      text: report("\"unplaced\": [{\"text\": \"a\"},]"), id: "json.syntax", pointer: "/unplaced/0/text",
      line: 3),
    Case(
      text: report("\"identity\": {\"year\": 02021}"), id: "json.number", pointer: "/identity/year", line: 3),
    Case(text: report("") + "x", id: "json.trailing", pointer: "/statistics", line: 2),
    Case(
      text: String(repeating: "[", count: 65), id: "json.too-deep",
      pointer: String(repeating: "/0", count: 63)),
  ]

  @Test(arguments: cases) func violationIsNamed(_ item: Case) throws {
    let findings = refusal(of: Array(item.text.utf8))
    let finding = try #require(findings.first { $0.id == item.id }, "\(findings)")
    #expect(finding.arguments["pointer"] == item.pointer)
    #expect(finding.places == [Place(line: item.line)])
    for (name, value) in item.arguments { #expect(finding.arguments[name] == value) }
  }

  @Test func badUTF8IsNamed() throws {
    let bad: [[UInt8]] = [
      [0xFF], [0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xE4, 0xB8],
      [0xF0, 0x9F, 0x98],
    ]
    for bytes in bad {
      let text = Array("{\"gongkai\": \"".utf8) + bytes + Array("\"}".utf8)
      #expect(refusal(of: text).contains { $0.id == "json.utf8" }, "\(bytes)")
    }
  }

  @Test func allViolationsAreNamedAtOnceInTheirOrder() {
    let text = Self.report(
      "\"identity\": {\"year\": true,\n\"x\": 1},\n\"source\": {\"name\": \"\\q\"},\n\"sections\": 5")
    let findings = refusal(of: Array(text.utf8))
    #expect(
      findings.map { $0.arguments["pointer"] } == [
        "/identity/year", "/identity/x", "/source", "/source", "/source", "/source/name", "/sections",
      ])
    #expect(findings.compactMap { $0.places.first?.line } == [3, 4, 5, 5, 5, 5, 6])
  }

  @Test func violationsAreCountedBeyondTheFirstHundred() {
    let names = (0..<150).map { "\"x\($0)\": 0" }.joined(separator: ", ")
    let findings = refusal(of: Array(Self.report(names).utf8))
    #expect(findings.count == 101)
    #expect(findings.last == Finding("json.more", .error, ["count": "50"]))
  }

  /// Each message has its sentences, in both languages, and uses just the arguments that it is given.
  @Test func everyViolationHasItsSentences() throws {
    for item in Self.cases {
      let finding = try #require(refusal(of: Array(item.text.utf8)).first { $0.id == item.id })
      let entry = try #require(MessageCatalogue.shared.entries[item.id], "\(item.id)")
      for text in [entry.message.chinese, entry.message.english, entry.remedy.chinese, entry.remedy.english] {
        #expect(!text.isEmpty)
        #expect(
          MessageCatalogue.placeholders(of: text).isSubset(of: finding.arguments.keys), "\(item.id): \(text)")
      }
    }
  }

  @Test func truncatedTextIsRefusedAtEveryByte() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2019)))
    for seed in [1, 5] {
      var generator = ReportGenerator(seed: UInt64(seed))
      let bytes = try CanonicalJSON.write([
        generator.report(of: form, convertedFrom: [form], hasExtensions: true)
      ])
      // The last byte is a line end.
      for count in stride(from: 0, to: min(bytes.count - 1, 12_000), by: Scale.isProof ? 1 : 3) {
        let document = JSONDocument(Array(bytes[..<count]))
        #expect(!document.defects.isEmpty)
        if count % 37 == 0 { #expect(!refusal(of: Array(bytes[..<count])).isEmpty) }
      }
    }
  }

  @Test func changedBytesNeverCrash() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var generator = ReportGenerator(seed: 3)
    let bytes = try CanonicalJSON.write([
      generator.report(of: form, convertedFrom: [form], hasExtensions: true)
    ])
    for _ in 0..<Scale.count(500, proof: 2000) {
      var changed = bytes
      for _ in 0..<generator.random.pick([1, 1, 3, 20]) {
        changed[Int.random(in: 0..<changed.count, using: &generator.random)] = generator.random.pick([
          0, 0x22, 0x5C, 0x7B, 0x7D, 0x5B, 0x5D, 0x2C, 0x3A, 0x31, 0x2D, 0x65, 0xE4, 0xFF,
        ])
      }
      _ = refusal(of: changed)
    }
  }

  /// After so many damaged strings reading ends in the middle, as a fuzzer found.
  @Test func manyDamagedStringsEndTheReading() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var generator = ReportGenerator(seed: 4)
    let bytes = try CanonicalJSON.write([generator.report(of: form, convertedFrom: [form])])
    let value = Array("\": \"".utf8)
    for skipped in stride(from: 0, to: 80, by: Scale.isProof ? 1 : 5) {
      var changed: [UInt8] = []
      var values = 0
      for byte in bytes {
        changed.append(byte)
        guard changed.suffix(value.count).elementsEqual(value) else { continue }
        values += 1
        if values > skipped { changed.append(0x01) }
      }
      #expect(!refusal(of: changed).isEmpty)
    }
  }

  private func refusal(of bytes: [UInt8]) -> [Finding] {
    do {
      _ = try CanonicalJSON.read(bytes)
      return []
    } catch {
      return error.findings
    }
  }
}
