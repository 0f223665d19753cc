import Foundation
import TestSupport
import Testing

/// All chapters, and what their cases gave: each is run once, whichever test asks first.
enum Book {
  static let chapters: [Chapter] = [
    .against, .archive, .attached, .bag, .baseline, .blank, .collect, .crosswalk, .csv, .docx, .envelope,
    .file, .form,
    .format, .gate,
    .html,
    .json, .libreOffice,
    .office,
    .ofd, .panel, .pdf,
    .program, .reading, .rules, .sheet, .usage, .worker, .xml, .zip,
  ]

  static let results: [String: [CaseResult]] = Dictionary(
    uniqueKeysWithValues: chapters.map { chapter in (chapter.name, chapter.cases.map { $0.result() }) })
}

/// Each message is produced, and reads as `Cases/*.md` show. GONGKAI_RECORD=1 records them anew.
@Suite struct MessageTests {
  static let root = Repository.root
  private static let folder = root.appendingPathComponent("Tests/MessageTests/Cases")

  @Test(arguments: Book.chapters)
  func chapterIsAsRecorded(chapter: Chapter) throws {
    let document = CaseDocument(
      chapter.name, introduction: chapter.introduction, Book.results[chapter.name] ?? [])
    let differences = try document.differences(from: Self.folder.appendingPathComponent("\(chapter.name).md"))
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))")
  }

  @Test(arguments: Book.chapters)
  func casesGiveTheirMessages(chapter: Chapter) {
    for result in Book.results[chapter.name] ?? [] {
      #expect(
        !result.own.isEmpty,
        "\(result.id) was not produced, but \(result.findings.map(\.id)) \(result.failure ?? "")")
    }
  }

  @Test func documentsHaveTheirChapters() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(files) == Set(Book.chapters.map { "\($0.name).md" } + ["README.md", "check.md"]))
    let ids = Book.chapters.flatMap { $0.cases.map(\.id) }
    #expect(Set(ids).count == ids.count, "a message has one case")
    for id in ids { #expect(Messages.entries[id] != nil, "there is no message \(id)") }
  }

  /// Each message of the catalogue and each rule is produced by a case, or by a command of a recorded session.
  ///
  /// Cases are run here. `check.md` is made and compared beside the tests of the rules, and sessions are replayed by
  /// their own tests, which fail where anything else is said. So a message that is only spoken of counts nowhere.
  @Test func everyMessageIsProduced() throws {
    let inCases = Set(Book.results.values.joined().filter { !$0.own.isEmpty }.map(\.id))
    let ofRules = CaseDocument.messages(
      in: try String(contentsOf: Self.folder.appendingPathComponent("check.md"), encoding: .utf8))
    let others = try Self.messagesOfSessions().union(ofRules)
    for id in Messages.entries.keys.sorted() where !inCases.contains(id) && !others.contains(id) {
      Issue.record("\(id) is produced by no case of Tests/MessageTests and by no recorded session")
    }
  }

  /// What a call gives a finding is what its sentences need: nothing missing, so that no sentence has a gap.
  @Test(arguments: Book.chapters)
  func sentencesAreFilled(chapter: Chapter) throws {
    let gaps = (Book.results[chapter.name] ?? []).flatMap(\.gaps)
    #expect(gaps.isEmpty)
  }

  /// The ids that recorded commands have put on standard error, as `… [id]` at the end of a line, or in the answers of a
  /// stream. The line that counts what is not shown has none, and is known by its sentence.
  private static func messagesOfSessions() throws -> Set<String> {
    var ids: Set<String> = []
    let more = try #require(Messages.entries["command.more"]).message.english
    let endOfMore = more.drop { $0 != " " }.prefix { $0 != "{" }
    let mark = "    ! "
    let place = root.appendingPathComponent("Tests/GongkaiCLITests/Sessions")
    let files = try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
    for file in files where file.pathExtension == "md" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        if line.hasPrefix("    {\"id\":") {
          // Before its severity stands the id of each finding.
          for part in line.components(separatedBy: "\",\"severity\":").dropLast() {
            ids.insert(String(part[(part.lastIndex(of: "\"").map(part.index(after:)) ?? part.startIndex)...]))
          }
        }
        guard line.hasPrefix(mark) else { continue }
        let said = line.dropFirst(mark.count).drop { $0 == " " }
        if said.drop(while: \.isNumber).hasPrefix(endOfMore) { ids.insert("command.more") }
        guard line.hasSuffix("]"), let start = line.lastIndex(of: "[") else { continue }
        ids.insert(String(line[line.index(after: start)...].dropLast()))
      }
    }
    return ids
  }
}
