import DocumentModel

/// Tells what a site prints around a document from the document: lists of searches, buttons, links to its
/// neighbours, footers. In doubt a line is the document's.
struct HTMLSiteText {
  typealias Item = HTMLBlockBuilder.Item

  /// Longer lines are looked at no closer.
  private static let maximumLength = 160

  /// The blocks with those marked that are the site's.
  static func marked(_ items: [Item]) -> [Item] {
    var items = HTMLPageData.lined(items)
    // Behind the last of these stands what a document ends with, and then the site again.
    let lastSection = items.lastIndex { isSection($0.block) || isTableOfFigures($0.block) }
    var isBehindEnd = false
    var isInSearches = false
    var rest = items[(lastSection.map { $0 + 1 } ?? 0)...].filter(isSentence).count
    for index in items.indices {
      guard let paragraph = items[index].block.paragraph else {
        isInSearches = false
        continue
      }
      let isTail = lastSection.map { index > $0 } ?? true
      if isTail, isSentence(items[index]) { rest -= 1 }
      let line = line(paragraph.text)
      let isFooter = line.map(HTMLSiteWords.beginsFooter) ?? false
      if isTail, rest == 0, isFooter { isBehindEnd = true }
      isInSearches =
        line.map { line in
          HTMLSiteWords.beginsSearches(line)
            || isInSearches && lastSection.map { index < $0 } ?? false && isWord(line)
        } ?? false
      let isSites =
        isBehindEnd || isInSearches || line.map(HTMLSiteWords.isSiteText) ?? false
        || isTail && rest == 0 && index > 0 && isStrayHeading(items[index].block, line)
      if isSites { items[index].markAsSurrounding(paragraph) }
    }
    return items
  }

  /// The characters of a short line without spaces; nil for a long one and for a sentence.
  static func line(_ text: String) -> [Unicode.Scalar]? {
    guard text.utf8.count <= 3 * maximumLength, !text.unicodeScalars.contains("。") else { return nil }
    return Array(text.unicodeScalars.lazy.filter { !HTMLSiteWords.isSpace($0) })
  }

  /// 一、… or （一）….
  private static func isSection(_ block: Block) -> Bool {
    guard let paragraph = block.paragraph else { return false }
    // Lazily: filtering a part of a text makes texts, one for each character.
    let line = Array(paragraph.text.unicodeScalars.prefix(8).lazy.filter { !HTMLSiteWords.isSpace($0) })
    let isBracketed = line.first == "（" || line.first == "("
    let rest = line.dropFirst(isBracketed ? 1 : 0)
    let ordinal = rest.prefix { HTMLSiteWords.numerals.contains($0) }
    guard !ordinal.isEmpty, let mark = rest.dropFirst(ordinal.count).first else { return false }
    return isBracketed ? mark == "）" || mark == ")" : mark == "、" || mark == "." || mark == "．"
  }

  private static func isTableOfFigures(_ block: Block) -> Bool {
    guard case .table(let table) = block else { return false }
    return table.rows.contains { row in row.cells.contains { $0.text.utf8.contains { $0 &- 0x30 < 10 } } }
  }

  /// A line that says something, as the prose of a report does.
  private static func isSentence(_ item: Item) -> Bool {
    guard item.frame == .none, let paragraph = item.block.paragraph else { return false }
    return paragraph.text.unicodeScalars.contains("。")
  }

  /// A word that people search for.
  private static func isWord(_ line: [Unicode.Scalar]) -> Bool {
    line.count <= 12 && !line.contains { "：:。、；（）(".unicodeScalars.contains($0) }
      && !HTMLSiteWords.contains(line, "报告") && !HTMLSiteWords.namesBody(line)
  }

  /// A heading behind the end of a document that is none of its annexes.
  private static func isStrayHeading(_ block: Block, _ line: [Unicode.Scalar]?) -> Bool {
    guard case .heading = block, let line else { return false }
    return !isSection(block) && line.first != "附" && !HTMLSiteWords.contains(line, "报告")
      && !HTMLSiteWords.namesBody(line) && !line.contains { $0.value &- 0x30 < 10 }
  }
}

extension HTMLBlockBuilder.Item {
  /// Headings of a site head none of the document's sections.
  fileprivate mutating func markAsSurrounding(_ paragraph: Paragraph) {
    var paragraph = paragraph
    paragraph.style = .surrounding
    block = .paragraph(paragraph)
  }
}

extension Block {
  /// The text of a paragraph or of a heading.
  var paragraph: Paragraph? {
    switch self {
    case .paragraph(let paragraph), .heading(let paragraph, _): paragraph
    case .table: nil
    }
  }
}
