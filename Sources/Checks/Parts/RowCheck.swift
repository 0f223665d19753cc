import ReportModel

/// Whether the tables and rows of the form are there.
struct RowCheck: Check {
  static let rules = [
    "check.part.tableMissing", "check.part.columnMissing", "check.part.cellMissing", "check.part.rowMissing",
    "check.part.sheetRowMissing", "check.part.groupInOneRow", "check.part.unplaced",
  ]

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    let form = subject.form
    let isIncomplete = form.cells.indices.contains { cell in
      // A group need not be printed as a row.
      subject.known.states[cell] == .absent && form.indicator(of: form.cells[cell]).role != .subtotal
    }
    if isIncomplete { checkRows(subject, &log) }
    for text in subject.report.unplaced {
      // Of some has been told while reading, and why.
      if subject.report.findings.contains(where: text.isTold) { continue }
      log.report(
        "check.part.unplaced", ["text": Quotation.line(text.text)],
        [Witness(.subject, labels: [], text: text.text, place: text.place)])
    }
  }

  private func checkRows(_ subject: CheckInput, _ log: inout CheckLog) {
    let form = subject.form
    let printed = PrintedCells(subject)
    for table in form.tables where !printed.tables.contains(table.id) {
      log.report("check.part.tableMissing", ["table": table.title], [])
    }
    for gap in printed.gaps {
      let labels = gap.columns.map { $0.label }
      log.report(
        gap.isOfColumns ? "check.part.columnMissing" : "check.part.cellMissing",
        ["table": gap.table.title, "count": String(labels.count), "cells": shortened(labels)],
        gap.columns.flatMap(\.cells).map { subject.witness($0, .subject) })
    }
    var groups: Set<String> = []
    // The rows that are missing, by table, each with its cells.
    var missing: [String: [[Int]]] = [:]
    for row in printed.missingRows {
      let cell = form.cells[row[0]]
      let indicator = form.indicators[cell.indicator]
      guard indicator.role != .subtotal, let table = form.table(cell.table) else { continue }
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
      missing[cell.table, default: []].append(row)
    }
    for table in form.tables {
      guard let rows = missing[table.id] else { continue }
      log.report(
        table.layout == .sheet ? "check.part.sheetRowMissing" : "check.part.rowMissing",
        [
          "table": table.title, "count": String(rows.count),
          "rows": shortened(rows.map { label(of: $0, form) }),
        ],
        rows.flatMap { $0.prefix(table.layout == .blocks ? $0.count : 1) }
          .map { subject.witness($0, .subject) })
    }
  }

  private func label(of row: [Int], _ form: Form) -> String {
    let indicator = form.indicator(of: form.cells[row[0]])
    if form.table(indicator.table)?.layout == .blocks { return indicator.label }
    return (form.parents(of: indicator).map(\.printedLabel) + [form.fullLabel(of: indicator)])
      .joined(separator: " / ")
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

/// What of the form's tables a report prints, by rows and columns as a reader sees them.
private struct PrintedCells {
  /// Columns that no printed row has, or cells that a printed row lacks.
  struct Gap {
    let table: FormTable
    let isOfColumns: Bool
    let columns: [(label: String, cells: [Int])]
  }

  private(set) var tables: Set<String> = []
  /// The cells of each row of a printed table that has none of them.
  private(set) var missingRows: [[Int]] = []
  private(set) var gaps: [Gap] = []

  init(_ subject: CheckInput) {
    let form = subject.form
    func isAbsent(_ cell: Int) -> Bool { subject.known.states[cell] == .absent }
    for (index, cell) in form.cells.enumerated() where !isAbsent(index) { tables.insert(cell.table) }
    for table in form.tables where tables.contains(table.id) {
      let cells = form.cells.indices.filter { form.cells[$0].table == table.id }
      let rows = Self.grouped(cells) { Self.row(of: $0, form, table) }
      missingRows += rows.filter { $0.cells.allSatisfy(isAbsent) }.map(\.cells)
      // Whether a sheet has a column for all years differs from place to place.
      if table.layout == .sheet { continue }
      let printed = rows.flatMap { $0.cells.allSatisfy(isAbsent) ? [] : $0.cells }
      let columns = Self.grouped(printed) { cell in
        let block = table.layout == .applicants ? [] : form.indicator(of: form.cells[cell]).block
        return block + subject.labels(of: cell).suffix(1)
      }
      let missing = columns.filter { $0.cells.allSatisfy(isAbsent) }
      append(table, isOfColumns: true, missing)
      let others = Set(printed.filter(isAbsent)).subtracting(missing.flatMap(\.cells)).sorted()
      append(table, isOfColumns: false, others.map { (Array(subject.labels(of: $0).dropFirst()), [$0]) })
    }
  }

  private mutating func append(
    _ table: FormTable, isOfColumns: Bool, _ columns: [(key: [String], cells: [Int])]
  ) {
    if columns.isEmpty { return }
    gaps.append(
      Gap(
        table: table, isOfColumns: isOfColumns,
        columns: columns.map { ($0.key.joined(separator: " / "), $0.cells) }))
  }

  private static func row(of cell: Int, _ form: Form, _ table: FormTable) -> [String] {
    let indicator = form.indicator(of: form.cells[cell])
    switch table.layout {
    case .blocks: return indicator.block + [indicator.label]
    // One row has all figures of the table.
    case .outcomes: return []
    case .applicants, .sheet: return [String(form.cells[cell].indicator)]
    }
  }

  /// The cells in their order, those of one key together.
  private static func grouped(
    _ cells: [Int], by key: (Int) -> [String]
  ) -> [(key: [String], cells: [Int])] {
    var order: [[String]: Int] = [:]
    var result: [(key: [String], cells: [Int])] = []
    for cell in cells {
      let name = key(cell)
      if let position = order[name] {
        result[position].cells.append(cell)
      } else {
        order[name] = result.count
        result.append((name, [cell]))
      }
    }
    return result
  }
}
