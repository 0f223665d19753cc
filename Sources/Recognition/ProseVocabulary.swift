import ReportModel

/// What the reader of prose must know of a form, as letters alone.
struct ProseVocabulary: Sendable {
  let words: ProseWords
  /// The titles of the form's sections, the longest first, without connectors.
  let titles: WordList
  /// Those of them whose section has a table.
  let titlesOfTables: WordList
  /// The rows of tables that are numbered like sections.
  let rows: WordList
  /// By their first letter, the labels in and around the tables, the longest first.
  let labels: [UInt32: [[UInt32]]]

  /// Letters of titles that one report prints and another leaves out.
  static let connectors = Set("与和及的".unicodeScalars.map(\.value))

  init(_ form: Form, _ words: ProseWords = .shared) {
    self.words = words
    func letters(_ title: String) -> [[UInt32]] {
      form.wordings(of: title).map { GlyphFolding.codes(of: $0).filter { !Self.connectors.contains($0) } }
    }
    titles = WordList(form.sections.flatMap(letters).sorted { $0.count > $1.count })
    titlesOfTables = WordList(
      form.sections.filter { section in form.tables.contains { $0.title.hasSuffix(section) } }.flatMap(
        letters))
    let layouts = Dictionary(form.tables.map { ($0.id, $0.layout) }, uniquingKeysWith: { first, _ in first })
    rows = WordList(
      form.indicators.filter { layouts[$0.table] == .applicants }
        .flatMap { form.wordings(of: $0.label) }.map(GlyphFolding.codes(of:)).filter { $0.count >= 4 })
    var texts: Set<String> = []
    for table in form.tables {
      texts.formUnion([table.rowHeader, table.unitHeader, table.note])
      if table.layout == .sheet { texts.insert("单位") }
      // The rows of a sheet are named like the parts of the prose.
      if table.layout != .sheet { texts.formUnion(table.columns.map(\.label)) }
    }
    for indicator in form.indicators where layouts[indicator.table] != .sheet {
      texts.formUnion(indicator.block + [indicator.label, indicator.column])
    }
    var labels: [UInt32: Set<[UInt32]>] = [:]
    for text in texts.flatMap({ form.wordings(of: $0) }) {
      // 部分公开 for 部分公开（区分处理的，…）.
      let short = text.hasPrefix("（") ? "" : text.prefix { $0 != "（" }
      for variant in [text, String(short)] {
        let codes = GlyphFolding.codes(of: variant)
        if let first = codes.first { labels[first, default: []].insert(codes) }
      }
    }
    self.labels = labels.mapValues { $0.sorted { $0.count > $1.count } }
  }
}
