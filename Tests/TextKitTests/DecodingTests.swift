import Testing

@testable import TextKit

@Suite struct DecodingTests {
  private let text = "一、主动公开\t镕、喆、㐀、〇\r\n2017年度，12．5万元"

  @Test func utf8WithAndWithoutMark() {
    let plain = DecodedText(Array(text.utf8))
    #expect(plain.encoding == .utf8 && plain.byteOrderMarkLength == 0)
    #expect(plain.utf8 == Array(text.utf8))
    let marked = DecodedText([0xEF, 0xBB, 0xBF] + Array(text.utf8))
    #expect(marked.utf8 == Array(text.utf8) && marked.byteOrderMarkLength == 3)
  }

  @Test(arguments: [true, false], [true, false])
  func utf16(isLittle: Bool, hasMark: Bool) {
    var bytes: [UInt8] = hasMark ? (isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]) : []
    for unit in text.utf16 {
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      bytes += isLittle ? [low, high] : [high, low]
    }
    let decoded = DecodedText(bytes)
    #expect(decoded.utf8 == Array(text.utf8))
    #expect(decoded.encoding == (isLittle ? .utf16LittleEndian : .utf16BigEndian))
  }

  /// 政府信息公开 in two bytes a letter; 镕 (in GBK but not in GB2312), 㐀 (four bytes), 𠀀 (beyond the first plane).
  @Test func gb18030() {
    let decoded = DecodedText([
      0xD5, 0xFE, 0xB8, 0xAE, 0xD0, 0xC5, 0xCF, 0xA2, 0xB9, 0xAB, 0xBF, 0xAA, 0xE9, 0x46, 0x81, 0x39, 0xEE,
      0x39,
      0x95, 0x32, 0x82, 0x36,
    ])
    #expect(decoded.encoding == .gb18030)
    #expect(String(decoding: decoded.utf8, as: UTF8.self) == "政府信息公开镕㐀𠀀")
    #expect(decoded.replacementCount == 0)
  }

  @Test func badBytesAreCounted() {
    let decoded = DecodedText([0xD5, 0xFE, 0xFF, 0xB8, 0xAE, 0x81])
    #expect(decoded.replacementCount == 2)
    #expect(String(decoding: decoded.utf8, as: UTF8.self) == "政\u{FFFD}府\u{FFFD}")
  }

  /// Half a character at the end of UTF-16 is damage like any other.
  @Test func anOddByteIsCounted() {
    let decoded = DecodedText([0xFF, 0xFE, 0x2C, 0x7B, 0x00])
    #expect(String(decoding: decoded.utf8, as: UTF8.self) == "第\u{FFFD}")
    #expect(decoded.replacementCount == 1 && decoded.findings.count == 1)
  }

  /// What the standard library says of the same bytes: every second and third byte, at the ends of each range.
  @Test func validUTF8IsThatOfTheStandard() {
    let edges: [UInt8] = [0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
    for lead in UInt8(0x80)...0xFF {
      for second in edges {
        for third in edges {
          for end in [[], [0x80], [0xBF, 0x41]] as [[UInt8]] {
            let bytes = [lead, second, third] + end
            #expect(
              bytes.withUnsafeBufferPointer { DecodedText.isValidUTF8($0) }
                == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
          }
        }
      }
    }
  }

  @Test func everyTruncationEnds() {
    let bytes: [UInt8] = [0x81, 0x39, 0xEE, 0x39, 0xD5, 0xFE, 0x95, 0x32, 0x82, 0x36]
    for count in 0...bytes.count { _ = DecodedText(Array(bytes.prefix(count)), encoding: .gb18030) }
  }
}
