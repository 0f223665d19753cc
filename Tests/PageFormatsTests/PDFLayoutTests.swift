import TestSupport
import Testing

@testable import Core
@testable import DocumentModel
@testable import PageFormats

/// Pages put together by hand: what a grid of lines and some words become.
@Suite struct PDFLayoutTests {
  private func word(_ text: String, _ left: Double, _ top: Double, width: Double? = nil) -> PageWord {
    let units = text.unicodeScalars.reduce(0.0) { $0 + (PageText.isIdeographic($1) ? 10 : 5) }
    return PageWord(
      text: text, box: PageBox(left: left, top: top, right: left + (width ?? units), bottom: top + 10))
  }

  /// Lines at each x and y.
  private func rules(_ xs: [Double], _ ys: [Double]) -> PageRules {
    var rules = PageRules()
    rules.horizontal = ys.map { PageRule(position: $0, start: xs[0], end: xs[xs.count - 1]) }
    rules.vertical = xs.map { PageRule(position: $0, start: ys[0], end: ys[ys.count - 1]) }
    return rules
  }

  private func page(_ rules: PageRules, _ words: [PageWord], number: Int = 1) -> DrawnPage {
    DrawnPage(number: number, width: 595, height: 842, words: words, rules: rules)
  }

  private func tables(_ pages: DrawnPage...) -> [Table] {
    PageDocumentBuilder.blocks(pages.map { PageLayout($0) }).compactMap {
      if case .table(let table) = $0 { table } else { nil }
    }
  }

  private func texts(_ table: Table) -> [[String]] { table.rows.map { $0.cells.map(\.text) } }

  @Test func doubledAndDashedLinesAreOne() throws {
    var lines = rules([100, 200, 300], [100, 120, 140])
    lines.vertical += lines.vertical.map {
      PageRule(position: $0.position + 1.5, start: $0.start, end: $0.end)
    }
    lines.horizontal = lines.horizontal.flatMap { line in
      stride(from: line.start, to: line.end, by: 4).map {
        PageRule(position: line.position, start: $0, end: $0 + 2)
      }
    }
    let words = [word("甲", 110, 105), word("1", 240, 105), word("乙", 110, 125), word("2", 240, 125)]
    let found = tables(page(lines, words))
    #expect(found.map(texts) == [[["甲", "1"], ["乙", "2"]]])
  }

  @Test func mergedCellsSpan() throws {
    var lines = rules([100, 200, 300, 400], [100, 120, 140])
    // The wall between the first two rows ends at the second column, that between the last columns at the row.
    lines.horizontal[1].start = 200
    lines.vertical[2].start = 120
    let words = [word("组", 110, 115), word("标题", 210, 105), word("1", 240, 125), word("2", 340, 125)]
    let table = try #require(tables(page(lines, words)).first)
    #expect(texts(table) == [["组", "标题"], ["1", "2"]])
    #expect(table.rows[0].cells[0].rowSpan == 2 && table.rows[0].cells[1].columnSpan == 2)
  }

  /// A frame around text, an underline and a lone line are no tables.
  @Test func framesAreNoTables() {
    #expect(tables(page(rules([100, 300], [100, 200]), [word("正文", 110, 120)])).isEmpty)
    var underline = PageRules()
    underline.horizontal = [PageRule(position: 130, start: 110, end: 200)]
    #expect(tables(page(underline, [word("正文", 110, 120)])).isEmpty)
  }

  @Test func textOverWallsIsCut() {
    let lines = rules([100, 140, 180], [100, 120, 140])
    let words = [word("合计数量总额", 110, 105), word("1", 120, 125), word("2", 160, 125)]
    #expect(tables(page(lines, words)).map(texts) == [[["合计数", "量总额"], ["1", "2"]]])
  }

  /// Where one figure ends is not guessed, and one that only sticks out stays whole.
  @Test func figuresOverWallsAreNotCut() {
    let lines = rules([100, 120, 140, 160], [100, 120])
    let glued = tables(page(lines, [word("1234567", 102, 105), word("8", 150, 105)])).map(texts)
    #expect(glued == [[["1234|567", "1234|567", "8"]]])
    let sticking = tables(page(lines, [word("12345", 101, 105), word("8", 130, 105), word("9", 150, 105)]))
    #expect(sticking.map(texts) == [[["12345", "8", "9"]]])
  }

  @Test func brokenNumbersAreJoinedOnlyWhereTheCellIsFull() {
    let lines = rules([100, 124, 200], [100, 130])
    let broken = [word("2171", 102, 103), word("0", 110, 115), word("3", 150, 108)]
    #expect(tables(page(lines, broken)).map(texts) == [[["21710", "3"]]])
    let two = [word("2", 110, 103), word("0", 110, 115), word("3", 150, 108)]
    #expect(tables(page(lines, two)).map(texts) == [[["2\n0", "3"]]])
  }

  /// Several cells of a row with two lines each are two rows, whose line is missing.
  @Test func stackedRowsAreNotJoined() {
    let lines = rules([100, 124, 148], [100, 130])
    let words = [
      word("217", 105, 103), word("5", 110, 115), word("218", 129, 103), word("0", 132, 115),
    ]
    #expect(tables(page(lines, words)).map(texts) == [[["217\n5", "218\n0"]]])
  }

  /// The mark of a footnote is no digit of the number.
  @Test func raisedFiguresStayApart() {
    let lines = rules([100, 150, 200], [100, 120])
    let mark = PageWord(text: "1", box: PageBox(left: 130, top: 104, right: 133, bottom: 110))
    #expect(
      tables(page(lines, [word("12", 120, 105), mark, word("3", 170, 105)])).map(texts) == [[["1\n12", "3"]]])
  }

  /// A figure in the middle between the lines shows that the row is one.
  @Test func numbersBrokenInOneRowAreJoined() {
    let lines = rules([100, 124, 148, 200], [100, 130])
    let words = [
      word("2171", 102, 103), word("5", 110, 115), word("2180", 126, 103), word("0", 132, 115),
      word("7", 160, 109),
    ]
    #expect(tables(page(lines, words)).map(texts) == [[["21715", "21800", "7"]]])
  }

  @Test func verticalLabelsAreRead() {
    let lines = rules([100, 118, 200], [100, 140])
    let words = [word("办", 104, 103), word("理", 104, 115), word("结果", 130, 112), word("果", 104, 127)]
    #expect(tables(page(lines, words)).map(texts) == [[["办理果", "结果"]]])
  }

  // MARK: Page breaks

  @Test func tablesOverPageBreaksAreOne() throws {
    let xs = [100.0, 160, 220, 280]
    let first = page(
      rules(xs, [700, 720, 740]),
      [
        word("（一）公开", 102, 705, width: 50), word("（二）不予", 102, 725, width: 55), word("1", 180, 705),
        word("2", 240, 705), word("3", 180, 725),
      ])
    let second = page(
      rules(xs, [100, 120, 140]), [word("公开", 102, 105), word("4", 240, 105), word("（三）", 102, 125)],
      number: 2)
    let found = tables(first, second)
    #expect(found.map(texts) == [[["（一）公开", "1", "2"], ["（二）不予公开", "3", "4"], ["（三）", "", ""]]])
    #expect(found.first?.rows.last?.cells.first?.place == Place(page: 2, table: 1, row: 3, column: 1))
  }

  @Test func otherColumnsAreAnotherTable() {
    let first = page(rules([100, 160, 220], [700, 720]), [word("甲", 110, 705), word("1", 180, 705)])
    let second = page(
      rules([100, 190, 250], [100, 120]), [word("乙", 110, 105), word("2", 210, 105)], number: 2)
    #expect(tables(first, second).count == 2)
  }

  @Test(arguments: ["- 3 -", "—3—", "3", "第 3 页 共 12 页", "3/5", "Page 3 of 5"])
  func pageNumbersAreDropped(text: String) {
    #expect(RunningLines.isPageNumber(text))
    var layouts = [
      PageLayout(page(PageRules(), [word("正文", 110, 120), word(text, 280, 800)]))
    ]
    RunningLines.remove(from: &layouts)
    #expect(layouts[0].lines.map(\.text) == ["正文"])
  }

  @Test func runningHeadersAreDropped() {
    var layouts = (1...3).map { number in
      PageLayout(
        page(PageRules(), [word("某局年报第\(number)号", 110, 30), word("正文\(number)", 110, 300)], number: number))
    }
    RunningLines.remove(from: &layouts)
    #expect(layouts.flatMap { $0.lines.map(\.text) } == ["正文1", "正文2", "正文3"])
  }

  // MARK: Without lines

  @Test func alignedFiguresAreATable() {
    var words: [PageWord] = []
    for row in 0..<4 {
      let top = 100 + 20 * Double(row)
      words += [
        word("\(row + 1).项目", 100, top), word("\(row)", 200, top), word("\(10 * row)", 250, top),
        word("7", 300, top),
      ]
    }
    // The rest of a label, and a blank cell.
    words.append(word("续行", 100, 131))
    words.removeAll { $0.text == "20" }
    var layout = PageLayout(page(PageRules(), words))
    layout.findAlignedTables()
    let table = layout.tables.first?.table(number: 1)
    #expect(
      table.map(texts)
        == [
          ["1.项目", "0", "0", "7"], ["2.项目续行", "1", "10", "7"], ["3.项目", "2", "", "7"],
          ["4.项目", "3", "30", "7"],
        ])
  }

  @Test func twoRowsAreNoTable() {
    let words = [word("甲", 100, 100), word("1", 200, 100), word("2", 250, 100)]
    let more = words.map {
      PageWord(text: $0.text, box: PageBox(left: $0.box.left, top: 120, right: $0.box.right, bottom: 130))
    }
    var layout = PageLayout(page(PageRules(), words + more))
    layout.findAlignedTables()
    #expect(layout.tables.isEmpty && layout.lines.count == 2)
  }

  @Test func paragraphsFollowIndents() {
    let words = [
      word("一、总体情况", 120, 100), word("第一段的开头一直写到右边的页边为止", 120, 120), word("然后结束。", 100, 140),
      word("第二段也要写到右边的页边才算是写满", 120, 160), word("再换行。", 100, 180),
    ]
    let blocks = PageDocumentBuilder.blocks([PageLayout(page(PageRules(), words))])
    let paragraphs = blocks.compactMap { if case .paragraph(let text) = $0 { text.text } else { nil } }
    #expect(
      paragraphs
        == ["一、总体情况", "第一段的开头一直写到右边的页边为止然后结束。", "第二段也要写到右边的页边才算是写满再换行。"])
  }

  // MARK: Hostile output

  @Test(arguments: ["nan", "inf", "-", "", ".", "1e", "0x10", "1 2", "--1", "１"])
  func whatIsNoNumberIsNone(text: String) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { DecimalNumber.parse($0) } == nil)
  }

  @Test func numbersAreBounded() {
    func parse(_ text: String) -> Double? {
      Array(text.utf8).withUnsafeBufferPointer { DecimalNumber.parse($0) }
    }
    #expect(parse("-12.5") == -12.5)
    #expect(parse("1e2") == 100)
    #expect(parse("1e30") == DecimalNumber.largest)
    #expect(parse("1e999") == nil)
    #expect(parse(String(repeating: "9", count: 400)) == nil)
    #expect(parse("1e-999") == 0)
  }

  /// Whatever poppler may print, nothing traps.
  @Test func damagedOutputIsSurvived() {
    let words = """
      <!DOCTYPE html><html><body><doc><page width="595" height="842">
      <word xMin="110" yMin="105" xMax="120" yMax="115">甲</word>
      <word xMin="210" yMin="105" xMax="220" yMax="115">1</word>
      <word xMin="110" yMin="125" xMax="120" yMax="135">乙</word>
      <word xMin="90" yMin="125" xMax="320" yMax="135">2 3&amp;</word></page></doc></body></html>
      """
    let drawing = """
      <svg><defs><clipPath id="c1"><path d="M 0 0 L 595 0 L 595 842 L 0 842 Z"/></clipPath><g id="s1">\
      <path style="fill:none;stroke-width:1;stroke:rgb(0%,0%,0%)" d="M 100 100 L 300 100"/></g></defs><pageSet>\
      <page><g clip-path="url(#c1)"><path style="fill:rgb(0%,0%,0%);stroke:none" \
      d="M 100 120 L 300 120 L 300 121 L 100 121 Z M 100 140 h 200 v 1 h -200 Z"/><use href="#s1" x="0" y="0"/>\
      <path style="stroke:rgb(0%,0%,0%);stroke-width:1" transform="matrix(1,0,0,1,0,0)" \
      d="M 100 100 V 140 M 200 100 L 200 140 M 300 100 C 1 2 3 4 300 140"/><rect x="1" y="1" width="2" height="3"/>\
      <image href="data:image/png;base64,AAAA"/></g></page></pageSet></svg>
      """
    var random = SplitMix64(seed: 20)
    let alphabet = Array("<>/\"&#= .-+0123456789eEnMLHVCZaz甲".utf8)
    func damaged(_ text: String) -> [UInt8] {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: index)
        default: bytes.insert(contentsOf: Array("99999999999".utf8), at: index)
        }
      }
      return bytes
    }
    var read = 0
    for _ in 0..<Scale.count(1000, proof: 3000) {
      guard var pages = try? PDFWordParser.pages(damaged(words)) else { continue }
      if let rules = PDFRuleParser.pages(damaged(drawing)) {
        for (index, rules) in rules.enumerated() where index < pages.count { pages[index].rules = rules }
      }
      pages = DrawnPage.upright(pages)
      var layouts = pages.map { PageLayout($0) }
      RunningLines.remove(from: &layouts)
      for index in layouts.indices { layouts[index].findAlignedTables() }
      if PageDocumentBuilder.blocks(layouts).contains(where: { if case .table = $0 { true } else { false } })
      {
        read += 1
      }
    }
    #expect(read > Scale.count(150, proof: 500), "most damage is small")
  }
}
