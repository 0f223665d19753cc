import DocumentModel
import MarkupKit

/// The tables that are open, one in the other.
struct WordTables {
  private struct Level {
    var table = OpenTable<WordItem>(place: nil)
    var style: String?
    var cell = Cell("")
    var merge = WordCell.Merge()
    var hasMerges = false
    var text = WordText()
    var isHeaderRow = false
    /// Why the row is not read.
    var rowReason: UnseenText.Reason?
    var isDeletedCell = false
    var rowHasText = false
    /// What is not read of the row.
    var rowUnseen: [WordText.Unseen] = []
    /// What stood in rows and cells that are not there to a reader.
    var lost: [WordText.Unseen] = []
  }

  private var levels: [Level] = []
  private let includesHidden: Bool
  private static let maximumDepth = 32

  init(includesHidden: Bool) { self.includesHidden = includesHidden }

  var isEmpty: Bool { levels.isEmpty }
  var style: String? { levels.last?.style }
  /// Why nothing is read of the rows and cells that are open; nil where it is.
  private(set) var reason: UnseenText.Reason?

  private mutating func change(_ change: (inout Level) -> Void) {
    if !levels.isEmpty { change(&levels[levels.count - 1]) }
  }

  private mutating func updateReason() {
    reason = levels.lazy.compactMap { $0.isDeletedCell ? .struckOut : $0.rowReason }.first
  }

  // MARK: Properties

  /// Takes note of a property of a table, a row or a cell.
  mutating func read(_ element: WordElement, _ tag: XMLStartTag) {
    switch element {
    case .tblStyle: change { $0.style = tag.text("val") }
    case .tblHeader where tag.isOn: change { $0.isHeaderRow = true }
    case .del:
      change { $0.rowReason = .struckOut }
      updateReason()
    case .hidden where tag.isOn && !includesHidden:
      change { $0.rowReason = $0.rowReason ?? .hiddenRow }
      updateReason()
    case .gridSpan: change { $0.cell.columnSpan = min(max(tag.wholeNumber("val") ?? 1, 1), 256) }
    case .vMerge: merge(isRestart: tag.text("val") == "restart")
    case .cellMerge:
      // What the merge is once the change is accepted.
      if let merge = tag.text("vMerge") { self.merge(isRestart: merge == "rest") }
    case .cellDel:
      change { $0.isDeletedCell = true }
      updateReason()
    case .hMerge where tag.text("val") != "restart":
      change {
        $0.cell.columnSpan = 1
        $0.merge.continuesLeft = true
        $0.hasMerges = true
      }
    case .gridBefore:
      // The row begins further to the right.
      let columns = min(tag.wholeNumber("val") ?? 0, 256)
      guard columns > 0 else { return }
      change { level in
        level.table.begin(Cell("", columnSpan: columns))
        level.table.endCell(text: "")
      }
    default: break
    }
  }

  private mutating func merge(isRestart: Bool) {
    change {
      $0.merge.vertical = isRestart ? .begins : .continues
      $0.hasMerges = true
    }
  }

  // MARK: Rows and cells

  mutating func beginRow() { change { $0.table.beginRow() } }

  mutating func endRow() {
    change { level in
      // A row of which nothing is seen is not there to a reader.
      let isKept = level.rowReason == nil && (level.rowHasText || level.rowUnseen.isEmpty)
      level.table.endRow(isHead: level.isHeaderRow, isKept: isKept)
      if !isKept { level.lost += level.rowUnseen }
      level.rowUnseen = []
      (level.isHeaderRow, level.rowReason, level.rowHasText) = (false, nil, false)
    }
    if reason != nil { updateReason() }
  }

  mutating func beginCell() {
    change { ($0.cell, $0.merge, $0.isDeletedCell) = (Cell(""), WordCell.Merge(), false) }
  }

  /// A cell begins with what it holds, where it has no properties.
  mutating func beginContent() {
    change { if !$0.table.isInCell, !$0.isDeletedCell { $0.table.begin($0.cell) } }
  }

  /// Adds a paragraph to the cell.
  ///
  /// - Parameter runsOn: whether the next goes on in its line.
  mutating func append(_ paragraph: WordText, runsOn: Bool) {
    beginContent()
    change {
      $0.text.append(paragraph)
      if !runsOn { $0.text.append(0x0A) }
    }
  }

  /// Makes a block of its own of the text beside a nested table.
  private mutating func flushText() {
    change { level in
      level.text.settle()
      for line in level.text.trimmed().lines() { level.table.append(WordItem(line)) }
      level.text.clear()
    }
  }

  mutating func endCell(_ body: inout WordBody) {
    beginContent()
    guard let last = levels.indices.last else { return }
    if levels[last].isDeletedCell {
      levels[last].lost += levels[last].text.unseen
      levels[last].text.clear()
      levels[last].isDeletedCell = false
      updateReason()
      return
    }
    if levels[last].table.hasItemsInCell {
      levels[last].rowHasText = true
      flushText()
    }
    levels[last].text.settle()
    if !levels[last].text.hasMore, levels[last].merge == WordCell.Merge() {
      let text = levels[last].text.trimmedString
      levels[last].rowHasText = levels[last].rowHasText || !text.isEmpty
      levels[last].table.endCell(text: text)
      levels[last].text.clear()
      return
    }
    let text = levels[last].text.trimmed()
    levels[last].rowHasText = levels[last].rowHasText || !text.isSilent
    if !text.unseen.isEmpty { levels[last].rowUnseen += text.unseen }
    let cell = WordCell(merge: levels[last].merge, text: text.hasMore ? text : nil)
    levels[last].table.endCell(text: text.string, key: cell.isNeeded ? body.cells.count : nil)
    if cell.isNeeded { body.cells.append(cell) }
    levels[last].text.clear()
  }

  // MARK: Tables

  /// - Returns: whether there is room for another one.
  mutating func open() -> Bool {
    guard levels.count < Self.maximumDepth, levels.last?.isDeletedCell != true else { return false }
    if !levels.isEmpty {
      beginContent()
      flushText()
    }
    levels.append(Level())
    return true
  }

  mutating func close(_ body: inout WordBody) {
    guard let level = levels.popLast() else { return }
    if reason != nil { updateReason() }
    var contents = level.table.contents(paragraphs: body.lines)
    if level.hasMerges {
      for index in contents.indices {
        guard case .table(var table) = contents[index].block else { continue }
        body.merge(&table)
        contents[index].block = .table(table)
      }
    }
    // What is lost is told of the table that it stood in, where that is one.
    if !level.lost.isEmpty {
      let index = levels.isEmpty ? contents.firstIndex { $0.isTable } : nil
      if let index { contents[index].lost += level.lost } else { body.lost += level.lost }
    }
    if levels.isEmpty {
      body.items += contents
    } else {
      levels[levels.count - 1].table.append(nested: contents)
    }
  }
}
