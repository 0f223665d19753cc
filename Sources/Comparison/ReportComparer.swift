import TextKit
import ReportModel

/// Compares two reports whose figures have been brought to one form.
package struct ReportComparer: Sendable {
  /// Leaves out the contact and the persons under a sheet.
  package var omitsPersonalData: Bool

  package init(omitsPersonalData: Bool = false) { self.omitsPersonalData = omitsPersonalData }

  /// - Parameters:
  ///   - before: the first report.
  ///   - after: the second, with figures in the same form.
  package func compare(_ before: ComparedReport, _ after: ComparedReport) -> ReportComparison {
    let (left, right) = (before.report.identity, after.report.identity)
    let bodies = Self.bodies(left.body, right.body)
    let kind: ReportComparison.Kind
    if let first = left.year, let second = right.year, first != second {
      kind = .years
    } else {
      kind = bodies == .different ? .bodies : .versions
    }
    var prose = ProseComparer()
    let unplaced = Self.onlyInOne(before.report.unplaced, after.report.unplaced)
    return ReportComparison(
      kind: kind, bodies: bodies, before: before, after: after, identity: identity(left, right),
      figures: figures(before, after, kind), carried: carried(before, after, kind),
      unplacedBefore: unplaced.before, unplacedAfter: unplaced.after,
      prose: prose.compare(
        sections(before.report), before.original.form, sections(after.report), after.original.form))
  }

  /// A body is called with and without the place that it belongs to.
  private static func bodies(_ left: String?, _ right: String?) -> ReportComparison.Bodies {
    guard let left = left.map(FoldedText.fold), let right = right.map(FoldedText.fold), !left.isEmpty,
      !right.isEmpty
    else { return .unknown }
    return left == right || left.hasSuffix(right) || right.hasSuffix(left) ? .same : .different
  }

  // MARK: Identity

  private func identity(_ left: Identity, _ right: Identity) -> [IdentityChange] {
    IdentityChange.Field.allCases.compactMap { field in
      if omitsPersonalData, field == .contact || field == .signatories { return nil }
      let (before, after) = (Self.text(field, left), Self.text(field, right))
      if before.map(FoldedText.fold) == after.map(FoldedText.fold) { return nil }
      return IdentityChange(field: field, before: before, after: after)
    }
  }

  private static func text(_ field: IdentityChange.Field, _ identity: Identity) -> String? {
    func joined(_ texts: [String]) -> String? { texts.isEmpty ? nil : texts.joined(separator: "；") }
    switch field {
    case .body: return identity.body
    case .year: return identity.year.map(String.init)
    case .title: return identity.title
    case .periodStart: return identity.periodStart
    case .periodEnd: return identity.periodEnd
    case .citedNotice: return identity.citedNotice
    case .scope: return identity.scope?.rawValue
    case .contact: return identity.contact
    case .identifiers: return joined(identity.identifiers.map(\.value))
    case .signatures: return joined(identity.signatures.map(\.body))
    case .signatories: return joined(identity.signatories.map { "\($0.role.label) \($0.value)" })
    case .dates: return joined(identity.dates.map { $0.iso ?? $0.raw })
    }
  }

  // MARK: Figures

  private func figures(
    _ before: ComparedReport, _ after: ComparedReport, _ kind: ReportComparison.Kind
  ) -> [ComparedFigure] {
    let form = after.statistics.form
    let comparer = FigureComparer(
      kind: kind, isBeforeConverted: before.isConverted, isAfterConverted: after.isConverted)
    // Whether a group is printed as one row is a change between versions of one form, and none of the figures.
    let keepsRows = kind == .versions && !before.isConverted && !after.isConverted
    let groups = keepsRows ? nil : GroupRows(form)
    return form.cells.enumerated().map { index, cell in
      var (left, right) = (before.statistics[index], after.statistics[index])
      if left == nil, right != nil { left = groups?.figure(index, in: before.statistics) }
      if right == nil, before.statistics[index] != nil {
        right = groups?.figure(index, in: after.statistics)
      }
      return comparer.compare(left, right, cell: cell.id, indicator: form.indicator(of: cell))
    }
  }

  // MARK: Carried figures

  private func carried(
    _ before: ComparedReport, _ after: ComparedReport, _ kind: ReportComparison.Kind
  ) -> [CarriedFigures] {
    let (left, right) = (before.original.form, after.original.form)
    if left.id == right.id {
      let cells = Set(before.carried + after.carried)
      let comparer = FigureComparer(kind: kind, isBeforeConverted: false, isAfterConverted: false)
      let figures = left.cells.compactMap { cell -> ComparedFigure? in
        guard cells.contains(cell.id) else { return nil }
        return comparer.compare(
          before.original[cell.id], after.original[cell.id], cell: cell.id,
          indicator: left.indicator(of: cell))
      }
      return figures.isEmpty
        ? [] : [CarriedFigures(form: left, figures: figures, isBefore: true, isAfter: true)]
    }
    func alone(_ report: ComparedReport, isBefore: Bool) -> CarriedFigures? {
      let figures = report.carried.compactMap { cell -> ComparedFigure? in
        guard let figure = report.original[cell], figure.status != .unknown else { return nil }
        return ComparedFigure(
          cell: cell, before: isBefore ? figure : nil, after: isBefore ? nil : figure,
          outcome: .notComparable, reason: .otherForm)
      }
      return figures.isEmpty
        ? nil
        : CarriedFigures(
          form: report.original.form, figures: figures, isBefore: isBefore, isAfter: !isBefore)
    }
    return [alone(before, isBefore: true), alone(after, isBefore: false)].compactMap { $0 }
  }

  // MARK: Other text

  private static func onlyInOne(
    _ left: [UnplacedText], _ right: [UnplacedText]
  ) -> (before: [UnplacedText], after: [UnplacedText]) {
    func rest(_ texts: [UnplacedText], without others: [UnplacedText]) -> [UnplacedText] {
      var known: [String: Int] = [:]
      for other in others { known[FoldedText.fold(other.text), default: 0] += 1 }
      return texts.filter { text in
        let key = FoldedText.fold(text.text)
        guard let count = known[key], count > 0 else { return true }
        known[key] = count - 1
        return false
      }
    }
    return (rest(left, without: right), rest(right, without: left))
  }

  /// The prose, without the sentence that says whom to ask where that is to be left out.
  private func sections(_ report: Report) -> [ProseSection] {
    guard omitsPersonalData, let contact = report.identity.contact, !contact.isEmpty else {
      return report.sections
    }
    return report.sections.map { section in
      var section = section
      section.paragraphs = section.paragraphs.compactMap { paragraph in
        var paragraph = paragraph
        paragraph.text = paragraph.text.removing(contact)
        return paragraph.text.isEmpty ? nil : paragraph
      }
      return section
    }
  }
}

/// A group that reports print as one row or by its parts: what one says of the other.
private struct GroupRows {
  /// For a group's own cell its parts.
  private var parts: [Int: [Int]] = [:]
  /// For a part the cell of its group.
  private var groups: [Int: Int] = [:]

  init(_ form: Form) {
    for (index, cell) in form.cells.enumerated() {
      guard let parent = form.indicator(of: cell).parent, form.indicator(parent)?.role == .subtotal,
        let group = form.index(of: CellID(parent, cell.id.applicant))
      else { continue }
      parts[group, default: []].append(index)
      groups[index] = group
    }
  }

  /// What follows for a cell that is not printed.
  func figure(_ index: Int, in statistics: Statistics) -> Figure? {
    if let parts = parts[index] {
      var sum = Bounds(.zero)
      for part in parts {
        guard let bounds = statistics[part]?.bounds else { return nil }
        sum = sum + bounds
      }
      return Figure(sum.only.map { .derived($0) } ?? .range(sum))
    }
    guard let group = groups[index], let most = statistics[group]?.bounds?.atMost, most >= .zero else {
      return nil
    }
    return Figure(most == .zero ? .derived(.zero) : .range(Bounds(atLeast: .zero, atMost: most)))
  }
}

extension String {
  /// The text with every occurrence of another taken out.
  fileprivate func removing(_ part: String) -> String {
    let (whole, part) = (Array(utf8), Array(part.utf8))
    guard let first = part.first, part.count <= whole.count else { return self }
    var result: [UInt8] = []
    var index = 0
    while index < whole.count {
      if whole[index] == first, whole.count - index >= part.count,
        whole[index..<index + part.count].elementsEqual(part)
      {
        index += part.count
      } else {
        result.append(whole[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
