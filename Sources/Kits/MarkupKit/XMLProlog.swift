/// What stands before the root element. libxml2 reads a document type to its end whatever its callbacks say, defaults
/// of attributes and all, unless its input is taken away, which is not safe: so one is found before it reads anything.
enum XMLProlog {
  /// The line of the document type declaration; nil where there is none.
  static func lineOfDocumentType(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var position = begins("\u{FEFF}", bytes, 0) ? 3 : 0
    while position < bytes.count {
      if bytes[position] <= 0x20 {
        position += 1
      } else if begins("<?", bytes, position) {
        position = end(of: "?>", bytes, from: position + 2)
      } else if begins("<!--", bytes, position) {
        position = end(of: "-->", bytes, from: position + 4)
      } else if begins("<!DOCTYPE", bytes, position) {
        return line(of: position, bytes)
      } else {
        return nil
      }
    }
    return nil
  }

  /// The line of the first tag with more attributes than a limit; nil where there is none. libxml2 compares each with
  /// all before it, and says nothing until it has: in a large file they are counted before it reads anything.
  static func lineOfCrowdedTag(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
    var position = 0
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start
      if begins("<!--", bytes, position) {
        position = end(of: "-->", bytes, from: position + 4)
      } else if begins("<![CDATA[", bytes, position) {
        position = end(of: "]]>", bytes, from: position + 9)
      } else if begins("<?", bytes, position) {
        position = end(of: "?>", bytes, from: position + 2)
      } else {
        var count = 0
        var quote: UInt8?
        while position < bytes.count, quote != nil || bytes[position] != UInt8(ascii: ">") {
          switch bytes[position] {
          case let byte where byte == quote: quote = nil
          case UInt8(ascii: "\""), UInt8(ascii: "'"): if quote == nil { quote = bytes[position] }
          case UInt8(ascii: "="): if quote == nil { count += 1 }
          default: break
          }
          position += 1
        }
        if count > limit { return line(of: start, bytes) }
      }
    }
    return nil
  }

  private static func line(of position: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    1 + bytes[..<position].count { $0 == 0x0A }
  }

  private static func begins(_ text: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool
  {
    guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == text.utf8Start[$0] }
  }

  private static func end(of text: StaticString, _ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int
  {
    var position = start
    while position < bytes.count {
      if begins(text, bytes, position) { return position + text.utf8CodeUnitCount }
      position += 1
    }
    return bytes.count
  }
}
