import TextKit
import ReportModel

/// What is odd when a report is laid beside that of the year before. What must be equal is an equation of the
/// rule book.
struct YearCheck: Check {
  static let rules = [
    "check.year.counterpart", "check.year.unit", "check.year.jump", "check.year.copiedFigures",
    "check.year.copiedText",
  ]

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    guard let previous = subject.previous else { return }
    checkCounterpart(subject, previous, &log)
    guard subject.isYearAfter(previous.report) else { return }
    checkFigures(subject, previous, &log)
    checkText(subject, previous, &log)
  }

  private func checkCounterpart(_ subject: CheckInput, _ previous: PreviousReport, _ log: inout CheckLog) {
    let own = subject.report.identity
    let other = previous.report.identity
    let hasOtherBody =
      own.body.flatMap { body in other.body.map { PlainText(body) != PlainText($0) } } ?? false
    guard hasOtherBody || !subject.isYearAfter(previous.report) else { return }
    func name(_ identity: Identity) -> String {
      [identity.body ?? "?", identity.year.map(String.init) ?? "?"].joined(separator: " ")
    }
    log.report("check.year.counterpart", ["report": name(own), "previous": name(other)], [])
  }

  // MARK: Figures

  /// A figure has jumped where it is ten times the other and differs by this much: smaller ones come and go.
  private static let leastJump = Amount(100)
  /// 万元 against 元 is ten thousand times; what a body takes in varies besides.
  private static let unitSlip = (least: Int128(2_000), most: Int128(50_000))

  private func checkFigures(_ subject: CheckInput, _ previous: PreviousReport, _ log: inout CheckLog) {
    let form = subject.form
    var equal = 0
    var different = 0
    var copied: [Int] = []
    for (index, cell) in form.cells.enumerated() {
      guard subject.known.isNumber(index), case let now = subject.known.amounts[index],
        let before = previous.statistics[index]?.certainAmount
      else { continue }
      if now == before {
        if now != .zero {
          equal += 1
          copied.append(index)
        }
      } else {
        different += 1
      }
      let indicator = form.indicators[cell.indicator]
      // The columns of single applicants are small and vary; their totals speak for them.
      guard cell.id.applicant == nil || cell.id.applicant == "total" else { continue }
      let (small, large) = now < before ? (now, before) : (before, now)
      if indicator.kind == .money, small > .zero, large.isAtLeast(Self.unitSlip.least, times: small),
        !large.isAtLeast(Self.unitSlip.most, times: small)
      {
        report("check.year.unit", index, now, before, subject, &log)
      } else if large - small >= Self.leastJump, large.isAtLeast(10, times: small) {
        report("check.year.jump", index, now, before, subject, &log)
      }
    }
    // Few figures may well be the same twice.
    if different == 0, equal >= 5 {
      log.report(
        "check.year.copiedFigures", ["count": String(equal)],
        copied.prefix(7).map { subject.witness($0, .subject) })
    }
  }

  private func report(
    _ rule: String, _ cell: Int, _ now: Amount, _ before: Amount, _ subject: CheckInput, _ log: inout CheckLog
  ) {
    log.report(
      rule,
      [
        "cell": subject.name(of: cell), "now": now.description, "before": before.description,
        "unit": subject.form.indicator(of: subject.form.cells[cell]).unit,
      ],
      [subject.witness(cell, .left), subject.witness(cell, .right, source: .previous)])
  }

  // MARK: Text

  /// Shorter paragraphs are set phrases that every year's report has.
  private static let leastParagraph = 40
  /// In hundredths.
  private static let leastLikeness = 92
  private static let leastShare = 50
  /// No report has so many; of more, only those that are the very same are told.
  private static let maximumParagraphs = 400

  private func checkText(_ subject: CheckInput, _ previous: PreviousReport, _ log: inout CheckLog) {
    let earlier = previous.report.sections.flatMap { $0.paragraphs.map { PlainText($0.text) } }
      .filter { $0.count >= Self.leastParagraph }
    let earlierSet = Set(earlier)
    let sketches = earlier.prefix(Self.maximumParagraphs).map { PairSketch($0.scalars) }
    var length = 0
    var copiedLength = 0
    var compared = 0
    var witnesses: [Witness] = []
    for section in subject.report.sections {
      for paragraph in section.paragraphs {
        let text = PlainText(paragraph.text)
        guard text.count >= Self.leastParagraph else { continue }
        length += text.count
        compared += 1
        let isCopied =
          earlierSet.contains(text) || compared <= Self.maximumParagraphs && isLike(text, sketches)
        guard isCopied else { continue }
        copiedLength += text.count
        witnesses.append(
          Witness(
            .subject, labels: [section.heading].compactMap { $0 }, text: paragraph.text,
            place: paragraph.place))
      }
    }
    guard length > 0, 100 * copiedLength >= Self.leastShare * length else { return }
    log.report(
      "check.year.copiedText",
      ["share": String(100 * copiedLength / length), "count": String(witnesses.count)],
      Array(witnesses.prefix(5)))
  }
}

extension YearCheck {
  private func isLike(_ text: PlainText, _ sketches: [PairSketch]) -> Bool {
    let sketch = PairSketch(text.scalars)
    return sketches.contains { sketch.likeness(to: $0) >= Self.leastLikeness }
  }
}

extension CheckInput {
  /// Whether a report is that of the year before; a year that is not known may be.
  func isYearAfter(_ other: Report) -> Bool {
    guard let year = report.identity.year, let earlier = other.identity.year else { return true }
    return year == earlier + 1
  }
}

extension Amount {
  func isAtLeast(_ factor: Int128, times other: Amount) -> Bool {
    self >= Amount(significand: other.significand * factor, scale: other.scale)
  }
}
