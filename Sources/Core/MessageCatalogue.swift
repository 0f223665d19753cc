import DataFiles

/// The sentences of all findings, in both languages: `Schemas/messages/*.tsv`.
package struct MessageCatalogue: Sendable {
  package struct Entry: Sendable {
    /// The sentence, with `{placeholders}`.
    package let message: LocalizedText
    /// What to do; may be empty.
    package let remedy: LocalizedText
  }

  /// The sentences and the words where they stand in their files. A text is made of one when it is asked for.
  private let entryRows: Rows
  private let wordRows: Rows

  /// Rows by their ids; of several with one id the last has it.
  private struct Rows: Sendable {
    private var rows: [SectionedTable.Row] = []
    private var index = ByteIndex(expecting: 1 << 10)

    mutating func add(_ row: SectionedTable.Row) {
      let id = row.bytes("id")
      let hash = ByteIndex.hash(id)
      if let known = index.number(hash, where: { rows[$0].bytes("id") == id }) {
        rows[known] = row
      } else {
        index.insert(rows.count, hash)
        rows.append(row)
      }
    }

    subscript(id: String) -> SectionedTable.Row? {
      index.number(ByteIndex.hash(id)) { id.utf8.elementsEqual(rows[$0].bytes("id")) }.map { rows[$0] }
    }

    func ids(_ prefix: String) -> [String] {
      rows.compactMap { $0.bytes("id").starts(with: prefix.utf8) ? $0["id"] : nil }
    }
  }

  /// The catalogue that the program carries.
  package static let shared = MessageCatalogue(carried: "messages/")

  /// The sentences of the rules of checking, which stand beside their formulas; read only when one is needed.
  private static let rules = MessageCatalogue(carried: "checks/")

  private init(carried folder: String) {
    self.init(DataFile.paths.filter { $0.hasPrefix(folder) }.compactMap { DataFile.bytes($0) })
  }

  package init(_ texts: [String]) { self.init(texts.map { Array($0.utf8) }) }

  private init(_ files: [[UInt8]]) {
    var (entries, words) = (Rows(), Rows())
    for file in files.map({ SectionedTable($0) }) {
      file.rows("words").forEach { words.add($0) }
      for section in ["messages", "rules"] { file.rows(section).forEach { entries.add($0) } }
    }
    (entryRows, wordRows) = (entries, words)
  }

  /// The entry of exactly that id.
  package subscript(id: String) -> Entry? {
    entryRows[id].map { row in
      Entry(
        message: LocalizedText(chinese: row["zh"], english: row["en"]),
        remedy: LocalizedText(chinese: row["remedy.zh"], english: row["remedy.en"]))
    }
  }

  /// All entries by their ids, for those who need no speed.
  package var entries: [String: Entry] {
    entryRows.ids("").reduce(into: [:]) { $0[$1] = self[$1] }
  }

  /// The entry of an id; one that has none, such as a rule of a user's own, speaks as its group does.
  private func entry(_ id: String) -> Entry? {
    var name = id[...]
    while true {
      if let entry = self[String(name)] ?? Self.rules[String(name)] { return entry }
      guard let dot = name.lastIndex(of: ".") else { return nil }
      name = name[..<dot]
    }
  }

  /// The ids of the words that begin so.
  package func wordIDs(_ prefix: String) -> [String] { wordRows.ids(prefix) }

  /// A word or phrase of an output, such as a status or a legend. An id that is not there gives the id.
  package func word(_ id: String, _ language: Language) -> String {
    wordRows[id].map { $0[language.rawValue] } ?? id
  }

  /// The same in both languages.
  package func word(_ id: String) -> LocalizedText {
    wordRows[id].map { LocalizedText(chinese: $0["zh"], english: $0["en"]) }
      ?? LocalizedText(chinese: id, english: id)
  }

  /// A word as an argument of a finding, in both languages.
  package func argument(_ name: String, word id: String) -> [String: String] {
    Dictionary(
      Language.allCases.map { ("\(name).\($0.rawValue)", word(id, $0)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Whether there is a sentence for an id.
  package func hasEntry(_ id: String) -> Bool { entry(id) != nil }

  /// A finding in words of both languages; nil where neither the catalogue nor the finding has any.
  package func text(of finding: Finding) -> FindingText? {
    guard let entry = entry(finding.id) else { return finding.foreignText }
    func filled(_ text: LocalizedText) -> LocalizedText {
      LocalizedText(
        chinese: Self.fill(text.chinese, with: finding.arguments, .chinese),
        english: Self.fill(text.english, with: finding.arguments, .english))
    }
    let remedy = filled(entry.remedy)
    return FindingText(message: filled(entry.message), remedy: remedy.isEmpty ? nil : remedy)
  }

  /// The sentence of a finding. An id that is not in the catalogue gives the words that the finding brought, or
  /// the id and the arguments.
  package func message(_ finding: Finding, _ language: Language) -> String {
    guard let entry = entry(finding.id) else {
      if let text = finding.foreignText?.message.either(language), !text.isEmpty { return text }
      let arguments = finding.arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return ([finding.id] + arguments).joined(separator: " ")
    }
    return Self.fill(entry.message[language], with: finding.arguments, language)
  }

  /// What to do about a finding, or nil where there is nothing to say.
  package func remedy(_ finding: Finding, _ language: Language) -> String? {
    let text =
      entry(finding.id).map { Self.fill($0.remedy[language], with: finding.arguments, language) }
      ?? finding.foreignText?.remedy?.either(language) ?? ""
    return text.isEmpty ? nil : text
  }

  /// The placeholders of a template, such as `row` in `{row}`.
  package static func placeholders(of template: String) -> Set<String> {
    var names: Set<String> = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.insert(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }

  /// A template with its `{placeholders}` replaced; one without an argument is left out. An argument that reads
  /// differently in each language is given twice, as `name.zh` and `name.en`, which goes before `name`.
  package static func fill(
    _ template: String, with arguments: [String: String], _ language: Language? = nil
  ) -> String {
    var result = ""
    // Found in bytes, which is much faster than in characters, and the same for braces.
    var rest = template[...]
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      result += rest[..<open]
      let name = String(rest[rest.utf8.index(after: open)..<close])
      result += language.flatMap { arguments["\(name).\($0.rawValue)"] } ?? arguments[name] ?? ""
      rest = rest[rest.utf8.index(after: close)...]
    }
    return result + rest
  }
}
