import Verification

extension [VerificationResult] {
  /// For a terminal: by the four properties, the gravest first.
  package func text(_ style: VerificationStyle) -> TerminalText {
    map { VerificationText($0, style).text }.joined(separator: "\n")
  }
}

extension VerificationResult {
  /// In a few lines: the verdict with the counts, what is not as it should be, and what a person has to do.
  package func brief(_ style: VerificationStyle) -> TerminalText { VerificationText(self, style).brief }
}

private struct VerificationText {
  /// What is wrong first.
  private static let order: [VerificationItem.State] = [
    .failed, .warning, .notAssessed, .needsPerson, .passed,
  ]

  /// How many findings of one item are shown.
  private static let cap = 5

  private let result: VerificationResult
  private let style: VerificationStyle

  init(_ result: VerificationResult, _ style: VerificationStyle) {
    self.result = result
    self.style = style
  }

  var text: TerminalText {
    var text: TerminalText = "\(result.name): \(style.heading(result))\n"
    if let sha256 = result.sha256 { text += "SHA-256 \(sha256)\n" }
    for property in VerificationProperty.allCases {
      let items = result.items.filter { $0.rule.property == property }
      text += "\n\(style.property(property))\n"
      for state in Self.order {
        let chosen = items.filter { $0.state == state }
        guard let first = chosen.first else { continue }
        text += style.isShown(first) ? lines(chosen) : "  \(style.count(state, chosen.count))\n"
      }
    }
    return "\(text)\n\(end)\n"
  }

  var brief: TerminalText {
    Self.order.filter { $0 != .passed }.reduce("\(end)\n") { text, state in
      text + lines(result.items(state).filter(style.isShown))
    }
  }

  private var end: String {
    style.word("end", ["verdict": style.verdict(result), "counts": style.summary(result)])
  }

  private func lines(_ items: [VerificationItem]) -> TerminalText {
    var text: TerminalText = ""
    var shown = 0
    for (index, item) in items.enumerated() {
      let isLast = index + 1 == items.count || items[index + 1].rule.id != item.rule.id
      shown += 1
      if shown <= Self.cap {
        let place = style.place(item).map { style.word("says", ["state": $0]) } ?? ""
        let says = style.word("says", ["state": style.state(item.state)])
        text += "  \(says)\(place)\(item.sentence(style.language)) [\(item.rule.id.rawValue)]\n"
      }
      guard isLast else { continue }
      if shown > Self.cap {
        text +=
          "    \(style.word("more", ["count": String(shown - Self.cap), "id": item.rule.id.rawValue]))\n"
      }
      if let remedy = item.remedy(style.language) { text += "    → \(remedy)\n" }
      shown = 0
    }
    return text
  }
}
