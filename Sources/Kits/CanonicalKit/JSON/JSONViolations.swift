import Core
import JSONKit

/// What a text breaks of canonical JSON: the first so many in full, the rest counted.
package struct JSONViolations {
  private struct Violation {
    var id: String
    var arguments: [String: String]
    var token: Int?
    var offset: Int
  }

  private static let maximum = 100
  private var violations: [Violation] = []
  private var count = 0

  package var isEmpty: Bool { count == 0 }

  /// Arguments are not put together for those that are only counted.
  package mutating func add(
    _ id: String, _ arguments: @autoclosure () -> [String: String] = [:], token: Int,
    in document: JSONDocument
  ) {
    count += 1
    guard violations.count < Self.maximum else { return }
    violations.append(
      Violation(id: id, arguments: arguments(), token: token, offset: document.offset(token)))
  }

  package mutating func add(_ defect: JSONDefect, in document: JSONDocument) {
    let (id, arguments) = Self.message(of: defect, in: document)
    count += 1
    guard violations.count < Self.maximum else { return }
    violations.append(
      Violation(id: id, arguments: arguments, token: defect.token, offset: defect.offset))
  }

  /// All of them in the order of the text, each with its pointer and line.
  package func findings(in document: JSONDocument) -> [Finding] {
    let sorted = violations.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }
    .map(\.element)
    let lines = document.lines(of: sorted.map(\.offset))
    let tokens = sorted.compactMap(\.token).sorted()
    let pointers = Dictionary(
      zip(tokens, document.pointers(to: tokens)), uniquingKeysWith: { first, _ in first })
    var findings = zip(sorted, lines).map { violation, line in
      var arguments = violation.arguments
      arguments.merge(Self.pointer(violation.token.flatMap { pointers[$0] } ?? "")) { own, _ in own }
      return Finding(violation.id, .error, arguments, places: [Place(line: line)])
    }
    if count > violations.count {
      findings.append(Finding("json.more", .error, ["count": String(count - violations.count)]))
    }
    return findings
  }

  /// A JSON pointer as an argument. That of the root is empty, which no sentence can show.
  package static func pointer(_ pointer: String) -> [String: String] {
    var arguments = ["pointer": pointer]
    if pointer.isEmpty {
      arguments.merge(MessageCatalogue.shared.argument("pointer", word: "json.root")) { own, _ in own }
    }
    return arguments
  }

  private static func message(
    of defect: JSONDefect, in document: JSONDocument
  ) -> (id: String, arguments: [String: String]) {
    switch defect.kind {
    case .tooLarge:
      ("json.too-large", ["limit": "\(JSONDocument.maximumSize >> 20) MiB"])
    case .tooDeep: ("json.too-deep", ["limit": String(JSONDocument.maximumDepth)])
    case .tooManyValues: ("json.too-many-values", ["limit": String(document.maximumTokens)])
    case .truncated: ("json.truncated", [:])
    case .expected(let expected):
      ("json.syntax", ["expected": expected, "found": excerpt(document, defect.offset)])
    case .trailing: ("json.trailing", ["found": excerpt(document, defect.offset)])
    case .badUTF8:
      ("json.utf8", ["found": hexadecimal(document.bytes[defect.offset])])
    case .badEscape: ("json.escape", ["found": String(excerpt(document, defect.offset).prefix(2))])
    case .loneSurrogate:
      ("json.surrogate", ["found": String(excerpt(document, defect.offset).prefix("\\ud800".count))])
    case .controlCharacter:
      ("json.control", ["found": hexadecimal(document.bytes[defect.offset])])
    case .badNumber:
      ("json.number", ["found": String(excerpt(document, defect.offset).prefix { !" ,]}".contains($0) })])
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// The few characters from there on.
  private static func excerpt(_ document: JSONDocument, _ offset: Int) -> String {
    let rest = document.bytes[min(offset, document.bytes.count)...].prefix(12)
    return String(decoding: rest.prefix { $0 >= 0x20 }, as: UTF8.self)
  }
}
