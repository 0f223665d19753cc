/// The rules of a page's own style sheets that decide whether text is seen, struck out or raised.
struct HTMLStyleSheet {
  private struct Rule {
    let selector: HTMLSelector
    let declarations: HTMLDeclarations
    let specificity: UInt32
  }

  private var rules: [Rule] = []
  /// Rules by what their last part must have: an id, a class or a name; the rest under zero.
  private var index: [UInt64: [Int]] = [:]
  /// A bit for each key of the index, so that most elements are not looked up.
  private var bits: UInt64 = 0
  /// How much more may be compared, so that no page takes long.
  private var patience = 4_000_000

  private static let maximumRules = 4096
  private static let maximumDepth = 4

  var isEmpty: Bool { rules.isEmpty }
  var count: Int { rules.count }

  // MARK: Reading

  /// Adds the rules of a sheet.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) { add(bytes, range, depth: 0) }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, depth: Int) {
    var position = range.lowerBound
    let end = range.upperBound
    while position < end, rules.count < Self.maximumRules {
      let comment = CSSText.endOfComment(at: position, bytes, end)
      if comment > position {
        position = comment
        continue
      }
      if HTMLTokenizer.isSpace(bytes[position]) || bytes[position] == UInt8(ascii: "}")
        || bytes[position] == UInt8(ascii: ";")
      {
        position += 1
        continue
      }
      let rest = CSSText(bytes, position..<end)
      if rest.hasPrefix("<!--") || rest.hasPrefix("-->") {
        position += rest.hasPrefix("-->") ? 3 : 4
        continue
      }
      let isAtRule = bytes[position] == UInt8(ascii: "@")
      guard let open = Self.endOfPrelude(position, bytes, end) else { return }
      if bytes[open] == UInt8(ascii: ";") {
        position = open + 1
        continue
      }
      let close = Self.endOfBlock(open, bytes, end)
      let prelude = CSSText(bytes, position..<open).trimmed
      if isAtRule {
        if depth < Self.maximumDepth, Self.applies(prelude) { add(bytes, open + 1..<close, depth: depth + 1) }
      } else {
        addRule(prelude, HTMLDeclarations(bytes, open + 1..<close))
      }
      position = min(close + 1, end)
    }
  }

  private mutating func addRule(_ prelude: CSSText, _ declarations: HTMLDeclarations) {
    if declarations.isEmpty { return }
    let bytes = prelude.bytes
    let parts: [Slice<UnsafeBufferPointer<UInt8>>] = bytes[prelude.range].split(
      maxSplits: 256, whereSeparator: { $0 == UInt8(ascii: ",") })
    for part in parts {
      let text = CSSText(bytes, part.startIndex..<part.endIndex).trimmed
      guard rules.count < Self.maximumRules, let selector = HTMLSelector(text) else { continue }
      let last = selector.compounds[0].compound
      let key = last.id ?? last.classes.first ?? last.name ?? 0
      index[key, default: []].append(rules.count)
      bits |= 1 << (key & 63)
      rules.append(
        Rule(selector: selector, declarations: declarations, specificity: selector.specificity))
    }
  }

  /// The position of what ends a selector or the head of a rule with `@`.
  private static func endOfPrelude(_ start: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int? {
    let isAtRule = bytes[start] == UInt8(ascii: "@")
    var index = start
    while index < end {
      if bytes[index] == UInt8(ascii: "{") || isAtRule && bytes[index] == UInt8(ascii: ";") { return index }
      index += 1
    }
    return nil
  }

  /// The position of the bracket that closes one, comments and quoted text apart.
  private static func endOfBlock(_ open: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    var depth = 0
    var index = open
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return index }
      case UInt8(ascii: "/"):
        let comment = CSSText.endOfComment(at: index, bytes, end)
        if comment > index {
          index = comment
          continue
        }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let quote = bytes[index]
        // A quote does not go over a line's end.
        if let close = (index + 1..<end).first(where: { bytes[$0] == quote || bytes[$0] == 0x0A }) {
          index = close
        }
      default: break
      }
      index += 1
    }
    return end
  }

  /// Whether the rules in a block are those of a wide screen.
  private static func applies(_ prelude: CSSText) -> Bool {
    if prelude.hasPrefix("@supports") || prelude.hasPrefix("@layer") { return true }
    guard prelude.hasPrefix("@media") else { return false }
    return appliesToScreen(CSSText(prelude.bytes, prelude.range.lowerBound + 6..<prelude.range.upperBound))
  }

  /// Whether one of the media in a list is a screen of 1280 pixels.
  static func appliesToScreen(_ media: CSSText) -> Bool {
    let list = media.trimmed
    if list.range.isEmpty { return true }
    let parts: [Slice<UnsafeBufferPointer<UInt8>>] = list.bytes[list.range].split(
      separator: UInt8(ascii: ","))
    return parts.contains { part in
      let query = CSSText(list.bytes, part.startIndex..<part.endIndex).trimmed
      if query.hasPrefix("not") { return query.contains("print") || query.contains("speech") }
      if query.contains("print") || query.contains("speech") || query.contains("prefers-") { return false }
      let width = query.numbers.first ?? 0
      if query.contains("max-width") || query.contains("max-device-width") { return width >= 1280 }
      if query.contains("min-width") || query.contains("min-device-width") { return width <= 1280 }
      return true
    }
  }

  // MARK: Applying

  /// Whether a rule may be about an element, without looking closely.
  func mayConcern(_ start: HTMLStartTag) -> Bool {
    !start.classes.isEmpty || !start.id.isEmpty || bits & (1 << (start.name & 63)) != 0 || bits & 1 != 0
  }

  /// Adds to the cascade what the rules say of an element that stands in others.
  mutating func apply(
    to element: HTMLElementNames, in ancestors: HTMLElements, _ cascade: inout HTMLCascade
  ) {
    var matched: [Int] = []
    func find(_ key: UInt64) {
      guard bits & (1 << (key & 63)) != 0, let found = index[key] else { return }
      for number in found where matches(rules[number].selector, element, ancestors) { matched.append(number) }
    }
    find(0)
    find(element.name)
    for key in element.classes { find(key) }
    if let id = element.id { find(id) }
    for number in matched.sorted() {
      cascade.add(rules[number].declarations, min(rules[number].specificity, HTMLCascade.inline - 1))
    }
  }

  private mutating func matches(
    _ selector: HTMLSelector, _ element: HTMLElementNames, _ ancestors: HTMLElements
  ) -> Bool {
    guard patience > 0 else { return false }
    patience -= 1
    guard selector.compounds[0].compound.matches(element) else { return false }
    return matches(selector, 1, ancestors, below: ancestors.count, element.bytes)
  }

  /// Whether the rest of a selector is met by elements around, each search beginning within the one before.
  private mutating func matches(
    _ selector: HTMLSelector, _ part: Int, _ ancestors: HTMLElements, below limit: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard part < selector.compounds.count else { return true }
    let isChild = selector.compounds[part].isChild
    var depth = limit
    while depth > 0, patience > 0 {
      depth -= 1
      patience -= 1
      if selector.compounds[part].compound.matches(ancestors.names(depth, bytes)),
        matches(selector, part + 1, ancestors, below: depth, bytes)
      {
        return true
      }
      if isChild { return false }
    }
    return false
  }
}

/// Declarations of several origins about one element: for each property the weightiest counts, the last of equals.
struct HTMLCascade {
  private(set) var declarations = HTMLDeclarations()
  private var weights = SIMD8<UInt32>(repeating: 0)

  /// The weight of a `style` attribute.
  static let inline: UInt32 = 0x40_0000

  private mutating func takes(
    _ property: HTMLDeclarations.Property, _ other: HTMLDeclarations, _ weight: UInt32
  ) -> Bool {
    let full = weight + (other.isImportant(property) ? 0x80_0000 : 0)
    guard full >= weights[property.rawValue] else { return false }
    weights[property.rawValue] = full
    return true
  }

  mutating func add(_ other: HTMLDeclarations, _ weight: UInt32) {
    if let value = other.display, takes(.display, other, weight) { declarations.display = value }
    if let value = other.isVisible, takes(.visibility, other, weight) { declarations.isVisible = value }
    if let value = other.size, takes(.size, other, weight) { declarations.size = value }
    if let value = other.isStruckOut, takes(.line, other, weight) { declarations.isStruckOut = value }
    if let value = other.shift, takes(.shift, other, weight) { declarations.shift = value }
    if let value = other.cover, takes(.cover, other, weight) { declarations.cover = value }
  }
}
