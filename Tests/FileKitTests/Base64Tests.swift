import Foundation
import Testing

@testable import FileKit

@Suite struct Base64Tests {
  @Test func base64ComesBack() {
    for length in [0, 1, 2, 3, 56, 57, 58, 114, 1_000, Base64.pieceSize + 1] {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 11) }
      var text: [UInt8] = []
      for start in stride(from: 0, to: length, by: Base64.pieceSize) {
        text += Base64.lines(of: bytes[start..<min(start + Base64.pieceSize, length)])
      }
      #expect(Base64.decoded(text[...]) == bytes)
      let pure = text.filter { $0 != 0x0A }
      #expect(Data(bytes).base64EncodedString() == String(decoding: pure, as: UTF8.self))
      #expect(text.split(separator: 0x0A).allSatisfy { $0.count <= 76 })
    }
    for wrong in ["A", "AAA", "AA=", "AAAA=", "A===", "AB==", "AA==AA==", "AA-A", "中文"] {
      #expect(Base64.decoded(Array(wrong.utf8)[...]) == nil, "\(wrong)")
    }
  }
}
