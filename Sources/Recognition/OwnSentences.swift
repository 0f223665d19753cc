import Core
import ReportModel

/// Sentences that are no prose of a report: what this toolkit prints under a table to explain its marks, and
/// the titles and notes of the forms' sheets. A document that is read back must not keep them as its own words.
struct OwnSentences {
  /// Each as the words between what is filled in, in their order.
  private let sentences: [[[UInt8]]]
  /// Those that name rows and give figures.
  private let totals: [[[UInt8]]]
  /// The titles of sheets, which stand behind the year.
  private let titles: [[UInt8]]

  init(_ forms: FormCatalogue, _ messages: MessageCatalogue = .shared) {
    var sentences: [[[UInt8]]] = []
    let own = ["carried.title", "carried.why", "joint", "joint.title", "marks", "subtotal"]
    for id in messages.wordIDs("legend.") + own {
      for language in Language.allCases {
        let parts = Self.parts(messages.word(id, language))
        // Few words could begin a sentence of anybody's.
        if let first = parts.first, String(decoding: first, as: UTF8.self).count >= 5 {
          sentences.append(parts)
        }
      }
    }
    for table in forms.forms.flatMap(\.tables) where !table.note.isEmpty {
      sentences.append([Array(table.note.utf8)])
    }
    self.sentences = sentences
    totals = ["joint", "marks", "subtotal"].flatMap { id in
      Language.allCases.map { Self.parts(messages.word(id, $0)) }
    }
    let wordings = forms.forms.flatMap { form in
      form.tables.filter { $0.layout == .sheet }.flatMap { form.wordings(of: $0.title) }
    }
    titles = Set(wordings).sorted().map { Array($0.utf8) }
  }

  func contain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      isTitle(utf8)
        || sentences.contains { Self.matches($0, utf8) }
    }
  }

  /// Whether a text says what is known of several rows together: it is no row, however much it looks like one.
  func tellsTotals(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      let start = utf8.firstIndex { $0 != UInt8(ascii: " ") } ?? utf8.endIndex
      let rest = UnsafeBufferPointer(rebasing: utf8[start...])
      return totals.contains { Self.matches($0, rest) }
    }
  }

  /// The words of a sentence of the catalogue between its placeholders.
  private static func parts(_ sentence: String) -> [[UInt8]] {
    let pieces = Array(sentence.utf8).split(separator: UInt8(ascii: "{"), omittingEmptySubsequences: false)
    return pieces.enumerated().map { number, piece in
      Array(number == 0 ? piece : piece.drop { $0 != UInt8(ascii: "}") }.dropFirst())
    }
  }

  /// Whether a text begins with the first part and has the others behind it, in their order.
  private static func matches(_ parts: [[UInt8]], _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = parts.first, !first.isEmpty, utf8.count >= first.count, utf8[0] == first[0],
      first.elementsEqual(utf8[..<first.count])
    else { return false }
    var position = first.count
    for part in parts.dropFirst() where !part.isEmpty {
      guard
        let found = (position...max(position, utf8.count)).first(where: { start in
          start + part.count <= utf8.count && part.elementsEqual(utf8[start..<start + part.count])
        })
      else { return false }
      position = found + part.count
    }
    return true
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
