import Core
import DataFiles

/// What may be set, which element needs it, and what values it takes: `Schemas/archive/settings.tsv`.
package struct SettingsSchema: Sendable {
  /// Where a value comes from that nobody gives.
  package enum Need: Hashable, Sendable {
    /// It must be given.
    case required
    case optional
    /// From the report.
    case report
    /// From the setting of that key.
    case setting(String)
  }

  package enum Form: Hashable, Sendable {
    case text
    /// A part of the name of a folder.
    case code
    case year, date, number
    /// How 档号 are put together.
    case pattern
    case oneOf([String])
  }

  package struct Entry: Sendable {
    package let key: String
    /// The same in ASCII.
    package let alias: String
    /// The element that holds the value, or needs it.
    package let element: String
    package let need: Need
    package let form: Form
    /// What counts where nothing is given; nil for nothing.
    package let standard: String?
    package let explanation: LocalizedText
  }

  /// A setting that stands for an option of commands.
  package struct Option: Sendable {
    package let key: String
    /// Its name, without the hyphens.
    package let name: String
    /// Whether it has no value, and is meant where the setting says yes.
    package let isFlag: Bool
    package let commands: Set<String>
  }

  package let entries: [Entry]
  package let options: [Option]
  private let byName: [String: Entry]
  private let retentionCodes: [String: String]

  /// The schema that the program carries.
  package static let shared = SettingsSchema(DataFile.text("archive/settings.tsv") ?? "")

  /// The same with the options that the user's own file may set.
  package static let withOptions = SettingsSchema(
    DataFile.text("archive/settings.tsv") ?? "", takesOptions: true)

  package init(_ text: String, takesOptions: Bool = false) {
    let table = SectionedTable(text)
    let rows = takesOptions ? table.rows("options") : []
    options = rows.map { row in
      Option(
        key: row["key"], name: row["option"], isFlag: row["form"] == "flag",
        commands: Set(row["commands"].split(separator: " ").map(String.init)))
    }
    let others = rows.map { row in
      Entry(
        key: row["key"], alias: row["alias"], element: "", need: .optional,
        form: row["form"] == "flag" ? .oneOf(Option.answers) : Form(row["form"]), standard: nil,
        explanation: .empty)
    }
    entries = table.rows("settings").map { row in
      Entry(
        key: row["key"], alias: row["alias"], element: row["element"], need: Need(row["need"]),
        form: Form(row["form"]), standard: row["default"].isEmpty ? nil : row["default"],
        explanation: LocalizedText(chinese: row["zh"], english: row["en"]))
    }
    byName = Dictionary(
      (entries + others).flatMap { [($0.key, $0), ($0.alias, $0)] }, uniquingKeysWith: { first, _ in first })
    retentionCodes = Dictionary(
      table.rows("retention").map { ($0["name"], $0["code"]) }, uniquingKeysWith: { first, _ in first })
  }

  /// The entry of a key or alias.
  package func entry(_ name: String) -> Entry? { byName[name] }

  /// How a retention period is written in numbers.
  package func code(ofRetention name: String) -> String? { retentionCodes[name] }
}

extension SettingsSchema.Option {
  fileprivate static let answers = ["是", "否", "yes", "no"]

  /// Whether a value asks for a flag.
  package static func isYes(_ value: String) -> Bool { value == answers[0] || value == answers[2] }
}

extension SettingsSchema.Need {
  fileprivate init(_ text: String) {
    switch text {
    case "required": self = .required
    case "report": self = .report
    case _ where text.hasPrefix("{"): self = .setting(String(text.dropFirst().dropLast()))
    default: self = .optional
    }
  }
}

extension SettingsSchema.Form {
  fileprivate init(_ text: String) {
    switch text {
    case "code": self = .code
    case "year": self = .year
    case "date": self = .date
    case "number": self = .number
    case "pattern": self = .pattern
    case _ where text.contains("|"): self = .oneOf(text.split(separator: "|").map(String.init))
    default: self = .text
    }
  }

  /// Whether a value has this form.
  package func accepts(_ value: String) -> Bool {
    switch self {
    case .text: !value.unicodeScalars.contains { $0.properties.generalCategory == .control }
    case .code: PathPart.isSafe(value)
    case .year: value.utf8.count == 4 && Int(value) != nil && value.utf8.allSatisfy(\.isDigit)
    case .date: CalendarDate(value) != nil
    case .number: value.utf8.count <= 9 && !value.isEmpty && value.utf8.allSatisfy(\.isDigit)
    case .pattern: NumberPattern(value) != nil
    case .oneOf(let values): values.contains(value)
    }
  }

  /// How values look, for a person who has written another.
  package var name: LocalizedText {
    let id =
      switch self {
      case .text: "settings.form.text"
      case .code: "settings.form.code"
      case .year: "settings.form.year"
      case .date: "settings.form.date"
      case .number: "settings.form.number"
      case .pattern: "settings.form.pattern"
      case .oneOf: "settings.form.words"
      }
    let values: String
    if case .oneOf(let words) = self { values = words.joined(separator: " | ") } else { values = "" }
    func text(_ language: Language) -> String {
      MessageCatalogue.fill(MessageCatalogue.shared.word(id, language), with: ["values": values])
    }
    return LocalizedText(chinese: text(.chinese), english: text(.english))
  }
}

extension UInt8 {
  package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
