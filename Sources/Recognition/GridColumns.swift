/// Which columns of a grid hold the figures of its rows, so that a row with empty cells is not shifted.
///
/// The rows in which every figure is there say it, by majority; where there are none, the headers over the figures.
struct GridColumns: ~Copyable {
  /// What a grid says of a row.
  enum Alignment {
    /// As many parts as the row has cells, in their order; the positions of those that share one figure; and the
    /// parts in columns that are none of the form's.
    case columns([RowSource.Part], merged: Set<Int> = [], others: [RowSource.Part] = [])
    /// The row is not built like the others: which figure belongs to which column is not known.
    case doubtful
    /// The grid says nothing.
    case unknown
  }

  private let scan: Scan
  /// By the first token of a table and the number of figures in a row, how many rows have them in which columns.
  private var known: [Key: [[Int]: Int]] = [:]

  private struct Key: Hashable {
    let table: Int
    let count: Int
  }

  init(_ scan: Scan) { self.scan = scan }

  /// The parts of a row by the columns that their cells belong to.
  ///
  /// - Parameters:
  ///   - headers: the columns of the headers over the figures, as far as they are known.
  ///   - isUniform: whether all rows of the table have figures in the same columns. Where blocks have columns of
  ///     their own, other rows say nothing of this one.
  mutating func aligned(
    _ parts: [RowSource.Part], at token: Int, count: Int, headers: [Int], isUniform: Bool
  ) -> Alignment {
    let own = parts.compactMap { scan.pieces[$0.piece].column }
    guard own.count == parts.count,
      let columns = (isUniform ? columns(around: token, count) : nil)
        ?? (headers.count == count ? headers : nil),
      let last = columns.last
    else { return .unknown }
    if own == columns || isInOrder(own, columns) { return .columns(parts) }
    // A row that is shifted as a whole, by a merged cell that the format forgot, is in order as it is.
    if own.count == columns.count, Set(zip(own, columns).map { $0 - $1 }).count == 1 {
      return .columns(parts)
    }
    // Several rows that are shifted in the same way, and whole.
    let filled = zip(parts, own).filter { $0.0.kind != .blank }
    if isUniform, filled.count == count, filled.map(\.1) != columns,
      votes(around: token, count)[filled.map(\.1), default: 0] >= Self.fewestAlike
    {
      return .columns(filled.map(\.0))
    }
    var byColumn: [Int: RowSource.Part] = [:]
    var others: [RowSource.Part] = []
    for (part, column) in zip(parts, own) {
      if columns.contains(column) {
        byColumn[column] = part
      } else if part.kind != .blank {
        others.append(part)
      } else if column > last, !isUsual(column, of: token) {
        // One cell more than the other rows have: it may stand anywhere.
        return .doubtful
      }
    }
    if byColumn.isEmpty { return .unknown }
    // Figures begin before their columns where the cells of the label are fewer: a figure too many stands behind.
    if !others.isEmpty, others.allSatisfy({ scan.pieces[$0.piece].column ?? 0 < columns[0] }) {
      return .unknown
    }
    // A column that other rows have as well is one of its own; a figure elsewhere has shifted the row.
    guard others.allSatisfy({ isColumn(scan.pieces[$0.piece].column ?? 0, of: token, among: columns) }) else {
      return .doubtful
    }
    // A row that ends before the others has lost a cell, and which one is not known.
    guard let end = parts.last.map({ scan.pieces[$0.piece].lastColumn ?? 0 }), end >= last,
      let any = parts.first
    else { return .doubtful }
    let nowhere = any.glyphs.lowerBound..<any.glyphs.lowerBound
    var merged: Set<Int> = []
    let aligned = columns.enumerated().map { position, column in
      if let part = byColumn[column] {
        if part.kind != .blank, let next = columns.dropFirst(position + 1).first,
          scan.pieces[part.piece].lastColumn ?? column >= next
        {
          merged.insert(position)
        }
        return part
      }
      // Part of a cell that begins before.
      if let over = parts.last(where: { scan.pieces[$0.piece].column ?? 0 < column }), over.kind != .blank,
        scan.pieces[over.piece].lastColumn ?? 0 >= column
      {
        merged.insert(position)
        return over
      }
      return RowSource.Part(kind: .blank, glyphs: nowhere, piece: any.piece)
    }
    return .columns(aligned, merged: merged, others: others)
  }

  private static let fewestAlike = 3

  /// Whether a column is one of figures of its own, beside those of the form: with words over it that are no label,
  /// and figures or blank cells in most rows below.
  private func isColumn(_ column: Int, of token: Int, among columns: [Int]) -> Bool {
    guard let first = columns.first, column > first else { return false }
    var hasHeader = false
    var rows = 0
    var cells = 0
    var filled = 0
    for index in table(around: token) {
      let token = scan.tokens[index]
      if token.beginsRow, cells > 0 { rows += 1 }
      guard scan.pieces[token.piece].column == column else { continue }
      switch token.kind {
      case .label: return false
      case .text, .unit:
        if filled > 0 { return false }
        hasHeader = true
      case .blank: cells += 1
      case .figures:
        cells += 1
        filled += 1
      }
    }
    // One row that is longer than the others is no column.
    return 2 * cells > rows && (hasHeader || filled >= Self.fewestAlike)
  }

  /// Whether half of the rows of a token's table have a cell that begins in a column.
  private func isUsual(_ column: Int, of token: Int) -> Bool {
    var rows = 0
    var cells = 0
    for index in table(around: token) {
      if scan.tokens[index].beginsRow { rows += 1 }
      if scan.pieces[scan.tokens[index].piece].column == column { cells += 1 }
    }
    return 2 * cells >= rows
  }

  /// The tokens of the table in which one stands.
  private func table(around token: Int) -> Range<Int> {
    let first = firstToken(ofTableAround: token)
    var end = first + 1
    while end < scan.tokens.count, scan.tokens[end].isCell, !scan.pieces[scan.tokens[end].piece].beginsTable {
      end += 1
    }
    return first..<min(end, scan.tokens.count)
  }

  /// Whether each cell begins between the columns of its neighbours, as where cells of other rows are merged
  /// otherwise.
  private func isInOrder(_ own: [Int], _ columns: [Int]) -> Bool {
    own.count == columns.count
      && own.indices.allSatisfy { index in
        (index == 0 || own[index] > columns[index - 1])
          && (index + 1 == own.count || own[index] < columns[index + 1])
      }
  }

  private func firstToken(ofTableAround token: Int) -> Int {
    var first = token
    while first > 0, !scan.pieces[scan.tokens[first].piece].beginsTable { first -= 1 }
    return first
  }

  private mutating func columns(around token: Int, _ count: Int) -> [Int]? {
    let votes = votes(around: token, count)
    guard let best = votes.max(by: { ($0.value, $1.key.count) < ($1.value, $0.key.count) }) else {
      return nil
    }
    // A tie says nothing.
    return votes.count { $0.value == best.value } == 1 ? best.key : nil
  }

  private mutating func votes(around token: Int, _ count: Int) -> [[Int]: Int] {
    let first = firstToken(ofTableAround: token)
    let key = Key(table: first, count: count)
    if let votes = known[key] { return votes }
    let votes = vote(from: first, count)
    known[key] = votes
    return votes
  }

  /// In which columns the rows of that many figures have them.
  private func vote(from first: Int, _ count: Int) -> [[Int]: Int] {
    var votes: [[Int]: Int] = [:]
    var run: [Int] = []
    func close() {
      if run.count == count { votes[run, default: 0] += 1 }
      run = []
    }
    var index = first
    while index < scan.tokens.count, scan.tokens[index].isCell,
      index == first || !scan.pieces[scan.tokens[index].piece].beginsTable
    {
      let token = scan.tokens[index]
      if token.beginsRow { close() }
      switch token.kind {
      case .figures: if let column = scan.pieces[token.piece].column { run.append(column) }
      case .blank, .unit: break
      case .label, .text: run = []
      }
      index += 1
    }
    close()
    return votes
  }
}
