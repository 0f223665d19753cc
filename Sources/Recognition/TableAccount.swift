import Core
import DocumentModel
import ReportModel

/// Looks at every number of the tables after a form has taken what it knows: what nobody took is a number of
/// pages, rows or columns, or is kept as text that has no place.
struct TableAccount {
  /// A row of any form has fewer cells.
  static let longestRow = 20

  private let scan: Scan
  private let layout: FormLayout
  private var reading: Reading
  private var account = ReadingAccount()

  /// - Parameters:
  ///   - ranges: the glyphs of tables in running text.
  ///   - otherCells: the pieces of cells that say who reports, or are prose.
  /// - Returns: the reading with all that has no place, and the account.
  static func close(
    _ reading: Reading, _ layout: FormLayout, _ scan: Scan, ranges: [Range<Int>], otherCells: Set<Int>,
    unseen: [UnseenText]
  ) -> (Reading, ReadingAccount) {
    var account = TableAccount(scan: scan, layout: layout, reading: reading)
    account.passOver(otherCells)
    account.settleHeadings()
    account.settleTables()
    account.settleText(ranges)
    account.count(ranges, unseen)
    return (account.reading, account.account)
  }

  private init(scan: Scan, layout: FormLayout, reading: Reading) {
    self.scan = scan
    self.layout = layout
    self.reading = reading
  }

  private mutating func passOver(_ cells: Set<Int>) {
    if cells.isEmpty { return }
    var isOther = [Bool](repeating: false, count: scan.pieces.count)
    for piece in cells { isOther[piece] = true }
    for (index, token) in scan.tokens.enumerated() where token.isCell && isOther[token.piece] {
      reading.use(index..<index + 1, as: .furniture)
    }
  }

  // MARK: Headings with figures

  /// The figures of a heading are the sums of its parts, or have no place.
  private mutating func settleHeadings() {
    let form = layout.form
    for heading in reading.headingRows {
      let id = form.indicators[heading.indicator].id
      let parts = form.indicators.indices.filter {
        form.indicators[$0].parent == id && form.indicators[$0].role == .addend
      }.compactMap { layout.rowCells[$0] }
      let sums =
        parts.isEmpty
        ? nil
        : heading.columns.prefix(heading.figures.count).compactMap { column in
          let amounts = parts.compactMap { cells in
            cells.first { form.cells[$0].column == column }.flatMap { reading.statistics[$0]?.certainAmount }
          }
          return amounts.count == parts.count ? amounts.reduce(.zero, +) : nil
        }
      let printed = heading.figures.map(\.certainAmount)
      if let sums, sums.count == printed.count, printed.elementsEqual(sums.map(Optional.some)) {
        reading.use(heading.source, as: .repetition)
        continue
      }
      let text = leave([heading.label] + heading.source, place: heading.label)
      if let sums, sums.count == printed.count { reading.findings.append(.headingNotSum(text, sums: sums)) }
    }
  }

  // MARK: Tables

  private mutating func settleTables() {
    var index = 0
    while index < scan.tokens.count {
      guard scan.tokens[index].isCell else {
        index += 1
        continue
      }
      var end = index + 1
      while end < scan.tokens.count, scan.tokens[end].isCell, !scan.beginsTable(end) { end += 1 }
      settleTable(index..<end)
      index = end
    }
  }

  private mutating func settleTable(_ table: Range<Int>) {
    guard table.contains(where: isOpen) else { return }
    numberRows(table)
    var index = table.lowerBound
    while index < table.upperBound {
      let row = scan.rowRange(around: index).clamped(to: table)
      settleRow(row)
      index = max(row.upperBound, index + 1)
    }
  }

  private mutating func settleRow(_ row: Range<Int>) {
    let open = row.filter(isOpen)
    if open.isEmpty { return }
    let parts = open.map {
      RowSource.Part(kind: .figure, glyphs: scan.tokens[$0].glyphs, piece: scan.tokens[$0].piece)
    }
    let isFigureless = !row.contains { reading.uses[$0] == .figure }
    // 栏次 1 2 3 numbers the columns; behind the label of a row they are figures.
    let isUnlabelled = !row.contains { if case .label = scan.tokens[$0].kind { true } else { false } }
    if isFigureless,
      isUnlabelled && scan.areConsecutive(parts) || open.count == 1 && isPageNumber(open[0], in: row)
    {
      for token in open { reading.use(token..<token + 1, as: .furniture) }
      return
    }
    // All is kept of a row that has no place; of one that has, or of a table without rows, what was left and the
    // label before it.
    if isFigureless, row.count <= Self.longestRow {
      leave(Array(row), place: row.lowerBound)
    } else {
      let labels = row.prefix { $0 < open[0] }.filter(isLabel).suffix(1)
      leave(labels + open, place: open[0])
    }
  }

  /// 1, 2, 3 before the labels of rows, in a column of their own.
  private mutating func numberRows(_ table: Range<Int>) {
    var numbers: [(token: Int, number: Int)] = []
    for token in table where isOpen(token) && scan.tokens[token].beginsRow {
      guard token + 1 < table.upperBound, !scan.tokens[token + 1].beginsRow, isLabel(token + 1),
        let number = scan.wholeNumber(scan.tokens[token].glyphs)
      else { continue }
      numbers.append((token, number))
    }
    let following = zip(numbers, numbers.dropFirst()).count { $1.number == $0.number + 1 }
    guard numbers.count >= 3, 4 * following >= 3 * (numbers.count - 1) else { return }
    for (token, _) in numbers { reading.use(token..<token + 1, as: .label) }
  }

  /// `- 3 -`, or the number of the page on which it stands, alone in its row.
  private func isPageNumber(_ token: Int, in row: Range<Int>) -> Bool {
    guard row.allSatisfy({ $0 == token || scan.tokens[$0].kind == .blank }) else { return false }
    return hasDashes(token) || isNumberOfItsPage(token)
  }

  private func isNumberOfItsPage(_ token: Int) -> Bool {
    scan.wholeNumber(scan.tokens[token].glyphs).map { $0 == scan.place(scan.tokens[token].piece)?.page }
      ?? false
  }

  private func hasDashes(_ token: Int) -> Bool {
    let glyphs = scan.glyphs[scan.tokens[token].glyphs]
    return glyphs.first?.isMark("-") ?? false && glyphs.last?.isMark("-") ?? false && glyphs.count > 2
  }

  // MARK: Running text

  private mutating func settleText(_ ranges: [Range<Int>]) {
    let open = scan.tokens.indices.filter { token in
      !scan.tokens[token].isCell && isOpen(token)
        && (ranges.contains { $0.contains(scan.tokens[token].glyphs.lowerBound) } || isBelowTable(token))
    }
    let pages = pageNumbers(open)
    for token in open where reading.uses[token] == .open {
      if isListNumber(token) {
        reading.use(token..<token + 1, as: .label)
        continue
      }
      if pages.contains(token) || hasDashes(token) || isNumberOfItsPage(token) {
        reading.use(token..<token + 1, as: .furniture)
        continue
      }
      var first = token
      if token > 0, isLabel(token - 1), !scan.tokens[token - 1].isCell { first -= 1 }
      leave(Array(first...token), place: first)
    }
  }

  /// Whether a number stands by itself in a paragraph, or behind a label that forms have, directly below a table.
  private func isBelowTable(_ token: Int) -> Bool {
    let piece = scan.pieces[scan.tokens[token].piece].glyphs
    guard piece.upperBound == scan.tokens[token].glyphs.upperBound else { return false }
    var first = token
    if token > 0, case .label = scan.tokens[token - 1].kind, !scan.tokens[token - 1].isCell { first -= 1 }
    guard first > 0, scan.tokens[first].piece == scan.tokens[token].piece,
      piece.lowerBound == scan.tokens[first].glyphs.lowerBound
    else { return false }
    return scan.tokens[first - 1].isCell || reading.uses[first - 1] != .open
  }

  /// 1. or 2、 before text.
  private func isListNumber(_ token: Int) -> Bool {
    let range = scan.tokens[token].glyphs
    let digits = scan.glyphs[range].prefix { $0.kind == .digit }
    guard digits.count <= 2, let mark = scan.glyphs[digits.endIndex...].first, mark.kind == .mark else {
      return false
    }
    return mark.isMark(".") || mark.isMark("、")
  }

  /// Numbers alone in their paragraphs that count up through the text.
  private func pageNumbers(_ open: [Int]) -> Set<Int> {
    let alone = open.compactMap { token -> (token: Int, number: Int)? in
      guard scan.pieces[scan.tokens[token].piece].glyphs == scan.tokens[token].glyphs else { return nil }
      return scan.wholeNumber(scan.tokens[token].glyphs).map { (token, $0) }
    }
    let isCounting =
      alone.count >= 2 && zip(alone, alone.dropFirst()).allSatisfy { $1.number == $0.number + 1 }
    return isCounting ? Set(alone.map(\.token)) : []
  }

  // MARK: What is left

  /// Whether a token has a number that nothing has taken.
  private func isOpen(_ token: Int) -> Bool {
    scan.tokens[token].kind == .figures && reading.uses[token] == .open
      && scan.glyphs[scan.tokens[token].glyphs].contains { $0.kind == .digit }
  }

  private func isLabel(_ token: Int) -> Bool {
    switch scan.tokens[token].kind {
    case .label, .text: true
    case .figures, .blank, .unit: false
    }
  }

  /// Keeps tokens as text that has no place.
  @discardableResult
  private mutating func leave(_ tokens: [Int], place: Int) -> UnplacedText {
    let texts = tokens.map { scan.cellText($0) }.filter { !$0.isEmpty }
    let text = UnplacedText(texts.joined(separator: " | "), place: scan.place(scan.tokens[place].piece))
    reading.unplaced.append((text, tokens))
    for token in tokens where isOpen(token) { reading.use(token..<token + 1, as: .unplaced) }
    return text
  }

  // MARK: The account

  private mutating func count(_ ranges: [Range<Int>], _ unseen: [UnseenText]) {
    for (index, token) in scan.tokens.enumerated() {
      guard
        token.isCell || reading.uses[index] != .open
          || ranges.contains(where: { $0.contains(token.glyphs.lowerBound) })
      else { continue }
      let range = token.isCell ? scan.pieces[token.piece].glyphs : token.glyphs
      let (numbers, notes) = Scan.numbers(in: scan.glyphs[range])
      if numbers + notes == 0 { continue }
      account[.notes] += token.kind == .figures ? notes : 0
      switch token.kind {
      case .label, .text, .unit, .blank: account[.labels] += numbers + notes
      case .figures:
        switch reading.uses[index] {
        case .figure: account[.figures] += numbers
        case .repetition: account[.repetitions] += numbers
        case .furniture: account[.furniture] += numbers
        case .label: account[.labels] += numbers
        case .unplaced, .open: account[.unplaced] += numbers
        }
      }
    }
    for text in unseen {
      var glyphs: [Glyph] = []
      GlyphFolding.append(text.text, to: &glyphs)
      let (numbers, notes) = Scan.numbers(in: glyphs[...])
      account[.unseen] += numbers + notes
    }
  }
}

extension Scan {
  func beginsTable(_ token: Int) -> Bool {
    pieces[tokens[token].piece].beginsTable && tokens[token].beginsRow
  }

  /// What stands in a cell, whole, with the number before its label; of running text only the token.
  func cellText(_ token: Int) -> String {
    let (piece, glyphs) = (tokens[token].piece, tokens[token].glyphs)
    if tokens[token].isCell { return text(pieces[piece].glyphs, piece: piece) }
    // A run of figures goes on over paragraphs.
    return (piece..<pieces.count).prefix {
      pieces[$0].glyphs.lowerBound < max(glyphs.upperBound, glyphs.lowerBound + 1)
    }
    .map { text(glyphs.clamped(to: pieces[$0].glyphs), piece: $0) }.filter { !$0.isEmpty }
    .joined(separator: " | ")
  }

  /// How many numbers stand among glyphs, outside brackets and in them.
  fileprivate static func numbers(in glyphs: ArraySlice<Glyph>) -> (bare: Int, bracketed: Int) {
    var counts = (bare: 0, bracketed: 0)
    var depth = 0
    var isInNumber = false
    for glyph in glyphs {
      switch glyph.kind {
      case .letter: isInNumber = false
      case .digit:
        if !isInNumber || glyph.hasSpaceBefore {
          if depth > 0 { counts.bracketed += 1 } else { counts.bare += 1 }
        }
        isInNumber = true
      case .mark:
        switch glyph.code {
        case "(", "[": depth += 1
        case ")", "]": depth = max(0, depth - 1)
        default: break
        }
        isInNumber = isInNumber && (glyph.code == "." || glyph.code == ",")
      }
    }
    return counts
  }
}
