import Foundation
import TestSupport
import Testing

@testable import Core

/// Findings are made of an id and arguments by name. That both fit the sentences is proven here, by reading the code:
/// a placeholder without an argument would leave a gap, and an argument without a placeholder is never read.
@Suite struct ArgumentTests {
  /// What makes findings: `Finding` itself, and what puts its arguments together for several of one kind.
  struct Maker {
    var call: String
    /// The end of the file's path; empty for all files.
    var file = ""
    /// Which argument is the id, or its last part.
    var position = 0
    var prefix = ""
    /// What it adds by itself. Not every sentence of its kind needs all of it.
    var adds: Set<String> = []
  }

  static let makers = [
    Maker(call: "Finding"),
    Maker(call: "violations.add", file: "XMLReader.swift"),
    Maker(call: "violations.add", file: "XMLReader+Figures.swift"),
    Maker(call: "violations.add", file: "XMLReader+Parts.swift"),
    Maker(call: "add", file: "XMLViolations.swift"),
    Maker(call: "violations.add", file: "JSONReader.swift", adds: ["pointer"]),
    Maker(call: "violation", file: "JSONReader.swift", adds: ["pointer"]),
    Maker(call: "violation", file: "JSONReader+Figures.swift", adds: ["pointer"]),
    Maker(call: "violation", file: "JSONReader+Parts.swift", adds: ["pointer"]),
    Maker(call: "", file: "JSONViolations.swift", adds: ["pointer"]),
    Maker(call: "add", file: "EnvelopeJudge.swift"),
    Maker(call: "report", file: "CrosswalkLint.swift", prefix: "crosswalk.lint.", adds: ["crosswalk"]),
    Maker(call: "defect", file: "FormFile.swift", position: 1, prefix: "form.", adds: ["file", "value"]),
    Maker(call: "defect", file: "RuleFile.swift", prefix: "rules.", adds: ["file", "value"]),
    Maker(call: "RuleFile.defect", file: "CheckRule.swift", prefix: "rules.", adds: ["file", "value"]),
    Maker(call: "refusal", file: "FileAccess.swift", position: 1, adds: ["path", "reason"]),
    Maker(call: "failure", file: "ExternalProgram.swift", adds: ["path", "reason"]),
    Maker(call: "collector.add", adds: ["sheet", "count"]),
    Maker(call: "markUnreadable", position: 3, adds: ["row", "raw", "found", "expected"]),
    Maker(call: "finding", file: "SplitResolver.swift", adds: ["row", "raw", "count", "readings"]),
  ]

  /// Where `Finding` is called with an id that is no literal: the makers above, and what reads findings from files.
  static let others: [String: Int] = [
    "XMLViolations.swift": 1, "JSONViolations.swift": 1, "EnvelopeJudge.swift": 1, "CrosswalkLint.swift": 1,
    "FormFile.swift": 1,
    "RuleFile.swift": 1, "FileAccess.swift": 1, "ExternalProgram.swift": 1,
    "XLSXReader.swift": 1,
    "FormReader+Placing.swift": 1, "SplitResolver.swift": 1,
    // The reasons of a container, each of which names an entry or none.
    "ZIPFailure+Refusal.swift": 1,
    // Rules, whose sentences stand beside their formulas.
    "CheckResult.swift": 1,
    // What a file says that was found when it was made.
    "CanonicalXMLReader+Parts.swift": 1,
  ]

  static let files: [(name: String, calls: SwiftCalls)] = {
    let folder = MessageTests.root.appendingPathComponent("Sources")
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.map {
      ($0.lastPathComponent, SwiftCalls((try? String(contentsOf: $0, encoding: .utf8)) ?? ""))
    }
  }()

  @Test func argumentsAreThePlaceholders() throws {
    var seen: Set<String> = []
    for (name, code) in Self.files {
      for maker in Self.makers where name.hasSuffix(maker.file) {
        for call in code.calls(of: maker.call) where maker.position < call.arguments.count {
          let given = call.arguments.compactMap(SwiftCalls.keys).first ?? []
          for literal in SwiftCalls.literals(call.arguments[maker.position]) where !literal.isEmpty {
            let id = maker.prefix + literal
            guard let entry = Messages.entries[id] else {
              // Tuples are of any kind; all others are findings.
              #expect(maker.call.isEmpty, "\(name):\(call.line): there is no message \(id)")
              continue
            }
            seen.insert(id)
            let needed = Messages.placeholders(entry)
            let filled = Messages.placeholders(filledBy: given)
            let missing = needed.subtracting(filled).subtracting(maker.adds)
            #expect(missing.isEmpty, "\(name):\(call.line): \(id) is not given \(missing.sorted())")
            let unread = filled.subtracting(needed)
            #expect(unread.isEmpty, "\(name):\(call.line): no sentence of \(id) has \(unread.sorted())")
          }
        }
      }
    }
    // What was not seen was not compared.
    let rest = Messages.entries.keys.filter {
      !seen.contains($0) && !$0.hasPrefix("zip.") && !$0.hasPrefix("check.") && $0 != "own"
    }
    #expect(rest.isEmpty, "no call was found that makes \(rest.sorted())")
  }

  /// Nothing makes findings past the list above.
  @Test func makersAreKnown() {
    var counts: [String: Int] = [:]
    for (name, code) in Self.files {
      let calls = code.calls(of: "Finding").filter { call in
        let id = call.arguments.first ?? ""
        return !id.isEmpty && SwiftCalls.literals(id).isEmpty
      }
      if !calls.isEmpty { counts[name] = calls.count }
    }
    #expect(counts == Self.others)
  }

  /// What the comparison rests on.
  @Test func callsAreFoundInCode() {
    let code = SwiftCalls(
      """
      // Finding("in.comment")
      let text = "Finding(\\"in.text\\") \\(Finding("in.interpolation"))"
      throw Refusal(
        .input,
        Finding(
          isWord ? "a.b" : "c.d", .error,
          ["row": names[0, default: "x, y"], "count": String(f(1, 2)) + ")"], places: []))
      let other = myFinding("not.this")
      """)
    let calls = code.calls(of: "Finding")
    #expect(calls.count == 1)
    #expect(calls.first?.line == 5)
    #expect(calls.first?.arguments.first.map(SwiftCalls.literals) == ["a.b", "c.d"])
    #expect(calls.first?.arguments.compactMap(SwiftCalls.keys) == [["row", "count"]])
    #expect(SwiftCalls.keys("[\n  \"a\": 1,\n  \"b\": [2, 3],\n]") == ["a", "b"])
    #expect(SwiftCalls.keys("[\"a\": 1]\n  .merging(Self.reason(x)) { own, _ in own }") == ["a", "reason"])
    #expect(SwiftCalls.keys("arguments") == nil && SwiftCalls.keys("[name: 1]") == nil)
    #expect(SwiftCalls.literals("\"a.\\(b)\"").isEmpty)
  }
}
