import TestSupport
import Testing

@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import Presentation
@testable import ReportModel

/// No number is lost without a word: reports of every form in every container, with rows, columns, cells and lines
/// put in at random.
@Suite struct AccountTests {
  private static let presenter = Presenter()

  @Test(arguments: FormCatalogue.shared.forms, RoundTripTests.containers)
  func nothingIsLostWithoutAWord(form: Form, container: String) throws {
    let converter = Converter()
    for seed in 0..<Scale.count(8, proof: 20_000 / 35) {
      var damage = Damage(random: SplitMix64(seed: UInt64(seed) &* 977 &+ 5))
      var reports = ConsistentReports(random: SplitMix64(seed: UInt64(seed) &+ 7_000))
      var report = reports.report(of: form)
      report.sections = [
        ProseSection(heading: "一、总体情况", level: 1, paragraphs: [ProseParagraph("依法公开各类信息。")])
      ]
      var document = Self.presenter.document(for: report)
      let what = damage.apply(to: &document, losesCells: container == "html")
      let bytes = try Self.bytes(of: document, report, try converter.formats.known(container))
      guard let found = try? converter.readAll(bytes: bytes, name: nil, as: container).first else { continue }
      let lost = damage.numbers.filter { !found.tells(of: $0) }
      #expect(lost.isEmpty, "seed \(seed): \(what): lost \(lost)")
      let wrong = form.cells.indices.filter { index in
        guard let read = found.statistics.form.id == form.id ? found.statistics[index]?.certainAmount : nil
        else {
          return false
        }
        return read != report.statistics[index]?.certainAmount
      }
      #expect(wrong.isEmpty, "seed \(seed): \(what): wrong \(wrong.map { form.cells[$0].name })")
    }
  }

  private static func bytes(of document: Document, _ report: Report, _ format: Format) throws -> [UInt8] {
    switch format.writer {
    case .document(let write): try write(document, WriteOptions())
    case .presented(let write): try write([report], [document], WriteOptions())
    case .report, .rows, nil: []
    }
  }
}
