import DocumentModel
import FormatKit

/// The styles of a Word document, after GB/T 9704: 方正小标宋 for the title, 黑体, 楷体 and 仿宋 for headings, 仿宋
/// of 16 points for text on 28.9 points, which makes 22 lines a page, 宋体 in tables.
enum DOCXWriterStyles {
  static let tableGrid = "TableGrid"
  static let note = "TableNote"
  static let tableText = "TableText"
  static let smallTableText = "TableTextSmall"
  static let smallestTableText = "TableTextSmallest"
  static let tiniestTableText = "TableTextTiniest"
  static let footer = "Footer"
  private static let body = "NormalIndent"
  private static let centered = "CenteredLine"
  private static let trailing = "DateLine"

  /// Of the lines over a block of a table, as the official form has it.
  static let blockShade = "C6D9F1"

  static func heading(_ level: Int) -> String { "Heading\(min(max(level, 1), 6))" }

  static func paragraph(_ style: Paragraph.Style) -> String {
    switch style {
    case .body: body
    case .note, .surrounding: note
    case .centered: centered
    case .trailing: trailing
    }
  }

  // MARK: Styles

  private static func fonts(_ chinese: String, latin: String) -> String {
    "<w:rFonts w:ascii=\"\(latin)\" w:eastAsia=\"\(chinese)\" w:hAnsi=\"\(latin)\" w:cs=\"Times New Roman\"/>"
  }

  /// In half points.
  private static func size(_ halfPoints: Int) -> String {
    "<w:sz w:val=\"\(halfPoints)\"/><w:szCs w:val=\"\(halfPoints)\"/>"
  }

  private static func exactly(_ line: Int, before: Int = 0, after: Int = 0) -> String {
    "<w:spacing w:before=\"\(before)\" w:after=\"\(after)\" w:line=\"\(line)\" w:lineRule=\"exact\"/>"
  }

  private static let single =
    "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>"
  /// Two characters of 16 points.
  private static let indent = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>"

  private static func paragraphStyle(
    _ id: String, _ name: String, basedOn base: String = "Normal", next: String? = nil,
    isBuiltIn: Bool = false,
    paragraph: String = "", run: String = ""
  ) -> String {
    "<w:style w:type=\"paragraph\"\(isBuiltIn ? "" : " w:customStyle=\"1\"") w:styleId=\"\(id)\">"
      + "<w:name w:val=\"\(name)\"/><w:basedOn w:val=\"\(base)\"/>"
      + (next.map { "<w:next w:val=\"\($0)\"/>" } ?? "")
      + "<w:qFormat/>" + (paragraph.isEmpty ? "" : "<w:pPr>\(paragraph)</w:pPr>")
      + (run.isEmpty ? "" : "<w:rPr>\(run)</w:rPr>") + "</w:style>"
  }

  private static func headingStyle(_ level: Int, paragraph: String, run: String) -> String {
    paragraphStyle(
      heading(level), "heading \(level)", next: body, isBuiltIn: true,
      paragraph: "<w:keepNext/><w:keepLines/>\(paragraph)<w:outlineLvl w:val=\"\(level - 1)\"/>", run: run)
  }

  private static let titleType = fonts("方正小标宋简体", latin: "Times New Roman") + size(44)

  private static let headings: [String] =
    [
      headingStyle(
        1, paragraph: exactly(700, after: 400) + "<w:jc w:val=\"center\"/>",
        run: titleType),
      headingStyle(
        2, paragraph: exactly(578, before: 160, after: 80) + indent,
        run: fonts("黑体", latin: "Times New Roman")),
      headingStyle(
        3, paragraph: exactly(578) + indent, run: fonts("楷体_GB2312", latin: "Times New Roman")),
    ] + (4...6).map { headingStyle($0, paragraph: exactly(578) + indent, run: "<w:b/><w:bCs/>") }

  private static let defaults =
    "<w:docDefaults><w:rPrDefault><w:rPr>\(fonts("仿宋_GB2312", latin: "Times New Roman"))\(size(32))"
    + "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
    + "<w:pPrDefault/></w:docDefaults>"

  private static let tableBorders: String = {
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"]
    return sides.map { "<w:\($0) w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>" }.joined()
  }()

  static let stylesPart: String = {
    // Digits of 宋体 are as wide, and every system has these.
    let song = fonts("宋体", latin: "Times New Roman")
    let cell =
      "<w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>" + single + "<w:jc w:val=\"center\"/>"
    let styles =
      [
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>"
          + "<w:pPr><w:widowControl w:val=\"0\"/>\(exactly(578))<w:jc w:val=\"both\"/></w:pPr></w:style>",
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">"
          + "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>",
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
          + "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>"
          + "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>"
          + "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
          + "</w:style>",
        "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>"
          + "<w:uiPriority w:val=\"99\"/><w:semiHidden/></w:style>",
        paragraphStyle(body, "Normal Indent", isBuiltIn: true, paragraph: indent),
      ] + headings + [
        // The body over the title, in the title's type.
        paragraphStyle(
          centered, "Centered Line", paragraph: "<w:keepNext/>" + exactly(700) + "<w:jc w:val=\"center\"/>",
          run: titleType),
        // Four characters from the margin.
        paragraphStyle(
          trailing, "Date Line",
          paragraph: exactly(578, before: 289) + "<w:ind w:rightChars=\"400\" w:right=\"1280\"/>"
            + "<w:jc w:val=\"right\"/>"),
        paragraphStyle(
          note, "Table Note", paragraph: exactly(300) + "<w:jc w:val=\"left\"/>", run: song + size(18)),
        paragraphStyle(tableText, "Table Text", paragraph: cell, run: song + size(21)),
        paragraphStyle(smallTableText, "Table Text Small", basedOn: tableText, run: size(18)),
        paragraphStyle(smallestTableText, "Table Text Smallest", basedOn: tableText, run: size(15)),
        paragraphStyle(tiniestTableText, "Table Text Tiniest", basedOn: tableText, run: size(11)),
        paragraphStyle(
          footer, "footer", isBuiltIn: true, paragraph: single + "<w:jc w:val=\"center\"/>",
          run: song + size(28)),
        "<w:style w:type=\"table\" w:styleId=\"\(tableGrid)\"><w:name w:val=\"Table Grid\"/>"
          + "<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>\(tableBorders)</w:tblBorders></w:tblPr>"
          + "</w:style>",
      ]
    return DOCXWriterParts.declaration + "<w:styles \(DOCXWriterParts.namespaces)>" + defaults
      + styles.joined() + "</w:styles>"
  }()

  // MARK: Fonts

  /// What stands in for a font that is not installed.
  private static let substitutes = [
    (name: "方正小标宋简体", others: "FZXiaoBiaoSong-B05S,方正小标宋_GBK,华文中宋,STZhongsong,宋体", family: "roman"),
    (name: "黑体", others: "SimHei,Heiti SC,Noto Sans CJK SC", family: "swiss"),
    (name: "楷体_GB2312", others: "KaiTi_GB2312,楷体,KaiTi,华文楷体,STKaiti,Kaiti SC", family: "modern"),
    (name: "仿宋_GB2312", others: "FangSong_GB2312,仿宋,FangSong,华文仿宋,STFangsong", family: "modern"),
    (name: "宋体", others: "SimSun,Songti SC,Noto Serif CJK SC", family: "roman"),
  ]

  static let fontsPart =
    DOCXWriterParts.declaration + "<w:fonts \(DOCXWriterParts.namespaces)>"
    + substitutes.map { font in
      "<w:font w:name=\"\(font.name)\"><w:altName w:val=\"\(font.others)\"/><w:charset w:val=\"86\"/>"
        + "<w:family w:val=\"\(font.family)\"/><w:pitch w:val=\"variable\"/></w:font>"
    }.joined()
    + "<w:font w:name=\"Times New Roman\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/>"
    + "<w:pitch w:val=\"variable\"/></w:font></w:fonts>"
}

extension TableColumns.TypeSize {
  /// 五号, 小五, 六号, 七号.
  var style: String {
    switch self {
    case .ordinary: DOCXWriterStyles.tableText
    case .small: DOCXWriterStyles.smallTableText
    case .smallest: DOCXWriterStyles.smallestTableText
    case .tiniest: DOCXWriterStyles.tiniestTableText
    }
  }
}
