import ReportModel

extension RuleBook {
  /// The cells of a form that take over a figure of the year before as it is, by a rule that says nothing else:
  /// 上年结转 from last year's 结转下年度继续办理.
  package func carriedCells(of form: Form) -> [(cell: CellID, last: CellID)] {
    rules.filter { isOn($0.id) && $0.applies(to: form) }.compactMap(\.formula).flatMap { formula in
      formula.instances(for: form).compactMap { instance in
        let formula = instance.formula
        guard formula.relation == .equal, formula.constant == .zero,
          formula.left.count == 1, formula.right.count == 1,
          formula.left[0].source == .checked, formula.right[0].source == .previous,
          !formula.left[0].isSubtracted, !formula.right[0].isSubtracted
        else { return nil }
        return (formula.left[0].cell, formula.right[0].cell)
      }
    }
  }
}
