import CanonicalKit
import Core
import Crosswalk
import ReportModel

/// What one input adds to the tables of a panel.
package struct PanelAddition: Sendable {
  package let path: String
  package let sha256: String
  package let size: Int
  /// What was read; each with its key and its rows.
  package let reports: [Reading]
  /// Why nothing was.
  package let refusals: [Finding]

  package struct Reading: Sendable {
    package let key: String
    package let report: PanelRow
    package let figures: [PanelRow]
    package let findings: [PanelRow]
  }

  /// - Parameter refusals: why nothing was read; none where something was.
  package init(path: String, sha256: String, size: Int, _ reports: [Report], refusals: [Finding] = []) {
    (self.path, self.sha256, self.size, self.refusals) = (path, sha256, size, refusals)
    self.reports = reports.enumerated().map { index, report in
      let fallback = sha256.prefix(16) + (reports.count > 1 ? "-\(index + 1)" : "")
      return Reading(report, key: report.key ?? String(fallback), path: path)
    }
  }

  /// The same with some of its reports, and why the others are not among them.
  func keeping(_ reports: [Reading], refusals: [Finding]) -> PanelAddition {
    PanelAddition(self, reports, refusals)
  }

  private init(_ other: PanelAddition, _ reports: [Reading], _ refusals: [Finding]) {
    (path, sha256, size) = (other.path, other.sha256, other.size)
    (self.reports, self.refusals) = (reports, refusals)
  }

  func inputRow(position: Int, _ state: PanelInputState) -> PanelRow {
    KnownInput(
      path: path, sha256: sha256, size: size, state: state, keys: reports.map(\.key), ranges: []
    ).row(position: position)
  }

  var refusedRows: [PanelRow] {
    refusals.enumerated().map { [.text(path), .integer($0 + 1)] + $1.panelFields }
  }
}

extension KnownInput {
  /// Its row among the inputs.
  func row(position: Int) -> PanelRow {
    [
      .text(path), .integer(position), PanelValue(sha256), .integer(size), .text(state.rawValue),
      .integer(keys.count),
    ]
  }
}

extension PanelAddition.Reading {
  fileprivate init(_ report: Report, key: String, path: String) {
    self.key = key
    let published = (report.conversion?.original.form ?? report.form).id
    let identity = report.identity
    func count(_ severity: Severity) -> PanelValue {
      .integer(report.findings.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) })
    }
    self.report = [
      .text(key), .text(path), PanelValue(report.source?.name), PanelValue(report.source?.sha256),
      PanelValue(report.source?.format), PanelValue(identity.body), PanelValue(identity.creditCode),
      PanelValue(identity.year), PanelValue(identity.scope?.rawValue), .text(published.edition.rawValue),
      PanelValue(published.dialect), .text(report.form.id.description), count(.error), count(.warning),
      count(.note),
    ]
    var figures: [PanelRow] = []
    figures.reserveCapacity(report.form.cells.count)
    var form: Form?
    var formName = ""
    TidyTable.forEachRow(of: report) { owner, cell, figure in
      if form !== owner { (form, formName) = (owner, owner.id.description) }
      let bounds = figure.bounds
      figures.append([
        .text(key), .text(formName), .text(cell.name), .text(cell.id.indicator),
        PanelValue(cell.id.applicant),
        PanelValue(figure.amount), PanelValue(bounds?.atLeast), PanelValue(bounds?.atMost),
        PanelValue(figure.unit ?? owner.indicator(of: cell).unit), .text(figure.status.rawValue),
        PanelValue(TidyTable.rawText(of: figure)), PanelValue(figure.place?.description),
      ])
    }
    self.figures = figures
    findings = report.findings.enumerated().map { index, finding in
      [.text(key), .integer(index + 1)] + finding.panelFields + [
        PanelValue(finding.cells.joined(separator: " ")), PanelValue(finding.places.first?.description),
      ]
    }
  }
}

extension Finding {
  fileprivate var panelFields: [PanelValue] {
    [
      .text(id), .text(severity.rawValue), .text(message(in: .chinese)), .text(message(in: .english)),
      PanelValue(remedy(in: .chinese)), PanelValue(remedy(in: .english)),
    ]
  }
}

// MARK: What follows from the forms and crosswalks alone

extension PanelTable {
  /// The rows of a constant table.
  func rows(_ forms: FormCatalogue, _ crosswalks: CrosswalkCatalogue) -> [PanelRow] {
    switch self {
    case .indicators: forms.forms.flatMap(Self.rows)
    case .crosswalk: crosswalks.crosswalks.flatMap(Self.rows)
    case .inputs, .reports, .figures, .findings, .refused: []
    }
  }

  private static func rows(of form: Form) -> [PanelRow] {
    form.cells.map { cell in
      let indicator = form.indicator(of: cell)
      return [
        .text(form.id.description), .text(cell.name), .text(form.id.edition.rawValue),
        PanelValue(form.id.dialect), .text(cell.table), .text(cell.id.indicator),
        PanelValue(cell.id.applicant), .text(form.labelPath(of: cell.id).joined(separator: " · ")),
        PanelValue(indicator.unit), .text(indicator.role.rawValue),
      ]
    }
  }

  private static func rows(of crosswalk: Crosswalk) -> [PanelRow] {
    let statistics = crosswalk.statistics
    return Crosswalk.Reading.allCases.flatMap { reading in
      statistics.components(reading).enumerated().flatMap { number, component in
        let sides = [
          ("source", crosswalk.source, component.sources), ("target", crosswalk.target, component.targets),
        ]
        return sides.flatMap { side, form, indicators in
          indicators.distinct().map { indicator -> PanelRow in
            [
              .text(crosswalk.id), .text(reading.rawValue), .integer(number + 1), .text(side),
              .text(indicator),
              .text(form.description), .text(crosswalk.version), .text(component.shape.rawValue),
              .text(component.comparability.rawValue),
            ]
          }
        }
      }
    }
  }
}

extension CrosswalkStatistics.Component {
  /// Several rows that become one are summed; one that becomes several is known within bounds.
  var comparability: PanelComparability {
    switch shape {
    case .oneToOne, .manyToOne: .yes
    case .oneToMany, .manyToMany: .bounds
    case .oneToNone, .noneToOne: .no
    }
  }
}
