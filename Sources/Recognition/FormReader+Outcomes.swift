/// Table 四: one row of figures under two rows of headers.
extension FormReader {
  mutating func readOutcomeColumn(_ index: Int, table position: Int, name: String) -> Int {
    if !outcomeHeaderIsOpen {
      outcomeColumns = []
      outcomeHeaderIsOpen = true
      applicantsAreOpen = false
      headerIsOpen = false
    }
    table = position
    outcomeColumns.append(name)
    headerTokens.append(index)
    return index + 1
  }

  /// Figures without a label: table 四 has such a row.
  mutating func readBareFigures(_ index: Int) -> Int {
    guard outcomeHeaderIsOpen, let cells = outcomeCells() else { return index + 1 }
    let token = scan.tokens[index]
    // The empty cells of header rows: labels stand in the same row.
    if token.isCell, token.kind == .blank {
      var next = index + 1
      while next < scan.tokens.count, scan.tokens[next].isCell, !scan.tokens[next].beginsRow {
        if isLabel(next) { return next }
        next += 1
      }
      var before = index
      while before > 0, !scan.tokens[before].beginsRow {
        before -= 1
        if isLabel(before) { return next }
      }
    }
    outcomeHeaderIsOpen = false
    let end = placeRow(
      index, cells: cells, source: scan.rowSource(from: index, cellCount: cells.count))
    return max(end, index + 1)
  }

  func isLabel(_ index: Int) -> Bool {
    if case .label = scan.tokens[index].kind { true } else { false }
  }

  /// The cells under the header that was read.
  func outcomeCells() -> [Int]? {
    let blocks = layout.outcomeBlocks
    guard let width = blocks.first?.columns.count, outcomeColumns.count >= width else { return nil }
    func cells(_ block: FormLayout.OutcomeBlock, _ names: ArraySlice<String>) -> [Int]? {
      let found = names.compactMap { name in block.columns.first { $0.name == name }?.cell }
      return found.count == width && Set(found).count == width ? found : nil
    }
    if outcomeColumns.count == width * blocks.count {
      var result: [Int] = []
      for (position, block) in blocks.enumerated() {
        guard let found = cells(block, outcomeColumns[position * width..<(position + 1) * width]) else {
          return nil
        }
        result += found
      }
      return result
    }
    guard outcomeColumns.count == width else { return nil }
    // One block in a table of its own: the last headings say which.
    let path = blocks.last { block in
      guard let last = block.path.last, let seen = outcomeBlocks.last else { return false }
      return last == seen
    }
    return path.flatMap { cells($0, outcomeColumns[...]) }
  }
}
