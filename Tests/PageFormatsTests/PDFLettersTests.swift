import Testing

@testable import Core
@testable import DocumentModel
@testable import PageFormats

/// Words and the letters that are drawn for them: where they stand, and how a page is turned, scaled and divided.
@Suite struct PDFLettersTests {
  /// A text on a line, letter by letter, in a box that is as much too high as fonts make it.
  private struct Text {
    var text: String
    var left: Double
    var base: Double
    var size = 10.0
    var isWhite = false
  }

  private func page(
    _ texts: [Text], _ rules: PageRules = PageRules(), height: Double = 1.2, number: Int = 1
  ) -> DrawnPage {
    var page = DrawnPage(number: number, width: 595, height: 842, rules: rules)
    page.rules.hasLetters = true
    for (run, text) in texts.enumerated() {
      var x = text.left
      for scalar in text.text.unicodeScalars {
        page.rules.glyphs.append(PageGlyph(x: x, y: text.base, isWhite: text.isWhite, run: run))
        x += (PageText.isIdeographic(scalar) ? 1 : 0.5) * text.size
      }
      let top = text.base - 0.75 * height * text.size
      page.words.append(
        PageWord(
          text: text.text,
          box: PageBox(left: text.left, top: top, right: x, bottom: top + height * text.size)))
    }
    return page
  }

  private func read(_ page: DrawnPage) -> DrawnPage { PageStrokes.read(PageLetters.placed(page)) }

  private func lines(_ page: DrawnPage) -> [String] { PageText.lines(read(page).words).map(\.text) }

  @Test(arguments: [1.0, 1.45, 2.6])
  func raisedDigitsAreMarks(height: Double) {
    let page = self.page(
      [
        Text(text: "共", left: 100, base: 100), Text(text: "412", left: 110, base: 100),
        Text(text: "1", left: 125, base: 96.5, size: 7), Text(text: "件", left: 129, base: 100),
        Text(text: "下一行的正文", left: 100, base: 115),
      ], height: height)
    #expect(lines(page) == ["共412¹件", "下一行的正文"])
  }

  /// poppler joins letters of one size whatever their height.
  @Test func raisedLettersWithinAWordAreMarks() {
    var page = self.page([Text(text: "4121", left: 100, base: 100), Text(text: "CO2", left: 100, base: 130)])
    page.rules.glyphs[3].y = 96
    page.rules.glyphs[6].y = 133
    #expect(lines(page) == ["412¹", "CO₂"])
  }

  /// A small figure in the next cell is a figure.
  @Test func smallFiguresBehindAWallStayApart() {
    var rules = PageRules()
    rules.vertical = [PageRule(position: 126, start: 80, end: 120)]
    let page = self.page(
      [Text(text: "412", left: 110, base: 100), Text(text: "1", left: 127, base: 96.5, size: 7)], rules)
    #expect(read(page).words.map(\.text).sorted() == ["1", "412"])
  }

  @Test func whiteLettersAreUnseenWhereThePaperIsWhite() {
    var rules = PageRules()
    rules.shades = [PageBox(left: 90, top: 140, right: 200, bottom: 160)]
    let page = read(
      page(
        [
          Text(text: "看得见", left: 100, base: 100), Text(text: "12", left: 100, base: 120, isWhite: true),
          Text(text: "白字", left: 100, base: 152, isWhite: true),
        ], rules))
    #expect(page.words.map(\.text) == ["看得见", "白字"])
    #expect(page.unseen == [UnseenText(.hidden, "12", place: Place(page: 1))])
  }

  @Test func struckOutFiguresAreLeftOut() {
    var rules = PageRules()
    // Through the first two digits, under the second text, and the wall of a table through a third.
    rules.horizontal = [
      PageRule(position: 96.5, start: 100, end: 110), PageRule(position: 121.5, start: 100, end: 115),
      PageRule(position: 136.5, start: 60, end: 300),
    ]
    let page = read(
      page(
        [
          Text(text: "38412", left: 100, base: 100), Text(text: "412", left: 100, base: 120),
          Text(text: "56", left: 100, base: 140),
        ], rules))
    #expect(page.words.map(\.text) == ["412", "412", "56"])
    #expect(page.unseen == [UnseenText(.struckOut, "38", place: Place(page: 1))])
    #expect(page.rules.horizontal.map(\.position) == [136.5])
  }

  // MARK: The same page otherwise

  /// Two pages of one table.
  private static let rows = [
    ["一、本年新收申请数量", "38", "1"], ["二、上年结转申请数量", "2", "0"], ["三、本年度办理结果总计", "36", "1"],
    ["四、结转下年度继续办理", "4", "0"],
  ]

  /// The pages of that table, two rows on each, moved, and with what is printed above or below it.
  private func tablePages(moved: Double = 0, extra: [Text] = []) -> [DrawnPage] {
    [0, 2].map { first in
      let xs = [60.0, 200, 300, 400].map { $0 + (first > 0 ? moved : 0) }
      let ys = [500.0, 520, 540].map { $0 - (first > 0 ? 400 : 0) }
      var rules = PageRules()
      rules.horizontal = ys.map { PageRule(position: $0, start: xs[0], end: xs[3]) }
      rules.vertical = xs.map { PageRule(position: $0, start: ys[0], end: ys[2]) }
      var texts = extra
      for row in 0..<2 {
        for (column, text) in Self.rows[first + row].enumerated() {
          texts.append(Text(text: text, left: xs[column] + 5, base: ys[row] + 14))
        }
      }
      return page(texts, rules, number: first / 2 + 1)
    }
  }

  private func blocks(_ pages: [DrawnPage]) -> [Block] {
    let pages = DrawnPage.upright(pages).flatMap(PageSheet.pages).map {
      PageStrokes.read(PageLetters.placed($0))
    }
    var layouts = pages.map { PageLayout($0) }
    RunningLines.remove(from: &layouts)
    for index in layouts.indices { layouts[index].findAlignedTables() }
    return PageDocumentBuilder.blocks(layouts)
  }

  private func tables(_ pages: [DrawnPage]) -> [[[String]]] {
    blocks(pages).compactMap { block in
      if case .table(let table) = block { table.rows.map { $0.cells.map(\.text) } } else { nil }
    }
  }

  @Test(arguments: [0.0, 2, 28, -20])
  func tablesGoOnWhereverTheyStand(moved: Double) {
    #expect(tables(tablePages(moved: moved)) == [Self.rows])
  }

  @Test(arguments: ["- 3 -", "第3页 共5页", "3", "续表", "注：本表不含涉密信息。"])
  func nothingBetweenPagesEndsATable(text: String) {
    let y = text.hasPrefix("注") ? 560.0 : text == "续表" ? 90 : 800
    var pages = tablePages()
    let own = page([Text(text: text, left: 260, base: y)])
    let index = text == "续表" ? 1 : 0
    pages[index].words += own.words
    pages[index].rules.glyphs += own.rules.glyphs
    #expect(tables(pages) == [Self.rows])
  }

  /// What stands beside a table comes after it.
  @Test func marginsNotesComeAfterTheTable() {
    let found = blocks(tablePages(extra: [Text(text: "12", left: 20, base: 514)]))
    #expect(found.count == 2)
    if case .paragraph(let note)? = found.last {
      #expect(note.text == "12")
    } else {
      Issue.record("the note is last")
    }
  }

  @Test(arguments: [0.3, 0.5, 2, 3])
  func sizeDoesNotMatter(scale: Double) {
    let small = tablePages().map { page in
      var small = page.scaled(scale)
      small.rules = page.rules
      return small
    }
    let back = DrawnPage.scaleToUsualSize(small)
    #expect((back * scale - 1.05).magnitude < 0.01)
  }

  @Test(arguments: [90, 180, 270])
  func turnedPagesAreRead(degrees: Int) {
    let pages = tablePages().map { turned($0, degrees) }
    #expect(tables(pages) == [Self.rows])
  }

  private func turned(_ page: DrawnPage, _ degrees: Int) -> DrawnPage {
    func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      switch degrees {
      case 90: (page.height - y, x)
      case 180: (page.width - x, page.height - y)
      default: (y, page.width - x)
      }
    }
    func box(_ box: PageBox) -> PageBox {
      var result = PageBox.empty
      let (one, other) = (point(box.left, box.top), point(box.right, box.bottom))
      result.add(one.x, one.y)
      result.add(other.x, other.y)
      return result
    }
    let isSideways = degrees != 180
    var result = DrawnPage(
      number: page.number, width: isSideways ? page.height : page.width,
      height: isSideways ? page.width : page.height)
    result.rules.hasLetters = true
    result.words = page.words.map { PageWord(text: $0.text, box: box($0.box)) }
    result.rules.glyphs = page.rules.glyphs.map {
      let origin = point($0.x, $0.y)
      return PageGlyph(x: origin.x, y: origin.y, isWhite: $0.isWhite, run: $0.run)
    }
    for rule in page.rules.horizontal {
      let (one, other) = (point(rule.start, rule.position), point(rule.end, rule.position))
      if isSideways {
        result.rules.vertical.append(
          PageRule(position: one.x, start: min(one.y, other.y), end: max(one.y, other.y)))
      } else {
        result.rules.horizontal.append(
          PageRule(position: one.y, start: min(one.x, other.x), end: max(one.x, other.x)))
      }
    }
    for rule in page.rules.vertical {
      let (one, other) = (point(rule.position, rule.start), point(rule.position, rule.end))
      if isSideways {
        result.rules.horizontal.append(
          PageRule(position: one.y, start: min(one.x, other.x), end: max(one.x, other.x)))
      } else {
        result.rules.vertical.append(
          PageRule(position: one.x, start: min(one.y, other.y), end: max(one.y, other.y)))
      }
    }
    return result
  }

  /// Two pages on a sheet: lines of text tell that they are pages.
  @Test func sheetsOfTwoPagesAreDivided() {
    let prose = (0..<4).map { Text(text: "这一页上的正文要写满一行才看得出来是一页", left: 60, base: 100 + 20 * Double($0)) }
    let two = tablePages()
    var sheet = DrawnPage(number: 1, width: 1190, height: 842)
    sheet.rules.hasLetters = true
    for (index, own) in two.enumerated() {
      let page = index == 0 ? own : self.page([], own.rules)
      let right = 595 * Double(index)
      let below = self.page(
        prose.map { Text(text: $0.text, left: $0.left, base: $0.base + 200 * Double(index)) })
      for word in (index == 0 ? page.words : own.words) + below.words {
        var box = word.box
        (box.left, box.right) = (box.left + right, box.right + right)
        sheet.words.append(PageWord(text: word.text, box: box))
      }
      sheet.rules.glyphs += (own.rules.glyphs + below.rules.glyphs).map {
        PageGlyph(x: $0.x + right, y: $0.y, isWhite: false, run: $0.run)
      }
      sheet.rules.horizontal += own.rules.horizontal.map {
        PageRule(position: $0.position, start: $0.start + right, end: $0.end + right)
      }
      sheet.rules.vertical += own.rules.vertical.map {
        PageRule(position: $0.position + right, start: $0.start, end: $0.end)
      }
    }
    #expect(tables([sheet]) == [Self.rows])
  }

  /// Columns of figures beside labels are no page.
  @Test func tablesWithAFreeMiddleAreNoSheets() {
    let texts = (0..<6).flatMap { row in
      [
        Text(text: "一些很长的项目名称写在这里", left: 60, base: 100 + 20 * Double(row)),
        Text(text: "412", left: 420, base: 100 + 20 * Double(row)),
      ]
    }
    #expect(PageSheet.pages(page(texts)).count == 1)
  }

  @Test func figuresThatTouchAreCutWhereTheyAreDrawnApart() {
    var rules = PageRules()
    rules.horizontal = [100.0, 120].map { PageRule(position: $0, start: 100, end: 160) }
    rules.vertical = [100.0, 130, 160].map { PageRule(position: $0, start: 100, end: 120) }
    var page = page(
      [Text(text: "1234567", left: 102, base: 114), Text(text: "89", left: 137, base: 114)], rules)
    // poppler takes them for one word.
    page.words = [PageWord(text: "123456789", box: page.words[0].box.union(page.words[1].box))]
    #expect(tables([page]) == [[["1234567", "89"]]])
  }
}
