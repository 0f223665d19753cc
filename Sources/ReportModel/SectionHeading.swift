/// What the heading of a section says, apart from how it is numbered and set.
public enum SectionHeading {
  /// A heading without its number and punctuation.
  public static func core(_ heading: String) -> String {
    var text = heading.unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) }[...]
    if heading.unicodeScalars.contains("、") || heading.unicodeScalars.contains("．") {
      let numerals = Set((1...10).map { Numbering.chineseNumeral($0) }.flatMap { $0.unicodeScalars })
      while let first = text.first, numerals.contains(first) { text = text.dropFirst() }
    }
    return String(String.UnicodeScalarView(text))
  }
}

extension Form {
  /// The position of the section that a heading opens, by the words of its title or an alias of it.
  public func section(titled heading: String) -> Int? {
    let words = SectionHeading.core(heading)
    return sections.indices.first { position in
      wordings(of: sections[position]).contains { SectionHeading.core($0) == words }
    }
  }
}
