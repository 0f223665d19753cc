/// Which elements a rule of a style sheet is about: what can be said of an element when its start tag is met.
/// Selectors that ask for more (siblings, states, what follows) are not understood.
struct HTMLSelector {
  /// What is asked of one element.
  struct Compound {
    var name: UInt64?
    var id: UInt64?
    var classes: [UInt64] = []
    var attributes: [Attribute] = []
    /// `:nth-child(an+b)`.
    var position: (step: Int, offset: Int)?
    var exclusions: [Compound] = []
  }

  struct Attribute {
    enum Comparison { case exists, equals, hasWord, begins, ends, contains }
    let name: [UInt8]
    let comparison: Comparison
    let value: [UInt8]
  }

  /// The element itself, then those around it, each with whether it must be the very next.
  private(set) var compounds: [(compound: Compound, isChild: Bool)]

  static let maximumLength = 256
  static let maximumCompounds = 8

  /// The number of ids, of classes and attributes, and of names in it, as one number.
  var specificity: UInt32 {
    compounds.reduce(0) { $0 + Self.specificity($1.compound) }
  }

  private static func specificity(_ compound: Compound) -> UInt32 {
    let parts = compound.classes.count + compound.attributes.count + (compound.position == nil ? 0 : 1)
    let own = (compound.id == nil ? 0 : 0x1_0000) + UInt32(parts) << 8 + (compound.name == nil ? 0 : 1)
    return own + (compound.exclusions.map(specificity).max() ?? 0)
  }

  init?(_ text: CSSText) {
    guard !text.range.isEmpty, text.range.count <= Self.maximumLength else { return nil }
    var reader = Reader(text.bytes, text.range)
    compounds = []
    var isChild = false
    while let compound = reader.compound() {
      compounds.append((compound, isChild))
      guard compounds.count <= Self.maximumCompounds else { return nil }
      switch reader.combinator() {
      case .none:
        // Read from the element outwards.
        let marks = compounds.map(\.isChild)
        compounds = compounds.enumerated().reversed().map { index, item in
          (item.compound, index + 1 < marks.count && marks[index + 1])
        }
        return
      case UInt8(ascii: " "): isChild = false
      case UInt8(ascii: ">"): isChild = true
      default: return nil
      }
    }
    return nil
  }

  /// Reads selectors, a part at a time.
  private struct Reader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index: Int
    private let end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
      self.bytes = bytes
      index = range.lowerBound
      end = range.upperBound
    }

    private var next: UInt8 { index < end ? bytes[index] : 0 }

    /// The mark between two compounds; nil at the end.
    mutating func combinator() -> UInt8? {
      let start = index
      while HTMLTokenizer.isSpace(next) { index += 1 }
      if index == end { return nil }
      let mark = next
      guard mark == UInt8(ascii: ">") || mark == UInt8(ascii: "+") || mark == UInt8(ascii: "~") else {
        return index > start ? UInt8(ascii: " ") : 0x21
      }
      index += 1
      while HTMLTokenizer.isSpace(next) { index += 1 }
      return mark
    }

    private mutating func word() -> Range<Int> {
      let start = index
      while next >= 0x80 || next == UInt8(ascii: "-") || next == UInt8(ascii: "_") || next &- 0x30 < 10
        || (next | 0x20) &- 0x61 < 26
      {
        index += 1
      }
      return start..<index
    }

    /// nil for what is not understood.
    mutating func compound() -> Compound? {
      var compound = Compound()
      let start = index
      if next == UInt8(ascii: "*") {
        index += 1
      } else {
        let name = word()
        if !name.isEmpty { compound.name = HTMLTag.named(UnsafeBufferPointer(rebasing: bytes[name])).key }
      }
      while index < end {
        switch next {
        case UInt8(ascii: "."), UInt8(ascii: "#"):
          let isClass = next == UInt8(ascii: ".")
          index += 1
          let word = word()
          guard !word.isEmpty, compound.classes.count < 8 else { return nil }
          if isClass {
            compound.classes.append(CSSText.key(bytes[word]))
          } else {
            compound.id = CSSText.key(bytes[word])
          }
        case UInt8(ascii: "["):
          guard let attribute = attribute(), compound.attributes.count < 8 else { return nil }
          compound.attributes.append(attribute)
        case UInt8(ascii: ":"):
          guard readState(into: &compound) else { return nil }
        default: return index > start ? compound : nil
        }
      }
      return index > start ? compound : nil
    }

    /// `[name]`, `[name=value]` and its kin.
    private mutating func attribute() -> Attribute? {
      index += 1
      let name = word()
      guard !name.isEmpty else { return nil }
      let lower = bytes[name].map(CSSText.lower)
      let mark = next
      if mark == UInt8(ascii: "]") {
        index += 1
        return Attribute(name: lower, comparison: .exists, value: [])
      }
      let comparison: Attribute.Comparison
      switch mark {
      case UInt8(ascii: "="): comparison = .equals
      case UInt8(ascii: "~"): comparison = .hasWord
      case UInt8(ascii: "^"): comparison = .begins
      case UInt8(ascii: "$"): comparison = .ends
      case UInt8(ascii: "*"): comparison = .contains
      default: return nil
      }
      index += comparison == .equals ? 1 : 2
      guard let close = (index..<max(index, end)).first(where: { bytes[$0] == UInt8(ascii: "]") }) else {
        return nil
      }
      let value = CSSText(bytes, index..<close).trimmed.range
      index = close + 1
      let isQuoted =
        value.count > 1
        && (bytes[value.lowerBound] == UInt8(ascii: "\"") || bytes[value.lowerBound] == UInt8(ascii: "'"))
      let bare = isQuoted ? value.lowerBound + 1..<value.upperBound - 1 : value
      return Attribute(name: lower, comparison: comparison, value: Array(bytes[bare]))
    }

    /// `:first-child`, `:nth-child(…)`, `:not(…)`; false for all else.
    private mutating func readState(into compound: inout Compound) -> Bool {
      index += 1
      let name = CSSText(bytes, word())
      if name.equals("first-child") {
        compound.position = (0, 1)
        return true
      }
      guard next == UInt8(ascii: "("),
        let close = (index..<end).first(where: { bytes[$0] == UInt8(ascii: ")") })
      else { return false }
      let inner = CSSText(bytes, index + 1..<close).trimmed
      index = close + 1
      if name.equals("not") {
        var reader = Reader(bytes, inner.range)
        guard let exclusion = reader.compound(), reader.index == reader.end, compound.exclusions.count < 4
        else {
          return false
        }
        compound.exclusions.append(exclusion)
        return true
      }
      guard name.equals("nth-child") || name.equals("nth-of-type"), let position = Self.position(inner) else {
        return false
      }
      compound.position = position
      return true
    }

    /// `odd`, `even`, `3`, `2n`, `2n+1`, `-n+3`.
    private static func position(_ text: CSSText) -> (step: Int, offset: Int)? {
      if text.equals("odd") { return (2, 1) }
      if text.equals("even") { return (2, 0) }
      let letters = text.bytes[text.range].filter { !HTMLTokenizer.isSpace($0) }.prefix(16)
      let parts = letters.split(maxSplits: 1, omittingEmptySubsequences: false) {
        $0 | 0x20 == UInt8(ascii: "n")
      }
      func number(_ digits: ArraySlice<UInt8>) -> Int? { Int(String(decoding: digits, as: UTF8.self)) }
      if parts.count == 1 { return number(parts[0]).map { (0, $0) } }
      let sign = parts[0].elementsEqual([UInt8(ascii: "-")]) ? -1 : 1
      let step = parts[0].isEmpty || parts[0].count == 1 && number(parts[0]) == nil ? sign : number(parts[0])
      let offset = parts[1].isEmpty ? 0 : number(parts[1])
      guard let step, let offset, abs(step) < 1000 else { return nil }
      return (step, offset)
    }
  }
}

extension HTMLSelector.Compound {
  /// Whether an element is one of those that are meant.
  func matches(_ element: HTMLElementNames) -> Bool {
    if let name, name != element.name { return false }
    if let id, id != element.id { return false }
    for wanted in classes where !element.classes.contains(wanted) { return false }
    if let position {
      let distance = element.position - position.offset
      if position.step == 0 ? distance != 0 : distance % position.step != 0 || distance / position.step < 0 {
        return false
      }
    }
    for attribute in attributes where !attribute.matches(element) { return false }
    for exclusion in exclusions where exclusion.matches(element) { return false }
    return true
  }
}

extension HTMLSelector.Attribute {
  func matches(_ element: HTMLElementNames) -> Bool {
    var reader = HTMLAttributes(element.bytes, element.attributes)
    while let found = reader.next() {
      guard element.bytes[found.name].elementsEqual(name, by: { CSSText.lower($0) == $1 }) else { continue }
      let text = element.bytes[found.value]
      switch comparison {
      case .exists: return true
      case .equals: return text.elementsEqual(value)
      case .hasWord:
        return text.split(whereSeparator: HTMLTokenizer.isSpace).contains { $0.elementsEqual(value) }
      case .begins: return !value.isEmpty && text.starts(with: value)
      case .ends: return !value.isEmpty && text.reversed().starts(with: value.reversed())
      case .contains:
        return !value.isEmpty && text.indices.contains { text[$0...].starts(with: value) }
      }
    }
    return false
  }
}

/// What selectors can ask of an element.
struct HTMLElementNames {
  let bytes: UnsafeBufferPointer<UInt8>
  let name: UInt64
  let attributes: Range<Int>
  /// The how manieth child it is of what it stands in.
  let position: Int
  private(set) var id: UInt64?
  private(set) var classes: [UInt64] = []

  private static let maximumClasses = 32

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, name: UInt64, id: Range<Int>, classes: Range<Int>,
    attributes: Range<Int>, position: Int
  ) {
    self.bytes = bytes
    self.name = name
    self.attributes = attributes
    self.position = position
    if !id.isEmpty { self.id = CSSText.key(bytes[CSSText(bytes, id).trimmed.range]) }
    if !classes.isEmpty {
      self.classes = bytes[classes].split(
        maxSplits: Self.maximumClasses, whereSeparator: HTMLTokenizer.isSpace
      )
      .map { CSSText.key($0) }
    }
  }
}
