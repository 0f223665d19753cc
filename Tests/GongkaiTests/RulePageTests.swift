import Foundation
import Testing

@testable import Checks
@testable import Core
@testable import Rendering

/// The page of the documentation on all rules is made from them. GONGKAI_RECORD=1 makes it anew.
@Suite struct RulePageTests {
  @Test func pageIsCurrent() throws {
    let url = CatalogueTests.root.appendingPathComponent("Sources/Gongkai/Gongkai.docc/Rules.md")
    let page = RuleText().page(.shared)
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try page.write(to: url, atomically: true, encoding: .utf8)
    }
    let stored = try? String(contentsOf: url, encoding: .utf8)
    #expect(stored == page, "GONGKAI_RECORD=1 makes the page anew")
  }

  /// Each rule says what it looks at, why and what to do, in both languages.
  @Test(arguments: RuleBook.shared.rules.map(\.id))
  func rulesAreWhole(id: String) throws {
    let rule = try #require(RuleBook.shared.rule(id))
    for text in [rule.title, rule.explanation, rule.remedy] {
      #expect(!text.chinese.isEmpty && !text.english.isEmpty)
    }
    // What follows from common sense alone has no basis to name.
    #expect(rule.basis.chinese.isEmpty == rule.basis.english.isEmpty)
    for language in Language.allCases {
      let text = RuleText().text(rule, language).string
      #expect(text.contains(id) && !text.contains("rule."), "\(text)")
    }
  }
}
