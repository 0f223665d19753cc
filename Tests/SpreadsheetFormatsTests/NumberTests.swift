import Testing

@testable import ReportModel
@testable import WorkbookKit

/// Numbers as sheets store them, and as people see them.
@Suite struct NumberTests {
  private func text(_ number: String, _ format: NumberFormat = .general) -> String {
    Array(number.utf8).withUnsafeBufferPointer { SheetNumber.text($0, format, .excel1900) }
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
    ("General", NumberFormat.general), ("G/通用格式", .general), ("#,##0", .general), ("0.00_ ", .general),
    ("#,##0;[Red]-#,##0", .general), ("0.00E+00", .general), ("@", .general), ("\"¥\"#,##0.00", .general),
    ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", .general), ("0.00%", .percent),
    ("0\"件\"", .plain(unit: "件")),
    ("0.00万元", .plain(unit: "万元")), ("G/通用格式\"人次\"", .plain(unit: "人次")),
    ("yyyy\"年\"m\"月\"d\"日\"", .date(.date)),
    ("[$-804]yyyy\\-mm\\-dd;@", .date(.date)), ("yyyy\"年\"m\"月\"", .date(.init(year: true, month: true))),
    ("m/d", .date(.init(month: true, day: true))), ("h:mm", .date(.init(time: true))),
    ("[h]:mm:ss", .date(.init(time: true))), ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", .date(.date)),
    ("yyyy/m/d h:mm", .date(.init(year: true, month: true, day: true, time: true))), ("\"", .general),
    ("[", .general),
    ("\\", .general), ("", .general),
  ])
  func formatsSayWhatANumberIs(code: String, format: NumberFormat) {
    #expect(NumberFormat(code: code) == format)
  }

  @Test(arguments: [
    ("43105", "2018年1月5日"), ("1", "1900年1月1日"), ("59", "1900年2月28日"), ("60", "1900年2月29日"),
    ("61", "1900年3月1日"),
    ("2958465", "9999年12月31日"), ("44196", "2020年12月31日"), ("43890", "2020年2月29日"), ("43105.75", "2018年1月5日"),
    ("2958466", "2958466"), ("-5", "-5"), ("0", "0"), ("1E20", "100000000000000000000"),
  ])
  func daysAreDates(stored: String, shown: String) {
    #expect(text(stored, .date(.date)) == shown)
  }

  @Test func datesHaveTimesAndEpochs() {
    let whole = NumberFormat.DateParts(year: true, month: true, day: true, time: true)
    #expect(text("43105.395833333336", .date(whole)) == "2018年1月5日 9:30")
    #expect(text("0.999999999", .date(.init(time: true))) == "0:00")
    #expect(SerialDate.text(days: 41_643, seconds: 0, .date, .excel1904) == "2018年1月5日")
    #expect(SerialDate.text(days: 0, seconds: 0, .date, .excel1904) == "1904年1月1日")
    #expect(text("0.12", .percent) == "12%")
    #expect(text("1", .percent) == "100%")
    #expect(text("0.1234", .percent) == "12.34%")
    #expect(text("12", .plain(unit: "件")) == "12件")
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
