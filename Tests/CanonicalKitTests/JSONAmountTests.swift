import Testing

@testable import CanonicalKit
@testable import ReportModel

@Suite struct JSONAmountTests {
  private func read(_ text: String) -> Amount? {
    var text = text
    return text.withUTF8 { JSONAmount.read($0) }
  }

  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.30", "0.30"), ("-12.50", "-12.50"), ("1e3", "1000"), ("1.5e-3", "0.0015"),
    ("25E+1", "250"), ("1.50e1", "15.0"), ("0e999999999999", "0"),
    ("999999999999999999", "999999999999999999"),
    ("123456789012345678901234", "123456789012345678901234"), ("1e23", "100000000000000000000000"),
    ("-0.000000001", "-0.000000001"), ("0.1000000000000000", "0.100000000"), ("1e-9", "0.000000001"),
    ("10e-10", "0.000000001"), ("9223372036854775807", "9223372036854775807"),
    ("9223372036854775808", "9223372036854775808"), ("12345678901234567.89", "12345678901234567.89"),
  ])
  func numbersAreExact(_ text: String, _ expected: String) {
    #expect(read(text)?.description == expected)
  }

  @Test(arguments: ["1e24", "0.0000000001", "1e-10", "1234567890123456789012345", "1e999999999999", "-1e24"])
  func numbersBeyondTheLimitsAreNotRead(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test func manyZerosAreNoBurden() {
    #expect(read("0." + String(repeating: "0", count: 1_000_000))?.description == "0.000000000")
    #expect(read("1." + String(repeating: "0", count: 1_000_000))?.description == "1.000000000")
    #expect(read("1" + String(repeating: "0", count: 1_000_000)) == nil)
  }
}
