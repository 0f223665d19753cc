import TestSupport
import Testing

@testable import Collection
@testable import Core
@testable import FormatKit
@testable import Gongkai
@testable import JSONKit
@testable import Rendering
@testable import ReportModel

/// A roll-up as people and programs get it.
@Suite struct RollUpOutputTests {
  /// With a year before and a parent's report.
  private static func materials() throws -> RollUp.Materials {
    var materials = try RollUpTests.whole.get()
    materials.previous = materials.submissions.filter { $0.identity.year == OfficeFolder.year - 1 }
    materials.parent = materials.submissions.first { $0.identity.year == OfficeFolder.year }
    return materials
  }

  @Test(arguments: RollUpFormat.allCases)
  func anyOrderOfFilesGivesTheSameBytes(format: RollUpFormat) throws {
    let materials = try Self.materials()
    var random = SplitMix64(seed: 11)
    let style = RollUpStyle(language: .chinese, showsAll: true)
    let bytes = format.bytes(of: RollUp(materials), style)
    var shuffled = materials
    shuffled.submissions.shuffle(using: &random)
    shuffled.refusals.shuffle(using: &random)
    shuffled.previous?.shuffle(using: &random)
    // A difference of megabytes is not to be computed.
    let isSame = bytes == format.bytes(of: RollUp(shuffled), style)
    #expect(isSame)
    #expect(bytes.count > 1000)
  }

  /// Every sum stands with its units, and their parts add up to it.
  @Test func sumsStandWithTheirUnits() throws {
    let rollUp = RollUp(try Self.materials())
    let json = JSONDocument(RollUpFormat.json.bytes(of: rollUp, RollUpStyle()))
    #expect(json.defects.isEmpty)
    func member(_ name: String, _ object: Int) -> Int? {
      var token = json.first(object)
      while token < json.next(object) {
        if json.string(token) == name { return token + 1 }
        token = json.next(token + 1)
      }
      return nil
    }
    func elements(_ array: Int) -> [Int] {
      var tokens: [Int] = []
      var token = json.first(array)
      while token < json.next(array) {
        tokens.append(token)
        token = json.next(token)
      }
      return tokens
    }
    func amount(_ name: String, _ object: Int) -> Amount? {
      member(name, object).flatMap { Amount(json.string($0)) }
    }
    let sums = elements(try #require(member("sums", 0)))
    #expect(sums.count == rollUp.form.cells.count)
    for sum in sums {
      let parts = elements(try #require(member("units", sum)))
      #expect(parts.count == rollUp.coverage.due)
      let least = parts.reduce(Amount.zero) { $0 + (amount("value", $1) ?? amount("atLeast", $1) ?? .zero) }
      #expect(amount("atLeast", sum) == least)
    }
  }

  @Test(arguments: Language.allCases)
  func aSumIsExplainedDownToFileAndCell(language: Language) throws {
    let rollUp = RollUp(try Self.materials())
    let bytes = RollUpFormat.json.bytes(of: rollUp, RollUpStyle())
    #expect(RollUpExplanation.isRollUp(bytes))
    let text = try RollUpExplanation(bytes, name: "a.json", language).text("applications.received").string
    #expect(text.contains("[applications.received@total]"))
    for unit in rollUp.units where unit.isSummed && unit.state.isUsable {
      let cell = try #require(rollUp.form.index(of: CellID("applications.received", "total")))
      let figure = rollUp.contribution(of: unit.index, to: cell)
      if figure.amount == .zero { continue }
      let file = try #require(unit.submission).name
      #expect(text.contains(unit.entry.name) && text.contains(file))
    }
    #expect(throws: Refusal.self) { try RollUpExplanation(bytes, name: "a.json", language).text("nothing") }
    #expect(throws: Refusal.self) {
      try RollUpExplanation(Array(bytes.dropLast(5)), name: "a.json", language)
    }
    #expect(!RollUpExplanation.isRollUp(Array("{\"gongkai\": \"1.0\"}".utf8)))
  }

  /// Nothing of a roster or a report is markup, and every drawing says what it shows.
  @Test func pagesAreSafeAndReadAloud() throws {
    var materials = try Self.materials()
    materials.roster.units[1].name = "<b>\"'&局\u{202E}"
    let page = String(
      decoding: RollUpFormat.html.bytes(of: RollUp(materials), RollUpStyle()), as: UTF8.self)
    #expect(!page.contains("<b>") && !page.contains("\u{202E}"))
    #expect(page.components(separatedBy: "<svg").count == 4)
    for piece in page.components(separatedBy: "<svg").dropFirst() {
      let head = piece.prefix { $0 != "\n" }
      #expect(head.contains("role=\"img\"") && head.contains("<title") && piece.contains("<desc"))
    }
    #expect(!page.contains("http://") && !page.contains("https://"))
  }

  @Test func workbooksHaveTheFormWithItsSums() throws {
    let rollUp = RollUp(try Self.materials())
    let bytes = RollUpFormat.xlsx.bytes(of: rollUp, RollUpStyle())
    let read = try RollUpTests.converter.readAll(bytes: bytes, name: "a.xlsx")
    let report = try #require(read.first { $0.form.id == rollUp.form.id })
    for (cell, sum) in rollUp.sums.enumerated() {
      if rollUp.form.indicator(of: rollUp.form.cells[cell]).role == .subtotal { continue }
      #expect(report.statistics[cell]?.value == sum.figure?.value, "\(rollUp.form.cells[cell].name)")
    }
  }

  @Test func linksLeadToFiles() {
    func address(_ path: String, from folder: String) -> String? {
      FileLink(folder: folder).address(of: path)
    }
    #expect(address("in/水 务.docx", from: "") == "in/%E6%B0%B4%20%E5%8A%A1.docx")
    #expect(address("./in/a.docx", from: "out/x") == "../../in/a.docx")
    #expect(address("in/a.docx", from: "in") == "a.docx")
    #expect(address("in/a.docx#2", from: "in") == "a.docx")
    #expect(address("/in/a.docx", from: "out") == "file:///in/a.docx")
    #expect(address("in/a.docx", from: "/out") == nil && address("a", from: "../out") == nil)
    #expect(address("-", from: "") == nil)
  }
}
