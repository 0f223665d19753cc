import Comparison
import Core
import ReportModel

extension Converter {
  /// What two versions of a report differ in, or two years, or two bodies: by concept, across editions.
  ///
  /// ```swift
  /// let comparison = try converter.compare(first, second)
  /// for figure in comparison.figures where figure.outcome == .changed {
  ///   print(figure.cell, figure.difference?.only ?? .zero)
  /// }
  /// ```
  ///
  /// Figures are brought to one form: that of the second report, unless another edition is asked for. What a
  /// crosswalk leaves open stays open: two figures are called different only where no reading of them is the
  /// same number, and blank, missing and unknown are never taken for 0.
  ///
  /// - Parameters:
  ///   - edition: the edition to compare in; nil for that of `after`.
  ///   - omittingPersonalData: leaves out the contact and the persons under a sheet.
  /// - Throws: a refusal where no crosswalk leads from a report's form to that edition.
  public func compare(
    _ before: Report, _ after: Report, in edition: Edition? = nil, omittingPersonalData: Bool = false
  ) throws(Refusal) -> ReportComparison {
    let form = commonForm(before, after, edition)
    return ReportComparer(omitsPersonalData: omittingPersonalData)
      .compare(try inForm(form, before), try inForm(form, after))
  }

  /// The form of the second report, or of the first, where it is of the edition asked for; else the one that
  /// the second is converted to.
  private func commonForm(_ before: Report, _ after: Report, _ edition: Edition?) -> Form {
    guard let edition else { return after.form }
    let own = [after, before].flatMap { [$0.form, $0.asPublished.form] }
    if let found = own.first(where: { $0.id.edition == edition }) { return found }
    let converted = try? convert(after.asPublished, to: edition).report.form
    return converted ?? forms.form(FormID(edition)) ?? after.form
  }
}
