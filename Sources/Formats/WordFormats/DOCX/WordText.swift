import DocumentModel

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

  private(set) var bytes: [UInt8] = []
  private(set) var anchors: [Anchor] = []

  init() {}

  init(_ text: String) { bytes = Array(text.utf8) }

  var isEmpty: Bool { bytes.isEmpty && anchors.isEmpty }
  var string: String { String(decoding: bytes, as: UTF8.self) }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    anchors.removeAll(keepingCapacity: true)
  }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

  mutating func append(_ note: WordNote) { anchors.append(Anchor(offset: bytes.count, meaning: .note(note))) }

  /// Says what paragraph the text is.
  mutating func prepend(_ properties: WordParagraphProperties) {
    anchors.insert(Anchor(offset: 0, meaning: .paragraph(properties)), at: 0)
  }

  mutating func append(_ other: WordText) {
    for var anchor in other.anchors {
      anchor.offset += bytes.count
      anchors.append(anchor)
    }
    bytes += other.bytes
  }

  /// Without blanks at its ends. Where a paragraph begins a number may be printed: nothing is cut there.
  func trimmed() -> WordText {
    if anchors.isEmpty {
      var text = WordText()
      text.bytes = Array(bytes[BlankTrimming.trimmed(bytes)])
      return text
    }
    let starts = anchors.filter(\.meaning.isParagraph).map(\.offset)
    let range = BlankTrimming.trimmed(bytes)
    let lower = min(range.lowerBound, starts.first ?? range.lowerBound)
    return part(lower..<max(range.upperBound, starts.last ?? lower, lower))
  }

  /// Its lines without those of which there is nothing to say.
  func lines() -> [WordText] {
    var lines: [WordText] = []
    var start = 0
    var anchor = 0
    for end in bytes.indices.filter({ bytes[$0] == 0x0A }) + [bytes.count] {
      var line = WordText()
      line.bytes = Array(bytes[start..<end])
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
    return part
  }
}
