import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import TextFormats

/// What a page shows: markup of a cell, its text, and what is left out of it.
@Suite struct ShownTextTests {
  struct Sample: Sendable, CustomStringConvertible {
    let markup: String
    let shown: String
    var hidden: [String] = []
    var struckOut: [String] = []
    /// The rules of a sheet in the page.
    var sheet = ""

    var description: String { sheet.isEmpty ? markup : "\(sheet) \(markup)" }
  }

  private func document(_ html: String, _ options: ReadOptions = ReadOptions()) throws(Refusal) -> Document {
    try HTMLReader.read(SourceBytes(name: "a.html", bytes: Array(html.utf8)), options)
  }

  private func rows(_ document: Document) -> [[String]] {
    for case .table(let table) in document.blocks { return table.rows.map { $0.cells.map(\.text) } }
    return []
  }

  private func texts(_ document: Document, _ reason: UnseenText.Reason) -> [String] {
    document.unseen.filter { $0.reason == reason }.map(\.text)
  }

  private func check(_ sample: Sample) throws {
    let page =
      "<html><head><style>\(sample.sheet)</style></head><body><table><tr><td>许可<td>\(sample.markup)</td><td>9</table>"
    let document = try document(page)
    #expect(rows(document) == [["许可", sample.shown, "9"]])
    #expect(texts(document, .hidden) == sample.hidden)
    #expect(texts(document, .struckOut) == sample.struckOut)
  }

  @Test(arguments: [
    Sample(markup: "<span style='display:none'>12</span>5412", shown: "5412", hidden: ["12"]),
    Sample(
      markup: "<span style='DISPLAY : None !important;color:red'>12</span>5412", shown: "5412", hidden: ["12"]
    ),
    Sample(markup: "5412<b style='color:red;visibility:hidden'>12</b>", shown: "5412", hidden: ["12"]),
    Sample(markup: "<i style=visibility:collapse>12</i>5412", shown: "5412", hidden: ["12"]),
    Sample(
      markup: "<p style='visibility:hidden'>1<b style='visibility:visible'>5412</b>2</p>", shown: "5412",
      hidden: ["12"]),
    Sample(
      markup: "<p style='display:none'>1<b style='display:block'>2</b></p>5412", shown: "5412",
      hidden: ["1\n2"]),
    Sample(markup: "<span hidden>12</span>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<span hidden=until-found>12</span>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<span hidden style='display:inline'>12</span>", shown: "12"),
    Sample(markup: "<font style='font-size:0'>12</font>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<font style='font-size: 0.0pt'>12</font>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<font style='font:0/0 a'>12</font>5412", shown: "5412", hidden: ["12"]),
    Sample(
      markup: "<p style='font-size:0'>1<b style='font-size:14px'>5412</b></p>", shown: "5412", hidden: ["1"]),
    Sample(markup: "<span style='mso-hide:all'>12</span>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<span style='opacity:0'>12</span>5412", shown: "5412", hidden: ["12"]),
    Sample(
      markup: "<span style='position:absolute;left:-9999px'>12</span>5412", shown: "5412", hidden: ["12"]),
    Sample(
      markup: "<span style='position:absolute;clip:rect(0,0,0,0)'>12</span>5412", shown: "5412",
      hidden: ["12"]),
    Sample(markup: "<div style='height:0;overflow:hidden'>12</div>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<template><b>12</b></template>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<template>5412", shown: "5412"),
    Sample(markup: "<noscript>请启用脚本</noscript>5412", shown: "5412"),
    Sample(markup: "<noscript>12</noscript>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<script>12</script><!-- 12 --><style>p{}</style>5412", shown: "5412"),
    Sample(markup: "<dialog>12</dialog>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<dialog open>5412</dialog>", shown: "5412"),
    Sample(markup: "<details><summary>件</summary>5412</details>", shown: "件\n5412"),
    Sample(
      markup: "<div style='display:none'><span>1<span>2</span></span>3</div>5412", shown: "5412",
      hidden: ["123"]),
    Sample(markup: "<p style='display:none'>12<p>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<span style='display:none'><b>12</span>5412", shown: "5412", hidden: ["12"]),
  ])
  func hiddenText(sample: Sample) throws { try check(sample) }

  @Test(arguments: [
    Sample(markup: "<del>12</del>5412", shown: "5412", struckOut: ["12"]),
    Sample(markup: "<s>12</s><ins>5412</ins>", shown: "5412", struckOut: ["12"]),
    Sample(markup: "5412<strike>12</strike>", shown: "5412", struckOut: ["12"]),
    Sample(
      markup: "<u style='text-decoration: underline line-through'>12</u>5412", shown: "5412",
      struckOut: ["12"]),
    Sample(
      markup: "<u style='text-decoration-line:line-through'>12</u>5412", shown: "5412", struckOut: ["12"]),
    Sample(
      markup: "<b class='new old'>1<i style='text-decoration:none'>2</i></b>5412", shown: "5412",
      struckOut: ["12"],
      sheet: ".old { text-decoration: line-through red }"),
    Sample(markup: "<p><s>1<p>2</p></s>5412", shown: "5412", struckOut: ["12"]),
    Sample(markup: "<span class=msoDel>12</span>5412", shown: "5412", struckOut: ["12"]),
    Sample(markup: "<s style='text-decoration:none'>5412</s>", shown: "5412"),
  ])
  func struckOutText(sample: Sample) throws { try check(sample) }

  @Test(arguments: [
    Sample(markup: "5412<sup>1</sup>", shown: "5412¹"),
    Sample(markup: "5412 <sup>[1]</sup>", shown: "5412 [¹]"),
    Sample(markup: "5412<a href='#fn1'><sup>[1]</sup></a>", shown: "5412[¹]"),
    Sample(markup: "5412<a href='#_ftn1'>[1]</a>", shown: "5412[¹]"),
    Sample(markup: "5412<span style='vertical-align:super'>1</span>件", shown: "5412¹件"),
    Sample(markup: "5412<span style='vertical-align:text-top'>1</span>", shown: "5412¹"),
    Sample(markup: "<span style='vertical-align:top'>12</span>件", shown: "12件"),
    Sample(markup: "CO<sub>2</sub>", shown: "CO₂"),
    Sample(
      markup: "<i class=up>12</i> <i class=low>34</i>5", shown: "¹² ₃₄5",
      sheet: ".up{vertical-align:super}.low{vertical-align:sub}"),
    Sample(markup: "<sup>5412</sup>", shown: "5412"),
    Sample(markup: "<p><sup><b>54</b>12</sup></p>", shown: "5412"),
    Sample(markup: "5412<sup>注</sup>", shown: "5412[注]"),
    Sample(markup: "5412<sup>1</sup>", shown: "5412¹", sheet: "sup { vertical-align: baseline; top: -.5em }"),
    Sample(markup: "<ruby>件<rp>(</rp><rt>jiàn</rt><rp>)</rp></ruby>5412", shown: "件5412"),
    Sample(markup: "<ruby>5412<rt>1</rt></ruby>", shown: "5412¹"),
  ])
  func raisedText(sample: Sample) throws { try check(sample) }

  @Test(arguments: [
    Sample(markup: "<b class=x>12</b>5412", shown: "5412", hidden: ["12"], sheet: ".x{display:none}"),
    Sample(
      markup: "<b id=x>12</b>5412", shown: "5412", hidden: ["12"], sheet: "a, #x , i { display : none ; }"),
    Sample(markup: "<b>12</b>5412", shown: "5412", hidden: ["12"], sheet: "<!-- td b{display:none} -->"),
    Sample(markup: "<b class='a x'>12</b>5412", shown: "5412", hidden: ["12"], sheet: "b.x.a{display:none}"),
    Sample(
      markup: "<p class=x><b>12</b></p>5412", shown: "5412", hidden: ["12"], sheet: "table .x b{display:none}"
    ),
    Sample(markup: "<p class=x><i><b>12</b></i></p>", shown: "12", sheet: ".x>b{display:none}"),
    Sample(markup: "<b class=x>12</b>", shown: "12", sheet: "@media print{.x{display:none}}"),
    Sample(markup: "<b class=x>12</b>", shown: "12", sheet: "@media (max-width:768px){.x{display:none}}"),
    Sample(
      markup: "<b class=x>12</b>5", shown: "5", hidden: ["12"], sheet: "@media screen{.x{display:none}}"),
    Sample(markup: "<b class=x>12</b>", shown: "12", sheet: ".x{display:none} .x{display:inline}"),
    Sample(markup: "<b class='x y'>12</b>", shown: "12", sheet: ".x{display:none} .y{display:block}"),
    Sample(
      markup: "<b class='x y'>12</b>5", shown: "5", hidden: ["12"],
      sheet: ".y{display:block} .x{display:none}"),
    Sample(markup: "<b class=x id=i>12</b>", shown: "12", sheet: "#i{display:block} .x{display:none}"),
    Sample(markup: "<b class=x style='display:inline'>12</b>", shown: "12", sheet: ".x{display:none}"),
    Sample(
      markup: "<b class=x style='display:inline'>12</b>5", shown: "5", hidden: ["12"],
      sheet: ".x{display:none!important}"),
    Sample(markup: "<b class=x>12</b>", shown: "12", sheet: "b:hover,.x::before,.x:hover{display:none}"),
    Sample(
      markup: "<b data-old=2021>12</b>5", shown: "5", hidden: ["12"],
      sheet: "[data-old=\"2021\"]{display:none}"),
    Sample(
      markup: "<p class='pane'>12</p><p class='pane active'>5</p>", shown: "5", hidden: ["12"],
      sheet: ".pane:not(.active){display:none}"),
    Sample(
      markup: "<b>1</b><b>2</b><b>5</b>", shown: "15", hidden: ["2"], sheet: "td b:nth-child(2){display:none}"
    ),
    Sample(markup: "<b class=x>12</b>", shown: "12", sheet: ".x{background:url(data:a;display:none)}"),
    Sample(
      markup: "<b class=x>12</b>5", shown: "5", hidden: ["12"],
      sheet: "@import 'a'; a{b:c} /* {} */ .x{display:none"),
  ])
  func sheets(sample: Sample) throws { try check(sample) }

  @Test(arguments: [
    Sample(markup: "<input value=5412>", shown: "5412"),
    Sample(markup: "<input type=number disabled value='5412'>件", shown: "5412 件"),
    Sample(markup: "<input readonly value=54><input value=12>", shown: "54 12"),
    Sample(markup: "<input placeholder=12>", shown: ""),
    Sample(
      markup: "<input type=hidden value=12>5412<input type=checkbox value=1><input type=submit value=2>",
      shown: "5412"),
    Sample(markup: "<input style='display:none' value=12>5412", shown: "5412", hidden: ["12"]),
    Sample(markup: "<textarea>5412</textarea>", shown: "5412"),
    Sample(markup: "<select><option>1<option selected>5412<option>3</select>", shown: "5412"),
    Sample(
      markup: "<select><optgroup label=a><option value=9>5412</option><option>3</optgroup></select>",
      shown: "5412"),
    Sample(markup: "<output>5412</output><button>查看 3</button>", shown: "5412"),
    Sample(markup: "<div contenteditable>5412</div>", shown: "5412"),
    Sample(markup: "<label>件<input value='&#53;412'></label>", shown: "件 5412"),
    Sample(markup: "<span style='display:block'>54</span>12", shown: "54\n12"),
  ])
  func fields(sample: Sample) throws { try check(sample) }

  @Test func rowsAndCellsAndTables() throws {
    let hidden = try document(
      """
      <table><tr><td>甲<td>1</tr>
      <tr style="display:none"><td>甲<td>2</tr><tr hidden><td>甲<td>3
      <tbody style="display:none"><tr><td>丙<td>4</tbody>
      <tr><td>乙<td style="display:none">8<td>5<td style="visibility:hidden">6</tr></table>
      """)
    #expect(rows(hidden) == [["甲", "1"], ["乙", "5", ""]])
    #expect(texts(hidden, .hidden) == ["甲", "2", "甲", "3", "丙", "4", "8", "6"])
    #expect(hidden.unseen.last?.place?.table == 1)
    #expect(hidden.unseen.last?.place?.row == 2)
    #expect(hidden.unseen.last?.place?.column == 3)
    #expect(hidden.unseen.map { $0.place?.line } == [2, 2, 2, 2, 3, 3, 4, 4])

    let panes =
      "<style>.p{display:none}.on{display:block}</style><div class=p><table><tr><td>许可<td>1</table><p>旧</p></div>"
      + "<div class='p on'>上<table><tr><td>许可<td>2</table></div>"
    #expect(rows(try document(panes)) == [["许可", "2"]])
    #expect(texts(try document(panes), .hidden) == ["许可", "1", "旧"])
    #expect(rows(try document(panes, ReadOptions(includesHidden: true))) == [["许可", "1"]])
    #expect(try document(panes, ReadOptions(includesHidden: true)).unseen == [])

    // A table that is hidden in the midst of a paragraph does not cut it.
    let inner = try document("<div>全年受理<table style='display:none'><tr><td>1<td>2</table>20件。</div>")
    #expect(inner.blocks == [.paragraph(Paragraph("全年受理20件。", place: Place(line: 1)))])
    // Struck-out text is never read.
    let struck = try document("<p>受理<s>12</s>20件。</p>", ReadOptions(includesHidden: true))
    #expect(texts(struck, .struckOut) == ["12"])
  }

  /// A sheet behind the text is about it as well, and one of a message's parts about its page.
  @Test func sheetsFromElsewhere() throws {
    let late = "<body><table><tr><td>许可<td><b class=x>12</b>5412</table><style>.x{display:none}</style>"
    #expect(rows(try document(late)) == [["许可", "5412"]])
    let message = """
      MIME-Version: 1.0
      Content-Type: multipart/related; boundary="b"

      --b
      Content-Type: text/html

      <table><tr><td>许可<td><b class=x>12</b>5412</table>
      --b
      Content-Type: text/css

      .x { display: none }
      --b--
      """
    #expect(rows(try document(message)) == [["许可", "5412"]])
  }

  @Test(arguments: [
    "<b style='", "<style>", "<style>.a{", "<style>@media{", "<style>/*", "<template>", "<s>", "<sup>",
  ])
  func repetitionsAreRead(piece: String) throws {
    _ = try document(String(repeating: piece, count: 20_000))
  }

  @Test func sheetsOfEveryLengthAreReadInTime() throws {
    let rules = (0..<3000).map { ".a .b .c .d\($0 % 7) b{display:none}" }.joined(separator: "\n")
    let depth = String(repeating: "<div class='a b c'>", count: 400)
    _ = try document("<style>\(rules)</style>\(depth)\(String(repeating: "<b>1</b>", count: 20_000))")
  }
}
