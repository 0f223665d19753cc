import Testing

@testable import Core
@testable import ReportModel

@Suite struct CellIDTests {
  @Test(arguments: [
    ("a", CellID("a")), ("a.b.c", CellID("a.b.c")), ("a.b@total", CellID("a.b", "total")),
    ("a@legalPerson.other", CellID("a", "legalPerson.other")),
  ])
  func textForm(text: String, cell: CellID) {
    let read: CellID? = CellID(text)
    #expect(read == cell && cell.description == text)
  }

  @Test(arguments: ["", "@", "a@", "@b", "a@b@c"])
  func nothingElseIsACell(text: String) {
    let read: CellID? = CellID(text)
    #expect(read == nil)
  }

  @Test(arguments: [
    ("2021", FormID(.edition2021)), ("legacy/shandong", FormID(.legacy, dialect: "shandong")),
  ])
  func formIDs(text: String, form: FormID) {
    #expect(FormID(text) == form && form.description == text)
  }

  @Test(arguments: ["", "/", "a/", "/b", "a/b/c"])
  func nothingElseIsAForm(text: String) {
    #expect(FormID(text) == nil)
  }
}

/// What each status says of the number.
@Suite struct FigureTests {
  private static let three = Amount(3)
  private static let some = Bounds(atLeast: Amount(1), atMost: Amount(5))

  private static let known: [(value: Figure.Value, amount: Amount?, certain: Amount?, bounds: Bounds?)] = [
    (.exact(three), three, three, Bounds(three)), (.derived(three), three, three, Bounds(three)),
    (.presumed(three, within: some), three, nil, some), (.range(some), nil, nil, some),
    (.estimate(three, within: some), three, nil, some),
    (.ambiguous([Amount(1), Amount(5)]), nil, nil, some), (.blank, nil, nil, nil),
    (.notApplicable, nil, nil, nil), (.unreadable, nil, nil, nil), (.missingRow, nil, nil, nil),
    (.unplacedColumn, nil, nil, nil), (.unknown, nil, nil, nil),
  ]

  @Test func everyStatusIsMeant() {
    #expect(
      Self.known.map { Figure($0.value).status.rawValue }.sorted()
        == FigureStatus.allCases.map(\.rawValue).sorted())
  }

  @Test(arguments: known)
  func whatIsKnown(value: Figure.Value, amount: Amount?, certain: Amount?, bounds: Bounds?) {
    let figure = Figure(value)
    #expect(figure.amount == amount && figure.certainAmount == certain && figure.bounds == bounds)
    #expect("\(value)".hasPrefix(figure.status.rawValue))
  }

  /// Details are shared by copies; a change of one changes no other.
  @Test func copiesAreApart() {
    let first = Figure(.exact(Self.three), raw: "３件", unit: "件", note: "n", lineage: Lineage(.sum))
    var second = first
    second.raw = nil
    second.note = "other"
    #expect(first.raw == "３件" && first.note == "n" && second.raw == nil && second.note == "other")
    #expect(second.unit == "件" && second.lineage == Lineage(.sum) && first != second)
    second.raw = "３件"
    second.note = "n"
    #expect(first == second && first.hashValue == second.hashValue)
  }

  @Test func detailsThatAreTakenAwayLeaveNothing() {
    var figure = Figure(.blank, raw: " ", unit: "件")
    figure.raw = nil
    figure.unit = nil
    #expect(figure == Figure(.blank) && figure.hashValue == Figure(.blank).hashValue)
  }
}

@Suite struct StatisticsTests {
  private func form() throws -> Form { try #require(FormCatalogue.shared.form(FormID(.edition2021))) }

  /// "No such cell" is a refusal, "no such row in the source" is nil, and a figure is a figure.
  @Test func askingForACell() throws {
    var statistics = Statistics(try form())
    #expect(try statistics.figure("applications.received", "total") == nil)
    try statistics.setFigure(Figure(.exact(Amount(4))), of: CellID("applications.received", "total"))
    #expect(try statistics.figure("applications.received", "total")?.amount == Amount(4))
    #expect(try statistics.figure(CellID("review.total")) == nil)
    let unknown: [CellID] = [
      CellID(indicator: "applications.recieved", applicant: "total"),
      CellID(indicator: "applications.received"),
      CellID(indicator: "review.total", applicant: "total"),
    ]
    for cell in unknown {
      let refusal = #expect(throws: Refusal.self) { try statistics.figure(cell) }
      #expect(refusal?.kind == .usage)
      #expect(refusal?.findings.first?.arguments == ["cell": cell.description, "form": "2021"])
      #expect(throws: Refusal.self) { try statistics.setFigure(.unknown, of: cell) }
    }
    #expect(statistics.figures.compactMap { $0 } == [Figure(.exact(Amount(4)))])
  }

  @Test func figuresAreAsManyAsCells() throws {
    let form = try form()
    let many = [Figure?](repeating: .unknown, count: form.cells.count + 3)
    #expect(Statistics(form, figures: many).figures.count == form.cells.count)
    let few = Statistics(form, figures: [.unknown])
    #expect(few.figures.count == form.cells.count && few[0] == .unknown && few[1] == nil)
  }
}
