import Core
import ReportModel

/// The prose of one section, cut into sentences and clauses around its numbers.
struct ProsePassage {
  let text: ProseText
  private(set) var quantities: [ProseQuantity] = []
  /// Words of the headings above.
  let headings: WordSet
  /// The topic that the headings name.
  private let headingTopic: String?
  private let vocabulary: ProseVocabulary
  /// Where clauses end, brackets without a number apart, in order.
  private var breaks: [Int] = []
  /// Where sentences begin.
  private var sentences: [Int] = [0]
  /// Years in digits: where they stand, and the year.
  private var years: [(range: Range<Int>, year: Int)] = []
  /// Where words for several years, or for part of one, stand.
  private var spans: [Int] = []
  private var brackets: [(open: Int, close: Int, parent: Int)] = [(-1, Int.max, 0)]

  private let subjects: ProseSubjects

  init(
    _ section: ProseSection, headings: [String], year: Int?, body: String? = nil,
    _ vocabulary: ProseVocabulary
  ) {
    self.vocabulary = vocabulary
    subjects = ProseSubjects(body)
    text = ProseText(section, vocabulary)
    let titles = ProseText(
      ProseSection(heading: nil, level: 0, paragraphs: headings.map { ProseParagraph($0) }), vocabulary)
    self.headings = titles.words(in: 0..<titles.scalars.count)
    headingTopic = titles.tokens.last { $0.isOuter && vocabulary.words[$0.word].topic != nil }
      .flatMap { vocabulary.words[$0.word].topic }
    readQuantities()
    if quantities.isEmpty { return }
    readBreaks()
    let periods = ProsePeriods(text.scalars)
    spans = periods.positions
    years.removeAll { periods.isEndOfSpan($0.range.lowerBound) }
  }

  /// Leaves out all numbers but the first ones.
  mutating func keepQuantities(_ count: Int) {
    if count < quantities.count { quantities.removeSubrange(count...) }
  }

  // MARK: Reading

  /// Nobody writes longer sentences; text that has none is cut at its commas, so that it costs no more.
  private static let maximumSentence = 1000
  private static let maximumDepth = 16
  /// A topic that was named further back, in words of the vocabulary, is no longer spoken of.
  private static let maximumLookBack = 400

  private mutating func readQuantities() {
    let scalars = text.scalars
    let numbers = ProseNumberReader(scalars, vocabulary)
    var zeroes = text.tokens.lazy.filter { [vocabulary] in
      $0.isOuter && vocabulary.words[$0.word].zeroLength != nil
    }.makeIterator()
    var zero = zeroes.next()
    var sentence = 0
    var stack = [0]
    var index = 0
    func add(_ quantity: ProseQuantity) {
      var quantity = quantity
      quantity.sentence = sentence
      quantity.depth = stack.count - 1
      quantity.bracket = stack[stack.count - 1]
      quantities.append(quantity)
    }
    while index < scalars.count {
      if let token = zero, token.start <= index {
        let length = vocabulary.words[token.word].zeroLength ?? 0
        zero = zeroes.next()
        if let quantity = zeroQuantity(token.start..<(token.start + length)) { add(quantity) }
      }
      let scalar = scalars[index]
      switch scalar {
      case _ where isEnd(scalar, index - sentences[sentence]):
        sentence += 1
        sentences.append(index + 1)
        stack = [0]
      case "(" where stack.count < Self.maximumDepth:
        brackets.append((index, Int.max, stack[stack.count - 1]))
        stack.append(brackets.count - 1)
      case ")":
        if stack.count > 1 { brackets[stack.removeLast()].close = index }
      default:
        if numbers.isStart(index) {
          if let (year, end) = numbers.year(index) {
            years.append((index..<end, year))
            index = end
            continue
          }
          let (quantity, end) = numbers.quantity(index)
          if let quantity { add(quantity) }
          index = end
          continue
        }
        if numbers.isChineseStart(index) {
          let (quantity, end) = numbers.chineseQuantity(index)
          if let quantity {
            add(quantity)
            index = end
            continue
          }
        }
      }
      index += 1
    }
  }

  /// Whether a sentence that has gone on for so long ends with a scalar.
  private func isEnd(_ scalar: UInt32, _ length: Int) -> Bool {
    switch scalar {
    case "。", "？", "?", "!", ProseText.paragraphEnd: true
    case "，", ",", ";", "、": length > Self.maximumSentence
    // An ideograph: no number is cut.
    case 0x4E00...0x9FFF: length > 2 * Self.maximumSentence
    default: false
    }
  }

  /// 为0 is zero in words only where no unit follows: 为0件 is a number.
  private func zeroQuantity(_ range: Range<Int>) -> ProseQuantity? {
    let next = range.upperBound
    if next < text.scalars.count, text.scalars[next - 1] == "0" || text.scalars[next - 1] == "零" {
      let scalar = text.scalars[next]
      if scalar == "." || scalar &- 0x30 < 10 || vocabulary.unit(text.scalars, at: next) != nil {
        return nil
      }
    }
    return ProseQuantity(range: range, bounds: Bounds(.zero), isZeroInWords: true)
  }

  private mutating func readBreaks() {
    let scalars = text.scalars
    let counted = Set(quantities.lazy.filter { !$0.isZeroInWords }.map(\.bracket))
    let solid = Set(
      brackets.indices.dropFirst().filter { counted.contains($0) }.flatMap {
        [brackets[$0].open, brackets[$0].close]
      })
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "。", "？", "?", "!", ProseText.paragraphEnd, "，", ",", ";", ":": breaks.append(index)
      case "(", ")": if solid.contains(index) { breaks.append(index) }
      default: break
      }
    }
  }

  // MARK: Windows

  /// The last break before a position, and the first at or behind one.
  private func lastBreak(before position: Int) -> Int { breaks[..<firstBreak(from: position)].last ?? -1 }

  private func firstBreak(from position: Int) -> Int {
    var low = 0
    var high = breaks.count
    while low < high {
      let middle = (low + high) / 2
      if breaks[middle] < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isBreak(_ position: Int) -> Bool {
    let index = firstBreak(from: position)
    return index < breaks.count && breaks[index] == position
  }

  private func nextBreak(from position: Int) -> Int {
    let index = firstBreak(from: position)
    return index < breaks.count ? breaks[index] : text.scalars.count
  }

  /// The words of the clause before a number.
  func before(_ index: Int) -> Range<Int> {
    let start = quantities[index].range.lowerBound
    var from = lastBreak(before: start) + 1
    if index > 0 { from = max(from, min(start, quantities[index - 1].range.upperBound)) }
    // A heading that runs into the text: …情况2021年收到…
    for year in years(in: from..<start) where year.range.upperBound <= start {
      let previous = year.range.lowerBound > 0 ? text.scalars[year.range.lowerBound - 1] : 0
      if previous == "况" || previous == "量" { from = year.range.lowerBound }
    }
    return from..<start
  }

  /// The words of the clause behind a number, unless they belong to the next one.
  func after(_ index: Int) -> Range<Int> {
    let quantity = quantities[index]
    let end = quantity.range.upperBound
    var to = nextBreak(from: end)
    if quantity.isZeroInWords { return end..<max(end, min(to, nextStart(index))) }
    // 维持3件、纠正1件
    if let mark = text.scalars[end..<max(end, to)].firstIndex(where: { $0 == "、" }) { to = mark }
    return nextStart(index) < to ? end..<end : end..<max(end, to)
  }

  private func nextStart(_ index: Int) -> Int {
    index + 1 < quantities.count ? quantities[index + 1].range.lowerBound : text.scalars.count
  }

  /// The clause before that of a number that says nothing itself: 收到政府信息公开申请，共计3件.
  func clauseBefore(_ window: Range<Int>, of index: Int) -> Range<Int>? {
    guard isFilled(window), window.lowerBound > 0, isBreak(window.lowerBound - 1) else { return nil }
    let scalar = text.scalars[window.lowerBound - 1]
    guard scalar == "，" || scalar == "," || scalar == ":" else { return nil }
    let from = lastBreak(before: window.lowerBound - 1) + 1
    if index > 0, quantities[index - 1].range.upperBound > from { return nil }
    return from..<window.upperBound
  }

  /// Whether a stretch holds nothing but words like 共计.
  func isFilled(_ window: Range<Int>) -> Bool {
    var end = window.lowerBound
    for token in text.tokens(in: window) where vocabulary.words[token.word].isFiller && token.start <= end {
      end = max(end, token.end)
    }
    return end >= window.upperBound
  }

  // MARK: What a number speaks of

  /// The words of a window, with those that the years in it stand for.
  func words(in window: Range<Int>, year own: Int?) -> WordSet {
    var words = text.words(in: window)
    guard let own else { return words }
    for year in years(in: window) {
      if year.year == own - 1 { words.insert(vocabulary.yearBefore) }
      if year.year == own + 1 { words.insert(vocabulary.yearAfter) }
    }
    return words
  }

  /// How many sentences before may say what one is about.
  private static let sentencesNear = 2

  /// The words of a sentence and those just before it, and of the headings.
  func wordsNear(_ sentence: Int) -> WordSet {
    let from = sentences[max(0, sentence - Self.sentencesNear)]
    return headings.union(text.words(in: from..<sentenceRange(sentence).upperBound))
  }

  var sentenceCount: Int { sentences.count }

  func sentence(at position: Int) -> Int {
    Self.first(in: sentences.indices) { sentences[$0] > position } - 1
  }

  func sentenceRange(_ sentence: Int) -> Range<Int> {
    let end = sentence + 1 < sentences.count ? sentences[sentence + 1] : text.scalars.count
    return sentences[sentence]..<end
  }

  /// The topic that was named last before the end of a window.
  func topic(at position: Int) -> String? {
    var index = text.firstToken(from: position) - 1
    let last = index - Self.maximumLookBack
    while index >= 0, index > last {
      let token = text.tokens[index]
      if token.isOuter, token.end <= position, let topic = vocabulary.words[token.word].topic { return topic }
      index -= 1
    }
    return headingTopic
  }

  /// What makes the number speak of something else.
  func guards(_ windows: [Range<Int>], _ quantity: ProseQuantity, year own: Int?) -> Set<
    ProseVocabulary.Guard
  > {
    var result: Set<ProseVocabulary.Guard> = []
    for window in windows {
      for token in text.tokens(in: window) where token.isOuter {
        if let kind = vocabulary.words[token.word].guardKind { result.insert(kind) }
      }
    }
    let sentence = sentenceRange(quantity.sentence)
    // A year in brackets is of what they hold.
    let named = years(in: sentence).last { year in
      year.range.upperBound <= quantity.range.lowerBound
        && isWithin(quantity.bracket, bracket(at: year.range.lowerBound))
    }
    if let own, let named, named.year != own { result.insert(.year) }
    if isOfOtherTime(sentence.lowerBound..<quantity.range.lowerBound, own) { result.insert(.year) }
    if let office = office(before: quantity) { result.insert(office) }
    if subjects.isOther(text.scalars[sentence.lowerBound..<quantity.range.lowerBound]) {
      result.insert(.below)
    }
    // 2021年累计收到 and 全年累计 speak of the year.
    if result.contains(.cumulative), isOfYear(sentence.lowerBound..<quantity.range.lowerBound, own) {
      result.remove(.cumulative)
    }
    return result
  }

  /// Whether a sentence has come to speak of several years, or of some months: 近3年, 截至6月底.
  private func isOfOtherTime(_ range: Range<Int>, _ own: Int?) -> Bool {
    let next = Self.first(in: spans.indices) { spans[$0] >= range.upperBound }
    var last = next > 0 && spans[next - 1] >= range.lowerBound ? spans[next - 1] : -1
    var wholeYear = years(in: range).last { $0.year == own }?.range.lowerBound ?? -1
    for token in text.tokens(in: range) where token.isOuter {
      let lists = vocabulary.words[token.word].lists
      if lists.contains(.span) { last = max(last, token.start) }
      if lists.contains(.wholeYear) { wholeYear = max(wholeYear, token.start) }
    }
    return last > wholeYear
  }

  /// Whether a number is among some that were just named: 行政复议案件中，3件.
  func isPartitive(_ index: Int) -> Bool {
    var position = quantities[index].range.lowerBound - 1
    while position >= 0, isBreak(position) { position -= 1 }
    guard position > 0 else { return false }
    return text.scalars[position] == "中" && text.scalars[position - 1] != "其"
  }

  /// Whether a number is of a class of documents that were made: 制作政府信息307份，其中…不予公开49份.
  func isOfDocumentsMade(_ index: Int) -> Bool {
    let quantity = quantities[index]
    let sentence = sentenceRange(quantity.sentence)
    var isMade = false
    for token in text.tokens(in: sentence.lowerBound..<quantity.range.lowerBound) where token.isOuter {
      let lists = vocabulary.words[token.word].lists
      if lists.contains(.made) { isMade = true } else if lists.contains(.asked) { isMade = false }
    }
    return isMade
  }

  private static let joints = Set(characters: "、，,;和及")

  /// A stretch without the signs that join it to what stands before.
  func withoutJoints(_ range: Range<Int>) -> Range<Int> {
    let start = range.first { !Self.joints.contains(text.scalars[$0]) } ?? range.lowerBound
    return start..<range.upperBound
  }

  /// Another office that an earlier number of the sentence is of: 各县区收到12件，答复11件.
  private func office(before quantity: ProseQuantity) -> ProseVocabulary.Guard? {
    let sentence = sentenceRange(quantity.sentence)
    var office: ProseVocabulary.Guard?
    for token in text.tokens(in: sentence.lowerBound..<quantity.range.lowerBound) where token.isOuter {
      let word = vocabulary.words[token.word]
      if word.isOwn { office = nil }
      switch word.guardKind {
      case .office?, .below?, .region?:
        // A clause without a number says what was done, and not whose the next number is.
        let clause = token.end..<nextBreak(from: token.end)
        if hasQuantity(in: clause) { office = word.guardKind }
      default: break
      }
    }
    return office
  }

  /// The years that begin within a stretch.
  private func years(in range: Range<Int>) -> ArraySlice<(range: Range<Int>, year: Int)> {
    let from = Self.first(in: years.indices) { years[$0].range.lowerBound >= range.lowerBound }
    let to = Self.first(in: from..<years.count) { years[$0].range.lowerBound >= range.upperBound }
    return years[from..<to]
  }

  /// The first number that begins at a position or behind it; nil where none does.
  func firstQuantity(from position: Int) -> Int? {
    let index = Self.first(in: quantities.indices) { quantities[$0].range.lowerBound >= position }
    return index < quantities.count ? index : nil
  }

  private func hasQuantity(in range: Range<Int>) -> Bool {
    let index = Self.first(in: quantities.indices) { quantities[$0].range.lowerBound >= range.lowerBound }
    return index < quantities.count && quantities[index].range.lowerBound < range.upperBound
  }

  /// The first position of a sorted list that fits, else its end.
  private static func first(in indices: Range<Int>, where fits: (Int) -> Bool) -> Int {
    var low = indices.lowerBound
    var high = indices.upperBound
    while low < high {
      let middle = (low + high) / 2
      if fits(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func isOfYear(_ range: Range<Int>, _ own: Int?) -> Bool {
    if let own, years(in: range).contains(where: { $0.year == own }) {
      return true
    }
    let words = text.words(in: range)
    return words.intersects(vocabulary[.wholeYear])
  }

  /// Whether a number is among the parts of another one of its sentence.
  func isPart(_ index: Int) -> Bool {
    let quantity = quantities[index]
    let sentence = sentenceRange(quantity.sentence)
    var isPart = false
    for token in text.tokens(in: sentence.lowerBound..<quantity.range.lowerBound) where token.isOuter {
      let lists = vocabulary.words[token.word].lists
      if lists.contains(.ofWhich) {
        // In brackets that are closed by then, or behind which another clause of the whole begins, it has no say.
        isPart = bracket(at: token.start) == 0 || bracket(at: token.start) == quantity.bracket
      } else if lists.contains(.resume), isPart, isClauseStart(token.start), bracket(at: token.start) == 0 {
        isPart = false
      }
    }
    guard isPart else { return false }
    let last = text.scalars[sentence.lowerBound..<quantity.range.lowerBound].lastIndex { $0 == ";" }
    guard let last else { return true }
    return text.tokens(in: last..<quantity.range.lowerBound).contains {
      $0.isOuter && vocabulary.words[$0.word].lists.contains(.ofWhich)
    }
  }

  func isClauseStart(_ position: Int) -> Bool { position == 0 || breaks.contains(position - 1) }

  /// The innermost bracket that holds a position; 0 for none.
  func bracket(at position: Int) -> Int {
    var bracket = Self.first(in: brackets.indices) { brackets[$0].open >= position } - 1
    while bracket > 0, position >= brackets[bracket].close { bracket = brackets[bracket].parent }
    return max(bracket, 0)
  }

  /// Whether a bracket stands within another.
  func isWithin(_ bracket: Int, _ outer: Int) -> Bool {
    var bracket = bracket
    while bracket > 0 {
      if bracket == outer { return true }
      bracket = brackets[bracket].parent
    }
    return outer == 0
  }

  /// What names a number, without words like 其中 before and 共 behind.
  func label(_ window: Range<Int>) -> Range<Int> {
    func joins(_ scalar: UInt32) -> Bool { scalar == "、" || scalar == "和" || scalar == "及" }
    var from = window.lowerBound
    var to = window.upperBound
    let fillers = text.tokens(in: window).filter { vocabulary.words[$0.word].isFiller }
    for token in fillers where token.start <= from { from = max(from, token.end) }
    for token in fillers.reversed() where token.end >= to && token.start > from { to = min(to, token.start) }
    while from < to, joins(text.scalars[from]) { from += 1 }
    return from..<to
  }

  // MARK: Quoting

  /// More of a sentence is not quoted.
  private static let maximumQuote = 90

  /// The sentence around some numbers, or as much of it as says what they count.
  func quoted(_ range: Range<Int>, in sentence: Int) -> Range<Int> {
    let whole = sentenceRange(sentence)
    var from = whole.lowerBound
    var to = whole.upperBound
    if to - from > Self.maximumQuote {
      from = max(from, lastBreak(before: range.lowerBound) + 1)
      to = min(to, nextBreak(from: range.upperBound))
      while from > whole.lowerBound, to - from < Self.maximumQuote / 2 {
        from = max(whole.lowerBound, lastBreak(before: from - 1) + 1)
      }
    }
    while to > range.upperBound, text.scalars[to - 1] == "。" || text.scalars[to - 1] == ProseText.paragraphEnd
    {
      to -= 1
    }
    return min(from, range.lowerBound)..<max(to, range.upperBound)
  }
}
