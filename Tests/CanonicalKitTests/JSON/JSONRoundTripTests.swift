import TestSupport
import Testing

@testable import CanonicalKit
@testable import ReportModel

@Suite struct JSONRoundTripTests {
  /// Every carried form, many seeds; the same again for what is written of it, since equal amounts may be
  /// written differently (0.3 and 0.30).
  @Test(arguments: FormCatalogue.shared.forms, [1, 2, 3, 4, 5])
  func reportsComeBack(form: Form, batch: Int) throws {
    for seed in 0..<Scale.count(5, proof: 20) {
      var generator = ReportGenerator(seed: UInt64(batch * 1000 + seed))
      let report = generator.report(
        of: form, convertedFrom: FormCatalogue.shared.forms, hasExtensions: seed % 2 == 0)
      let bytes = try CanonicalJSON.write([report])
      let back = try CanonicalJSON.read(bytes)
      #expect(back == [report], "seed \(batch * 1000 + seed) of \(form.id)")
      #expect(try CanonicalJSON.write(back) == bytes)
    }
  }

  @Test func severalReportsComeBack() throws {
    for seed in 0..<30 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let reports = (0..<seed % 4).map { _ in
        generator.report(of: generator.random.pick(FormCatalogue.shared.forms), hasExtensions: true)
      }
      let back = try CanonicalJSON.read(try CanonicalJSON.write(reports))
      #expect(back == reports, "seed \(seed)")
    }
  }

  @Test func whatIsWrittenIsTheSameEachTime() throws {
    var first = ReportGenerator(seed: 9)
    var second = ReportGenerator(seed: 9)
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    #expect(
      try CanonicalJSON.write([first.report(of: form)]) == CanonicalJSON.write([second.report(of: form)]))
  }

  /// A form of a user's own, with a cell on the way to another and an id of odd characters.
  @Test func ownFormsComeBack() throws {
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
      [rows]
      table\tid\tparent\tblock\tnumbering\tlabel\tcolumn\tunit\trole\tkind\tdialects\tnote
      表\ta\t\t\t\t甲\t\t件\tsingle\tcount\t\t
      表\ta.b\t\t\t\t乙\t\t件\tsingle\tcount\t\t
      表\tx"y/z~w\t\t\t\t丙\t\t件\tsingle\tmoney\t\t
      """
    var forms = FormCatalogue.shared
    let form = try #require(try FormFile.read(text, name: "own").first)
    forms.add(form)
    for seed in 0..<Scale.count(15, proof: 50) {
      var generator = ReportGenerator(seed: UInt64(seed))
      let report = generator.report(of: form, convertedFrom: [form])
      #expect(try CanonicalJSON.read(try CanonicalJSON.write([report]), forms: forms) == [report])
    }
  }

  @Test func personalDataIsLeftOutOnRequest() throws {
    let form = try #require(FormCatalogue.shared.forms.first)
    var report = Report(identity: Identity(body: "某局"), statistics: Statistics(form))
    let anonymous = report
    report.identity.contact = "电话"
    report.identity.signatories = [Signatory(.head, "某人")]
    #expect(try CanonicalJSON.read(try CanonicalJSON.write([report], omitsPersonalData: true)) == [anonymous])
    #expect(try CanonicalJSON.read(try CanonicalJSON.write([report])) == [report])
  }
}
