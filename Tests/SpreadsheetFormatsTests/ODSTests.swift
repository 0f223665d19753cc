import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import SpreadsheetFormats
@testable import ZIPKit

/// OpenDocument spreadsheets made by hand.
@Suite struct ODSTests {
  private func file(_ tables: String, styles: String = "") -> [UInt8] {
    var builder = ZIPBuilder()
    builder.add(
      "mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8), isStored: true)
    let spaces = ["office", "table", "text", "style"].map {
      " xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
    }.joined()
    builder.add(
      "content.xml",
      Array(
        "<office:document-content\(spaces)><office:automatic-styles>\(styles)</office:automatic-styles><office:body><office:spreadsheet>\(tables)</office:spreadsheet></office:body></office:document-content>"
          .utf8))
    return builder.finish()
  }

  private func read(_ tables: String, styles: String = "", includesHidden: Bool = false) throws -> [Document]
  {
    try ODSReader.read(
      SourceBytes(name: "a.ods", bytes: file(tables, styles: styles)),
      ReadOptions(includesHidden: includesHidden))
  }

  private func number(_ value: String, _ text: String, _ attributes: String = "") -> String {
    "<table:table-cell office:value-type=\"float\" office:value=\"\(value)\" \(attributes)>\(text)</table:table-cell>"
  }

  @Test func whatIsNotSeenIsNotRead() throws {
    let styles = """
      <style:style style:name="s" style:family="table-cell" style:parent-style-name="p"/>
      <style:style style:name="p" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
      <style:style style:name="T" style:family="text"><style:text-properties style:text-line-through-type="single"/></style:style>
      <style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
      <style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>
      <style:style style:name="z" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>
      """
    let cells = (1...4).map { number("\($0)", "<text:p>\($0)</text:p>") }.joined()
    let tables = """
      <table:table><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>
      <table:table-row>\(cells)</table:table-row><table:table-row table:visibility="filter">\(cells)</table:table-row>
      <table:table-row table:style-name="z">\(cells)</table:table-row>
      <table:table-row-group table:display="false"><table:table-row>\(cells)</table:table-row></table:table-row-group>
      <table:table-row>\(number("9", "<text:p>9</text:p>", "table:style-name=\"s\""))
      <table:table-cell office:value-type="string"><text:p>6<text:span text:style-name="T">7</text:span>1<text:span text:style-name="U">2</text:span></text:p></table:table-cell>
      <table:table-cell/>\(number("5", "<text:p/>"))\(number("8", ""))</table:table-row></table:table>
      <table:table table:style-name="h"><table:table-row>\(cells)</table:table-row></table:table>
      """
    let documents = try read(tables, styles: styles)
    #expect(documents.count == 1)
    #expect(Workshop.lines(documents) == ["T 1|2|4|", "T |61²||8"])
    let reasons = Dictionary(grouping: documents[0].unseen, by: \.reason).mapValues(\.count)
    #expect(reasons == [.hiddenRow: 12, .hiddenColumn: 1, .hiddenSheet: 4, .struckOut: 2, .hidden: 1])
    #expect(try read(tables, styles: styles, includesHidden: true).count == 2)
  }

  @Test func shownAndStoredAreCompared() throws {
    let row =
      number("12803600", "<text:p>1280.4万元</text:p>") + number("5412", "<text:p>731</text:p>")
      + number("0", "<text:p>-</text:p>") + number("0.5", "<text:p>0.5</text:p>")
      + "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell>"
      + number("0", "<text:p>#DIV/0!</text:p>", "table:formula=\"of:=1/0\"")
    let documents = try read("<table:table><table:table-row>\(row)</table:table-row></table:table>")
    #expect(Workshop.lines(documents) == ["T 1280.36万元|?731?|-|0.5|?TRUE?|?#DIV/0!?"])
    #expect(documents[0].findings.map(\.id) == ["sheet.unclear-number"])
    #expect(documents[0].findings[0].places == [Place(page: 1, row: 1, column: 2)])
  }

  @Test func cellsAreRead() throws {
    let documents = try read(
      """
      <table:table table:name="一"><table:table-row>
      <table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p></table:table-cell>
      <table:covered-table-cell/>
      <table:table-cell office:value-type="float" office:value="1280.36"><office:annotation><text:p>注</text:p></office:annotation><text:p>1,280.4</text:p></table:table-cell>
      </table:table-row><table:table-row table:number-rows-repeated="2">
      <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>
      <table:table-cell office:value-type="date" office:date-value="2018-01-05"><text:p>18/1/5</text:p></table:table-cell>
      <table:table-cell table:number-columns-repeated="16381"/></table:table-row>
      <table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>
      <table:table-cell table:formula="of:=A1"/></table:table-row>
      <table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
      </table:table>
      """)
    #expect(
      Workshop.lines(documents) == [
        "T 甲  乙\n丙[1x2]|1280.36", "T 7|7|2018年1月5日", "T 7|7|2018年1月5日", "T ?#DIV/0!?|??|",
      ])
    #expect(documents[0].findings.map(\.id) == ["sheet.formula-without-value"])
  }

  @Test func repetitionsAreBounded() throws {
    let cell =
      "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>甲</text:p></table:table-cell>"
    let row = "<table:table-row table:number-rows-repeated=\"1048576\">\(cell)</table:table-row>"
    #expect { try read("<table:table>\(String(repeating: row, count: 50))</table:table>") } throws: { error in
      (error as? Refusal)?.findings.map(\.id) == ["sheet.too-large", "sheet.empty"]
    }
    let small = try read(
      "<table:table>\(row)</table:table><table:table><table:table-row><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table>"
    )
    #expect(Workshop.lines(small) == ["P 乙"])
    #expect(small[0].findings.map(\.id) == ["sheet.too-large"])
  }

  /// A merged cell behind the last column, as a fuzzer found it.
  @Test func cellsBehindTheLastColumn() throws {
    let wide = "<table:table-cell table:number-columns-repeated=\"999999999\"/>"
    let merged = "<table:table-cell table:number-columns-spanned=\"3\"><text:p>甲</text:p></table:table-cell>"
    let documents = try read(
      "<table:table><table:table-row>\(wide)\(wide)\(merged)\(merged)</table:table-row><table:table-row><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table>"
    )
    #expect(documents.count == 1)
  }

  @Test func identifiesByContent() {
    #expect(ODSReader.identify(SourceBytes(name: nil, bytes: file(""))) == .yes)
    #expect(XLSXReader.identify(SourceBytes(name: nil, bytes: file(""))) == .no)
  }
}
