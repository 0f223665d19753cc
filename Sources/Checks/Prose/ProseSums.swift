import Core
import ReportModel

/// Totals that prose announces, against the parts that it lists.
struct ProseSums {
  private let vocabulary: ProseVocabulary

  init(_ vocabulary: ProseVocabulary) { self.vocabulary = vocabulary }

  private struct List {
    var total: Int
    /// Other numbers that the list may be of.
    var others: [Amount] = []
    var parts: [Int]
    var isComplete: Bool
  }

  func run(_ passage: ProsePassage, _ headings: [String], _ log: inout CheckLog) {
    for list in lists(of: passage) {
      let amounts = list.parts.compactMap { passage.quantities[$0].amount }
      guard amounts.count == list.parts.count, let total = passage.quantities[list.total].amount else {
        continue
      }
      guard isWrong(total, list.others, amounts, isComplete: list.isComplete) else { continue }
      let sum = amounts.reduce(.zero, +)
      let isMore = sum > total
      let members = [list.total] + list.parts
      let ranges = members.map { passage.quantities[$0].range }
      let from = ranges.map(\.lowerBound).min() ?? 0
      let to = ranges.map(\.upperBound).max() ?? 0
      let sentence = passage.quoted(from..<to, in: passage.quantities[list.parts[0]].sentence)
      let witnesses =
        [passage.witness(.right, sentence, marking: ranges[0], headings)]
        + ranges.dropFirst().map { passage.witness(.left, sentence, marking: $0, headings) }
      log.report(
        list.isComplete || !isMore ? ProseCheck.sum : ProseCheck.ofWhich,
        [
          "total": total.description, "sum": sum.description,
          "parts": amounts.map(\.description).joined(separator: " + "),
          "difference": (isMore ? sum - total : total - sum).description,
          "words": passage.typed(passage.before(list.total).lowerBound..<ranges[0].upperBound),
        ], witnesses)
    }
  }

  // MARK: Arithmetic

  /// Whether no way of reading the list makes it right.
  private func isWrong(_ total: Amount, _ others: [Amount], _ parts: [Amount], isComplete: Bool) -> Bool {
    // A part that is all of it overlaps with the others, and two lists may follow one total.
    for count in 1...parts.count where sums(parts[..<count]).contains(total) { return false }
    if parts.count > 1, parts.contains(total) { return false }
    let possible = sums(parts[...])
    if others.contains(where: possible.contains) { return false }
    if isComplete { return true }
    guard let least = possible.min() else { return false }
    return ([total] + others).allSatisfy { $0 < least }
  }

  /// What a list may come to: a number may be followed by its own parts.
  private func sums(_ parts: ArraySlice<Amount>, _ depth: Int = 0) -> Set<Amount> {
    guard let first = parts.first else { return [.zero] }
    let rest = parts.dropFirst()
    var result = Set(sums(rest, depth).map { first + $0 })
    var sum = Amount.zero
    for (offset, part) in rest.enumerated() {
      sum += part
      if sum == first, depth < 4 {
        result.formUnion(sums(rest.dropFirst(offset + 1), depth + 1).map { first + $0 })
      }
      if sum > first { break }
    }
    return result
  }

  // MARK: Lists

  private func lists(of passage: ProsePassage) -> [List] {
    var lists: [List] = []
    let quantities = passage.quantities
    for index in quantities.indices where isCounted(index, passage) {
      if let list = leadingTotal(index, passage) { lists.append(list) }
      if let list = trailingTotal(index, passage) { lists.append(list) }
    }
    return lists
  }

  /// More parts are not added up.
  private static let maximumParts = 24

  private func isCounted(_ index: Int, _ passage: ProsePassage) -> Bool {
    let quantity = passage.quantities[index]
    guard case .count = quantity.unit, !quantity.isZeroInWords, !quantity.isVague, quantity.amount != nil
    else {
      return false
    }
    return true
  }

  /// A total with its parts behind it: 共388条，其中…; 388条（…）; 388条：…
  private func leadingTotal(_ index: Int, _ passage: ProsePassage) -> List? {
    let quantities = passage.quantities
    let total = quantities[index]
    let scalars = passage.text.scalars
    let end = total.range.upperBound
    guard index + 1 < quantities.count, end < scalars.count else { return nil }
    // The list begins behind a bracket, a colon or a word such as 其中, before any other number of that unit.
    guard let next = quantities[(index + 1)...].firstIndex(where: { $0.unitWord == total.unitWord }) else {
      return nil
    }
    let gap = end..<quantities[next].range.lowerBound
    if next > index + 1, quantities[(index + 1)..<next].contains(where: { !$0.isZeroInWords }) { return nil }
    let opening = passage.text.tokens(in: gap).first { $0.isOuter && isListWord($0.word) }
    let isInBracket = scalars[end] == "(" && quantities[next].bracket != total.bracket
    // 新收1件（上年结转2件）: what the bracket names is no part.
    if isInBracket, opening == nil,
      passage.text.words(in: passage.before(next)).intersects(vocabulary[.carried])
    {
      return nil
    }
    let isAfterColon = scalars[end] == ":"
    var isComplete = isAfterColon
    if let opening {
      isComplete = isComplete || vocabulary.words[opening.word].lists.contains(.all)
      // Of what another clause names, not of this total.
      guard isClear(gap.lowerBound..<opening.start, passage) else { return nil }
    } else if !isInBracket && !isAfterColon {
      return nil
    }
    guard
      quantities[next].sentence == total.sentence
        || isOpeningOfNext(opening, total, quantities[next], passage)
    else { return nil }
    // A bracket must follow the total itself.
    if quantities[next].bracket != total.bracket, !isInBracket { return nil }
    let parts = parts(from: next, of: index, passage)
    guard !parts.isEmpty, !overlaps(passage.before(index).lowerBound, parts, passage) else { return nil }
    var list = List(total: index, parts: parts, isComplete: isComplete && parts.count > 1)
    if parts.count > 1, names(parts, of: index, passage) || isPartition(parts, passage) {
      list.isComplete = true
    }
    list.others = joined(index, passage)
    if !list.others.isEmpty { list.isComplete = false }
    return list
  }

  private func isListWord(_ word: Int) -> Bool {
    let lists = vocabulary.words[word].lists
    return lists.contains(.ofWhich) || lists.contains(.all)
  }

  /// Whether the words of a list say that its parts overlap. What is made public counts once, by however many
  /// channels; what is issued does not.
  private func overlaps(_ start: Int, _ parts: [Int], _ passage: ProsePassage) -> Bool {
    let end = parts.last.map { passage.quantities[$0].range.upperBound } ?? start
    let quantities = passage.quantities
    let channels = parts.filter {
      passage.text.words(in: passage.before($0)).intersects(vocabulary[.channel])
    }
    if channels.count > 1, let total = passage.firstQuantity(from: start),
      passage.text.words(in: passage.before(total)).intersects(vocabulary[.open])
    {
      let whole = quantities[total].amount ?? .zero
      return parts.allSatisfy { (quantities[$0].amount ?? .zero) <= whole }
    }
    if lieAcross(parts, channels, of: start, passage) { return true }
    return passage.text.tokens(in: start..<end).contains {
      $0.isOuter && vocabulary.words[$0.word].lists.contains(.same)
    }
  }

  /// Whether the parts are kinds of several orders, as channels beside subjects, so that one thing may be of two.
  private func lieAcross(_ parts: [Int], _ channels: [Int], of start: Int, _ passage: ProsePassage) -> Bool {
    let across = parts.filter { passage.text.words(in: passage.before($0)).intersects(vocabulary[.cross]) }
    let areMixed = !channels.isEmpty && channels.count < parts.count || !across.isEmpty
    guard areMixed, let total = passage.firstQuantity(from: start),
      let whole = passage.quantities[total].amount
    else { return false }
    return parts.allSatisfy { (passage.quantities[$0].amount ?? .zero) <= whole }
  }

  /// Whether nothing but signs stands there, or clauses that only say more of the total.
  private func isClear(_ range: Range<Int>, _ passage: ProsePassage) -> Bool {
    !range.contains { passage.text.scalars[$0] == ";" } && range.count < 60
  }

  /// 其中 may begin the next sentence.
  private func isOpeningOfNext(
    _ opening: ProseText.Token?, _ total: ProseQuantity, _ next: ProseQuantity, _ passage: ProsePassage
  ) -> Bool {
    guard let opening, next.sentence == total.sentence + 1 else { return false }
    return opening.start == passage.sentenceRange(next.sentence).lowerBound
  }

  /// The numbers of a list, from its first on: of one unit, in one bracket, until the list ends.
  private func parts(from first: Int, of total: Int, _ passage: ProsePassage) -> [Int] {
    let quantities = passage.quantities
    let scalars = passage.text.scalars
    var parts: [Int] = []
    var end = quantities[first].range.lowerBound
    for index in first..<quantities.count {
      let quantity = quantities[index]
      if quantity.sentence != quantities[first].sentence || parts.count == Self.maximumParts { break }
      if scalars[end..<max(end, quantity.range.lowerBound)].contains(where: { $0 == ";" }) { break }
      if quantity.bracket != quantities[first].bracket {
        // Parts of a part stand in brackets of their own.
        if passage.isWithin(quantity.bracket, quantities[first].bracket) { continue }
        break
      }
      end = quantity.range.upperBound
      guard quantity.unitWord == quantities[total].unitWord, !quantity.isZeroInWords else { continue }
      let window = passage.before(index)
      let words = passage.text.tokens(in: window).filter(\.isOuter)
      if index > first, ends(window, Array(words), with: parts, of: total, passage) { break }
      if quantity.isVague || quantity.amount == nil { return [] }
      if words.contains(where: { vocabulary.words[$0.word].guardKind == .compared }) { continue }
      // A number without a name is no part.
      if passage.isFilled(window), passage.isFilled(passage.after(index)) { return [] }
      parts.append(index)
    }
    return parts
  }

  /// Whether a number of a list is of something else.
  private func ends(
    _ window: Range<Int>, _ words: [ProseText.Token], with parts: [Int], of total: Int,
    _ passage: ProsePassage
  ) -> Bool {
    if words.contains(where: { vocabulary.words[$0.word].lists.contains(.ofWhich) }) { return true }
    guard let part = parts.first else { return false }
    if let start = words.first, start.start <= window.lowerBound + 1 {
      let lists = vocabulary.words[start.word].lists
      if lists.contains(.stop) { return true }
      if lists.contains(.verb), !beginsWithVerb(passage.label(passage.before(part)), passage) { return true }
    }
    if areOfOnePartition([passage.before(part), window], passage) { return false }
    // 其中网上13件、信函7件，行政复议2件
    guard let topic = words.last(where: { vocabulary.words[$0.word].topic != nil }) else { return false }
    let named = vocabulary.words[topic.word].topic
    guard let named, vocabulary.isMatter(named) else { return false }
    let before = passage.before(total)
    return passage.topic(at: before.upperBound) != named
      && !passage.text.tokens(in: before).contains { vocabulary.words[$0.word].topic == named }
      && !passage.text.tokens(in: passage.before(part)).contains { vocabulary.words[$0.word].topic == named }
  }

  private func beginsWithVerb(_ label: Range<Int>, _ passage: ProsePassage) -> Bool {
    passage.text.tokens(in: label).contains {
      $0.start == label.lowerBound && vocabulary.words[$0.word].lists.contains(.verb)
    }
  }

  private static let joints = Set(characters: "、和与及")

  /// Whether the words of the total name just these parts: 建议、提案共21件，其中建议6件、提案12件.
  private func names(_ parts: [Int], of total: Int, _ passage: ProsePassage) -> Bool {
    let scalars = passage.text.scalars
    let window = passage.before(total)
    guard scalars[window].filter({ Self.joints.contains($0) }).count == parts.count - 1 else { return false }
    return parts.allSatisfy { index in
      let label = passage.label(passage.before(index))
      return label.count >= 2 && contains(scalars[window], scalars[label])
    }
  }

  private func contains(_ text: ArraySlice<UInt32>, _ part: ArraySlice<UInt32>) -> Bool {
    guard part.count <= text.count else { return false }
    return (text.startIndex...(text.endIndex - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// Whether the parts are all the kinds that there are.
  private func isPartition(_ parts: [Int], _ passage: ProsePassage) -> Bool {
    let words = parts.map { passage.text.words(in: passage.before($0)) }
    return vocabulary.partitions.contains { kinds in
      kinds.count == parts.count && kinds.allSatisfy { kind in words.contains { $0.intersects(kind) } }
    }
  }

  /// Whether each of the labels names another of the kinds that make up a whole.
  private func areOfOnePartition(_ labels: [Range<Int>], _ passage: ProsePassage) -> Bool {
    let words = labels.map { passage.text.words(in: $0) }
    return vocabulary.partitions.contains { kinds in
      let named = words.map { word in kinds.indices.filter { word.intersects(kinds[$0]) } }
      return named.allSatisfy { $0.count == 1 } && Set(named).count == named.count
    }
  }

  /// Numbers of that unit that stand before a total in its list, so that what follows may be of them too.
  private func joined(_ index: Int, _ passage: ProsePassage) -> [Amount] {
    let quantities = passage.quantities
    var result: [Amount] = []
    var sum = quantities[index].amount ?? .zero
    var position = index - 1
    while position >= 0, quantities[position].sentence == quantities[index].sentence {
      let quantity = quantities[position]
      let between = quantity.range.upperBound..<quantities[position + 1].range.lowerBound
      if passage.text.scalars[between].contains(where: { $0 == ";" }) { break }
      if quantity.bracket == quantities[index].bracket, quantity.unitWord == quantities[index].unitWord,
        let amount = quantity.amount, !quantity.isZeroInWords
      {
        sum += amount
        result += [amount, sum]
      }
      position -= 1
    }
    return result
  }

  /// A total behind its parts: 网站20条、微信13条，共计33条.
  private func trailingTotal(_ index: Int, _ passage: ProsePassage) -> List? {
    let quantities = passage.quantities
    let total = quantities[index]
    let window = passage.before(index)
    guard passage.isFilled(window), window.count <= 4,
      passage.text.tokens(in: window).contains(where: { vocabulary.words[$0.word].lists.contains(.sum) })
    else { return nil }
    let sentence = passage.sentenceRange(total.sentence)
    let words = passage.text.tokens(in: sentence).filter(\.isOuter)
    if words.contains(where: { isListWord($0.word) || vocabulary.words[$0.word].lists.contains(.same) }) {
      return nil
    }
    var parts: [Int] = []
    var position = index - 1
    while position >= 0, quantities[position].sentence == total.sentence {
      let quantity = quantities[position]
      let gap = quantity.range.upperBound..<quantities[position + 1].range.lowerBound
      if passage.text.scalars[gap].contains(where: { $0 == ";" }) { break }
      if quantity.bracket == total.bracket {
        // Another unit in between, and the total may be of anything.
        guard quantity.unitWord == total.unitWord, isCounted(position, passage) else { return nil }
        if passage.isFilled(passage.before(position)) { return nil }
        if !passage.guards([passage.before(position)], quantity, year: nil).isEmpty { return nil }
        parts.insert(position, at: 0)
      }
      position -= 1
    }
    guard (2...Self.maximumParts).contains(parts.count) else { return nil }
    return List(total: index, parts: parts, isComplete: true)
  }
}
