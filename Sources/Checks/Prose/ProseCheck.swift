import ReportModel

/// Numbers of the prose against the figures of the tables, and sums within the prose.
struct ProseCheck: Check {
  static let figure = "check.prose.figure"
  static let carriedIn = "check.prose.carriedIn"
  static let concluded = "check.prose.concluded"
  static let sum = "check.prose.sum"
  static let ofWhich = "check.prose.ofWhich"
  static let many = "check.prose.many"
  static let rules = [figure, carriedIn, concluded, sum, ofWhich, many]

  /// Numbers of one text that are compared: what is known of each is looked for in all its sentence. The longest
  /// report has some hundreds.
  static let maximumQuantities = 3_000

  func run(_ subject: CheckInput, _ log: inout CheckLog) {
    guard Self.rules.contains(where: log.isOn) else { return }
    let vocabulary = ProseVocabulary.shared
    let claims = ProseClaims(subject, vocabulary)
    let sums = ProseSums(vocabulary)
    let concluded = ProseConcluded(subject, vocabulary)
    // Headings above the section, outermost first.
    var headings: [(level: Int, text: String)] = []
    var left = Self.maximumQuantities
    for section in subject.report.sections {
      headings.removeAll { $0.level >= section.level || section.heading == nil }
      if let heading = section.heading { headings.append((section.level, heading)) }
      if section.paragraphs.isEmpty { continue }
      let titles = headings.map(\.text)
      let identity = subject.report.identity
      var passage = ProsePassage(
        section, headings: titles, year: identity.year, body: identity.body, vocabulary)
      if passage.quantities.count > left {
        if left >= 0 {
          log.report(
            Self.many, ["limit": String(Self.maximumQuantities)],
            [
              Witness(
                .subject, labels: titles, text: "", place: section.paragraphs.first?.place ?? section.place)
            ])
        }
        passage.keepQuantities(max(left, 0))
        // Said once.
        left = -1
      } else {
        left -= passage.quantities.count
      }
      concluded?.run(passage, titles, subject, &log)
      if passage.quantities.isEmpty { continue }
      claims.run(passage, titles, subject, &log)
      sums.run(passage, titles, &log)
    }
  }
}

extension ProsePassage {
  /// Words of the prose as a witness: the sentence, with a number marked.
  func witness(
    _ side: Witness.Side, _ range: Range<Int>, marking marked: Range<Int>, _ headings: [String]
  ) -> Witness {
    let quote = text.quote(range, marking: marked)
    return Witness(
      side, labels: headings, text: quote.text, marked: quote.marked, place: text.place(at: marked.lowerBound)
    )
  }

  /// A stretch as it was typed.
  func typed(_ range: Range<Int>) -> String { text.quote(range, marking: range).text }
}
