import Testing

@testable import TextKit

/// Traditional characters are folded where labels have their simplified form.
@Suite struct TraditionalTests {
  private func folded(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { Unicode.Scalar(CharacterFolding.simplified($0.value)) ?? $0 }))
  }

  @Test(arguments: [
    ("政府信息公開年度報告", "政府信息公开年度报告"), ("行政許可", "行政许可"), ("訴訟", "诉讼"), ("覆議", "复议"), ("復議", "复议"),
    ("規範性文件製發", "规范性文件制发"), ("單位：萬元", "单位：万元"), ("未經復議直接起訴", "未经复议直接起诉"),
    ("尚未審結", "尚未审结"), ("１２３ abc", "１２３ abc"),
  ])
  func labelsAreFolded(text: String, simplified: String) { #expect(folded(text) == simplified) }

  /// Nothing is folded twice, and nothing that is simplified becomes another character.
  @Test func simplifiedCharactersStay() {
    let (from, to) = (TraditionalCharacters.traditional, TraditionalCharacters.simplified)
    #expect(from.unicodeScalars.count == to.unicodeScalars.count)
    #expect(Set(from.unicodeScalars).count == from.unicodeScalars.count)
    #expect(folded(to) == to)
  }

  @Test func otherWordsAreKnown() {
    func word(_ text: String) -> String? {
      let codes = text.unicodeScalars.map { CharacterFolding.simplified($0.value) }
      return CharacterFolding.usualWord(codes[0], codes[1]).map { first, second in
        String(String.UnicodeScalarView([first, second].compactMap { Unicode.Scalar($0) }))
      }
    }
    #expect(word("資訊") == "信息")
    #expect(word("透過") == "通过")
    #expect(word("信息") == nil)
  }
}
