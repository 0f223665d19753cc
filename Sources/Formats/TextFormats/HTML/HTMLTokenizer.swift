/// Cuts a page into tags and text, in one pass and without copying: the rules of the HTML standard's tokenizer
/// as far as they decide where a tag ends.
struct HTMLTokenizer {
  enum Token {
    /// Bytes with character references in them.
    case text(Range<Int>)
    case start(HTMLStartTag)
    case end(HTMLTag, name: UInt64)
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position: Int
  private let end: Int
  /// No comment ends behind here, so that a page of unended comments is not searched again and again.
  private var hasCommentEnd = true
  private var endlessRawText: Set<HTMLTag> = []
  /// Where the next end tag of an element was found that was looked for.
  private var ends: [HTMLTag: Int] = [:]

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  mutating func next() -> Token? {
    while position < end {
      let start = position
      guard bytes[start] == UInt8(ascii: "<") else {
        position = index(of: UInt8(ascii: "<"), from: start) ?? end
        return .text(start..<position)
      }
      guard start + 1 < end else {
        position = end
        return .text(start..<end)
      }
      let second = bytes[start + 1]
      if Self.isLetter(second) {
        return startTag(start + 1)
      } else if second == UInt8(ascii: "/") {
        if start + 2 < end, Self.isLetter(bytes[start + 2]) { return endTag(start + 2) }
        position = skipDeclaration(start + 2)
      } else if second == UInt8(ascii: "!") {
        position = skipComment(start + 2)
      } else if second == UInt8(ascii: "?") {
        position = skipDeclaration(start + 2)
      } else {
        // A less-than sign of the text.
        position = index(of: UInt8(ascii: "<"), from: start + 1) ?? end
        return .text(start..<position)
      }
    }
    return nil
  }

  /// Passes over everything to the end tag of an element that holds no markup.
  ///
  /// - Returns: what stands between the tags.
  mutating func skipRawText(_ tag: HTMLTag) -> Range<Int> {
    let start = position
    guard let end = endTag(of: tag) else { return start..<start }
    position = skipDeclaration(nameEnd(end + 2))
    return start..<end
  }

  /// Where the next end tag of an element stands. Without one only the start tag is passed over: a report may
  /// follow.
  mutating func endTag(of tag: HTMLTag) -> Int? {
    if endlessRawText.contains(tag) { return nil }
    if let known = ends[tag], known >= position { return known }
    var search = position
    while let candidate = index(of: UInt8(ascii: "<"), from: search) {
      if candidate + 2 < end, bytes[candidate + 1] == UInt8(ascii: "/"),
        name(candidate + 2..<nameEnd(candidate + 2)).tag == tag
      {
        ends[tag] = candidate
        return candidate
      }
      search = candidate + 1
    }
    endlessRawText.insert(tag)
    return nil
  }

  private func index(of byte: UInt8, from start: Int) -> Int? {
    var index = start
    while index < end {
      if bytes[index] == byte { return index }
      index += 1
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte &- 0x09 < 5
  }

  private func nameEnd(_ start: Int) -> Int {
    var index = start
    while index < end, !Self.isSpace(bytes[index]), bytes[index] != UInt8(ascii: ">"),
      bytes[index] != UInt8(ascii: "/")
    {
      index += 1
    }
    return index
  }

  private func name(_ range: Range<Int>) -> (tag: HTMLTag, key: UInt64) {
    HTMLTag.named(UnsafeBufferPointer(rebasing: bytes[range]))
  }

  private mutating func startTag(_ start: Int) -> Token {
    let nameEnd = nameEnd(start)
    let (tag, key) = name(start..<nameEnd)
    var start = HTMLStartTag(tag: tag, name: key, attributes: nameEnd..<nameEnd)
    var reader = HTMLAttributes(bytes, nameEnd..<end)
    while let attribute = reader.next() { start.note(attribute.name, attribute.value, in: bytes) }
    start.attributes = nameEnd..<reader.position
    position = reader.position < end ? reader.position + 1 : end
    return .start(start)
  }

  private mutating func endTag(_ start: Int) -> Token {
    let nameEnd = nameEnd(start)
    position = skipDeclaration(nameEnd)
    let (tag, key) = name(start..<nameEnd)
    return .end(tag, name: key)
  }

  /// The position behind the next `>`.
  private func skipDeclaration(_ start: Int) -> Int {
    index(of: UInt8(ascii: ">"), from: start).map { $0 + 1 } ?? end
  }

  /// The position behind a comment, or behind a declaration such as `<!DOCTYPE html>` or `<![endif]>`.
  private mutating func skipComment(_ start: Int) -> Int {
    guard start + 1 < end, bytes[start] == UInt8(ascii: "-"), bytes[start + 1] == UInt8(ascii: "-") else {
      return skipDeclaration(start)
    }
    if hasCommentEnd {
      // `<!-->` and `<!--->` are whole comments.
      var index = start
      while let close = self.index(of: UInt8(ascii: ">"), from: index) {
        if close - 2 >= start, bytes[close - 1] == UInt8(ascii: "-"), bytes[close - 2] == UInt8(ascii: "-") {
          return close + 1
        }
        index = close + 1
      }
      hasCommentEnd = false
    }
    // A comment without an end swallows no more than its tag.
    return skipDeclaration(start)
  }
}

/// A start tag, with where those attributes stand that decide how an element looks.
struct HTMLStartTag {
  let tag: HTMLTag
  /// Stands for the name of the element.
  let name: UInt64
  var attributes: Range<Int>
  var style = 0..<0
  var classes = 0..<0
  var id = 0..<0
  /// `hidden` or `popover`: not shown until a script does it.
  var isHidden = false

  fileprivate mutating func note(
    _ name: Range<Int>, _ value: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) {
    // The first of two attributes of a name counts.
    switch name.count {
    case 2: if id.isEmpty, HTMLAttributes.isNamed("id", name, in: bytes) { id = value }
    case 5:
      if HTMLAttributes.isNamed("style", name, in: bytes) {
        if style.isEmpty { style = value }
      } else if classes.isEmpty, HTMLAttributes.isNamed("class", name, in: bytes) {
        classes = value
      }
    case 6: if HTMLAttributes.isNamed("hidden", name, in: bytes) { isHidden = true }
    case 7: if HTMLAttributes.isNamed("popover", name, in: bytes) { isHidden = true }
    default: break
    }
  }
}

/// The attributes of a tag, one after the other.
struct HTMLAttributes {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position: Int
  private let end: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next attribute; nil at the end of the tag, and then `position` is at its `>`.
  mutating func next() -> (name: Range<Int>, value: Range<Int>)? {
    while position < end, HTMLTokenizer.isSpace(bytes[position]) || bytes[position] == UInt8(ascii: "/") {
      position += 1
    }
    guard position < end, bytes[position] != UInt8(ascii: ">") else { return nil }
    let start = position
    position += 1
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
        || HTMLTokenizer.isSpace(byte)
      {
        break
      }
      position += 1
    }
    let name = start..<position
    var index = position
    while index < end, HTMLTokenizer.isSpace(bytes[index]) { index += 1 }
    guard index < end, bytes[index] == UInt8(ascii: "=") else { return (name, index..<index) }
    index += 1
    while index < end, HTMLTokenizer.isSpace(bytes[index]) { index += 1 }
    guard index < end else {
      position = end
      return (name, end..<end)
    }
    let quote = bytes[index]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let valueStart = index + 1
      index = valueStart
      while index < end, bytes[index] != quote { index += 1 }
      // A quote that never ends must not swallow the rest of the page.
      if index == end {
        index = valueStart
        while index < end, bytes[index] != UInt8(ascii: ">") { index += 1 }
        position = index
        return (name, valueStart..<index)
      }
      position = index + 1
      return (name, valueStart..<index)
    }
    let valueStart = index
    while index < end, !HTMLTokenizer.isSpace(bytes[index]), bytes[index] != UInt8(ascii: ">") { index += 1 }
    position = index
    return (name, valueStart..<index)
  }

  /// Whether a name is this one, in any case.
  static func isNamed(
    _ name: StaticString, _ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count where bytes[range.lowerBound + offset] | 0x20 != name.utf8Start[offset] {
      return false
    }
    return true
  }
}
