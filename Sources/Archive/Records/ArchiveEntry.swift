import Core
import ReportModel

/// What a catalogue and the metadata say of a record: from the settings, else from the report.
package struct ArchiveEntry: Hashable, Sendable {
  /// 档号.
  package let number: String
  /// 件号, counted within the year.
  package let item: Int
  /// 立档单位名称.
  package let body: String
  /// 责任者.
  package let author: String
  package let title: String
  /// Four digits.
  package let year: String
  /// `2018-02-06`.
  package let date: String
  /// Whether the report names no day of issue, so that the date is the last of its year.
  package let isDateAssumed: Bool

  /// - Throws: an `input` refusal with everything that neither the settings nor the report tell.
  package init(_ report: Report, item: Int, _ settings: ArchiveSettings) throws(Refusal) {
    let identity = report.identity
    let body = settings["立档单位"] ?? identity.body
    let author = settings["责任者"] ?? identity.body ?? settings["立档单位"]
    let year = settings["年度"] ?? identity.year.map { String($0) }
    var missing: [String] = []
    if body == nil { missing.append("立档单位") }
    if author == nil { missing.append("责任者") }
    if year == nil { missing.append("年度") }
    guard let body, let author, let year else { throw Self.refusal(missing) }
    let issued = ReportDate.Role.allCases.lazy.compactMap { role in
      identity.dates.first { $0.role == role && $0.iso.map { CalendarDate($0) != nil } == true }?.iso
    }.first
    let number = settings.pattern?.number(item: item) { $0 == "年度" ? year : settings[$0] }
    guard let number, PathPart.isSafe(number) else {
      throw Refusal(.usage, .recordNumberUnsafe(number ?? ""))
    }
    self.number = number
    self.item = item
    self.body = body
    self.author = author
    self.year = year
    title = settings["题名"] ?? identity.title ?? "\(body)\(year)年政府信息公开工作年度报告"
    date = settings["日期"] ?? issued ?? "\(year)-12-31"
    isDateAssumed = settings["日期"] == nil && issued == nil
  }

  private static func refusal(_ keys: [String]) -> Refusal {
    Refusal(.input, keys.compactMap { SettingsSchema.shared.entry($0) }.map { .recordNotTold($0) })
  }

  /// The year of a report as 档号 count it; nil where nothing tells it.
  package static func year(of report: Report, _ settings: ArchiveSettings) -> String? {
    settings["年度"] ?? report.identity.year.map { String($0) }
  }

  /// `20180206`.
  package var compactDate: String { date.filter { $0 != "-" } }
}
