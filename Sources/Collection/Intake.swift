import Core
import ReportModel

/// Gives each unit of a roster what was handed in for it, and says what is doubtful about that.
struct Intake {
  private(set) var units: [RollUp.Unit]
  private(set) var problems: [RollUp.Problem] = []
  private let year: Int
  /// Of the year before only doubts are told: that a report lacks there is no failure.
  private let isPrevious: Bool

  init(
    _ roster: Roster, year: Int, _ submissions: [Submission], _ refusals: [RefusedSubmission],
    isPrevious: Bool = false
  ) {
    self.year = year
    self.isPrevious = isPrevious
    units = roster.units.enumerated().map { RollUp.Unit(entry: $1, index: $0) }
    let matcher = BodyMatcher(roster, year: year)
    // No order of files makes a difference.
    let submissions = submissions.sorted { ($0.path, $0.number ?? 0) < ($1.path, $1.number ?? 0) }
    let refusals = refusals.sorted { $0.path < $1.path }
    var own: [Int: [Submission]] = [:]
    for submission in submissions {
      if let unit = match(submission.identity, submission.name, matcher) {
        own[unit, default: []].append(submission)
      }
    }
    var refused: [Int: [RefusedSubmission]] = [:]
    for refusal in refusals {
      if let unit = unit(of: refusal, matcher) {
        refused[unit, default: []].append(refusal)
      } else {
        add(.unreadableFile(refusal.path, reason: refusal.reason), nil, refusal.path)
      }
    }
    for index in units.indices { settle(index, own[index] ?? [], refused[index] ?? []) }
  }

  private mutating func add(_ finding: Finding, _ unit: Int?, _ file: String?) {
    problems.append(RollUp.Problem(finding: finding, unit: unit, file: file))
  }

  // MARK: Whose

  private func names(_ candidates: [Int]) -> [String] { candidates.map { units[$0].entry.name } }

  private mutating func match(_ identity: Identity, _ file: String, _ matcher: BodyMatcher) -> Int? {
    let body = identity.body ?? ""
    switch matcher.match(identity, file: file) {
    case .unit(let unit, nil): return unit
    case .unit(let unit, let doubt?):
      let name = units[unit].entry.name
      switch doubt {
      case .otherCode:
        add(
          .otherCode(name, identity.creditCode ?? "", known: units[unit].entry.creditCode ?? ""), unit, file)
      default: add(.otherName(body, unit: name, code: identity.creditCode ?? ""), unit, file)
      }
      return unit
    case .uncertain(let candidates, .codeAndName):
      let names = names(candidates)
      add(.codeAndName(identity.creditCode ?? "", names[0], named: names[1]), nil, file)
    case .uncertain(let candidates, .fileName): add(.noBody(names(candidates)), nil, file)
    case .uncertain(let candidates, _): add(.likeName(body, names(candidates)), nil, file)
    case .none: add(body.isEmpty ? .noBody([]) : .unknownBody(body), nil, file)
    }
    return nil
  }

  /// No figure is taken from a file that was refused, so that its name may say whose it is.
  private func unit(of refusal: RefusedSubmission, _ matcher: BodyMatcher) -> Int? {
    if let identity = refusal.identity, case .unit(let unit, _) = matcher.match(identity, file: refusal.path)
    {
      return unit
    }
    let named = matcher.units(inFileName: refusal.path)
    return named.count == 1 ? named[0] : nil
  }

  // MARK: What became of a unit

  private mutating func settle(_ index: Int, _ own: [Submission], _ refused: [RefusedSubmission]) {
    let name = units[index].entry.name
    let isDue = units[index].entry.isDue(in: year)
    units[index].files = (own.map(\.name) + refused.map(\.path)).sorted()
    let right = own.filter { $0.identity.year == year }
    let isSame = right.dropFirst().allSatisfy { $0.says(right[0]) }
    if let first = right.first, isSame {
      units[index].submission = isDue ? first : nil
      units[index].state = !isDue ? .notDue : first.isConverted ? .converted : .reported
      if right.count > 1 { add(.copies(name, right.map(\.name)), index, first.name) }
      if !isDue { add(.notDue(name, year: year), index, first.name) }
    } else if right.count > 1 {
      units[index].state = isDue ? .duplicate : .notDue
      if isDue { add(.duplicate(name, right.map(\.name), isCounted: !isPrevious), index, right[0].name) }
    } else if !isDue {
      units[index].state = .notDue
    } else if let other = own.first {
      units[index].state = .wrongYear
      if !isPrevious {
        let found = other.identity.year
        add(
          found.map { .wrongYear(name, found: $0, year: year) } ?? .noYear(name, year: year), index,
          other.name)
      }
    } else if let refusal = refused.first {
      units[index].state = .unreadable
      if !isPrevious { add(.unreadable(name, reason: refusal.reason), index, refusal.path) }
    } else if !isPrevious {
      if units[index].entry.isCounted { add(.absent(name, year: year), index, nil) }
    }
    if isDue, !isPrevious { tellOfReport(index) }
    if !isPrevious, !right.isEmpty {
      for refusal in refused {
        add(.alsoUnreadable(name, refusal.path, reason: refusal.reason), index, refusal.path)
      }
      for other in own where other.identity.year != year {
        add(.alsoOtherYear(name, year: other.identity.year), index, other.name)
      }
    }
  }

  private mutating func tellOfReport(_ index: Int) {
    guard let submission = units[index].submission else { return }
    let name = units[index].entry.name
    if submission.isConverted {
      add(.converted(name, form: submission.publishedForm.description), index, submission.name)
    }
    if submission.errorCount > 0 {
      add(.hasErrors(name, count: submission.errorCount), index, submission.name)
    }
    if !submission.doubtfulUnits.isEmpty { add(.doubtfulUnit(name), index, submission.name) }
    for finding in submission.findings { add(finding, index, submission.name) }
  }

  mutating func setLate(after deadline: String?) {
    guard let deadline else { return }
    for index in units.indices {
      guard let submission = units[index].submission, let date = submission.date, date > deadline else {
        continue
      }
      units[index].lateDate = date
      add(.late(units[index].entry.name, date: date, deadline: deadline), index, submission.name)
    }
  }
}

extension Submission {
  /// Whether it has the same figures, so that it makes no difference which of the two is taken.
  fileprivate func says(_ other: Submission) -> Bool {
    publishedForm == other.publishedForm
      && zip(statistics.figures, other.statistics.figures).allSatisfy { left, right in
        left?.value == right?.value && left?.unit == right?.unit
      } && doubtfulUnits == other.doubtfulUnits
      && original?.figures.map { $0?.value } == other.original?.figures.map { $0?.value }
  }
}

extension RefusedSubmission {
  /// Why, in both languages.
  fileprivate var reason: LocalizedText? {
    findings.first.map { LocalizedText(chinese: $0.message(in: .chinese), english: $0.message(in: .english)) }
  }
}
