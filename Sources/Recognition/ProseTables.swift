import Core
import ReportModel

/// The words that stand in and around the tables of a form, however a text tears them apart.
struct TableWords {
  private let scan: Scan
  private let labels: [UInt32: [[UInt32]]]

  init(_ scan: Scan, _ vocabulary: ProseVocabulary) {
    self.scan = scan
    labels = vocabulary.labels
  }

  /// Whether a text is nothing but labels of tables, their numbers and units. The last may be cut short.
  func areAll(_ range: Range<Int>) -> Bool {
    guard range.count <= 120 else { return false }
    var index = range.lowerBound
    var count = 0
    while index < range.upperBound {
      let glyph = scan.glyphs[index]
      if glyph.kind == .mark {
        if glyph.code == "。" { return false }
        index += 1
      } else if let end = labelEnd(index, to: range.upperBound) {
        index = end
        count += 1
      } else if let end = numberEnd(index, to: range.upperBound) {
        index = end
      } else {
        return false
      }
    }
    return count > 0
  }

  /// The end of the longest label that begins at a glyph.
  private func labelEnd(_ start: Int, to end: Int) -> Int? {
    guard let candidates = labels[scan.glyphs[start].code] else { return nil }
    for label in candidates {
      var index = start
      var position = 0
      while index < end, position < label.count {
        if scan.glyphs[index].kind != .mark {
          guard scan.glyphs[index].code == label[position] else { break }
          position += 1
        }
        index += 1
      }
      if position == label.count || index == end && position >= 2 { return index }
    }
    return nil
  }

  /// 1. and 一、 before a label; 单位：件.
  private func numberEnd(_ start: Int, to end: Int) -> Int? {
    var index = start
    while index < end, index - start < 3,
      scan.glyphs[index].kind == .digit || ChineseNumeral.ordinal(scan.glyphs[index].code) != nil
    {
      index += 1
    }
    // 2017年度 over the figures of a sheet.
    if index == start + 3, index + 1 < end, scan.glyphs[start].code == "2", scan.glyphs[index].kind == .digit,
      scan.glyphs[index + 1].code == "年"
    {
      index += 2
      return index < end && scan.glyphs[index].code == "度" ? index + 1 : index
    }
    if index > start { return index < end && scan.glyphs[index].kind == .mark ? index : nil }
    return unitEnd(start, to: end)
  }

  private func unitEnd(_ start: Int, to end: Int) -> Int? {
    guard start + 3 < end, scan.glyphs[start].code == "单", scan.glyphs[start + 1].code == "位",
      scan.glyphs[start + 2].isMark(":")
    else { return nil }
    let letters = scan.codes(start + 3..<min(start + 5, end))
    let length = FigureWords.unitLength(letters)
    return length > 0 ? start + 3 + length : nil
  }

  /// 注：… and 填表说明 under a table.
  func isNote(_ range: Range<Int>) -> Bool {
    let letters = scan.codes(range.lowerBound..<min(range.lowerBound + 5, range.upperBound))
    return Self.notes.contains { letters.starts(with: $0) }
  }

  private static let notes = ["注", "备注", "说明", "填表说明"].map(GlyphFolding.codes(of:))

  /// （单位：件） over a table.
  func isUnit(_ range: Range<Int>) -> Bool {
    guard range.count <= 9 else { return false }
    let letters = range.filter { scan.glyphs[$0].kind != .mark }
    guard let first = letters.first, let last = letters.last, let end = unitEnd(first, to: range.upperBound)
    else {
      return false
    }
    return last < end
  }
}

extension ProseReader {
  /// The glyphs of tables in running text: runs of labels and figures around rows that were taken.
  func tableRanges() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start: Int?
    var end = 0
    var hasTaken = false
    func close() {
      if let first = start, hasTaken { result.append(first..<end) }
      start = nil
      hasTaken = false
    }
    for (index, token) in scan.tokens.enumerated() where !token.isCell {
      var belongs = false
      // A sentence before the first row is prose, whatever labels and figures it names.
      if start != nil, !hasTaken, end <= token.glyphs.lowerBound, endsSentence(end, token) { start = nil }
      switch token.kind {
      case _ where start != nil && hasTaken && isRowOfParagraphs(token.piece): belongs = true
      case .label(let id):
        let meanings = layout.meanings(of: id)
        let isTitle = meanings.contains { meaning in
          switch meaning {
          case .tableTitle, .section: true
          default: false
          }
        }
        if isTitle { close() }
        // A header or a row of another form stands in the table that it is printed in.
        belongs = !isTitle && (!meanings.isEmpty || start != nil && hasTaken)
      case .figures, .unit, .blank: belongs = start != nil
      case .text: belongs = start != nil && scan.codes(token.glyphs).count <= 10 && !isNoise(index)
      }
      if belongs {
        if start == nil { start = token.glyphs.lowerBound }
        if taken.contains(index) { hasTaken = true }
        if case .text = token.kind {} else { end = token.glyphs.upperBound }
      } else {
        close()
      }
    }
    close()
    return merge(result)
  }

  /// Whether a paragraph is the label of a row whose figures stand in paragraphs of their own, known or not.
  private func isRowOfParagraphs(_ piece: Int) -> Bool {
    let range = scan.pieces[piece].glyphs
    guard scan.pieces[piece].kind == .paragraph, piece + 2 < scan.pieces.count, range.count <= 150,
      scan.glyphs[range].contains(where: { $0.kind == .letter }),
      !scan.glyphs[range].contains(where: { $0.code == "。" })
    else { return false }
    return scan.pieces[piece + 1...piece + 2].allSatisfy { next in
      next.kind == .paragraph && !next.glyphs.isEmpty
        && scan.glyphs[next.glyphs].allSatisfy { $0.kind == .digit }
    }
  }

  /// Whether a full stop stands between a position and the end of a token, labels apart.
  private func endsSentence(_ position: Int, _ token: Token) -> Bool {
    let limit: Int
    switch token.kind {
    case .text: limit = token.glyphs.upperBound
    default: limit = token.glyphs.lowerBound
    }
    return position < limit && scan.glyphs[position..<limit].contains { $0.code == "。" }
  }

  /// Words that end a table although they are few: they are not between two rows.
  private func isNoise(_ index: Int) -> Bool {
    guard index + 1 < scan.tokens.count else { return true }
    switch scan.tokens[index + 1].kind {
    case .label, .figures, .unit: return false
    default: return true
    }
  }

  private func merge(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.reduce(into: []) { merged, range in
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
  }
}
