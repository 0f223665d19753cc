import TestSupport
import Testing

@testable import FormatKit
@testable import Gongkai
@testable import ReportModel

/// Each form in each container: what is written is read back, cell for cell.
@Suite struct RoundTripTests {
  /// The formats that hold a document and can be both written and read.
  static let containers: [String] = FormatRegistry().formats.filter { format in
    if case .document = format.reader, format.writer != nil, !format.extensions.contains("csv"),
      !format.extensions.contains("tsv")
    {
      true
    } else {
      false
    }
  }.map(\.id)

  @Test(arguments: FormCatalogue.shared.forms, containers)
  func figuresComeBack(form: Form, container: String) throws {
    let converter = Converter()
    for seed in 0..<Scale.count(4, proof: 6) {
      var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed) &+ 90))
      var report = reports.report(of: form)
      var random = SplitMix64(seed: UInt64(seed))
      for index in form.cells.indices where report.statistics[index] != nil {
        switch random.next() % 24 {
        case 0: report.statistics[index] = Figure(.blank)
        case 1: report.statistics[index] = Figure(.notApplicable, raw: "/")
        case 2 where seed > 2:
          report.statistics[index] = Figure(.range(Bounds(atLeast: Amount(3), atMost: Amount(9))))
        default: break
        }
      }
      report.sections = [
        ProseSection(
          heading: "一、总体情况", level: 1,
          paragraphs: [ProseParagraph("全年受理申请20件，答复18件。"), ProseParagraph("<b>没有</b> & 其他 = 1")])
      ]
      let bytes = try converter.bytes(of: [report], as: container)
      let found = try #require(try converter.readAll(bytes: bytes, name: nil, as: container).first)
      #expect(found.form.id == form.id || found.form.id.edition == form.id.edition)
      let differences = FigureDifferences(report.statistics, found.statistics)
      #expect(
        differences.isEmpty && differences.compared > min(30, form.cells.count / 3),
        "seed \(seed): \(differences)")
      #expect(found.identity.year == report.identity.year)
      #expect(found.identity.body == report.identity.body)
      let prose = found.sections.flatMap { $0.paragraphs.map(\.text) }
      #expect(prose.contains("全年受理申请20件，答复18件。"))
      #expect(prose.contains("<b>没有</b> & 其他 = 1"))
    }
  }

  /// From one container to the next, all around: nothing is lost on the way.
  @Test(arguments: FormCatalogue.shared.forms)
  func nothingIsLostOnTheWay(form: Form) throws {
    let converter = Converter()
    var reports = ConsistentReports(random: SplitMix64(seed: 11))
    var report = reports.report(of: form)
    report.statistics[0] = Figure(.blank)
    report.sections = [
      ProseSection(heading: "一、总体情况", level: 1, paragraphs: [ProseParagraph("全年受理申请20件。")]),
      ProseSection(heading: "（一）主动公开", level: 2, paragraphs: [ProseParagraph("公开信息“若干”条。")]),
      ProseSection(
        heading: "五、存在的主要问题及改进情况", level: 1, paragraphs: [ProseParagraph("查找费时。"), ProseParagraph("无。")]),
    ]
    var current = report
    for container in Self.containers + Self.containers.reversed() {
      let bytes = try converter.bytes(of: [current], as: container)
      current = try #require(try converter.readAll(bytes: bytes, name: nil, as: container).first)
      let differences = FigureDifferences(report.statistics, current.statistics)
      #expect(differences.isEmpty, "\(container): \(differences)")
      #expect(current.identity.title == report.identity.title, "\(container)")
      #expect(current.identity.body == report.identity.body, "\(container)")
      let prose = current.sections.flatMap { section in section.paragraphs.map(\.text) }
      #expect(prose == report.sections.flatMap { $0.paragraphs.map(\.text) }, "\(container)")
      let headings = current.sections.compactMap(\.heading)
      #expect(report.sections.compactMap(\.heading).allSatisfy(headings.contains), "\(container) \(headings)")
    }
  }
}
