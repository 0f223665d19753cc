import TestSupport

@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import Presentation
@testable import ReportModel

extension FuzzTarget {
  /// Reports of every form in every container, bent: of every number that was put in it is told what became of it,
  /// and no figure that is given as exact is another than the one that was written.
  static let account = FuzzTarget(name: "account", seeds: accountSeeds) { bytes in
    guard var bent = BentReport(bytes) else { return }
    bent.bend()
    guard let file = bent.file,
      let found = try? converter.readAll(bytes: file, name: nil, as: bent.container).first
    else { return }
    let lost = bent.numbers.filter { !found.tells(of: $0) }
    let wrong = bent.wrongFigures(in: found)
    // A release build says nothing of a precondition.
    if !lost.isEmpty { fatalError("lost \(lost): \(bent.history)") }
    if !wrong.isEmpty { fatalError("wrong \(wrong): \(bent.history)") }
  }

  /// Each form, each container, and each kind of damage alone.
  private static func accountSeeds() -> [[UInt8]] {
    FormCatalogue.shared.forms.indices.flatMap { form in
      BentReport.containers.indices.map { [UInt8(form), UInt8($0), 7, 1, UInt8(form * 16 + $0)] }
    }
  }
}

/// A report whose form, container, figures and damages the fuzzer chooses: a byte for the form, one for the container,
/// one for the figures and two for each damage.
private struct BentReport {
  static let containers = FuzzTarget.converter.formats.formats.filter { format in
    if case .document = format.reader, format.writer != nil, !["csv", "tsv"].contains(format.id) {
      true
    } else {
      false
    }
  }.map(\.id)
  private static let presenter = Presenter()
  /// More leave nothing of a report.
  private static let mostDamages = 4

  let container: String
  private let report: Report
  private var document: Document
  private let seeds: [UInt64]
  private(set) var history: [String] = []
  /// Those that were put in and still stand there.
  private(set) var numbers: [Int] = []

  init?(_ bytes: [UInt8]) {
    let forms = FormCatalogue.shared.forms
    guard bytes.count >= 5 else { return nil }
    let form = forms[Int(bytes[0]) % forms.count]
    container = Self.containers[Int(bytes[1]) % Self.containers.count]
    var reports = ConsistentReports(random: SplitMix64(seed: UInt64(bytes[2])))
    var report = reports.report(of: form)
    report.sections = [
      ProseSection(heading: "一、总体情况", level: 1, paragraphs: [ProseParagraph("依法公开各类信息。")])
    ]
    self.report = report
    document = Self.presenter.document(for: report)
    seeds = stride(from: 3, to: min(bytes.count - 1, 3 + 2 * Self.mostDamages), by: 2).map {
      UInt64(bytes[$0]) << 8 | UInt64(bytes[$0 + 1])
    }
    history = ["\(form.id)", container]
  }

  // A page that has lost a cell shows what is behind it in other columns, whatever else was put in.
  mutating func bend() {
    for (position, seed) in seeds.enumerated() {
      var damage = Damage(random: SplitMix64(seed: seed), first: 700_001 + 50_000 * position)
      history.append(
        damage.apply(
          to: &document, losesCells: container == "html" && seeds.count == 1,
          mergesCells: container != "text"))
      numbers += damage.numbers
    }
    let texts = document.blocks.flatMap { block in
      switch block {
      case .table(let table): table.rows.flatMap { $0.cells.map(\.text) }
      case .paragraph(let paragraph): [paragraph.text]
      default: [String]()
      }
    }
    let text = texts.joined(separator: "\n")
    numbers = numbers.filter { text.contains(String($0)) }
  }

  var file: [UInt8]? {
    switch FuzzTarget.converter.formats.format(named: container)?.writer {
    case .document(let write): try? write(document, WriteOptions())
    case .presented(let write): try? write([report], [document], WriteOptions())
    case .report, .rows, nil: nil
    }
  }

  /// Several damages together may leave a table that says something else to everybody.
  func wrongFigures(in found: Report) -> [String] {
    guard seeds.count == 1, found.form.id == report.form.id else { return [] }
    return report.form.cells.indices.filter { index in
      guard let read = found.statistics[index]?.certainAmount else { return false }
      return read != report.statistics[index]?.certainAmount
    }.map { report.form.cells[$0].name }
  }
}
