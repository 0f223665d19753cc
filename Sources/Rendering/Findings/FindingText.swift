import Core

/// Findings for a terminal, as a good compiler shows what it found: where, how bad, what, and what to do.
package struct FindingText {
  /// How many findings of one kind are shown, and how the rest is told.
  package enum Extent {
    case all
    /// Five, and how many more there are.
    case some
    /// Five, and how the rest is had.
    case someOfAll
  }

  private static let cap = 5

  private let words: Words
  private let extent: Extent
  private let isColored: Bool

  package init(_ language: Language, _ extent: Extent = .some, isColored: Bool = false) {
    words = Words(language)
    self.extent = extent
    self.isColored = isColored
  }

  /// Findings by kind, the gravest first, with what to do about each kind once.
  ///
  /// - Parameter path: the file that they speak of; nil where each names its own, or is about none.
  package func text(of findings: [Finding], path: String?, from level: Severity = .note) -> TerminalText {
    var order: [String] = []
    var groups: [String: [Finding]] = [:]
    for finding in findings where finding.severity >= level {
      if groups[finding.id] == nil { order.append(finding.id) }
      groups[finding.id, default: []].append(finding)
    }
    func severity(_ id: String) -> Severity { groups[id]?.first?.severity ?? .note }
    return order.sorted { severity($0) > severity($1) }.map { id in
      let group = groups[id] ?? []
      return shown(group).map { line($0, path: path) }.joined() + rest(of: group, id) + remedy(of: group)
    }.joined()
  }

  /// Those of one kind that are shown.
  func shown<Item>(_ items: [Item]) -> ArraySlice<Item> {
    extent == .all ? items[...] : items.prefix(Self.cap)
  }

  /// How many more there are than are shown, where there are.
  func rest<Item>(of items: [Item], _ id: String) -> TerminalText {
    let count = items.count - shown(items).count
    if count == 0 { return "" }
    let text =
      extent == .someOfAll
      ? words("check.more", ["count": String(count), "rule": id]) : words.message(.more(count, id: id))
    return "  \(text)\n"
  }

  func remedy(of findings: [Finding]) -> TerminalText {
    findings.last.flatMap(words.remedy).map { "  → \($0)\n" } ?? ""
  }

  /// `path:line: error: sentence (place) [id]`
  ///
  /// - Parameter table: what the form calls the table that it is in; nil to count those of the file.
  func line(_ finding: Finding, path: String?, table: String? = nil) -> TerminalText {
    let file = path ?? finding.arguments["file"]
    var location = file.map(words.file) ?? "gongkai"
    // An editor finds `file:line:`; the cell of a table stands behind the sentence.
    var address = ""
    if let place = finding.places.first {
      if let line = place.line { location += ":\(line)" }
      address = PlaceText.address(place, words, table: table)
    }
    var message = finding.message(in: words.language)
    // Messages on forms and crosswalks begin with their file, which stands at the beginning of the line already.
    if let file {
      for prefix in ["\(file): ", "\(file)："] where message.hasPrefix(prefix) {
        message.removeFirst(prefix.count)
      }
    }
    let severity = TerminalText(words.severity(finding.severity)).painted(
      .init(finding.severity), if: isColored)
    let cell = address.isEmpty ? "" : words.aside(address)
    return "\(location): \(severity)\(words.colon)\(message)\(cell) [\(finding.id)]\n"
  }
}

enum PlaceText {
  /// Page, table, row and column, such as 表二第4行第7列 or 第3个表第4行第7列; empty where the format has none of them.
  ///
  /// - Parameter table: what the form calls the table; nil to count those of the file.
  static func address(_ place: Place, _ words: Words, table: String? = nil) -> String {
    var parts = place.page.map { [words("place.page", ["number": String($0)])] } ?? []
    if let number = place.table {
      parts.append(
        table.map { words("place.form-table", ["name": $0]) }
          ?? words("place.table", ["number": String(number)]))
    }
    parts += [("row", place.row), ("column", place.column)].compactMap { part, number in
      number.map { words("place.\(part)", ["number": String($0)]) }
    }
    return parts.joined(separator: words("place.separator"))
  }

  /// The whole place, for one that stands by itself: down to the line of a text, which a person can find.
  static func text(_ place: Place, _ words: Words) -> String {
    let line = place.line.map { words("place.line", ["number": String($0)]) } ?? ""
    return [address(place, words), line].filter { !$0.isEmpty }.joined(separator: words("place.behind"))
  }
}

extension Finding {
  fileprivate static func more(_ count: Int, id: String) -> Finding {
    Finding("command.more", .note, ["count": String(count), "id": id])
  }
}
