import ReportModel

/// Makes up what an office finds in its folder: the reports of many units in every container, with units that have sent
/// nothing, a broken file, two versions, last year's report, a late one, one in the form before, one that goes by
/// another name. What it makes adds up to sums that it knows.
public struct OfficeFolder: Sendable {
  /// What a unit does.
  public enum Fate: String, CaseIterable, Sendable {
    case reported
    /// Sends the same figures in two containers.
    case copies
    /// Goes by another name, which the roster knows.
    case renamed
    case late
    /// Uses the form of 2019.
    case otherForm
    /// Has left a cell blank.
    case blank
    /// Sends what is not to be added up.
    case notCounted
    case absent, broken, duplicate, wrongYear
  }

  public struct File: Sendable {
    public let name: String
    /// The id of the format that it is to be written in.
    public let format: String
    /// nil for one that nobody can read.
    public let report: Report?
  }

  public struct Unit: Sendable {
    public let name: String
    public let alias: String
    public let code: String
    public let fate: Fate
    public var files: [File] = []

    public var isExpected: Bool { fate != .notCounted }
    /// Whether its figures are those of its report.
    public var isWhole: Bool {
      switch fate {
      case .reported, .copies, .renamed, .late: true
      default: false
      }
    }
  }

  public static let year = 2025
  public static let deadline = "2026-01-31"
  public static let government = "青禾区人民政府"
  public static let blankCell = "applications.carriedIn"

  public private(set) var units: [Unit] = []
  /// By cell, the sum of what units that can be added up have in the form of 2021; without those in another form.
  public private(set) var sums: [Amount]
  private var random: SplitMix64
  private let forms: (current: Form, before: Form)

  /// - Parameter fates: what units do: of those with `reported`, each seventh does something else in their turn.
  public init(seed: UInt64, count: Int, forms: (current: Form, before: Form), fates: [Fate] = Fate.allCases) {
    random = SplitMix64(seed: seed)
    self.forms = forms
    sums = forms.current.cells.map { _ in .zero }
    for index in 0..<count {
      // Most are as they should be.
      let fate = index % 7 == 3 ? fates[index / 7 % fates.count] : .reported
      add(index, fates.contains(.reported) ? fate : fates[index % fates.count])
    }
  }

  private static let kinds = [
    "水务局", "教育局", "财政局", "民政局", "司法局", "农业农村局", "卫生健康局", "应急管理局", "统计局", "审计局",
    "交通运输局", "住房和城乡建设局", "市场监督管理局", "文化和旅游局", "退役军人事务局",
  ]
  private static let places = ["青禾区", "东岭镇", "西塘镇", "南溪街道", "北桥街道", "中和乡", "白沙镇", "红石乡", "柳湾街道", "石门镇"]
  private static let containers = ["text", "html", "docx", "text", "html", "xlsx", "json", "markdown"]

  private mutating func add(_ index: Int, _ fate: Fate) {
    let place = Self.places[index / Self.kinds.count % Self.places.count]
    let round = index / Self.kinds.count / Self.places.count
    let name = "\(place)\(Self.kinds[index % Self.kinds.count])\(round == 0 ? "" : "第\(round + 1)分局")"
    var unit = Unit(
      name: name, alias: "原\(name)", code: Self.code(index), fate: fate)
    var report = report(of: fate == .otherForm ? forms.before : forms.current, name)
    let container = Self.containers[index % Self.containers.count]
    func file(_ report: Report?, _ suffix: String = "", _ format: String? = nil) -> File {
      let format = format ?? container
      let ending = ["text": "txt", "markdown": "md"][format] ?? format
      return File(name: "\(name)\(suffix).\(ending)", format: format, report: report)
    }
    switch fate {
    case .absent: break
    case .broken: unit.files = [file(nil, "", "docx")]
    case .wrongYear:
      setYear(&report, Self.year - 1)
      unit.files = [file(report)]
    case .duplicate:
      var other = report
      if let cell = CellID("proactive.licences.decisions"), let number = other.statistics[cell]?.amount {
        other.statistics[cell] = Figure(.exact(number + Amount(1)))
      }
      unit.files = [file(report), file(other, "（修改）")]
    case .copies: unit.files = [file(report, "", "docx"), file(report, "（网页）", "html")]
    case .renamed:
      report.identity.body = unit.alias
      report.identity.title = "\(unit.alias)\(Self.year)年政府信息公开工作年度报告"
      unit.files = [file(report)]
    case .late:
      report.identity.dates = [ReportDate(.issued, iso: "2026-02-14", raw: "2026年2月14日")]
      unit.files = [file(report)]
    case .blank:
      report.statistics[CellID(Self.blankCell, "total")] = Figure(.blank)
      unit.files = [file(report)]
    case .reported, .otherForm, .notCounted: unit.files = [file(report)]
    }
    if unit.isWhole || fate == .blank {
      for (index, figure) in report.statistics.figures.enumerated() {
        if let amount = figure?.amount { sums[index] = sums[index] + amount }
      }
    }
    units.append(unit)
  }

  private mutating func report(of form: Form, _ name: String) -> Report {
    var reports = ConsistentReports(random: random)
    var report = reports.finishedReport(of: form)
    random = reports.random
    report.identity.body = name
    setYear(&report, Self.year)
    return report
  }

  private func setYear(_ report: inout Report, _ year: Int) {
    let name = report.identity.body ?? ""
    report.identity.year = year
    report.identity.title = "\(name)\(year)年政府信息公开工作年度报告"
    (report.identity.periodStart, report.identity.periodEnd) = ("\(year)-01-01", "\(year)-12-31")
    report.identity.dates = [ReportDate(.issued, iso: "\(year + 1)-01-20", raw: "\(year + 1)年1月20日")]
  }

  private static func code(_ index: Int) -> String {
    let digits = String(100_000_000 + index).dropFirst()
    let body = "11330100\(digits)A"
    guard let check = CreditCode.check(of: (body + "0").unicodeScalars.map(\.value)),
      let scalar = Unicode.Scalar(check)
    else { return "" }
    return body + String(scalar)
  }

  /// The report of the government itself, which has added up what can be, and has left the licences of one unit out.
  public func parent(of form: Form) -> Report {
    var statistics = Statistics(form)
    for (index, cell) in form.cells.enumerated() where form.indicator(of: cell).role != .subtotal {
      let others = units.filter { $0.fate == .otherForm }.compactMap {
        $0.files.first?.report?.statistics[cell.id]?.amount
      }
      statistics[index] = Figure(.exact(others.reduce(sums[index], +)))
    }
    let licences = CellID(indicator: "proactive.licences.decisions")
    let first = units.lazy.filter(\.isWhole).compactMap {
      $0.files.first?.report?.statistics[licences]?.amount
    }
    .first { .zero < $0 }
    if let first, let all = statistics[licences]?.amount {
      statistics[licences] = Figure(.exact(all - first))
    }
    var report = Report(identity: Identity(body: Self.government), statistics: statistics)
    setYear(&report, Self.year)
    return report
  }

  /// The list of the office.
  public var roster: String {
    var lines = ["名称\t别名\t统一社会信用代码\t层级\t上级\t计入汇总\t不计入原因", "\(Self.government)\t\t\t县级\t\t否\t汇总本级"]
    for unit in units {
      let counted = unit.isExpected ? "是\t" : "否\t数字已并入区政府办公室"
      lines.append("\(unit.name)\t\(unit.alias)\t\(unit.code)\t县级\t\(Self.government)\t\(counted)")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
