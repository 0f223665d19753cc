import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import ReportModel
@testable import TextKit

@Suite struct TidyCSVTests {
  /// A plain reader of RFC 4180, to look at what was written.
  private func records(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          field.append(byte)
        } else if index < bytes.count, bytes[index] == byte {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
        record.append(String(decoding: field, as: UTF8.self))
        field = []
        if byte == UInt8(ascii: "\n") {
          records.append(record)
          record = []
        }
      } else {
        field.append(byte)
      }
    }
    return records
  }

  private func rows(_ reports: Report...) -> [[String: String]] {
    records(TidyCSV.write(reports)).dropFirst().map {
      Dictionary(zip(TidyTable.columns, $0), uniquingKeysWith: { first, _ in first })
    }
  }

  /// Whether a field is that text, with what steers shown, and an apostrophe where it could be computed.
  private func holds(_ field: String, _ text: String) -> Bool {
    let shown = PrintableText.shown(text, keepsLines: true)
    let mayBeComputed = text.unicodeScalars.first.map { "=@＝＠+-＋－".unicodeScalars.contains($0) } == true
    return field == shown || mayBeComputed && field == "'" + shown
  }

  private static let identity = TidyColumn.identity.map(\.rawValue)

  @Test func headerIsJustThat() {
    #expect(
      String(decoding: TidyCSV.write([]), as: UTF8.self)
        == "report,file,body,code,year,sourceEdition,dialect,scope,edition,table,indicator,applicant,label,unit,"
        + "value,lower,upper,status,raw,place\n")
    #expect(Self.identity.count == 8 && Self.identity.last == "scope")
  }

  /// What rows there are of a report, in order.
  private func expectedRows(_ report: Report) throws -> [(FormCell, Figure, Form)] {
    let form = report.form
    var expected: [(FormCell, Figure, Form)] = form.cells.enumerated().compactMap { index, cell in
      if report.statistics[index] == nil, form.indicator(of: cell).role == .subtotal { return nil }
      return (cell, report.statistics.figuresAndAbsences[index], form)
    }
    guard let conversion = report.conversion else { return expected }
    let original = conversion.original
    for id in conversion.carried {
      let index = try #require(original.form.index(of: id))
      expected.append((original.form.cells[index], try #require(original[index]), original.form))
    }
    return expected
  }

  /// Every field can be had back, but for what is shown of it, one row for each cell and each carried figure.
  @Test(arguments: FormCatalogue.shared.forms) func fieldsComeBack(form: Form) throws {
    for seed in 0..<40 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(of: form, convertedFrom: FormCatalogue.shared.forms)
      let rows = rows(report)
      let expected = try expectedRows(report)
      #expect(rows.count == expected.count)
      for (row, (cell, figure, form)) in zip(rows, expected) {
        #expect(row["edition"] == form.id.edition.rawValue)
        #expect(row["table"] == cell.table)
        #expect(row["indicator"] == cell.id.indicator)
        #expect(row["applicant"] == cell.id.applicant ?? "")
        #expect(row["unit"] == figure.unit ?? form.indicator(of: cell).unit)
        #expect(row["status"] == figure.status.rawValue)
        #expect(row["value"] == figure.amount?.description ?? "")
        #expect(row["lower"] == figure.bounds?.atLeast?.description ?? "")
        #expect(row["upper"] == figure.bounds?.atMost?.description ?? "")
        #expect(row["place"] == figure.place?.description ?? "")
        if let raw = figure.raw { #expect(row["raw"].map { holds($0, raw) } == true) }
      }
    }
  }

  /// Each row of a report begins with the same fields, which say what is known of it.
  @Test(arguments: FormCatalogue.shared.forms) func rowsNameTheirReport(form: Form) throws {
    for seed in 0..<40 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(of: form, convertedFrom: FormCatalogue.shared.forms)
      let source = report.conversion?.original.form.id ?? form.id
      let identity = report.identity
      let codes = Set(identity.identifiers.filter { $0.scheme == .creditCode }.map(\.value))
      let digits = report.source.map { String($0.sha256.prefix(16)) } ?? ""
      let number = report.source?.number.map { "-\($0)" } ?? ""
      var expected: [String] = [digits + number, report.source?.name ?? "", identity.body ?? ""]
      expected.append(codes.count == 1 ? codes.first ?? "" : "")
      expected.append(identity.year.map { "\($0)" } ?? "")
      expected += [source.edition.rawValue, source.dialect ?? "", identity.scope?.rawValue ?? ""]
      let starts = records(TidyCSV.write([report])).dropFirst().map { Array($0.prefix(expected.count)) }
      #expect(!starts.isEmpty && starts.allSatisfy { zip($0, expected).allSatisfy(holds) }, "seed \(seed)")
    }
  }

  /// The number lies within its bounds, and where it is certain both are the number.
  @Test(arguments: FormCatalogue.shared.forms) func boundsHoldTheValue(form: Form) throws {
    var withBounds: Set<String> = []
    for seed in 0..<40 {
      var generator = ReportGenerator(seed: UInt64(seed))
      for row in rows(generator.report(of: form, convertedFrom: FormCatalogue.shared.forms)) {
        let status = try #require(row["status"])
        let value = row["value"].flatMap(Amount.init)
        let (lower, upper) = (row["lower"].flatMap(Amount.init), row["upper"].flatMap(Amount.init))
        if let lower, let upper { #expect(lower <= upper) }
        if let value { #expect(Bounds(atLeast: lower, atMost: upper).contains(value)) }
        if lower != nil || upper != nil { withBounds.insert(status) }
        if status == "exact" || status == "derived" {
          #expect(value != nil && lower == value && upper == value)
        }
      }
    }
    #expect(withBounds == ["exact", "derived", "presumed", "range", "estimate", "ambiguous"])
  }

  /// Two reports under one header are taken apart by the first column alone.
  @Test func reportsAreToldApart() throws {
    let forms = FormCatalogue.shared.forms
    for seed in 0..<20 {
      var generator = ReportGenerator(seed: UInt64(seed))
      var (first, second) = (
        generator.report(of: generator.random.pick(forms), convertedFrom: forms),
        generator.report(of: generator.random.pick(forms), convertedFrom: forms)
      )
      first.source = generator.source()
      second.source = first.source
      first.source?.number = 1
      second.source?.number = 2
      let both = Dictionary(grouping: rows(first, second)) { $0["report"] }
      #expect(both.count == 2)
      #expect(both[first.key] == rows(first))
      #expect(both[second.key] == rows(second))
    }
  }

  @Test func codeThatIsNotCertainIsLeftOut() {
    var report = Report(statistics: Statistics(FormCatalogue.shared.forms[0]))
    #expect(report.key == nil && report.identity.creditCode == nil)
    let codes = ["11370200004272590X", "11370200004272590X", "113702000042726117"]
    for (count, code) in [(1, codes[0]), (2, codes[0]), (3, "")] {
      report.identity.identifiers = [Identifier(.indexNumber, "1")]
      report.identity.identifiers += codes.prefix(count).map { Identifier(.creditCode, $0) }
      #expect(rows(report).allSatisfy { $0["code"] == code && $0["report"] == "" })
    }
  }

  @Test func labelsAndRawTextAreAsPrinted() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(statistics: Statistics(form))
    report.statistics["applications.received", "total"] = Figure(.exact(Amount(7)), place: Place(line: 3))
    report.statistics["applications.carriedIn", "total"] = Figure(
      .exact(Amount(7)), lineage: Lineage(.crosswalk))
    report.statistics["applications.outcome.other", "total"] = Figure(.blank)
    report.statistics["review.upheld"] = Figure(.exact(Amount(2)), raw: "二", note: "a")
    let rows = rows(report)
    func row(_ indicator: String, _ applicant: String = "") throws -> [String: String] {
      try #require(rows.first { $0["indicator"] == indicator && $0["applicant"] == applicant })
    }
    #expect(try row("applications.received", "total")["label"] == "一、本年新收政府信息公开申请数量")
    #expect(try row("applications.received", "total")["raw"] == "7")
    #expect(try row("applications.carriedIn", "total")["raw"] == "")
    #expect(try row("review.upheld")["label"] == "行政复议 × 结果维持")
    #expect(try row("review.upheld")["raw"] == "二")
    #expect(try row("litigation.direct.upheld")["label"] == "行政诉讼 / 未经复议直接起诉 × 结果维持")
    #expect(try row("litigation.direct.upheld")["status"] == "missingRow")
    #expect(try row("proactive.charges.amount")["label"] == "行政事业性收费 × 本年收费金额（单位：万元）")
    #expect(try row("proactive.charges.amount")["unit"] == "万元")
    #expect(rows.count { $0["indicator"] == "applications.outcome.other" } == 1)
    #expect(rows.count == form.cells.count - 6)
  }

  /// Spreadsheet programs compute what begins so, quoted or not; numbers with their signs and strokes they leave.
  @Test(arguments: [
    ("=2", "'=2"), ("@SUM(A1)", "'@SUM(A1)"), ("＝A1", "'＝A1"), ("-1+2", "'-1+2"), ("+cmd|x", "'+cmd|x"),
    ("-1", "-1"),
    ("+2.5%", "+2.5%"), ("-", "-"), ("－－", "－－"), ("1=2", "1=2"), ("\u{1B}[2J", "\\u{1B}[2J"),
    ("\u{202E}1\u{9B}\u{7F}", "\\u{202E}1\\u{9B}\\u{7F}"), ("一\t二", "一\\u{9}二"), ("“一”", "“一”"),
  ])
  func textsComputeAndSteerNothing(raw: String, written: String) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(statistics: Statistics(form))
    report.statistics["review.upheld"] = Figure(.unreadable, raw: raw)
    let text = String(decoding: TidyCSV.write([report]), as: UTF8.self)
    #expect(text.contains(",unreadable,\(written),\n"))
  }
}
