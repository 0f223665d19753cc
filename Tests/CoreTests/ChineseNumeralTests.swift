import Testing

@testable import Core

@Suite struct ChineseNumeralTests {
  @Test(arguments: [
    (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"), (0, "0"), (100, "100"),
    (-1, "-1"),
  ])
  func text(number: Int, text: String) {
    #expect(ChineseNumeral.text(number) == text)
  }

  @Test func numeralsHaveTheirValues() {
    func values(_ text: String, _ value: (UInt32) -> Int?) -> [Int?] {
      text.unicodeScalars.map { value($0.value) }
    }
    #expect(values("一二三四五六七八九", ChineseNumeral.digit) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(values("十〇零两百1", ChineseNumeral.digit) == [nil, nil, nil, nil, nil, nil])
    #expect(values("一九十〇两", ChineseNumeral.ordinal) == [1, 9, 10, nil, nil])
    #expect(values("〇零两三十", ChineseNumeral.countingDigit) == [0, 0, 2, 3, nil])
    #expect(values("十百千万一", ChineseNumeral.power) == [10, 100, 1000, nil, nil])
    for number in 1...10 {
      #expect(
        ChineseNumeral.text(number).unicodeScalars.compactMap { ChineseNumeral.ordinal($0.value) } == [number]
      )
    }
  }

  @Test func codePointsAreComparedWithCharacters() {
    let year: UInt32 = 0x5E74
    #expect(year == "年" && year != "月")
    #expect(!(Optional<UInt32>.none == "年") && Optional(year) == "年")
    switch year {
    case "月": Issue.record("another character")
    case "年": break
    default: Issue.record("no character")
    }
    #expect(Set<UInt32>(characters: "、和") == [0x3001, 0x548C])
  }
}
