import Core
import ReportModel

/// The tables of a panel, in their order.
package enum PanelTable: String, CaseIterable, Sendable {
  case inputs, reports, figures, indicators, crosswalk, findings, refused

  /// Those that follow from the forms and crosswalks alone.
  package static let constant: [PanelTable] = [.indicators, .crosswalk]
  /// Those to which each input adds.
  package static let growing: [PanelTable] = allCases.filter { !constant.contains($0) }

  package struct Reference: Sendable {
    package let columns: [String]
    package let table: PanelTable
  }

  /// The first of its columns.
  package var key: [String] {
    switch self {
    case .inputs: ["path"]
    case .reports: ["report"]
    case .figures: ["report", "form", "cell"]
    case .indicators: ["form", "cell"]
    case .crosswalk: ["crosswalk", "reading", "component", "side", "indicator"]
    case .findings: ["report", "number"]
    case .refused: ["path", "number"]
    }
  }

  /// What its rows are of.
  package var references: [Reference] {
    switch self {
    case .inputs, .indicators, .crosswalk: []
    case .reports, .refused: [Reference(columns: ["path"], table: .inputs)]
    case .figures:
      [
        Reference(columns: ["report"], table: .reports),
        Reference(columns: ["form", "cell"], table: .indicators),
      ]
    case .findings: [Reference(columns: ["report"], table: .reports)]
    }
  }

  package var title: LocalizedText {
    switch self {
    case .inputs: LocalizedText(chinese: "读取的文件", english: "The files that were read")
    case .reports: LocalizedText(chinese: "报告", english: "Reports")
    case .figures: LocalizedText(chinese: "数字", english: "Figures")
    case .indicators: LocalizedText(chinese: "指标", english: "Indicators")
    case .crosswalk: LocalizedText(chinese: "各年报格式之间能否比较", english: "What can be compared between the forms")
    case .findings: LocalizedText(chinese: "报告中的问题", english: "What was found in the reports")
    case .refused: LocalizedText(chinese: "没有读取的文件及原因", english: "Files that gave nothing, and why")
    }
  }

  package var meaning: LocalizedText {
    switch self {
    case .inputs:
      LocalizedText(
        chinese: "每个文件一行，按给出的顺序；每个文件或在 reports 中有报告，或在 refused 中有原因",
        english:
          "A row for each file, in the order given. Each has its reports in reports, or its reasons in refused."
      )
    case .reports: LocalizedText(chinese: "每份报告一行", english: "A row for each report.")
    case .figures:
      LocalizedText(
        chinese: "每份报告的每个单元格一行；form 与报告的 form 不同的，是新的年报格式没有位置、按原格式保留的数字",
        english:
          "A row for each cell of each report. Where form is another than that of the report, the figure has no place in "
          + "the new form and is kept as it was.")
    case .indicators: LocalizedText(chinese: "各年报格式的单元格，每格一行", english: "A row for each cell of each form.")
    case .crosswalk:
      LocalizedText(
        chinese: "对照表中互相牵连的指标，每组有来源和去向两边；reading 为 letter 的按法规条文，为 practice 的连同实际做法",
        english:
          "Indicators that a crosswalk joins, in groups with two sides: by the letter of the Regulation, and with "
          + "documented practice.")
    case .findings: LocalizedText(chinese: "每个问题一行", english: "A row for each finding.")
    case .refused: LocalizedText(chinese: "每个原因一行", english: "A row for each reason.")
    }
  }

  package var columns: [PanelColumn] {
    let words = Self.findingColumns
    return switch self {
    case .inputs:
      [
        PanelColumn("path", .text, isRequired: true, "文件的路径，按给出的写法", "The path, as it was given."),
        PanelColumn(
          "position", .integer, isRequired: true, "给出的顺序，从1起", "Its place among the inputs, from 1."),
        PanelColumn(
          "sha256", .text, "文件内容的 SHA-256；无法打开的为空",
          "The digest of its bytes; empty where it cannot be opened."),
        PanelColumn("size", .integer, "文件的字节数", "Its size in bytes."),
        PanelColumn(
          "state", .word(PanelInputState.allCases.map(\.rawValue)), isRequired: true,
          "read 已读取，refused 没有读取，duplicate 其报告在前面的文件中已有",
          "read, refused, or duplicate: its reports are those of a file before."),
        PanelColumn("reports", .integer, isRequired: true, "从中得到几份报告", "How many reports it gave."),
      ]
    case .reports:
      [
        PanelColumn(
          "report", .text, isRequired: true, "报告标识：来源文件 SHA-256 的前16位，文件含多份报告时后接 -1、-2 等；是文本，不是数字",
          "The first 16 digits of the SHA-256 of the source file, with -1, -2 and so on where it holds several reports. A text "
            + "and no number."),
        PanelColumn("path", .text, isRequired: true, "从哪个文件读取", "The file that it was read from."),
        PanelColumn("file", .text, "来源文件的名称", "The name of the source file."),
        PanelColumn("sha256", .text, "来源文件的 SHA-256", "The digest of the source file."),
        PanelColumn("format", .text, "来源文件的文件格式", "The format of the source file."),
        PanelColumn("body", .text, "报告机关，按报告所写", "The body that reports, as the report names it."),
        PanelColumn(
          "code", .text, "统一社会信用代码；没有读到或读到几个的为空；是文本，不是数字",
          "The body's 统一社会信用代码, where the report gives one and only one. A text and no number."),
        PanelColumn("year", .integer, "报告所属年度", "The year reported on."),
        PanelColumn(
          "scope", .word(Scope.allCases.map(\.rawValue)), "own 为本级，whole 为全市、全县等",
          "own for 本级, whole for 全市 and the like, where the report says so."),
        PanelColumn(
          "sourceEdition", .text, isRequired: true, "公布时的年报格式", "The edition that it was published in."),
        PanelColumn(
          "dialect", .text, "公布时的地方格式；没有之分的为空", "The dialect of that edition, where there are several."),
        PanelColumn("form", .text, isRequired: true, "数字所在的年报格式", "The form that its figures are in."),
        PanelColumn("errors", .integer, isRequired: true, "错误的个数", "How many errors were found."),
        PanelColumn("warnings", .integer, isRequired: true, "警告的个数", "How many warnings."),
        PanelColumn("notes", .integer, isRequired: true, "提示的个数", "How many notes."),
      ]
    case .figures:
      [
        PanelColumn("report", .text, isRequired: true, "报告标识", "The key of the report."),
        PanelColumn("form", .text, isRequired: true, "单元格所属的年报格式", "The form that the cell is of."),
        PanelColumn("cell", .text, isRequired: true, "单元格的代码", "The id of the cell."),
        PanelColumn("indicator", .text, isRequired: true, "指标的代码", "The id of the indicator."),
        PanelColumn(
          "applicant", .text, "申请人类别的代码；没有分列的为空",
          "The id of the applicant's column, where the table has such."),
        PanelColumn(
          "value", .decimal, "以 unit 计的数字；状态为 exact、derived、presumed、estimate 的才有",
          "A decimal in unit. Exact, derived, presumed and estimated figures have one."),
        PanelColumn(
          "lower", .decimal, "至少为；确切的数字与 value 相同，无法得知的为空",
          "The least that it can be: of an exact figure its value, empty where it is not known."),
        PanelColumn(
          "upper", .decimal, "至多为；确切的数字与 value 相同，无法得知的为空",
          "The most that it can be: of an exact figure its value, empty where it is not known."),
        PanelColumn("unit", .text, "计量单位", "The unit."),
        PanelColumn(
          "status", .word(FigureStatus.allCases.map(\.rawValue)), isRequired: true,
          "数字的状态；没有数字的，由此可知为何没有，都不等于0",
          "How much is known of it; where there is no value, why. None of these is 0."),
        PanelColumn(
          "raw", .text, "来源文件中的原文，是文本；推算得出的没有",
          "What was typed, as a text. A figure that was computed has none."),
        PanelColumn(
          "place", .text, "在来源文件中的位置：页 p、表 t、行 r、列 c、文本行 l、字节 b",
          "Where it stands in the source: page p, table t, row r, column c, line l, bytes b."),
      ]
    case .indicators:
      [
        PanelColumn("form", .text, isRequired: true, "年报格式", "The form."),
        PanelColumn("cell", .text, isRequired: true, "单元格的代码", "The id of the cell."),
        PanelColumn("edition", .text, isRequired: true, "年报格式，不分地方格式", "The edition."),
        PanelColumn("dialect", .text, "地方格式", "The dialect."),
        PanelColumn("table", .text, isRequired: true, "所在的表", "The table of the form."),
        PanelColumn("indicator", .text, isRequired: true, "指标的代码", "The id of the indicator."),
        PanelColumn("applicant", .text, "申请人类别的代码", "The id of the applicant's column."),
        PanelColumn(
          "label", .text, isRequired: true, "印在表上的名称，由外到内", "What the form prints, the outermost first."),
        PanelColumn("unit", .text, "计量单位", "The unit."),
        PanelColumn(
          "role", .text, isRequired: true, "在表中的作用：total 合计，addend 其项，of-which 其中，single、cell 单独",
          "Whether it is a total, an addend, a part (of-which), or stands alone (single, cell)."),
      ]
    case .crosswalk:
      [
        PanelColumn("crosswalk", .text, isRequired: true, "对照表的代码", "The id of the crosswalk."),
        PanelColumn(
          "reading", .word(["letter", "practice"]), isRequired: true, "按法规条文，或连同实际做法",
          "By the letter, or with practice."),
        PanelColumn("component", .integer, isRequired: true, "组的序号", "The number of the group."),
        PanelColumn(
          "side", .word(["source", "target"]), isRequired: true, "来源或去向", "Which side the indicator is on."),
        PanelColumn("indicator", .text, isRequired: true, "指标的代码", "The id of the indicator."),
        PanelColumn("form", .text, isRequired: true, "指标所属的年报格式", "The form that the indicator is of."),
        PanelColumn("version", .text, isRequired: true, "对照表的版本", "Its version."),
        PanelColumn(
          "shape", .text, isRequired: true, "组的形状：几个来源指标对几个去向指标",
          "So many indicators of the source to so many of the target."),
        PanelColumn(
          "comparable", .word(PanelComparability.allCases.map(\.rawValue)), isRequired: true,
          "yes 可以比较，bounds 只能比较范围，no 无从比较（只由形状得出，具体数字的 status 更准）",
          "yes, within bounds, or no: by the shape alone. The status of a figure says it of that figure."),
      ]
    case .findings:
      [
        PanelColumn("report", .text, isRequired: true, "报告标识", "The key of the report."),
        PanelColumn(
          "number", .integer, isRequired: true, "在报告中的序号，从1起", "Its number within the report, from 1."),
      ] + words + [
        PanelColumn("cells", .text, "涉及的单元格，以空格分隔", "The cells involved, parted by spaces."),
        PanelColumn("place", .text, "第一处所在位置", "The first place involved."),
      ]
    case .refused:
      [
        PanelColumn("path", .text, isRequired: true, "文件的路径", "The path."),
        PanelColumn("number", .integer, isRequired: true, "原因的序号，从1起", "The number of the reason, from 1."),
      ] + words
    }
  }

  private static var findingColumns: [PanelColumn] {
    [
      PanelColumn("id", .text, isRequired: true, "问题的代码", "The id of what was found."),
      PanelColumn(
        "severity", .word(Severity.allCases.map(\.rawValue)), isRequired: true, "级别", "How much it weighs."),
      PanelColumn("messageZh", .text, isRequired: true, "问题（中文）", "What was found, in Chinese."),
      PanelColumn("messageEn", .text, isRequired: true, "问题（英文）", "What was found, in English."),
      PanelColumn("remedyZh", .text, "处理建议（中文）", "What to do, in Chinese."),
      PanelColumn("remedyEn", .text, "处理建议（英文）", "What to do, in English."),
    ]
  }
}

/// What became of an input.
package enum PanelInputState: String, CaseIterable, Sendable {
  case read, refused, duplicate
}

/// Whether the figures of an indicator can be set beside each other across two forms.
package enum PanelComparability: String, CaseIterable, Sendable {
  case yes, bounds, no
}
