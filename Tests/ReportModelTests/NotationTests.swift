import TestSupport
import Testing

@testable import ReportModel

/// What is printed for a figure is read back as the same figure, and never as another.
@Suite struct NotationTests {
  /// A narrow column breaks a figure before its brackets.
  @Test func aLineBreakWithinAFigureIsNone() {
    let within = Bounds(atLeast: Amount(9), atMost: Amount(15))
    #expect(FigureNotation.figure(from: "推定15\n（9～15）")?.value == .presumed(Amount(15), within: within))
    #expect(FigureNotation.figure(from: "约15\n（9～15）")?.value == .estimate(Amount(15), within: within))
    #expect(FigureNotation.figure(from: "12\n（推算）")?.value == .derived(Amount(12)))
  }

  @Test(arguments: [
    (Figure(.exact(Amount(12))), "12"),
    (Figure(.exact(Amount(12)), raw: "１２ 件", unit: "件"), "１２ 件"),
    (Figure(.exact(Amount(22)), raw: "22（其中修订16件）", note: "其中修订16件"), "22（其中修订16件）"),
    (Figure(.exact(Amount(22)), unit: "件", note: "其中修订16件"), "22件（其中修订16件）"),
    (Figure(.exact(Amount(11_398_889)), raw: "11,398,889"), "11,398,889"),
    (Figure(.exact(Amount(-1)), raw: "−1"), "−1"),
    (Figure(.exact(Amount(2)), raw: "+2"), "+2"),
    (Figure(.derived(Amount(12))), "12（推算）"),
    (Figure(.derived(Amount(12)), unit: "万元"), "12万元（推算）"),
    (Figure(.range(Bounds(atLeast: Amount(0), atMost: Amount(5)))), "0～5"),
    (Figure(.range(Bounds(atLeast: Amount(-3), atMost: Amount(-1)))), "-3～-1"),
    (Figure(.range(Bounds(atLeast: Amount(3), atMost: nil))), "≥3"),
    (Figure(.range(Bounds(atLeast: nil, atMost: Amount(5)))), "≤5"),
    (Figure(.estimate(Amount(3), within: Bounds(atLeast: Amount(0), atMost: Amount(5)))), "约3（0～5）"),
    (Figure(.presumed(Amount(3), within: Bounds(atLeast: Amount(0), atMost: nil))), "推定3（≥0）"),
    (Figure(.missingRow), "（缺行）"), (Figure(.unplacedColumn, raw: "12"), "12（列不明）"),
    (Figure(.ambiguous([Amount(12), Amount(120)])), "［12｜120］"),
    (Figure(.blank), ""), (Figure(.notApplicable), "/"), (Figure(.notApplicable, raw: "—"), "—"),
    (Figure(.unreadable, raw: "约三件"), "约三件（无法辨认）"), (Figure(.unknown), "未知"),
  ])
  func isPrinted(figure: Figure, text: String) {
    #expect(FigureNotation.text(figure) == text)
  }

  /// A line may be broken between a figure and its remark, and nowhere else.
  @Test(
    arguments: [
      (Figure(.exact(Amount(22)), raw: "22（其中修订16件）", note: "其中修订16件"), "22", "（其中修订16件）"),
      (Figure(.derived(Amount(12)), unit: "万元"), "12万元", "（推算）"),
      (Figure(.estimate(Amount(3), within: Bounds(atLeast: Amount(0), atMost: Amount(5)))), "约3", "（0～5）"),
      (Figure(.range(Bounds(atLeast: Amount(0), atMost: Amount(5)))), "0～5", ""),
      (Figure(.unreadable, raw: "约三件（含）"), "约三件", "（含）（无法辨认）"), (Figure(.unreadable), "", "（无法辨认）"),
      (Figure(.notApplicable, raw: "无（说明）"), "无", "（说明）"), (nil, "", "（缺行）"), (Figure(.unknown), "未知", ""),
    ] as [(Figure?, String, String)])
  func isPrintedInTwoParts(figure: Figure?, number: String, remark: String) {
    let parts = FigureNotation.parts(figure)
    #expect(parts.number == number && parts.remark == remark)
    #expect(FigureNotation.text(figure) == number + remark)
  }

  @Test func aMissingRowIsNotUnknown() {
    #expect(FigureNotation.text(nil) != FigureNotation.text(.unknown))
  }

  /// What was typed is not printed where it says another number than the figure, as the raw text of a whole
  /// row does, or could be taken for a figure of another status.
  @Test(arguments: [
    (Figure(.exact(Amount(0)), raw: "0 0 12"), "0"), (Figure(.exact(Amount(1)), raw: "100000"), "1"),
    (Figure(.exact(Amount(5)), raw: "5（推算）"), "5"), (Figure(.exact(Amount(5)), note: "推算"), "5"),
    (Figure(.notApplicable, raw: "0"), "/"), (Figure(.notApplicable, raw: "未知"), "/"),
    (Figure(.notApplicable, raw: " "), "/"), (Figure(.ambiguous([])), "未知"),
  ])
  func whatWasTypedDoesNotMislead(figure: Figure, text: String) {
    #expect(FigureNotation.text(figure) == text)
  }

  @Test func everyNotationIsReadBack() throws {
    var generator = ReportGenerator(seed: 11)
    for _ in 0..<4000 {
      let figure = generator.figure(of: generator.random.pick([.count, .signed, .money]))
      let text = FigureNotation.text(figure)
      let read = FigureNotation.figure(from: text)
      switch figure.value {
      case .exact, .blank: #expect(read == nil, "\(text)")
      case .notApplicable:
        #expect(read == nil, "\(text)")
        #expect(!text.isEmpty)
      case .presumed(let amount, let bounds) where !bounds.contains(amount): continue
      case .estimate(let amount, let bounds) where !bounds.contains(amount): continue
      case .missingRow: #expect(text == FigureNotation.missingRow)
      case .range(let bounds) where bounds.atLeast == nil && bounds.atMost == nil:
        #expect(read?.value == .unknown)
      case .unreadable, .unplacedColumn:
        #expect(read?.value == figure.value)
        #expect((read?.raw ?? "") == (figure.raw ?? ""))
      default:
        #expect(read?.value == figure.value, "\(text)")
        #expect((read?.unit ?? "") == (figure.unit ?? "") || figure.value == .unknown, "\(text)")
      }
    }
  }

  @Test(arguments: [
    "12", "", "/", "12（其中修订3件）", "5～0", "1～2～3", "～", "约3", "约3（5～9）", "［］", "［12｜］", "［x｜1］", "≥", "≥x",
    "（推算）",
    "x（推算）", "约（0～5）", "约3（）",
  ])
  func nothingElseIsTaken(text: String) {
    #expect(FigureNotation.figure(from: text) == nil)
  }
}
