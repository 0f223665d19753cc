import DocumentModel
import Findings
import ReportModel

/// Lays a report out as its form prints it: title, prose with the tables at their places, and under them what
/// a reader must know of ranges, estimates and figures that were carried along.
public struct Presenter: Sendable {
  /// The language of what is not the form's own: legends and notes.
  public var language: Language
  /// Leaves out names, addresses and telephone numbers.
  public var omitsPersonalData: Bool

  public init(language: Language = .chinese, omitsPersonalData: Bool = false) {
    self.language = language
    self.omitsPersonalData = omitsPersonalData
  }

  public func document(for report: Report) -> Document {
    var blocks = opening(report)
    let tables = report.form.tables.map { ($0, TableLayout.table($0, report)) }
    if report.form.sections.isEmpty {
      for section in report.sections { blocks += prose(section, headingLevel: section.level + 1) }
      for (formTable, table) in tables { blocks += annex(formTable, table, report) }
    } else {
      blocks += sections(report, tables)
    }
    blocks += closing(report)
    blocks += carried(report)
    blocks += legend(report)
    return Document(blocks)
  }

  private func word(_ id: String) -> String { MessageCatalogue.shared.word(id, language) }

  // MARK: Opening and closing

  private func opening(_ report: Report) -> [Block] {
    let identity = report.identity
    var blocks: [Block] = []
    let title = identity.title ?? defaultTitle(report)
    blocks.append(.heading(Paragraph(title), level: 1))
    if let body = identity.body, !title.contains(body) { blocks.append(.paragraph(Paragraph(body))) }
    if report.sections.isEmpty, let start = identity.periodStart, let end = identity.periodEnd {
      blocks.append(.paragraph(Paragraph("本报告所列数据的统计期限自\(chineseDate(start))起至\(chineseDate(end))止。")))
    }
    if !omitsPersonalData, let contact = identity.contact { blocks.append(.paragraph(Paragraph(contact))) }
    return blocks
  }

  private func defaultTitle(_ report: Report) -> String {
    let year = report.identity.year.map { "\($0)年" } ?? ""
    return "\(report.identity.body ?? "")\(year)政府信息公开工作年度报告"
  }

  /// 2021年1月1日 for 2021-01-01.
  private func chineseDate(_ iso: String) -> String {
    let parts = iso.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? "\(parts[0])年\(parts[1])月\(parts[2])日" : iso
  }

  private func closing(_ report: Report) -> [Block] {
    report.identity.dates.filter { $0.role == .issued }.map { .paragraph(Paragraph($0.raw)) }
  }

  // MARK: Sections

  private func prose(_ section: ProseSection, headingLevel: Int) -> [Block] {
    var blocks: [Block] = []
    if let heading = section.heading {
      blocks.append(.heading(Paragraph(heading, place: section.place), level: headingLevel))
    }
    blocks += section.paragraphs.map { .paragraph(Paragraph($0.text, place: $0.place)) }
    return blocks
  }

  /// A heading of the first level and all that stands below it.
  private struct Chapter {
    var sections: [ProseSection]
    /// The section of the form that it is, by its position.
    var position: Int?
  }

  private func chapters(_ report: Report) -> [Chapter] {
    var chapters: [Chapter] = []
    for section in report.sections {
      if section.level <= 1 || chapters.isEmpty {
        chapters.append(Chapter(sections: [section], position: position(of: section, report)))
      } else {
        chapters[chapters.count - 1].sections.append(section)
      }
    }
    return chapters
  }

  /// Which section of the form a heading opens: by its words, and in a report of that form by its number.
  private func position(of section: ProseSection, _ report: Report) -> Int? {
    guard let heading = section.heading, section.level == 1 else { return nil }
    let form = report.form
    let words = Self.core(heading)
    for (position, title) in form.sections.enumerated() {
      if form.wordings(of: title).contains(where: { Self.core($0) == words }) { return position }
    }
    guard report.conversion == nil || report.conversion?.original.form.sections == form.sections else {
      return nil
    }
    return form.sections.indices.first { heading.hasPrefix(Numbering.chineseNumeral($0 + 1)) }
  }

  /// A heading without its number and punctuation.
  private static func core(_ heading: String) -> String {
    var text = heading.unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) }[...]
    if heading.unicodeScalars.contains("、") || heading.unicodeScalars.contains("．") {
      let numerals = Set((1...10).map { Numbering.chineseNumeral($0) }.flatMap { $0.unicodeScalars })
      while let first = text.first, numerals.contains(first) { text = text.dropFirst() }
    }
    return String(String.UnicodeScalarView(text))
  }

  private func sections(_ report: Report, _ tables: [(FormTable, Table)]) -> [Block] {
    var blocks: [Block] = []
    var chapters = chapters(report)
    // What stands before the first heading stays there.
    while let first = chapters.first, first.position == nil, first.sections[0].level == 0 {
      for section in first.sections { blocks += prose(section, headingLevel: 3) }
      chapters.removeFirst()
    }
    for (position, title) in report.form.sections.enumerated() {
      let own = chapters.filter { $0.position == position }
      let heading = own.first?.sections.first?.heading ?? Numbering.chinese.number(position + 1) + title
      blocks.append(.heading(Paragraph(heading), level: 2))
      for chapter in own {
        for section in chapter.sections {
          if section.level == 1 {
            blocks += section.paragraphs.map { .paragraph(Paragraph($0.text, place: $0.place)) }
          } else {
            blocks += prose(section, headingLevel: 3)
          }
        }
      }
      if position == 0 {
        // Prose of the old outline has no section of its own in the new one.
        for chapter in chapters where chapter.position == nil {
          for section in chapter.sections {
            blocks += prose(section, headingLevel: section.level <= 1 ? 3 : 4)
          }
        }
      }
      for (formTable, table) in tables where Self.core(formTable.title) == Self.core(title) {
        blocks.append(.table(annotated(table, formTable, report)))
      }
    }
    return blocks
  }

  private func annex(_ formTable: FormTable, _ table: Table, _ report: Report) -> [Block] {
    var blocks: [Block] = []
    let year = report.identity.year.map { "\($0)年度" } ?? ""
    blocks.append(.heading(Paragraph(year + formTable.title), level: 2))
    if let body = report.identity.body { blocks.append(.paragraph(Paragraph("单位名称：\(body)"))) }
    blocks.append(.table(annotated(table, formTable, report)))
    if !formTable.note.isEmpty { blocks.append(.paragraph(Paragraph(formTable.note, style: .note))) }
    if !omitsPersonalData {
      for signatory in report.identity.signatories {
        blocks.append(.paragraph(Paragraph("\(signatory.role.label)：\(signatory.value)")))
      }
    }
    for date in report.identity.dates where date.role == .filled {
      blocks.append(.paragraph(Paragraph("填报日期：\(date.raw)")))
    }
    return blocks
  }

  // MARK: What must be known of the figures

  private func annotated(_ table: Table, _ formTable: FormTable, _ report: Report) -> Table {
    var table = table
    for joint in report.jointFigures {
      guard let first = joint.terms.first, let index = report.form.index(of: first.cell),
        report.form.cells[index].table == formTable.id
      else { continue }
      let sum =
        groupLabel(joint, report.form)
        ?? joint.terms.enumerated().map { position, term in
          let sign = term.isSubtracted ? " − " : position > 0 ? " + " : ""
          return sign + report.form.labelPath(of: term.cell).joined(separator: "·")
        }.joined()
      table.notes.append(
        "\(word("joint")) \(sum) = \(FigureNotation.text(Figure(joint.bounds.only.map { .exact($0) } ?? .range(joint.bounds))))"
      )
    }
    return table
  }

  /// The label of the group whose parts are added up, where it is one.
  private func groupLabel(_ joint: JointFigure, _ form: Form) -> String? {
    guard joint.terms.count > 1, joint.terms.allSatisfy({ !$0.isSubtracted }) else { return nil }
    let cells = Set(joint.terms.map(\.cell.indicator))
    func parts(_ parent: String) -> [String] {
      form.indicators.filter { $0.parent == parent }.flatMap { indicator -> [String] in
        switch indicator.role {
        case .group, .subtotal: parts(indicator.id)
        case .addend: [indicator.id]
        default: []
        }
      }
    }
    let group = form.indicators.first {
      ($0.role == .group || $0.role == .subtotal) && Set(parts($0.id)) == cells
    }
    return group.map { "\($0.printedLabel)（\(word("joint.group"))）" }
  }

  /// The figures that the new form has no place for, under their own labels.
  private func carried(_ report: Report) -> [Block] {
    guard let conversion = report.conversion, !conversion.carried.isEmpty else { return [] }
    let form = conversion.original.form
    var rows = [
      Row(
        [word("carried.indicator"), word("carried.unit"), word("carried.figure")].map {
          Cell($0, isHeader: true)
        })
    ]
    for cell in conversion.carried {
      guard let figure = conversion.original[cell], let index = form.index(of: cell) else { continue }
      let indicator = form.indicators[form.cells[index].indicator]
      rows.append(
        Row([
          Cell(form.labelPath(of: cell).joined(separator: " · "), isHeader: true, alignment: .leading),
          Cell(figure.unit ?? indicator.unit),
          Cell(FigureNotation.text(figure), mark: Self.mark(figure.status), place: figure.place),
        ]))
    }
    return [
      .heading(Paragraph("\(word("carried.title"))（\(form.name[language])）"), level: 2),
      .paragraph(Paragraph(word("carried.why"), style: .note)),
      .table(Table(rows: rows, headerRows: 1)),
    ]
  }

  private func legend(_ report: Report) -> [Block] {
    let statuses = Set(
      report.statistics.figures.enumerated().compactMap { index, figure -> String? in
        if let figure { return figure.status.rawValue }
        let isSubtotal = report.form.indicators[report.form.cells[index].indicator].role == .subtotal
        return isSubtotal ? nil : "missing"
      })
    var lines = ["derived", "range", "estimate", "ambiguous", "unreadable", "unknown", "missing"]
      .filter(statuses.contains).map { word("legend.\($0)") }
    if let conversion = report.conversion {
      let crosswalks = conversion.crosswalks.map { "\($0.id) \($0.version)" }.joined(separator: ", ")
      lines.append(
        "\(word("legend.converted")) \(conversion.original.form.name[language]) — \(crosswalks) (\(conversion.policy.rawValue))"
      )
    }
    return lines.map { .paragraph(Paragraph($0, style: .note)) }
  }

  static func mark(_ status: FigureStatus) -> Cell.Mark? {
    switch status {
    case .derived: .derived
    case .range: .range
    case .estimate: .estimate
    case .unknown, .unreadable: .unknown
    case .ambiguous: .ambiguous
    case .exact, .blank, .notApplicable: nil
    }
  }
}
