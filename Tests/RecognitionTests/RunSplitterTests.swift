import Testing

@testable import Recognition
@testable import ReportModel

@Suite struct RunSplitterTests {
  private let row = RunSplitter(
    kinds: Array(repeating: .count, count: 7),
    rules: [RunSplitter.Rule(left: Array(0..<6), relation: .equal, right: [6])])

  private func split(_ groups: String...) -> [[Amount]]? {
    row.split(groups.map { Array($0.utf8) }).keepingRules
  }

  private func amounts(_ numbers: Int...) -> [Amount] { numbers.map { Amount($0) } }

  @Test func sumsChoose() {
    #expect(split("21710000218") == [amounts(217, 1, 0, 0, 0, 0, 218)])
    #expect(split("320000032") == [amounts(32, 0, 0, 0, 0, 0, 32)])
    #expect(split("230", "000023") == [amounts(23, 0, 0, 0, 0, 0, 23)])
  }

  @Test func oneDigitACellNeedsNoSum() {
    let result = row.split([Array("1000102".utf8)])
    #expect(result.all == [amounts(1, 0, 0, 0, 1, 0, 2)])
    // A published error: the digits are certain, the sum is not kept, and nothing is mended.
    #expect(row.split([Array("1000103".utf8)]).all == [amounts(1, 0, 0, 0, 1, 0, 3)])
    #expect(row.split([Array("1000103".utf8)]).keepingRules?.isEmpty == true)
  }

  @Test func noFigureBeginsWithZero() {
    let three = RunSplitter(kinds: [.count, .count, .count], rules: [])
    #expect(three.split([Array("20180".utf8)]).all?.count == 4)
    #expect(three.split([Array("000".utf8)]).all == [amounts(0, 0, 0)])
    #expect(three.split([Array("00".utf8)]).all?.isEmpty == true)
  }

  @Test func decimalsBelongToMoneyAlone() {
    let two = RunSplitter(kinds: [.count, .money], rules: [])
    let all = two.split([Array("191690.9913".utf8)]).all ?? []
    #expect(all.count == 5)
    #expect(all.allSatisfy { $0[0].scale == 0 && $0[1].scale == 4 })
  }

  @Test func longRunsAreGivenUp() {
    let result = row.split([Array(repeating: UInt8(ascii: "1"), count: 4000)])
    #expect(result.all == nil)
  }
}
