@testable import Gongkai
@testable import Rendering
@testable import ReportModel

extension Chapter {
  static let against = Chapter(
    name: "against",
    introduction:
      "The report of the year before, as `gongkai check --against` takes it: a file, several, or a folder.",
    cases: [
      MessageCase("against.unnamed", "A report that does not say whose it is, among others.") { _ in
        ReportPairing([]).counterpart(of: try report(nil, 2022)).findings
      },
      MessageCase("against.none", "The folder holds no report of that body for the year before.") { _ in
        let other = ReportPairing.Candidate("2020.txt", try report("青禾市水务局", 2020))
        return ReportPairing([other]).counterpart(of: try report("青禾市水务局", 2022)).findings
      },
      MessageCase("against.several", "The folder holds two, with different figures.") { _ in
        let candidates = [
          ReportPairing.Candidate("a/2021.txt", try report("青禾市水务局", 2021, received: 3)),
          ReportPairing.Candidate("b/2021.txt", try report("青禾市水务局", 2021, received: 4)),
        ]
        return ReportPairing(candidates).counterpart(of: try report("青禾市水务局", 2022)).findings
      },
    ])

  static let gate = Chapter(
    name: "gate",
    introduction:
      "What stops a report besides its findings, as `gongkai check` sees it in all of its inputs and with `--year`.",
    cases: [
      MessageCase("gate.year", "A report of another year than the one that is due.") { _ in
        try stops([("2021.docx", try report("青禾市水务局", 2021))], year: 2022)
      },
      MessageCase("gate.no-year", "A report that names no year.") { _ in
        try stops([("a.docx", try report("青禾市水务局", nil))], year: 2022)
      },
      MessageCase("gate.duplicate", "Two files with reports of one body and year.") { _ in
        try stops([
          ("a.docx", try report("青禾市水务局", 2021)), ("b.pdf", try report("青禾市 水务局", 2021)),
        ])
      },
      MessageCase("gate.body", "Reports of two years with one code and two names.") { _ in
        try stops([
          ("2021.docx", try report("青禾市水务局", 2021, code: "91350100M000100Y43")),
          ("2022.docx", try report("青禾市水利局", 2022, code: "91350100M000100Y43")),
        ])
      },
      MessageCase("gate.file-name", "The report of another body than the name of its file says.") { _ in
        try stops([("卫健委2021.docx", try report("青禾市水务局", 2021))])
      },
    ])

  private static func stops(_ reports: [(path: String, report: Report)], year: Int? = nil) throws -> [Finding]
  {
    let converter = Converter()
    var checked = reports.map { CheckedReport(converter.check($0.report), path: $0.path) }
    PublicationGate(year: year).apply(to: &checked, beside: [])
    return checked.flatMap { $0.stops.map(\.finding) }
  }

  private static func report(
    _ body: String?, _ year: Int?, received: Int = 0, code: String? = nil
  ) throws -> Report {
    let figures = ["applications.received@total": received]
    return Report(
      identity: Identity(
        body: body, year: year, identifiers: code.map { [Identifier(.creditCode, $0)] } ?? []),
      statistics: try Figures.statistics(try Forms.current(), figures))
  }

  static let baseline = Chapter(
    name: "baseline",
    introduction: """
      Files of findings that were accepted, as `gongkai check --baseline` takes them and `--write-baseline` writes them.
      What is found of a baseline while reports are checked is shown in `Tests/GongkaiCLITests/Sessions/messages.md`.
      """,
    cases: [
      MessageCase("baseline.format", "The file is written for a later program.", showing: later) { _ in
        _ = try Baseline.read(later, name: "accepted.tsv")
        return []
      },
      MessageCase("baseline.line", "A fingerprint that is none.", showing: damaged) { _ in
        _ = try Baseline.read(damaged, name: "accepted.tsv")
        return []
      },
    ])

  private static let later = "[baseline]\nformat\t2\n"
  private static let damaged = """
    [baseline]
    format\t1

    [accepted]
    body\tyear\trule\tfingerprint\tmessage.zh\tmessage.en
    青禾市水务局\t2022\tcheck.sum.parts\tnone\t\t
    """
}
