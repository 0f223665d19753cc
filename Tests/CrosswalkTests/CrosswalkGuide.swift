import Core
import DataFiles
import Foundation
import TestSupport

/// What the documentation says of the crosswalks besides what they say themselves.
struct CrosswalkGuide: Sendable {
  let cases: [CrosswalkCase]
  /// The article that a row of today's form rests on.
  let articles: [String: LocalizedText]
  /// The words of the pages.
  let words: [String: LocalizedText]
  /// Lines that could not be read.
  let defects: [Int]

  static func read() -> CrosswalkGuide {
    let url = Repository.root.appending(path: "Schemas/law/crosswalks.tsv")
    let file = SectionedTable((try? String(contentsOf: url, encoding: .utf8)) ?? "")
    func texts(_ section: String, _ key: String) -> [String: LocalizedText] {
      Dictionary(
        file.rows(section).map { ($0[key], LocalizedText(chinese: $0["zh"], english: $0["en"])) },
        uniquingKeysWith: { first, _ in first })
    }
    let read = file.rows("cases").map { ($0.line, CrosswalkCase($0)) }
    return CrosswalkGuide(
      cases: read.compactMap(\.1), articles: texts("articles", "indicator"), words: texts("words", "id"),
      defects: file.strayLines + read.filter { $0.1 == nil }.map(\.0))
  }
}
