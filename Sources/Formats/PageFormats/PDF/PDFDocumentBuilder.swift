import Core
import DocumentModel

/// Makes one document of pages: tables that go on over a page break are one, and so are paragraphs.
struct PDFDocumentBuilder {
  private enum Part {
    case table(PDFTable)
    case paragraph(Paragraph)
  }

  private var parts: [Part] = []
  /// The paragraph at the end may go on with the next line.
  private var isOpen = false

  static func blocks(_ layouts: [PDFPageLayout]) -> [Block] {
    var builder = PDFDocumentBuilder()
    for layout in layouts { builder.add(layout) }
    var tableCount = 0
    return builder.parts.map { part in
      switch part {
      case .paragraph(let paragraph): return .paragraph(paragraph)
      case .table(let table):
        tableCount += 1
        return .table(table.table(number: tableCount))
      }
    }
  }

  private mutating func add(_ layout: PDFPageLayout) {
    for (index, part) in layout.parts.enumerated() {
      switch part {
      case .table(let table):
        if index == 0, case .table(var last)? = parts.last, last.page < table.page, last.agrees(with: table) {
          last.append(table)
          last.page = table.page
          parts[parts.count - 1] = .table(last)
        } else {
          parts.append(.table(table))
        }
        isOpen = false
      case .lines(let lines): add(lines, page: layout.page.number)
      }
    }
  }

  /// Lines become paragraphs: a new one begins with an indent or a number, after a short line or after a gap.
  private mutating func add(_ lines: [PDFLine], page: Int) {
    let left = lines.map(\.box.left).min() ?? 0
    let right = lines.map(\.box.right).max() ?? 0
    let pitches = zip(lines, lines.dropFirst()).map { $1.box.centerY - $0.box.centerY }.sorted()
    let pitch = pitches.isEmpty ? .infinity : pitches[pitches.count / 2]
    for (index, line) in lines.enumerated() {
      let size = max(line.size, 1)
      let text = line.text
      var begins = !isOpen || line.box.left > left + 0.8 * size || Self.isHeading(text)
      if index > 0 {
        let previous = lines[index - 1]
        let distance = line.box.centerY - previous.box.centerY
        let gap = line.box.top - previous.box.bottom
        if gap > 1.2 * size || distance > 1.3 * pitch || (previous.size - line.size).magnitude > 0.25 * size {
          begins = true
        }
      }
      if !begins, case .paragraph(var paragraph)? = parts.last {
        paragraph.text += Self.joint(paragraph.text, text) + text
        parts[parts.count - 1] = .paragraph(paragraph)
      } else {
        parts.append(.paragraph(Paragraph(text, place: Place(page: page))))
      }
      // A line in the middle or at the right, such as a date, stands alone.
      let isAside = line.box.left > left + 0.4 * (right - left)
      isOpen = line.box.right > right - 2 * size && !isAside
    }
  }

  /// `一、`, which begins a section wherever it stands.
  private static func isHeading(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    let numerals = scalars.prefix { "一二三四五六七八九十".unicodeScalars.contains($0) }
    return !numerals.isEmpty && scalars.dropFirst(numerals.count).first == "、"
  }

  private static func joint(_ upper: String, _ lower: String) -> String {
    guard let last = upper.unicodeScalars.last, let first = lower.unicodeScalars.first else { return "" }
    return PDFText.isIdeographic(last) || PDFText.isIdeographic(first) ? "" : " "
  }
}
