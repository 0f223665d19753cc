import DocumentModel
import TextKit

/// What a paragraph's properties say that its text does not.
struct WordParagraphProperties {
  var style: String?
  var outlineLevel: Int?
  var numbering: Int?
  var numberingLevel: Int?

  var mayMatter: Bool { style != nil || outlineLevel != nil || numbering != nil }
}

/// A note that a text calls for, by its id within one of the two parts that hold notes.
enum WordNote: Hashable {
  case footnote(String)
  case endnote(String)
}

/// A text, with the places in it of which other parts of the file have more to say.
struct WordText {
  struct Anchor {
    enum Meaning {
      /// A paragraph begins, before which a number may be printed.
      case paragraph(WordParagraphProperties)
      case note(WordNote)

      fileprivate var isParagraph: Bool { if case .paragraph = self { true } else { false } }
    }

    /// In bytes.
    var offset: Int
    let meaning: Meaning
  }

  /// A stretch that stands higher or lower than the line.
  private struct Elevated {
    var range: Range<Int>
    let elevation: WordAppearance.Elevation
  }

  /// What stands in it that is not read.
  struct Unseen {
    let reason: UnseenText.Reason
    var bytes: [UInt8]
  }

  private(set) var bytes: [UInt8] = []
  private(set) var anchors: [Anchor] = []
  private(set) var unseen: [Unseen] = []
  private var elevated: [Elevated] = []

  init() {}

  init(_ text: String) { bytes = Array(text.utf8) }

  var isEmpty: Bool { bytes.isEmpty && anchors.isEmpty && unseen.isEmpty }
  /// Whether more is to be said of it than its text.
  var hasMore: Bool { !anchors.isEmpty || !unseen.isEmpty }
  /// Whether nothing of it is seen.
  var isSilent: Bool { anchors.isEmpty && BlankTrimming.trimmed(bytes).isEmpty }
  var string: String { String(decoding: bytes, as: UTF8.self) }
  /// Its text without blanks at its ends.
  var trimmedString: String { String(decoding: bytes[BlankTrimming.trimmed(bytes)], as: UTF8.self) }
  /// In bytes, with what is not read.
  var length: Int { unseen.isEmpty ? bytes.count : unseen.reduce(bytes.count) { $0 + $1.bytes.count } }

  mutating func clear() {
    if !bytes.isEmpty { bytes.removeAll(keepingCapacity: true) }
    if !anchors.isEmpty { anchors.removeAll(keepingCapacity: true) }
    if !unseen.isEmpty { unseen = [] }
    if !elevated.isEmpty { elevated = [] }
  }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Adds text of a run, or keeps apart what nobody sees.
  mutating func append(_ text: some Collection<UInt8>, _ appearance: WordAppearance) {
    if let reason = appearance.unseen {
      if unseen.last?.reason == reason {
        unseen[unseen.count - 1].bytes += text
      } else {
        unseen.append(Unseen(reason: reason, bytes: Array(text)))
      }
      return
    }
    let start = bytes.count
    bytes.append(contentsOf: text)
    guard let elevation = appearance.elevation, bytes.count > start else { return }
    if let last = elevated.last, last.range.upperBound == start, last.elevation == elevation {
      elevated[elevated.count - 1].range = last.range.lowerBound..<bytes.count
    } else {
      elevated.append(Elevated(range: start..<bytes.count, elevation: elevation))
    }
  }

  mutating func append(_ note: WordNote) { anchors.append(Anchor(offset: bytes.count, meaning: .note(note))) }

  /// Says what paragraph the text is.
  mutating func prepend(_ properties: WordParagraphProperties) {
    anchors.insert(Anchor(offset: 0, meaning: .paragraph(properties)), at: 0)
  }

  mutating func append(_ other: WordText) {
    defer { bytes += other.bytes }
    if !other.hasMore, other.elevated.isEmpty { return }
    for var anchor in other.anchors {
      anchor.offset += bytes.count
      anchors.append(anchor)
    }
    for var stretch in other.elevated {
      stretch.range = stretch.range.lowerBound + bytes.count..<stretch.range.upperBound + bytes.count
      elevated.append(stretch)
    }
    for item in other.unseen { append(item.bytes, WordAppearance(unseen: item.reason)) }
  }

  /// Gives what is raised or lowered its characters, where other text stands beside it.
  mutating func settle() {
    guard !elevated.isEmpty else { return }
    let stretches = elevated
    elevated = []
    var result: [UInt8] = []
    var moved = anchors
    var end = 0
    var isBeside = false
    var anchor = 0
    func isInk(_ range: Range<Int>) -> Bool { !BlankTrimming.trimmed(Array(bytes[range])).isEmpty }
    func move(before limit: Int, _ offset: (Int) -> Int) {
      while anchor < moved.count, moved[anchor].offset < limit {
        moved[anchor].offset = offset(moved[anchor].offset)
        anchor += 1
      }
    }
    for stretch in stretches {
      let (plain, start) = (end..<stretch.range.lowerBound, result.count)
      isBeside = isBeside || isInk(plain)
      move(before: plain.upperBound) { start + $0 - plain.lowerBound }
      result += bytes[plain]
      let text = String(decoding: bytes[stretch.range], as: UTF8.self)
      let elevatedStart = result.count
      result += (stretch.elevation == .raised ? RaisedText.raised(text) : RaisedText.lowered(text)).utf8
      move(before: stretch.range.upperBound) { _ in elevatedStart }
      end = stretch.range.upperBound
    }
    let (rest, start) = (end..<bytes.count, result.count)
    guard isBeside || isInk(rest) else { return }
    move(before: .max) { start + $0 - rest.lowerBound }
    result += bytes[rest]
    (bytes, anchors) = (result, moved)
  }

  /// Without blanks at its ends. Where a paragraph begins a number may be printed: nothing is cut there.
  func trimmed() -> WordText {
    if anchors.isEmpty {
      var text = WordText()
      text.bytes = Array(bytes[BlankTrimming.trimmed(bytes)])
      text.unseen = unseen
      return text
    }
    let starts = anchors.filter(\.meaning.isParagraph).map(\.offset)
    let range = BlankTrimming.trimmed(bytes)
    let lower = min(range.lowerBound, starts.first ?? range.lowerBound)
    return part(lower..<max(range.upperBound, starts.last ?? lower, lower))
  }

  /// Its lines without those of which there is nothing to say. What is not read of it goes with the first.
  func lines() -> [WordText] {
    var lines: [WordText] = []
    var start = 0
    var anchor = 0
    for end in bytes.indices.filter({ bytes[$0] == 0x0A }) + [bytes.count] {
      var line = WordText()
      line.bytes = Array(bytes[start..<end])
      if start == 0 { line.unseen = unseen }
      while anchor < anchors.count, anchors[anchor].offset <= end {
        line.anchors.append(
          Anchor(offset: anchors[anchor].offset - start, meaning: anchors[anchor].meaning))
        anchor += 1
      }
      if !line.isEmpty { lines.append(line) }
      start = end + 1
    }
    return lines
  }

  private func part(_ range: Range<Int>) -> WordText {
    var part = WordText()
    part.bytes = Array(bytes[range])
    part.anchors = anchors.map { anchor in
      Anchor(
        offset: min(max(anchor.offset, range.lowerBound), range.upperBound) - range.lowerBound,
        meaning: anchor.meaning)
    }
    part.unseen = unseen
    return part
  }
}
