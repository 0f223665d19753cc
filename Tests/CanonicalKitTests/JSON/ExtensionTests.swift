import Testing

@testable import CanonicalKit
@testable import Core
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

  @Test func aVersionWithoutNewMembersIsWrittenAsOurs() throws {
    let text = "{\"gongkai\": \"1.9\", \"edition\": \"2021\", \"statistics\": {}}"
    #expect(try CanonicalJSON.read(Array(text.utf8)).first?.extensions == [])
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

@Suite struct JSONAmountTests {
  private func read(_ text: String) -> Amount? {
    var text = text
    return text.withUTF8 { JSONAmount.read($0) }
  }

  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.30", "0.30"), ("-12.50", "-12.50"), ("1e3", "1000"), ("1.5e-3", "0.0015"),
    ("25E+1", "250"), ("1.50e1", "15.0"), ("0e999999999999", "0"),
    ("999999999999999999", "999999999999999999"),
    ("123456789012345678901234", "123456789012345678901234"), ("1e23", "100000000000000000000000"),
    ("-0.000000001", "-0.000000001"), ("0.1000000000000000", "0.100000000"), ("1e-9", "0.000000001"),
    ("10e-10", "0.000000001"), ("9223372036854775807", "9223372036854775807"),
    ("9223372036854775808", "9223372036854775808"), ("12345678901234567.89", "12345678901234567.89"),
  ])
  func numbersAreExact(_ text: String, _ expected: String) {
    #expect(read(text)?.description == expected)
  }

  @Test(arguments: ["1e24", "0.0000000001", "1e-10", "1234567890123456789012345", "1e999999999999", "-1e24"])
  func numbersBeyondTheLimitsAreNotRead(_ text: String) {
    #expect(read(text) == nil)
  }

  @Test func manyZerosAreNoBurden() {
    #expect(read("0." + String(repeating: "0", count: 1_000_000))?.description == "0.000000000")
    #expect(read("1." + String(repeating: "0", count: 1_000_000))?.description == "1.000000000")
    #expect(read("1" + String(repeating: "0", count: 1_000_000)) == nil)
  }
}
