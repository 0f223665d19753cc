import TextKit
import ReportModel

/// Aligns the prose of two reports: sections by what they are, paragraphs by likeness, words in order.
///
/// The time it takes is bounded whatever the texts are: it grows with their length, and what would need more
/// steps than there are is aligned coarsely.
struct ProseComparer {
  private var numbers = TextNumbers()
  private var alignment = SequenceAlignment()

  /// Texts with less in common are not two versions of one.
  private static let leastLikeness = 0.35
  /// So many pairs of paragraphs, and of sections, are looked at in one place.
  private static let maximumPairs = 40_000
  /// Only the beginning of a text decides whether it is like another.
  private static let likenessLength = 2_000
  /// A changed paragraph is not compared word by word beyond this.
  private static let maximumTokens = 100_000

  private struct Section {
    let section: ProseSection
    let texts: [TokenizedText]
    /// What the heading says without its number.
    let core: String
    /// The section of the form, where the heading opens one.
    let position: Int?
    /// The last heading above it.
    let parent: Int?
  }

  init() {}

  mutating func compare(
    _ before: [ProseSection], _ beforeForm: Form, _ after: [ProseSection], _ afterForm: Form
  ) -> ProseComparison {
    let left = prepared(before, beforeForm)
    let right = prepared(after, afterForm)
    let partners = pair(left, right, isSameOutline: beforeForm.sections == afterForm.sections)
    let moved = Self.moved(partners)
    var onlyLeft: [Int: [Int]] = [:]
    let inRight = Dictionary(
      partners.enumerated().compactMap { index, partner in partner.map { ($0, index) } },
      uniquingKeysWith: { first, _ in first })
    var anchor = -1
    for index in left.indices {
      if let partner = inRight[index] {
        anchor = partner
      } else {
        onlyLeft[anchor, default: []].append(index)
      }
    }
    var sections = (onlyLeft[-1] ?? []).map { compare(left[$0], nil, isMoved: false) }
    for (index, section) in right.enumerated() {
      sections.append(compare(partners[index].map { left[$0] }, section, isMoved: moved.contains(index)))
      for gone in onlyLeft[index] ?? [] { sections.append(compare(left[gone], nil, isMoved: false)) }
    }
    Self.findMoved(&sections)
    return ProseComparison(sections: sections)
  }

  // MARK: Sections

  private mutating func prepared(_ sections: [ProseSection], _ form: Form) -> [Section] {
    var result: [Section] = []
    var open: [(level: Int, index: Int)] = []
    for (index, section) in sections.enumerated() {
      if section.heading != nil {
        while let last = open.last, last.level >= section.level { open.removeLast() }
      }
      result.append(
        Section(
          section: section, texts: section.paragraphs.map { TokenizedText($0.text, &numbers) },
          core: section.heading.map(SectionHeading.core) ?? "",
          position: section.heading.flatMap { section.level == 1 ? form.section(titled: $0) : nil },
          parent: open.last?.index))
      if section.heading != nil { open.append((section.level, index)) }
    }
    return result
  }

  /// For each section on the right the one on the left that it was.
  private mutating func pair(_ left: [Section], _ right: [Section], isSameOutline: Bool) -> [Int?] {
    var partners = [Int?](repeating: nil, count: right.count)
    var isTaken = [Bool](repeating: false, count: left.count)

    /// Pairs those that have one key, in order.
    func pairEqual(_ key: (Section, _ isRight: Bool) -> String?) {
      var waiting: [String: [Int]] = [:]
      for index in left.indices.reversed() where !isTaken[index] {
        if let name = key(left[index], false) { waiting[name, default: []].append(index) }
      }
      for index in right.indices where partners[index] == nil {
        guard let name = key(right[index], true), let found = waiting[name]?.popLast() else { continue }
        partners[index] = found
        isTaken[found] = true
      }
    }

    if isSameOutline { pairEqual { section, _ in section.position.map(String.init) } }
    /// The section that stands above, as it is called on the left; nil where it has no partner.
    func above(_ section: Section, _ isRight: Bool) -> String? {
      guard let parent = section.parent else { return "" }
      return isRight ? partners[parent].map(String.init) : String(parent)
    }
    // What is called the same below the section that its parent became, then anywhere. A heading may be a number
    // and nothing else, and the text before the first has none.
    pairEqual { section, isRight in
      above(section, isRight).map { "\($0) \(FoldedText.fold(section.section.heading ?? ""))" }
    }
    pairEqual { section, isRight in
      section.core.isEmpty ? nil : above(section, isRight).map { "\($0) \(section.core)" }
    }
    pairEqual { section, _ in section.core.isEmpty ? nil : section.core }
    pairAlike(left, right, &partners, &isTaken)
    return partners
  }

  /// Pairs the sections that are left by the likeness of their headings and texts, the most alike first.
  private mutating func pairAlike(
    _ left: [Section], _ right: [Section], _ partners: inout [Int?], _ isTaken: inout [Bool]
  ) {
    let lefts = left.indices.filter { !isTaken[$0] }
    let rights = right.indices.filter { partners[$0] == nil }
    guard !lefts.isEmpty, !rights.isEmpty, lefts.count * rights.count <= Self.maximumPairs else { return }
    let signs = (lefts.map { signature(left[$0]) }, rights.map { signature(right[$0]) })
    var candidates: [(likeness: Double, left: Int, right: Int)] = []
    for (i, one) in lefts.enumerated() {
      for (j, other) in rights.enumerated() where left[one].section.level == right[other].section.level {
        let heading = likeness(signs.0[i].heading, signs.1[j].heading)
        let text = likeness(signs.0[i].text, signs.1[j].text)
        let best = max(heading >= 0.5 ? heading : 0, text >= 0.5 ? text : 0)
        if best > 0 { candidates.append((best, one, other)) }
      }
    }
    candidates.sort { ($0.likeness, $1.left, $1.right) > ($1.likeness, $0.left, $0.right) }
    for candidate in candidates where !isTaken[candidate.left] && partners[candidate.right] == nil {
      partners[candidate.right] = candidate.left
      isTaken[candidate.left] = true
    }
  }

  private mutating func signature(_ section: Section) -> (heading: [UInt64], text: [UInt64]) {
    let heading = TokenizedText(section.core, &numbers).pairs(atMost: Self.likenessLength)
    let text = section.texts.flatMap { $0.pairs(atMost: Self.likenessLength) }
    return (heading, Array(text.prefix(Self.likenessLength * 4)).sorted())
  }

  /// The positions on the right whose section does not stand in the order that most of them kept.
  private static func moved(_ partners: [Int?]) -> Set<Int> {
    let pairs = partners.enumerated().compactMap { index, partner in partner.map { (right: index, left: $0) }
    }
    // The longest ascending subsequence of the positions on the left.
    var ends: [Int] = []
    var before = [Int?](repeating: nil, count: pairs.count)
    for (position, pair) in pairs.enumerated() {
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[ends[middle]].left < pair.left { low = middle + 1 } else { high = middle }
      }
      before[position] = low > 0 ? ends[low - 1] : nil
      if low < ends.count { ends[low] = position } else { ends.append(position) }
    }
    var kept: Set<Int> = []
    var position = ends.last
    while let current = position {
      kept.insert(pairs[current].right)
      position = before[current]
    }
    return Set(pairs.map(\.right)).subtracting(kept)
  }

  private mutating func compare(_ left: Section?, _ right: Section?, isMoved: Bool) -> ComparedSection {
    func heading(_ section: Section?) -> ComparedSection.Heading? {
      section.map { ComparedSection.Heading(text: $0.section.heading, level: $0.section.level) }
    }
    func length(_ section: Section?) -> Int { section?.texts.reduce(0) { $0 + $1.length } ?? 0 }
    var isRenamed = false
    if let left, let right {
      isRenamed =
        FoldedText.fold(left.section.heading ?? "") != FoldedText.fold(right.section.heading ?? "")
    }
    var common = 0
    let paragraphs = paragraphs(left, right, &common)
    return ComparedSection(
      before: heading(left), after: heading(right), isMoved: isMoved, isRenamed: isRenamed,
      paragraphs: paragraphs, lengthBefore: length(left), lengthAfter: length(right), lengthInCommon: common)
  }

  // MARK: Paragraphs

  private mutating func paragraphs(
    _ left: Section?, _ right: Section?, _ common: inout Int
  ) -> [ComparedParagraph] {
    let (one, other) = (left?.texts ?? [], right?.texts ?? [])
    var result: [ComparedParagraph] = []
    var (x, y) = (0, 0)
    let matches = alignment.matches(one.map(\.key), other.map(\.key)) + [(one.count, other.count)]
    for match in matches {
      gap(left, x..<match.left, right, y..<match.right, &result, &common)
      if let left, let right, match.left < one.count, match.right < other.count {
        result.append(
          ComparedParagraph(
            kind: .same, before: left.section.paragraphs[match.left],
            after: right.section.paragraphs[match.right], pieces: []))
        common += one[match.left].length
      }
      (x, y) = (match.left + 1, match.right + 1)
    }
    return result
  }

  /// Paragraphs between two that are the same: those that are alike are changed, others removed or added.
  private mutating func gap(
    _ left: Section?, _ lefts: Range<Int>, _ right: Section?, _ rights: Range<Int>,
    _ result: inout [ComparedParagraph], _ common: inout Int
  ) {
    func removed(_ range: Range<Int>) {
      guard let left else { return }
      result += range.map {
        ComparedParagraph(kind: .removed, before: left.section.paragraphs[$0], after: nil, pieces: [])
      }
    }
    func added(_ range: Range<Int>) {
      guard let right else { return }
      result += range.map {
        ComparedParagraph(kind: .added, before: nil, after: right.section.paragraphs[$0], pieces: [])
      }
    }
    guard let left, let right, !lefts.isEmpty, !rights.isEmpty else {
      removed(lefts)
      added(rights)
      return
    }
    var (x, y) = (lefts.lowerBound, rights.lowerBound)
    for match in alike(left.texts[lefts], right.texts[rights]) {
      removed(x..<match.left)
      added(y..<match.right)
      let pieces = pieces(left.texts[match.left], right.texts[match.right], &common)
      result.append(
        ComparedParagraph(
          kind: .changed, before: left.section.paragraphs[match.left],
          after: right.section.paragraphs[match.right], pieces: pieces))
      (x, y) = (match.left + 1, match.right + 1)
    }
    removed(x..<lefts.upperBound)
    added(y..<rights.upperBound)
  }

  /// The pairs, in order, whose likenesses add up to the most.
  private mutating func alike(
    _ left: ArraySlice<TokenizedText>, _ right: ArraySlice<TokenizedText>
  ) -> [(left: Int, right: Int)] {
    guard left.count * right.count <= Self.maximumPairs else { return [] }
    let signs = (
      left.map { $0.pairs(atMost: Self.likenessLength) }, right.map { $0.pairs(atMost: Self.likenessLength) }
    )
    let width = right.count + 1
    var likenesses = [Double](repeating: 0, count: left.count * right.count)
    var best = [Double](repeating: 0, count: (left.count + 1) * width)
    for i in 0..<left.count {
      for j in 0..<right.count {
        let value = likeness(signs.0[i], signs.1[j])
        let own = value >= Self.leastLikeness ? value : 0
        likenesses[i * right.count + j] = own
        best[(i + 1) * width + j + 1] = max(
          best[i * width + j] + own, best[i * width + j + 1], best[(i + 1) * width + j])
      }
    }
    var pairs: [(left: Int, right: Int)] = []
    var (i, j) = (left.count, right.count)
    while i > 0, j > 0 {
      let own = likenesses[(i - 1) * right.count + j - 1]
      if own > 0, best[i * width + j] == best[(i - 1) * width + j - 1] + own {
        pairs.append((left.startIndex + i - 1, right.startIndex + j - 1))
        (i, j) = (i - 1, j - 1)
      } else if best[i * width + j] == best[(i - 1) * width + j] {
        i -= 1
      } else {
        j -= 1
      }
    }
    return pairs.reversed()
  }

  /// From 0, nothing in common, to 1; 0 where no steps are left.
  private mutating func likeness(_ left: [UInt64], _ right: [UInt64]) -> Double {
    guard !left.isEmpty, !right.isEmpty, alignment.budget > 0 else { return 0 }
    // Texts of very different lengths cannot be alike.
    if 2 * Double(min(left.count, right.count)) < Self.leastLikeness * Double(left.count + right.count) {
      return 0
    }
    let common = TextLikeness.common(left, right)
    alignment.spend(common.steps)
    return 2 * Double(common.count) / Double(left.count + right.count)
  }

  // MARK: Words

  private mutating func pieces(
    _ left: TokenizedText, _ right: TokenizedText, _ common: inout Int
  ) -> [ComparedParagraph.Piece] {
    let isCoarse = left.tokens.count + right.tokens.count > Self.maximumTokens
    let matches =
      isCoarse ? [] : alignment.matches(left.tokens.map(\.key), right.tokens.map(\.key))
    let hunks = WordHunks(left, right, matches)
    common += hunks.lengthInCommon
    return hunks.pieces
  }

  // MARK: Moved paragraphs

  /// A paragraph that is removed in one place and added in another has moved. Short ones may be there twice by
  /// chance.
  private static func findMoved(_ sections: inout [ComparedSection]) {
    var removed: [String: [(section: Int, paragraph: Int)]] = [:]
    for (index, section) in sections.enumerated() {
      for (position, paragraph) in section.paragraphs.enumerated() where paragraph.kind == .removed {
        guard let text = paragraph.before.map({ FoldedText.fold($0.text) }), text.count >= 12 else {
          continue
        }
        removed[text, default: []].append((index, position))
      }
    }
    if removed.isEmpty { return }
    for key in removed.keys { removed[key]?.reverse() }
    for index in sections.indices {
      for position in sections[index].paragraphs.indices
      where sections[index].paragraphs[position].kind == .added {
        guard let text = sections[index].paragraphs[position].after.map({ FoldedText.fold($0.text) }),
          let from = removed[text]?.popLast()
        else { continue }
        sections[index].paragraphs[position].kind = .movedHere
        sections[from.section].paragraphs[from.paragraph].kind = .movedAway
      }
    }
  }
}

/// The stretches of two texts that are the same, removed and added.
struct WordHunks {
  private(set) var pieces: [ComparedParagraph.Piece] = []
  private(set) var lengthInCommon = 0

  /// A stretch without what is the same at its ends.
  private struct Hunk {
    var left: Range<Int>
    var right: Range<Int>
  }

  /// - Parameter matches: pairs of equal tokens, ascending.
  init(_ left: TokenizedText, _ right: TokenizedText, _ matches: [(left: Int, right: Int)]) {
    var hunks: [Hunk] = []
    var (x, y) = (0, 0)
    for match in matches + [(left.tokens.count, right.tokens.count)] {
      if x < match.left || y < match.right {
        hunks.append(Hunk(left: x..<match.left, right: y..<match.right))
      }
      (x, y) = (match.left + 1, match.right + 1)
    }
    // Single characters that are the same by chance would only break what reads better whole.
    var merged: [Hunk] = []
    for hunk in hunks {
      if let last = merged.last {
        let between = hunk.left.lowerBound - last.left.upperBound
        let isShort = between <= 2 && between * 2 < min(Self.size(last), Self.size(hunk))
        if isShort, !left.tokens[last.left.upperBound..<hunk.left.lowerBound].contains(where: \.isNumber) {
          merged[merged.count - 1] = Hunk(
            left: last.left.lowerBound..<hunk.left.upperBound,
            right: last.right.lowerBound..<hunk.right.upperBound)
          continue
        }
      }
      merged.append(hunk)
    }
    (x, y) = (0, 0)
    for hunk in merged {
      same(right.tokens[y..<hunk.right.lowerBound])
      add(.removed, left.tokens[hunk.left])
      add(.added, right.tokens[hunk.right])
      (x, y) = (hunk.left.upperBound, hunk.right.upperBound)
    }
    same(right.tokens[y...])
  }

  private static func size(_ hunk: Hunk) -> Int { max(hunk.left.count, hunk.right.count) }

  private mutating func same(_ tokens: ArraySlice<TokenizedText.Token>) {
    lengthInCommon += tokens.reduce(0) { $0 + $1.length }
    add(.same, tokens)
  }

  private mutating func add(_ kind: ComparedParagraph.Piece.Kind, _ tokens: ArraySlice<TokenizedText.Token>) {
    guard let first = tokens.first, let last = tokens.last else { return }
    let text = String(first.text.base[first.text.startIndex..<last.text.endIndex])
    pieces.append(
      ComparedParagraph.Piece(
        kind: kind, text: text, hasNumber: kind != .same && tokens.contains(where: \.isNumber)))
  }
}
