import Foundation
import TestSupport
import Testing

@testable import Core
@testable import Crosswalk
@testable import ReportModel

/// The pages of the documentation on the crosswalks are made from them. GONGKAI_RECORD=1 makes them anew.
@Suite struct CrosswalkPageTests {
  private static let folder = Repository.root.appending(path: "Sources/Gongkai/Gongkai.docc")

  @Test func pagesAreCurrent() throws {
    let pages = try CrosswalkPages(
      guide: .read(), crosswalks: CrosswalkCatalogue.shared.crosswalks, forms: .shared
    ).pages()
    for (name, page) in pages {
      let url = Self.folder.appending(path: "\(name).md")
      if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
        try page.write(to: url, atomically: true, encoding: .utf8)
      }
      let stored = try? String(contentsOf: url, encoding: .utf8)
      #expect(stored == page, "\(name): GONGKAI_RECORD=1 makes the page anew")
    }
    let stored = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasPrefix("Crosswalk") }
    #expect(Set(stored) == Set(pages.keys.map { "\($0).md" }), "a page of a crosswalk that is no more")
  }

  /// Every word that a page uses is there, in both languages.
  @Test func wordsAreWhole() {
    let words = CrosswalkGuide.read().words
    for (id, word) in words { #expect(!word.chinese.isEmpty && !word.english.isEmpty, "\(id)") }
    for relation in Crosswalk.Relation.allCases { #expect(words[relation.rawValue] != nil, "\(relation)") }
  }
}
