import Core
import DocumentModel

/// What a site knows about a document, as lines of keys and values: a table or a list of them at its top is no
/// table of figures.
enum HTMLPageData {
  typealias Item = HTMLBlockBuilder.Item

  private static let maximumRows = 16

  /// The blocks, with tables and lists of keys and values before the text as lines.
  static func lined(_ items: [Item]) -> [Item] {
    var result: [Item] = []
    result.reserveCapacity(items.count)
    var index = 0
    while index < items.count {
      if case .table(let table) = items[index].block, let lines = lines(of: table) {
        result += lines.map { paragraph in
          var item = Item(.paragraph(paragraph))
          item.frame = items[index].frame
          return item
        }
      } else if let end = endOfList(items, from: index) {
        result += joined(items[index..<end])
        index = end
        continue
      } else {
        result.append(items[index])
      }
      index += 1
    }
    return result
  }

  /// A key without its colon; nil for any other text.
  private static func key(_ text: String) -> String? {
    guard text.utf8.count <= 40 else { return nil }
    let name = text.filter { !$0.isWhitespace && $0 != "：" && $0 != ":" && $0 != "【" && $0 != "】" }
    return HTMLSiteWords.keys.contains(name) ? name : nil
  }

  /// A key and its value in one text.
  private static func isEntry(_ text: String) -> Bool {
    guard let colon = text.firstIndex(where: { $0 == "：" || $0 == ":" }) else { return false }
    return key(String(text[..<colon])) != nil
  }

  /// The lines of a table of nothing but keys and values, two keys at least known.
  private static func lines(of table: Table) -> [Paragraph]? {
    guard table.rows.count <= maximumRows else { return nil }
    var lines: [Paragraph] = []
    var known = 0
    for row in table.rows {
      var open: (key: String, place: Place?)?
      for cell in row.cells where !cell.text.isEmpty || open != nil {
        if let name = key(cell.text) {
          if let last = open { lines.append(Paragraph("\(last.key)：", place: last.place)) }
          open = (name, cell.place)
          known += 1
        } else if let name = open, !isEntry(cell.text) {
          let value = cell.text.split(separator: "\n").joined(separator: " ")
          lines.append(Paragraph("\(name.key)：\(value)", place: name.place))
          open = nil
        } else if isEntry(cell.text) {
          if let last = open { lines.append(Paragraph("\(last.key)：", place: last.place)) }
          open = nil
          lines.append(Paragraph(cell.text.split(separator: "\n").joined(separator: " "), place: cell.place))
          known += 1
        } else {
          return nil
        }
      }
      if let last = open { lines.append(Paragraph("\(last.key)：", place: last.place)) }
    }
    return known >= 2 ? lines : nil
  }

  /// The end of a list whose lines are keys and values in turn, with two keys at least.
  private static func endOfList(_ items: [Item], from start: Int) -> Int? {
    var index = start
    while index + 1 < items.count, let name = items[index].block.paragraph?.text,
      let value = items[index + 1].block.paragraph?.text, key(name) != nil, key(value) == nil,
      !isEntry(value), value.utf8.count <= 300
    {
      index += 2
    }
    return index - start >= 4 ? index : nil
  }

  private static func joined(_ items: ArraySlice<Item>) -> [Item] {
    stride(from: items.startIndex, to: items.endIndex, by: 2).map { index in
      let name = items[index].block.paragraph
      let value = items[index + 1].block.paragraph
      let text = "\(key(name?.text ?? "") ?? "")：\(value?.text ?? "")"
      var item = Item(.paragraph(Paragraph(text, place: name?.place)))
      item.frame = items[index].frame
      return item
    }
  }
}
