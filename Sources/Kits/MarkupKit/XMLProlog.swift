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
        return 1 + bytes[..<position].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
      } else {
        return nil
      }
    }
    return nil
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
