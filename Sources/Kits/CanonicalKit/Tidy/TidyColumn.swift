import Core

/// A column of tidy data, by its id. Headers, the heads of data sheets and the documentation follow from here.
package enum TidyColumn: String, CaseIterable, Sendable {
  case report, file, body, code, year, sourceEdition, dialect, scope
  case edition, table, indicator, applicant, label, unit, value, lower, upper, status, raw, place

  /// The columns that say whose figure it is: each row of a report begins with the same.
  package static let identity = allCases.prefix { $0 != .edition }

  /// From 0.
  package var index: Int { Self.indices[self, default: 0] }

  private static let indices = Dictionary(
    allCases.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })

  package var name: LocalizedText {
    switch self {
    case .report: LocalizedText("报告标识", "Report")
    case .file: LocalizedText("来源文件", "File")
    case .body: LocalizedText("报告机关", "Body")
    case .code: LocalizedText("统一社会信用代码", "Unified social credit code")
    case .year: LocalizedText("年度", "Year")
    case .sourceEdition: LocalizedText("来源年报格式", "Source edition")
    case .dialect: LocalizedText("地方样式", "Dialect")
    case .scope: LocalizedText("统计范围", "Scope")
    case .edition: LocalizedText("年报格式", "Edition")
    case .table: LocalizedText("表", "Table")
    case .indicator: LocalizedText("指标", "Indicator")
    case .applicant: LocalizedText("申请人类别", "Applicant")
    case .label: LocalizedText("指标名称", "Label")
    case .unit: LocalizedText("单位", "Unit")
    case .value: LocalizedText("数值", "Value")
    case .lower: LocalizedText("下限", "Lower bound")
    case .upper: LocalizedText("上限", "Upper bound")
    case .status: LocalizedText("状态", "Status")
    case .raw: LocalizedText("原文", "Raw text")
    case .place: LocalizedText("位置", "Place")
    }
  }

  package var meaning: LocalizedText {
    switch self {
    case .report:
      LocalizedText(
        "来源文件 SHA-256 的前 16 位，文件含多份报告时后接 -1、-2 等；是文本，不是数字；不是从文件读取的报告为空",
        "The first 16 digits of the SHA-256 of the source file, with -1, -2 and so on where it holds several reports. "
          + "A text and no number. Empty for a report that was read from no file.")
    case .file: LocalizedText("来源文件的名称，不含路径", "The name of the source file, without its folder.")
    case .body: LocalizedText("报告所写的机关名称", "The body that reports, as the report names it.")
    case .code:
      LocalizedText(
        "报告中读到的代码；没有读到，或读到几个不同的代码时为空；是文本，不是数字",
        "The body's 统一社会信用代码 where the report gives one, and only one. A text and no number.")
    case .year: LocalizedText("报告所属年度，不是发布年份", "The year reported on, not that of publication.")
    case .sourceEdition:
      LocalizedText(
        "报告公布时的年报格式：legacy、2019 或 2021", "The edition that the report was published in: legacy, 2019 or 2021."
      )
    case .dialect:
      LocalizedText(
        "报告公布时所用的是该格式的哪一种样式，如 national、shandong；只有一种的为空",
        "The variant of that edition, such as national or shandong; empty where there is but one.")
    case .scope:
      LocalizedText(
        "own 为本级，whole 为全市、全县等", "own for 本级, whole for 全市 and the like, where the report says so.")
    case .edition, .table, .indicator, .applicant, .label, .unit, .value, .lower, .upper, .status, .raw,
      .place:
      meaningInRow
    }
  }

  private var meaningInRow: LocalizedText {
    switch self {
    case .report, .file, .body, .code, .year, .sourceEdition, .dialect, .scope: .empty
    case .edition:
      LocalizedText(
        "本行数字所属的年报格式；转换后无处可放的原数字为来源年报格式",
        "The edition that the row belongs to: that of the report as it is now, or the source edition for a figure that was "
          + "carried along because the new form has no place for it.")
    case .table: LocalizedText("所在的表", "The table of the form.")
    case .indicator: LocalizedText("指标编号", "The id of the indicator.")
    case .applicant:
      LocalizedText("申请人类别的编号，没有分列的为空", "The id of the applicant's column, where the table has such.")
    case .label: LocalizedText("印在表上的指标名称", "What the form prints for the indicator.")
    case .unit: LocalizedText("数值的单位", "The unit that the value is in.")
    case .value:
      LocalizedText(
        "以所列单位计的数字，不作换算；状态为 exact、derived、presumed、estimate 的才有",
        "A plain decimal in that unit, never converted. Exact, derived, presumed and estimated figures have one."
      )
    case .lower:
      LocalizedText(
        "至少为；确切的数字与数值相同，无法得知的为空",
        "The least that it can be: of an exact figure its value, empty where it is not known.")
    case .upper:
      LocalizedText(
        "至多为；确切的数字与数值相同，无法得知的为空",
        "The most that it can be: of an exact figure its value, empty where it is not known.")
    case .status: LocalizedText("数字的状态", "How much is known of the figure.")
    case .raw:
      LocalizedText(
        "来源文件中的原文，是文本；推算得出的数字没有", "What was typed, as a text. A figure that was computed has none.")
    case .place:
      LocalizedText(
        "在来源文件中的位置：页 p、表 t、行 r、列 c、文本行 l、字节 b",
        "Where it stands in the source: page p, table t, row r, column c, line l, bytes b.")
    }
  }
}
