import TestSupport
import Testing

@testable import ReportModel

/// Figures are decimal and exact: their text, their order and their sums.
@Suite struct AmountTests {
  @Test(arguments: [
    "0", "7", "-7", "12.50", "-0.5", "0.30", "100", "0.000000001", "123456789012345678", "999999999999999999",
    "123456789.123456789", "-123456789.123456789",
  ])
  func textComesBack(text: String) {
    #expect(Amount(text)?.description == text)
  }

  @Test(arguments: [
    "", "-", "+", ".", "5.", ".5", "1,000", "1 2", "１", "1.2.3", "--1", "1e3", "0x1", "1234567890123456789",
    "0.0000000001", "1-",
  ])
  func nothingElseIsANumber(text: String) {
    #expect(Amount(text) == nil)
  }

  @Test func signsAndZeros() {
    #expect(Amount("+5") == Amount(5) && Amount("007") == Amount(7) && Amount("-0") == .zero)
    #expect(Amount("-1")?.isNegative == true && Amount.zero.isNegative == false)
    #expect(Amount(Int.min).description == String(Int.min))
  }

  /// 0.30 keeps its zero and equals 0.3.
  @Test func equalityIsThatOfTheNumber() throws {
    let (long, short) = (try #require(Amount("0.30")), try #require(Amount("0.3")))
    #expect(long == short && long.hashValue == short.hashValue && long.description != short.description)
    #expect(!(long < short) && !(short < long))
    #expect(try #require(Amount("-0.31")) < -long && -long < .zero)
  }

  /// Sums beside those of whole numbers in the smallest unit.
  @Test func arithmeticIsExact() throws {
    var random = SplitMix64(seed: 8)
    for _ in 0..<500 {
      let scales = [Int.random(in: 0...9, using: &random), Int.random(in: 0...9, using: &random)]
      let numbers = scales.map { _ in Int.random(in: -1_000_000_000...1_000_000_000, using: &random) }
      func amount(_ index: Int) -> Amount {
        Amount(significand: Int128(numbers[index]), scale: UInt8(scales[index]))
      }
      func units(_ index: Int) -> Int128 {
        (scales[index]..<9).reduce(Int128(numbers[index])) { unit, _ in unit * 10 }
      }
      let (left, right) = (amount(0), amount(1))
      #expect(left + right == Amount(significand: units(0) + units(1), scale: 9))
      #expect(left - right == Amount(significand: units(0) - units(1), scale: 9))
      #expect((left < right) == (units(0) < units(1)) && (left == right) == (units(0) == units(1)))
      #expect(left - left == .zero && -(-left) == left)
      #expect(Amount(left.description) == left)
    }
  }

  @Test func bytesOfAnyCollection() {
    #expect(Amount(utf8: Array("12.5".utf8)) == Amount("12.5"))
    #expect(Amount(utf8: "12.5".utf8.reversed().reversed()) == Amount("12.5"))
    #expect(Amount(utf8: Array("x12.5".utf8)[1...]) == Amount("12.5"))
    #expect(Amount(utf8: EmptyCollection<UInt8>()) == nil)
  }

  @Test func writtenAsItReads() {
    for amount in [Amount(0), Amount(42), Amount(-42), Amount(significand: -5, scale: 3)] {
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Amount.maximumTextCount) { memory in
        guard let start = memory.baseAddress else { return }
        let count = amount.write(to: start)
        #expect(String(decoding: memory[..<count], as: UTF8.self) == amount.description)
      }
    }
    #expect(Amount(significand: -5, scale: 3).description == "-0.005")
  }
}

@Suite struct BoundsTests {
  private func bounds(_ least: Int?, _ most: Int?) -> Bounds {
    Bounds(atLeast: least.map { Amount($0) }, atMost: most.map { Amount($0) })
  }

  @Test func whatLiesWithin() {
    #expect(bounds(2, 5).contains(Amount(2)) && bounds(2, 5).contains(Amount(5)))
    #expect(!bounds(2, 5).contains(Amount(1)) && !bounds(2, 5).contains(Amount(6)))
    #expect(bounds(nil, 5).contains(Amount(-9)) && bounds(2, nil).contains(Amount(900)))
    #expect(bounds(3, 3).only == Amount(3) && bounds(3, 4).only == nil && bounds(nil, nil).only == nil)
    #expect(Bounds(Amount(3)) == bounds(3, 3))
  }

  @Test func sums() {
    #expect(bounds(1, 2) + bounds(10, 20) == bounds(11, 22))
    #expect(bounds(1, nil) + bounds(10, 20) == bounds(11, nil))
    #expect(bounds(nil, 2) + bounds(10, nil) == bounds(nil, nil))
    #expect(-bounds(1, 2) == bounds(-2, -1) && -bounds(nil, 2) == bounds(-2, nil))
  }
}
