/// What a number format makes of a number, as far as it changes what the number says: separators and decimals are
/// dress, but a format may scale, add words, hide, or print something else in the number's place.
package struct NumberFormat: Hashable {
  package struct DateParts: Hashable {
    package var year = false
    package var month = false
    package var day = false
    package var time = false

    package static let date = DateParts(year: true, month: true, day: true)
  }

  /// What one section of a format code shows.
  struct Section: Hashable {
    enum Content: Hashable {
      /// The number times ten to a power, between words; the number of a text section is the text itself.
      case number(power: Int, before: String, after: String)
      case date(DateParts)
      /// Nothing but words; none at all where nothing is shown.
      case words(String)
      /// What is shown cannot be traced back to the number: fractions, digits of the format's own.
      case unclear
    }

    var content: Content
    var condition: Condition?
    /// Whether a minus or its like stands in it, as in sections for negative numbers.
    var hasMinus = false

    static let plain = Section(content: .number(power: 0, before: "", after: ""))
    static let hidden = Section(content: .words(""))
  }

  /// `[>=10000]`
  struct Condition: Hashable {
    enum Relation: Hashable { case less, atMost, equal, unequal, atLeast, greater }

    let relation: Relation
    let limit: SheetNumber.Decimal

    func holds(_ number: SheetNumber.Decimal) -> Bool {
      switch relation {
      case .less: number < limit
      case .atMost: !(limit < number)
      case .equal: number == limit
      case .unequal: number != limit
      case .atLeast: !(number < limit)
      case .greater: limit < number
      }
    }
  }

  /// By sign, or by their conditions; empty where every number is shown as it is.
  private(set) var sections: [Section]
  /// For texts; nil where they are shown as they are.
  private(set) var text: Section?

  package static let general = NumberFormat(sections: [])

  /// Whether nothing is to be done.
  package var isGeneral: Bool { sections.isEmpty && text == nil }

  private init(sections: [Section], text: Section? = nil) {
    self.sections = sections
    self.text = text
  }

  /// Reads a format code, such as `yyyy"年"m"月"d"日"`, `0.00%` or `#,##0"件";-#,##0"件";"无"`.
  package init(code: String) {
    var parsed = FormatCodeScan.sections(of: code)
    var text: Section?
    if parsed.count > 3 {
      text = parsed[3].section
    } else if let last = parsed.indices.last, parsed[last].isForText {
      text = parsed[last].section
      // 0;@ has one section for all numbers, and `@` alone shows them as they are.
      if last > 0 { parsed.removeLast() }
    }
    let sections = parsed.prefix(3).map(\.section)
    self.init(
      sections: Self.isDress(sections) ? [] : sections, text: text == .plain ? nil : text)
  }

  /// Whether the sections show every number as it is, negative ones with a sign.
  private static func isDress(_ sections: [Section]) -> Bool {
    sections.enumerated().allSatisfy { index, section in
      section.content == Section.plain.content && section.condition == nil && section.hasMinus == (index == 1)
    }
  }

  /// The formats that files name by number only.
  package static func builtIn(_ id: Int) -> NumberFormat {
    switch id {
    case 9, 10: percent
    case 12, 13: NumberFormat(sections: [Section(content: .unclear)])
    case 14, 15, 27...31, 36, 50...54, 57, 58: .date(.date)
    case 16: .date(DateParts(month: true, day: true))
    case 17: .date(DateParts(year: true, month: true))
    case 18...21, 32...35, 45...47, 55, 56: .date(DateParts(time: true))
    case 22: .date(DateParts(year: true, month: true, day: true, time: true))
    case 41...44: accounting
    default: .general
    }
  }

  private static let percent = NumberFormat(code: "0%")
  private static let accounting = NumberFormat(code: "#,##0;-#,##0;\"-\";@")

  package static func date(_ parts: DateParts) -> NumberFormat {
    NumberFormat(sections: [Section(content: .date(parts))])
  }

  /// The section for a number, and whether it says itself that the number is negative; nil where none is meant for it.
  func section(for number: SheetNumber.Decimal) -> (section: Section, isForNegative: Bool)? {
    if sections.contains(where: { $0.condition != nil }) {
      // How a sign is shown beside conditions differs from program to program.
      if number.isNegative { return nil }
      return
        (sections.first { $0.condition?.holds(number) ?? false } ?? sections.last { $0.condition == nil }).map
      {
        ($0, false)
      }
    }
    if number.isNegative, sections.count > 1 { return (sections[1], true) }
    if number.digits.isEmpty, sections.count > 2 { return (sections[2], false) }
    return sections.first.map { ($0, false) }
  }
}

/// What is to be seen of a cell.
package enum ShownText: Hashable {
  case text(String)
  /// Nothing, though something is stored.
  case nothing
  /// What is seen cannot be traced back to what is stored.
  case unclear
}

extension NumberFormat {
  /// What is shown of a text.
  package func shown(_ text: String) -> ShownText {
    guard let section = self.text else { return .text(text) }
    switch section.content {
    case .number(power: 0, let before, let after): return .text(before + text + after)
    case .words(let words): return words.isEmpty ? .nothing : .text(words)
    case .number, .date, .unclear: return .unclear
    }
  }
}
