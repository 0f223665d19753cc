import Rendering
import Testing

@testable import Core
@testable import Crosswalk
@testable import DataFiles

/// The carried crosswalks, and what the lint says of one that is spoilt.
@Suite struct CrosswalkFileTests {
  private static let paths = DataFile.paths.filter { $0.hasPrefix("crosswalks/") }

  @Test(arguments: paths)
  func carriedOnesAreClean(path: String) throws {
    let crosswalk = try Crosswalk.read(try #require(DataFile.text(path)), name: path)
    let findings = crosswalk.lint()
    #expect(findings.allSatisfy { $0.id == "crosswalk.lint.own-reading" }, "\(findings)")
  }

  @Test func statisticsAddUp() {
    for crosswalk in CrosswalkCatalogue.shared.crosswalks {
      let statistics = crosswalk.statistics
      let named = Set(crosswalk.mappings.map(\.source) + crosswalk.totals.map(\.indicator))
      for reading in Crosswalk.Reading.allCases {
        let components = statistics.components(reading)
        #expect(
          CrosswalkStatistics.Shape.allCases.reduce(0) { $0 + statistics.count($1, reading) }
            == components.count)
        let sources = components.flatMap(\.sources)
        #expect(sources.count == named.count && Set(sources) == named)
        let targets = components.flatMap(\.targets)
        #expect(targets.count == Set(targets).count && !targets.contains(Crosswalk.none))
      }
      let links = statistics.bases.reduce(statistics.ownReadings) { $0 + $1.links }
      #expect(links == crosswalk.mappings.reduce(0) { $0 + $1.also.count })
    }
  }

  @Test(arguments: CrosswalkCatalogue.shared.crosswalks.map(\.id))
  func sssomHasALineForEachPair(id: String) throws {
    let crosswalk = try #require(CrosswalkCatalogue.shared.crosswalk(id: id))
    let lines = crosswalk.sssom().string.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    let pairs = crosswalk.mappings.reduce(0) { $0 + max($1.targets.count + $1.also.count, 1) }
    #expect(lines.count == pairs + 1)
    #expect(lines.allSatisfy { $0.count == 10 })
    // What practice adds is told by its predicate, and each such line says what it rests on.
    let practice = lines.dropFirst().filter { !$0[8].isEmpty }
    #expect(practice.count == crosswalk.mappings.reduce(0) { $0 + $1.also.count })
    #expect(practice.allSatisfy { $0[2].hasPrefix("ogirel:") })
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
    Spoiling(find: "《条例》第三十六条第（二）项\tart. 36(2)\n", replace: "\t\n", expected: "no-reason"),
    Spoiling(
      find: "《条例》第三十六条第（二）项\tart. 36(2)\n", replace: "\tart. 36(2)\n", expected: "one-language"),
    Spoiling(find: "@publications ", replace: "@publication ", expected: "unknown-practice"),
    Spoiling(
      find: "\t\tsays:", replace: "\t\tyear<2000 & missing:no.such & says:", expected: "unknown-source"),
    Spoiling(
      find: "\n[checks]\n", replace: "\n[joint]\ntarget\tsource\twhy\n\n[checks]\n",
      expected: "ignored-section"),
    Spoiling(
      find:
        "\napplications.replied.agreed\tbroadMatch\tapplications.outcome.disclosed\t\tapplications.outcome.disclosed\t",
      replace:
        "\napplications.replied.agreed\tbroadMatch\tapplications.outcome.disclosed\t\tapplications.outcome.disclosed\tyear<2015",
      expected: "source-twice"),
    // The last row of the file, which stands under [checks].
    Spoiling(
      find: "已办结的申请均已答复\tevery concluded application has been answered", replace: "\t",
      expected: "no-reason"),
    Spoiling(
      find: "closeMatch\tapplications.outcome.partlyDisclosed\t\tapplications.outcome.partlyDisclosed",
      replace: "closeMatch\tapplications.outcome.partly\t\tapplications.outcome.partly",
      expected: "unknown-target"),
    Spoiling(
      find: "closeMatch\tapplications.outcome.partlyDisclosed\t\tapplications.outcome.partlyDisclosed",
      replace: "closeMatch\tapplications.outcome.partlyDisclosed\t\tapplications.outcome.disclosed",
      expected: "default"),
    Spoiling(
      find: "\nproactive.licences.decisions\t", replace: "\nproactive.charges.amount\t",
      expected: "target-missing"),
    Spoiling(
      find: "closeMatch\tproactive.normativeDocuments.issued\t",
      replace: "closeMatch\tproactive.charges.amount\t", expected: "unit"),
    Spoiling(find: "target\t2021", replace: "target\tlegacy", expected: "cycle"),
    Spoiling(find: "target.version\t1.0", replace: "target.version\t0.9", expected: "version"),
    Spoiling(
      find: "[silent]\ntarget\twhy.zh\twhy.en\n",
      replace: "[silent]\ntarget\twhy.zh\twhy.en\napplications.received\t没有\tno row\n",
      expected: "target-declared"),
  ])
  func lintFinds(spoiling: Spoiling) throws {
    let text = try #require(DataFile.text("crosswalks/legacy-2021.tsv"))
    let range = try #require(text.firstRange(of: spoiling.find), "\(spoiling.find) is not in the file")
    let spoilt = text.replacingCharacters(in: range, with: spoiling.replace)
    let findings = try Crosswalk.read(spoilt, name: "spoilt").lint()
    #expect(findings.contains { $0.id == "crosswalk.lint.\(spoiling.expected)" }, "\(findings)")
  }

  @Test(arguments: paths)
  func reasonsAreInBothLanguages(path: String) throws {
    let file = SectionedTable(try #require(DataFile.text(path)))
    for section in file.sections where section != "crosswalk" {
      for row in file.rows(section) {
        let chinese = row["why.zh"]
        let english = row["why.en"]
        #expect(
          chinese.unicodeScalars.contains { ("\u{4E00}"..."\u{9FFF}").contains($0) },
          "\(path):\(row.line): \(row.values.first ?? "") has no Chinese reason")
        #expect(
          english.unicodeScalars.contains { ("a"..."z").contains($0) },
          "\(path):\(row.line): \(row.values.first ?? "") has no English reason")
        #expect(
          !chinese.hasSuffix("。") && !english.hasSuffix("."), "\(path):\(row.line): parts of a sentence")
      }
    }
  }

  /// A crosswalk as it was written before reasons had two languages.
  @Test func aSingleReasonStandsForBothLanguages() throws {
    let text = try #require(DataFile.text("crosswalks/legacy-2021.tsv"))
    let old = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      var fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if fields.count > 2 { fields.remove(at: fields.count - 2) }
      if fields.last == "why.en" { fields[fields.count - 1] = "why" }
      return fields.joined(separator: "\t")
    }.joined(separator: "\n")
    let crosswalk = try Crosswalk.read(old, name: "old")
    let carried = try Crosswalk.read(text, name: "carried")
    #expect(crosswalk.mappings.map(\.why.english) == carried.mappings.map(\.why.english))
    #expect(crosswalk.mappings.allSatisfy { $0.why.chinese == $0.why.english })
    #expect(
      crosswalk.practices.allSatisfy { !$0.why.isEmpty } && crosswalk.checks.allSatisfy { !$0.why.isEmpty })
    let findings = crosswalk.lint()
    #expect(
      Set(findings.map(\.id)) == ["crosswalk.lint.one-language", "crosswalk.lint.own-reading"]
        && findings.allSatisfy { $0.severity == .note })
    #expect(crosswalk.sssom().string == carried.sssom().string)
  }

  /// Read backwards, rows that became one give their reasons together, each once.
  @Test func invertedReasonsAreInBothLanguages() throws {
    let crosswalk = try #require(CrosswalkCatalogue.shared.crosswalk(id: "legacy-2021")).inverted()
    func why(_ id: String) -> LocalizedText? { crosswalk.mappings.first { $0.source == id }?.why }
    #expect(
      why("review.corrected") == LocalizedText(chinese: "结果相同", english: "the same result"))
    let disclosed = try #require(why("applications.outcome.disclosed"))
    #expect(disclosed.chinese.hasSuffix("；《条例》第三十六条第（二）项") && disclosed.english.hasSuffix("; art. 36(2)"))
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
