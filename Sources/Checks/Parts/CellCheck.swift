import ReportModel

/// What stands in the cells: figures of the right kind and unit, and nothing left blank.
struct CellCheck: Check {
  static let rules = [
    "check.part.totalBlank", "check.part.blank", "check.part.notAFigure", "check.part.negative",
    "check.part.fraction", "check.part.unit",
  ]

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    var blank: [String: [Int]] = [:]
    for (index, state) in subject.known.states.enumerated() {
      switch state {
      case .absent, .plain: continue
      case .blank: blank[subject.form.cells[index].table, default: []].append(index)
      case .number, .other: check(index, subject, &log)
      }
    }
    if blank.isEmpty { return }
    checkTotals(subject, &log)
    for table in subject.form.tables {
      guard let cells = blank[table.id] else { continue }
      log.report(
        "check.part.blank",
        ["table": table.title, "count": String(cells.count), "cell": subject.name(of: cells[0])],
        cells.map { subject.witness($0, .subject) })
    }
  }

  private func check(_ cell: Int, _ subject: CheckInput, _ log: inout CheckLog) {
    guard let figure = subject.report.statistics[cell] else { return }
    let indicator = subject.form.indicator(of: subject.form.cells[cell])
    func report(_ rule: String, _ arguments: [String: String]) {
      var arguments = arguments
      arguments["cell"] = subject.name(of: cell)
      arguments["figure"] = FigureText.text(figure)
      log.report(rule, arguments, [subject.witness(cell, .subject)])
    }
    switch figure.value {
    case .unreadable: report("check.part.notAFigure", ["text": figure.raw ?? ""])
    case .exact(let amount):
      if amount.isNegative, indicator.kind != .signed { report("check.part.negative", [:]) }
      if indicator.kind != .money, amount.hasFraction { report("check.part.fraction", [:]) }
      if indicator.kind == .money, let unit = figure.unit, !indicator.unit.isEmpty, unit != indicator.unit {
        report("check.part.unit", ["unit": unit, "expected": indicator.unit])
      }
    default: break
    }
  }

  /// A total that is left blank although its parts are there: the sum cannot be checked, and should be filled in.
  private func checkTotals(_ subject: CheckInput, _ log: inout CheckLog) {
    let statistics = subject.report.statistics
    for sum in subject.form.sums where sum.relation == .equal && sum.right.count == 1 {
      guard let total = subject.form.index(of: sum.right[0]), subject.known.states[total] == .blank else {
        continue
      }
      let parts = sum.left.filter { statistics[$0] != nil }
      let amounts = parts.compactMap { statistics[$0]?.certainAmount }
      guard !parts.isEmpty, amounts.count == parts.count else { continue }
      log.report(
        "check.part.totalBlank",
        ["cell": subject.name(of: total), "sum": amounts.reduce(.zero, +).description],
        parts.map { subject.witness($0, .left) } + [subject.witness(total, .right)])
    }
  }
}

extension Amount {
  /// Whether it is no whole number: 2.5 is none, 2.0 is one.
  var hasFraction: Bool {
    var unit: Int128 = 1
    for _ in 0..<scale { unit *= 10 }
    return significand % unit != 0
  }
}
