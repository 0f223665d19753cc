import Core
import DocumentModel

/// Makes one document of pages: tables that go on over a page break are one, and so are paragraphs.
struct PageDocumentBuilder {
  private enum Part {
    case table(PageTable)
    case paragraph(Paragraph)
  }

  private var parts: [Part] = []
  /// What stands beside a table that may go on.
  private var beside: [Paragraph] = []
  /// The paragraph at the end may go on with the next line.
  private var isOpen = false
  private let column: PageTextColumn

  static func blocks(_ layouts: [PageLayout]) -> [Block] {
    var builder = PageDocumentBuilder(column: PageTextColumn(layouts.flatMap(\.lines)))
    for layout in layouts { builder.add(layout) }
    builder.addBeside()
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

  private mutating func add(_ layout: PageLayout) {
    var rest = layout.parts[...]
    if let joined = continued(by: layout.parts) { rest = rest.dropFirst(joined) } else { addBeside() }
    let column = PageTextColumn(layout.lines, of: column)
    for part in rest {
      switch part {
      case .table(let table):
        addBeside()
        parts.append(.table(table))
        isOpen = false
      case .lines(let lines): add(lines, page: layout.page.number, column)
      case .beside(let lines):
        beside += lines.map { Paragraph($0.text, place: Place(page: layout.page.number)) }
      }
    }
  }

  /// What stands beside a table comes after all of it.
  private mutating func addBeside() {
    for line in beside { parts.append(.paragraph(line)) }
    if !beside.isEmpty { isOpen = false }
    beside = []
  }

  /// Joins the first table of a page with the one that ended the page before, where its columns are the same.
  ///
  /// - Returns: how many parts of the page are taken by it; nil where the table does not go on.
  private mutating func continued(by page: [PageLayout.Part]) -> Int? {
    guard let index = parts.lastIndex(where: { if case .table = $0 { true } else { false } }),
      case .table(var last) = parts[index],
      parts[(index + 1)...].allSatisfy({
        if case .paragraph(let note) = $0 { Self.isNote(note.text) } else { false }
      })
    else { return nil }
    var taken = 0
    if case .lines(let lines)? = page.first {
      guard lines.count == 1, Self.isContinuation(lines[0].text) else { return nil }
      taken = 1
    }
    guard taken < page.count, case .table(let table) = page[taken], let offset = last.offset(of: table) else {
      return nil
    }
    last.append(table, offset: offset)
    last.page = table.page
    parts[index] = .table(last)
    isOpen = false
    return taken + 1
  }

  /// What may stand below a table that goes on.
  private static func isNote(_ text: String) -> Bool {
    text.unicodeScalars.count <= 60
      && ["注", "说明", "备注", "*", "※", "（接", "（转", "（续", "接下页", "转下页", "续下页", "下页续"].contains {
        text.hasPrefix($0)
      }
  }

  /// What may stand above a table that goes on: `续表`, `单位：件`.
  private static func isContinuation(_ text: String) -> Bool {
    text.unicodeScalars.count <= 12 && ["续", "（续", "(续", "接上", "（接上", "单位"].contains { text.hasPrefix($0) }
  }

  // MARK: Paragraphs

  /// Lines become paragraphs: a new one begins with an indent or a number, after a short line or after a gap.
  private mutating func add(_ lines: [PageLine], page: Int, _ column: PageTextColumn) {
    let pitches = zip(lines, lines.dropFirst()).map { $1.box.centerY - $0.box.centerY }.sorted()
    let pitch = pitches.isEmpty ? .infinity : pitches[pitches.count / 2]
    for (index, line) in lines.enumerated() {
      let size = max(line.size, 1)
      let text = line.text
      var begins = !isOpen || line.box.left > column.left + 0.8 * size || Self.isHeading(text)
      if index > 0 {
        let previous = lines[index - 1]
        // A title that has no room on one line.
        if isOpen, size > 1.2 * column.size, previous.size > 0.95 * size,
          (line.box.centerX - previous.box.centerX).magnitude < 0.1 * size
        {
          begins = false
        }
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
      let isAside = line.box.left > column.left + 0.4 * (column.right - column.left)
      isOpen = line.box.right > column.right - 2 * size && !isAside
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
    // An address goes on behind its slash.
    return PageText.isIdeographic(last) || PageText.isIdeographic(first) || last == "/" ? "" : " "
  }
}

/// Where lines of text begin and end: what is indented begins a paragraph, and what does not reach the end closes it.
struct PageTextColumn {
  private(set) var left: Double
  private(set) var right: Double
  /// The height of most of its letters.
  private(set) var size: Double
  /// So many lines tell the column of their page.
  private static let fewestLines = 4

  /// The column of all lines: where more than stray ones begin, and where nearly the longest end.
  init(_ lines: [PageLine]) {
    let long = lines.filter { $0.text.unicodeScalars.count(where: PageText.isIdeographic) >= 8 }
    let lines = long.isEmpty ? lines : long
    let sizes = lines.map(\.size).sorted()
    size = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
    let starts = lines.map(\.box.left).sorted()
    let fewest = max(2, starts.count / 12)
    let first = starts.indices.first { index in
      index + fewest <= starts.count && starts[index + fewest - 1] - starts[index] < 3
    }
    left = first.map { starts[$0] } ?? starts.first ?? 0
    let ends = lines.map(\.box.right).sorted()
    right = ends.isEmpty ? 0 : ends[min(ends.count - 1, ends.count * 9 / 10)]
  }

  /// The column of a page: its own where enough lines show it.
  init(_ lines: [PageLine], of document: PageTextColumn) {
    let own = PageTextColumn(lines)
    self = lines.count >= Self.fewestLines ? own : document
    size = document.size
    if lines.count >= Self.fewestLines, own.right - own.left < 0.9 * (document.right - document.left) {
      right = own.left + document.right - document.left
    }
  }
}
