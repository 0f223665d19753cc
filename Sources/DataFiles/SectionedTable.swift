/// A data file of several small tables: `[section]` lines, a header line under each, fields separated by
/// tabs. Lines starting with `#` are comments. Forms, crosswalks and message catalogues are written so.
package struct SectionedTable: Sendable {
  /// One line of a section, its fields by the names in the section's header line.
  package struct Row: Sendable {
    /// The line of the file, counting from 1.
    package let line: Int
    fileprivate let names: [Substring]
    fileprivate let fields: [Substring]

    /// The field of that name; empty where the line is shorter than the header or the name is not in it.
    package subscript(name: String) -> String {
      guard let index = names.firstIndex(where: { $0 == name }), index < fields.count else { return "" }
      return String(fields[index])
    }

    /// All fields in the order of the file.
    package var values: [String] { fields.map(String.init) }
  }

  private var rowsBySection: [String: [Row]] = [:]
  private var headers: [String: [Substring]] = [:]
  /// The lines that could not be taken: text before the first section, or more fields than the header has.
  package private(set) var strayLines: [Int] = []

  /// Sections named in `headless` are key and value lines without a header line.
  package init(_ text: String, headless: Set<String> = ["form", "crosswalk", "catalogue"]) {
    var section: String?
    var number = 0
    for rawLine in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      var line = Substring(rawLine)
      if line.utf8.last == UInt8(ascii: "\r") { line.removeLast() }
      if number == 1, line.hasPrefix("\u{FEFF}") { line.removeFirst() }
      if line.isEmpty || line.utf8.first == UInt8(ascii: "#") { continue }
      if line.utf8.first == UInt8(ascii: "["), line.utf8.last == UInt8(ascii: "]") {
        let name = String(line.dropFirst().dropLast())
        section = name
        if headless.contains(name) { headers[name] = ["key", "value"] }
        continue
      }
      guard let section else {
        strayLines.append(number)
        continue
      }
      let fields = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map(Substring.init)
      guard let names = headers[section] else {
        headers[section] = fields
        continue
      }
      if fields.count > names.count { strayLines.append(number) }
      rowsBySection[section, default: []].append(Row(line: number, names: names, fields: fields))
    }
  }

  /// The rows of a section, in order; none where the file has no such section.
  package func rows(_ section: String) -> [Row] { rowsBySection[section] ?? [] }

  package var sections: [String] { headers.keys.sorted() }

  /// The value of a key in a section of keys and values.
  package func value(_ key: String, in section: String) -> String? {
    rows(section).first { $0["key"] == key }.map { $0["value"] }
  }
}
