import Core

/// How much of a document there is so far. Readers count what they are about to keep, so that a document beyond any
/// report is refused before it has filled the memory.
package struct DocumentSize: Sendable {
  /// The most that a document may have. The longest report has some hundreds of pages, the largest table 2,000 rows of
  /// 200 columns.
  package struct Limits: Sendable {
    /// Paragraphs, and rows of tables.
    package var paragraphs: Int
    package var cells: Int
    /// Bytes of text in UTF-8.
    package var text: Int

    package init(paragraphs: Int = 100_000, cells: Int = 500_000, text: Int = 4 << 20) {
      self.paragraphs = paragraphs
      self.cells = cells
      self.text = text
    }
  }

  package let limits: Limits
  private var paragraphs = 0
  private var cells = 0
  private var text = 0

  package init(_ limits: Limits = Limits()) { self.limits = limits }

  package mutating func addParagraph(text length: Int) {
    paragraphs += 1
    text += length
  }

  package mutating func addRow() { paragraphs += 1 }

  package mutating func add(cells count: Int, text length: Int) {
    cells += count
    text += length
  }

  package mutating func add(_ other: DocumentSize) {
    paragraphs += other.paragraphs
    cells += other.cells
    text += other.text
  }

  /// Whether anything more would be read in vain.
  package var isTooLarge: Bool {
    paragraphs > limits.paragraphs || cells > limits.cells || text > limits.text
  }

  /// - Throws: the first limit that is passed.
  package func check() throws(Refusal) {
    if cells > limits.cells { throw Refusal(.input, .tooManyCells(limit: limits.cells)) }
    if paragraphs > limits.paragraphs { throw Refusal(.input, .tooManyParagraphs(limit: limits.paragraphs)) }
    if text > limits.text { throw Refusal(.input, .tooMuchText(limit: limits.text)) }
  }
}

extension Finding {
  fileprivate static func tooManyParagraphs(limit: Int) -> Finding {
    Finding("read.too-many-paragraphs", .error, ["limit": String(limit)])
  }

  fileprivate static func tooManyCells(limit: Int) -> Finding {
    Finding("read.too-many-cells", .error, ["limit": String(limit)])
  }

  fileprivate static func tooMuchText(limit: Int) -> Finding {
    Finding("read.too-much-text", .error, ["limit": "\(limit >> 20) MB"])
  }
}
