import Core

/// Turns the bytes of a text file into UTF-8.
///
/// A byte order mark decides; without one, valid UTF-8 is UTF-8, a zero in every other byte is UTF-16, and the
/// rest is GB18030, of which GB2312 and GBK are parts.
package struct DecodedText: Sendable, Hashable {
  package enum Encoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case gb18030 = "GB18030"
  }

  /// Valid UTF-8, without a byte order mark.
  package let utf8: [UInt8]
  package let encoding: Encoding
  /// How many bytes stood before the text.
  package let byteOrderMarkLength: Int
  /// How many times the replacement character U+FFFD stands for bytes that mean nothing.
  package let replacementCount: Int

  package init(_ bytes: [UInt8]) {
    let encoding: Encoding
    var markLength = 0
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      (encoding, markLength) = (.utf8, 3)
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      (encoding, markLength) = (.utf16LittleEndian, 2)
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      (encoding, markLength) = (.utf16BigEndian, 2)
    } else {
      encoding = Self.encoding(ofUnmarked: bytes)
    }
    self.init(bytes, encoding: encoding, skipping: markLength)
  }

  /// Decodes as an encoding that is known otherwise, such as by an HTML page's label.
  package init(_ bytes: [UInt8], encoding: Encoding, skipping markLength: Int = 0) {
    self.encoding = encoding
    byteOrderMarkLength = markLength
    let content = bytes.dropFirst(markLength)
    switch encoding {
    case .utf8:
      if bytes.withUnsafeBufferPointer({ Self.isValidUTF8($0) }) {
        utf8 = markLength == 0 ? bytes : Array(content)
        replacementCount = 0
      } else {
        utf8 = Array(String(decoding: content, as: UTF8.self).utf8)
        replacementCount = Self.countReplacements(utf8)
      }
    case .utf16LittleEndian, .utf16BigEndian:
      let isLittle = encoding == .utf16LittleEndian
      var units: [UInt16] = []
      units.reserveCapacity(content.count / 2)
      var index = content.startIndex
      while index + 1 < content.endIndex {
        let (first, second) = (UInt16(content[index]), UInt16(content[index + 1]))
        units.append(isLittle ? second << 8 | first : first << 8 | second)
        index += 2
      }
      let text = Array(String(decoding: units, as: UTF16.self).utf8)
      utf8 = index < content.endIndex ? text + [0xEF, 0xBF, 0xBD] : text
      replacementCount = Self.countReplacements(utf8)
    case .gb18030:
      (utf8, replacementCount) = GB18030.decode(content)
    }
  }

  /// What a reader must say of bytes that mean nothing.
  package var findings: [Finding] {
    replacementCount == 0 ? [] : [.replacedBytes(replacementCount, encoding)]
  }

  /// Whether the bytes are UTF-32, which no office program writes: by a byte order mark, or because each four of
  /// them are a character of a text.
  package static func isUTF32(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return true }
    let head = Array(bytes.prefix(1024))
    guard head.count >= 16 else { return false }
    func isText(_ order: [Int]) -> Bool {
      stride(from: 0, to: head.count - 3, by: 4).allSatisfy { start in
        let code = order.reduce(UInt32(0)) { $0 << 8 | UInt32(head[start + $1]) }
        return code >= 0x20 && Unicode.Scalar(code) != nil || (0x09...0x0D).contains(code)
      }
    }
    return isText([3, 2, 1, 0]) || isText([0, 1, 2, 3])
  }

  private static func encoding(ofUnmarked bytes: [UInt8]) -> Encoding {
    let isUTF8 = bytes.withUnsafeBufferPointer { isValidUTF8($0) }
    if isUTF8, !bytes.prefix(1024).contains(0) { return .utf8 }
    let head = Array(bytes.prefix(4096))
    // Texts of bytes have a stray zero at most; in UTF-16 digits, line ends and some ideographs have one.
    guard head.contains(0) else { return .gb18030 }
    let little = likelyUnits(head, isLittle: true)
    let big = likelyUnits(head, isLittle: false)
    guard 2 * max(little, big) > head.count / 2 else { return isUTF8 ? .utf8 : .gb18030 }
    return little > big ? .utf16LittleEndian : .utf16BigEndian
  }

  /// How many units are what a Chinese text is made of.
  private static func likelyUnits(_ bytes: [UInt8], isLittle: Bool) -> Int {
    var count = 0
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      switch isLittle ? second << 8 | first : first << 8 | second {
      case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x3000...0x303F, 0x4E00...0x9FFF, 0xFF00...0xFFEF: count += 1
      default: break
      }
    }
    return count
  }

  private static func countReplacements(_ utf8: [UInt8]) -> Int {
    var count = 0
    for index in utf8.indices.dropLast(2) where utf8[index] == 0xEF {
      if utf8[index + 1] == 0xBF, utf8[index + 2] == 0xBD { count += 1 }
    }
    return count
  }

  package static func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      if byte < 0x80 {
        index += 1
        // Markup is long stretches of ASCII.
        while index + 8 <= count, isASCII(bytes, at: index) { index += 8 }
        continue
      }
      let length: Int
      let lowest: UInt8
      let highest: UInt8
      switch byte {
      case 0xC2...0xDF: (length, lowest, highest) = (2, 0x80, 0xBF)
      case 0xE0: (length, lowest, highest) = (3, 0xA0, 0xBF)
      case 0xED: (length, lowest, highest) = (3, 0x80, 0x9F)
      case 0xE1...0xEF: (length, lowest, highest) = (3, 0x80, 0xBF)
      case 0xF0: (length, lowest, highest) = (4, 0x90, 0xBF)
      case 0xF1...0xF3: (length, lowest, highest) = (4, 0x80, 0xBF)
      case 0xF4: (length, lowest, highest) = (4, 0x80, 0x8F)
      default: return false
      }
      guard index + length <= count, (lowest...highest).contains(bytes[index + 1]) else { return false }
      var next = index + 2
      while next < index + length {
        if bytes[next] & 0xC0 != 0x80 { return false }
        next += 1
      }
      index += length
    }
    return true
  }

  /// Whether eight bytes are ASCII.
  private static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      & 0x8080_8080_8080_8080 == 0
  }
}

extension Finding {
  fileprivate static func replacedBytes(_ count: Int, _ encoding: DecodedText.Encoding) -> Finding {
    Finding("read.replaced-bytes", .warning, ["count": String(count), "encoding": encoding.rawValue])
  }
}
