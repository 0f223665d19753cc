import Testing

@testable import Core
@testable import MarkupKit

/// XML is decoded before it is parsed, and what is damaged is refused, not mended.
@Suite struct XMLTextTests {
  private static let text = "<甲>一</甲>"

  /// What is wrong; nil where nothing is.
  private func complaint(_ bytes: [UInt8]) -> XMLFailure.Reason? {
    do throws(XMLFailure) {
      _ = try XMLText.decoded(bytes)
      return nil
    } catch {
      return error.reason
    }
  }

  private func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      return isLittle ? [low, high] : [high, low]
    }
  }

  @Test func everyEncodingGivesTheSame() throws {
    let utf8 = Array(Self.text.utf8)
    for bytes in [
      utf8, [0xEF, 0xBB, 0xBF] + utf8, [0xFF, 0xFE] + utf16(Self.text, isLittle: true),
      [0xFE, 0xFF] + utf16(Self.text, isLittle: false), utf16(Self.text, isLittle: true),
      utf16(Self.text, isLittle: false),
    ] { #expect(Array(try XMLText.decoded(bytes)) == utf8) }
    let declaration = Array("<?xml version=\"1.0\" encoding='GB2312'?>".utf8)
    // 一, and 镕, which is beyond GB 2312.
    let decoded = try XMLText.decoded(declaration + [0xD2, 0xBB, 0xE9, 0x46])
    #expect(decoded.elementsEqual(declaration + Array("一镕".utf8)))
  }

  @Test func damageIsRefused() {
    let declaration = Array("<?xml version=\"1.0\" encoding=\"GBK\"?><a>".utf8)
    #expect(complaint(declaration + [0xFF] + Array("</a>".utf8)) == .damaged(encoding: "GB18030", count: 1))
    #expect(
      complaint([0xFF, 0xFE] + utf16("<a/>", isLittle: true) + [0x20])
        == .damaged(encoding: "UTF-16LE", count: 1))
    #expect(
      complaint(utf16("<a>", isLittle: false) + [0xD8, 0] + utf16("</a>", isLittle: false))
        == .damaged(encoding: "UTF-16BE", count: 1))
  }

  @Test func otherEncodingsAreNamed() {
    #expect(complaint(Array("<?xml version=\"1.0\" encoding=\"Big5\"?><a/>".utf8)) == .encoding("big5"))
  }
}
