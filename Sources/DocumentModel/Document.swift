import Core

/// What any office file is: headings, paragraphs and tables, in order, each with its place in the source.
/// Knows nothing of disclosure; see `Report` for that.
public struct Document: Hashable, Sendable {
  public var blocks: [Block]
  /// What a reader had to say about the file itself: replaced bytes, text that it left out.
  public var findings: [Finding]
  /// What was left out because nobody sees it, cell by cell or paragraph by paragraph.
  public var unseen: [UnseenText]
  /// The character encoding that was decoded, where the format has a choice.
  public var encoding: String?
  /// What the format says that the document is called, outside its text.
  public var title: String?
  /// The data of the report that the file shows; of all reports of a file that is read, in its first document.
  public var attachedReports: [AttachedReport]

  public init(
    _ blocks: [Block] = [], findings: [Finding] = [], unseen: [UnseenText] = [], encoding: String? = nil,
    title: String? = nil, attachedReports: [AttachedReport] = []
  ) {
    self.blocks = blocks
    self.findings = findings
    self.unseen = unseen
    self.encoding = encoding
    self.title = title
    self.attachedReports = attachedReports
  }
}

extension Document {
  /// The text of the first heading, on one line.
  package var firstHeading: String {
    for case .heading(let paragraph, _) in blocks { return paragraph.line }
    return ""
  }

  public enum Block: Hashable, Sendable {
    /// A heading of a level that the format knows: 1 is the title.
    case heading(Paragraph, level: Int)
    case paragraph(Paragraph)
    case table(Table)
  }

  /// A run of text.
  public struct Paragraph: Hashable, Sendable {
    public enum Style: String, Hashable, Sendable {
      case body
      /// Set smaller: a note under a table, an explanation of a mark.
      case note
      /// In the middle of the line: the name of the body under the title.
      case centered
      /// At the end of the line: the date under the text.
      case trailing
      /// Around the document and not of it: menus, links and notices of a web site, running heads of pages.
      case surrounding
    }

    /// Line ends are `\n`: a title may have one behind the body's name.
    public var text: String
    public var place: Place?
    public var style: Style

    @inlinable
    public init(_ text: String, place: Place? = nil, style: Style = .body) {
      self.text = text
      self.place = place
      self.style = style
    }

    /// The text on one line, for where lines are long or not to be broken: joined without a gap, as Chinese is, but
    /// between Latin letters.
    package var line: String {
      guard text.utf8.contains(UInt8(ascii: "\n")) else { return text }
      return text.split(separator: "\n").reduce(into: "") { joined, line in
        func isLatin(_ end: Character?) -> Bool { end.map { $0.isASCII && $0.isLetter } ?? false }
        joined += (isLatin(joined.last) && isLatin(line.first) ? " " : "") + line
      }
    }
  }

  /// Rows of cells. A cell stands in the row in which it begins; `TableGrid` gives each position its cell.
  public struct Table: Hashable, Sendable {
    public var caption: String?
    public var rows: [Row]
    /// How many rows at the top are headers, where the format or the author says so.
    public var headerRows: Int
    /// Whether positions are certain: true where the format has columns, and then the places of cells say in
    /// which column of the grid they begin; false where cells are only known in their order, as in plain text
    /// that lost its merged cells.
    public var hasGrid: Bool
    public var place: Place?
    /// Footnotes and explanations that belong under the table.
    public var notes: [String]

    @inlinable
    public init(
      rows: [Row], caption: String? = nil, headerRows: Int = 0, hasGrid: Bool = true, place: Place? = nil,
      notes: [String] = []
    ) {
      self.rows = rows
      self.caption = caption
      self.headerRows = headerRows
      self.hasGrid = hasGrid
      self.place = place
      self.notes = notes
    }
  }

  public struct Row: Hashable, Sendable {
    public var cells: [Cell]
    public var place: Place?

    @inlinable
    public init(_ cells: [Cell], place: Place? = nil) {
      self.cells = cells
      self.place = place
    }
  }
}

// Within the package they go by their short names, which would clash with those of others outside of it.
@usableFromInline package typealias Block = Document.Block
@usableFromInline package typealias Paragraph = Document.Paragraph
@usableFromInline package typealias Table = Document.Table
@usableFromInline package typealias Row = Document.Row
@usableFromInline package typealias Cell = Document.Cell
