import Core

/// What a document breaks of canonical XML: the first so many in full, the rest counted.
package struct XMLViolations {
  private static let maximum = 100
  /// So long a piece of a wrong value is shown.
  private static let maximumExcerpt = 80
  private var shown: [Finding] = []
  private var count = 0

  package init() {}

  package var isEmpty: Bool { count == 0 }

  /// Nothing is put together for those that are only counted.
  package mutating func add(_ finding: @autoclosure () -> Finding, line: Int) {
    count += 1
    guard shown.count < Self.maximum else { return }
    var finding = finding()
    finding.arguments = finding.arguments.mapValues(Self.excerpt)
    finding.places = line > 0 ? [Place(line: line)] : []
    shown.append(finding)
  }

  package mutating func add(_ failure: XMLFailure, _ limits: XMLLimits) {
    add(failure.finding(limits), line: failure.line)
  }

  package var findings: [Finding] {
    if count == shown.count { return shown }
    return shown + [.xmlMore(count - shown.count)]
  }

  /// The names of what may stand somewhere are given whole; what was found may be of any length.
  private static func excerpt(_ text: String) -> String {
    text.utf8.count > 2000 ? String(text.prefix(maximumExcerpt)) + "…" : text
  }
}

extension Finding {
  fileprivate static func xmlMore(_ count: Int) -> Finding {
    Finding("xml.more", .error, ["count": String(count)])
  }
}
