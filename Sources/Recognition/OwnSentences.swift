import Findings
import ReportModel

/// Sentences that are no prose of a report: what this toolkit prints under a table to explain its marks, and
/// the notes of the forms. A document that is read back must not keep them as its own words.
struct OwnSentences {
  /// What they begin with; those without anything to fill in are given whole.
  private let beginnings: [[UInt8]]

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
  }

  func contain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      beginnings.contains { beginning in
        beginning.count <= utf8.count && beginning[0] == utf8[0]
          && beginning.elementsEqual(utf8[..<beginning.count])
      }
    }
  }
}
