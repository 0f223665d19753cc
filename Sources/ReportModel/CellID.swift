/// One figure of a form: an indicator, and in table 三 the column of an applicant.
///
/// The text form is `applications.received@naturalPerson`, or the indicator alone.
public struct CellID: Hashable, Sendable {
  public var indicator: String
  public var applicant: String?

  /// - Parameter applicant: in table 三 the id of the column, such as `naturalPerson` or `total`; nil elsewhere.
  public init(indicator: String, applicant: String? = nil) {
    self.indicator = indicator
    self.applicant = applicant
  }

  package init(_ indicator: String, _ applicant: String? = nil) {
    self.init(indicator: indicator, applicant: applicant)
  }
}

extension CellID: LosslessStringConvertible {
  public var description: String {
    guard let applicant else { return indicator }
    return "\(indicator)@\(applicant)"
  }

  public init?(_ description: String) {
    let parts = description.split(separator: "@", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
  }
}
