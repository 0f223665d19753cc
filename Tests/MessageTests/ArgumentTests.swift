import Foundation
import TestSupport
import Testing

@testable import Core

/// Each message has one function, in an extension of `Finding` beside the code that raises it; the arguments that it
/// gives are the placeholders of the message's sentences. That is proven here, by reading the code: a placeholder
/// without an argument would leave a gap, and an argument without a placeholder is never read.
@Suite struct ArgumentTests {
  /// Where findings are made that no function of a message's own can make: rules, whose sentences stand beside their
  /// formulas, and what a file says that was found when it was made.
  static let makers: Set<String> = [
    "Sources/Checks/CheckResult.swift", "Sources/Kits/CanonicalKit/JSON/CanonicalJSONReader+Parts.swift",
    "Sources/Kits/CanonicalKit/XML/CanonicalXMLReader+Parts.swift",
  ]

  /// What no sentence names and a program can act on: canonical files carry it.
  static let unspoken: [String: Set<String>] = [
    "read.row-with-parts": ["expected", "found"], "read.unsplittable-row": ["count", "readings"],
    "read.split-by-prose": ["count"],
  ]

  /// Where a literal that is also the id of a message is one of something else: rules of verification, whose findings
  /// are made of the same sentences, and texts of help.
  static let namesakes = [
    "Sources/Archive/Verification/VerificationRuleID.swift",
    "Sources/GongkaiCLI/Commands/ArchiveCommand.swift",
  ]

  struct File: Sendable, CustomTestStringConvertible {
    let path: String
    let code: SwiftCode

    var testDescription: String { path }
  }

  /// A function of an extension of `Finding`, with the message that it makes.
  struct Message {
    let id: String
    let keys: Set<String>
    let place: String
  }

  static let files: [File] = {
    let folder = MessageTests.root.appendingPathComponent("Sources")
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }.compactMap {
      file in
      guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
      return File(path: "Sources" + file.path.dropFirst(folder.path.count), code: SwiftCode(text))
    }
  }()

  /// The messages of functions of the right shape, and what else makes findings.
  static let read: (messages: [Message], faults: [String]) = {
    var messages: [Message] = []
    var faults: [String] = []
    for file in files where !makers.contains(file.path) {
      let functions = file.code.functions(ofExtensionsOf: "Finding")
      var used: Set<String> = []
      for call in file.code.calls(of: "Finding") {
        let place = "\(file.path):\(file.code.line(call.offset))"
        guard let function = functions.first(where: { $0.range.contains(call.offset) }) else {
          faults.append("\(place): a finding is made outside of an extension of Finding")
          continue
        }
        if !used.insert("\(function.range)").inserted {
          faults.append("\(place): \(function.name) makes two findings")
        }
        guard let id = call.arguments.first.flatMap(SwiftCode.literal) else {
          faults.append("\(place): the id is no literal")
          continue
        }
        var keys: Set<String> = []
        for argument in call.arguments.dropFirst(2) {
          let isWords = argument.hasPrefix("words:")
          guard isWords || argument.hasPrefix("[") else { continue }
          let literal = isWords ? String(argument.dropFirst("words:".count).drop { $0 <= " " }) : argument
          if let found = SwiftCode.keys(literal) {
            keys.formUnion(found)
          } else {
            faults.append("\(place): the arguments of \(id) are no literal with literal keys")
          }
        }
        if call.arguments.dropFirst(2).first.map({ !$0.hasPrefix("[") && !$0.contains(":") }) == true {
          faults.append("\(place): the arguments of \(id) are no literal")
        }
        messages.append(Message(id: id, keys: keys, place: place))
      }
    }
    return (messages, faults)
  }()

  @Test func findingsAreMadeByTheirFunctions() {
    #expect(Self.files.count > 100)
    #expect(Self.read.faults.isEmpty, "\(Self.read.faults.joined(separator: "\n"))")
  }

  @Test func argumentsAreThePlaceholders() {
    for message in Self.read.messages {
      guard let entry = Messages.entries[message.id] else {
        Issue.record("\(message.place): there is no message \(message.id)")
        continue
      }
      let needed = Messages.placeholders(entry)
      let missing = needed.subtracting(message.keys)
      #expect(missing.isEmpty, "\(message.place): \(message.id) is not given \(missing.sorted())")
      let unread = message.keys.subtracting(needed).subtracting(Self.unspoken[message.id] ?? [])
      #expect(unread.isEmpty, "\(message.place): no sentence of \(message.id) has \(unread.sorted())")
    }
  }

  /// Rules have none; a rule of a user's own speaks with the sentence `own`.
  @Test func everyMessageHasOneFunction() {
    let made = Dictionary(grouping: Self.read.messages, by: \.id)
    for (id, all) in made where all.count > 1 {
      Issue.record("\(id) has \(all.count) functions: \(all.map(\.place))")
    }
    let rest = MessageCatalogue.shared.entries.keys.filter { id in
      id != "own" && made[id] == nil
    }
    #expect(rest.isEmpty, "no function makes \(rest.sorted())")
  }

  /// What must be told apart says so in a type: an id stands in the code once, where its finding is made.
  @Test func noCodeAsksForAnID() {
    for file in Self.files {
      let functions = file.code.functions(ofExtensionsOf: "Finding")
      for literal in file.code.literals where MessageCatalogue.shared[literal.text] != nil {
        if literal.text == "own" || functions.contains(where: { $0.range.contains(literal.offset) })
          || Self.namesakes.contains(where: file.path.hasPrefix)
        {
          continue
        }
        Issue.record("\(file.path):\(file.code.line(literal.offset)): \(literal.text) is asked for by its id")
      }
    }
  }

  /// What the comparison rests on.
  @Test func callsAreFoundInCode() throws {
    let code = SwiftCode(
      """
      // Finding("in.comment")
      let text = "Finding(\\"in.text\\") \\(Finding("in.interpolation"))"
      extension Finding {
        fileprivate static func first(_ names: [String]) -> Finding {
          Finding(
            "a.b", .error,
            ["row": names[0, default: "x, y"], "count": String(f(1, 2)) + ")"], places: [])
        }
        static func second() -> Finding { Finding("c.d", .note) }
      }
      let other = myFinding("not.this")
      """)
    let calls = code.calls(of: "Finding")
    #expect(calls.map { code.line($0.offset) } == [5, 9])
    #expect(calls.compactMap { $0.arguments.first.flatMap(SwiftCode.literal) } == ["a.b", "c.d"])
    #expect(calls.first?.arguments.compactMap(SwiftCode.keys) == [["row", "count"]])
    let functions = code.functions(ofExtensionsOf: "Finding")
    #expect(functions.map(\.name) == ["first", "second"])
    for (function, call) in zip(functions, calls) { #expect(function.range.contains(call.offset)) }
    #expect(code.literals.map(\.text).contains("c.d") && !code.literals.map(\.text).contains("in.comment"))
    #expect(SwiftCode.keys("[\n  \"a\": 1,\n  \"b\": [2, 3],\n]") == ["a", "b"])
    #expect(
      SwiftCode.keys("[:]") == [] && SwiftCode.keys("arguments") == nil && SwiftCode.keys("[name: 1]") == nil)
    #expect(SwiftCode.literal("\"a.\\(b)\"") == nil && SwiftCode.literal("isWord ? \"a\" : \"b\"") == nil)
  }
}
