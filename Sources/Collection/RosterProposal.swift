import Core
import ReportModel

/// A roster as the reports of a folder suggest it, to be looked through by a person.
package struct RosterProposal: Sendable {
  package let roster: Roster
  package let findings: [Finding]

  /// - Parameter reports: what they say of themselves, each with its file.
  package init(_ reports: [(path: String, identity: Identity)]) {
    struct Known {
      var unit: RosterUnit
      var codes: Set<String> = []
      var years: Set<Int> = []
    }
    var known: [String: Known] = [:]
    var findings: [Finding] = []
    for (path, identity) in reports.sorted(by: { $0.path < $1.path }) {
      guard let body = identity.body, !BodyName.key(body).isEmpty else {
        findings.append(.initNoBody(path))
        continue
      }
      let key = BodyName.key(body)
      var entry = known[key] ?? Known(unit: RosterUnit(body))
      if let code = identity.creditCode { entry.codes.insert(code) }
      if let year = identity.year { entry.years.insert(year) }
      known[key] = entry
    }
    // A code that several bodies print is that of whoever publishes for them.
    var owners: [String: Int] = [:]
    for entry in known.values { for code in entry.codes { owners[code, default: 0] += 1 } }
    let units = known.sorted { $0.key < $1.key }.map { _, entry in
      var unit = entry.unit
      if let code = entry.codes.first, entry.codes.count == 1, owners[code] == 1 { unit.creditCode = code }
      return unit
    }
    for (code, count) in owners.sorted(by: { $0.key < $1.key }) where count > 1 {
      findings.append(.initSharedCode(code, count))
    }
    roster = Roster(units)
    self.findings = findings
  }
}
