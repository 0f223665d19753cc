import Core
import DocumentModel
import ReportModel

/// Lays a report out as its form prints it: title, prose with the tables at their places, and under them what
/// a reader must know of ranges and estimates, and if asked for, of how it was made.
package struct Presenter: Hashable, Sendable {
  /// The language of what is not the form's own: legends and notes.
  package var language: Language
  /// Leaves out names, addresses and telephone numbers.
  package var omitsPersonalData: Bool
  /// Whether the source, the crosswalks and the figures that the form has no place for stand behind the report.
  package var hasAppendix: Bool

  package init(language: Language = .chinese, omitsPersonalData: Bool = false, hasAppendix: Bool = true) {
    self.language = language
    self.omitsPersonalData = omitsPersonalData
    self.hasAppendix = hasAppendix
  }

  package func document(for report: Report) -> Document {
    let report = withoutRepetitions(report)
    let notes = FigureNotes(report, language, hasAppendix: hasAppendix)
    let tables = report.form.tables.map { table in
      (form: table, table: notes.annotated(TableLayout.table(table, report), table))
    }
    var blocks: [Block] = []
    if report.form.sections.isEmpty {
      let preface = report.sections.prefix { $0.heading == nil }
      blocks += opening(report, preface: Array(preface))
      for section in report.sections.dropFirst(preface.count) {
        blocks += prose(section, headingLevel: section.level + 1)
      }
      blocks += closing(report)
      for table in tables { blocks += annex(table.form, table.table, report) }
    } else {
      let outline = Outline(report)
      blocks += opening(report, preface: outline.preface)
      blocks += sections(outline, report.form, tables)
      blocks += closing(report)
    }
    blocks += notes.knownTogether
    blocks += notes.carried
    blocks += notes.legend
    return Document(blocks)
  }

  /// One table of a report's form with its figures, as it is printed. The key of each cell of a figure is its
  /// position in `Form.cells`.
  package static func table(_ table: FormTable, of report: Report) -> Table {
    TableLayout.table(table, report)
  }

  /// How certain the figures of a report are: one status for each that it has, and for each cell that is printed without
  /// one. A group that is printed by its parts needs none, nor do the parts of one that is printed as one row.
  package static func statuses(of report: Report) -> [FigureStatus] {
    // Cells of one row follow one another.
    var row: (indicator: Int, isPrinted: Bool)?
    return report.statistics.figures.enumerated().compactMap { index, figure in
      if let figure { return figure.status }
      let indicator = report.form.cells[index].indicator
      if row?.indicator != indicator {
        row = (indicator, TableLayout.isPrinted(report.form.cells[index], report))
      }
      return row?.isPrinted == true ? TableLayout.lacking(in: report) : nil
    }
  }

  /// What the form prints is Chinese.
  private func words(_ id: String, _ arguments: [String: String] = [:]) -> String {
    MessageCatalogue.fill(MessageCatalogue.shared.word(id, .chinese), with: arguments)
  }

  // MARK: What prose says again

  /// The body's name and the contact have a place of their own, and the contact may be left out: neither may
  /// stand in the prose as well.
  private func withoutRepetitions(_ report: Report) -> Report {
    var report = report
    let identity = report.identity
    let contact = identity.contact.flatMap { $0.isEmpty ? nil : $0 }
    report.sections = report.sections.map { section in
      var section = section
      section.paragraphs = section.paragraphs.compactMap { paragraph in
        if section.heading == nil, paragraph.text == identity.body || paragraph.text == identity.title {
          return nil
        }
        guard let contact else { return paragraph }
        var rest = paragraph
        rest.text = Self.text(paragraph.text, without: contact)
        return rest.text.isEmpty ? nil : rest
      }
      return section
    }
    return report
  }

  private static func text(_ text: String, without part: String) -> String {
    let (whole, part) = (Array(text.utf8), Array(part.utf8))
    guard part.count <= whole.count else { return text }
    var result: [UInt8] = []
    var index = 0
    var found = false
    while index < whole.count {
      if whole[index] == part[0], whole.count - index >= part.count,
        whole[index..<index + part.count].elementsEqual(part)
      {
        found = true
        index += part.count
      } else {
        result.append(whole[index])
        index += 1
      }
    }
    return found ? String(decoding: result, as: UTF8.self) : text
  }

  // MARK: Opening and closing

  private func opening(_ report: Report, preface: [ProseSection]) -> [Block] {
    let identity = report.identity
    let year = identity.year.map { words("form.year", ["year": String($0)]) } ?? ""
    let title = identity.title ?? words("form.title", ["body": identity.body ?? "", "year": year])
    var blocks: [Block] = []
    if let body = identity.body, !body.isEmpty, !title.contains(body) {
      blocks.append(.paragraph(Paragraph(body, style: .centered)))
    }
    blocks.append(.heading(Paragraph(Self.broken(title, behind: identity.body ?? "")), level: 1))
    for section in preface { blocks += prose(section, headingLevel: 3) }
    if let start = identity.periodStart, let end = identity.periodEnd {
      let dates = [start, end].map(chineseDate)
      let isSaid = report.sections.contains { section in
        section.paragraphs.contains { paragraph in
          let text = paragraph.text.filter { $0 != " " }
          return dates.allSatisfy { text.contains($0) }
            || text.contains(dates[0]) && text.contains(dates[1].drop { $0 != "年" }.dropFirst())
        }
      }
      if !isSaid {
        blocks.append(.paragraph(Paragraph(words("form.period", ["start": dates[0], "end": dates[1]]))))
      }
    }
    if !omitsPersonalData, let contact = identity.contact, !contact.isEmpty {
      blocks += contact.split(separator: "\n").map { .paragraph(Paragraph(String($0))) }
    }
    return blocks
  }

  /// A title with the body that it begins with on a line of its own, as published reports print it; a line that is too
  /// long would be broken anywhere.
  private static func broken(_ title: String, behind body: String) -> String {
    guard !body.isEmpty, title.hasPrefix(body), title.utf8.count > body.utf8.count else { return title }
    return body + "\n" + title.dropFirst(body.count)
  }

  /// 2021年1月1日 for 2021-01-01; what is not such a date stays as it is.
  private func chineseDate(_ iso: String) -> String {
    let parts = iso.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return iso }
    return words(
      "form.date", ["year": String(parts[0]), "month": String(parts[1]), "day": String(parts[2])])
  }

  private func closing(_ report: Report) -> [Block] {
    let identity = report.identity
    let signatures = identity.signatures.filter { !$0.body.isEmpty }.map { ($0.body, $0.place) }
    let dates = identity.dates.filter { $0.role == .issued && !$0.raw.isEmpty }.map { ($0.raw, $0.place) }
    return (signatures + dates).map { text, place in
      .paragraph(Paragraph(text, place: place, style: .trailing))
    }
  }

  // MARK: Sections

  private func prose(_ section: ProseSection, headingLevel: Int) -> [Block] {
    var blocks: [Block] = []
    if let heading = section.heading {
      blocks.append(.heading(Paragraph(heading, place: section.place), level: headingLevel))
    }
    return blocks + section.paragraphs.map { .paragraph(Paragraph($0.text, place: $0.place)) }
  }

  /// The sections of the form in its order, each with its prose and then its table.
  private func sections(
    _ outline: Outline, _ form: Form, _ tables: [(form: FormTable, table: Table)]
  ) -> [Block] {
    var blocks: [Block] = []
    for (title, section) in zip(form.sections, outline.sections) {
      blocks.append(.heading(Paragraph(section.heading, place: section.place), level: 2))
      for part in section.parts { blocks += prose(part.section, headingLevel: part.headingLevel) }
      for table in tables where Outline.core(table.form.title) == Outline.core(title) {
        blocks.append(.table(table.table))
      }
    }
    // A form of a user's own may have a table that none of its sections is named after.
    let titles = Set(form.sections.map(Outline.core))
    for table in tables where !titles.contains(Outline.core(table.form.title)) {
      blocks.append(.heading(Paragraph(table.form.title), level: 2))
      blocks.append(.table(table.table))
    }
    return blocks
  }

  /// A sheet with what is printed over and under it.
  private func annex(_ formTable: FormTable, _ table: Table, _ report: Report) -> [Block] {
    let identity = report.identity
    let year = identity.year.map { words("form.reportYear", ["year": String($0)]) } ?? ""
    var blocks: [Block] = [.heading(Paragraph(year + formTable.title), level: 2)]
    if let body = identity.body { blocks.append(.paragraph(Paragraph(words("form.body", ["body": body])))) }
    blocks.append(.table(table))
    if !formTable.note.isEmpty { blocks.append(.paragraph(Paragraph(formTable.note, style: .note))) }
    if !omitsPersonalData {
      for signatory in identity.signatories {
        let text = words("form.signatory", ["role": signatory.role.label, "value": signatory.value])
        blocks.append(.paragraph(Paragraph(text, place: signatory.place)))
      }
    }
    for date in identity.dates where date.role == .filled {
      blocks.append(.paragraph(Paragraph(words("form.filled", ["date": date.raw]), place: date.place)))
    }
    return blocks
  }
}
