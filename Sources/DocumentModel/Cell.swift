import Core

extension Document {
  /// A cell of a table: what it shows, how it stands there, and over how many rows and columns.
  public struct Cell: Hashable, Sendable {
    /// What a cell shows.
    public enum Content: Hashable, Sendable {
      /// Words or figures as they stand in a file, or a label of a form. Line ends are `\n`.
      case text(String)
      /// A figure that was laid out, with how much is known of it.
      case figure(Figure)
      /// Something is there that has no text, with what is left of it: a formula without its result, an error.
      case unreadable(String)
    }

    /// A figure as it is printed.
    public struct Figure: Hashable, Sendable {
      /// How much is known of a figure, as far as it is shown; all but the first under the names of their words.
      public enum Status: String, CaseIterable, Hashable, Sendable {
        /// It was read without doubt, or nothing is printed.
        case certain
        case derived, presumed, range, estimate, ambiguous, unreadable, unplacedColumn, unknown
        /// The source has no such row.
        case missingRow
      }

      /// `12` or `约3`; empty where only a remark is printed.
      public let number: String
      /// What stands in brackets behind it: `（推算）` or `（0～5）`. A line may be broken before it.
      public let remark: String
      public let status: Status

      public init(number: String, remark: String = "", status: Status = .certain) {
        self.number = number
        self.remark = remark
        self.status = status
      }
    }

    public enum Alignment: String, Hashable, Sendable {
      case leading, center, trailing
    }

    @usableFromInline
    enum Kind: Hashable, Sendable {
      case text, unreadable
      case figure(Figure.Status)
    }

    // Every cell of every file is made, moved and kept: its parts are as small as they can be.
    @usableFromInline var shown: String
    @usableFromInline var rows: UInt32
    @usableFromInline var columns: UInt32
    public var isHeader: Bool
    public var alignment: Alignment
    @usableFromInline var kind = Kind.text
    /// One more than `key`; 0 for none.
    @usableFromInline var storedKey: UInt32 = 0
    public var place: Place?
    /// The bytes at the end of `shown` that are a figure's remark.
    @usableFromInline var remarkLength: UInt16 = 0

    @inlinable
    public init(
      _ text: String, rowSpan: Int = 1, columnSpan: Int = 1, isHeader: Bool = false,
      alignment: Alignment = .center, place: Place? = nil
    ) {
      shown = text
      rows = Self.stored(rowSpan)
      columns = Self.stored(columnSpan)
      self.isHeader = isHeader
      self.alignment = alignment
      self.place = place
    }

    public init(
      _ content: Content, rowSpan: Int = 1, columnSpan: Int = 1, alignment: Alignment = .center,
      place: Place? = nil
    ) {
      self.init("", rowSpan: rowSpan, columnSpan: columnSpan, alignment: alignment, place: place)
      self.content = content
    }
  }
}

extension Document.Cell {
  public var content: Content {
    get {
      switch kind {
      case .text: return .text(shown)
      case .unreadable: return .unreadable(shown)
      case .figure(let status):
        let end = shown.utf8.index(shown.utf8.endIndex, offsetBy: -Int(remarkLength))
        return .figure(Figure(number: String(shown[..<end]), remark: String(shown[end...]), status: status))
      }
    }
    set {
      remarkLength = 0
      switch newValue {
      case .text(let text): (shown, kind) = (text, .text)
      case .unreadable(let rest): (shown, kind) = (rest, .unreadable)
      case .figure(let figure):
        shown = figure.remark.isEmpty ? figure.number : figure.number + figure.remark
        kind = .figure(figure.status)
        // A remark that long is none to be kept on one line.
        remarkLength = UInt16(exactly: figure.remark.utf8.count) ?? 0
      }
    }
  }

  /// All that is shown of it, a figure with its remark. What is set is text.
  @inlinable
  public var text: String {
    get { shown }
    set {
      shown = newValue
      kind = .text
      remarkLength = 0
    }
  }

  /// The figure, where one was laid out here.
  public var figure: Figure? {
    if case .figure(let figure) = content { figure } else { nil }
  }

  /// How much is known of the figure that was laid out here; nil for other cells.
  @inlinable
  public var status: Figure.Status? {
    if case .figure(let status) = kind { status } else { nil }
  }

  /// Whether something is there that has no text.
  @inlinable
  public var isUnreadable: Bool { kind == .unreadable }

  /// Over how many rows it goes, at least one.
  @inlinable
  public var rowSpan: Int {
    get { Int(rows) }
    set { rows = Self.stored(newValue) }
  }

  /// Over how many columns it goes, at least one.
  @inlinable
  public var columnSpan: Int {
    get { Int(columns) }
    set { columns = Self.stored(newValue) }
  }

  @inlinable
  static func stored(_ span: Int) -> UInt32 { span <= 1 ? 1 : UInt32(clamping: span) }

  /// What whoever lays a table out knows the cell by, for those who add to it; nil in tables that were read.
  @inlinable
  public var key: Int? {
    get { storedKey == 0 ? nil : Int(storedKey) - 1 }
    set { storedKey = newValue.map { UInt32(clamping: $0 + 1) } ?? 0 }
  }
}
