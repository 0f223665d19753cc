/// What a field of a form shows of the value that it holds.
enum HTMLField {
  /// The lines that are shown, where they stand in the page; none for buttons, marks to tick and what is hidden.
  static func lines(
    _ start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>, _ tokenizer: inout HTMLTokenizer
  ) -> [Range<Int>] {
    switch start.tag {
    case .input: value(of: start, bytes).map { [$0] } ?? []
    case .textarea:
      bytes[tokenizer.skipRawText(.textarea)].split { $0 == 0x0A || $0 == 0x0D }
        .map { (line: Slice<UnsafeBufferPointer<UInt8>>) in line.startIndex..<line.endIndex }
    default: choices(in: tokenizer.skipRawText(.select), start, bytes)
    }
  }

  /// Types of fields that show no text of theirs.
  private static let silent: [StaticString] = [
    "hidden", "checkbox", "radio", "button", "submit", "reset", "image", "file", "range", "color", "password",
    "search",
  ]

  private static func value(of start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var value: Range<Int>?
    var reader = HTMLAttributes(bytes, start.attributes)
    while let attribute = reader.next() {
      if HTMLAttributes.isNamed("value", attribute.name, in: bytes) {
        value = value ?? attribute.value
      } else if HTMLAttributes.isNamed("type", attribute.name, in: bytes) {
        let type = CSSText(bytes, attribute.value).trimmed
        if silent.contains(where: { type.equals($0) }) { return nil }
      }
    }
    return value
  }

  /// What is chosen in a list: the options that are marked, else the first one of a list that shows one.
  private static func choices(
    in range: Range<Int>, _ start: HTMLStartTag, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [Range<Int>] {
    let isMultiple = HTMLAttributes(bytes, start.attributes).contains("multiple", bytes)
    var tokenizer = HTMLTokenizer(bytes, range)
    var chosen: [Range<Int>] = []
    var first: Range<Int>?
    var isOpen = false
    var isChosen = false
    while let token = tokenizer.next() {
      switch token {
      case .start(let tag) where tag.tag == .option:
        isOpen = true
        isChosen = HTMLAttributes(bytes, tag.attributes).contains("selected", bytes)
      case .end(.option, _): isOpen = false
      case .text(let text) where isOpen:
        if first == nil { first = text }
        if isChosen { chosen.append(text) }
        isOpen = false
      default: break
      }
    }
    if !isMultiple, let last = chosen.last { return [last] }
    return chosen.isEmpty && !isMultiple ? first.map { [$0] } ?? [] : chosen
  }
}
