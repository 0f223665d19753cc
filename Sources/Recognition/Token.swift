/// A piece of a document's text: a paragraph, a heading, or a cell of a table.
struct Piece {
  enum Kind {
    case paragraph, heading, cell
  }

  let text: String
  let place: PlaceIndex
  let kind: Kind
  /// Whether it begins a row of a table.
  let beginsRow: Bool
  /// Whether it begins a table.
  let beginsTable: Bool
  /// The column of the grid in which a cell begins; nil where the table has no grid.
  let column: Int?
  /// The last column that it goes over.
  let lastColumn: Int?
  /// Its glyphs.
  var glyphs: Range<Int>
}

/// The position of a piece's place in the scan's list.
typealias PlaceIndex = Int

/// The number before a label: its value, and how it was written.
struct Ordinal: Hashable {
  enum Style: Hashable {
    /// 一、
    case chinese
    /// （一）
    case bracketed
    /// 1. or （1）
    case arabic
  }

  let style: Style
  let number: Int
}

/// A piece of text that means something to a form.
struct Token {
  enum Kind: Hashable {
    case label(LabelIndex.LabelID)
    /// Digits and the marks of figures, possibly of several cells.
    case figures
    /// An empty cell.
    case blank
    /// The unit of a row, in a cell of its own.
    case unit
    /// Anything else that has letters.
    case text
  }

  var kind: Kind
  var ordinal: Ordinal?
  /// The glyphs that it is made of.
  var glyphs: Range<Int>
  /// The piece in which it begins.
  var piece: Int
  /// A cell of a table, whole.
  var isCell = false
  /// The first of a table's row.
  var beginsRow = false
  /// The unit that stood between the label and the figures, in running text.
  var hasUnitBefore = false
}
