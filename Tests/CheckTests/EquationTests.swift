import Gongkai
import Testing
import TestSupport

@Suite struct EquationTests {
  @Test func carriedRulesCanBeRead() { #expect(RuleBook.shared.rules.count > 10) }
}
