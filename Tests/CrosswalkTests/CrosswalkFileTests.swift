import Findings
import ReportModel
import Testing

@testable import Crosswalk

/// The carried crosswalks, and what the lint says of one that is spoilt.
@Suite struct CrosswalkFileTests {
  private static let paths = DataFile.paths.filter { $0.hasPrefix("crosswalks/") }

  @Test(arguments: paths)
  func carriedOnesAreClean(path: String) throws {
    let crosswalk = try Crosswalk.read(try #require(DataFile.text(path)), name: path)
    #expect(crosswalk.lint() == [])
  }

  @Test func statisticsAddUp() {
    for crosswalk in CrosswalkCatalogue.shared.crosswalks {
      let statistics = crosswalk.statistics
      #expect(
        CrosswalkStatistics.Shape.allCases.reduce(0) { $0 + statistics.count($1) }
          == statistics.components.count)
      let sources = statistics.components.flatMap(\.sources)
      #expect(sources.count == Set(sources).count)
      #expect(sources.count == crosswalk.mappings.count + crosswalk.totals.count)
    }
  }

  @Test func sssomHasALineForEachPair() throws {
    let crosswalk = try #require(CrosswalkCatalogue.shared.crosswalk(id: "legacy-2021"))
    let lines = crosswalk.sssom().split(separator: "\n").filter { !$0.hasPrefix("#") }
    let pairs = crosswalk.mappings.reduce(0) { $0 + max($1.targets.count, 1) }
    #expect(lines.count == pairs + 1)
    #expect(lines.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 7 })
  }

  struct Spoiling: Sendable, CustomTestStringConvertible {
    let find: String
    let replace: String
    let expected: String
    var testDescription: String { expected }
  }

  @Test(arguments: [
    Spoiling(
      find: "\nresponse.topics\tnoMatch", replace: "\nresponse.subjects\tnoMatch", expected: "unknown-source"),
    Spoiling(find: "\nresponse.topics\tnoMatch", replace: "\nresponse.topics\tsameAs", expected: "relation"),
    Spoiling(
      find: "\nresponse.topics\tnoMatch", replace: "\nresponse.topics\texactMatch", expected: "no-targets"),
    Spoiling(find: "\nresponse.topics\t", replace: "\nresponse.other\t", expected: "source-missing"),
    Spoiling(find: "\nreview.upheld\t", replace: "\nreview.total\t", expected: "source-twice"),
    Spoiling(find: "art. 37\n", replace: "\n", expected: "no-reason"),
    Spoiling(
      find: "exactMatch\tapplications.outcome.partlyDisclosed\tapplications.outcome.partlyDisclosed",
      replace: "exactMatch\tapplications.outcome.partly\tapplications.outcome.partly",
      expected: "unknown-target"),
    Spoiling(
      find: "exactMatch\tapplications.outcome.partlyDisclosed\tapplications.outcome.partlyDisclosed",
      replace: "exactMatch\tapplications.outcome.partlyDisclosed\tapplications.outcome.disclosed",
      expected: "default"),
    Spoiling(
      find: "applications.outcome.notProvided.notHeld applications.outcome.notProvided.needsCreation",
      replace: "applications.outcome.notProvided.notHeld", expected: "target-missing"),
    Spoiling(
      find: "closeMatch\tproactive.normativeDocuments.issued\tproactive.normativeDocuments.issued",
      replace: "closeMatch\tproactive.charges.amount\tproactive.charges.amount", expected: "unit"),
    Spoiling(find: "target\t2021", replace: "target\tlegacy", expected: "cycle"),
    Spoiling(find: "target.version\t1.0", replace: "target.version\t0.9", expected: "version"),
    Spoiling(
      find: "[silent]\ntarget\twhy\n", replace: "[silent]\ntarget\twhy\napplications.received\tno row\n",
      expected: "target-declared"),
  ])
  func lintFinds(spoiling: Spoiling) throws {
    let text = try #require(DataFile.text("crosswalks/legacy-2021.tsv"))
    let range = try #require(text.firstRange(of: spoiling.find), "\(spoiling.find) is not in the file")
    let spoilt = text.replacingCharacters(in: range, with: spoiling.replace)
    let findings = try Crosswalk.read(spoilt, name: "spoilt").lint()
    #expect(findings.contains { $0.id == "crosswalk.lint.\(spoiling.expected)" }, "\(findings)")
  }

  @Test func allDefectsAreNamedAtOnce() throws {
    let text =
      "[crosswalk]\nid\tx\nversion\t1\nsource\tlegacy\ntarget\t2021\n\n[mappings]\nsource\trelation\ttargets\tdefault\twhy\nno.such\tsame\tneither\t\t\n"
    let ids = Set(try Crosswalk.read(text, name: "x").lint().map(\.id))
    #expect(ids.count >= 6)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(range, with: text)
    return copy
  }
}
