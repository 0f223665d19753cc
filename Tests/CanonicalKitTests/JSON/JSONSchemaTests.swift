import Foundation
import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import DataFiles
@testable import JSONKit
@testable import ReportModel

@Suite struct SchemaTests {
  private static let path = "Schemas/json/report-1.schema.json"

  /// The stored schema is the one that follows from the forms. GONGKAI_RECORD=1 stores it anew.
  @Test func storedSchemaFollowsFromTheForms() throws {
    let generated = JSONSchema.text()
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      let root = Repository.root
      try Data(generated).write(to: root.appending(path: Self.path))
      return
    }
    let stored = try #require(DataFile.text("json/report-1.schema.json"))
    #expect(stored == String(decoding: generated, as: UTF8.self), "GONGKAI_RECORD=1 stores the schema anew")
  }

  @Test func schemaIsJSONAndNamesEveryCell() throws {
    let schema = JSONDocument(JSONSchema.text())
    #expect(schema.defects.isEmpty)
    #expect(schema.repeatedKey(in: 0) == nil)
    let text = String(decoding: schema.bytes, as: UTF8.self)
    for form in FormCatalogue.shared.forms {
      for cell in form.cells { #expect(text.contains("\"\(cell.id)\"")) }
    }
  }

  /// Writes generated reports, and mutations of them by what the reader says, for
  /// `Tests/Conformance/json_schema.py`: set GONGKAI_CONFORMANCE to a folder.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["GONGKAI_CONFORMANCE"] != nil))
  func writeForOtherImplementations() throws {
    let folder = URL(filePath: ProcessInfo.processInfo.environment["GONGKAI_CONFORMANCE"] ?? "")
    for name in ["written", "accepted", "refused"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let forms = FormCatalogue.shared.forms
    for seed in 0..<1000 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let reports = (0..<(seed % 10 == 0 ? 2 : 1)).map { _ in
        generator.report(of: generator.random.pick(forms), convertedFrom: forms, hasExtensions: seed % 4 == 0)
      }
      let bytes = try CanonicalJSON.write(reports)
      try Data(bytes).write(to: folder.appending(path: "written/\(seed).json"))
      let mutant = Mutation.apply(to: bytes, &generator.random)
      let refusal = Self.refusal(of: mutant)
      // What no schema can say is not asked of it; and others see only the last of repeated members.
      let beyond = ["json.contradiction", "json.no-figure", "json.digits"]
      if let findings = refusal?.findings,
        findings.allSatisfy({ beyond.contains($0.id) })
          || findings.contains(where: { $0.id == "json.repeated-member" })
      {
        continue
      }
      let name = refusal == nil ? "accepted" : "refused"
      try Data(mutant).write(to: folder.appending(path: "\(name)/\(seed).json"))
    }
  }

  private static func refusal(of bytes: [UInt8]) -> Refusal? {
    do {
      _ = try CanonicalJSON.read(bytes)
      return nil
    } catch {
      return error
    }
  }
}

/// Changes one value of a JSON text, which stays JSON.
enum Mutation {
  static func apply(to bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    let document = JSONDocument(bytes)
    var keys: [(key: Int, behind: Int)] = []
    func collect(_ token: Int) {
      var child = document.first(token)
      let end = document.next(token)
      while child < end {
        let value = document.kind(token) == .object ? child + 1 : child
        if value != child { keys.append((child, document.next(value))) }
        if document.kind(value) == .object || document.kind(value) == .array { collect(value) }
        child = document.next(value)
      }
    }
    collect(0)
    // Members near the top are few, those of cells many: each depth gets its turn.
    let (key, _) = random.chance(1, of: 2) ? random.pick(keys) : random.pick(Array(keys.suffix(20)))
    let value = key + 1
    var range = document.range(value)
    if document.kind(value) == .string { range = range.lowerBound - 1..<range.upperBound + 1 }
    var result = bytes
    switch random.pick([0, 1, 2]) {
    case 0:
      // Another name.
      result.replaceSubrange(document.range(key), with: "renamed".utf8)
    case 1:
      let values = [
        "null", "0", "-3.50", "1e3", "1.5e-3", "2021.0", "\"\"", "\"2021\"", "\"legacy\"", "\"p1 l3\"",
        "\"l3 p1\"",
        "\"exact\"", "\"2020-13\"", "[]", "{}", "true", "\"b9-9\"", "\"p01\"",
        "123456789012345678901234567890",
      ]
      result.replaceSubrange(range, with: random.pick(values).utf8)
    default:
      // Another member in the same object.
      result.insert(
        contentsOf:
          "\"\(random.pick(["extra", "status", "place", "atLeast", "value", "unit"]))\": \(random.pick(["1", "\"l5\"", "\"blank\""])), "
          .utf8, at: document.range(key).lowerBound - 1)
    }
    return result
  }
}
