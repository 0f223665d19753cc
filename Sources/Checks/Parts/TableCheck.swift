import Findings
import ReportModel

/// Whether the tables and rows of the form are there, and what stands in their cells.
struct TableCheck: Check {
  static let rules = [
    "check.part.tableMissing", "check.part.rowMissing", "check.part.sheetRowMissing",
    "check.part.groupInOneRow", "check.part.unplaced", "check.part.totalBlank", "check.part.blank",
    "check.part.notAFigure", "check.part.negative", "check.part.fraction", "check.part.unit",
  ]

  func run(_ subject: Subject, _ log: inout CheckLog) {
    checkPresence(subject, &log)
    checkBlankTotals(subject, &log)
    checkFigures(subject, &log)
    for text in subject.report.unplaced {
      // Rows of another edition have been told of while reading.
      let isTold = subject.report.findings.contains {
        $0.id == "read.other-form-row" && $0.arguments["text"] == text.text
      }
      if isTold { continue }
      log.report(
        "check.part.unplaced", ["text": text.text],
        [Witness(.subject, labels: [], text: text.text, place: text.place)])
    }
  }

  // MARK: Tables and rows

  private func checkPresence(_ subject: Subject, _ log: inout CheckLog) {
    let form = subject.form
    let statistics = subject.report.statistics
    var printedTables: Set<String> = []
    var printedRows: Set<Int> = []
    for (index, cell) in form.cells.enumerated() where statistics[index] != nil {
      printedTables.insert(cell.table)
      printedRows.insert(cell.indicator)
    }
    for table in form.tables where !printedTables.contains(table.id) {
      log.report("check.part.tableMissing", ["table": table.title], [])
    }
    var position: Int?
    var groups: Set<String> = []
    var missing: [String: [Indicator]] = [:]
    for cell in form.cells where position != cell.indicator {
      position = cell.indicator
      guard printedTables.contains(cell.table), !printedRows.contains(cell.indicator),
        let table = form.table(cell.table)
      else { continue }
      let indicator = form.indicators[cell.indicator]
      if indicator.role == .subtotal { continue }
      let group = indicator.parent.flatMap { form.indicator($0) }
      if let group, group.role == .subtotal, isPrinted(group, form, printedRows) {
        if groups.insert(group.id).inserted {
          log.report(
            "check.part.groupInOneRow", ["row": group.printedLabel, "table": table.title],
            witnesses(of: group, subject))
        }
        continue
      }
      // Sheets vary in their rows: one that its total does not miss is not printed in this one.
      if table.layout == .sheet, isDispensable(cell.id, subject.report.statistics) { continue }
      missing[cell.table, default: []].append(indicator)
    }
    for table in form.tables {
      guard let rows = missing[table.id] else { continue }
      let labels = rows.map { indicator in
        (form.parents(of: indicator).map(\.printedLabel) + [form.fullLabel(of: indicator)])
          .joined(separator: " / ")
      }
      log.report(
        table.layout == .sheet ? "check.part.sheetRowMissing" : "check.part.rowMissing",
        ["table": table.title, "count": String(rows.count), "rows": shortened(labels)],
        rows.compactMap { row in
          form.cells.first { form.indicators[$0.indicator] === row }.map {
            Witness(.subject, cell: $0.id, labels: subject.labels(of: $0.id), text: "")
          }
        })
    }
  }

  /// The first few of a list, as a sentence quotes them.
  private func shortened(_ labels: [String]) -> String {
    labels.prefix(4).map { "“\($0)”" }.joined(separator: "、") + (labels.count > 4 ? "……" : "")
  }

  /// Whether the parts that are printed make up their total without this one.
  private func isDispensable(_ cell: CellID, _ statistics: Statistics) -> Bool {
    statistics.form.sums.contains { sum in
      guard sum.relation == .equal, sum.right.count == 1, sum.left.contains(cell),
        let total = statistics[sum.right[0]]?.certainAmount
      else { return false }
      let printed = sum.left.compactMap { statistics[$0] }
      let amounts = printed.compactMap(\.certainAmount)
      return amounts.count == printed.count && amounts.reduce(.zero, +) == total
    }
  }

  private func isPrinted(_ group: Indicator, _ form: Form, _ rows: Set<Int>) -> Bool {
    form.indicators.firstIndex { $0.id == group.id }.map(rows.contains) ?? false
  }

  private func witnesses(of indicator: Indicator, _ subject: Subject) -> [Witness] {
    subject.form.cells.filter { $0.id.indicator == indicator.id }.map { subject.witness($0.id, .subject) }
  }

  // MARK: Cells

  /// A total that is left blank although its parts are there: the sum cannot be checked, and should be filled in.
  private func checkBlankTotals(_ subject: Subject, _ log: inout CheckLog) {
    let statistics = subject.report.statistics
    for sum in subject.form.sums where sum.relation == .equal && sum.right.count == 1 {
      guard statistics[sum.right[0]]?.value == .blank else { continue }
      let parts = sum.left.filter { statistics[$0] != nil }
      let amounts = parts.compactMap { statistics[$0]?.certainAmount }
      guard !parts.isEmpty, amounts.count == parts.count else { continue }
      log.report(
        "check.part.totalBlank",
        ["cell": subject.name(of: sum.right[0]), "sum": amounts.reduce(.zero, +).description],
        parts.map { subject.witness($0, .left) } + [subject.witness(sum.right[0], .right)])
    }
  }

  private func checkFigures(_ subject: Subject, _ log: inout CheckLog) {
    let form = subject.form
    var blank: [String: [CellID]] = [:]
    for (index, cell) in form.cells.enumerated() {
      guard let figure = subject.report.statistics[index] else { continue }
      let indicator = form.indicators[cell.indicator]
      switch figure.value {
      case .blank: blank[cell.table, default: []].append(cell.id)
      case .unreadable:
        log.report(
          "check.part.notAFigure", ["cell": subject.name(of: cell.id), "text": figure.raw ?? ""],
          [subject.witness(cell.id, .subject)])
      case .exact(let amount):
        let arguments = ["cell": subject.name(of: cell.id), "figure": FigureText.text(figure)]
        if amount.isNegative, indicator.kind != .signed {
          log.report("check.part.negative", arguments, [subject.witness(cell.id, .subject)])
        }
        if indicator.kind != .money, amount.hasFraction {
          log.report("check.part.fraction", arguments, [subject.witness(cell.id, .subject)])
        }
        if indicator.kind == .money, let unit = figure.unit, !indicator.unit.isEmpty, unit != indicator.unit {
          log.report(
            "check.part.unit", arguments.merging(["unit": unit, "expected": indicator.unit]) { $1 },
            [subject.witness(cell.id, .subject)])
        }
      default: break
      }
    }
    for table in form.tables {
      guard let cells = blank[table.id] else { continue }
      log.report(
        "check.part.blank",
        ["table": table.title, "count": String(cells.count), "cell": subject.name(of: cells[0])],
        cells.map { subject.witness($0, .subject) })
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
