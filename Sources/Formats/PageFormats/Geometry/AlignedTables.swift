/// Finds tables without ruling lines: rows of figures that stand under each other.
///
/// Only what is certain is made a table: at least three rows whose figures share their columns. A label that is
/// broken over lines is put together by its number; labels of groups become rows of their own, in front of the
/// rows that they are over.
struct AlignedTables {
  /// Words that stand close together.
  private struct Segment {
    var words: [PageWord]
    var box: PageBox
    var text: String { PageText.joined(words) }
  }

  /// A line, cut into labels and the figures behind them.
  private struct Record {
    var index: Int
    var labels: [Segment]
    var figures: [Segment]
    var box: PageBox
  }

  private struct Span {
    var left: Double
    var right: Double

    func overlaps(_ box: PageBox) -> Bool { box.left < right && box.right > left }
  }

  private static let fewestRows = 3
  private static let mostRows = 2000
  private static let units: Set<String> = ["条", "件", "次", "人", "个", "篇", "元", "万元", "人次", "份", "起", "场", "家"]

  /// - Returns: the tables, and the lines that belong to none.
  static func find(_ lines: [PageLine], page: Int) -> (tables: [PageTable], lines: [PageLine]) {
    let lines = withBrokenFigures(lines)
    let records = lines.indices.map { record(lines[$0], $0) }
    var tables: [PageTable] = []
    var rest: [PageLine] = []
    var index = 0
    while index < lines.count {
      if records[index].figures.filter({ !units.contains($0.text) }).count >= 2,
        let run = run(records, from: index)
      {
        tables.append(table(run.records, columns: run.columns, page: page))
        index = run.end
      } else {
        rest.append(lines[index])
        index += 1
      }
    }
    return (tables, rest)
  }

  // MARK: Lines

  /// Puts figures together that their column had no room for: the halves stand above and below the line of their
  /// row, at the same distance and about the same middle, and nothing stands between them.
  private static func withBrokenFigures(_ lines: [PageLine]) -> [PageLine] {
    var lines = lines
    for index in lines.indices where lines[index].words.count(where: { isFigure($0.text) }) >= 2 {
      let row = lines[index]
      let reach = 1.1 * row.size
      let near = lines.indices.filter {
        $0 != index && (lines[$0].box.centerY - row.box.centerY).magnitude < reach
      }
      var added: [PageWord] = []
      for above in near where lines[above].box.centerY < row.box.centerY {
        for upper in lines[above].words where isHalf(upper) {
          guard
            let (below, lower) = lowerHalf(of: upper, row, lines, near),
            !row.words.contains(where: { $0.box.right > upper.box.left && $0.box.left < upper.box.right })
          else { continue }
          added.append(PageWord(text: upper.text + lower.text, box: middle(upper.box, row.box)))
          lines[above].words.removeAll { $0.box == upper.box }
          lines[below].words.removeAll { $0.box == lower.box }
        }
      }
      lines[index].words = (row.words + added).sorted { $0.box.left < $1.box.left }
      lines[index].box = lines[index].words.reduce(.empty) { $0.union($1.box) }
    }
    return lines.filter { !$0.words.isEmpty }
  }

  private static func isHalf(_ word: PageWord) -> Bool {
    word.text.unicodeScalars.allSatisfy { PageText.isDigit($0) || $0 == "." || $0 == "," }
  }

  private static func middle(_ box: PageBox, _ row: PageBox) -> PageBox {
    PageBox(left: box.left, top: row.top, right: box.right, bottom: row.bottom)
  }

  private static func lowerHalf(
    of upper: PageWord, _ row: PageLine, _ lines: [PageLine], _ near: [Int]
  ) -> (line: Int, word: PageWord)? {
    let (size, distance) = (upper.box.height, row.box.centerY - upper.box.centerY)
    guard distance > 0.3 * size else { return nil }
    for line in near {
      for word in lines[line].words where isHalf(word) {
        if (word.box.centerY - row.box.centerY - distance).magnitude < 0.12 * size,
          word.box.left >= upper.box.left - 0.2 * size, word.box.right <= upper.box.right + 0.2 * size
        {
          return (line, word)
        }
      }
    }
    return nil
  }

  private static func record(_ line: PageLine, _ index: Int) -> Record {
    var segments: [Segment] = []
    for word in line.words {
      if let last = segments.last {
        let gap = word.box.left - last.box.right
        let size = max(min(word.box.height, last.box.height), 1)
        let isFigure = isFigure(word.text) || isFigure(last.text)
        if gap <= (isFigure ? 0.35 : 0.9) * size {
          segments[segments.count - 1].words.append(word)
          segments[segments.count - 1].box = last.box.union(word.box)
          continue
        }
      }
      segments.append(Segment(words: [word], box: word.box))
    }
    var labelCount = segments.count
    while labelCount > 0, isFigure(segments[labelCount - 1].text) { labelCount -= 1 }
    // The units of a sheet are a column of their own.
    if labelCount > 1, labelCount < segments.count, units.contains(segments[labelCount - 1].text) {
      labelCount -= 1
    }
    return Record(
      index: index, labels: Array(segments[..<labelCount]), figures: Array(segments[labelCount...]),
      box: line.box)
  }

  /// A figure, or what stands in the place of one.
  private static func isFigure(_ text: String) -> Bool {
    if text.unicodeScalars.count > 24 { return false }
    if PageText.hasDigit(text) {
      return text.unicodeScalars.allSatisfy {
        PageText.isDigit($0) || ".,-+%~～—–≥≤".unicodeScalars.contains($0) || $0.properties.isWhitespace
      }
    }
    return ["-", "—", "–", "/", "无", "未知", "不适用", "——", "--"].contains(text)
  }

  // MARK: Runs

  /// The lines from one with figures on that have the same columns, with the labels between them.
  private static func run(
    _ records: [Record], from start: Int
  ) -> (records: [Record], columns: [Span], end: Int)? {
    var columns = records[start].figures.map { Span(left: $0.box.left, right: $0.box.right) }
    var taken = [records[start]]
    var pending: [Record] = []
    var rows = 1
    var end = start + 1
    var index = start + 1
    while index < records.count, pending.count <= 6, rows < mostRows {
      let next = records[index]
      if next.figures.isEmpty {
        // A line that runs on over the columns is text again.
        guard next.box.right <= columns[0].left + 1 else { break }
        pending.append(next)
      } else {
        let next = withGluedFigure(next, columns)
        guard let positions = positions(of: next.figures, in: columns),
          next.labels.allSatisfy({ $0.box.right <= columns[0].right })
        else { break }
        for (figure, position) in zip(next.figures, positions) {
          columns[position].left = min(columns[position].left, figure.box.left)
          columns[position].right = max(columns[position].right, figure.box.right)
        }
        if zip(columns, columns.dropFirst()).contains(where: { $0.right >= $1.left }) { break }
        taken += pending + [next]
        pending = []
        rows += 1
        end = index + 1
      }
      index += 1
    }
    guard rows >= fewestRows else { return nil }
    // The rest of the last label.
    for record in pending {
      guard let last = taken.last, record.box.top - last.box.bottom < 0.6 * record.box.height,
        let label = record.labels.first, !PageText.beginsWithNumber(label.text),
        label.text.unicodeScalars.count < 30
      else { break }
      taken.append(record)
      end = record.index + 1
    }
    return (taken, columns, end)
  }

  /// Takes a figure that stands close behind its label for the first column, if that has none.
  private static func withGluedFigure(_ record: Record, _ columns: [Span]) -> Record {
    guard let label = record.labels.last, label.words.count > 1, let word = label.words.last,
      isFigure(word.text), columns[0].overlaps(word.box),
      !record.figures.contains(where: { columns[0].overlaps($0.box) })
    else { return record }
    var record = record
    let words = Array(label.words.dropLast())
    record.labels[record.labels.count - 1] = Segment(
      words: words, box: words.reduce(.empty) { $0.union($1.box) })
    record.figures.insert(Segment(words: [word], box: word.box), at: 0)
    return record
  }

  /// The column of each figure; nil where one stands in none, or two in the same.
  private static func positions(of figures: [Segment], in columns: [Span]) -> [Int]? {
    var result: [Int] = []
    for figure in figures {
      let found = columns.indices.filter { columns[$0].overlaps(figure.box) }
      guard found.count == 1, found[0] > result.last ?? -1 else { return nil }
      result.append(found[0])
    }
    return figures.count == columns.count || figures.count >= 2 ? result : nil
  }

  // MARK: Rows

  private struct Row {
    var label = ""
    var figures: [Segment]
    var center: Double
    /// Labels of groups that stand in front of it.
    var groups: [String] = []
  }

  private static func table(_ records: [Record], columns: [Span], page: Int) -> PageTable {
    let rowRecords = records.indices.filter { !records[$0].figures.isEmpty }
    let inner = innerEdge(rowRecords.map { records[$0] })
    let isInner = { (segment: Segment) in segment.box.left >= inner - 3 }
    let (labels, outer) = labelLines(records, rowRecords, isInner)
    var pieces = outer.map { LabelPiece(segment: $0) }
    var rows = rowRecords.enumerated().map { position, recordIndex in
      let record = records[recordIndex]
      var row = Row(figures: record.figures, center: record.box.centerY)
      var own = record.labels.filter { !isInner($0) }
      if labels[position].isEmpty, let only = own.popLast() {
        pieces.append(LabelPiece(segment: only, row: position))
      } else {
        row.label = joined(labels[position])
      }
      pieces += own.map { LabelPiece(segment: $0) }
      return row
    }
    for group in groups(pieces) {
      let box = group.reduce(PageBox.empty) { $0.union($1.segment.box) }
      let text = joined(group.map(\.segment))
      if let row = group.compactMap(\.row).first {
        rows[row].label = text
      } else if let row = rows.firstIndex(where: {
        $0.label.isEmpty && $0.center > box.top && $0.center < box.bottom
      }) {
        rows[row].label = text
      } else {
        place(text, box.centerY, &rows)
      }
    }
    return table(rows, columns, records, page)
  }

  /// The lines of each row's label, and those that stand before all labels: each line between two rows belongs to
  /// one of them.
  private static func labelLines(
    _ records: [Record], _ rowRecords: [Int], _ isInner: (Segment) -> Bool
  ) -> (labels: [[Segment]], outer: [Segment]) {
    var labels: [[Segment]] = rowRecords.map { records[$0].labels.filter(isInner) }
    var outer: [Segment] = []
    for (position, recordIndex) in rowRecords.enumerated() {
      let own = records[recordIndex].labels
      let previous = position > 0 ? rowRecords[position - 1] : -1
      let between = (previous + 1..<recordIndex).flatMap { records[$0].labels }
      outer += between.filter { !isInner($0) }
      let lines = between.filter(isInner)
      let ownBegins = own.last.map { PageText.beginsWithNumber($0.text) } ?? false
      var split = lines.count
      if !ownBegins {
        if let first = lines.firstIndex(where: { PageText.beginsWithNumber($0.text) }) {
          split = first
        } else if position > 0 {
          let (above, below) = (records[previous].box.centerY, records[recordIndex].box.centerY)
          split = lines.firstIndex { below - $0.box.centerY < $0.box.centerY - above } ?? lines.count
        } else {
          split = 0
        }
      }
      if position > 0 { labels[position - 1] += lines[..<split] }
      labels[position] = (position > 0 ? Array(lines[split...]) : lines) + labels[position]
    }
    if let last = rowRecords.last {
      labels[labels.count - 1] += (last + 1..<records.count).flatMap { records[$0].labels.filter(isInner) }
      outer += (last + 1..<records.count).flatMap { records[$0].labels.filter { !isInner($0) } }
    }
    return (labels, outer)
  }

  /// A piece of a label, and the row on whose line it stands.
  private struct LabelPiece {
    var segment: Segment
    var row: Int?
  }

  /// Where most labels of rows begin.
  private static func innerEdge(_ records: [Record]) -> Double {
    let edges = records.compactMap { $0.labels.last?.box.left }.sorted()
    var best = (count: 0, edge: 0.0)
    var start = 0
    for (index, edge) in edges.enumerated() {
      while edge - edges[start] > 3 { start += 1 }
      if index - start + 1 >= best.count { best = (index - start + 1, edges[start]) }
    }
    return best.edge
  }

  private static func joined(_ segments: [Segment]) -> String {
    let lines = segments.map { PageLine(words: $0.words, box: $0.box) }
    let box = segments.reduce(PageBox.empty) { $0.union($1.box) }
    return PageText.cellText(lines, in: box)
  }

  /// Pieces of labels that stand under each other; no group has the labels of two rows.
  private static func groups(_ pieces: [LabelPiece]) -> [[LabelPiece]] {
    var groups: [[LabelPiece]] = []
    let sorted = pieces.sorted {
      ($0.segment.box.top, $0.segment.box.left) < ($1.segment.box.top, $1.segment.box.left)
    }
    for piece in sorted {
      let box = piece.segment.box
      let found = groups.indices.suffix(12).last { index in
        guard let last = groups[index].last?.segment.box else { return false }
        return min(last.right, box.right) > max(last.left, box.left)
          && box.top - last.bottom < 0.8 * box.height
          && !PageText.beginsWithNumber(piece.segment.text)
          && (piece.row == nil || groups[index].allSatisfy { $0.row == nil })
      }
      if let found { groups[found].append(piece) } else { groups.append([piece]) }
    }
    return groups
  }

  /// Puts the label of a group in front of the first of its rows: it stands in their middle.
  private static func place(_ text: String, _ center: Double, _ rows: inout [Row]) {
    guard
      let nearest = rows.indices.min(by: {
        (rows[$0].center - center).magnitude < (rows[$1].center - center).magnitude
      })
    else { return }
    var first = nearest
    let isSection = text.unicodeScalars.dropFirst().first == "、"
    while first > 0 {
      let label = rows[first].label
      if isSection ? label.hasPrefix("（一）") : isFirstNumber(label) { break }
      if !isSection, !label.unicodeScalars.prefix(1).allSatisfy(PageText.isDigit) { break }
      first -= 1
    }
    rows[first].groups.insert(text, at: isSection ? 0 : rows[first].groups.count)
  }

  private static func isFirstNumber(_ label: String) -> Bool {
    let scalars = label.unicodeScalars
    return scalars.first == "1" && !(scalars.dropFirst().first.map(PageText.isDigit) ?? false)
  }

  private static func table(_ rows: [Row], _ columns: [Span], _ records: [Record], _ page: Int) -> PageTable {
    let box = records.reduce(PageBox.empty) { $0.union($1.box) }
    var xs = [min(box.left, columns[0].left - 1)]
    for (index, column) in columns.enumerated() {
      let before =
        index == 0 ? records.compactMap { $0.labels.last?.box.right }.max() : columns[index - 1].right
      xs.append(max((min(before ?? column.left, column.left) + column.left) / 2, xs[index] + 0.1))
    }
    xs.append(max(box.right, xs[xs.count - 1]) + 1)
    var cells: [PageTable.PlacedCell] = []
    var count = 0
    for row in rows {
      for group in row.groups {
        cells.append(
          .init(row: count, rowSpan: 1, left: xs[0], right: xs[xs.count - 1], text: group, page: page))
        count += 1
      }
      cells.append(.init(row: count, rowSpan: 1, left: xs[0], right: xs[1], text: row.label, page: page))
      let positions = positions(of: row.figures, in: columns) ?? []
      for column in columns.indices {
        let figure = positions.firstIndex(of: column).map { row.figures[$0].text }
        cells.append(
          .init(
            row: count, rowSpan: 1, left: xs[column + 1], right: xs[column + 2], text: figure ?? "",
            page: page))
      }
      count += 1
    }
    return PageTable(cells: cells, rowCount: count, xs: xs, box: box, isRuled: false, page: page)
  }
}
