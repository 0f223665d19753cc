import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import ReportModel

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

  private func rows(_ report: Report) -> [[String: String]] {
    records(TidyCSV.write([report])).dropFirst().map {
      Dictionary(zip(TidyCSV.columns, $0), uniquingKeysWith: { first, _ in first })
    }
  }

  @Test func headerIsJustThat() {
    #expect(
      String(decoding: TidyCSV.write([]), as: UTF8.self)
        == "edition,table,indicator,applicant,label,unit,value,atLeast,atMost,status,raw,place\n")
  }

  /// Every field can be had back, one row for each cell and each carried figure.
  @Test(arguments: FormCatalogue.shared.forms) func fieldsComeBack(form: Form) throws {
    for seed in 0..<40 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(of: form, convertedFrom: FormCatalogue.shared.forms)
      let rows = rows(report)
      var expected: [(FormCell, Figure, Form)] = form.cells.enumerated().compactMap { index, cell in
        if report.statistics[index] == nil, form.indicator(of: cell).role == .subtotal { return nil }
        return (cell, report.statistics.figuresAndAbsences[index], form)
      }
      if let conversion = report.conversion {
        let original = conversion.original
        for id in conversion.carried {
          let index = try #require(original.form.index(of: id))
          expected.append((original.form.cells[index], try #require(original[index]), original.form))
        }
      }
      #expect(rows.count == expected.count)
      for (row, (cell, figure, form)) in zip(rows, expected) {
        #expect(row["edition"] == form.id.edition.rawValue)
        #expect(row["table"] == cell.table)
        #expect(row["indicator"] == cell.id.indicator)
        #expect(row["applicant"] == cell.id.applicant ?? "")
        #expect(row["unit"] == figure.unit ?? form.indicator(of: cell).unit)
        #expect(row["status"] == figure.status.rawValue)
        #expect(row["value"] == figure.amount?.description ?? "")
        #expect(row["place"] == figure.place?.description ?? "")
        if let raw = figure.raw { #expect(row["raw"] == raw) }
        switch figure.value {
        case .presumed, .range, .estimate, .ambiguous:
          #expect(row["atLeast"] == figure.bounds?.atLeast?.description ?? "")
          #expect(row["atMost"] == figure.bounds?.atMost?.description ?? "")
        default:
          #expect(row["atLeast"] == "" && row["atMost"] == "")
        }
      }
    }
  }

  @Test func labelsAndRawTextAreAsPrinted() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(statistics: Statistics(form))
    report.statistics["applications.received", "total"] = Figure(.exact(Amount(7)), place: Place(line: 3))
    report.statistics["applications.carriedIn", "total"] = Figure(
      .exact(Amount(7)), lineage: Lineage(.crosswalk))
    report.statistics["applications.outcome.other", "total"] = Figure(.blank)
    report.statistics["review.upheld"] = Figure(.exact(Amount(2)), raw: "=2", note: "a")
    let rows = rows(report)
    func row(_ indicator: String, _ applicant: String = "") throws -> [String: String] {
      try #require(rows.first { $0["indicator"] == indicator && $0["applicant"] == applicant })
    }
    #expect(try row("applications.received", "total")["label"] == "一、本年新收政府信息公开申请数量")
    #expect(try row("applications.received", "total")["raw"] == "7")
    #expect(try row("applications.carriedIn", "total")["raw"] == "")
    #expect(try row("review.upheld")["label"] == "行政复议 × 结果维持")
    #expect(try row("review.upheld")["raw"] == "=2")
    #expect(try row("litigation.direct.upheld")["label"] == "行政诉讼 / 未经复议直接起诉 × 结果维持")
    #expect(try row("litigation.direct.upheld")["status"] == "missingRow")
    #expect(try row("proactive.charges.amount")["label"] == "行政事业性收费 × 本年收费金额（单位：万元）")
    #expect(try row("proactive.charges.amount")["unit"] == "万元")
    #expect(rows.count { $0["indicator"] == "applications.outcome.other" } == 1)
    #expect(rows.count == form.cells.count - 6)
    #expect(String(decoding: TidyCSV.write([report]), as: UTF8.self).contains(",exact,\"=2\",\n"))
  }
}
