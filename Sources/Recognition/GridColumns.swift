/// Which columns of a grid hold the figures of its rows, so that a row with empty cells is not shifted.
///
/// The rows in which every figure is there say it, by majority; where there are none, the headers over the figures.
struct GridColumns {
  private let scan: Scan
  /// By the first token of a table and the number of figures in a row.
  private var known: [Key: [Int]?] = [:]

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
  /// - Returns: as many parts as the row has cells; nil where the grid does not say which is which.
  mutating func aligned(
    _ parts: [RowSource.Part], at token: Int, count: Int, headers: [Int], isUniform: Bool
  ) -> [RowSource.Part]? {
    let own = parts.compactMap { scan.pieces[$0.piece].column }
    guard own.count == parts.count,
      let columns = (isUniform ? columns(around: token, count) : nil)
        ?? (headers.count == count ? headers : nil)
    else { return nil }
    if own == columns { return parts }
    if isInOrder(own, columns) { return parts }
    // A row that is shifted as a whole, by a merged cell that the format forgot, is in order as it is.
    if own.count == columns.count, Set(zip(own, columns).map { $0 - $1 }).count == 1 { return parts }
    var byColumn: [Int: RowSource.Part] = [:]
    for (part, column) in zip(parts, own) {
      if columns.contains(column) {
        byColumn[column] = part
      } else if part.kind != .blank {
        return nil
      }
    }
    guard let any = parts.first else { return nil }
    let nowhere = any.glyphs.lowerBound..<any.glyphs.lowerBound
    return columns.map { byColumn[$0] ?? RowSource.Part(kind: .blank, glyphs: nowhere, piece: any.piece) }
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

  private mutating func columns(around token: Int, _ count: Int) -> [Int]? {
    var first = token
    while first > 0, !scan.pieces[scan.tokens[first].piece].beginsTable { first -= 1 }
    let key = Key(table: first, count: count)
    if let columns = known[key] { return columns }
    let columns = vote(from: first, count)
    known[key] = .some(columns)
    return columns
  }

  /// The columns in which most rows of that many figures have them.
  private func vote(from first: Int, _ count: Int) -> [Int]? {
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
    guard let best = votes.max(by: { ($0.value, $1.key.count) < ($1.value, $0.key.count) }) else {
      return nil
    }
    // A tie says nothing.
    return votes.filter { $0.value == best.value }.count == 1 ? best.key : nil
  }
}
