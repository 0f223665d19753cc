import Testing

@testable import Core

/// A refusal tells a person everything, in both languages, wherever it is printed.
@Suite struct RefusalTests {
  private let refusal = Refusal(
    .input,
    [
      Finding(
        "form.role", .error, ["file": "a.tsv", "value": "sum"], places: [Place(line: 3), Place(line: 7)]),
      Finding("pdf.none-such", .error, ["a": "1"]),
    ])

  @Test func everythingIsSaidInBothLanguages() {
    let lines = refusal.description.split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "a.tsv：“sum”不是行的角色 [l3; l7]",
        "  → 请改用 section、group、subtotal、total、addend、of-which、single 或 cell。", "pdf.none-such a=1",
        "a.tsv: “sum” is not a role [l3; l7]",
        "  → Use section, group, subtotal, total, addend, of-which, single or cell.", "pdf.none-such a=1",
      ])
    #expect(refusal.errorDescription == refusal.description)
    #expect("\(refusal as any Error)" == refusal.description)
    #expect(refusal.text(in: .english) == lines[3...].joined(separator: "\n"))
  }

  @Test func reasonsAndRemediesApart() {
    #expect(refusal.failureReason?.contains("→") == false)
    #expect(
      refusal.recoverySuggestion == """
        请改用 section、group、subtotal、total、addend、of-which、single 或 cell。
        Use section, group, subtotal, total, addend, of-which, single or cell.
        """)
    #expect(Refusal(.usage, Finding("none.such", .error)).recoverySuggestion == nil)
  }

  @Test(arguments: [
    ("read.empty", Finding.Origin.reading), ("crosswalk.lint.cycle", .conversion),
    ("check.sum.parts", .checking),
    ("own.mine", .checking), ("own", .checking), ("reading.x", .other), ("pdf.no-text", .other), ("", .other),
  ])
  func originOfFindings(id: String, origin: Finding.Origin) {
    #expect(Finding(id, .note).origin == origin)
  }

  @Test func severitiesAreOrdered() {
    #expect(Severity.allCases.sorted() == [.note, .warning, .error] && Severity.error > .note)
  }
}
