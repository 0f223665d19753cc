import Core
import ReportModel

/// What stops a report besides its findings.
package struct PublicationStop: Sendable {
  enum Reason: Sendable { case otherYear, duplicate, otherName }

  let reason: Reason
  let finding: Finding
}

/// What stands in the way of publishing and no report shows by itself: its year is not the one that is due, there are
/// two of it, or its body goes by another name elsewhere.
package struct PublicationGate: Sendable {
  /// How many of many files that hold the same are named.
  private static let namedFiles = 4

  /// The year that is due; nil where any is.
  private let year: Int?

  package init(year: Int?) { self.year = year }

  /// - Parameter others: reports of other years that the same bodies may have.
  package func apply(to reports: inout [CheckedReport], beside others: [ReportPairing.Candidate]) {
    let duplicates = Dictionary(grouping: reports.indices) { key(reports[$0].report.identity) }
    let names = Self.namesByCode(reports.map(\.report) + others.map(\.report))
    for index in reports.indices {
      let identity = reports[index].report.identity
      var stops: [PublicationStop] = []
      if let year, identity.year != year {
        let finding: Finding = identity.year.map { .otherYear($0, expected: year) } ?? .noYear(expected: year)
        stops.append(PublicationStop(reason: .otherYear, finding: finding))
      }
      let others = key(identity).flatMap { duplicates[$0] }?.filter { other in
        other != index && !Self.isConversion(reports[index].report, reports[other].report)
      }
      if let others, !others.isEmpty {
        let files = others.prefix(Self.namedFiles).map { reports[$0].path }
        stops.append(
          PublicationStop(
            reason: .duplicate,
            finding: .duplicate(identity, count: others.count + 1, files: Array(files))))
      }
      stops += Self.otherNames(of: reports[index], names).map {
        PublicationStop(reason: .otherName, finding: $0)
      }
      reports[index].stops = stops
    }
  }

  /// Whether one of two reports was converted from the other, which is no second one.
  private static func isConversion(_ one: Report, _ other: Report) -> Bool {
    one.key != nil && one.key == other.key && (one.conversion == nil) != (other.conversion == nil)
  }

  private func key(_ identity: Identity) -> String? {
    guard let body = identity.body, let year = identity.year else { return nil }
    return "\(BodyName.key(body)) \(year)"
  }

  // MARK: Names

  private static func namesByCode(_ reports: [Report]) -> [String: [String: String]] {
    var names: [String: [String: String]] = [:]
    for report in reports {
      guard let body = report.identity.body else { continue }
      for code in report.identity.codes {
        names[code, default: [:]][BodyName.key(body)] = body
      }
    }
    return names
  }

  private static func otherNames(
    of checked: CheckedReport, _ names: [String: [String: String]]
  ) -> [Finding] {
    let identity = checked.report.identity
    guard let body = identity.body else { return [] }
    let own = BodyName.key(body)
    var findings: [Finding] = []
    for code in identity.codes {
      let others = (names[code] ?? [:]).filter { $0.key != own }.values.sorted()
      if !others.isEmpty { findings.append(.otherBody(body, code: code, others: others)) }
    }
    let file = checked.path.split(separator: "/").last.map(String.init) ?? checked.path
    if let named = bodyName(inFile: file), !isAbbreviation(named, of: own), !isAbbreviation(own, of: named) {
      findings.append(.otherFileName(body, file: named))
    }
    return findings
  }

  /// What a file name says of the body: the words before the year, where they end as such names do.
  private static func bodyName(inFile file: String) -> String? {
    let start = file.prefix { !$0.isNumber && $0 != "." && $0 != "_" && $0 != "-" }
    let name = BodyName.key(
      String(start.firstRange(of: "政府信息公开").map { start[..<$0.lowerBound] } ?? start))
    guard name.count >= 3, let last = name.last, endings.contains(last) else { return nil }
    return name
  }

  private static let endings: Set<Character> = ["局", "委", "办", "厅", "院", "府", "会"]

  /// Whether the characters of a name stand in another in their order: 卫健委 in 卫生健康委员会.
  private static func isAbbreviation(_ short: String, of long: String) -> Bool {
    var rest = long[...]
    for character in short {
      guard let index = rest.firstIndex(of: character) else { return false }
      rest = rest[rest.index(after: index)...]
    }
    return true
  }
}

extension Identity {
  /// The numbers that name the body, and not the document.
  fileprivate var codes: [String] { identifiers.filter { $0.scheme == .creditCode }.map(\.value) }
}

extension Finding {
  fileprivate static func otherYear(_ year: Int, expected: Int) -> Finding {
    Finding("gate.year", .error, ["year": String(year), "expected": String(expected)])
  }

  fileprivate static func noYear(expected: Int) -> Finding {
    Finding("gate.no-year", .error, ["expected": String(expected)])
  }

  /// - Parameter files: the first of the others.
  fileprivate static func duplicate(_ identity: Identity, count: Int, files: [String]) -> Finding {
    Finding(
      "gate.duplicate", .error,
      [
        "body": identity.body ?? "", "year": identity.year.map(String.init) ?? "",
        "count": String(count),
        "files": files.joined(separator: ", ") + (files.count < count - 1 ? "…" : ""),
      ])
  }

  fileprivate static func otherBody(_ body: String, code: String, others: [String]) -> Finding {
    Finding(
      "gate.body", .error, ["body": body, "code": code, "others": others.joined(separator: ", ")])
  }

  fileprivate static func otherFileName(_ body: String, file: String) -> Finding {
    Finding("gate.file-name", .error, ["body": body, "name": file])
  }
}
