import ReportModel

/// Whether the tables and rows of the form are there.
struct RowCheck: Check {
  static let rules = [
    "check.part.tableMissing", "check.part.rowMissing", "check.part.sheetRowMissing",
    "check.part.groupInOneRow", "check.part.unplaced",
  ]

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    if subject.known.states.contains(.absent) { checkRows(subject, &log) }
    for text in subject.report.unplaced {
      // Of some has been told while reading, and why.
      if subject.report.findings.contains(where: text.isTold) { continue }
      log.report(
        "check.part.unplaced", ["text": text.text],
        [Witness(.subject, labels: [], text: text.text, place: text.place)])
    }
  }

  private func checkRows(_ subject: CheckInput, _ log: inout CheckLog) {
    let form = subject.form
    var printedTables: Set<String> = []
    var printedRows: Set<Int> = []
    for (index, cell) in form.cells.enumerated() where subject.known.states[index] != .absent {
      printedRows.insert(cell.indicator)
    }
    for row in printedRows { printedTables.insert(form.indicators[row].table) }
    for table in form.tables where !printedTables.contains(table.id) {
      log.report("check.part.tableMissing", ["table": table.title], [])
    }
    var groups: Set<String> = []
    // The first cell of each row that is missing, by table.
    var missing: [String: [Int]] = [:]
    var position: Int?
    for (index, cell) in form.cells.enumerated() where position != cell.indicator {
      position = cell.indicator
      let indicator = form.indicators[cell.indicator]
      guard !printedRows.contains(cell.indicator), printedTables.contains(cell.table),
        indicator.role != .subtotal, let table = form.table(cell.table)
      else { continue }
      if let group = indicator.parent.flatMap({ form.indicator($0) }), group.role == .subtotal {
        let cells = form.cells.indices.filter { form.indicators[form.cells[$0].indicator] === group }
        if cells.contains(where: { subject.known.states[$0] != .absent }) {
          if groups.insert(group.id).inserted {
            log.report(
              "check.part.groupInOneRow", ["row": group.printedLabel, "table": table.title],
              cells.map { subject.witness($0, .subject) })
          }
          continue
        }
      }
      // Sheets vary in their rows: one that its total does not miss is not printed in this one.
      if table.layout == .sheet, isDispensable(cell.id, subject.report.statistics) { continue }
      missing[cell.table, default: []].append(index)
    }
    for table in form.tables {
      guard let cells = missing[table.id] else { continue }
      let labels = cells.map { cell in
        let indicator = form.indicator(of: form.cells[cell])
        return (form.parents(of: indicator).map(\.printedLabel) + [form.fullLabel(of: indicator)])
          .joined(separator: " / ")
      }
      log.report(
        table.layout == .sheet ? "check.part.sheetRowMissing" : "check.part.rowMissing",
        ["table": table.title, "count": String(cells.count), "rows": shortened(labels)],
        cells.map { subject.witness($0, .subject) })
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
}
