import ReportModel

extension Crosswalk {
  /// What a row, a practice or a structural zero depends on: all its clauses must hold.
  ///
  /// Written `year<2021`, `year>=2021`, `missing:INDICATOR`, `prints:LABEL`, `says:PHRASE|PHRASE`, several joined by
  /// ` & `.
  public struct Condition: Sendable, Hashable {
    enum Clause: Sendable, Hashable {
      case before(Int)
      case from(Int)
      /// The report has no such row.
      case missing(String)
      /// The report prints a label with these words, which its form names among its variants.
      case prints(Phrase)
      /// The prose or a remark beside a figure has one of these phrases.
      case says([Phrase])
    }

    /// None: it holds always.
    let clauses: [Clause]
    /// As written.
    public let text: String

    public static let always = Condition(clauses: [], text: "")

    private init(clauses: [Clause], text: String) {
      self.clauses = clauses
      self.text = text
    }

    /// Nil for what is no condition.
    init?(_ text: String) {
      var clauses: [Clause] = []
      for part in text.split(separator: "&") {
        guard let clause = Self.clause(part.drop { $0 == " " }) else { return nil }
        clauses.append(clause)
      }
      self.init(clauses: clauses, text: text)
    }

    private static func clause(_ text: Substring) -> Clause? {
      var text = text
      while text.last == " " { text.removeLast() }
      func rest(_ prefix: String) -> Substring? {
        text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : nil
      }
      if let year = rest("year<") { return Int(year).map { .before($0) } }
      if let year = rest("year>=") { return Int(year).map { .from($0) } }
      if let id = rest("missing:"), !id.isEmpty { return .missing(String(id)) }
      if let label = rest("prints:"), !label.isEmpty { return .prints(Phrase(label)) }
      let phrases = rest("says:")?.split(separator: "|").map { Phrase($0) } ?? []
      return phrases.isEmpty ? nil : .says(phrases)
    }

    /// Whether it is known to hold for a report: of one whose year is not known, no condition on the year is.
    func holds(for report: Report) -> Bool { clauses.allSatisfy { Self.holds($0, for: report) } }

    private static func holds(_ clause: Clause, for report: Report) -> Bool {
      switch clause {
      case .before(let year): report.identity.year.map { $0 < year } ?? false
      case .from(let year): report.identity.year.map { $0 >= year } ?? false
      case .missing(let id):
        zip(report.form.cells, report.statistics.figures).allSatisfy { cell, figure in
          cell.id.indicator != id || figure == nil || figure?.status == .missingRow
        }
      case .prints(let label):
        report.evidence.contains { $0.form == report.form.id && label.stands(in: $0.text) }
      case .says(let phrases):
        report.sections.contains { section in
          section.paragraphs.contains { says(phrases, $0.text) }
        } || report.statistics.figures.contains { figure in figure?.note.map { says(phrases, $0) } ?? false }
      }
    }

    private static func says(_ phrases: [Phrase], _ text: String) -> Bool {
      phrases.contains { $0.stands(in: text) }
    }
  }

  /// Words that are looked for in texts, byte by byte.
  struct Phrase: Sendable, Hashable {
    private let bytes: [UInt8]
    /// By the last two bytes of a stretch of text as long as the phrase, how far the phrase is from there at least.
    private let skips: [UInt8]

    init(_ text: Substring) {
      bytes = Array(text.utf8)
      let longest = min(bytes.count - 1, 255)
      var skips = [UInt8](repeating: UInt8(max(longest, 1)), count: 256)
      // Two bytes further on may be the first of the phrase and one before it.
      for end in stride(from: bytes.count - longest, to: bytes.count, by: 1) where end > 0 {
        skips[Self.key(bytes[end - 1], bytes[end])] = UInt8(bytes.count - 1 - end)
      }
      self.skips = skips
    }

    private static func key(_ first: UInt8, _ second: UInt8) -> Int { Int(first &* 8 &- second) }

    /// Horspool's search.
    func stands(in text: String) -> Bool {
      var text = text
      return text.withUTF8 { text in
        let last = bytes.count - 1
        guard last > 0 else { return text.contains { $0 == bytes.first } }
        var end = last
        while end < text.count {
          let skip = Int(skips[Self.key(text[end - 1], text[end])])
          if skip > 0 {
            end += skip
            continue
          }
          var index = last
          while index >= 0, text[end - last + index] == bytes[index] { index -= 1 }
          if index < 0 { return true }
          end += 1
        }
        return false
      }
    }
  }
}
