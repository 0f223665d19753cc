import Core
import Presentation
import ReportModel

/// How certain the figures of reports are, and how many of their sources found no place: what is said in a line when they
/// have been written.
package struct CertaintySummary: Sendable {
  private var cells: [FigureStatus: Int] = [:]
  private var carried = 0
  private var lost = 0
  package private(set) var isConverted = false

  package init() {}

  /// - Parameter lossCount: how many figures of its source could not be read.
  package mutating func add(_ report: Report, lossCount: Int) {
    for status in Presenter.statuses(of: report) { cells[status, default: 0] += 1 }
    carried += report.conversion?.carried.count ?? 0
    lost += lossCount
    isConverted = isConverted || report.conversion != nil
  }

  package mutating func add(_ other: CertaintySummary) {
    cells.merge(other.cells, uniquingKeysWith: +)
    carried += other.carried
    lost += other.lost
    isConverted = isConverted || other.isConverted
  }

  /// 确定 50，推定 12，范围 115，未知 23；7 个原指标在新表中没有位置.
  package func text(_ language: Language) -> String {
    let words = Words(language)
    func told(_ id: String, _ count: Int) -> String? {
      count == 0 ? nil : words("written.\(id)", ["count": String(count)])
    }
    let statuses = FigureStatus.allCases.compactMap { status in
      cells[status].map { "\(words("status.\(status.rawValue)")) \($0)" }
    }
    let parts: [String?] = [
      words.list(statuses), told("carried", carried), told("lost", lost),
    ]
    return parts.compactMap { $0 }.joined(separator: words("punctuation.semicolon"))
  }
}
