import Testing

@testable import Core
@testable import ReportModel

/// Forms as their files describe them: cells, numbers of rows, sums.
@Suite struct FormTests {
  private static let text = """
    [form]
    format\t1
    edition\tlocal
    version\t2
    years\t2010-2013
    name.zh\t本地
    name.en\tLocal
    [dialects]
    id\tname.zh\tname.en
    east\t东\tEast
    west\t西\tWest
    [tables]
    id\tlayout\ttitle
    t\tsheet\t表
    [columns]
    table\tid\tparent\tlabel\trole
    t\t\t\t数\tvalue
    t\tcumulative\t\t累计\tcumulative
    [rows]
    table\tid\tparent\tnumbering\tlabel\tunit\trole\tkind\tdialects
    t\treceived\t\t一、\t申请\t\tsection
    t\treceived.total\treceived\t（一）\t收到\t件\ttotal\tcount
    t\treceived.paper\treceived\t1.\t信函\t件\taddend\tcount
    t\treceived.online\treceived\t1.\t网上\t件\taddend\tcount
    t\treceived.urgent\treceived\t其中：\t加急\t件\tof-which\tcount\twest
    [sums]
    id\tleft\trelation\tright\tbasis
    all\tcumulative.*\t>=\t*\t累计
    [aliases]
    label\taliases
    网上\t在线 | 网络
    [sections]
    title
    总体情况
    """

  @Test func dialectsHaveTheirRows() throws {
    let forms = try FormFile.read(Self.text, name: "local.tsv")
    #expect(forms.map(\.id.description) == ["local/east", "local/west"])
    #expect(forms[0].name == LocalizedText(chinese: "本地（东）", english: "Local, East"))
    #expect(forms[0].firstYear == 2010 && forms[0].lastYear == 2013 && forms[0].version == "2")
    #expect(
      forms[0].cells.map(\.name) == [
        "received.total", "cumulative.received.total", "received.paper", "cumulative.received.paper",
        "received.online", "cumulative.received.online",
      ])
    #expect(forms[1].indicator("received.urgent") != nil && forms[0].indicator("received.urgent") == nil)
  }

  @Test func rowsAreNumbered() throws {
    let form = try FormFile.read(Self.text, name: "local.tsv")[1]
    #expect(form.indicators.map(\.printedLabel) == ["一、申请", "（一）收到", "1.信函", "2.网上", "其中：加急"])
    #expect(form.labelPath(of: CellID("received.paper", nil)) == ["申请", "信函"])
    #expect(form.wordings(of: "网上") == ["网上", "在线", "网络"] && form.wordings(of: "信函") == ["信函"])
    #expect(form.section(titled: "一、 总体情况") == 0 && form.section(titled: "二、其他") == nil)
  }

  @Test func sumsFollowFromRoles() throws {
    let form = try FormFile.read(Self.text, name: "local.tsv")[1]
    let parts = try #require(form.sums.first { $0.family == SumRule.Family.parts })
    #expect(parts.left == [CellID("received.paper"), CellID("received.online")])
    #expect(parts.relation == .equal && parts.right == [CellID("received.total")])
    let within = try #require(form.sums.first { $0.family == SumRule.Family.ofWhich })
    #expect(within.left == [CellID("received.total")] && within.right == [CellID("received.urgent")])
    #expect(within.relation == .atLeast)
    let cumulative = form.sums.filter { $0.family == "all" }
    #expect(cumulative.map(\.right) == form.indicators.dropFirst().map { [CellID($0.id, nil)] })
    #expect(
      cumulative.map(\.left) == form.indicators.dropFirst().map { [CellID("cumulative.\($0.id)", nil)] })
  }

  /// All defects at once, each with its line.
  @Test func everyDefectIsNamed() throws {
    let spoilt = Self.text.replacing("t\tsheet", with: "t\tgrid").replacing("一、", with: "a)")
      .replacing("信函\t件\taddend", with: "信函\t件\tpart").replacing(
        "received.online\t", with: "received.paper\t"
      )
      .replacing("format\t1", with: "format\t7")
    do {
      _ = try FormFile.read(spoilt, name: "f")
      Issue.record("it was read")
    } catch {
      #expect(
        error.findings.map(\.id) == [
          "form.format", "form.layout", "form.unknown-table", "form.numbering", "form.unknown-table",
          "form.unknown-table", "form.role", "form.unknown-table", "form.duplicate-id", "form.unknown-table",
        ])
      #expect(error.findings[1].places == [Place(line: 14)] && error.findings[1].arguments["value"] == "grid")
      #expect(error.findings.allSatisfy { $0.arguments["file"] == "f" })
    }
  }

  @Test(arguments: [
    "", "[form]\nformat\t1\n", "[form]\nformat\t1\nedition\tx\n", "\u{0}", "[rows]\nid\n1\t2\t3\n",
  ])
  func whatIsNoFormIsRefused(text: String) {
    #expect(throws: Refusal.self) { try FormFile.read(text, name: "f") }
  }

  /// What adds up is found by going down the rows, which would never end.
  @Test(arguments: [
    [("a", "a", "subtotal")], [("a", "b", "group"), ("b", "a", "group"), ("c", "a", "addend")],
    [("a.total", "b", "total"), ("b.total", "a", "addend")],
    (0...20).map { ("r\($0)", $0 == 0 ? "" : "r\($0 - 1)", "group") },
  ])
  func rowsStandBelowOthersInFewSteps(rows: [(id: String, parent: String, role: String)]) throws {
    let head =
      "[form]\nformat\t1\nedition\tx\n[tables]\nid\tlayout\nt\tsheet\n[rows]\ntable\tid\tparent\trole\n"
    let text = head + rows.map { "t\t\($0.id)\t\($0.parent)\t\($0.role)\n" }.joined()
    let refusal = #expect(throws: Refusal.self) { try FormFile.read(text, name: "f") }
    #expect(refusal?.findings.isEmpty == false)
    #expect(refusal?.findings.allSatisfy { $0.id == "form.parents" } == true)
  }

  @Test(arguments: [
    (Numbering.chinese, 12, "十二、"), (.bracketed, 3, "（三）"), (.arabic, 10, "10."), (.ofWhich, 1, "其中："),
    (.ofWhich, 2, ""), (.none, 1, ""),
  ])
  func numbers(numbering: Numbering, position: Int, text: String) {
    #expect(numbering.number(position) == text)
  }

  @Test func aCatalogueKeepsOneFormOfAnID() throws {
    var catalogue = FormCatalogue.shared
    let count = catalogue.forms.count
    for form in try FormFile.read(Self.text, name: "f") { catalogue.add(form) }
    for form in try FormFile.read(Self.text, name: "f") { catalogue.add(form) }
    #expect(catalogue.forms.count == count + 2)
    #expect(catalogue.form(FormID(Edition(rawValue: "local")))?.id.dialect == "east")
    #expect(catalogue.form(FormID(Edition(rawValue: "local"), dialect: "north")) == nil)
  }
}

@Suite struct UnplacedTextTests {
  @Test func rowsOfOtherFormsAreToldOnce() {
    let text = UnplacedText("收到 | 3", place: Place(line: 4))
    let finding = Finding.otherFormRow(text, form: "2019", chosen: "2021")
    #expect(text.isTold(by: finding))
    #expect(!UnplacedText("收到 | 4", place: Place(line: 4)).isTold(by: finding))
    #expect(!text.isTold(by: Finding("read.label-taken-for", .note, ["text": text.text])))
  }
}
