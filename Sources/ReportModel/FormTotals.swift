/// Which rows of a form add up to which.
package struct FormTotals: Sendable {
  /// By total or subtotal, its direct parts; groups without figures are opened.
  package let parts: [Int: [Int]]
  /// By heading over rows, the rows.
  package let groups: [Int: [Int]]

  package init(_ form: Form) {
    var byParent: [String: [Int]] = [:]
    for (index, indicator) in form.indicators.enumerated() {
      if let parent = indicator.parent { byParent[parent, default: []].append(index) }
    }
    func parts(below parent: String) -> [Int] {
      (byParent[parent] ?? []).flatMap { index -> [Int] in
        switch form.indicators[index].role {
        case .addend, .subtotal: [index]
        case .group: parts(below: form.indicators[index].id)
        default: []
        }
      }
    }
    var result: [Int: [Int]] = [:]
    for (index, indicator) in form.indicators.enumerated() where indicator.role.holdsFigure {
      let parent: String
      if indicator.role == .subtotal {
        parent = indicator.id
      } else if indicator.id.hasSuffix(".total") {
        parent = String(indicator.id.dropLast(".total".count))
      } else {
        continue
      }
      let parts = parts(below: parent).filter { $0 != index }
      if !parts.isEmpty { result[index] = parts }
    }
    self.parts = result
    groups = Dictionary(
      uniqueKeysWithValues: form.indicators.enumerated().filter { $0.element.role == .group }.map {
        ($0.offset, parts(below: $0.element.id))
      })
  }

  /// The rows that a row is made of in the end: itself where it is no total.
  package func leaves(of row: Int) -> [Int] {
    (parts[row] ?? groups[row]).map { $0.flatMap(leaves) } ?? [row]
  }
}
