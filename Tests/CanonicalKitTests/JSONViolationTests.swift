import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import JSONKit
@testable import ReportModel

@Suite struct JSONViolationTests {
  @Test func badUTF8IsNamed() throws {
    let bad: [[UInt8]] = [
      [0xFF], [0x80], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xE4, 0xB8],
      [0xF0, 0x9F, 0x98],
    ]
    for bytes in bad {
      let text = Array("{\"gongkai\": \"".utf8) + bytes + Array("\"}".utf8)
      #expect(CanonicalFormat.json.findings(of: text).contains { $0.id == "json.utf8" }, "\(bytes)")
    }
  }

  @Test func allViolationsAreNamedAtOnceInTheirOrder() {
    let text = CanonicalFormat.json.report(
      with:
        "\"identity\": {\"year\": true,\n\"x\": 1},\n\"source\": {\"name\": \"\\q\"},\n\"sections\": 5")
    let findings = CanonicalFormat.json.findings(of: Array(text.utf8))
    #expect(
      findings.map { $0.arguments["pointer"] } == [
        "/identity/year", "/identity/x", "/source", "/source", "/source", "/source/name", "/sections",
      ])
    #expect(findings.compactMap { $0.places.first?.line } == [3, 4, 5, 5, 5, 5, 6])
  }

  /// After so many damaged strings reading ends in the middle, as a fuzzer found.
  @Test func manyDamagedStringsEndTheReading() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var generator = ReportGenerator(seed: 4)
    let bytes = try CanonicalJSON.write([generator.report(of: form, convertedFrom: [form])])
    let value = Array("\": \"".utf8)
    for skipped in 0..<80 {
      var changed: [UInt8] = []
      var values = 0
      for byte in bytes {
        changed.append(byte)
        guard changed.suffix(value.count).elementsEqual(value) else { continue }
        values += 1
        if values > skipped { changed.append(0x01) }
      }
      #expect(!CanonicalFormat.json.findings(of: changed).isEmpty)
    }
  }
}
