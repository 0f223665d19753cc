import DataFiles

/// The words that tell prose from its headings and from what a page prints around it.
struct ProseWords: Sendable {
  /// What a page prints around a document.
  enum PageWord {
    /// A link or a button.
    case word
    /// What stands before a colon in the lines above the text.
    case key
    /// What stands before a colon, or at the head of a line, wherever the line is.
    case mark
    /// What stands before the path of a page.
    case trail
    /// What begins the foot of a page.
    case footer
  }

  /// What headings end with, the longest first.
  let endings: [[UInt32]]
  /// Those that words like the beginning of a sentence may follow at once.
  let strongEndings: [[UInt32]]
  /// What the text behind a heading begins with.
  let openers: WordList
  let page: PageWordList

  static let shared = ProseWords(DataFile.text("recognition/prose.tsv") ?? "")

  init(_ text: String) {
    let file = SectionedTable(text, headless: ["prose"])
    func words(_ rows: [SectionedTable.Row]) -> [[UInt32]] {
      rows.flatMap { $0.list("words", separatedBy: "|").map(GlyphFolding.codes(of:)) }
        .sorted { $0.count > $1.count }
    }
    endings = words(file.rows("headings"))
    strongEndings = words(file.rows("headings").filter { $0["kind"] == "strong" })
    openers = WordList(words(file.rows("openers")))
    var page: [[UInt32]: PageWord] = [:]
    for row in file.rows("page") {
      let kind: PageWord =
        switch row["kind"] {
        case "key": .key
        case "mark": .mark
        case "trail": .trail
        case "footer": .footer
        default: .word
        }
      // The later line has it: a mark is a word as well.
      for word in row.list("words", separatedBy: "|") { page[GlyphFolding.codes(of: word)] = kind }
    }
    self.page = PageWordList(page)
  }

  /// The words that pages print around a document, whole or at the head of a line.
  struct PageWordList: Sendable {
    private let kinds: [[UInt32]: PageWord]
    private let words: WordList
    private let footers: WordList

    /// A footer that is shorter is one only as a whole.
    private static let shortestHead = 4

    init(_ kinds: [[UInt32]: PageWord]) {
      self.kinds = kinds
      words = WordList(Array(kinds.keys))
      footers = WordList(kinds.filter { $0.value == .footer && $0.key.count >= Self.shortestHead }.map(\.key))
    }

    /// What the letters of glyphs are as a whole.
    func kind(of glyphs: ArraySlice<Glyph>) -> PageWord? {
      guard let first = glyphs.first, words.mayBegin(with: first.code) else { return nil }
      return kinds[GlyphFolding.codes(glyphs)]
    }

    /// Whether glyphs begin with the words of a foot.
    func beginsFooter(_ glyphs: ArraySlice<Glyph>) -> Bool {
      guard let first = glyphs.first, footers.mayBegin(with: first.code) else { return false }
      let letters = glyphs.lazy.filter { $0.kind != .mark }.map(\.code)
      return footers.words.contains { letters.starts(with: $0) }
    }
  }
}
