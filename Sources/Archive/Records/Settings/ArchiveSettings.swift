import Core

/// What people decide about the packages that are made: the fonds, retention, classification, who hands over.
///
/// A settings file is UTF-8 text with a line `key = value` for each, and `#` before comments.
public struct ArchiveSettings: Sendable {
  private var given: [String: String] = [:]
  private let schema: SettingsSchema

  /// Nothing given.
  package init(_ schema: SettingsSchema = .shared) { self.schema = schema }

  // MARK: Reading

  /// Adds the values of a settings file.
  ///
  /// - Throws: an `input` refusal with all defects and their lines.
  public mutating func read(_ bytes: [UInt8], name: String) throws(Refusal) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(.input, .settingsEncoding(name))
    }
    var defects: [Finding] = []
    var seen: [String: Int] = [:]
    for (index, rawLine) in text.split(separator: /\r\n|\n|\r/, omittingEmptySubsequences: false).enumerated()
    {
      var line = rawLine
      if index == 0, line.unicodeScalars.first == "\u{FEFF}" {
        line = Substring(line.unicodeScalars.dropFirst())
      }
      let trimmed = Self.trimmed(line)
      if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
      let places = [Place(line: index + 1)]
      guard let (key, value) = Self.parts(trimmed) else {
        defects.append(.settingsLine(name, trimmed, places))
        continue
      }
      guard let entry = schema.entry(key) else {
        defects.append(.settingUnknown(name, key, known: keys, places))
        continue
      }
      if let first = seen[entry.key] {
        defects.append(.settingTwice(name, entry.key, firstLine: first, places))
        continue
      }
      seen[entry.key] = index + 1
      if value.isEmpty { continue }
      if let defect = defect(entry, value, name, places) {
        defects.append(defect)
      } else {
        given[entry.key] = value
      }
    }
    if !defects.isEmpty { throw Refusal(.input, defects) }
  }

  /// Takes values as they are given on the command line, each `key=value`; they go before those of a file.
  ///
  /// - Throws: a `usage` refusal with all defects.
  public mutating func set(_ assignments: [String]) throws(Refusal) {
    var defects: [Finding] = []
    for assignment in assignments {
      guard let (key, value) = Self.parts(assignment) else {
        defects.append(.settingsLine("--set", assignment))
        continue
      }
      guard let entry = schema.entry(key) else {
        defects.append(.settingUnknown("--set", key, known: keys))
        continue
      }
      if value.isEmpty {
        given[entry.key] = nil
      } else if let defect = defect(entry, value, "--set", []) {
        defects.append(defect)
      } else {
        given[entry.key] = value
      }
    }
    if !defects.isEmpty { throw Refusal(.usage, defects) }
  }

  /// Takes what was given to others; that goes before what was given to these.
  public mutating func take(_ others: ArchiveSettings) {
    given.merge(others.given) { _, other in other }
  }

  private var keys: [String] { (schema.options.map(\.key)) + schema.entries.map(\.key) }

  private func defect(
    _ entry: SettingsSchema.Entry, _ value: String, _ file: String, _ places: [Place]
  ) -> Finding? {
    entry.form.accepts(value) ? nil : .settingValue(file, entry.key, value, entry.form, places)
  }

  /// Key and value around the first `=`, in either width.
  private static func parts(_ line: String) -> (key: String, value: String)? {
    guard let sign = line.firstIndex(where: { $0 == "=" || $0 == "＝" }) else { return nil }
    let key = trimmed(line[..<sign])
    return key.isEmpty ? nil : (key, trimmed(line[line.index(after: sign)...]))
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    let start = text.drop(while: isSpace)
    let end = start.lastIndex { !isSpace($0) }
    return end.map { String(start[...$0]) } ?? ""
  }

  // MARK: Values

  /// Whether nothing is given that a package needs.
  package var isEmpty: Bool { !schema.entries.contains { given[$0.key] != nil } }

  /// What was given for an option of commands.
  package func value(of option: SettingsSchema.Option) -> String? { given[option.key] }

  /// What a key stands at: what was given, else where the schema says that it comes from.
  public subscript(key: String) -> String? {
    guard let entry = schema.entry(key) else { return nil }
    if let value = given[entry.key] { return value }
    if case .setting(let other) = entry.need { return self[other] }
    if entry.key == "保管期限代码" { return self["保管期限"].flatMap(schema.code) }
    return entry.standard
  }

  /// How 档号 are put together.
  package var pattern: NumberPattern? { self["档号规则"].flatMap { NumberPattern($0) } }

  /// What must be given and is not, each with the element that needs it.
  public var missing: [Finding] {
    var keys = schema.entries.filter { $0.need == .required && self[$0.key] == nil }.map(\.key)
    for key in pattern?.needed ?? [] where key != "年度" && self[key] == nil && !keys.contains(key) {
      // The code follows from the period, which is named already.
      if key == "保管期限代码", self["保管期限"] == nil { continue }
      keys.append(key)
    }
    return keys.compactMap { schema.entry($0) }.map { .settingMissing($0) }
  }

  // MARK: Template

  /// A settings file to fill in: every key with its explanation, and the values that are known. What is not
  /// required stands behind `#`.
  public func template(_ language: Language) -> String {
    let words = MessageCatalogue.shared
    var text = ""
    for line in words.word("settings.template", language).split(
      separator: "¶", omittingEmptySubsequences: false)
    {
      text += line.isEmpty ? "#\n" : "# \(line)\n"
    }
    for entry in schema.entries {
      var remark = entry.explanation[language]
      let id: String
      switch entry.need {
      case .required: id = "settings.need.required"
      case .report: id = "settings.need.report"
      case .optional, .setting: id = "settings.need.optional"
      }
      if case .oneOf(let values) = entry.form {
        remark += (language == .chinese ? "：" : ": ") + values.joined(separator: " | ")
      }
      text += "\n# \(remark)\(words.word(id, language))［\(entry.element)］\n"
      if let value = given[entry.key] {
        text += "\(entry.key) = \(value)\n"
      } else if entry.need == .required {
        text += "\(entry.key) =\n"
      } else {
        text += "# \(entry.key) =\(entry.standard.map { " \($0)" } ?? "")\n"
      }
    }
    return text
  }
}
