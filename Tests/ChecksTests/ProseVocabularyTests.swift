import Testing

@testable import Checks
@testable import DataFiles
@testable import ReportModel

/// The wordings of `Schemas/checks/prose.tsv` are data, and data can be wrong.
@Suite struct ProseVocabularyTests {
  private let vocabulary = ProseVocabulary.shared

  @Test func hasRoomForItsWords() { #expect(vocabulary.words.count < WordSet.capacity) }

  @Test func namesOnlyCellsThatSomeFormHas() throws {
    let forms = FormCatalogue.shared.forms
    for claim in vocabulary.claims {
      for reading in claim.readings + claim.loose {
        let cells = reading.split(separator: " ").filter { $0 != "+" && $0 != "-" }
        let known = forms.contains { form in
          cells.allSatisfy { text in
            guard let id = CellID(String(text)) else { return false }
            guard id.indicator.hasSuffix(".*") else { return form.index(of: id) != nil }
            return form.cells.contains {
              $0.id.applicant == id.applicant && $0.id.indicator.hasPrefix(id.indicator.dropLast())
            }
          }
        }
        #expect(known, "\(claim.id): \(reading)")
      }
    }
  }

  @Test func readsAllLines() throws {
    let file = SectionedTable(try #require(DataFile.text("checks/prose.tsv")), headless: ["prose"])
    #expect(file.strayLines.isEmpty)
    #expect(file.rows("claims").count == vocabulary.claims.count)
    for row in file.rows("guards") { #expect(ProseVocabulary.Guard(rawValue: row["id"]) != nil) }
    for row in file.rows("lists") { #expect(ProseVocabulary.ListWord(rawValue: row["id"]) != nil) }
    for claim in vocabulary.claims {
      if let topic = claim.topic {
        #expect(file.rows("topics").contains { $0["id"] == topic }, "\(claim.id)")
      }
    }
    for row in file.rows("claims") {
      for flag in row["flags"].split(separator: " ") {
        let isGuard =
          flag.hasPrefix("ignore.") && ProseVocabulary.Guard(rawValue: String(flag.dropFirst(7))) != nil
        #expect(isGuard || flag == "total" || flag == "zero", "\(row["id"]): \(flag)")
      }
    }
  }

  @Test func hasASentenceForEachRule() {
    for rule in ProseCheck.rules { #expect(RuleBook.shared.rule(rule) != nil, "\(rule)") }
  }

  @Test(
    arguments: [
      ("3件", "3"), ("1,234件", "1234"), ("12,34件", nil), ("１２件", "12"), ("3.5万件", nil), ("二十一件", "21"),
      ("一百零五件", "105"), ("十件", "10"), ("第3件", nil), ("每一件", nil), ("3（件）", "3"), ("3%", nil), ("约3件", nil),
      ("3-5件", nil), ("2021年", nil), ("30号", nil), ("5个工作日", nil), ("12345热线", nil), ("一件事", nil),
    ] as [(String, String?)])
  func readsNumbers(_ text: String, _ value: String?) {
    let section = ProseSection(heading: nil, level: 0, paragraphs: [ProseParagraph("办理\(text)。")])
    let passage = ProsePassage(section, headings: [], year: 2021, vocabulary)
    let found = passage.quantities.first { !$0.isVague }?.amount?.description
    #expect(found == value)
  }
}
