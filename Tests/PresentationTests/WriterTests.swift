import TestSupport
import Testing

@testable import DocumentModel
@testable import FormatKit
@testable import Presentation
@testable import Recognition
@testable import ReportModel
@testable import TextFormats
@testable import TextKit

/// What the writers make of any document: nothing lost, nothing taken for markup.
@Suite struct WriterTests {
  private static let box = Set("│─┼├┤┬┴┌┐└┘".unicodeScalars)

  private func letters(_ text: String) -> [Unicode.Scalar: Int] {
    var counts: [Unicode.Scalar: Int] = [:]
    for scalar in text.unicodeScalars where !Self.box.contains(scalar) && !scalar.properties.isWhitespace {
      counts[scalar, default: 0] += 1
    }
    return counts
  }

  private func documents(_ form: Form) -> [Document] {
    ([Fixtures.numbered(form)] + Fixtures.random(form, seeds: 1..<UInt64(Scale.count(12, proof: 30)))).map {
      Presenter().document(for: $0)
    }
  }

  // MARK: Text

  /// A drawn table has all of its cells' text, in lines of one width that fit into a terminal.
  @Test(arguments: Fixtures.forms)
  func drawnTablesAreWhole(form: Form) {
    for (index, document) in documents(form).enumerated() {
      for table in Fixtures.tables(document) {
        let text = TableDrawing(table).text
        let cells = table.rows.flatMap(\.cells).map { PrintableText.cleaned($0.text) }
        #expect(letters(text) == letters(cells.joined()))
        let widths = Set(text.split(separator: "\n").map { DisplayWidth.width($0) })
        #expect(widths.count == 1)
        #expect(widths.allSatisfy { $0 <= (index == 0 ? 110 : 132) })
      }
    }
  }

  @Test(arguments: [
    ("12", 2), ("信息", 4), ("“三”", 4), ("—", 1), ("～", 2), ("（", 2), ("≥", 1), ("e\u{301}", 1), ("𠮷", 2),
    ("─", 1), ("ｶ", 1),
    ("\u{200B}", 0), ("", 0),
  ])
  func displayWidths(text: String, width: Int) {
    #expect(DisplayWidth.width(text) == width)
  }

  @Test func wrappedLinesKeepAllAndDoNotBeginWithACommaOrEndWithABracket() {
    let text = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    for limit in 2...80 {
      let lines = DisplayWidth.wrapped(text, to: limit)
      #expect(lines.joined() == text)
      #expect(lines.allSatisfy { DisplayWidth.width($0) <= limit })
      if limit >= 6 {
        #expect(!lines.contains { $0.hasPrefix("，") || $0.hasPrefix("）") || $0.hasSuffix("（") })
      }
    }
  }

  @Test func anyTableIsDrawn() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<300 {
      let rows = (0..<random.pick([1, 2, 5])).map { _ in
        Row(
          (0..<random.pick([0, 1, 3, 6])).map { _ in
            Cell(
              random.pick(["", "12", "一二三四五六七八九十", "a\nb", "长（0～5）长长长长长长长长长长长长长长长长"]),
              rowSpan: random.pick([0, 1, 2, 9]), columnSpan: random.pick([-1, 1, 2, 300]),
              isHeader: random.chance(1, of: 2), alignment: random.pick([.leading, .center, .trailing]))
          })
      }
      let table = Table(rows: rows, headerRows: random.pick([0, 1, 9]))
      _ = TableDrawing(table).text
      let html = Fixtures.write(Document([.table(table)]), as: "html")
      #expect(HTMLCheck(html).problems.isEmpty)
      _ = Fixtures.write(Document([.table(table)]), as: "md")
    }
  }

  // MARK: Hostile text

  static let hostile = [
    "<script>alert(1)</script>", "a|b", "\\|", "# x", "1. x", "- x", "<!-- -->", "&lt;",
    "\"'><img src=x onerror=1>",
    "\u{1B}[31mred", "\u{9B}31m", "\u{0}", "\u{202E}21", "line\nline\r\nline\u{2028}line", "`code`", "[a](b)",
    "~~x~~",
    "    code", "===", "\u{FFFF}", "*x*_y_",
  ]

  private var hostileDocument: Document {
    Document(
      Self.hostile.flatMap { text -> [Block] in
        [
          .heading(Paragraph(text), level: 2), .paragraph(Paragraph(text)),
          .paragraph(Paragraph(text, style: .note)),
          .table(
            Table(
              rows: [
                Row([Cell(text, isHeader: true), Cell("x", isHeader: true)]),
                Row([Cell(.figure(Cell.Figure(number: text, status: .range))), Cell("12")]),
              ], caption: text, headerRows: 1, notes: [text])),
        ]
      })
  }

  @Test func hostileTextIsTextInHTML() {
    let html = Fixtures.write(hostileDocument, as: "html")
    let check = HTMLCheck(html)
    #expect(check.problems.isEmpty)
    #expect(check.elements.isDisjoint(with: ["script", "img", "a", "code", "link", "iframe"]))
    #expect(check.attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "src" && $0 != "href" })
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(html.contains("&amp;lt;"))
  }

  @Test(arguments: ["txt", "md", "html"])
  func nothingSteersATerminal(format: String) {
    for scalar in Fixtures.write(hostileDocument, as: format).unicodeScalars {
      let isControl = scalar.value < 0x20 && scalar != "\n" || (0x7F..<0xA0).contains(scalar.value)
      #expect(!isControl && scalar != "\u{202E}" && scalar != "\u{FFFF}")
    }
  }

  @Test func markdownKeepsItsBlocks() {
    let markdown = Fixtures.write(hostileDocument, as: "md")
    var tableRows = 0
    for line in markdown.split(separator: "\n") {
      #expect(!line.hasPrefix("    ") && !line.hasPrefix("===") && !line.hasPrefix("- "))
      #expect(line.first.map { !$0.isNumber } ?? true || !line.contains("1. x"))
      guard line.hasPrefix("|") else { continue }
      tableRows += 1
      var pipes = 0
      var isEscaped = false
      for character in line {
        if character == "|", !isEscaped { pipes += 1 }
        isEscaped = character == "\\" && !isEscaped
      }
      #expect(pipes == 3, "\(line)")
    }
    #expect(tableRows == 3 * Self.hostile.count)
    for mark in ["<script", "[a]", "`code", "~~", "*x"] {
      #expect(!markdown.replacing("\\" + mark.prefix(1), with: "").contains(mark), "\(mark)")
    }
  }

  // MARK: HTML

  @Test(arguments: Fixtures.forms)
  func pagesAreBalancedAndSelfContained(form: Form) {
    for document in documents(form) {
      let html = Fixtures.write(document, as: "html")
      let check = HTMLCheck(html)
      #expect(check.problems.isEmpty)
      #expect(check.attributes.isDisjoint(with: ["src", "href", "style"]))
      #expect(!html.contains("url(") && !html.contains("@import"))
      #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-CN\">"))
    }
  }

  @Test(arguments: [
    ("<!DOCTYPE html>", Format.Identification.yes), ("\u{FEFF}  <HTML>", .yes), ("<table>", .unknown),
    ("一、总体情况", .no), ("", .no),
  ])
  func pagesAreIdentified(head: String, expected: Format.Identification) {
    #expect(Format.html.identify(SourceBytes(name: nil, bytes: Array(head.utf8))) == expected)
  }

  // MARK: Reading back

  /// What is printed as Markdown is recognised as what it was: the same figure, or at worst none.
  @Test(arguments: Fixtures.forms)
  func markdownIsReadBack(form: Form) throws {
    var generator = ReportGenerator(seed: 5)
    for _ in 0..<12 {
      var report = Fixtures.numbered(form)
      for (index, cell) in form.cells.enumerated() {
        let indicator = form.indicator(of: cell)
        if indicator.role == .subtotal {
          report.statistics[index] = nil
          continue
        }
        let status = generator.random.pick([
          FigureStatus.exact, .exact, .exact, .derived, .range, .unknown, .ambiguous, .unreadable,
        ])
        report.statistics[index] = Figure(generator.value(of: status, indicator.kind))
      }
      let markdown = MarkdownWriter.write(Presenter().document(for: report), WriteOptions())
      let document = try MarkdownReader.read(SourceBytes(name: nil, bytes: markdown))
      let read = try #require(try Recognizer().reports(in: document).first)
      #expect(read.form.id == form.id)
      let differences = FigureDifferences(report.statistics, read.statistics) { written, found in
        // Nothing is known of a range without ends.
        written.value == .range(Bounds(atLeast: nil, atMost: nil))
          ? found.value == .unknown : found.value == written.value
      }
      #expect(differences.isEmpty, "\(differences)")
    }
  }

  /// Tables are set smaller on paper where their figures need it, and only there.
  @Test func typeFollowsFigures() throws {
    let form = Fixtures.form("2021")
    func classes(_ figure: Figure) -> [String] {
      var report = Report(identity: Identity(year: 2022), statistics: Statistics(form))
      for index in form.cells.indices { report.statistics[index] = figure }
      let page = Fixtures.write(Presenter(hasAppendix: false).document(for: report), as: "html")
      return page.split(separator: "\n").filter { $0.hasPrefix("<table") }.map(String.init)
    }
    let (wide, wider) = ("<table class=\"wide\">", "<table class=\"wider\">")
    let most = Amount(12_345_678)
    #expect(classes(Figure(.exact(Amount(3)))) == ["<table>", "<table>", wide])
    #expect(classes(Figure(.exact(most))) == ["<table>", "<table>", wider])
    let range = Figure(.range(Bounds(atLeast: Amount(0), atMost: most)))
    #expect(classes(range) == ["<table>", wide, wider])
  }
}
