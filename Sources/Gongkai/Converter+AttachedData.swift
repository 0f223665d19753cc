import CanonicalKit
import Core
import DocumentModel
import FileKit
import FormatKit
import Presentation
import ReportModel

extension Converter {
  /// The data of a report, to be attached to a file that shows it.
  func attachedReport(
    of report: Report, shownBy presenter: Presenter, _ options: WriteOptions
  ) throws(Refusal) -> AttachedReport {
    let json = MarkupJSON.escaped(
      try CanonicalJSON.write(
        [report], omitsPersonalData: options.omitsPersonalData, omitsFindingTexts: options.omitsFindingTexts))
    return AttachedReport(
      json: json, digest: AttachedDigest.digest(of: report, json), language: presenter.language,
      hasAppendix: presenter.hasAppendix)
  }

  /// Reports as a file shows them, each with the data that the file carries of it in its place: how it was converted,
  /// where its figures were read first, what its form has no place for.
  ///
  /// What a file shows comes first. Its data is taken where it shows the same figures, body and year as when it was
  /// written, and nothing that is certain by the data alone; else a note says what differs. Where only the prose was
  /// changed, the data is that of the figures, and the prose is the one that is shown.
  func withAttachedData(_ shown: [Report], _ attached: [AttachedReport]) -> [Report] {
    if attached.isEmpty { return shown }
    var open = attached.prefix(AttachedReport.maximumCount).map(opened)
    var reports = shown
    var rest: [Int] = []
    for index in reports.indices {
      if let fitting = open.firstIndex(where: { $0.isShown(by: reports[index]) }) {
        reports[index] = open.remove(at: fitting).merged(with: reports[index])
      } else {
        rest.append(index)
      }
    }
    for index in rest {
      // Which data was written with a report that was changed can only be told by what is left of it.
      let meant =
        open.firstIndex { $0.printed?.identity.body == reports[index].identity.body }
        ?? open.indices.first
      guard let meant else { continue }
      reports[index].findings.append(open.remove(at: meant).difference(from: reports[index]))
    }
    return reports
  }

  private func opened(_ attached: AttachedReport) -> OpenedAttachment {
    do throws(Refusal) {
      let source = SourceBytes(name: nil, bytes: attached.json)
      let reports = try reports(in: source, try formats.known("json"), nil)
      guard reports.count == 1, let report = reports.first,
        AttachedDigest.digest(of: report, attached.json) == attached.digest
      else { return .refused(.attachedDataChanged()) }
      let presenter = Presenter(language: attached.language, hasAppendix: attached.hasAppendix)
      let printed = try recognizer.reports(
        in: presenter.document(for: report).withNotesAsText, as: report.form.id.edition)
      guard printed.count == 1, let printed = printed.first, printed.shows(report) else {
        return .refused(.attachedDataChanged())
      }
      return .valid(report, printed: printed, hasAppendix: attached.hasAppendix)
    } catch {
      return .refused(.attachedDataUnreadable(error))
    }
  }
}

/// The data of a report as it was found in a file.
private enum OpenedAttachment {
  /// - printed: what is read of the report when it is printed.
  case valid(Report, printed: Report, hasAppendix: Bool)
  case refused(Finding)

  var printed: Report? {
    if case .valid(_, let printed, _) = self { printed } else { nil }
  }

  func isShown(by report: Report) -> Bool {
    guard case .valid(_, let printed, let hasAppendix) = self else { return false }
    return ShownDifferences(report, printed, hasAppendix: hasAppendix).isEmpty
  }

  /// The data in the place of a report that shows the same.
  func merged(with shown: Report) -> Report {
    guard case .valid(var report, let printed, let hasAppendix) = self else { return shown }
    // What was converted keeps the places in the file that it was converted from; all else is in this one.
    if report.conversion == nil { report.relocate(to: shown) }
    if hasAppendix ? !shown.hasProse(of: report) : !shown.hasSameProse(as: printed) {
      report.sections = shown.sections
      report.identity = shown.identity
      report.findings.append(.proseChanged())
    }
    // What the file itself gave cause for, besides the report.
    let known = Set(printed.findings.map(FindingKey.init))
    report.findings += shown.findings.filter { !known.contains(FindingKey($0)) }
    return report
  }

  func difference(from shown: Report) -> Finding {
    switch self {
    case .refused(let finding): finding
    case .valid(let report, let printed, let hasAppendix):
      .figuresChanged(
        shown, printed, hasAppendix: hasAppendix, lost: report.conversion?.carried.count ?? 0)
    }
  }
}

/// What a finding says, wherever it says it of.
private struct FindingKey: Hashable {
  private let id: String
  private let arguments: [String: String]

  init(_ finding: Finding) { (id, arguments) = (finding.id, finding.arguments) }
}

/// What two readings of a report differ in besides its prose.
private struct ShownDifferences {
  /// Positions in the form.
  private(set) var cells: [Int] = []
  /// By the words for them.
  private(set) var others: [String] = []

  /// - Parameter hasAppendix: whether an appendix follows, whose text may be left over.
  init(_ shown: Report, _ printed: Report, hasAppendix: Bool) {
    if shown.form.id != printed.form.id { others.append("attached.form") }
    if shown.identity.body != printed.identity.body { others.append("diff.field.body") }
    if shown.identity.year != printed.identity.year { others.append("diff.field.year") }
    if !hasAppendix, shown.unplaced.map(\.text) != printed.unplaced.map(\.text) {
      others.append("attached.text")
    }
    if shown.form.id != printed.form.id { return }
    cells = shown.form.cells.indices.filter { index in
      let (left, right) = (shown.statistics[index], printed.statistics[index])
      if left?.value == right?.value, left?.unit == right?.unit, left?.note == right?.note { return false }
      // A sheet ends with the last row in which something stands.
      return !(Self.isNothing(left) && Self.isNothing(right))
    }
  }

  private static func isNothing(_ figure: Figure?) -> Bool {
    switch figure?.value {
    case nil, .blank, .missingRow: true
    default: false
    }
  }

  var isEmpty: Bool { cells.isEmpty && others.isEmpty }
}

extension Report {
  /// Whether every number that the other one is certain of is certain here as well, and the form the same: what is
  /// printed without saying so cannot be certain because of what is not printed.
  fileprivate func shows(_ other: Report) -> Bool {
    guard form.id == other.form.id else { return false }
    let totals = FormTotals(form)
    return form.cells.indices.allSatisfy { index in
      guard let amount = other.statistics[index]?.certainAmount else { return true }
      if let figure = statistics[index] { return figure.certainAmount == amount }
      return partsAllow(amount, form.cells[index], totals)
    }
  }

  /// Whether the rows of a group, which are printed in its place, can add up to an amount.
  private func partsAllow(_ amount: Amount, _ cell: FormCell, _ totals: FormTotals) -> Bool {
    guard [.group, .section, .subtotal].contains(form.indicator(of: cell).role) else { return false }
    let sum = totals.leaves(of: cell.indicator).reduce(Bounds(.zero)) { sum, row in
      let figure = statistics[form.indicators[row].id, cell.id.applicant]
      return sum + (figure?.bounds ?? Bounds(atLeast: .zero, atMost: nil))
    }
    return sum.contains(amount)
  }

  /// Whether all paragraphs of another report stand here, among others that may be those of an appendix.
  fileprivate func hasProse(of other: Report) -> Bool {
    let texts = Set(sections.flatMap(\.paragraphs).map(\.text))
    return other.sections.flatMap(\.paragraphs).allSatisfy { texts.contains($0.text) }
  }

  fileprivate func hasSameProse(as other: Report) -> Bool {
    identity.withoutPlaces == other.identity.withoutPlaces
      && sections.count == other.sections.count
      && zip(sections, other.sections).allSatisfy { left, right in
        left.heading == right.heading && left.paragraphs.map(\.text) == right.paragraphs.map(\.text)
      }
  }
}

extension Report {
  /// Names the places of what another reading of the report shows, and none of what only the data has.
  fileprivate mutating func relocate(to shown: Report) {
    source = nil
    (evidence, account) = (shown.evidence, shown.account)
    for index in form.cells.indices { statistics[index]?.place = shown.statistics[index]?.place }
    identity =
      identity.withoutPlaces == shown.identity.withoutPlaces ? shown.identity : identity.withoutPlaces
    if hasSameProse(as: shown) {
      sections = shown.sections
    } else {
      for index in sections.indices {
        sections[index].place = nil
        for part in sections[index].paragraphs.indices { sections[index].paragraphs[part].place = nil }
      }
    }
    for index in unplaced.indices { unplaced[index].place = nil }
    for index in findings.indices { findings[index].places = [] }
  }
}

extension Document {
  /// The same as files hold it, which know nothing of notes to a table.
  fileprivate var withNotesAsText: Document {
    var document = self
    document.blocks = blocks.flatMap { block -> [Block] in
      guard case .table(var table) = block else { return [block] }
      let notes = table.notes.map { Block.paragraph(Paragraph($0, style: .note)) }
      table.notes = []
      return [.table(table)] + notes
    }
    return document
  }
}

extension Identity {
  var withoutPlaces: Identity {
    var identity = self
    for index in identifiers.indices { identity.identifiers[index].place = nil }
    for index in statedYears.indices { identity.statedYears[index].place = nil }
    for index in signatures.indices { identity.signatures[index].place = nil }
    for index in signatories.indices { identity.signatories[index].place = nil }
    for index in dates.indices { identity.dates[index].place = nil }
    return identity
  }
}

/// Holds data to the figures that are shown with it.
private enum AttachedDigest {
  static func digest(of report: Report, _ json: [UInt8]) -> String {
    var digest = ContentDigest(.sha256)
    digest.update(Array(shown(report).utf8))
    digest.update(json)
    return digest.finish().hexadecimal
  }

  /// A line for each thing that is shown: form, body, year, and the figures by their cells.
  private static func shown(_ report: Report) -> String {
    var lines =
      "\(report.form.id)\n\(report.identity.body ?? "")\n\(report.identity.year.map(String.init) ?? "")\n"
    for (cell, figure) in zip(report.form.cells, report.statistics.figures) {
      if let figure { lines += "\(cell.name)\t\(FigureNotation.text(figure))\n" }
    }
    return lines
  }
}

/// JSON that any markup can hold as it stands. What must not stand in it stands in strings only.
private enum MarkupJSON {
  static func escaped(_ json: [UInt8]) -> [UInt8] {
    json.withUnsafeBufferPointer { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      var start = 0
      var index = 0
      while index < bytes.count {
        guard let (escape, length) = escape(bytes, at: index) else {
          index += 1
          continue
        }
        result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
        result.append(
          contentsOf: UnsafeBufferPointer(start: escape.utf8Start, count: escape.utf8CodeUnitCount))
        index += length
        start = index
      }
      result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
      return result
    }
  }

  /// What is written for the bytes at a position, and how many of them.
  @inline(__always)
  private static func escape(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (escape: StaticString, length: Int)? {
    switch bytes[index] {
    case UInt8(ascii: "<"): ("\\u003c", 1)
    case UInt8(ascii: ">"): ("\\u003e", 1)
    case UInt8(ascii: "&"): ("\\u0026", 1)
    // U+FFFE and U+FFFF, which XML has not.
    case 0xEF where index + 2 < bytes.count && bytes[index + 1] == 0xBF && bytes[index + 2] == 0xBE:
      ("\\ufffe", 3)
    case 0xEF where index + 2 < bytes.count && bytes[index + 1] == 0xBF && bytes[index + 2] == 0xBF:
      ("\\uffff", 3)
    default: nil
    }
  }
}

extension Finding {
  private static let shownDifferences = 10

  fileprivate static func figuresChanged(_ shown: Report, _ printed: Report, hasAppendix: Bool, lost: Int)
    -> Finding
  {
    let differences = ShownDifferences(shown, printed, hasAppendix: hasAppendix)
    func text(_ figure: Figure?) -> String { figure == nil ? "" : FigureNotation.text(figure) }
    func list(_ language: Language) -> String {
      let catalogue = MessageCatalogue.shared
      let cells = differences.cells.prefix(shownDifferences).map { index in
        MessageCatalogue.fill(
          catalogue.word("attached.cell", language),
          with: [
            "label": shown.form.labelPath(of: shown.form.cells[index].id).joined(separator: " / "),
            "shown": text(shown.statistics[index]), "attached": text(printed.statistics[index]),
          ])
      }
      return (differences.others.map { catalogue.word($0, language).lowercased() } + cells)
        .joined(separator: catalogue.word("attached.separator", language))
    }
    return Finding(
      "attached.changed", .note,
      ["count": String(differences.others.count + differences.cells.count), "lost": String(lost)],
      words: ["list": LocalizedText(chinese: list(.chinese), english: list(.english))],
      cells: differences.cells.map { shown.form.cells[$0].name })
  }

  fileprivate static func proseChanged() -> Finding { Finding("attached.prose", .note) }

  fileprivate static func attachedDataChanged() -> Finding { Finding("attached.unfit", .note) }

  fileprivate static func attachedDataUnreadable(_ refusal: Refusal) -> Finding {
    func reason(_ language: Language) -> String { refusal.findings.first?.message(in: language) ?? "" }
    return Finding(
      "attached.unreadable", .note,
      words: ["reason": LocalizedText(chinese: reason(.chinese), english: reason(.english))])
  }
}
