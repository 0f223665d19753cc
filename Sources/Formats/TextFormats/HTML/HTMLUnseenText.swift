import Core
import DocumentModel

/// Collects the text of a page that nobody sees, a cell or a paragraph at a time.
struct HTMLUnseenText {
  private struct Run {
    var buffer = HTMLTextBuffer()
    var start = 0
  }

  private var hidden = Run()
  private var struckOut = Run()
  private var found: [UnseenText] = []

  var all: [UnseenText] { found }

  var isEmpty: Bool { hidden.buffer.isEmpty && struckOut.buffer.isEmpty }

  /// - Parameter isTold: whether text without a figure is told.
  mutating func append(
    _ text: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>, _ reason: UnseenText.Reason, isLink: Bool,
    isTold: Bool
  ) {
    guard isTold || bytes[text].contains(where: { $0 &- 0x30 < 10 }) else { return }
    func add(to run: inout Run) {
      if run.buffer.isEmpty { run.start = text.lowerBound }
      run.buffer.append(text, of: bytes, isLink: isLink)
    }
    if reason == .struckOut { add(to: &struckOut) } else { add(to: &hidden) }
  }

  mutating func breakLine() { hidden.buffer.breakLine() }

  /// Ends what was collected so far.
  ///
  /// - Returns: a key for the cell in which it stood; nil where nothing was told.
  @discardableResult
  mutating func settle(
    isTold: Bool, _ lines: inout LineCounter, _ bytes: UnsafeBufferPointer<UInt8>, _ size: inout DocumentSize
  ) -> Int? {
    let count = found.count
    let runs = [(hidden, UnseenText.Reason.hidden), (struckOut, .struckOut)]
    for (run, reason) in runs where isTold && !run.buffer.isEmpty {
      let range = run.buffer.trimmed()
      // Links that a script opens are menus.
      if range.isEmpty || 10 * run.buffer.linkCount >= 8 * range.count { continue }
      let place = Place(line: lines.line(of: run.start, in: bytes))
      size.addParagraph(text: range.count)
      found.append(UnseenText(reason, run.buffer.string(range), place: place))
    }
    hidden.buffer.clear()
    struckOut.buffer.clear()
    return found.count > count ? count : nil
  }

  /// All that was left out, what stood in cells with their places.
  func located(in blocks: inout [Block]) -> [UnseenText] {
    if found.isEmpty { return [] }
    var result = found
    for block in blocks.indices {
      guard case .table(var table) = blocks[block] else { continue }
      blocks[block] = .paragraph(Paragraph(""))
      for row in table.rows.indices {
        for cell in table.rows[row].cells.indices {
          guard let key = table.rows[row].cells[cell].key else { continue }
          let place = table.rows[row].cells[cell].place
          let line = result[key].place?.line
          // A cell may have two, one for each reason.
          for index in key..<min(key + 2, result.count)
          where index == key
            || result[index].reason == .struckOut && result[key].reason == .hidden
              && result[index].place?.line == line
          {
            result[index].place = place
            result[index].place?.bytes = nil
          }
          table.rows[row].cells[cell].key = nil
        }
      }
      blocks[block] = .table(table)
    }
    return result
  }
}
