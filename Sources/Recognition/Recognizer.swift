import Core
import DocumentModel
import ReportModel

/// Finds the report in a document: reads it as every form that is known, and takes the form that explains most.
package struct Recognizer: Sendable {
  package let forms: FormCatalogue
  private let labels: LabelIndex
  private let formLabels: [FormLabels]
  /// In the order of `formLabels`; a form's is made when a document may hold that form.
  private let layouts: [Deferred<FormLayout>]
  private let units: WordList
  private let ownSentences: OwnSentences

  /// A document with fewer rows or cells than this holds no form.
  private static let fewestCells = 3

  package init(forms: FormCatalogue = .shared) {
    self.forms = forms
    var labels = LabelIndex()
    formLabels = forms.forms.map { FormLabels($0, &labels) }
    layouts = formLabels.map { labels in Deferred { FormLayout(labels) } }
    self.labels = labels
    ownSentences = OwnSentences(forms)
    units = WordList(
      Set(forms.forms.flatMap { $0.indicators.map(\.unit) }).filter { !$0.isEmpty }.map {
        $0.unicodeScalars.map(\.value)
      })
  }

  /// The reports of the parts of a file, such as the sheets of a workbook, in order.
  ///
  /// Parts that hold different tables of one form are one report; parts that hold the same table are a report
  /// each.
  package func reports(in parts: [Document], as edition: Edition? = nil) throws(Refusal) -> [Report] {
    if parts.count == 1 { return try reports(in: parts[0], as: edition) }
    var found: [Report] = []
    var leftOut: [Finding] = []
    for (index, part) in parts.enumerated() {
      do throws(Refusal) {
        found += try reports(in: part, as: edition)
      } catch {
        // A cover has nothing to be missed.
        if part.hasTable { leftOut.append(.partLeftOut(index + 1, because: error)) }
      }
    }
    if found.count > 1, sharesCells(found) {
      found[0].findings += leftOut
      return found
    }
    let whole = Document(
      parts.flatMap(\.blocks), findings: parts.flatMap(\.findings), unseen: parts.flatMap(\.unseen),
      encoding: parts.first?.encoding)
    return try reports(in: whole, as: edition)
  }

  /// Whether a cell has a figure in more than one of the reports.
  private func sharesCells(_ reports: [Report]) -> Bool {
    var seen: Set<CellID> = []
    for report in reports {
      for (cell, figure) in zip(report.form.cells, report.statistics.figures) where figure != nil {
        if !seen.insert(cell.id).inserted { return true }
      }
    }
    return false
  }

  /// The reports of a document, in order.
  ///
  /// - Parameter edition: the edition to read it as; nil to decide from what is there.
  /// - Throws: a refusal that says what was looked for, where the document holds no sheet and no tables.
  package func reports(in document: Document, as edition: Edition? = nil) throws(Refusal) -> [Report] {
    let scan = Scan(document, labels: labels, units: units, own: ownSentences)
    let candidates = likelyLayouts(scan, edition)
    let readings = candidates.map { FormReader.read($0, scan) }
    guard let best = readings.indices.max(by: { isBetter(readings[$1], than: readings[$0]) }) else {
      throw Refusal(.input, document.findings + [nothingFound(readings, scan)])
    }
    let layout = candidates[best]
    var chosen = readings[best]
    if chosen.hasUnknownRows {
      // Rows whose labels are misspelt are looked for only now that the form is known, among those that are missing.
      chosen = FormReader.read(layout, scan, findingMisspelt: missingRows(chosen))
    }
    guard chosen.score >= Self.fewestCells else {
      throw Refusal(.input, document.findings + [nothingFound(readings, scan)])
    }
    var reading = SplitResolver.resolve(chosen, layout, scan)
    let prose = ProseReader(scan, layout, taken: reading.tokens)
    var identityReader = IdentityReader(scan)
    let segments = identityReader.read(prose.segments())
    let account: ReadingAccount
    (reading, account) = TableAccount.close(
      reading, layout, scan, ranges: prose.tables,
      otherCells: identityReader.takenCells.union(segments.map(\.piece)), unseen: document.unseen)

    var report = Report(
      identity: identity(identityReader.identity, titled: document.title), statistics: reading.statistics)
    report.sections = prose.sections(segments, without: ownSentences)
    report.account = account
    report.findings = document.findings + reading.findings
    if let reason = layout.form.incompleteness {
      report.findings.append(.incompleteForm(layout.form.id, because: reason))
    }
    if !document.unseen.isEmpty { report.findings.append(.unseen(document.unseen)) }
    report.unplaced = reading.unplaced.map(\.text)
    let others = readings.indices.filter { $0 != best }
    report.findings += rowsOfOtherEditions(reading, others.map { readings[$0] })
    report.evidence = evidence(layout, chosen, scan)
    if report.evidence.isEmpty, let tie = others.first(where: { readings[$0].score == readings[best].score })
    {
      report.findings.append(
        .formTie(chosen: layout.form.id, other: candidates[tie].form.id))
    }
    return [report]
  }

  /// The rows of a form that nothing was read of.
  private func missingRows(_ reading: Reading) -> Set<Int> {
    let form = reading.statistics.form
    let inRuns = reading.runs.flatMap(\.cells).map { form.cells[$0].indicator }
    return Set(form.indicators.indices).subtracting(reading.statistics.rows).subtracting(inRuns)
  }

  /// An identity with what the document's name says of it where its text says nothing.
  private func identity(_ found: Identity, titled title: String?) -> Identity {
    guard found.title == nil, let title else { return found }
    let scan = Scan(Document([.paragraph(Paragraph(title))]), labels: labels, units: units, own: ownSentences)
    var reader = IdentityReader(scan)
    _ = reader.read([ProseReader.Segment(piece: 0, glyphs: scan.glyphs.indices, isHeading: false)])
    var identity = found
    identity.title = reader.identity.title
    identity.year = identity.year ?? reader.identity.year
    identity.body = identity.body ?? reader.identity.body
    return identity
  }

  /// The forms that many of the labels belong to. One that knows less than half as many as another cannot
  /// explain more of the document, nor can one that knows only what another knows as well, and less.
  private func likelyLayouts(_ scan: Scan, _ edition: Edition?) -> [FormLayout] {
    let meant = formLabels.indices.filter { edition == nil || formLabels[$0].form.id.edition == edition }
    let candidates = meant.map { formLabels[$0] }
    // A bit for each candidate that knows a label, counted by the labels that the same ones know.
    var counts: [UInt64: Int] = [:]
    var last: (id: LabelIndex.LabelID, mask: UInt64)?
    for token in scan.tokens {
      guard case .label(let id) = token.kind else { continue }
      if last?.id != id {
        var mask: UInt64 = 0
        for (bit, labels) in candidates.prefix(64).enumerated() where labels.knows(id) {
          mask |= 1 << UInt64(bit)
        }
        last = (id, mask)
      }
      if let mask = last?.mask { counts[mask, default: 0] += 1 }
    }
    let known = candidates.indices.map { bit in
      counts.reduce(0) { $0 + ($1.key >> UInt64(bit) & 1 == 1 ? $1.value : 0) }
    }
    let most = known.max() ?? 0
    func isCovered(_ bit: Int, by other: Int) -> Bool {
      known[other] > known[bit]
        && counts.keys.allSatisfy { $0 >> UInt64(bit) & 1 == 0 || $0 >> UInt64(other) & 1 == 1 }
    }
    return candidates.indices.filter { bit in
      bit >= 64
        || 2 * known[bit] >= most && !candidates.indices.prefix(64).contains { isCovered(bit, by: $0) }
    }.map { layouts[meant[$0]].value }
  }

  /// More figures first; of the same number, the form with fewer rows that are missing.
  private func isBetter(_ left: Reading, than right: Reading) -> Bool {
    if left.score != right.score { return left.score > right.score }
    return left.statistics.figures.count < right.statistics.figures.count
  }

  private func nothingFound(_ readings: [Reading], _ scan: Scan) -> Finding {
    let found = scan.tokens.reduce(into: Set<Int>()) { if case .label(let id) = $1.kind { $0.insert(id) } }
    return .noReport(
      lookedFor: forms.forms.map(\.id), labels: found.count, rows: readings.map(\.score).max() ?? 0)
  }

  /// What another edition has a row for and the chosen one has not, among what has no place.
  private func rowsOfOtherEditions(_ chosen: Reading, _ others: [Reading]) -> [Finding] {
    chosen.unplaced.compactMap { text, tokens in
      guard let other = others.first(where: { other in tokens.contains { other.tokens.contains($0) } }) else {
        return nil
      }
      return .otherFormRow(
        text, form: other.statistics.form.id.description, chosen: chosen.statistics.form.id.description)
    }
  }

  /// Labels of rows and headers that were used, and that other forms do not have or that say something of their own.
  private func evidence(_ layout: FormLayout, _ reading: Reading, _ scan: Scan) -> [Evidence] {
    var seen: Set<Int> = []
    var result: [Evidence] = []
    let (own, isDialect) = (layout.form.id, layout.form.id.dialect != nil)
    let others = formLabels.filter { other in
      other.form.id.edition != own.edition || isDialect && other.form.id != own
    }
    for index in (Array(reading.tokens) + reading.noted).sorted() where scan.tokens.indices.contains(index) {
      guard case .label(let id) = scan.tokens[index].kind, seen.insert(id).inserted else { continue }
      let isShared = others.contains { $0.knows(id) }
      if isShared || result.count >= 12, !layout.labels.isVariant(id) { continue }
      result.append(
        Evidence(
          form: layout.form.id, text: scan.text(scan.tokens[index].glyphs, piece: scan.tokens[index].piece),
          place: scan.place(scan.tokens[index].piece)))
    }
    return result + yearHeaders(layout, scan)
  }

  /// The year over a column of figures, such as 2017年度: what a sheet says of its year.
  private func yearHeaders(_ layout: FormLayout, _ scan: Scan) -> [Evidence] {
    guard layout.form.tables.contains(where: { $0.layout == .sheet }) else { return [] }
    let piece = scan.pieces.indices.first { index in
      let piece = scan.pieces[index]
      guard piece.kind == .cell, (5...8).contains(piece.glyphs.count) else { return false }
      let glyphs = scan.glyphs[piece.glyphs]
      return glyphs.prefix(4).allSatisfy { $0.kind == .digit } && glyphs.first?.code == "2"
        && glyphs.dropFirst(4).first?.code == "年" && glyphs.dropFirst(5).allSatisfy { $0.kind == .letter }
    }
    guard let piece else { return [] }
    return [
      Evidence(
        form: layout.form.id, text: scan.text(scan.pieces[piece].glyphs, piece: piece),
        place: scan.place(piece))
    ]
  }
}

extension Document {
  fileprivate var hasTable: Bool {
    blocks.contains { if case .table = $0 { true } else { false } }
  }
}
