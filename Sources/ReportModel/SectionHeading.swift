import Core
/// What the heading of a section says, apart from how it is numbered and set.
package enum SectionHeading {
  /// A heading without its number and punctuation.
  package static func core(_ heading: String) -> String {
    var isInNumber = heading.unicodeScalars.contains { $0 == "、" || $0 == "．" }
    var text = ""
    for scalar in heading.unicodeScalars where (0x4E00...0x9FFF).contains(scalar.value) {
      if isInNumber, numerals.contains(scalar) { continue }
      isInNumber = false
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  private static let numerals = (1...10).flatMap { ChineseNumeral.text($0).unicodeScalars }
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
