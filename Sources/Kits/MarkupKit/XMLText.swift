import Core
import TextKit

/// XML in the encodings that are met, decoded before libxml2 sees it: libxml2 loses characters of text that is
/// labelled GB2312 and is more.
package enum XMLText {
  /// The document as UTF-8; its declaration may still name the encoding that it had.
  ///
  /// A byte order mark decides, then the declaration; without either it is UTF-8. Whether what is UTF-8 by name
  /// is so in fact is for the parser to find.
  ///
  /// - Throws: a refusal where the encoding is another, or the text damaged.
  package static func utf8(_ bytes: [UInt8]) throws(Refusal) -> ArraySlice<UInt8> {
    do throws(XMLFailure) { return try decoded(bytes) } catch {
      throw Refusal(.input, error.finding(XMLLimits()))
    }
  }

  /// The same, with the reason by itself.
  package static func decoded(_ bytes: [UInt8]) throws(XMLFailure) -> ArraySlice<UInt8> {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return bytes.dropFirst(3) }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return try whole(DecodedText(bytes))
    }
    if bytes.starts(with: [0x3C, 0]) {
      return try whole(DecodedText(bytes, encoding: .utf16LittleEndian))
    }
    if bytes.starts(with: [0, 0x3C]) {
      return try whole(DecodedText(bytes, encoding: .utf16BigEndian))
    }
    guard let name = declaredEncoding(bytes[...]) else { return bytes[...] }
    switch name {
    case "utf-8", "utf8", "us-ascii", "ascii": return bytes[...]
    case "gb18030", "gb2312", "gbk", "gb_2312-80", "cp936", "ms936", "windows-936":
      return try whole(DecodedText(bytes, encoding: .gb18030))
    default: throw XMLFailure(.encoding(name), line: 1)
    }
  }

  private static func whole(_ text: DecodedText) throws(XMLFailure) -> ArraySlice<UInt8> {
    if text.replacementCount == 0 { return text.utf8[...] }
    throw XMLFailure(.damaged(encoding: text.encoding.rawValue, count: text.replacementCount))
  }

  /// The encoding that the XML declaration names, in lower case; nil where there is none.
  package static func declaredEncoding(_ bytes: ArraySlice<UInt8>) -> String? {
    guard bytes.starts(with: Array("<?xml".utf8)) else { return nil }
    let declaration = bytes.prefix(256).prefix { $0 != UInt8(ascii: ">") }
    let word = Array("encoding".utf8)
    guard
      let start = declaration.indices.first(where: { declaration[$0...].starts(with: word) })
    else { return nil }
    let isQuote: (UInt8) -> Bool = { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    let rest = declaration[(start + word.count)...].drop { !isQuote($0) }.dropFirst()
    let name = rest.prefix { !isQuote($0) }
    // One that does not end is for the parser to refuse.
    return name.endIndex == rest.endIndex ? nil : String(decoding: name, as: UTF8.self).lowercased()
  }
}
