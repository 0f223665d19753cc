import Core
import ReportModel

/// Compares what prose says of a figure with the tables.
struct ProseClaims {
  private let subject: CheckInput
  private let vocabulary: ProseVocabulary
  private let year: Int?
  /// Whether the body reports on all offices of a region.
  private let isRegion: Bool

  init(_ subject: CheckInput, _ vocabulary: ProseVocabulary) {
    self.subject = subject
    self.vocabulary = vocabulary
    year = subject.report.identity.year
    isRegion = subject.report.identity.body.map { vocabulary.isRegion($0) } ?? false
  }

  func run(_ passage: ProsePassage, _ headings: [String], _ subject: CheckInput, _ log: inout CheckLog) {
    for index in passage.quantities.indices {
      guard let (claim, words) = claim(index, passage) else { continue }
      compare(claim, index, words, passage, headings, &log)
    }
  }

  // MARK: What a number counts

  /// The line of the vocabulary that a number is of, with the words that say so.
  private func claim(
    _ index: Int, _ passage: ProsePassage
  ) -> (claim: ProseVocabulary.Claim, words: Range<Int>)? {
    let quantity = passage.quantities[index]
    if quantity.isVague || quantity.isOfOtherThing { return nil }
    let before = passage.before(index)
    let after = passage.after(index)
    let whole = before.lowerBound..<after.upperBound
    // Zero in words stands before what it denies, a number behind what it counts; either may be the other way.
    // A zero that stands behind speaks of all its clause.
    var windows =
      quantity.isZeroInWords ? [quantity.range.lowerBound..<after.upperBound, whole] : [before, whole]
    if !quantity.isZeroInWords, let more = passage.clauseBefore(before, of: index) {
      windows.append(more)
    }
    for window in windows {
      guard let found = claim(quantity, window, passage) else { continue }
      if found.readings.isEmpty { return nil }
      if quantity.isZeroInWords, !found.mayBeZeroInWords { return nil }
      if found.isTotal, passage.isPart(index) || passage.isPartitive(index) { return nil }
      if found.isOfApplications, passage.isOfDocumentsMade(index) { return nil }
      var guards = passage.guards([window, before, after], quantity, year: year)
      guards.subtract(found.ignored)
      guards.remove(isRegion ? .region : .office)
      if !quantity.isZeroInWords { guards.remove(.zero) }
      return guards.isEmpty ? (found, window) : nil
    }
    return nil
  }

  private func claim(
    _ quantity: ProseQuantity, _ window: Range<Int>, _ passage: ProsePassage
  ) -> ProseVocabulary.Claim? {
    let words = passage.words(in: window, year: year)
    var topic: String??
    var near: WordSet?
    var found: ProseVocabulary.Claim?
    vocabulary.candidates(words).first { index in
      let claim = vocabulary.claims[index]
      guard claim.fits(words) else { return false }
      if let unit = quantity.unitWord, !claim.units.contains(unit) { return false }
      if let wanted = claim.topic {
        let named = topic ?? passage.topic(at: window.upperBound)
        topic = .some(named)
        if named != wanted { return false }
      }
      if let wanted = claim.near {
        let known = near ?? passage.wordsNear(quantity.sentence)
        near = known
        if !known.intersects(wanted) { return false }
      }
      found = claim
      return true
    }
    return found
  }

  // MARK: Comparing

  private func compare(
    _ claim: ProseVocabulary.Claim, _ index: Int, _ words: Range<Int>, _ passage: ProsePassage,
    _ headings: [String], _ log: inout CheckLog
  ) {
    let quantity = passage.quantities[index]
    var failed: [ProseReading] = []
    for text in claim.readings {
      guard let reading = ProseReading(text, subject) else { continue }
      switch reading.state(quantity, subject) {
      case .holds, .notAssessable: return
      case .fails: failed.append(reading)
      }
    }
    if failed.isEmpty { return }
    var rule = ProseCheck.figure
    for text in claim.loose {
      guard let reading = ProseReading(text, subject) else { continue }
      switch reading.state(quantity, subject) {
      // Nothing is wrong but the words, and only where the figure is more than what was received.
      case .holds:
        rule = ProseCheck.carriedIn
        failed.append(reading)
      case .notAssessable: return
      case .fails: failed.append(reading)
      }
    }
    let sentence = passage.quoted(quantity.range, in: quantity.sentence)
    let cells = failed.flatMap { $0.cells }.distinct()
    let witnesses =
      [passage.witness(.subject, sentence, marking: quantity.range, headings)]
      + cells.map { subject.witness($0, .right) }
    let said =
      min(words.lowerBound, quantity.range.lowerBound)..<max(words.upperBound, quantity.range.upperBound)
    log.report(
      rule,
      [
        "claim": passage.typed(quantity.range), "words": passage.typed(passage.withoutJoints(said)),
        "figures": failed.map { $0.description(subject) }.joined(separator: "；"),
      ], witnesses)
  }
}

/// A sum of cells that a number of the prose may be.
struct ProseReading {
  private struct Term {
    let cells: [Int]
    let isSubtracted: Bool
    /// The row or group, without numbers.
    let label: String
  }

  private let terms: [Term]

  var cells: [Int] { terms.flatMap(\.cells) }

  /// nil where the form has no such cells, or where rows that reports may leave out are left out.
  init?(_ text: Substring, _ subject: CheckInput) {
    var terms: [Term] = []
    var isSubtracted = false
    for word in text.split(separator: " ") {
      if word == "+" || word == "-" {
        isSubtracted = word == "-"
        continue
      }
      guard let term = Self.term(word, isSubtracted, subject) else { return nil }
      terms.append(term)
    }
    if terms.isEmpty { return nil }
    self.terms = terms
  }

  private static func term(_ text: Substring, _ isSubtracted: Bool, _ subject: CheckInput) -> Term? {
    guard let id = CellID(String(text)) else { return nil }
    let form = subject.form
    let figures = subject.report.statistics
    guard id.indicator.hasSuffix(".*") else {
      guard let index = form.index(of: id) else { return nil }
      let role = form.indicators[form.cells[index].indicator].role
      if figures[index] == nil, role == .subtotal || form.id.edition == .legacy && role == .addend {
        return nil
      }
      return Term(cells: [index], isSubtracted: isSubtracted, label: label(index, subject))
    }
    let group = String(id.indicator.dropLast(2))
    let cells = form.cells.indices.filter { index in
      let cell = form.cells[index]
      return cell.id.applicant == id.applicant && form.indicators[cell.indicator].parent == group
    }
    guard !cells.isEmpty, let parent = form.indicator(group) else { return nil }
    // The group may be printed as one row in place of its parts.
    if parent.role == .subtotal, cells.allSatisfy({ figures[$0] == nil }) { return nil }
    return Term(cells: cells, isSubtracted: isSubtracted, label: "Σ" + parent.printedLabel)
  }

  private static func label(_ cell: Int, _ subject: CheckInput) -> String {
    let labels = subject.labels(of: cell)
    guard let applicant = subject.form.cells[cell].id.applicant else {
      return labels.joined(separator: " / ")
    }
    // The row says enough, and the total is what is meant.
    return labels.suffix(2).dropLast(applicant == "total" ? 1 : 0).joined(separator: " / ")
  }

  func state(_ quantity: ProseQuantity, _ subject: CheckInput) -> Assessment.State {
    var evaluation = Evaluation(relation: .equal, constant: .zero)
    evaluation.add(
      Figure(.range(claimed(quantity, subject))), cell: terms[0].cells[0], source: .checked, kind: .count,
      isNegative: false, isRight: false)
    for term in terms {
      for cell in term.cells {
        let kind = subject.form.indicators[subject.form.cells[cell].indicator].kind
        evaluation.add(
          subject.report.statistics[cell], cell: cell, source: .checked, kind: kind,
          isNegative: !term.isSubtracted, isRight: true)
      }
    }
    return evaluation.state
  }

  /// What the number may be in the unit of the cell. Money is often rounded in prose.
  private func claimed(_ quantity: ProseQuantity, _ subject: CheckInput) -> Bounds {
    guard case .money(let factor) = quantity.unit else { return quantity.bounds }
    let cell = terms[0].cells[0]
    let unit =
      subject.report.statistics[cell]?.unit ?? subject.form.indicator(of: subject.form.cells[cell]).unit
    let base: Int128
    switch unit {
    case "元": base = 1
    case "万元": base = 10_000
    case "亿元": base = 100_000_000
    default: return Bounds(atLeast: nil, atMost: nil)
    }
    func converted(_ amount: Amount) -> Amount {
      var scale = amount.scale
      var significand = amount.significand * factor.significand
      var divisor = base
      while divisor > 1 {
        divisor /= 10
        if significand % 10 == 0 { significand /= 10 } else { scale += 1 }
      }
      return Amount(significand: significand, scale: scale)
    }
    guard let amount = quantity.amount, quantity.bounds.atMost != nil else {
      return Bounds(atLeast: quantity.bounds.atLeast.map(converted), atMost: nil)
    }
    // Zero is not a rounded figure.
    if amount == .zero { return Bounds(.zero) }
    let last = Amount(significand: 1, scale: amount.scale)
    return Bounds(atLeast: converted(amount - last), atMost: converted(amount + last))
  }

  /// Rows and columns in the words of the form, and what they come to.
  func description(_ subject: CheckInput) -> String {
    let names = terms.enumerated().map { position, term in
      (term.isSubtracted ? " − " : position > 0 ? " + " : "") + term.label
    }.joined()
    return "\(names) = \(sum(subject))"
  }

  private func sum(_ subject: CheckInput) -> String {
    if terms.count == 1, terms[0].cells.count == 1, let figure = subject.report.statistics[terms[0].cells[0]]
    {
      return FigureText.text(figure)
    }
    var bounds = Bounds(.zero)
    for term in terms {
      for cell in term.cells {
        let one = subject.report.statistics[cell]?.bounds ?? Bounds(atLeast: .zero, atMost: nil)
        bounds = bounds + (term.isSubtracted ? -one : one)
      }
    }
    return FigureText.text(bounds)
  }
}
