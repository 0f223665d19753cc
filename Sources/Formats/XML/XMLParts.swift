import Findings
import ReportModel

/// The figures of a form as they are read, row by row.
struct FigureTable {
  enum Outcome {
    case done
    case unknownCell(String)
    case twice(String)
  }

  private(set) var statistics: Statistics
  var row = ""
  /// The cell that comes next if they stand in the order of the form, as ours do.
  private var next = 0

  init(_ form: Form) { statistics = Statistics(form) }

  mutating func set(_ figure: Figure, applicant: String?) -> Outcome {
    let cells = statistics.form.cells
    var index: Int?
    if next < cells.count, cells[next].id.applicant == applicant, cells[next].id.indicator == row {
      index = next
    } else {
      index = statistics.form.index(of: CellID(row, applicant))
    }
    guard let index else { return .unknownCell(CellID(row, applicant).description) }
    if statistics[index] != nil { return .twice(cells[index].id.description) }
    statistics[index] = figure
    next = index + 1
    return .done
  }
}

/// What a text breaks of canonical XML: the first so many in full, the rest counted.
struct XMLViolations {
  private static let maximum = 100
  private var shown: [Finding] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func add(_ id: String, _ arguments: [String: String], line: Int) {
    count += 1
    if shown.count < Self.maximum {
      shown.append(Finding(id, .error, arguments, places: line > 0 ? [Place(line: line)] : []))
    }
  }

  mutating func add(_ failure: XMLEventParser.Failure) {
    switch failure.reason {
    case .malformed(let message): add("xml.malformed", ["message": message], line: failure.line)
    case .documentType: add("xml.document-type", [:], line: failure.line)
    case .tooDeep: add("xml.too-deep", ["limit": String(XMLEventParser.maximumDepth)], line: failure.line)
    case .tooManyElements:
      add("xml.too-many-elements", ["limit": String(XMLEventParser.maximumElements)], line: failure.line)
    }
  }

  var findings: [Finding] {
    count > shown.count
      ? shown + [Finding("xml.more", .error, ["count": String(count - shown.count)])] : shown
  }
}

/// XML in the encodings that are met: decoded before libxml2 sees it, which loses data of mislabelled text.
enum XMLText {
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return withoutEncoding(DecodedText(bytes).utf8)
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
    let head = String(decoding: bytes.prefix(100), as: UTF8.self).lowercased()
    guard head.hasPrefix("<?xml"), let end = head.firstIndex(of: ">") else { return bytes }
    let declaration = head[..<end]
    guard declaration.contains("encoding") else { return bytes }
    if ["gb2312", "gbk", "gb18030"].contains(where: {
      declaration.contains("\($0)\"") || declaration.contains("\($0)'")
    }) {
      return withoutEncoding(DecodedText(bytes, encoding: .gb18030).utf8)
    }
    return bytes
  }

  /// Without the declaration, which names an encoding that the text no longer has.
  private static func withoutEncoding(_ utf8: [UInt8]) -> [UInt8] {
    guard utf8.starts(with: Array("<?xml".utf8)), let end = utf8.firstIndex(of: UInt8(ascii: ">")) else {
      return utf8
    }
    // Spaces keep the lines where they were.
    return utf8[...end].map { $0 == 0x0A ? 0x0A : 0x20 } + utf8[(end + 1)...]
  }
}
