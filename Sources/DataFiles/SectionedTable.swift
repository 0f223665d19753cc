/// A data file of several small tables: `[section]` lines, a header line under each, fields separated by
/// tabs. Lines starting with `#` are comments. Forms, crosswalks and message catalogues are written so.
///
/// The bytes are looked at once; a text is made of a field when it is asked for.
package struct SectionedTable: Sendable {
  /// One line of a section, its fields by the names in the section's header line.
  package struct Row: Sendable {
    /// The line of the file, counting from 1.
    package let line: Int
    fileprivate let file: Fields
    fileprivate let section: Int
    /// The positions of its fields among those of the file.
    fileprivate let fields: Range<Int>

    /// The bytes of the field of that name; none where the line is shorter than the header or the name is not in it.
    package func bytes(_ name: String) -> ArraySlice<UInt8> {
      guard let index = file.column(name, in: section), index < fields.count else { return [] }
      return file.bytes[file.ranges[fields.lowerBound + index]]
    }

    /// The field of that name as text.
    package subscript(name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

    /// The parts of the field of that name, without spaces around them; none of those that are empty.
    package func list(_ name: String, separatedBy separator: Unicode.Scalar) -> [String] {
      bytes(name).split { $0 == UInt8(ascii: separator) }.map { part in
        let space = UInt8(ascii: " ")
        var part = part.drop { $0 == space }
        while part.last == space { part.removeLast() }
        return String(decoding: part, as: UTF8.self)
      }
    }

    /// All fields in the order of the file.
    package var values: [String] {
      fields.map { String(decoding: file.bytes[file.ranges[$0]], as: UTF8.self) }
    }
  }

  /// What the rows of a file share.
  fileprivate final class Fields: Sendable {
    let bytes: [UInt8]
    let ranges: [Range<Int>]
    /// By section, the names of its columns.
    let names: [[[UInt8]]]

    init(bytes: [UInt8], ranges: [Range<Int>], names: [[[UInt8]]]) {
      self.bytes = bytes
      self.ranges = ranges
      self.names = names
    }

    func column(_ name: String, in section: Int) -> Int? {
      var name = name
      return name.withUTF8 { name in
        names[section].firstIndex { column in
          // The lengths tell most apart, and the last letters the others.
          guard column.count == name.count, column.last == name.last else { return false }
          return column.indices.allSatisfy { column[$0] == name[$0] }
        }
      }
    }
  }

  private struct Section {
    let name: [UInt8]
    /// Nil until its header line was seen.
    var names: [[UInt8]]?
    var rows: [(line: Int, fields: Range<Int>)] = []
  }

  private let file: Fields
  private let contents: [Section]
  /// The lines that could not be taken: text before the first section, or more fields than the header has.
  package let strayLines: [Int]

  /// Sections named in `headless` are key and value lines without a header line.
  package init(_ text: String, headless: [String] = Self.headless) {
    self.init(Array(text.utf8), headless: headless)
  }

  /// - Parameter isHead: whether only the first section is read, which says what the file is.
  package init(_ bytes: [UInt8], headless: [String] = Self.headless, isHead: Bool = false) {
    var lines = Lines(bytes)
    var contents: [Section] = []
    var current: Int?
    var strayLines: [Int] = []
    while let fields = lines.next() {
      let first = bytes[lines.ranges[fields.lowerBound]]
      if first.first == UInt8(ascii: "#") || fields.count == 1 && first.isEmpty { continue }
      if fields.count == 1, first.first == UInt8(ascii: "["), first.last == UInt8(ascii: "]") {
        if isHead, current != nil { break }
        let name = Array(first.dropFirst().dropLast())
        current = contents.firstIndex { $0.name == name } ?? contents.count
        if current == contents.count {
          let isHeadless = headless.contains { $0.utf8.elementsEqual(name) }
          contents.append(Section(name: name, names: isHeadless ? Self.keyAndValue : nil))
        }
        continue
      }
      guard let section = current else {
        strayLines.append(lines.number)
        continue
      }
      guard let names = contents[section].names else {
        contents[section].names = fields.map { Array(bytes[lines.ranges[$0]]) }
        continue
      }
      if fields.count > names.count { strayLines.append(lines.number) }
      contents[section].rows.append((lines.number, fields))
    }
    self.contents = contents
    self.strayLines = strayLines
    file = Fields(bytes: bytes, ranges: lines.ranges, names: contents.map { $0.names ?? [] })
  }

  package static let headless = ["form", "crosswalk", "catalogue"]
  private static let keyAndValue = [Array("key".utf8), Array("value".utf8)]

  /// The lines of a file, cut at their tabs.
  private struct Lines {
    private let bytes: [UInt8]
    private var start: Int
    /// The line that was returned last, counting from 1.
    private(set) var number = 0
    /// The fields of all lines so far.
    private(set) var ranges: [Range<Int>] = []

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      start = bytes.starts(with: "\u{FEFF}".utf8) ? 3 : 0
      ranges.reserveCapacity(bytes.count / 16)
    }

    /// The positions of the next line's fields in `ranges`.
    mutating func next() -> Range<Int>? {
      if start > bytes.count { return nil }
      number += 1
      let first = ranges.count
      var index = start
      bytes.withUnsafeBufferPointer { bytes in
        while index < bytes.count {
          // Only a tab and a line end stand below, as a rule.
          if bytes[index] > UInt8(ascii: "\n") {
            index += 1
            continue
          }
          if bytes[index] == UInt8(ascii: "\n") { break }
          if bytes[index] == UInt8(ascii: "\t") {
            ranges.append(start..<index)
            start = index + 1
          }
          index += 1
        }
      }
      let hasReturn = index > start && bytes[index - 1] == UInt8(ascii: "\r")
      ranges.append(start..<(hasReturn ? index - 1 : index))
      start = index + 1
      return first..<ranges.count
    }
  }

  /// The rows of a section, in order; none where the file has no such section.
  package func rows(_ section: String) -> [Row] {
    guard let index = contents.firstIndex(where: { section.utf8.elementsEqual($0.name) }) else { return [] }
    return contents[index].rows.map { Row(line: $0.line, file: file, section: index, fields: $0.fields) }
  }

  package var sections: [String] {
    contents.filter { $0.names != nil }.map { String(decoding: $0.name, as: UTF8.self) }.sorted()
  }

  /// The value of a key in a section of keys and values.
  package func value(_ key: String, in section: String) -> String? {
    rows(section).first { key.utf8.elementsEqual($0.bytes("key")) }.map { $0["value"] }
  }
}
