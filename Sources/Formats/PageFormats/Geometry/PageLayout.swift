/// What stands on a page, in reading order: tables, and lines of text between them.
struct PageLayout {
  enum Part {
    case table(PageTable)
    case lines([PageLine])
    /// Lines beside tables: notes of the margin.
    case beside([PageLine])
  }

  let page: DrawnPage
  /// What is smaller is a sign, not a table.
  private static let narrowest = 40.0
  private static let lowest = 10.0
  private(set) var tables: [PageTable] = []
  /// The lines outside of tables.
  var lines: [PageLine] = []
  /// Whether there are so many lines that they were taken for a picture.
  private(set) var isTooDense = false

  init(_ page: DrawnPage) {
    self.page = page
    // A page that is shown sideways may be taken for an upright one.
    let side = max(page.width, page.height) + 10
    let extent = PageBox(left: -10, top: -10, right: side, bottom: side)
    let merged = page.rules.merged(within: extent)?.withoutLetters(page.words)
    isTooDense = merged == nil
    var grids = (merged ?? PageRules()).connected().compactMap { RuledGrid($0) }.filter {
      $0.areas.count > 1 && $0.box.width >= Self.narrowest && $0.box.height >= Self.lowest
    }
    // A table within a table's cell comes first, so that its words are its own.
    grids.sort { $0.box.area < $1.box.area }
    var words = page.words
    for grid in grids {
      let inside = words.filter { grid.box.contains($0.box.centerX, $0.box.centerY) }
      if inside.isEmpty { continue }
      var builder = RuledTableBuilder(grid, page: page.number)
      guard let table = builder.table(inside) else { continue }
      tables.append(table)
      words.removeAll { grid.box.contains($0.box.centerX, $0.box.centerY) }
    }
    tables.sort { $0.box.top < $1.box.top }
    lines = PageText.lines(words)
  }

  /// Takes tables without ruling lines out of the lines of text.
  mutating func findAlignedTables() {
    let found = AlignedTables.find(lines, page: page.number)
    tables = (tables + found.tables).sorted { $0.box.top < $1.box.top }
    lines = found.lines
  }

  /// Tables and the lines between them, from the top, and at last what stands beside tables.
  var parts: [Part] {
    var result: [Part] = []
    let isBeside = { (line: PageLine) in
      tables.contains {
        line.box.centerY > $0.box.top && line.box.centerY < $0.box.bottom
          && (line.box.left >= $0.box.right - 1 || line.box.right <= $0.box.left + 1)
      }
    }
    var rest = lines.filter { !isBeside($0) }[...]
    for table in tables {
      let before = rest.prefix { $0.box.centerY < table.box.top }
      if !before.isEmpty { result.append(.lines(Array(before))) }
      rest = rest.dropFirst(before.count)
      result.append(.table(table))
    }
    if !rest.isEmpty { result.append(.lines(Array(rest))) }
    let beside = lines.filter(isBeside)
    return beside.isEmpty ? result : result + [.beside(beside)]
  }
}

/// Puts words into the cells of a grid.
struct RuledTableBuilder {
  private let grid: RuledGrid
  private let page: Int
  private var words: [[PageWord]]

  init(_ grid: RuledGrid, page: Int) {
    self.grid = grid
    self.page = page
    words = Array(repeating: [], count: grid.areas.count)
  }

  /// - Returns: nil where the lines make no table: a frame around text.
  mutating func table(_ inside: [PageWord]) -> PageTable? {
    var crossing: [(word: PageWord, walls: [Double])] = []
    for word in inside {
      let walls = grid.walls(across: word.box)
      if PageText.split(word, at: walls).count > 1 {
        crossing.append((word, walls))
      } else if let area = area(at: word.box) {
        words[area].append(word)
      }
    }
    // Decided after the others, by what stands in the cells already.
    let settled = words
    for (word, walls) in crossing { place(word, walls, settled) }

    let lines = words.map { PageText.lines($0) }
    let stackedRows = rowsOfStackedFigures(lines)
    var cells: [PageTable.PlacedCell] = []
    for (area, lines) in zip(grid.areas, lines) {
      // The corner that a table without a right angle leaves.
      if lines.isEmpty, isOutside(area) { continue }
      var cell = PageTable.PlacedCell(
        row: area.rows.lowerBound, rowSpan: area.rows.count, left: area.box.left, right: area.box.right,
        text: PageText.cellText(
          lines, in: area.box, margins: stackedRows.contains(area.rows.lowerBound) ? 4 : 12), page: page)
      if let last = lines.last {
        cell.endsFull = PageText.isFull(last, before: last, in: area.box, margins: 14)
      }
      cells.append(cell)
    }
    guard cells.count > 1, cells.contains(where: { !$0.text.isEmpty }) else { return nil }
    return PageTable(
      cells: cells, rowCount: grid.ys.count - 1, xs: grid.xs, box: grid.box, isRuled: true, page: page)
  }

  /// The rows in which more than one cell has figures in several lines: a line between rows is missing. Where only
  /// one has, or a figure stands in the middle between the lines, they are long numbers that were broken.
  private func rowsOfStackedFigures(_ lines: [[PageLine]]) -> Set<Int> {
    var stacked: [Int: [PageBox]] = [:]
    var single: [Int: [PageBox]] = [:]
    for (area, lines) in zip(grid.areas, lines) where !lines.isEmpty {
      guard lines.allSatisfy({ PageText.isFigure($0.text) }) else { continue }
      let box = lines.reduce(PageBox.empty) { $0.union($1.box) }
      if lines.count > 1 {
        stacked[area.rows.lowerBound, default: []].append(box)
      } else {
        single[area.rows.lowerBound, default: []].append(box)
      }
    }
    return Set(
      stacked.filter { row, boxes in
        let isBroken = (single[row] ?? []).contains { one in
          boxes.allSatisfy { (one.centerY - $0.centerY).magnitude < 0.15 * one.height }
        }
        return boxes.count > 1 && !isBroken
      }.keys)
  }

  /// Whether an empty area is not a cell but lies beyond the outline: it is at a corner, and nothing parts it
  /// from the outside.
  private func isOutside(_ area: RuledGrid.Area) -> Bool {
    let box = grid.box
    let isAtSide = area.box.left == box.left || area.box.right == box.right
    let isAtEnd = area.box.top == box.top || area.box.bottom == box.bottom
    return isAtSide && isAtEnd && area.isOutside
  }

  private func area(at box: PageBox) -> Int? { grid.area(box.centerX, box.centerY) }

  /// Places a word over a wall: text that is too long for its cell, or the texts of two cells.
  private mutating func place(_ word: PageWord, _ walls: [Double], _ settled: [[PageWord]]) {
    let pieces = PageText.split(word, at: walls)
    let home = area(at: word.box)
    let homes = pieces.map { area(at: $0.box) }
    let isOverflow = homes.allSatisfy { other in
      guard let other, other != home else { return true }
      return settled[other].contains { $0.box.top < word.box.bottom && $0.box.bottom > word.box.top }
    }
    if isOverflow {
      if let home { words[home].append(word) }
    } else if PageText.isFigure(word.text) {
      // Nothing tells where one figure ends: each of the cells shows what is there, and is no figure.
      var marked = word
      marked.text = pieces.map(\.text).joined(separator: "|")
      for home in Set(homes.compactMap { $0 }) { words[home].append(marked) }
    } else {
      for (piece, home) in zip(pieces, homes) {
        if let home { words[home].append(piece) }
      }
    }
  }
}
