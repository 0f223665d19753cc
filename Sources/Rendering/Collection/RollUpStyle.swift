import Collection
import Core
import ReportModel

/// How a roll-up is shown.
package struct RollUpStyle: Sendable {
  package var language: Language
  /// Whether all problems and all cells are shown in a terminal.
  package var showsAll: Bool
  package var isColored: Bool
  /// The folder that a result stands in, as a text: links to files go from there. Empty for the current one.
  package var folder: String

  package init(
    language: Language = .chinese, showsAll: Bool = false, isColored: Bool = false, folder: String = ""
  ) {
    self.language = language
    self.showsAll = showsAll
    self.isColored = isColored
    self.folder = folder
  }
}

/// A form in which a roll-up is written.
package enum RollUpFormat: String, CaseIterable, Sendable {
  case text, json, html, xlsx

  /// The extensions of its files.
  package var extensions: [String] {
    switch self {
    case .text: ["txt", "text"]
    case .json: ["json"]
    case .html: ["html", "htm"]
    case .xlsx: ["xlsx"]
    }
  }

  package func bytes(of rollUp: RollUp, _ style: RollUpStyle) -> [UInt8] {
    switch self {
    case .text: RollUpText(style).text(of: rollUp).bytes
    case .json: RollUpJSON().bytes(of: rollUp)
    case .html: RollUpPage(style).bytes(of: rollUp)
    case .xlsx: RollUpWorkbook(style).bytes(of: rollUp)
    }
  }
}

/// What all forms of a roll-up say in the same words.
extension Words {
  func rollUp(_ id: String, _ arguments: [String: String] = [:]) -> String { self("rollup.\(id)", arguments) }

  func state(_ state: RollUp.State) -> String { rollUp("state.\(state.rawValue)") }

  /// 应报150个报送单位，已报148个，可以汇总147个，迟报1个。
  func summary(_ rollUp: RollUp) -> String {
    let coverage = rollUp.coverage
    var parts = [
      coverage.due > 0 && coverage.usable == coverage.due
        ? self.rollUp("coverage.full", ["due": String(coverage.due)])
        : self.rollUp(
          "coverage",
          [
            "due": String(coverage.due), "handed": String(coverage.handedIn),
            "usable": String(coverage.usable),
          ])
    ]
    for (id, count) in [("late", coverage.late), ("errors", coverage.withErrors)] where count > 0 {
      parts.append(self.rollUp("coverage.\(id)", ["count": String(count)]))
    }
    return parts.joined(separator: self.rollUp("separator"))
  }

  /// A sum in a few signs: `120`, `≥120`, `推定120（100～140）`; a dash where nobody is expected.
  func sum(_ figure: Figure?) -> String {
    guard let figure else { return rollUp("none") }
    if case .range(let bounds) = figure.value { return Labels.interval(bounds, self) }
    return Labels.value(figure, self)
  }

  /// What a sum rests on: 150个报送单位中确数147个、缺报3个.
  func basis(_ sum: CellSum) -> String {
    if sum.expected == 0 { return rollUp("basis.none") }
    if sum.count(.exact) == sum.expected { return rollUp("basis.all", ["count": String(sum.expected)]) }
    let kinds = Contribution.Kind.allCases.filter { sum.count($0) > 0 }.map { kind in
      rollUp(
        "basis.kind", ["kind": rollUp("kind.\(kind.rawValue)"), "count": String(sum.count(kind))])
    }
    return rollUp("basis", ["count": String(sum.expected), "kinds": list(kinds)])
  }

  /// Bounds of a difference with their signs; a dash where nothing is known.
  func difference(_ bounds: Bounds) -> String {
    func signed(_ amount: Amount) -> String { .zero < amount ? "+\(amount)" : amount.description }
    return switch (bounds.atLeast, bounds.atMost) {
    case (nil, nil): rollUp("none")
    case (let least?, nil): "≥\(signed(least))"
    case (nil, let most?): "≤\(signed(most))"
    case (let least?, let most?):
      least == most
        ? signed(least) : self("figure.interval", ["least": signed(least), "most": signed(most)])
    }
  }

  /// Names of units, the first few of many.
  func units(_ indices: [Int], _ rollUp: RollUp, most: Int = 4) -> String {
    let names = indices.prefix(most).map { rollUp.units[$0].entry.name }
    let rest = indices.count > most ? self.rollUp("and-more", ["count": String(indices.count)]) : ""
    return list(names) + rest
  }

  func reason(_ reason: ParentComparison.Reason, _ rollUp: RollUp) -> String {
    switch reason {
    case .missing(let units):
      self.rollUp(
        "reason.missing", ["count": String(units.count), "units": self.units(units, rollUp)])
    case .notCounted(let unit): self.rollUp("reason.notCounted", ["unit": rollUp.units[unit].entry.name])
    case .leftOut(let units): self.rollUp("reason.leftOut", ["units": self.units(units, rollUp)])
    case .twice(let unit): self.rollUp("reason.twice", ["unit": rollUp.units[unit].entry.name])
    }
  }

  /// What is to be said of a unit besides its state.
  func remarks(_ unit: RollUp.Unit) -> String {
    var remarks: [String] = []
    if let reason = unit.entry.exclusion { remarks.append(rollUp("notCounted", ["reason": reason])) }
    if let date = unit.lateDate { remarks.append(rollUp("late", ["date": date])) }
    if unit.errorCount > 0 { remarks.append(rollUp("errors", ["count": String(unit.errorCount)])) }
    return remarks.joined(separator: self("punctuation.semicolon"))
  }

  /// A share in per cent with one decimal; a dash where there is nothing to share.
  func rate(_ part: Int, of whole: Int) -> String {
    if whole == 0 { return rollUp("none") }
    let tenths = (part * 1000 + whole / 2) / whole
    // Only all are 100 %.
    let shown = part < whole ? min(tenths, 999) : tenths
    return rollUp("rate", ["percent": "\(shown / 10).\(shown % 10)"])
  }
}

extension RollUp {
  /// A unit to be reminded, and of what.
  struct Reminder {
    let unit: RollUp.Unit
    let reason: String
  }

  /// The units that have to do something, in the order of the roster.
  func reminders(_ words: Words) -> [Reminder] {
    units.filter(\.isSummed).compactMap { unit in
      switch unit.state {
      case .absent, .duplicate, .wrongYear, .unreadable:
        Reminder(
          unit: unit, reason: words.rollUp("reminder.\(unit.state.rawValue)", ["year": String(year)]))
      case .reported, .converted:
        unit.errorCount > 0
          ? Reminder(
            unit: unit, reason: words.rollUp("reminder.errors", ["count": String(unit.errorCount)])) : nil
      case .notDue: nil
      }
    }
  }

  /// Ready to be sent.
  func reminderText(_ words: Words) -> String {
    let reminders = reminders(words)
    if reminders.isEmpty { return words.rollUp("reminders.none") }
    let head = words.rollUp(
      "reminders.text",
      ["year": String(year), "due": String(coverage.due), "count": String(reminders.count)])
    return
      ([head]
      + reminders.enumerated().map { number, reminder in
        "\(number + 1). \(reminder.unit.entry.name)\(words.colon)\(reminder.reason)"
      }).joined(separator: "\n")
  }

  /// The name of a cell in its form: what stands over and beside it.
  func label(_ cell: Int) -> String {
    form.labelPath(of: form.cells[cell].id).joined(separator: " / ")
  }

  /// The same in few words: the last two, without the total of applicants.
  func shortLabel(_ cell: Int) -> String {
    var path = form.labelPath(of: form.cells[cell].id)
    if form.cells[cell].id.applicant == "total" { path.removeLast() }
    return path.suffix(2).joined(separator: " / ")
  }

  /// The cells that say most: all that are no column of an applicant.
  var mainCells: [Int] {
    form.cells.indices.filter { cell in
      form.cells[cell].id.applicant.map { $0 == "total" } ?? true
    }
  }

  /// The few cells that stand beside the names of units and in charts.
  var keyCells: [Int] {
    let ids = [
      "applications.received@total", "applications.outcome.total@total", "applications.carriedOver@total",
      "review.total", "litigation.direct.total", "litigation.afterReview.total",
    ]
    let known = ids.compactMap { CellID($0).flatMap(form.index) }
    if !known.isEmpty { return known }
    return Array(mainCells.filter { form.indicator(of: form.cells[$0]).role == .total }.prefix(6))
  }

  func previousChange(_ cell: Int) -> Bounds? {
    previousSums.map { sums[cell].bounds + -$0[cell].bounds }
  }
}
