import TestSupport
import Testing

@testable import Core
@testable import DocumentModel
@testable import Presentation
@testable import ReportModel
@testable import TextFormats

/// The cell of a figure says what is printed of it and how much is known: writers read nothing back.
@Suite struct FigureCellTests {
  private static let bounds = Bounds(atLeast: Amount(0), atMost: Amount(5))

  @Test(
    arguments: [
      (Figure(.exact(Amount(3))), "3", "", .certain), (Figure(.blank), "", "", .certain),
      (Figure(.notApplicable), "/", "", .certain), (Figure(.derived(Amount(3))), "3", "（推算）", .derived),
      (Figure(.range(bounds)), "0～5", "", .range),
      (Figure(.estimate(Amount(3), within: bounds)), "约3", "（0～5）", .estimate),
      (Figure(.presumed(Amount(3), within: bounds)), "推定3", "（0～5）", .presumed),
      (Figure(.ambiguous([Amount(1), Amount(2)])), "［1｜2］", "", .ambiguous),
      (Figure(.unreadable, raw: "若干"), "若干", "（无法辨认）", .unreadable), (Figure(.unknown), "未知", "", .unknown),
      (nil, "", "（缺行）", .missingRow),
    ] as [(Figure?, String, String, Cell.Figure.Status)])
  func cellsSayWhatIsKnown(figure: Figure?, number: String, remark: String, status: Cell.Figure.Status) {
    let cell = TableLayout.cell(of: figure)
    #expect(cell.content == .figure(Cell.Figure(number: number, remark: remark, status: status)))
  }

  /// What is not certain is called by the name that the figure's own status has, by which its words are found.
  @Test func noStatusIsShownAsAnother() {
    let three = Amount(3)
    let figures = [
      Figure(.exact(three)), Figure(.derived(three)), Figure(.presumed(three, within: Self.bounds)),
      Figure(.range(Self.bounds)), Figure(.estimate(three, within: Self.bounds)), Figure(.blank),
      Figure(.notApplicable), Figure(.ambiguous([three])), Figure(.unreadable), Figure(.missingRow),
      Figure(.unplacedColumn), Figure(.unknown),
    ]
    #expect(Set(figures.map(\.status)) == Set(FigureStatus.allCases))
    let certain: Set<FigureStatus> = [.exact, .blank, .notApplicable]
    for figure in figures {
      let shown = TableLayout.cell(of: figure).status?.rawValue
      #expect(shown == (certain.contains(figure.status) ? "certain" : figure.status.rawValue))
    }
    #expect(TableLayout.cell(of: nil).status == .missingRow)
  }

  /// Every cell of a figure in every form is one, and nothing else is.
  @Test(arguments: FormCatalogue.shared.forms)
  func figuresAreFigures(form: Form) {
    var generator = ReportGenerator(seed: 5)
    let report = generator.report(of: form)
    for table in form.tables {
      for cell in Presenter.table(table, of: report).rows.flatMap(\.cells) {
        #expect((cell.figure != nil) == (cell.key != nil), "\(cell.text)")
      }
    }
  }

  /// A drawn figure is broken before its remark where the table would be too wide, and not within its number.
  @Test func drawnFiguresAreBrokenBeforeTheirRemarks() {
    let estimate = Cell(
      .figure(Cell.Figure(number: "约123456789", remark: "（100000000～999999999）", status: .estimate)))
    let table = Table(rows: [Row((0..<4).map { _ in estimate })])
    let lines = TableDrawing(table).text.split(separator: "\n").dropFirst().dropLast()
    #expect(lines.count == 2)
    #expect(lines.first?.contains("约123456789") == true && lines.first?.contains("（") == false)
    #expect(lines.last?.contains("（100000000～999999999）") == true)
  }

  /// A text that only looks like a figure with a remark is text.
  @Test func textsAreNotFigures() {
    let page = Fixtures.write(
      Document([
        .table(Table(rows: [Row([Cell("3（推算）"), TableLayout.cell(of: Figure(.derived(Amount(3))))])]))
      ]),
      as: "html")
    #expect(page.contains("<td>3（推算）</td>"))
    #expect(page.contains("<td class=\"derived\" title="))
    #expect(page.contains("<span>3</span><span>（推算）</span></td>"))
  }
}
