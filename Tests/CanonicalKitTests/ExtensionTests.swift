import TestSupport
import Testing

@testable import CanonicalKit
@testable import Core
@testable import JSONKit
@testable import ReportModel

@Suite struct ExtensionTests {
  private func rewritten(_ text: String) throws -> String {
    let reports = try CanonicalJSON.read(Array(text.utf8))
    return String(decoding: try CanonicalJSON.write(reports), as: UTF8.self)
  }

  @Test func membersOfANewerMinorVersionSurviveWhereverTheyStand() throws {
    let text = """
      {
        "gongkai": "1.7",
        "edition": "2021",
        "form": "1.0",
        "statistics": {
          "applications": {
            "received": {
              "total": 5
            },
            "withdrawn": 3
          }
        },
        "sections": [
          {
            "heading": "一、总体情况",
            "level": 1,
            "paragraphs": [
              {"text": "…", "language": "zh"}
            ]
          }
        ],
        "cells": {"applications.received@total": {"confidence": 0.90}},
        "identity": {"nickname": {"a":[1,2]}}
      }

      """
    #expect(try rewritten(text) == text)
  }

  @Test func membersBesideReportsSurvive() throws {
    let text = """
      {
        "gongkai": "1.2",
        "reports": [
          {
            "edition": "2021",
            "form": "1.0",
            "statistics": {}
          },
          {
            "edition": "2019",
            "form": "1.0",
            "statistics": {},
            "future": [true]
          }
        ],
        "batch": "x"
      }

      """
    #expect(try rewritten(text) == text)
  }

  /// An editor may put it into any version, at the root; it stays where it was and raises no version.
  @Test(arguments: [
    #"{"$schema": "report-1.schema.json", "gongkai": "1.0", "edition": "2021", "statistics": {}}"#,
    #"{"$schema": "x", "gongkai": "1.0", "reports": [{"edition": "2021", "statistics": {}}, {"edition": "2019", "statistics": {}}]}"#,
    #"{"$schema": "x", "gongkai": "1.7", "edition": "2021", "statistics": {}, "future": 1}"#,
  ])
  func theNameOfASchemaSurvives(_ text: String) throws {
    func compact(_ text: String) -> String { JSONDocument(Array(text.utf8)).compact(0) }
    let written = compact(try rewritten(text)).replacing(#""form":"1.0","#, with: "")
    #expect(written == compact(text))
    let reports = try CanonicalJSON.read(Array(text.utf8))
    #expect(try CanonicalXML.read(CanonicalXML.write(reports)) == reports)
  }

  /// A scheme that a newer version brings is kept with the version that brought it; version 1.0 has none.
  @Test(arguments: CanonicalFormat.allCases) func newerSchemesOfIdentifiersSurvive(_ format: CanonicalFormat)
    throws
  {
    let more =
      format == .json
      ? #""identity": {"identifiers": [{"scheme": "later", "value": "7"}]}"#
      : #"<identity><identifier scheme="later">7</identifier></identity>"#
    let text = format.report(with: "").replacing(
      format == .json ? "\"statistics\": {},\n" : "<statistics/>",
      with: format == .json ? "\"statistics\": {},\n" + more : more + "<statistics/>")
    #expect(format.findings(of: text).map(\.id) == ["\(format.rawValue).value"])
    let reports = try format.read(Array(text.replacing("\"1.0\"", with: "\"1.7\"").utf8))
    #expect(reports.first?.identity.identifiers.map(\.scheme.rawValue) == ["later"])
    for other in CanonicalFormat.allCases {
      let bytes = try other.write(reports)
      #expect(String(decoding: bytes, as: UTF8.self).contains("\"1.7\""))
      #expect(try other.read(bytes) == reports)
    }
  }

  @Test(arguments: CanonicalFormat.allCases)
  func aVersionWithoutNewMembersIsWrittenAsOurs(_ format: CanonicalFormat) throws {
    let text = format.report(with: format == .json ? "\"unplaced\": []" : "").replacing("1.0", with: "1.9")
    let reports = try format.read(Array(text.utf8))
    #expect(reports.first?.extensions == [])
    #expect(String(decoding: try format.write(reports), as: UTF8.self).contains("\"1.0\""))
  }

  /// What one format keeps of a newer version, the other keeps too, and gives back.
  @Test(arguments: CanonicalFormat.allCases) func extensionsPassThroughTheOtherFormat(
    _ format: CanonicalFormat
  ) throws {
    let other: CanonicalFormat = format == .json ? .xml : .json
    for seed in 0..<20 {
      var generator = ReportGenerator(seed: UInt64(seed))
      let form = generator.random.pick(FormCatalogue.shared.forms)
      let reports = [generator.report(of: form, hasExtensions: true)]
      let passed = try other.read(other.write(format.read(format.write(reports))))
      #expect(passed == reports, "seed \(seed)")
    }
  }

  /// Version 1.0 has no members but its own.
  @Test(arguments: CanonicalFormat.allCases) func newMembersNeedANewerVersion(_ format: CanonicalFormat)
    throws
  {
    let text = format.report(with: format == .json ? "\"future\": 1" : "<future/>")
    let kind = format == .json ? "member" : "element"
    #expect(format.findings(of: text).map(\.id) == ["\(format.rawValue).unknown-\(kind)"])
    let newer = text.replacing("\"1.0\"", with: "\"1.1\"")
    #expect(try format.read(Array(newer.utf8)).first?.extensions.count == 2)
  }

  /// What is known may not contradict itself in a newer version either.
  @Test(arguments: ["1.0", "1.1"])
  func contradictionsAreNamedInEveryVersion(version: String) {
    let text = """
      {"gongkai": "\(version)", "edition": "2021", "form": "1.0",
       "statistics": {"applications": {"received": {"total": 5}}},
       "cells": {"applications.received@total": {"value": 6}}}
      """
    let refusal = #expect(throws: Refusal.self) { try CanonicalJSON.read(Array(text.utf8)) }
    #expect(refusal?.findings.map(\.id) == ["json.contradiction"])
  }

  @Test func aKnownMemberIsNotReplaced() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    let report = Report(
      statistics: Statistics(form), extensions: [Extension(parent: "", name: "edition", json: "\"1999\"")])
    let back = try CanonicalJSON.read(try CanonicalJSON.write([report]))
    #expect(back.first?.form == form)
  }

  @Test func whatIsNotJSONIsRefused() throws {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    let report = Report(
      statistics: Statistics(form), extensions: [Extension(parent: "", name: "x", json: "{\"a\": 1")])
    let refusal = #expect(throws: Refusal.self) { try CanonicalJSON.write([report]) }
    #expect(refusal?.kind == .output)
    #expect(refusal?.findings.map(\.id) == ["json.extension"])
    #expect(refusal?.findings.first?.arguments["member"] == "x")
  }
}
