import Core
import ReportModel

/// A report that was handed in, in the form of the roll-up.
package struct Submission: Sendable {
  /// The file, as the user named it.
  package let path: String
  /// Which of several reports in the file it is; nil where it holds one.
  package let number: Int?
  package let identity: Identity
  /// The form that it was published in.
  package let publishedForm: FormID
  /// Its figures in the form of the roll-up.
  package let statistics: Statistics
  /// The figures that it was published with, which lineages speak of; nil where it was not converted.
  package let original: Statistics?
  /// What checking found, the gravest first.
  package let findings: [Finding]
  /// Cells whose unit of money is not certain, so that they cannot be added up.
  package let doubtfulUnits: Set<CellID>

  package init(
    path: String, number: Int? = nil, identity: Identity, publishedForm: FormID, statistics: Statistics,
    original: Statistics? = nil, findings: [Finding] = [], doubtfulUnits: Set<CellID> = []
  ) {
    self.path = path
    self.number = number
    self.identity = identity
    self.publishedForm = publishedForm
    self.statistics = statistics
    self.original = original
    self.findings = findings
    self.doubtfulUnits = doubtfulUnits
  }

  package var isConverted: Bool { original != nil }

  package var errorCount: Int { findings.count { $0.severity == .error } }

  /// The file with the number of the report in it.
  package var name: String { number.map { "\(path)#\($0)" } ?? path }

  /// When it was made or published, as ISO; nil where it says nothing of it.
  package var date: String? {
    let roles: [ReportDate.Role] = [.issued, .filled, .written, .published]
    for role in roles {
      if let date = identity.dates.last(where: { $0.role == role && $0.iso != nil })?.iso { return date }
    }
    return nil
  }
}

/// A file that gave no report, or one that cannot be brought to the form of the roll-up.
package struct RefusedSubmission: Sendable {
  package let path: String
  package let findings: [Finding]
  /// What it says of itself, where it could be read.
  package let identity: Identity?

  package init(path: String, findings: [Finding], identity: Identity? = nil) {
    self.path = path
    self.findings = findings
    self.identity = identity
  }
}
