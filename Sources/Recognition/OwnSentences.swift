import Findings
import ReportModel

/// Sentences that are no prose of a report: what this toolkit prints under a table to explain its marks, and
/// the titles and notes of the forms' sheets. A document that is read back must not keep them as its own words.
struct OwnSentences {
  /// What they begin with; those without anything to fill in are given whole.
  private let beginnings: [[UInt8]]
  /// The titles of sheets, which stand behind the year.
  private let titles: [[UInt8]]

  init(_ forms: FormCatalogue, _ messages: MessageCatalogue = .shared) {
    var beginnings: [[UInt8]] = []
    for id in messages.wordIDs
    where id.hasPrefix("legend.") || ["carried.title", "carried.why", "joint", "subtotal"].contains(id) {
      for language in Language.allCases {
        let sentence = messages.word(id, language)
        let beginning = sentence.prefix { $0 != "{" }
        // Few words could begin a sentence of anybody's.
        if beginning.count >= 5 { beginnings.append(Array(beginning.utf8)) }
      }
    }
    for table in forms.forms.flatMap(\.tables) where !table.note.isEmpty {
      beginnings.append(Array(table.note.utf8))
    }
    self.beginnings = beginnings
    titles = forms.forms.flatMap(\.tables).filter { $0.layout == .sheet }.flatMap { table in
      [table.title].map { Array($0.utf8) }
    }
  }

  func contain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      isTitle(utf8)
        || beginnings.contains { beginning in
          beginning.count <= utf8.count && beginning[0] == utf8[0]
            && beginning.elementsEqual(utf8[..<beginning.count])
        }
    }
  }

  /// 2017年度 and the title of a sheet, and nothing else but brackets and the word 附件.
  private func isTitle(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    titles.contains { title in
      guard utf8.count >= title.count, utf8.count <= title.count + Self.longestLead,
        title.elementsEqual(utf8[(utf8.count - title.count)...])
      else { return false }
      let lead = String(decoding: utf8[..<(utf8.count - title.count)], as: UTF8.self)
      return lead.unicodeScalars.allSatisfy { Self.leadCharacters.contains($0) || $0.properties.isWhitespace }
    }
  }

  private static let longestLead = 40
  private static let leadCharacters = Set("0123456789０１２３４５６７８９年度附件表：:（）()、.一二三".unicodeScalars)
}
