@testable import ZIPKit

/// Small containers made by hand, whole and spoilt.
enum Containers {
  static func zip(_ parts: [(name: String, text: String)], isStored: Bool = false) -> [UInt8] {
    var builder = ZIPBuilder()
    for part in parts { builder.add(part.name, Array(part.text.utf8), isStored: isStored) }
    return builder.finish()
  }

  /// A Word document with that body.
  static func word(_ body: String = "", isStored: Bool = false) -> [UInt8] {
    zip(wordParts(body), isStored: isStored)
  }

  static func wordParts(_ body: String) -> [(name: String, text: String)] {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return [
      ("[Content_Types].xml", "<Types/>"),
      ("word/document.xml", "<w:document xmlns:w=\"\(namespace)\"><w:body>\(body)</w:body></w:document>"),
    ]
  }

  /// A table of a Word document.
  static func wordTable(_ rows: [[String]]) -> String {
    let lines = rows.map { row in
      "<w:tr>" + row.map { "<w:tc><w:p><w:r><w:t>\($0)</w:t></w:r></w:p></w:tc>" }.joined() + "</w:tr>"
    }
    return "<w:tbl>\(lines.joined())</w:tbl>"
  }

  /// A workbook with sheets of that content; `strings` are the texts that its cells share.
  static func workbook(
    _ sheets: [String], strings: [String] = [], states: [String] = [], hasSheets: Bool = true,
    settings: String = "", styles: String = ""
  ) -> [UInt8] {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    func relationships(_ entries: [(id: String, type: String, target: String)]) -> String {
      let elements = entries.map {
        "<Relationship Id=\"\($0.id)\" Type=\"\(office)/\($0.type)\" Target=\"\($0.target)\"/>"
      }
      return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + elements.joined() + "</Relationships>"
    }
    let entries = sheets.indices.map { index in
      let state = index < states.count ? states[index] : "visible"
      return
        "<sheet name=\"Sheet\(index + 1)\" state=\"\(state)\" sheetId=\"\(index + 1)\" r:id=\"s\(index + 1)\"/>"
    }
    var parts = [
      ("[Content_Types].xml", "<Types/>"),
      ("_rels/.rels", relationships([("r", "officeDocument", "xl/workbook.xml")])),
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>\(hasSheets ? entries.joined() : "")</sheets>\(settings)</workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        relationships(
          sheets.indices.map { ("s\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") } + [
            ("t", "sharedStrings", "sharedStrings.xml"), ("y", "styles", "styles.xml"),
          ])
      ),
      (
        "xl/sharedStrings.xml",
        "<sst xmlns=\"\(main)\">" + strings.map { "<si><t>\($0)</t></si>" }.joined() + "</sst>"
      ),
      ("xl/styles.xml", "<styleSheet xmlns=\"\(main)\">\(styles)</styleSheet>"),
    ]
    for (index, sheet) in sheets.enumerated() {
      parts.append(
        ("xl/worksheets/sheet\(index + 1).xml", "<worksheet xmlns=\"\(main)\">\(sheet)</worksheet>"))
    }
    return zip(parts.map { (name: $0.0, text: $0.1) })
  }

  /// A compound file (OLE 2) with one sector of directory, as Office 97–2003 and WPS write.
  static func compound(_ names: [String]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 512 * 3)
    func put(_ value: Int, _ offset: Int, _ count: Int) {
      for index in 0..<count { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
    bytes.replaceSubrange(0..<8, with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
    put(9, 30, 2)
    put(1, 48, 4)
    put(0, 76, 4)
    put(0xFFFF_FFFE, 516, 4)
    for (index, name) in names.prefix(4).enumerated() {
      for (position, unit) in name.utf16.enumerated() { put(Int(unit), 1024 + 128 * index + 2 * position, 2) }
      put(2 * name.utf16.count + 2, 1024 + 128 * index + 64, 2)
    }
    return bytes
  }
}

/// A ZIP container whose directory is spoilt field by field (APPNOTE 4.3.12 and 4.3.16).
struct SpoiltZIP {
  /// Fields of an entry of the directory, by their offset.
  enum Field: Int {
    case flags = 8
    case method = 10
    case checksum = 16
    case compressedSize = 20
    case size = 24
    case headerOffset = 42

    var length: Int { self == .flags || self == .method ? 2 : 4 }
  }

  /// Fields of the record at the end.
  enum EndField: Int {
    case disk = 4
    case countOnDisk = 8
    case count = 10
    case directorySize = 12
  }

  private(set) var bytes: [UInt8]
  private let entries: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let mark: [UInt8] = [0x50, 0x4B, 1, 2]
    entries = bytes.indices.filter { bytes[$0] == 0x50 && bytes[$0...].starts(with: mark) }
  }

  private var end: Int { bytes.count - 22 }

  func setting(_ field: Field, to value: Int, ofEntry index: Int) -> SpoiltZIP {
    with(value, at: entries[index] + field.rawValue, length: field.length)
  }

  func settingAll(_ field: Field, to value: Int) -> SpoiltZIP {
    entries.indices.reduce(self) { $0.setting(field, to: value, ofEntry: $1) }
  }

  func setting(_ field: EndField, to value: Int) -> SpoiltZIP {
    with(value, at: end + field.rawValue, length: field == .directorySize ? 4 : 2)
  }

  /// A name of the same length.
  func naming(_ name: String, entry index: Int) -> SpoiltZIP {
    var copy = self
    copy.bytes.replaceSubrange(entries[index] + 46..<entries[index] + 46 + name.utf8.count, with: name.utf8)
    return copy
  }

  /// The first byte of the data of an entry that has no extra field, changed.
  func changingData(ofEntry index: Int) -> SpoiltZIP {
    var copy = self
    let header = Int(bytes[entries[index] + 42]) | Int(bytes[entries[index] + 43]) << 8
    copy.bytes[header + 30 + Int(bytes[header + 26])] ^= 0xFF
    return copy
  }

  /// Without the mark of an entry.
  func unmarking(entry index: Int) -> SpoiltZIP { with(0, at: entries[index], length: 4) }

  private func with(_ value: Int, at offset: Int, length: Int) -> SpoiltZIP {
    var copy = self
    for index in 0..<length { copy.bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    return copy
  }
}
