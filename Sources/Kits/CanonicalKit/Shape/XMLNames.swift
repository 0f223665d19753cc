import Core

// The names of canonical XML, and what its schema says of each. Where they stand is said by the members of
// `ReportShape` and, of what JSON has no objects for, by `XMLElement.structure`.

/// The elements of canonical XML, in the order of its schema.
package enum XMLElement: UInt8, CaseIterable, Sendable {
  case reports, report, identity, body, title, citedNotice, contact, identifier, statedYear, signature
  case signatory, date, statistics, table, row, figure, jointFigure, term, section, paragraph, conversion,
    crosswalk, carried
  case evidence, unplaced, account, finding, argument, place, cell, source, `extension`

  /// By raw value.
  package static let names = allCases.map { String(describing: $0) }

  package var name: String { Self.names[Int(rawValue)] }

  package var words: LocalizedText {
    switch self {
    case .reports: LocalizedText("若干份报告", "Several reports")
    case .report: LocalizedText("一份年度报告", "One yearly report")
    case .identity:
      LocalizedText(
        "报告机关、年度及报告本身的信息", "Who reports, for when, and what else is said of the report as a whole")
    case .body: LocalizedText("报告机关", "The body that reports")
    case .title: LocalizedText("标题", "The title")
    case .citedNotice: LocalizedText("报告所引文号", "The number of the notice that the report cites")
    case .contact: LocalizedText("联系方式；个人信息", "Whom to ask; personal data")
    case .identifier:
      LocalizedText(
        "索引号、文号、统一社会信用代码等编号", "A number that names the document or the body")
    case .statedYear:
      LocalizedText("报告自称的年度，内容为原文", "A year that the report names as its own, as it was typed")
    case .signature: LocalizedText("落款机关", "A body named under the text")
    case .signatory:
      LocalizedText(
        "表末署名，如单位负责人、填报人；个人信息", "A line under the sheet: head, reviewer, preparer or telephone; personal data"
      )
    case .date: LocalizedText("报告自身的日期，内容为原文", "A date that the report gives of itself, as it was typed")
    case .statistics: LocalizedText("统计数据", "The figures")
    case .table: LocalizedText("一张表", "A table")
    case .row:
      LocalizedText(
        "表中一行，即一个指标；原报告没有的行不列",
        "A row of the table, which is one indicator; rows that the source lacks are left out")
    case .figure:
      LocalizedText("一个数字；没有数字时由 status 说明原因", "One figure; where it has no number, status says why")
    case .jointFigure:
      LocalizedText(
        "若干单元格合计的范围，比逐格所知更窄", "Bounds on a sum of cells, tighter than those of the cells one by one")
    case .term: LocalizedText("合计中的一格", "A cell of the sum")
    case .section: LocalizedText("一段正文及其标题", "A stretch of prose under one heading")
    case .paragraph: LocalizedText("正文一段", "A paragraph")
    case .conversion:
      LocalizedText(
        "本报告由何种年报格式转换而来，附原报告的全部数字",
        "How the report came to be in its edition, with all figures of the edition before")
    case .crosswalk: LocalizedText("所用的对照表", "A crosswalk that was used")
    case .carried:
      LocalizedText("转换后的年报格式没有位置、照原样保留的单元格", "A cell of the original that the new form has no place for")
    case .evidence:
      LocalizedText("判断年报格式的依据，内容为原文", "Something in the source that speaks for a form, as printed")
    case .unplaced: LocalizedText("表格中未能归入任何单元格的文字", "A piece of the source's tables that no cell could take")
    case .account: LocalizedText("表中每个数字的去向", "What became of every number of the tables that were read")
    case .finding: LocalizedText("读取或转换时发现的问题", "A finding of reading or converting")
    case .argument: LocalizedText("问题所涉的内容", "What the finding speaks of")
    case .place: LocalizedText("问题所在的位置", "Where it was found")
    case .cell: LocalizedText("问题所涉的单元格", "A cell involved")
    case .source: LocalizedText("原文件", "The file that the report was read from")
    case .extension:
      LocalizedText("较新次版本的内容，原样保留，内容为 JSON", "A member of a newer minor version, kept as it was, in JSON")
    }
  }
}

/// The attributes of canonical XML.
package enum XMLAttribute: UInt8, CaseIterable, Sendable {
  case version, edition, dialect, form, year, periodStart, periodEnd, scope, role, scheme, iso, id, title
  case indicator, label, unit, applicant, status, atLeast, atMost, alternatives, raw, place, note
  case by, reference, from, cell, subtracted, level, heading, policy, severity, name, size, sha256
  case format, encoding, number, parent
  case figures, labels, notes, repetitions, furniture, unseen, unplaced

  /// By raw value.
  package static let names = allCases.map { String(describing: $0) }

  package var name: String { Self.names[Int(rawValue)] }

  package var words: LocalizedText {
    switch self {
    case .version:
      LocalizedText(
        "规范 XML 的版本；在 crosswalk 上是对照表的版本",
        "The version of this format; that of the crosswalk where it stands there")
    case .edition: LocalizedText("年报格式：legacy、2019 或 2021", "The edition of the form")
    case .dialect: LocalizedText("地方格式", "The dialect of the edition")
    case .form:
      LocalizedText(
        "年报格式数据的版本；在 evidence 上是所指的年报格式",
        "The version of the form's data; on evidence, the form that it speaks for")
    case .year: LocalizedText("报告所属年度，不是发布年份", "The year reported on, not that of publication")
    case .periodStart: LocalizedText("统计期起始日", "The first day of the statistics period")
    case .periodEnd: LocalizedText("统计期截止日", "The last day of the statistics period")
    case .scope: LocalizedText("统计范围：own 为本级，whole 为全市、全县等", "Whose figures they are: own or whole")
    case .role: LocalizedText("何种署名、日期或年度", "What kind of line, date or year it is")
    case .scheme: LocalizedText("何种编号", "What kind of number it is")
    case .iso: LocalizedText("规范日期；原文不是日期时没有", "The date in ISO 8601; missing where what was typed is none")
    case .id: LocalizedText("代码", "The id")
    case .title: LocalizedText("表的标题，仅供阅读", "The title of the table, for people only")
    case .indicator: LocalizedText("指标代码", "The id of the indicator")
    case .label: LocalizedText("印在表上的名称，仅供阅读", "What the form prints, for people only")
    case .unit:
      LocalizedText(
        "计量单位：行上的由年报格式规定，仅供阅读；figure 上的为单元格自带",
        "The unit: on a row that of the form, for people only; on a figure the one printed in the cell itself"
      )
    case .applicant: LocalizedText("申请人类别", "The column of the applicant")
    case .status: LocalizedText("数字的状态；没有此属性即为 exact", "How much is known; exact where it is missing")
    case .atLeast: LocalizedText("至少为", "The least that it can be")
    case .atMost: LocalizedText("至多为", "The most that it can be")
    case .alternatives: LocalizedText("几种可能的读数，从小到大", "The possible readings, ascending")
    case .raw: LocalizedText("原文，与数字不同时才有", "What was typed, where it is not simply the number")
    case .place:
      LocalizedText(
        "在原文件中的位置：页 p、表 t、行 r、列 c、文本行 l、字节 b",
        "Where it stands in the source: page p, table t, row r, column c, line l, bytes b")
    case .note: LocalizedText("单元格里数字之外的文字", "Words that stand beside the number")
    case .by:
      LocalizedText(
        "由来：对照表、合计关系，或当时尚无此事项", "How the figure follows: by a crosswalk, a sum, or as a structural zero")
    case .reference: LocalizedText("对照表的行或合计关系的代码", "The row of the crosswalk, or the sum")
    case .from: LocalizedText("来自原年报格式的哪些单元格", "The cells of the edition before that may have gone into it")
    case .cell: LocalizedText("单元格：指标，或指标@申请人", "A cell: indicator, or indicator@applicant")
    case .subtracted: LocalizedText("为 true 时作减项", "Whether it is subtracted")
    case .level:
      LocalizedText("标题层级，一、为 1；没有标题为 0", "The level of the heading: 1 for 一、; 0 without a heading")
    case .heading: LocalizedText("标题原文", "The heading as printed")
    case .policy: LocalizedText("取数规则：letter、bounds 或 best-fit", "The policy: letter, bounds or best-fit")
    case .severity: LocalizedText("问题的级别", "How much it weighs")
    case .name: LocalizedText("名称；source 上是文件名", "The name; on the source that of the file")
    case .size: LocalizedText("字节数", "The size in bytes")
    case .sha256: LocalizedText("文件的 SHA-256", "The SHA-256 of the file")
    case .format: LocalizedText("读取时所用的文件格式", "The format that read it")
    case .encoding: LocalizedText("字符编码", "The character encoding")
    case .number: LocalizedText("文件含多份报告时，是第几份", "Which of several reports of the file, from 1")
    case .parent: LocalizedText("所属对象的 JSON 指针", "The JSON pointer of the object that holds it")
    case .figures: LocalizedText("单元格的数字", "Figures of cells")
    case .labels: LocalizedText("标题、表头和序号中的数字", "Parts of labels and headers, and numbers of rows")
    case .notes: LocalizedText("注记中的数字", "Marks of notes, and numbers in words beside a figure")
    case .repetitions: LocalizedText("重复的数字", "Figures that were read before, and sums of such")
    case .furniture: LocalizedText("页码和栏次", "Numbers of pages and columns")
    case .unseen: LocalizedText("看不见或已划去的数字", "Numbers that nobody sees, or that are struck out")
    case .unplaced: LocalizedText("未能归入任何单元格的数字", "Numbers that no cell could take")
    }
  }
}
