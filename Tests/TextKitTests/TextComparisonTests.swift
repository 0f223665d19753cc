import TestSupport
import Testing

@testable import TextKit

/// What is the same to a reader.
@Suite struct TextComparisonTests {
  @Test(arguments: [("１２．５万元", "12.5万元"), ("一、 总 体\u{3000}情况\r\n", "一、总体情况"), ("（A）", "(A)"), ("", "")])
  func folding(text: String, folded: String) {
    #expect(FoldedText.fold(text) == folded)
  }

  @Test(arguments: [
    ("（一）总体 情况。", "一总体情况"), ("２０１７年度", "2017年度"), ("《条例》—", "条例"), ("a-B", "aB"), ("。，、", ""),
  ])
  func lettersAndDigitsAlone(text: String, plain: String) {
    #expect(PlainText(text) == PlainText(plain))
    #expect(PlainText(text).scalars == plain.unicodeScalars.map(\.value))
  }

  @Test func rangesOfOtherText() {
    let text = PlainText("申请、申请和申请")
    #expect(text.ranges(of: PlainText("申请")) == [0..<2, 2..<4, 5..<7])
    #expect(text.ranges(of: PlainText("和申")) == [4..<6])
    #expect(text.ranges(of: PlainText("答复")) == [] && text.ranges(of: PlainText("")) == [])
  }

  /// Beside the plain table of lengths.
  @Test func likenessIsThatOfTheLongestCommonSubsequence() {
    var random = SplitMix64(seed: 4)
    for _ in 0..<200 {
      func codes() -> [UInt32] {
        (0..<Int.random(in: 0...12, using: &random)).map { _ in UInt32.random(in: 1...4, using: &random) }
      }
      let (left, right) = (codes(), codes())
      func common(_ i: Int, _ j: Int) -> Int {
        guard i < left.count, j < right.count else { return 0 }
        return left[i] == right[j] ? 1 + common(i + 1, j + 1) : max(common(i + 1, j), common(i, j + 1))
      }
      let expected =
        left.isEmpty || right.isEmpty
        ? 0 : 2000 * (left.count + right.count > 16 ? -1 : common(0, 0)) / (left.count + right.count)
      if expected < 0 { continue }
      #expect(TextLikeness.ofSequences(left, right, of: 1000) == expected)
    }
    #expect(PlainText("主动公开").likeness(to: PlainText("主动公开")) == 100)
    #expect(PlainText("主动公开").likeness(to: PlainText("")) == 0)
    #expect(PlainText("公").likeness(to: PlainText("主动公开政府信息的情况")) == 0, "lengths too different")
  }

  @Test func commonElementsOfSortedLists() {
    #expect(TextLikeness.common([1, 2, 2, 5], [2, 2, 3, 5]).count == 3)
    #expect(TextLikeness.common([], [1]).count == 0)
    let text = PlainText("全年公开信息若干条，没有收到申请，没有收费。")
    #expect(PairSketch(text.scalars).likeness(to: PairSketch(text.scalars)) == 100)
    #expect(PairSketch(text.scalars).likeness(to: PairSketch(PlainText("申请").scalars)) == 0)
    let changed = PlainText("全年公开信息若干条，没有收到申请，没有费用。")
    #expect((70..<100).contains(PairSketch(text.scalars).likeness(to: PairSketch(changed.scalars))))
  }
}
