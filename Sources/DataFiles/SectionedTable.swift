/// A data file of several small tables: `[section]` lines, a header line under each, fields separated by
/// tabs. Lines starting with `#` are comments. Forms, crosswalks and message catalogues are written so.
package struct SectionedTable: Sendable {
  /// One line of a section, its fields by the names in the section's header line.
  package struct Row: Sendable {
    /// The line of the file, counting from 1.
    package let line: Int
    fileprivate let names: [String]
    fileprivate let fields: [Substring]

    /// The field of that name; empty where the line is shorter than the header or the name is not in it.
    package subscript(name: String) -> String {
      guard let index = names.firstIndex(of: name), index < fields.count else { return "" }
      return String(fields[index])
    }

    /// All fields in the order of the file.
    package var values: [String] { fields.map(String.init) }
  }

  private struct Section {
    var names: [String]?
    var rows: [Row] = []
  }

  private var contents: [String: Section] = [:]
  /// The lines that could not be taken: text before the first section, or more fields than the header has.
  package private(set) var strayLines: [Int] = []

  /// Sections named in `headless` are key and value lines without a header line.
  package init(_ text: String, headless: Set<String> = ["form", "crosswalk", "catalogue"]) {
    var name: String?
    var section = Section()
    for (number, fields) in Self.lines(of: text) {
      let first = fields[0].utf8
      if first.first == UInt8(ascii: "#") || fields.count == 1 && first.isEmpty { continue }
      if fields.count == 1, first.first == UInt8(ascii: "["), first.last == UInt8(ascii: "]") {
        if let name { contents[name] = section }
        let next = String(fields[0].dropFirst().dropLast())
        name = next
        section = contents[next] ?? Section(names: headless.contains(next) ? ["key", "value"] : nil)
        continue
      }
      guard name != nil else {
        strayLines.append(number)
        continue
      }
      guard let names = section.names else {
        section.names = fields.map(String.init)
        continue
      }
      if fields.count > names.count { strayLines.append(number) }
      section.rows.append(Row(line: number, names: names, fields: fields))
    }
    if let name { contents[name] = section }
  }

  /// The lines of a text, counting from 1, cut at their tabs. Every message and every label of the program comes
  /// through here when it starts: the bytes are looked at once.
  private static func lines(of text: String) -> [(number: Int, fields: [Substring])] {
    var text = text
    var ends: [(offset: Int, isTab: Bool)] = []
    text.withUTF8 { bytes in
      for offset in bytes.indices
      where bytes[offset] == UInt8(ascii: "\t") || bytes[offset] == UInt8(ascii: "\n") {
        ends.append((offset, bytes[offset] == UInt8(ascii: "\t")))
      }
      ends.append((bytes.count, false))
    }
    let utf8 = text.utf8
    var start = text.hasPrefix("\u{FEFF}") ? 3 : 0
    var lines: [(number: Int, fields: [Substring])] = []
    var fields: [Substring] = []
    for (offset, isTab) in ends {
      let lower = utf8.index(utf8.startIndex, offsetBy: start)
      var field = text[lower..<utf8.index(utf8.startIndex, offsetBy: offset)]
      start = offset + 1
      if !isTab, field.utf8.last == UInt8(ascii: "\r") {
        field = field[..<utf8.index(before: field.endIndex)]
      }
      fields.append(field)
      guard !isTab else { continue }
      lines.append((lines.count + 1, fields))
      fields = []
    }
    return lines
  }

  /// The rows of a section, in order; none where the file has no such section.
  package func rows(_ section: String) -> [Row] { contents[section]?.rows ?? [] }

  package var sections: [String] { contents.filter { $0.value.names != nil }.keys.sorted() }

  /// The value of a key in a section of keys and values.
  package func value(_ key: String, in section: String) -> String? {
    rows(section).first { $0["key"] == key }.map { $0["value"] }
  }
}
