import TestSupport

@testable import DocumentModel

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
