import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import ReportModel

@Suite struct RoundTripTests {
  /// A number that is not given is not 0, by whatever word it is not given.
  @Test func nullIsUnknown() throws {
    let text = """
      {"gongkai": "1.0", "edition": "2021", "form": "1.0",
       "statistics": {"applications": {"received": {"total": 0, "naturalPerson": null}}}}
      """
    let report = try #require(try CanonicalJSON.read(Array(text.utf8)).first)
    #expect(report.statistics["applications.received", "total"]?.value == .exact(.zero))
    #expect(report.statistics["applications.received", "naturalPerson"]?.value == .unknown)
    #expect(report.statistics["applications.received", "organisation.other"] == nil)
  }

  private static let forms = FormCatalogue.shared.forms

  /// Every carried form, many seeds; the same again for what is written of it, since equal amounts may be
  /// written differently (0.3 and 0.30).
  @Test(arguments: CanonicalFormat.allCases, forms)
  func reportsComeBack(_ format: CanonicalFormat, form: Form) throws {
    for seed in 1000..<1100 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(of: form, convertedFrom: Self.forms, hasExtensions: seed % 2 == 0)
      let bytes = try format.write([report])
      let back = try format.read(bytes)
      #expect(back == [report], "seed \(seed) of \(form.id)")
      #expect(try format.write(back) == bytes)
    }
  }

  /// Compact JSON has every figure with all that was typed, and neither places nor lineage.
  @Test(arguments: forms) func compactTextKeepsFigures(_ form: Form) throws {
    for seed in 2000..<2050 {
      var generator = ReportGenerator(seed: UInt64(seed))
      var report = generator.report(of: form, convertedFrom: Self.forms, hasExtensions: seed % 2 == 0)
      let bytes = try CanonicalJSON.write([report], isCompact: true)
      let back = try #require(try CanonicalJSON.read(bytes).first)
      #expect(try CanonicalJSON.write([back], isCompact: true) == bytes)
      #expect(bytes.count { $0 == 0x0A } == 1)
      for index in form.cells.indices {
        report.statistics[index]?.place = nil
        report.statistics[index]?.lineage = nil
      }
      #expect(back.statistics == report.statistics, "seed \(seed) of \(form.id)")
    }
  }

  @Test(arguments: CanonicalFormat.allCases) func severalReportsComeBack(_ format: CanonicalFormat) throws {
    for seed in 0..<30 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let reports = (0..<seed % 4).map { _ in
        generator.report(of: generator.random.pick(Self.forms), hasExtensions: true)
      }
      #expect(try format.read(format.write(reports)) == reports, "seed \(seed)")
    }
  }

  /// Every status in every cell, with all that may stand beside it and with nothing.
  @Test(arguments: CanonicalFormat.allCases, FigureStatus.allCases)
  func everyStatusComesBack(_ format: CanonicalFormat, _ status: FigureStatus) throws {
    for form in Self.forms {
      var generator = ReportGenerator(seed: 5)
      var report = Report(statistics: Statistics(form))
      for index in form.cells.indices {
        let value = generator.value(of: status, form.indicator(of: form.cells[index]).kind)
        report.statistics[index] =
          index % 2 == 0
          ? Figure(value)
          : Figure(
            value, raw: "约3", place: Place(line: 7), unit: "件", note: "注", lineage: generator.lineage())
      }
      let back = try #require(try format.read(format.write([report])).first)
      #expect(back == report)
      #expect(back.statistics.figures.allSatisfy { $0?.status == status })
    }
  }

  /// A person's figure stays one, and what is read or converted is told by its lineage.
  @Test(arguments: CanonicalFormat.allCases) func originsComeBack(_ format: CanonicalFormat) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(statistics: Statistics(form))
    report.statistics[0] = Figure(.exact(Amount(3)))
    report.statistics[1] = Figure(.exact(Amount(3)), lineage: Lineage(.sum))
    report.statistics[2] = Figure(.exact(Amount(3)), isEntered: true)
    report.statistics[3] = Figure(.exact(Amount(3)), lineage: Lineage(.sum), isEntered: true)
    let bytes = try format.write([report])
    let back = try #require(try format.read(bytes).first)
    #expect(back == report)
    #expect((0..<4).map { back.statistics[$0]?.origin } == [.read, .converted, .entered, .entered])
    #expect(String(decoding: bytes, as: UTF8.self).ranges(of: "entered").count == 2)
  }

  /// Sentences are for those who have no catalogue: the id and the arguments are the truth, and give them anew.
  @Test(arguments: CanonicalFormat.allCases) func findingsSayThemselves(_ format: CanonicalFormat) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(statistics: Statistics(form))
    report.findings = [Finding("json.unknown-member", .error, ["member": "abc", "pointer": "/x"])]
    let text = String(decoding: try format.write([report]), as: UTF8.self)
    let finding = report.findings[0]
    for language in Language.allCases {
      #expect(text.contains(finding.message(in: language)))
      #expect(try text.contains(#require(finding.remedy(in: language))))
    }
    let edited = text.replacing(finding.message(in: .english), with: "Something else.")
    #expect(try format.read(Array(edited.utf8)) == [report])

    // One of a newer version has no other words than those that it brings.
    let newer = try #require(
      try format.read(Array(edited.replacing("json.unknown-member", with: "later.finding").utf8)).first)
    #expect(newer.findings[0].message(in: .english) == "Something else.")
    #expect(newer.findings[0].message(in: .chinese) == finding.message(in: .chinese))
    #expect(newer.findings[0].remedy(in: .english) == finding.remedy(in: .english))
    #expect(try format.read(format.write([newer])) == [newer])
  }

  @Test func sentencesOfFindingsCanBeLeftOut() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var report = Report(statistics: Statistics(form))
    report.findings = [Finding("json.unknown-member", .error, ["member": "abc", "pointer": "/x"])]
    let json = try CanonicalJSON.write([report], omitsFindingTexts: true)
    let xml = CanonicalXML.write([report], omitsFindingTexts: true)
    for bytes in [json, xml] { #expect(!String(decoding: bytes, as: UTF8.self).contains("message")) }
    #expect(try CanonicalJSON.read(json) == [report])
    #expect(try CanonicalXML.read(xml) == [report])
  }

  @Test(arguments: CanonicalFormat.allCases) func whatIsWrittenIsTheSameEachTime(_ format: CanonicalFormat)
    throws
  {
    var first = ReportGenerator(seed: 9)
    var second = ReportGenerator(seed: 9)
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    #expect(try format.write([first.report(of: form)]) == format.write([second.report(of: form)]))
  }

  @Test(arguments: CanonicalFormat.allCases) func personalDataIsLeftOutOnRequest(_ format: CanonicalFormat)
    throws
  {
    let form = try #require(Self.forms.first)
    var report = Report(identity: Identity(body: "某局"), statistics: Statistics(form))
    let anonymous = report
    report.identity.contact = "电话"
    report.identity.signatories = [Signatory(.head, "某人")]
    #expect(try format.read(format.write([report], omitsPersonalData: true)) == [anonymous])
    #expect(try format.read(format.write([report])) == [report])
  }

  /// A form of a user's own, with a cell on the way to another and an id of odd characters.
  @Test(arguments: CanonicalFormat.allCases) func ownFormsComeBack(_ format: CanonicalFormat) throws {
    let text = """
      [form]
      format\t1
      version\t2.3
      edition\tlegacy
      dialect\town
      [tables]
      id\tlayout\ttitle\trowHeader\tnote
      表\tsheet\t表\t指标\t
      [columns]
      table\tid\tparent\tlabel\trole
      表\t\t\t数\tvalue
      表\tcumulative\t\t累计\tcumulative
      [rows]
      table\tid\tparent\tblock\tnumbering\tlabel\tcolumn\tunit\trole\tkind\tdialects\tnote
      表\ta\t\t\t\t甲\t\t件\tsingle\tcount\t\t
      表\ta.b\t\t\t\t乙\t\t件\tsingle\tcount\t\t
      表\tx"y/z~w &<\t\t\t\t丙\t\t件\tsingle\tmoney\t\t
      """
    var forms = FormCatalogue.shared
    let form = try #require(try FormFile.read(text, name: "own").first)
    forms.add(form)
    for seed in 0..<50 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(of: form, convertedFrom: [form])
      #expect(try format.read(format.write([report]), forms: forms) == [report])
    }
  }

  /// Everything that a format cannot hold as it is or would change, in content, attributes and lists.
  @Test(arguments: CanonicalFormat.allCases) func everyStringComesBack(_ format: CanonicalFormat) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    var random = SplitMix64(seed: 4)
    let pieces =
      (Array(0..<0x21) + [
        0x7F, 0x80, 0x85, 0x2028, 0xD7FF, 0xE000, 0xFDD0, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF,
      ]).compactMap { Unicode.Scalar(UInt32($0)).map(String.init) }
      + [
        "\\", "\\{", "\\{7}", "\\{5c}", "\\{", "{", "}", "7",
        "d800", "110000", "&#7;", "]]>", "<!--", "\r\n", "<", "&amp;", "\"", "'", "字",
      ]
    for length in [0, 1, 1, 1, 2, 2, 2, 3, 3, 8, 40] {
      for _ in 0..<120 {
        let text = (0..<length).map { _ in random.pick(pieces) }.joined()
        var report = Report(statistics: Statistics(form))
        report.identity.body = text
        report.sections = [ProseSection(heading: text, level: 1, paragraphs: [ProseParagraph(text)])]
        report.findings = [Finding(text, .note, [text: text], cells: [text])]
        // In JSON a parent is a pointer to what is there.
        report.extensions = format == .json ? [] : [Extension(parent: text, name: text, json: "1")]
        report.statistics[0] = Figure(.exact(.zero), raw: text, unit: text, note: text)
        let cell = CellID(text.isEmpty ? "a" : text.replacing("@", with: ""), nil)
        report.statistics[1] = Figure(.blank, lineage: Lineage(.sum, reference: text, sources: [cell, cell]))
        let back = try format.read(format.write([report]))
        // Swift holds different strings for equal that differ in normalisation: compare what is written.
        #expect(back == [report])
        #expect(Array((back.first?.identity.body ?? "").utf8) == Array(text.utf8))
        #expect(Array((back.first?.sections.first?.heading ?? "").utf8) == Array(text.utf8))
      }
    }
  }

  @Test(arguments: CanonicalFormat.allCases) func nothingAndEmptyAreDifferent(_ format: CanonicalFormat)
    throws
  {
    let form = try #require(FormCatalogue.shared.forms.first)
    var report = Report(statistics: Statistics(form))
    report.identity.body = ""
    report.sections = [
      ProseSection(heading: "", level: 1),
      ProseSection(heading: nil, level: 0, paragraphs: [ProseParagraph("")]),
    ]
    report.statistics[0] = Figure(.exact(.zero), raw: "", unit: "", note: "")
    let back = try #require(try format.read(format.write([report])).first)
    #expect(back == report)
    #expect(back.identity.title == nil)
    #expect(back.sections[1].heading == nil)
  }

  @Test(arguments: CanonicalFormat.allCases) func amountsKeepTheirDigits(_ format: CanonicalFormat) throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    for text in ["0", "0.30", "-12.500000", "999999999999999999999999.999999999", "-0.000000001", "11398889"]
    {
      let bytes = Array(text.utf8)
      let amount = try #require(bytes.withUnsafeBufferPointer { JSONAmount.read($0) })
      var report = Report(statistics: Statistics(form))
      report.statistics[0] = Figure(.estimate(amount, within: Bounds(atLeast: amount, atMost: nil)))
      report.statistics[1] = Figure(.ambiguous([amount]))
      let back = try #require(try format.read(format.write([report])).first)
      #expect(back.statistics[0]?.amount?.description == text)
      #expect(back.statistics[0]?.bounds?.atLeast?.description == text)
      #expect(back == report)
    }
  }

  @Test(arguments: FormCatalogue.shared.forms)
  func jsonToXMLToJSONIsTheSameBytes(form: Form) throws {
    for seed in 0..<60 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let reports = (0..<(seed % 5 == 0 ? 3 : 1)).map { _ in
        generator.report(
          of: form, convertedFrom: FormCatalogue.shared.forms, hasExtensions: seed % 3 == 0)
      }
      let json = try CanonicalJSON.write(reports)
      let xml = CanonicalXML.write(try CanonicalJSON.read(json))
      #expect(try CanonicalJSON.write(try CanonicalXML.read(xml)) == json, "seed \(seed)")
    }
  }

  /// Members beside `reports`, and a report alone in its bundle.
  @Test func bundlesOfJSONComeBack() throws {
    for count in [0, 1, 2] {
      let report = #"{"edition": "2021", "statistics": {}, "将来": [1]}"#
      let list = Array(repeating: report, count: count).joined(separator: ", ")
      let bundle = Array(#"{"gongkai": "1.4", "later": {"a": 1}, "reports": [\#(list)]}"#.utf8)
      let reports = try CanonicalJSON.read(bundle)
      #expect(try CanonicalXML.read(CanonicalXML.write(reports)) == reports)
    }
  }
}
