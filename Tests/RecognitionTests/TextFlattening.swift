import DocumentModel
import ReportModel
import TestSupport

/// The ways in which plain text loses a table, as people meet them.
enum TextLayout: String, CaseIterable, Sendable {
  /// A cell a line behind a tab, a blank line between rows, merged cells as empty lines.
  case cellPerLine
  /// A cell a paragraph, no marks of rows, no empty cells.
  case vertical
  /// `cell |` one per line.
  case pipePerCell
  /// A row a line, pipes between cells.
  case pipeRows
  /// A row a line, tabs between cells.
  case tabRows
  /// Everything glued together.
  case glued
}

/// Writes a document as text that lost its tables.
struct TextFlattening {
  let layout: TextLayout
  /// Whether labels are spoilt as they are in published reports.
  let hasNoise: Bool
  var random: SplitMix64

  mutating func text(_ document: Document) -> String {
    var lines: [String] = []
    for block in document.blocks {
      switch block {
      case .heading(let paragraph, _): lines += [paragraph.text, ""]
      case .paragraph(let paragraph): lines += [paragraph.text, ""]
      case .table(let table): lines += [flattened(table), ""]
      }
    }
    return lines.joined(separator: layout == .glued ? "" : "\n")
  }

  private mutating func flattened(_ table: Table) -> String {
    let grid = TableGrid(table)
    var rows: [[String]] = []
    for (row, positions) in grid.positions.enumerated() {
      rows.append(
        positions.map { position in
          guard let position, position.isOrigin, position.row == row else { return "" }
          let cell = table.rows[position.row].cells[position.cell]
          return cell.isHeader ? spoilt(cell.text) : cell.text
        })
    }
    switch layout {
    case .cellPerLine:
      return rows.map { row in row.map { "\t\($0)\n" }.joined() }.joined(separator: "\n")
    case .vertical:
      return rows.flatMap { $0 }.filter { !$0.isEmpty }.map { "\($0)\n" }.joined(separator: "\n")
    case .pipePerCell: return rows.flatMap { $0 }.map { $0.isEmpty ? "|" : "\($0) |" }.joined(separator: "\n")
    case .pipeRows: return rows.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    case .tabRows: return rows.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    case .glued:
      return rows.flatMap { $0 }.map { random.chance(1, of: 12) ? $0 + " " : $0 }.joined()
    }
  }

  private mutating func spoilt(_ label: String) -> String {
    guard hasNoise else { return label }
    var text = label
    if random.chance(1, of: 4) {
      text = text.map { $0 == "（" ? "(" : $0 == "）" ? ")" : $0 }.map(String.init).joined()
    }
    if random.chance(1, of: 4), let dot = text.firstIndex(of: "."), text.first?.isNumber ?? false {
      text.replaceSubrange(dot...dot, with: random.pick(["．", "、"]))
    }
    if layout != .glued, random.chance(1, of: 6), text.count > 4 {
      text.insert(
        " ", at: text.index(text.startIndex, offsetBy: Int.random(in: 2..<text.count - 1, using: &random)))
    }
    // A letter lost, as `其他法律行政止公开` has.
    if random.chance(1, of: 20), text.count > 9 {
      text.remove(
        at: text.index(text.startIndex, offsetBy: Int.random(in: 5..<text.count - 1, using: &random)))
    }
    return text
  }
}

/// Makes up reports whose figures keep the sums of their form, as most published ones do.
struct ConsistentReports {
  var random: SplitMix64

  mutating func report(of form: Form) -> Report {
    var statistics = Statistics(form)
    for (index, cell) in form.cells.enumerated() {
      let indicator = form.indicators[cell.indicator]
      if indicator.role == .subtotal { continue }
      statistics[index] = Figure(.exact(amount(indicator)))
    }
    // Totals follow from their parts: first those within the columns, then those of the rows.
    for _ in 0..<4 {
      for sum in form.sums where sum.relation == .equal && sum.right.count == 1 {
        let present = sum.left.filter { statistics[$0] != nil }
        guard let total = statistics[sum.right[0]], total.amount != nil, !present.isEmpty else { continue }
        statistics[sum.right[0]] = Figure(
          .exact(present.compactMap { statistics[$0]?.amount }.reduce(.zero, +)))
      }
      for sum in form.sums where sum.relation == .equal && sum.right.count == 2 {
        // received follows from what became of the applications.
        guard let first = sum.left.first, let rest = sum.left.dropFirst().first,
          let total = statistics[sum.right[0]]?.amount, let over = statistics[sum.right[1]]?.amount
        else { continue }
        statistics[rest] = Figure(.exact(.zero))
        statistics[first] = Figure(.exact(total + over))
      }
    }
    for _ in 0..<3 {
      for sum in form.sums where sum.relation == .atLeast && sum.left.count == 1 && sum.right.count == 1 {
        guard let left = statistics[sum.left[0]]?.amount, let right = statistics[sum.right[0]]?.amount,
          left < right
        else { continue }
        statistics[sum.left[0]] = Figure(.exact(right + Amount(Int.random(in: 0...50, using: &random))))
      }
    }
    return Report(
      identity: Identity(body: "青禾市水务局", year: 2021, title: "青禾市水务局2021年政府信息公开工作年度报告"),
      statistics: statistics)
  }

  private mutating func amount(_ indicator: Indicator) -> Amount {
    switch indicator.kind {
    case .money:
      return Amount("\(Int.random(in: 0...9000, using: &random)).\(Int.random(in: 10...99, using: &random))")
        ?? .zero
    case .signed: return Amount(Int.random(in: -3...9, using: &random))
    case .count:
      if random.chance(1, of: 2) { return .zero }
      return Amount(Int.random(in: 0...(random.chance(1, of: 8) ? 4000 : 60), using: &random))
    }
  }
}
