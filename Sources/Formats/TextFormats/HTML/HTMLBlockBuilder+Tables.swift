import Core
import DocumentModel

extension HTMLBlockBuilder {
  mutating func openTable(
    _ element: HTMLElements.Element, _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) {
    guard tables.count < Self.maximumTableDepth else { return }
    var element = element
    let isAbsent = hides(element)
    if !isAbsent { flush(bytes) }
    // A table between the rows of another stands in a cell that was forgotten.
    if !tables.isEmpty, !isInCell { beginCell(Cell(""), isAbsent: isAbsent, bytes, at: position) }
    elements.closeImplied(by: .table, floor: tables.last.map { $0.cellDepth } ?? 0)
    element = elements.moved(element)
    elements.push(element)
    let depth = elements.count
    tables.append(
      Level(
        table: OpenTable(place: Place(line: lines.line(of: position, in: bytes))), depth: depth,
        sectionDepth: depth, rowDepth: depth, isAbsent: isAbsent))
  }

  private static var maximumTableDepth: Int { 32 }

  mutating func closeTable(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    closeRow(bytes, at: position, endsSection: true)
    let level = tables.removeLast()
    elements.truncate(to: level.depth - 1)
    if level.isAbsent { return }
    buffer.clear()
    // A table of which nothing is seen is none.
    if level.hasUnseen, !level.hasText {
      if !tables.isEmpty { tables[tables.count - 1].hasUnseen = true }
      return
    }
    let part = elements.part
    let contents = level.table.contents()
    if let part, level.table.hasFigures { parts[part].hasFigures = true }
    if tables.isEmpty {
      items += contents.map { item in
        var item = item
        if item.frame == .none, let part { item.frame = .part(part) }
        return item
      }
    } else {
      tables[tables.count - 1].hasText = tables[tables.count - 1].hasText || level.hasText
      tables[tables.count - 1].table.append(nested: contents)
    }
  }

  /// Opens a section, a row or a cell.
  mutating func openPart(
    _ start: HTMLStartTag, _ element: HTMLElements.Element, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    let position = start.attributes.lowerBound
    // A cell without a table is a paragraph.
    guard let last = tables.indices.last else {
      if start.tag == .td || start.tag == .th { flush(bytes) }
      return
    }
    switch start.tag {
    case .tr:
      closeRow(bytes, at: position, endsSection: false)
      let element = elements.moved(element)
      elements.push(element)
      tables[last].rowDepth = elements.count
      if !hides(element) {
        // What stands between rows is shown before the table.
        flush(bytes)
        tables[last].table.beginRow()
      }
    case .td, .th: openCell(start, element, bytes, at: position)
    default:
      closeRow(bytes, at: position, endsSection: true)
      tables[last].isInHead = start.tag == .thead
      elements.push(elements.moved(element))
      tables[last].sectionDepth = elements.count
      tables[last].rowDepth = elements.count
    }
  }

  mutating func closeRow(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int, endsSection: Bool) {
    guard let last = tables.indices.last else { return }
    closeCell(bytes, at: position)
    if tables[last].table.hasOpenRow { size.addRow() }
    tables[last].table.endRow(isHead: tables[last].isInHead)
    if endsSection {
      tables[last].sectionDepth = tables[last].depth
      tables[last].isInHead = false
    }
    tables[last].rowDepth = tables[last].sectionDepth
    elements.truncate(to: tables[last].sectionDepth)
  }

  private mutating func openCell(
    _ start: HTMLStartTag, _ element: HTMLElements.Element, _ bytes: UnsafeBufferPointer<UInt8>,
    at position: Int
  ) {
    closeCell(bytes, at: position)
    elements.truncate(to: tables[tables.count - 1].rowDepth)
    let element = elements.moved(element)
    let isAbsent = hides(element)
    if !isAbsent { flush(bytes) }
    var cell = Cell("")
    cell.isHeader = start.tag == .th
    var reader = HTMLAttributes(bytes, start.attributes)
    while let attribute = reader.next() {
      if HTMLAttributes.isNamed("colspan", attribute.name, in: bytes) {
        cell.columnSpan = Self.span(bytes[attribute.value])
      } else if HTMLAttributes.isNamed("rowspan", attribute.name, in: bytes) {
        cell.rowSpan = Self.span(bytes[attribute.value])
      }
    }
    elements.push(element)
    beginCell(cell, isAbsent: isAbsent, bytes, at: reader.position + 1)
  }

  private mutating func beginCell(
    _ cell: Cell, isAbsent: Bool, _ bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) {
    size.add(cells: 1, text: 0)
    var cell = cell
    cell.place = Place(line: lines.line(of: position, in: bytes))
    let last = tables.count - 1
    tables[last].cellStart = position
    tables[last].isCellAbsent = isAbsent
    tables[last].cellDepth = elements.count
    tables[last].table.begin(cell)
    if !isAbsent { buffer.clear() }
  }

  mutating func closeCell(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) {
    // Copies of the table would make every change of it copy its rows.
    let last = tables.count - 1
    guard last >= 0, tables[last].table.isInCell else { return }
    defer { elements.truncate(to: tables[last].rowDepth) }
    let key = takeUnseen(bytes)
    if key != nil { tables[last].hasUnseen = true }
    if tables[last].isCellAbsent {
      tables[last].table.dropCell()
      return
    }
    // Text beside a nested table is a block of its own.
    if tables[last].table.hasItemsInCell {
      if !buffer.isEmpty { tables[last].hasText = true }
      flush(bytes)
    }
    // The tag that ends the cell is no part of what it holds.
    let start = min(tables[last].cellStart, bytes.count)
    var end = min(max(position, start), bytes.count)
    while end > start, bytes[end - 1] != UInt8(ascii: "<") { end -= 1 }
    end = end > start ? end - 1 : min(max(position, start), bytes.count)
    let text = buffer.string(buffer.trimmed())
    if !text.isEmpty { tables[last].hasText = true }
    size.add(cells: 0, text: text.utf8.count)
    tables[last].table.endCell(
      text: text, bytes: byteOffset.map { start + $0..<end + $0 }, key: key)
    buffer.clear()
  }

  /// Tells what was left out of a cell.
  ///
  /// - Returns: the key by which the cell is found again when its place is known.
  private mutating func takeUnseen(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if unseen.isEmpty { return nil }
    return unseen.settle(isTold: true, &lines, bytes, &size)
  }

  /// A span; 0 and what is no number are 1.
  private static func span(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var value = 0
    for byte in digits {
      if HTMLTokenizer.isSpace(byte), value == 0 { continue }
      guard byte &- 0x30 < 10, value < 10_000 else { break }
      value = value * 10 + Int(byte - 0x30)
    }
    return min(max(value, 1), 1000)
  }
}
