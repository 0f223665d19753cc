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
    return indicator + "@" + applicant
  }

  public init?(_ description: String) {
    let text = description.utf8
    guard let mark = text.firstIndex(of: UInt8(ascii: "@")) else {
      if text.isEmpty { return nil }
      self.init(indicator: description)
      return
    }
    let applicant = text[text.index(after: mark)...]
    guard mark != text.startIndex, !applicant.isEmpty, !applicant.contains(UInt8(ascii: "@")) else {
      return nil
    }
    self.init(String(description[..<mark]), String(description[applicant.startIndex...]))
  }
}
