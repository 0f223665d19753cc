import Core
import DocumentModel
import TextKit

/// Reads a table that is drawn with box characters, as `TableDrawing` and terminals draw them: every area that
/// lines enclose is a cell, merged ones included.
struct DrawnTable {
  /// An area between lines, in lines and columns of the drawing.
  private struct Area {
    var top: Int
    var bottom: Int
    var left: Int
    var right: Int
  }

  private static let maximumLines = 20_000
  private static let maximumWidth = 1_000

  /// Each line as the code points that stand in its columns; 0 for the second half of a wide character.
  private var columns: [[UInt32]] = []

  /// - Parameter lines: from the upper border to the lower one.
  init?(_ lines: [String]) {
    guard lines.count <= Self.maximumLines else { return nil }
    for line in lines {
      var row: [UInt32] = []
      for character in line {
        let width = DisplayWidth.width(String(character))
        for scalar in character.unicodeScalars.prefix(1) { row.append(scalar.value) }
        for _ in 1..<max(width, 1) { row.append(0) }
      }
      guard row.count <= Self.maximumWidth else { return nil }
      columns.append(row)
    }
    let width = columns.map(\.count).max() ?? 0
    for line in columns.indices {
      columns[line] += Array(repeating: 0x20, count: width - columns[line].count)
    }
  }

  /// Whether a code point is a line of a drawing.
  static func isLine(_ code: UInt32) -> Bool { (0x2500...0x257F).contains(code) }

  /// - Parameter firstLine: the number of the upper border in the file.
  func rows(firstLine: Int) -> [Row] {
    let areas = areas().sorted { ($0.top, $0.left) < ($1.top, $1.left) }
    let topsBefore = Self.counts(before: areas.map(\.top), columns.count)
    let leftsBefore = Self.counts(before: areas.map(\.left), columns.first?.count ?? 0)
    var rows: [Row] = []
    var top: Int?
    for area in areas {
      if top != area.top { rows.append(Row([])) }
      top = area.top
      rows[rows.count - 1].cells.append(
        Cell(
          text(area), rowSpan: topsBefore[area.bottom + 1] - topsBefore[area.top],
          columnSpan: leftsBefore[area.right + 1] - leftsBefore[area.left],
          place: Place(line: firstLine + area.top)))
    }
    return rows
  }

  /// For each position up to an end, at how many before it something begins.
  private static func counts(before starts: [Int], _ end: Int) -> [Int] {
    var begins = Array(repeating: false, count: end)
    for start in starts { begins[start] = true }
    var counts = [0]
    for isBeginning in begins { counts.append((counts.last ?? 0) + (isBeginning ? 1 : 0)) }
    return counts
  }

  /// The areas that lines enclose on all sides, in any order.
  private func areas() -> [Area] {
    guard let width = columns.first?.count, width > 0 else { return [] }
    var seen = columns.map { $0.map(Self.isLine) }
    var areas: [Area] = []
    for line in columns.indices {
      for column in 0..<width where !seen[line][column] {
        var area = Area(top: line, bottom: line, left: column, right: column)
        var isOutside = false
        var open = [(line, column)]
        seen[line][column] = true
        while let (line, column) = open.popLast() {
          area.top = min(area.top, line)
          area.bottom = max(area.bottom, line)
          area.left = min(area.left, column)
          area.right = max(area.right, column)
          for (nextLine, nextColumn) in [
            (line - 1, column), (line + 1, column), (line, column - 1), (line, column + 1),
          ] {
            guard columns.indices.contains(nextLine), (0..<width).contains(nextColumn) else {
              isOutside = true
              continue
            }
            if seen[nextLine][nextColumn] { continue }
            seen[nextLine][nextColumn] = true
            open.append((nextLine, nextColumn))
          }
        }
        if !isOutside { areas.append(area) }
      }
    }
    return areas
  }

  /// The lines of an area as one text: they were broken where the width ended.
  private func text(_ area: Area) -> String {
    var text = ""
    for line in area.top...area.bottom {
      let scalars = columns[line][area.left...area.right].filter { $0 != 0 }.compactMap(Unicode.Scalar.init)
      let part = String(String.UnicodeScalarView(scalars)).drop { $0 == " " }
      var end = part.endIndex
      while end > part.startIndex, part[part.index(before: end)] == " " { end = part.index(before: end) }
      let words = part[..<end]
      if let last = text.last, let first = words.first, last.isASCII, first.isASCII { text += " " }
      text += words
    }
    return text
  }
}
