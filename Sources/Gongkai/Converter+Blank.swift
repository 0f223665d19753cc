import Checks
import Core
import Crosswalk
import ReportModel

extension Converter {
  /// A report in which nothing is filled in yet: every cell is blank, and where the form has prose a hint stands that
  /// a check finds as long as it is there.
  ///
  /// ```swift
  /// let blank = try converter.blankReport(body: "某市教育局", year: 2026)
  /// try converter.write([blank], as: "xlsx", to: "填报.xlsx", options: WriteOptions(isToBeFilledIn: true))
  /// ```
  ///
  /// - Parameters:
  ///   - form: the form; nil for the current one.
  ///   - body: the body that reports; nil for that of `last`.
  ///   - year: the year reported on; nil for the one after that of `last`.
  ///   - last: the body's report of the year before. What it carries over is filled in where it is exact; a finding
  ///     names what is left blank, and why.
  /// - Throws: a `usage` refusal where the body or the year is not known, or `last` is of another year.
  public func blankReport(
    of form: Form? = nil, body: String? = nil, year: Int? = nil, after last: Report? = nil
  ) throws(Refusal) -> Report {
    guard let form = form ?? forms.forms.first else { throw Refusal(.usage, .noBlankForm()) }
    guard let body = body ?? last?.identity.body, body.contains(where: { !$0.isWhitespace }) else {
      throw Refusal(.usage, .blankWithoutBody())
    }
    guard let year = year ?? last?.identity.year.map({ $0 + 1 }) else {
      throw Refusal(.usage, .blankWithoutYear())
    }
    guard Self.reportingYears.contains(year) else { throw Refusal(.usage, .blankYear(year)) }
    var report = Report(
      identity: Identity(body: body, year: year, periodStart: "\(year)-01-01", periodEnd: "\(year)-12-31"),
      statistics: .blank(form), sections: ProseSection.hints(of: form))
    if let last { try carry(from: last, to: &report) }
    return report
  }

  /// The Regulation is in force since 2008.
  private static let reportingYears = 2008...2099

  /// Fills in what last year's report carries over.
  private func carry(from last: Report, to report: inout Report) throws(Refusal) {
    let identity = report.identity
    if let year = identity.year, let found = last.identity.year, found != year - 1 {
      throw Refusal(.usage, .lastOfOtherYear(found, wanted: year - 1))
    }
    let cells = checker.rules.carriedCells(of: report.form)
    if cells.isEmpty { report.findings.append(.nothingCarried(in: report.form.id)) }
    guard last.identity.year != nil else {
      report.findings.append(.lastWithoutYear())
      return
    }
    if let name = last.identity.body, name != identity.body {
      report.findings.append(.lastOfOtherBody(name, identity.body ?? ""))
    }
    if cells.isEmpty { return }
    let edition = report.form.id.edition
    let statistics =
      last.form.id.edition == edition ? last.statistics : try convert(last, to: edition).report.statistics
    for (cell, source) in cells {
      let figure = statistics[source]
      if case .exact(let amount) = figure?.value {
        report.statistics[cell] = Figure(.exact(amount))
      } else {
        let label = report.form.labelPath(of: cell).joined(separator: " · ")
        report.findings.append(figure.map { .notCarried(label, $0) } ?? .nothingToCarry(label))
      }
    }
  }
}

extension Statistics {
  /// All cells blank. Groups that may be printed as one row are printed by their parts.
  fileprivate static func blank(_ form: Form) -> Statistics {
    Statistics(
      form,
      figures: form.cells.map { cell in
        let isLeftOut =
          form.indicator(of: cell).role == .subtotal && form.table(cell.table)?.layout == .applicants
        return isLeftOut ? nil : Figure(.blank)
      })
  }
}

extension ProseSection {
  /// The sections of a form; those that are written in words with the hint of the official template.
  fileprivate static func hints(of form: Form) -> [ProseSection] {
    let hint = MessageCatalogue.shared.word("blank.hint", .chinese)
    let tables = form.tables.map { SectionHeading.core($0.title) }
    return form.sections.enumerated().map { position, title in
      ProseSection(
        heading: Numbering.chinese.number(position + 1) + title, level: 1,
        paragraphs: tables.contains(SectionHeading.core(title)) ? [] : [ProseParagraph(hint)])
    }
  }
}

extension Finding {
  fileprivate static func noBlankForm() -> Finding { Finding("blank.no-form", .error) }

  fileprivate static func blankWithoutBody() -> Finding { Finding("blank.no-body", .error) }

  fileprivate static func blankWithoutYear() -> Finding { Finding("blank.no-year", .error) }

  fileprivate static func blankYear(_ year: Int) -> Finding {
    Finding("blank.wrong-year", .error, ["year": String(year)])
  }

  fileprivate static func lastOfOtherYear(_ found: Int, wanted: Int) -> Finding {
    Finding("blank.last-year", .error, ["found": String(found), "wanted": String(wanted)])
  }

  fileprivate static func lastWithoutYear() -> Finding { Finding("blank.last-without-year", .warning) }

  fileprivate static func lastOfOtherBody(_ found: String, _ body: String) -> Finding {
    Finding("blank.last-body", .warning, ["found": found, "body": body])
  }

  fileprivate static func nothingCarried(in form: FormID) -> Finding {
    Finding("blank.nothing-carried", .warning, ["form": form.description])
  }

  fileprivate static func notCarried(_ label: String, _ figure: Figure) -> Finding {
    Finding("blank.not-carried", .warning, ["label": label, "figure": FigureNotation.text(figure)])
  }

  fileprivate static func nothingToCarry(_ label: String) -> Finding {
    Finding("blank.not-there", .warning, ["label": label])
  }
}
