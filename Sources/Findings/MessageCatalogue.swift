/// The sentences of all findings, in both languages: `Schemas/messages/*.tsv`.
public struct MessageCatalogue: Sendable {
  public struct Entry: Sendable {
    /// The sentence, with `{placeholders}`.
    public let message: LocalizedText
    /// What to do; may be empty.
    public let remedy: LocalizedText
  }

  public let entries: [String: Entry]
  private let words: [String: LocalizedText]

  /// The catalogue that the program carries.
  public static let shared = MessageCatalogue(
    DataFile.paths.filter { $0.hasPrefix("messages/") }.compactMap { DataFile.text($0) })

  public init(_ texts: [String]) {
    var entries: [String: Entry] = [:]
    var words: [String: LocalizedText] = [:]
    for text in texts {
      let file = SectionedTable(text)
      for row in file.rows("words") {
        words[row["id"]] = LocalizedText(chinese: row["zh"], english: row["en"])
      }
      for row in file.rows("messages") {
        entries[row["id"]] = Entry(
          message: LocalizedText(chinese: row["zh"], english: row["en"]),
          remedy: LocalizedText(chinese: row["remedy.zh"], english: row["remedy.en"]))
      }
    }
    self.entries = entries
    self.words = words
  }

  /// The ids of all words.
  public var wordIDs: [String] { words.keys.sorted() }

  /// A word or phrase of an output, such as a status or a legend. An id that is not there gives the id.
  public func word(_ id: String, _ language: Language) -> String { words[id]?[language] ?? id }

  /// The sentence of a finding. An id that is not in the catalogue gives the id and the arguments.
  public func message(_ finding: Finding, _ language: Language) -> String {
    guard let entry = entries[finding.id] else {
      let arguments = finding.arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      return ([finding.id] + arguments).joined(separator: " ")
    }
    return Self.fill(entry.message[language], with: finding.arguments)
  }

  /// What to do about a finding, or nil where there is nothing to say.
  public func remedy(_ finding: Finding, _ language: Language) -> String? {
    guard let text = entries[finding.id]?.remedy[language], !text.isEmpty else { return nil }
    return Self.fill(text, with: finding.arguments)
  }

  /// The placeholders of a template, such as `row` in `{row}`.
  public static func placeholders(of template: String) -> Set<String> {
    var names: Set<String> = []
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.insert(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }

  /// A template with its `{placeholders}` replaced; one without an argument is left out.
  public static func fill(_ template: String, with arguments: [String: String]) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      result += arguments[name] ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
