import Core
import JSONKit

/// What a text breaks of canonical JSON: the first so many in full, the rest counted.
package struct JSONViolations {
  /// Makes a finding when the pointer of its value is known.
  package typealias Maker = (_ pointer: String) -> Finding

  private struct Violation {
    var make: Maker
    var token: Int?
    var offset: Int
  }

  private static let maximum = 100
  private var violations: [Violation] = []
  package private(set) var count = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  package mutating func add(at token: Int, in document: JSONDocument, _ make: @escaping Maker) {
    count += 1
    guard violations.count < Self.maximum else { return }
    violations.append(Violation(make: make, token: token, offset: document.offset(token)))
  }

  package mutating func add(_ defect: JSONDefect, in document: JSONDocument) {
    count += 1
    guard violations.count < Self.maximum else { return }
    violations.append(
      Violation(
        make: { .defect(defect, in: document, at: $0) }, token: defect.token, offset: defect.offset))
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
      var finding = Self.finding(at: violation.token.flatMap { pointers[$0] } ?? "", violation.make)
      finding.places = [Place(line: line)]
      return finding
    }
    if count > violations.count { findings.append(.moreViolations(count - violations.count)) }
    return findings
  }

  /// A finding that names a JSON pointer. That of the root is empty, which no sentence can show.
  package static func finding(at pointer: String, _ make: Maker) -> Finding {
    var finding = make(pointer)
    // Not every sentence shows it, and a program may still want it.
    finding.arguments["pointer"] = pointer
    if pointer.isEmpty {
      finding.arguments.merge(MessageCatalogue.shared.argument("pointer", word: "json.root")) { own, _ in own
      }
    }
    return finding
  }
}

extension Finding {
  fileprivate static func moreViolations(_ count: Int) -> Finding {
    Finding("json.more", .error, ["count": String(count)])
  }
}
