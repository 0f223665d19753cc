/// The groups of a form with all rows that they add up, looked up once.
package struct FormGroups: Sendable {
  private let form: Form
  private let groups: [(group: Indicator, rows: Set<String>)]

  package init(_ form: Form) {
    self.form = form
    let totals = FormTotals(form)
    groups = form.indicators.enumerated().filter { $0.element.role == .group || $0.element.role == .subtotal }
      .map { index, indicator in (indicator, Set(totals.leaves(of: index).map { form.indicators[$0].id })) }
  }

  /// The group whose rows a joint figure adds up, where it is one; rows that are certainly 0 may be left out of it.
  package func group(filledBy joint: JointFigure, in statistics: Statistics) -> Indicator? {
    guard joint.terms.count > 1, joint.terms.allSatisfy({ !$0.isSubtracted }) else { return nil }
    let applicants = Set(joint.terms.map(\.cell.applicant))
    // Only of the total does the group's name alone say enough.
    guard applicants.count == 1, let id = applicants.first.flatMap({ $0 }),
      form.tables.contains(where: { $0.columns.contains { $0.id == id && $0.role == .total } })
    else { return nil }
    let cells = Set(joint.terms.map(\.cell.indicator))
    return groups.filter { group in
      cells.isSubset(of: group.rows)
        && group.rows.subtracting(cells).allSatisfy { statistics[$0, id]?.certainAmount == .zero }
    }.min { $0.rows.count < $1.rows.count }?.group
  }
}
