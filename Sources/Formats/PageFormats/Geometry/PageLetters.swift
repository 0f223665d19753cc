import Core
import DocumentModel
import TextKit

/// Where the letters of words stand: pdftotext gives boxes that are as high as a font says of itself, up to three
/// times its size, and joins what differs in height or colour only.
///
/// Each word is laid on the line that its letters are drawn on. What stands higher becomes raised characters, and
/// what is as white as the paper is left out.
struct PageLetters {
  /// What a word is known to be after its letters were found.
  private struct Placed {
    var word: PageWord
    /// The line that it stands on, and the size of its letters.
    var base: Double
    var size: Double
  }

  /// How a box reaches around a line of letters, in their size.
  private static let above = 0.95
  private static let below = 0.25
  private static let bandHeight = 16.0

  private let page: DrawnPage
  private var bands: [Int: [PageGlyph]] = [:]
  private var unseen: [UnseenText] = []
  /// How far down in most boxes their line lies: poppler mirrors the boxes of text that is turned.
  private var usualShare = 0.72

  /// The page with its words laid on lines; as it is, where its letters are not drawn as such.
  static func placed(_ page: DrawnPage) -> DrawnPage {
    guard page.rules.hasLetters, !page.rules.glyphs.isEmpty else { return page }
    var letters = PageLetters(page)
    return letters.placedPage()
  }

  private init(_ page: DrawnPage) {
    self.page = page
    for glyph in page.rules.glyphs { bands[Self.band(glyph.y), default: []].append(glyph) }
    for band in bands.keys { bands[band]?.sort { $0.x < $1.x } }
    var shares: [Int: Int] = [:]
    for word in page.words {
      let box = word.box
      for glyph in glyphs(box.left - 0.1, box.left + 0.1, box.top, box.bottom) {
        shares[Int(25 * (glyph.y - box.top) / max(box.height, 0.1)), default: 0] += 1
      }
    }
    if let most = shares.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), most.value >= 10 {
      usualShare = (Double(most.key) + 0.5) / 25
    }
  }

  private static func band(_ y: Double) -> Int { Int((y / bandHeight).rounded(.down)) }

  private mutating func placedPage() -> DrawnPage {
    let bases = page.words.map { base(of: $0) }
    guard 2 * bases.count(where: { $0 != nil }) > bases.count else { return page }
    let sizes = sizes(bases)
    var result = page
    var placed: [Placed] = []
    result.words = []
    for (index, word) in page.words.enumerated() {
      if let base = bases[index], let size = sizes[index] {
        let first = placed.endIndex
        placed += pieces(of: word, base: base, size: size)
        if first < placed.endIndex { placed[first].word.blank = word.blank }
      } else {
        result.words.append(word)
      }
    }
    result.words += withMarks(placed).map(\.word)
    result.unseen += unseen
    return result
  }

  /// The letters between two sides, near a height, from the left.
  private func glyphs(_ left: Double, _ right: Double, _ top: Double, _ bottom: Double) -> [PageGlyph] {
    var result: [PageGlyph] = []
    let (first, last) = (Self.band(top), Self.band(bottom))
    for index in first...min(last, first + 20) {
      guard let band = bands[index] else { continue }
      var (low, high) = (0, band.count)
      while low < high {
        let middle = (low + high) / 2
        if band[middle].x < left { low = middle + 1 } else { high = middle }
      }
      for glyph in band[low...] {
        if glyph.x >= right { break }
        if glyph.y >= top, glyph.y <= bottom { result.append(glyph) }
      }
    }
    return result
  }

  /// The line that a word stands on: the one with enough letters that lies where lines lie in boxes.
  private func base(of word: PageWord) -> Double? {
    let count = word.text.unicodeScalars.count
    let slack = 0.2 * word.box.width / Double(count)
    let found = glyphs(word.box.left - slack, word.box.right - slack, word.box.top, word.box.bottom)
    var lines: [(y: Double, count: Int)] = []
    for glyph in found.sorted(by: { $0.y < $1.y }) {
      if let last = lines.last, glyph.y - last.y < 0.3 {
        lines[lines.count - 1].count += 1
      } else {
        lines.append((glyph.y, 1))
      }
    }
    let usual = word.box.top + usualShare * word.box.height
    return lines.filter { 2 * $0.count >= count }
      .min { ($0.y - usual).magnitude < ($1.y - usual).magnitude }?.y
  }

  /// The size of each word's letters: that of ideographs is their width, and fonts are known by how boxes lie.
  private func sizes(_ bases: [Double?]) -> [Double?] {
    func key(_ word: PageWord, _ base: Double) -> Int {
      Int((100 * (base - word.box.top) / max(word.box.height, 0.1)).rounded())
    }
    var ratios: [Int: [Double]] = [:]
    for (word, base) in zip(page.words, bases) {
      guard let base, let size = word.ideographSize else { continue }
      ratios[key(word, base), default: []].append(size / max(word.box.height, 0.1))
    }
    let medians = ratios.mapValues { $0.sorted()[$0.count / 2] }
    return zip(page.words, bases).map { word, base in
      guard let base else { return nil }
      if let size = word.ideographSize { return size }
      if let ratio = medians[key(word, base)] { return ratio * word.box.height }
      // Digits are a little wider than half their size.
      let count = Double(word.text.unicodeScalars.count)
      return min(word.box.height, 1.8 * word.box.width / max(count, 1))
    }
  }

  // MARK: Letters

  /// A word on its line, without what is white: in pieces where something was left out.
  private mutating func pieces(of word: PageWord, base: Double, size: Double) -> [Placed] {
    let scalars = Array(word.text.unicodeScalars)
    let slack = 0.2 * word.box.width / Double(scalars.count)
    var letters = glyphs(
      word.box.left - slack, word.box.right - slack, base - 0.6 * size, base + 0.5 * size)
    letters.sort { ($0.x, $0.y) < ($1.x, $1.y) }
    // Bold letters may be drawn twice.
    var single: [PageGlyph] = []
    for letter in letters {
      if let last = single.last, letter.x - last.x < 0.08 * size, (letter.y - last.y).magnitude < 0.08 * size
      {
        continue
      }
      single.append(letter)
    }
    if single.count != scalars.count {
      let onLine = single.filter { ($0.y - base).magnitude < 0.1 * size }
      if onLine.allSatisfy(\.isWhite), isPaper(word.box.left, word.box.right, base, size) {
        leaveOut(word.text)
        return []
      }
      return [placed(word.text, word.box.left, word.box.right, base, size)]
    }
    return pieces(word, scalars, single, base, size)
  }

  private mutating func pieces(
    _ word: PageWord, _ scalars: [Unicode.Scalar], _ letters: [PageGlyph], _ base: Double, _ size: Double
  ) -> [Placed] {
    enum Kind { case plain, raised, lowered, white }
    // The texts of two cells may touch: they are drawn apart.
    let isOverWall = hasWall(between: word.box.left + 2, word.box.right - 2, at: base - 0.35 * size)
    func kind(_ index: Int) -> Kind {
      let letter = letters[index]
      let right = index + 1 < letters.count ? letters[index + 1].x : word.box.right
      if letter.isWhite, isPaper(letter.x, right, base, size) { return .white }
      if letter.y < base - 0.15 * size { return .raised }
      return letter.y > base + 0.12 * size ? .lowered : .plain
    }
    var result: [Placed] = []
    var text = ""
    var left = word.box.left
    var start = 0
    while start < scalars.count {
      let own = kind(start)
      var end = start + 1
      while end < scalars.count, kind(end) == own, !isOverWall || letters[end].run == letters[start].run {
        end += 1
      }
      let run = String(String.UnicodeScalarView(scalars[start..<end]))
      let right = end < letters.count ? letters[end].x : word.box.right
      switch own {
      case .plain:
        if isOverWall, !text.isEmpty {
          result.append(placed(text, left, letters[start].x, base, size))
          (text, left) = ("", letters[start].x)
        }
        text += run
      case .raised: text += RaisedText.raised(run)
      case .lowered: text += RaisedText.lowered(run)
      case .white:
        if !text.isEmpty { result.append(placed(text, left, letters[start].x, base, size)) }
        leaveOut(run)
        (text, left) = ("", right)
      }
      start = end
    }
    if !text.isEmpty { result.append(placed(text, left, word.box.right, base, size)) }
    return result
  }

  private func placed(
    _ text: String, _ left: Double, _ right: Double, _ base: Double, _ size: Double
  ) -> Placed {
    let box = PageBox(
      left: left, top: base - Self.above * size, right: right, bottom: base + Self.below * size)
    return Placed(word: PageWord(text: text, box: box), base: base, size: size)
  }

  /// Whether white letters at a place stand on nothing that they could be seen on.
  private func isPaper(_ left: Double, _ right: Double, _ base: Double, _ size: Double) -> Bool {
    let (x, y) = ((left + right) / 2, base - 0.35 * size)
    return !page.rules.hasPicture && !page.rules.shades.contains { $0.contains(x, y) }
  }

  private mutating func leaveOut(_ text: String) {
    unseen.append(UnseenText(.hidden, text, place: Place(page: page.number)))
  }

  // MARK: Marks of notes

  /// No mark of a note is longer.
  private static let longestMark = 6

  /// Small words that stand higher or lower, close behind another, become its raised or lowered characters.
  private func withMarks(_ placed: [Placed]) -> [Placed] {
    let order = placed.indices.sorted { placed[$0].word.box.left < placed[$1].word.box.left }
    let byBand = Dictionary(grouping: placed.indices) { Self.band(placed[$0].base) }
    var result = placed
    var isTaken = Array(repeating: false, count: placed.count)
    for mark in order where placed[mark].word.text.unicodeScalars.count <= Self.longestMark {
      let band = Self.band(placed[mark].base)
      let near = (band - 1...band + 1).flatMap { byBand[$0] ?? [] }
      let isFree = { (index: Int) in index != mark && !isTaken[index] }
      let behind = near.first { isFree($0) && isHome(result[$0], of: placed[mark], isBehind: true) }
      guard
        let home = behind
          ?? near.first(where: { isFree($0) && isHome(result[$0], of: placed[mark], isBehind: false) })
      else { continue }
      let isRaised = placed[mark].base < result[home].base
      let text = placed[mark].word.text
      let marked = isRaised ? RaisedText.raised(text) : RaisedText.lowered(text)
      let own = result[home].word.text
      result[home].word.text = behind == nil ? marked + own : own + marked
      result[home].word.box.left = min(result[home].word.box.left, placed[mark].word.box.left)
      result[home].word.box.right = max(result[home].word.box.right, placed[mark].word.box.right)
      isTaken[mark] = true
    }
    return result.indices.filter { !isTaken[$0] }.map { result[$0] }
  }

  /// Whether a small word stands close behind or before another one, as its mark.
  private func isHome(_ word: Placed, of mark: Placed, isBehind: Bool) -> Bool {
    let (left, right) = isBehind ? (word.word.box, mark.word.box) : (mark.word.box, word.word.box)
    let gap = right.left - left.right
    let rise = (word.base - mark.base) / word.size
    guard gap > -0.15 * word.size, gap < 0.2 * word.size, mark.size < 0.9 * word.size,
      rise > 0.12 && rise < 0.75 || rise < -0.06 && rise > -0.5
    else { return false }
    return !hasWall(between: left.right, right.left, at: word.base - 0.35 * word.size)
  }

  private func hasWall(between left: Double, _ right: Double, at y: Double) -> Bool {
    page.rules.vertical.contains {
      $0.position >= left - 1 && $0.position <= right + 1 && $0.start <= y && $0.end >= y
    }
  }
}

extension PageWord {
  /// The size of the letters of a word with ideographs, which are as wide as they are high; other letters are
  /// about half as wide.
  var ideographSize: Double? {
    let scalars = text.unicodeScalars
    let wide = scalars.count(where: PageText.isIdeographic)
    return wide == 0 ? nil : box.width / (Double(wide) + 0.5 * Double(scalars.count - wide))
  }
}
