import DataFiles
import ReportModel

/// The wordings of `Schemas/checks/prose.tsv`: what prose counts, and how it says so.
struct ProseVocabulary: Sendable {
  /// A unit behind a number.
  enum Unit: Sendable {
    case count
    /// How many 元 it is.
    case money(Amount)
    /// Dates, shares and whatever else is not counted.
    case none
  }

  /// What makes a number speak of something else.
  enum Guard: String, CaseIterable, Sendable {
    case year, cumulative, region, office, below, compared, target, zero
  }

  /// The parts that a word plays in a list of figures.
  enum ListWord: String, CaseIterable, Sendable {
    case ofWhich, all, sum, stop, verb, same, resume, channel, open, cross, carried, wholeYear, span, made,
      asked
    case thing, counted
  }

  struct Word: Sendable {
    let scalars: [UInt32]
    var topic: String?
    var guardKind: Guard?
    var unit: Unit?
    /// For zero in words: how many scalars are the word itself.
    var zeroLength: Int?
    var isFiller = false
    /// Whether it names the body itself.
    var isOwn = false
    var lists: Set<ListWord> = []
  }

  /// A line of `[claims]`. A class because it is large, immutable and looked at for every number.
  final class Claim: Sendable {
    let id: String
    let topic: String?
    /// One of each.
    let words: [WordSet]
    let without: WordSet
    let near: WordSet?
    let units: WordSet
    /// Whether a number among the parts of another one is not meant.
    let isTotal: Bool
    /// Whether zero in words may be meant.
    let mayBeZeroInWords: Bool
    let ignored: Set<Guard>
    let readings: [Substring]
    let loose: [Substring]

    init(
      id: String, topic: String?, words: [WordSet], without: WordSet, near: WordSet?, units: WordSet,
      isTotal: Bool, mayBeZeroInWords: Bool, ignored: Set<Guard>, readings: [Substring], loose: [Substring]
    ) {
      self.id = id
      self.topic = topic
      self.words = words
      self.without = without
      self.near = near
      self.units = units
      self.isTotal = isTotal
      self.mayBeZeroInWords = mayBeZeroInWords
      self.ignored = ignored
      self.readings = readings
      self.loose = loose
    }

    /// Whether it is of table 三 or what came before it.
    var isOfApplications: Bool { readings.contains { $0.hasPrefix("applications.") } }

    func fits(_ window: WordSet) -> Bool {
      words.allSatisfy { window.intersects($0) } && !window.intersects(without)
    }
  }

  private(set) var words: [Word] = []
  private(set) var claims: [Claim] = []
  /// By word, the claims that the word may fill the first place of; claims without words stand under none.
  private var claimsByWord: [Int: WordSet] = [:]
  private var wordlessClaims = WordSet()
  /// Kinds that are all there are.
  private(set) var partitions: [[WordSet]] = []
  private(set) var lists: [ListWord: WordSet] = [:]
  /// The words for the year before and the year after, which numbers of years stand for.
  private(set) var yearBefore = 0
  private(set) var yearAfter = 0
  /// The unit that says least: what stands behind it says what is counted.
  private(set) var anyUnit = 0
  private var matters: Set<String> = []
  private var regionSuffixes: [String] = []
  /// Each word as the file has it, and its number by that.
  private var texts: [ArraySlice<UInt8>] = []
  private var numbers = ByteIndex(expecting: 1 << 10)
  private var nodes: [Node] = [Node()]
  /// The nodes of the first scalars, by scalar: nearly every scalar of a text begins no word.
  private var first: [Int16] = Array(repeating: 0, count: 0x10000)

  private struct Node: Sendable {
    var word: Int16 = -1
    var children: [(scalar: UInt32, node: Int16)] = []
  }

  /// The vocabulary that the program carries.
  static let shared = ProseVocabulary(
    SectionedTable(DataFile.bytes("checks/prose.tsv") ?? [], headless: ["prose"]))

  init(_ file: SectionedTable) {
    yearBefore = word("上年")
    yearAfter = word("下年")
    anyUnit = word("个")
    for row in file.rows("units") {
      let unit: Unit =
        switch row["kind"] {
        case "count": .count
        case "money": .money(Amount(row["factor"]) ?? Amount(1))
        default: .none
        }
      words[word(row.bytes("word"))].unit = unit
    }
    for row in file.rows("topics") {
      for word in indices(row.bytes("words")) { words[word].topic = row["id"] }
      if row["matter"] == "yes" { matters.insert(row["id"]) }
    }
    for row in file.rows("guards") {
      for word in indices(row.bytes("words")) { words[word].guardKind = Guard(rawValue: row["id"]) }
    }
    for row in file.rows("neutral") { _ = indices(row.bytes("words")) }
    for row in file.rows("zero") {
      for text in row["words"].split(separator: "|") {
        let parts = text.split(separator: "~")
        let index = word(parts.joined())
        words[index].zeroLength = parts.first.map { ProseText.fold($0).count } ?? 0
      }
    }
    for row in file.rows("own") {
      for word in indices(row.bytes("words")) { words[word].isOwn = true }
    }
    for row in file.rows("fillers") {
      for word in indices(row.bytes("words")) { words[word].isFiller = true }
    }
    for row in file.rows("lists") {
      guard let kind = ListWord(rawValue: row["id"]) else { continue }
      for word in indices(row.bytes("words")) {
        words[word].lists.insert(kind)
        lists[kind, default: WordSet()].insert(word)
      }
    }
    for row in file.rows("regions") {
      regionSuffixes += row.list("suffixes", separatedBy: "|")
    }
    for row in file.rows("partitions") { partitions.append(sets(row.bytes("words"))) }
    for row in file.rows("claims") {
      let flags = row.list("flags", separatedBy: " ")
      var units = WordSet()
      for unit in row.bytes("units").split(separator: UInt8(ascii: " ")) { units.insert(word(unit)) }
      let topic = row["topic"]
      claims.append(
        Claim(
          id: row["id"], topic: topic.isEmpty ? nil : topic, words: sets(row.bytes("words")),
          without: set(row.bytes("without")), near: row.bytes("near").isEmpty ? nil : set(row.bytes("near")),
          units: units,
          isTotal: flags.contains("total"),
          mayBeZeroInWords: flags.contains("total") || flags.contains("zero"),
          ignored: Set(
            flags.compactMap {
              $0.hasPrefix("ignore.") ? Guard(rawValue: String($0.dropFirst("ignore.".count))) : nil
            }),
          readings: Self.readings(row.bytes("readings")), loose: Self.readings(row.bytes("loose"))))
    }
    for (index, claim) in claims.enumerated() {
      guard let first = claim.words.first else {
        wordlessClaims.insert(index)
        continue
      }
      first.first { word in
        claimsByWord[word, default: WordSet()].insert(index)
        return false
      }
    }
  }

  /// The positions of the claims that a window's words may be of, in the order of the file.
  func candidates(_ window: WordSet) -> WordSet {
    var result = wordlessClaims
    window.first { word in
      if let claims = claimsByWord[word] { result.formUnion(claims) }
      return false
    }
    return result
  }

  private static func readings(_ bytes: ArraySlice<UInt8>) -> [Substring] {
    let space = UInt8(ascii: " ")
    return bytes.split(separator: UInt8(ascii: "|")).map { reading in
      var reading = reading.drop { $0 == space }
      while reading.last == space { reading.removeLast() }
      return Substring(decoding: reading, as: UTF8.self)
    }
  }

  private mutating func indices(_ bytes: ArraySlice<UInt8>) -> [Int] {
    bytes.split(separator: UInt8(ascii: "|")).map { word($0) }
  }

  private mutating func set(_ bytes: ArraySlice<UInt8>) -> WordSet {
    var result = WordSet()
    for part in bytes.split(separator: UInt8(ascii: "|")) { result.insert(word(part)) }
    return result
  }

  private mutating func sets(_ bytes: ArraySlice<UInt8>) -> [WordSet] {
    bytes.split(separator: UInt8(ascii: " ")).map { set($0) }
  }

  subscript(kind: ListWord) -> WordSet { lists[kind] ?? WordSet() }

  /// Whether a topic is a matter of its own, and not one of the many things that are published.
  func isMatter(_ topic: String) -> Bool { matters.contains(topic) }

  /// Whether a body of that name reports on all offices of a region.
  func isRegion(_ body: String) -> Bool { regionSuffixes.contains { body.hasSuffix($0) } }

  private mutating func word(_ text: String) -> Int { word(Array(text.utf8)[...]) }

  /// The number of a word, which is new or known.
  private mutating func word(_ text: ArraySlice<UInt8>) -> Int {
    let hash = ByteIndex.hash(text)
    if let known = numbers.number(hash, where: { texts[$0] == text }) { return known }
    let index = words.count
    numbers.insert(index, hash)
    texts.append(text)
    let scalars = ProseText.fold(Substring(decoding: text, as: UTF8.self))
    words.append(Word(scalars: scalars))
    insert(scalars, index)
    return index
  }

  private mutating func insert(_ scalars: [UInt32], _ index: Int) {
    var node = 0
    for scalar in scalars {
      if let child = nodes[node].children.first(where: { $0.scalar == scalar }) {
        node = Int(child.node)
        continue
      }
      nodes.append(Node())
      nodes[node].children.append((scalar, Int16(nodes.count - 1)))
      if node == 0, scalar < 0x10000 { first[Int(scalar)] = Int16(nodes.count - 1) }
      node = nodes.count - 1
    }
    if node > 0 { nodes[node].word = Int16(index) }
  }

  /// All words that begin at a position, shortest first.
  func matches(_ text: [UInt32], at position: Int, _ body: (_ word: Int, _ end: Int) -> Void) {
    guard text[position] < 0x10000 else { return }
    var node = Int(first[Int(text[position])])
    var end = position + 1
    while node > 0 {
      if nodes[node].word >= 0 { body(Int(nodes[node].word), end) }
      guard end < text.count else { return }
      let scalar = text[end]
      node = nodes[node].children.first { $0.scalar == scalar }.map { Int($0.node) } ?? 0
      end += 1
    }
  }

  /// Whether a word of a list begins at a position.
  func begins(_ kind: ListWord, _ text: [UInt32], at position: Int) -> Bool {
    guard position < text.count else { return false }
    var found = false
    matches(text, at: position) { word, _ in found = found || words[word].lists.contains(kind) }
    return found
  }

  /// The longest unit that begins at a position.
  func unit(_ text: [UInt32], at position: Int) -> (word: Int, unit: Unit, end: Int)? {
    guard position < text.count else { return nil }
    var found: (word: Int, unit: Unit, end: Int)?
    matches(text, at: position) { word, end in
      if let unit = words[word].unit { found = (word, unit, end) }
    }
    return found
  }
}
