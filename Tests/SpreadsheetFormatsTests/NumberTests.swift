import Testing

@testable import ReportModel
@testable import WorkbookKit

/// Numbers as sheets store them, and as people see them.
@Suite struct NumberTests {
  private func text(_ number: String) -> String {
    Array(number.utf8).withUnsafeBufferPointer { SheetNumber.text($0) }
  }

  private func shown(_ number: String, _ format: NumberFormat) -> ShownText {
    Array(number.utf8).withUnsafeBufferPointer { SheetNumber.shown($0, format, .excel1900).shown }
  }

  @Test(arguments: [
    ("0", "0"), ("217", "217"), ("2.17E2", "217"), ("2.17e+02", "217"), ("-0", "0"), ("0.0", "0"),
    ("007", "7"), ("1280.3599999999999", "1280.36"), ("0.30000000000000004", "0.3"), ("12.50", "12.5"),
    ("-12.5", "-12.5"), ("1E-3", "0.001"), ("9.9999999999999995", "10"),
    ("999999999999999999", "999999999999999999"),
    ("1E+18", "1000000000000000000"), ("1.5E+1", "15"), ("+5", "5"), ("100", "100"), ("1E300", "1E300"),
    ("1E-300", "1E-300"), ("abc", "abc"), ("1.2.3", "1.2.3"), ("1E", "1E"), (".5", "0.5"), ("5.", "5"),
    ("-", "-"),
    ("1E99999999999", "1E99999999999"), ("0E99999999999", "0"), ("18000.000000000004", "18000"),
    ("1.000000000000005", "1.00000000000001"), ("1.0000000000000049", "1"),
  ])
  func decimalsAreThoseOfTheSheet(stored: String, shown: String) {
    #expect(text(stored) == shown)
  }

  @Test func everyShortDecimalSurvivesADouble() {
    for whole in [0, 1, 7, 1280, 99_999, 11_398_890] {
      for thousandths in stride(from: 0, to: 1000, by: 37) {
        let padded = String(String(1000 + thousandths).dropFirst())
        let expected = Amount("\(whole).\(padded)")
        // The shortest form of the binary number, and all its digits.
        let double = Double("\(whole).\(padded)") ?? 0
        #expect(Amount(text("\(double)")) == expected)
        if double > 0 { #expect(Amount(text("\(double.nextUp)")) == expected) }
      }
    }
  }

  @Test(arguments: [
    "General", "G/通用格式", "#,##0", "0.00_ ", "#,##0;[Red]-#,##0", "0.00E+00", "@", "\"¥\"#,##0.00", "0_);(0)",
    "[$¥-804]#,##0.00;[$¥-804]-#,##0.00", "# ##0", "#\\,##0", "0000", "[DBNum1][$-804]0", "+0;-0;0",
    "0;-0;0;@",
  ])
  func dressIsNothing(code: String) {
    #expect(NumberFormat(code: code).isGeneral)
  }

  /// Nothing is rounded, and what a format scales is scaled.
  @Test(arguments: [
    ("0\"件\"", "12", "12件"), ("0.00万元", "12.345", "12.345万元"), ("G/通用格式\"人次\"", "7", "7人次"),
    ("0!.0,\"万元\"", "12803600", "1280.36万元"), ("0\\.0,", "12803600", "1280.36"),
    ("0\".\"0,\"万元\"", "-5", "-0.0005万元"), ("0!.0000", "12803600", "1280.36"),
    ("#!.####\"万元\"", "0", "0万元"), ("0,", "5412000", "5412"), ("0.0,,\"百万元\"", "1280360", "1.28036百万元"),
    ("#,##0,", "5412345", "5412.345"), ("0%", "0.1234", "12.34%"), ("0.00%", "1", "100%"),
    ("0\"%\"", "61", "61%"),
    ("\"约\"0", "61", "约61"), ("\"共\"0\"件\"", "61", "共61件"), ("0\"*\"", "61", "61*"),
    ("0;-0;\"-\"", "0", "-"), ("0;-0;\"-\"", "3", "3"), ("0;-0;\"无\"", "0", "无"), ("0;-0;\"/\"", "-3", "-3"),
    ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", "0", "-"),
    ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", "-7", "-7"), ("0\"件\";(0\"件\")", "-7", "-7件"),
    ("[>=10000]0!.0,\"万元\";0\"元\"", "12803600", "1280.36万元"), ("[>=10000]0!.0,\"万元\";0\"元\"", "99", "99元"),
    ("[=0]\"无\";0", "0", "无"), ("[=0]\"无\";0", "4", "4"), ("[Red][<5]0;[Blue]0", "4", "4"),
    ("yyyy\"年\"m\"月\"d\"日\"", "43105", "2018年1月5日"), ("[$-804]yyyy\\-mm\\-dd;@", "43105", "2018年1月5日"),
    ("yyyy\"年\"m\"月\"", "43105", "2018年1月"), ("m/d", "43105", "1月5日"), ("h:mm", "0.12", "2:52"),
    ("[h]:mm:ss", "0.5", "12:00"), ("yyyy/m/d h:mm", "43105.395833333336", "2018年1月5日 9:30"),
    ("0%", "abc", "abc"),
  ])
  func formatsSayWhatANumberIs(code: String, stored: String, expected: String) {
    #expect(shown(stored, NumberFormat(code: code)) == .text(expected))
  }

  @Test(arguments: [
    (";;;", "5412"), (";;", "5412"), ("0;-0;", "0"), ("0;-0;;@", "0"), ("\"\"", "5"), ("0;", "-5"),
  ])
  func formatsHide(code: String, stored: String) {
    #expect(shown(stored, NumberFormat(code: code)) == .nothing)
  }

  @Test(arguments: [
    ("# ?/?", "5412"), ("# ??/16", "2.5"), ("0\"1\"", "541"), ("0;[Red]0", "-5"), ("\\-0", "5412"),
    ("\"(\"0\")\"", "5412"),
    ("0\"万\"0000\"元\"", "12803600"), ("0!.0!.0", "5"), ("0-00", "61"), ("aaaa", "5412"),
    ("**", "5412"),
    ("\"-\"", "5412"), ("\"无\";0", "5"), ("[>5]0;[<2]0", "3"), ("[>5]0;0", "-3"), ("*-0", "5"),
    ("yyyy-m-d", "-5"),
    ("yyyy-m-d", "2958466"), ("yyyy-m-d", "0"), ("0.0,0", "5"), ("\"２\"0", "5"),
  ])
  func formatsThatTellNothingAreUnclear(code: String, stored: String) {
    #expect(shown(stored, NumberFormat(code: code)) == .unclear)
  }

  @Test func textsHaveASectionOfTheirOwn() {
    func shown(_ code: String, _ text: String) -> ShownText { NumberFormat(code: code).shown(text) }
    #expect(shown(";;;", "甲") == .nothing)
    #expect(shown(";;", "甲") == .text("甲"))
    #expect(shown("0;-0;0;@", "甲") == .text("甲"))
    #expect(shown("@\"件\"", "61") == .text("61件"))
    #expect(shown("0;@\"件\"", "61") == .text("61件"))
    #expect(shown("0;-0;0;\"x\"", "61") == .text("x"))
    #expect(shown("@\"1\"", "61") == .unclear)
  }

  /// The text that a file keeps beside its numbers.
  @Test(arguments: [
    ("1280.36", "1,280.4", ShownText.text("1280.36")), ("12803600", "1280.4万元", .text("1280.36万元")),
    ("0.1234", "12%", .text("12.34%")), ("5412", "5412件", .text("5412件")), ("-5", "(5)", .text("-5")),
    ("-5", "-5", .text("-5")), ("0", "-", .text("-")), ("5412", "", .nothing), ("5412", "731", .unclear),
    ("5412", "五千", .unclear), ("5", "-5", .unclear), ("-5", "5", .unclear), ("0.4", "0", .text("0.4")),
    ("36", "0.0万元", .unclear), ("1280.4", "1.280,40", .text("1280.4")),
    ("12803600", "1.28E+07", .text("12803600")),
    ("2.5", "2 1/2", .unclear), ("5412", "约5412", .text("约5412")),
    ("12803600", "12 803 600", .text("12803600")),
    ("0", "0.00", .text("0")), ("-0.004", "0.00", .text("-0.004")),
    ("12803600", "12,803.6", .text("12803.6")),
  ])
  func printedAndStoredAreOneNumber(stored: String, printed: String, expected: ShownText) {
    #expect(Array(stored.utf8).withUnsafeBufferPointer { SheetNumber.shown($0, as: printed) } == expected)
  }

  @Test(arguments: [
    ("43105", "2018年1月5日"), ("1", "1900年1月1日"), ("59", "1900年2月28日"), ("60", "1900年2月29日"),
    ("61", "1900年3月1日"), ("2958465", "9999年12月31日"), ("44196", "2020年12月31日"), ("43890", "2020年2月29日"),
    ("43105.75", "2018年1月5日"),
  ])
  func daysAreDates(stored: String, expected: String) {
    #expect(shown(stored, .date(.date)) == .text(expected))
    #expect(shown(stored, .builtIn(14)) == .text(expected))
  }

  @Test func datesHaveEpochs() {
    #expect(shown("0.999999999", .date(.init(time: true))) == .text("0:00"))
    #expect(SerialDate.text(days: 41_643, seconds: 0, .date, .excel1904) == "2018年1月5日")
    #expect(SerialDate.text(days: 0, seconds: 0, .date, .excel1904) == "1904年1月1日")
  }

  @Test(arguments: [
    ("A1", 1, 1), ("$B$12", 12, 2), ("XFD1048576", 1_048_576, 16_384), ("AB3", 3, 28),
  ])
  func referencesArePositions(text: String, row: Int, column: Int) throws {
    let position = try #require(CellReference.position(text.utf8))
    #expect(position.row == row && position.column == column)
    let name = text.filter { $0 != "$" }.prefix { $0.isLetter }
    #expect(CellReference.letters(column) == name)
  }

  @Test(arguments: [
    "", "A", "1", "A0", "XFE1", "A1048577", "A99999999999999999999", "1A", "a1", "A1B", "A-1",
  ])
  func otherReferencesAreNone(text: String) {
    #expect(CellReference.position(text.utf8) == nil)
  }
}
