import Core
import DocumentModel

/// Reads lines that belong to words: what a line goes through is struck out, and what stands over one is only
/// underlined. Neither is a ruling line of a table.
struct PageStrokes {
  private static let bandHeight = 16.0
  private var page: DrawnPage
  private var bands: [Int: [Int]] = [:]
  /// The parts of words that a line goes through.
  private var struck: [Int: [PageRule]] = [:]

  static func read(_ page: DrawnPage) -> DrawnPage {
    guard page.rules.hasLetters else { return page }
    var strokes = PageStrokes(page: page)
    strokes.read()
    return strokes.page
  }

  private init(page: DrawnPage) {
    self.page = page
    for (index, word) in page.words.enumerated() {
      bands[Self.band(word.box.centerY), default: []].append(index)
    }
  }

  private static func band(_ y: Double) -> Int { Int((y / bandHeight).rounded(.down)) }

  private mutating func read() {
    var kept: [PageRule] = []
    for rule in page.rules.horizontal {
      if !isStroke(rule) { kept.append(rule) }
    }
    page.rules.horizontal = kept
    if !struck.isEmpty { leaveOut() }
  }

  /// Whether a line begins and ends with words that it goes through or stands under.
  private mutating func isStroke(_ rule: PageRule) -> Bool {
    // Pieces of dotted lines are shorter than letters.
    guard rule.length > 4 else { return false }
    let near = (Self.band(rule.position - Self.bandHeight)...Self.band(rule.position + Self.bandHeight))
      .flatMap { bands[$0] ?? [] }
      .filter { page.words[$0].box.left < rule.end && page.words[$0].box.right > rule.start }
    for range in [0.36...0.68, 0.78...1.15] {
      let words = near.filter {
        let box = page.words[$0].box
        return range.contains((rule.position - box.top) / max(box.height, 1))
      }
      guard !words.isEmpty, isClosed(rule, words) else { continue }
      if range.upperBound < 0.7 {
        for word in words where !Self.isDash(page.words[word].text) { struck[word, default: []].append(rule) }
      }
      return true
    }
    return false
  }

  /// Whether a line is as long as the words that it belongs to, or parts of them, and no wall stands at its ends.
  private func isClosed(_ rule: PageRule, _ words: [Int]) -> Bool {
    let boxes = words.map { page.words[$0].box }
    let covered = boxes.reduce(0) { $0 + max(0, min($1.right, rule.end) - max($1.left, rule.start)) }
    let size = boxes.map(\.height).max() ?? 1
    guard covered > 0.75 * rule.length, rule.length > 0.35 * size,
      boxes.contains(where: { $0.left < rule.start + 0.3 * size }),
      boxes.contains(where: { $0.right > rule.end - 0.3 * size })
    else { return false }
    return !page.rules.vertical.contains {
      min(($0.position - rule.start).magnitude, ($0.position - rule.end).magnitude) < 0.9
        && $0.start <= rule.position + 1 && $0.end >= rule.position - 1
    }
  }

  /// Dashes are lines themselves, as some fonts draw them.
  private static func isDash(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { "-—–－─一".unicodeScalars.contains($0) }
  }

  /// Takes what is struck out of the words.
  private mutating func leaveOut() {
    var words: [PageWord] = []
    var last: (text: String, box: PageBox)?
    var texts: [String] = []
    for (index, word) in page.words.enumerated() {
      guard let rules = struck[index] else {
        words.append(word)
        continue
      }
      for piece in PageText.split(word, at: rules.flatMap { [$0.start, $0.end] }.sorted()) {
        if !rules.contains(where: { $0.start <= piece.box.centerX && $0.end >= piece.box.centerX }) {
          words.append(piece)
        } else if let before = last, before.box.top < piece.box.centerY,
          before.box.bottom > piece.box.centerY,
          (piece.box.left - before.box.right).magnitude < piece.box.height
        {
          texts[texts.count - 1] += piece.text
          last = (texts[texts.count - 1], before.box.union(piece.box))
        } else {
          texts.append(piece.text)
          last = (piece.text, piece.box)
        }
      }
    }
    page.words = words
    page.unseen += texts.map { UnseenText(.struckOut, $0, place: Place(page: page.number)) }
  }
}
