@testable import Recognition
@testable import CanonicalKit
@testable import DocumentModel
@testable import Gongkai
@testable import ReportModel
@testable import TextFormats
@testable import TextKit

extension Chapter {
  static let reading = Chapter(
    name: "read",
    introduction: "What is found while a report is looked for in a document, whatever its format.",
    cases: [
      MessageCase(
        "read.no-report", "A report whose tables are an attachment of their own.",
        reading: "青禾市水务局2021年政府信息公开工作年度报告\n本年度工作有序开展，数据见附件。\n", named: "2021.txt"),
      MessageCase("read.empty", "A file without a single byte.", reading: "", named: "2021.txt"),
      MessageCase("read.several-reports", "Two reports in a file, where the library is asked for its one.") {
        bench in
        let report = Report(statistics: Statistics(try Forms.current()))
        let file = try bench.write(try CanonicalJSON.write([report, report]), to: "2021.json")
        return try Converter().read(contentsOf: FilePath(file)).findings
      },
      MessageCase(
        "read.part-left-out", "Three sheets: two reports, and a table that is none.",
        showing: header + rows + "\n—\n" + header + rows + "\n—\n品名\t数量\n纸\t3\n"
      ) { _ in
        let parts = try [header + rows, header + rows, "品名\t数量\n纸\t3\n"].map {
          try TextReader.read(SourceBytes(name: nil, bytes: Array($0.utf8)))
        }
        return try Recognizer().reports(in: parts).flatMap(\.findings)
      },
      MessageCase("read.utf-32", "A text in UTF-32.", showing: header + rows) { _ in
        let units = (header + rows).unicodeScalars.flatMap { scalar in
          [0, 8, 16, 24].map { UInt8(scalar.value >> $0 & 0xFF) }
        }
        return try read([0xFF, 0xFE, 0, 0] + units, "2021.txt")
      },
      MessageCase(
        "read.replaced-bytes", "A text in UTF-16 that ends in the middle of a character.",
        showing: header + rows + "第"
      ) { _ in
        let units = (header + rows + "第").utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return try read([0xFF, 0xFE] + units.dropLast(), "2021.txt")
      },
      MessageCase(
        "read.too-many-lines", "More than 1,000,000 lines; here the limit is set to 2.",
        showing: header + rows
      ) { _ in
        try TextReader.document(DecodedText(Array((header + rows).utf8)), maximumLines: 2).findings
      },
      limited(
        "read.too-many-paragraphs", "More than 100,000 paragraphs and rows; here the limit is set to 2."
      ) {
        $0.paragraphs = 2
      },
      limited("read.too-many-cells", "More than 500,000 cells; here the limit is set to 3.") { $0.cells = 3 },
      limited("read.too-much-text", "More than 4 MB of text; here the limit is set to 0.") { $0.text = 0 },
      MessageCase("read.text-too-large", "A text file of 17 MB, blanks and all.") { _ in
        try read(Array((header + rows).utf8) + [UInt8](repeating: 0x20, count: 17 << 20), "2021.txt")
      },
      MessageCase(
        "read.ambiguous-row",
        "Seven figures without a space between them, which the sums allow to be cut in several ways.",
        reading: glued("一、本年新收政府信息公开申请数量 1110000012\n"), named: "2021.txt"),
      MessageCase(
        "read.unsplittable-row",
        "Seven figures without a space between them, and no way to cut them keeps the sums.",
        reading: glued("一、本年新收政府信息公开申请数量 9999999999999\n"), named: "2021.txt"),
      MessageCase(
        "read.split-by-sums",
        "Seven figures without a space between them, which the sums allow to be cut in one way.",
        reading: glued("一、本年新收政府信息公开申请数量 21710000218\n"), named: "2021.txt"),
      MessageCase(
        "read.split-by-prose", "Two figures without a space between them, of which the prose gives one.",
        reading: "本年现行有效行政规范性文件19件。\n"
          + "信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 0 0 0\n行政规范性文件 3119\n第二十条第（五）项\n信息内容 本年处理决定数量\n行政许可 412\n",
        named: "2021.txt"),
      MessageCase(
        "read.row-of-other-length", "A row of two figures where three stand.",
        reading: header + "规章\t1\t0\t3\n行政规范性文件\t3\t19\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t412\n",
        named: "2021.txt"),
      MessageCase(
        "read.row-with-parts", "A row that the body has divided into parts of its own.",
        reading: """
          信息内容\t上一年项目数量\t本年增/减\t处理决定数量
          行政许可\t1\t0\t5
          其他对外管理服务事项\t行政检查\t2\t0\t9
          \t行政确认\t3\t0\t1
          行政处罚\t1\t0\t5
          """, named: "2019.txt"),
      MessageCase(
        "read.label-taken-for", "A label with a letter too few.",
        reading: applicants + "一、本年新收政府信息公开申请数量\t1\t2\t0\t0\t0\t0\t3\n二、上年结转政府信息公申请数量\t0\t0\t0\t0\t0\t0\t0\n",
        named: "2021.txt"),
      MessageCase(
        "read.printed-twice", "A row that is printed twice, with other figures.",
        reading: header + "规章\t1\t0\t3\n规章\t1\t0\t4\n行政规范性文件\t0\t0\t0\n", named: "2021.txt"),
      MessageCase(
        "read.heading-not-sum",
        "A heading over rows with figures of its own, which are not the sum of its parts.",
        reading: applicants
          + "（三）不予公开\t9\t0\t0\t0\t0\t0\t9\n"
          + [
            "国家秘密", "其他法律行政法规禁止公开", "危及“三安全一稳定”", "保护第三方合法权益", "属于三类内部事务信息", "属于四类过程性信息", "属于行政执法案卷",
            "属于行政查询事项",
          ]
          .enumerated().map { "\($0 + 1).\($1)\t1\t0\t0\t0\t0\t0\t1\n" }.joined(),
        named: "2021.txt"),
      MessageCase(
        "read.unseen", "A page with a column of notes that it hides.",
        reading: "<table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
          + "<tr><td>规章<td>1<td>0<td>3<span style='display:none'>（2021年：2）</span></table>", named: "2021.html"
      ),
      MessageCase(
        "read.hidden-only", "A page whose table is shown by a script.",
        reading: "<p>请点击查看</p><div hidden><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
          + "<tr><td>规章<td>1<td>0<td>3</table></div>", named: "2021.html"),
      MessageCase(
        "read.other-form-row", "A row of the tables of 2019 among those of 2021.",
        reading: """
          信息内容 本年制发件数 本年废止件数 现行有效件数
          规章 0 0 0
          行政规范性文件 3 1 19
          第二十条第（五）项
          信息内容 本年处理决定数量
          行政许可 412
          信息内容 上一年项目数量 本年增/减 处理决定数量
          其他对外管理服务事项 2 0 9
          """, named: "2021.txt"),
      MessageCase(
        "read.incomplete-form", "A sheet of which no whole copy was found.",
        reading:
          "统计指标\t单位\t数量\n一、主动公开信息数\t条\t9\n机构领导、设置及人事类信息\t条\t4\n业务公开信息\t条\t5\n三、有关政府信息公开投诉数\t件\t0\n",
        named: "2013.txt"),
      MessageCase(
        "read.form-tie", "Nothing but table 四, which 2019 and 2021 have alike.",
        reading: """
          四、政府信息公开行政复议、行政诉讼情况
          行政复议\t行政诉讼
          未经复议直接起诉\t复议后起诉
          结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计
          1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0
          """, named: "table.txt"),
    ])

  private static func limited(
    _ id: String, _ situation: String, _ change: @escaping @Sendable (inout DocumentSize.Limits) -> Void
  ) -> MessageCase {
    MessageCase(id, situation, showing: header + rows) { _ in
      var limits = DocumentSize.Limits()
      change(&limits)
      return try TextReader.document(DecodedText(Array((header + rows).utf8)), limits: limits).findings
    }
  }

  private static let header = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
  private static let rows = "规章\t0\t0\t0\n行政规范性文件\t3\t1\t19\n"
  private static let applicants =
    "\t自然人\t法人或其他组织\t\t\t\t\t总计\n\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"

  /// Table 三 with this row, as it comes out of a PDF without its cells.
  private static func glued(_ row: String) -> String {
    """
    三、收到和处理政府信息公开申请情况
    申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他
    \(row)二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0
    """
  }
}
