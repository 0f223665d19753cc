import TextKit

/// The name of an entry, by what its bytes are. The format knows two encodings, code page 437 and UTF-8 where a flag says
/// so; Chinese programs write GBK without a word.
package struct ZIPName: Hashable, Sendable {
  package enum Encoding: Hashable, Sendable {
    /// ASCII, or UTF-8 that is marked as such.
    case marked
    case unmarkedUTF8, gb18030
    /// By the field of Info-ZIP that gives the name in Unicode beside another one.
    case unicodeField
    /// None that is known. Replacement characters stand for bytes that mean nothing.
    case unknown
  }

  package let text: String
  package let encoding: Encoding
  /// What the container has, and what readers see that know less.
  let bytes: [UInt8]

  /// - Parameters:
  ///   - isMarked: whether a flag says that it is UTF-8.
  ///   - extra: the extra field of the entry.
  init(_ bytes: ArraySlice<UInt8>, isMarked: Bool, extra: ArraySlice<UInt8>) {
    self.bytes = Array(bytes)
    if !isMarked, let name = Self.unicodeName(extra, of: self.bytes) {
      (text, encoding) = (name, .unicodeField)
    } else {
      (text, encoding) = Self.read(self.bytes, isMarked: isMarked)
    }
  }

  /// Whether every reader stays in the folder that it unpacks to, whichever name it goes by.
  func isAll(_ isSafe: (String) -> Bool) -> Bool {
    isSafe(text) && (encoding != .unicodeField || isSafe(Self.read(bytes, isMarked: false).text))
  }

  private static func read(_ bytes: [UInt8], isMarked: Bool) -> (text: String, encoding: Encoding) {
    if let text = String(validating: bytes, as: UTF8.self) {
      return (text, isMarked || bytes.allSatisfy { $0 < 0x80 } ? .marked : .unmarkedUTF8)
    }
    let decoded = GB18030.decode(bytes[...])
    if decoded.replacementCount == 0, let text = String(validating: decoded.utf8, as: UTF8.self),
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .privateUse })
    {
      return (text, .gb18030)
    }
    return (String(decoding: bytes, as: UTF8.self), .unknown)
  }

  /// Field 0x7075 of Info-ZIP: a version, the CRC-32 of the name that it goes with, and the name in UTF-8. Where the
  /// CRC does not fit, somebody has changed the name since.
  private static func unicodeName(_ extra: ArraySlice<UInt8>, of name: [UInt8]) -> String? {
    var rest = extra
    while rest.count >= 4 {
      let (id, size) = (rest.uint16(0), rest.uint16(2))
      rest = rest.dropFirst(4)
      guard size <= rest.count else { return nil }
      let field = rest.prefix(size)
      rest = rest.dropFirst(size)
      guard id == 0x7075, size > 5, field.first == 1, field.uint32(1) == Int(ZIPChecksum.of(name)) else {
        continue
      }
      return String(validating: field.dropFirst(5), as: UTF8.self)
    }
    return nil
  }
}
