import ReportModel

/// An equation or an order of size between figures, as a rule states it:
/// `applications.carriedIn@* = last:applications.carriedOver@*`.
package struct Formula: Hashable, Sendable {
  package enum Relation: String, Sendable, CaseIterable {
    case equal = "="
    case atLeast = ">="
    case atMost = "<="
  }

  /// One figure of a side and the sign that it is counted with.
  package struct Term: Hashable, Sendable {
    /// Whose figure it is.
    package enum Source: String, Sendable {
      /// The report that is checked.
      case checked
      /// The body's report of the year before.
      case previous
    }

    package var source: Source
    /// The cell; `*` as applicant stands for each column of its table.
    package var cell: CellID
    package var isSubtracted: Bool

    package init(_ cell: CellID, source: Source = .checked, isSubtracted: Bool = false) {
      self.cell = cell
      self.source = source
      self.isSubtracted = isSubtracted
    }
  }

  package var left: [Term]
  package var relation: Relation
  package var right: [Term]
  /// Numbers that are added to the right side; those of the left are taken over with the other sign.
  package var constant: Amount

  package init(left: [Term], relation: Relation, right: [Term], constant: Amount = .zero) {
    self.left = left
    self.relation = relation
    self.right = right
    self.constant = constant
  }

  /// Reads the two sides of a rule; nil where a term is not one.
  package init?(left: String, relation: String, right: String) {
    guard let relation = Relation(rawValue: relation), let left = Self.side(left),
      let right = Self.side(right), !left.terms.isEmpty || !right.terms.isEmpty
    else { return nil }
    self.init(
      left: left.terms, relation: relation, right: right.terms, constant: right.constant - left.constant)
  }

  /// `a + last:b - 3`.
  private static func side(_ text: String) -> (terms: [Term], constant: Amount)? {
    var terms: [Term] = []
    var constant = Amount.zero
    var isSubtracted = false
    var expectsTerm = true
    for word in text.split(separator: " ") {
      switch word {
      case "+", "-":
        guard !expectsTerm else { return nil }
        isSubtracted = word == "-"
        expectsTerm = true
      default:
        guard expectsTerm else { return nil }
        expectsTerm = false
        if let number = Amount(String(word)) {
          constant += isSubtracted ? -number : number
          continue
        }
        let isPrevious = word.hasPrefix("last:")
        guard let cell = CellID(String(isPrevious ? word.dropFirst("last:".count) : word)) else { return nil }
        terms.append(Term(cell, source: isPrevious ? .previous : .checked, isSubtracted: isSubtracted))
      }
    }
    return expectsTerm ? nil : (terms, constant)
  }

  var isAcrossYears: Bool { (left + right).contains { $0.source == .previous } }

  private var hasWildcard: Bool { (left + right).contains { $0.cell.applicant == "*" } }

  /// The formula for each column of a table, where it speaks of all; itself otherwise.
  func instances(for form: Form) -> [(suffix: String, formula: Formula)] {
    guard hasWildcard else { return [("", self)] }
    var applicants: [String] = []
    for term in left + right where term.cell.applicant == "*" {
      for cell in form.cells where cell.id.indicator == term.cell.indicator {
        if let applicant = cell.id.applicant, !applicants.contains(applicant) { applicants.append(applicant) }
      }
    }
    return applicants.map { applicant in
      func side(_ terms: [Term]) -> [Term] {
        terms.map { term in
          var term = term
          if term.cell.applicant == "*" { term.cell.applicant = applicant }
          return term
        }
      }
      return (
        "@\(applicant)",
        Formula(left: side(left), relation: relation, right: side(right), constant: constant)
      )
    }
  }
}

extension Formula: CustomStringConvertible {
  package var description: String {
    func side(_ terms: [Term]) -> String {
      terms.enumerated().map { position, term in
        let sign = term.isSubtracted ? "- " : position > 0 ? "+ " : ""
        return sign + (term.source == .previous ? "last:" : "") + term.cell.description
      }.joined(separator: " ")
    }
    var text = side(right)
    if constant != .zero || right.isEmpty {
      let size = constant.isNegative ? -constant : constant
      text = right.isEmpty ? constant.description : "\(text) \(constant.isNegative ? "-" : "+") \(size)"
    }
    return "\(left.isEmpty ? "0" : side(left)) \(relation.rawValue) \(text)"
  }
}
