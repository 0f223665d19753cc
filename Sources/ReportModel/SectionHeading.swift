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

  /// What stands behind the number of a heading: 概述 for 一、概述, （一）概述, 1.概述 and 第一章 概述; nil where there is no
  /// number, or nothing behind it.
  package static func titleBehindNumber(_ heading: String) -> Substring? {
    var rest = heading.unicodeScalars[...]
    func skip(_ marks: String) -> Bool {
      guard let first = rest.first, marks.unicodeScalars.contains(first) else { return false }
      rest.removeFirst()
      return true
    }
    func skipNumber() -> Bool {
      let number = rest.prefix { numerals.contains($0) || ("0"..."9").contains($0) }
      rest = rest[number.endIndex...]
      return !number.isEmpty
    }
    while skip(" \u{3000}") {}
    let isNumbered =
      if skip("（(") {
        skipNumber() && skip("）)")
      } else if skip("第") {
        skipNumber() && skip("章节部条") && (skip("分") || true)
      } else {
        skip("①②③④⑤⑥⑦⑧⑨⑩") || skipNumber() && skip("、．.，,：: ")
      }
    while isNumbered, skip("、．.，,：: \u{3000}") {}
    return isNumbered && !rest.isEmpty ? Substring(rest) : nil
  }

  private static let numerals = (1...10).flatMap { ChineseNumeral.text($0).unicodeScalars }
}

extension Form {
  /// Where a chapter of another outline belongs: by the words that the form's file has for its sections.
  ///
  /// - Returns: the section's position, and whether the heading says what its title says; nil where the form has no
  ///   section for it.
  package func section(for heading: String) -> (position: Int, isSameTitle: Bool)? {
    let words = SectionHeading.core(heading)
    for (position, known) in sectionWords.enumerated() {
      if SectionWords.are(known.same, in: words) { return (position, true) }
      if SectionWords.are(known.matters, in: words) { return (position, false) }
    }
    return nil
  }

  /// The position of the section that a heading opens, by the words of its title or an alias of it.
  public func section(titled heading: String) -> Int? {
    let words = SectionHeading.core(heading)
    return sections.indices.first { position in
      wordings(of: sections[position]).contains { SectionHeading.core($0) == words }
    }
  }
}
