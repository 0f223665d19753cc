import TestSupport
import Testing

@testable import Collection
@testable import Core
@testable import ReportModel

/// Rosters as offices write them, and all that may be wrong with one, told at once with its row and column.
@Suite struct RosterTests {
  private func roster(_ text: String) throws -> Roster {
    try RosterFile.read(Array(text.utf8), name: "units.tsv")
  }

  private func defects(_ text: String) -> [String] {
    do throws(Refusal) {
      _ = try RosterFile.read(Array(text.utf8), name: "units.tsv")
      return []
    } catch {
      return error.findings.map { "\($0.id) \($0.places.first?.description ?? "")" }
    }
  }

  @Test func headersMayBeChineseOrEnglish() throws {
    let chinese = try roster(
      "\u{FEFF}单位名称\t别名\t统一社会信用代码\t层级\t上级\t起始年度\t截止年度\t计入汇总\t不计入原因\r\n青禾区\t\t\t县级\t\t\t\t否\t汇总本级\r\n"
        + "水务局\t水利局；原水利局\t11330100000000002P\t县\t青禾区\t2019\t2025年\t是\t\r\n")
    let english = try roster(
      "name\taliases\tcredit_code\tlevel\tparent\tfrom\tto\tcounted\treason\n青禾区\t\t\tcounty\t\t\t\tno\t汇总本级\n"
        + "水务局\t水利局|原水利局\t11330100000000002p\tcounty\t青禾区\t2019-03-01\t2025\tyes\n")
    #expect(chinese == english)
    let unit = chinese.units[1]
    #expect(unit.aliases == ["水利局", "原水利局"] && unit.parent == 0 && unit.level == .county)
    #expect(unit.firstYear == 2019 && unit.lastYear == 2025 && unit.isCounted)
    #expect(chinese.units[0].exclusion == "汇总本级")
    #expect(try roster(RosterFile.text(chinese)) == chinese)
  }

  /// Spreadsheets save in the encoding of their country.
  @Test func encodingsOfSpreadsheetsAreRead() throws {
    let text = "名称\n水务局\n"
    let wide: [UInt8] = text.utf16.reduce(into: [0xFF, 0xFE]) { $0 += [UInt8($1 & 255), UInt8($1 >> 8)] }
    #expect(try RosterFile.read(wide, name: "a").units.map(\.name) == ["水务局"])
    #expect(try RosterFile.read(GBK.bytes(text), name: "a").units.map(\.name) == ["水务局"])
  }

  @Test func everythingWrongIsToldAtOnce() {
    let text = """
      名称\t别名\t统一社会信用代码\t行政区划代码\t层级\t上级\t起始年度\t截止年度\t计入汇总\t不计入原因
      甲局\t乙局\t113301000000000021\t33\t部级\t丙局\t今年\t\t也许\t
      乙局\t\t\t\t\t\t2020\t2019\t否\t
      \t\t\t\t\t\t2020\t\t\t
      丁局\t甲局\t\t\t\t戊局\t\t\t\t
      戊局\t\t\t\t\t丁局\t\t\t\t\t多
      """
    #expect(
      defects(text) == [
        "roster.credit-code r2 c3 l2", "roster.division-code r2 c4 l2", "roster.level r2 c5 l2",
        "roster.year r2 c7 l2", "roster.counted r2 c9 l2", "roster.term r3 c8 l3",
        "roster.no-reason r3 c9 l3",
        "roster.no-name r4 c1 l4", "roster.needless-field r6 l6", "roster.same-name r5 c2 l5",
        "roster.parent r2 c6 l2", "roster.circle r5 c6 l5",
      ])
    #expect(defects("名称\t文件\n甲局\t1.docx；2.docx\n乙局\t2.docx\n") == ["roster.same-name r3 c2 l3"])
    #expect(defects("") == ["roster.empty "])
    #expect(defects("名称\n") == ["roster.empty "])
    #expect(defects("name,aliases\n水务局,\n") == ["roster.no-names l1"])
    #expect(
      defects("名称\t电话\t名称\n水务局\n") == ["roster.unknown-column r1 c2 l1", "roster.repeated-column r1 c3 l1"])
    #expect(
      defects("名称\n" + String(repeating: "甲\n", count: Roster.maximumUnits + 1)) == ["roster.too-long "])
  }

  /// Two bodies of one name, one after the other, are no repetition.
  @Test func namesMayBeUsedAgain() throws {
    let text = "名称\t起始年度\t截止年度\n水务局\t\t2020\n水务局\t2021\t\n"
    let roster = try roster(text)
    #expect(BodyMatcher(roster, year: 2020).match(Identity(body: "水务局"), file: "a") == .unit(0, nil))
    #expect(BodyMatcher(roster, year: 2021).match(Identity(body: "水务局"), file: "a") == .unit(1, nil))
    #expect(defects(text.replacing("2021", with: "2020")) == ["roster.same-name r3 c1 l3"])
  }

  @Test func checkCharacterFollows() {
    func check(_ code: String) -> Character? {
      CreditCode.check(of: code.unicodeScalars.map(\.value)).flatMap(Unicode.Scalar.init).map(Character.init)
    }
    #expect(check("12620600MB0523338?") == "C")
    #expect(CreditCode.isValid("12620600MB0523338C".unicodeScalars.map(\.value)))
    #expect(!CreditCode.isValid("12620600MB0523383C".unicodeScalars.map(\.value)))
    #expect(!CreditCode.isValid("12620600MB0523338".unicodeScalars.map(\.value)))
    #expect(check("1262060OMB0523338C") == nil)
  }

  @Test func whatIsNotCertainIsAskedFor() throws {
    let roster = Roster([
      RosterUnit("青禾区水务局", aliases: ["青禾区水利局"], creditCode: "11330100000000002P"),
      RosterUnit("青禾区教育局", creditCode: "12620600MB0523338C"), RosterUnit("青禾区统计局"),
    ])
    let matcher = BodyMatcher(roster, year: 2025)
    func match(_ body: String?, _ code: String? = nil, file: String = "a.docx") -> BodyMatcher.Match {
      matcher.match(
        Identity(body: body, identifiers: code.map { [Identifier(.creditCode, $0)] } ?? []), file: file)
    }
    #expect(match("青禾区水务局") == .unit(0, nil))
    #expect(match("青禾区 水利局") == .unit(0, nil))
    #expect(match("青禾区水务局", "11330100000000002P") == .unit(0, nil))
    #expect(match("青禾区水利水电局", "11330100000000002P") == .unit(0, .otherName))
    #expect(match("青禾区教育局", "11330100000000002P") == .uncertain([0, 1], .codeAndName))
    #expect(match("青禾区教育局", "11330100000000003X") == .unit(1, .otherCode))
    #expect(match("青禾区统计局", "11330100000000003X") == .unit(2, nil))
    #expect(match("水务局") == .uncertain([0], .likeName))
    #expect(match("柳湾市财政局") == .none)
    #expect(match(nil, file: "in/青禾区统计局2025年报.docx") == .uncertain([2], .fileName))
    #expect(match(nil) == .none)
    #expect(matcher.units(inFileName: "x/青禾区水利局.doc") == [0])
    var named = roster
    named.units[2].files = ["附件1.docx"]
    let answered = BodyMatcher(named, year: 2025)
    #expect(answered.match(Identity(), file: "in/附件1.docx") == .unit(2, nil))
    #expect(answered.match(Identity(body: "水务局"), file: "附件1.docx") == .unit(2, nil))
    #expect(answered.match(Identity(), file: "附件2.docx") == .none)
  }

  @Test func aRosterIsProposed() {
    let code = Identifier(.creditCode, "11330100000000002P")
    let shared = Identifier(.creditCode, "12620600MB0523338C")
    let proposal = RosterProposal([
      ("b.txt", Identity(body: "青禾区 水务局", identifiers: [code])), ("a.txt", Identity(body: "青禾区水务局")),
      ("c.txt", Identity(body: "=教育局", identifiers: [shared])),
      ("d.txt", Identity(body: "统计局", identifiers: [shared])),
      ("e.txt", Identity()),
    ])
    #expect(proposal.roster.units.map(\.name) == ["=教育局", "统计局", "青禾区水务局"])
    #expect(proposal.roster.units.map(\.creditCode) == [nil, nil, code.value])
    #expect(proposal.findings.map(\.id) == ["roster.init-no-body", "roster.init-shared-code"])
    #expect(!RosterFile.text(proposal.roster).contains("=教育局"))
  }
}
