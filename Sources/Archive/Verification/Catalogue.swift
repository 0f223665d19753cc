import MarkupKit

/// 目录文件.XML: what is handed over, an entry a record.
struct Catalogue {
  struct Entry {
    let line: Int
    /// By the names of the elements; the first of each.
    let values: [String: String]

    var number: String? { values["档号"] }
  }

  let entries: [Entry]
  private let positions: [String: Int]

  static let names = ["顺序号", "档号", "责任者", "题名", "日期", "保管期限", "密级", "备注", "页数"]
  /// May be left out.
  static let optional = "页数"
  /// May be empty.
  static let open = "备注"

  /// nil where it cannot be read as one.
  init?(_ bytes: [UInt8], path: String, into log: inout VerificationLog) {
    log.ask(.catalogueWellFormed, .catalogueDocumentType)
    let tree: XMLTree
    do throws(XMLFailure) {
      tree = try XMLTree(bytes)
    } catch {
      log.note(error, path: path, malformed: .catalogueWellFormed, documentType: .catalogueDocumentType)
      return nil
    }
    let root = tree.rootNode
    log.ask(.catalogueRoot)
    guard root.name == "文件目录" else {
      log.find(.catalogueRoot, path: path, line: root.line, ["name": root.name])
      return nil
    }
    log.ask(group: .catalogue)
    var entries: [Entry] = []
    var positions: [String: Int] = [:]
    for element in root.children {
      guard element.name == "文件" else {
        log.find(.catalogueEntry, path: path, line: element.line, ["name": element.name])
        continue
      }
      let entry = Self.entry(element, number: entries.count + 1, path: path, into: &log)
      if let number = entry.number, !number.isEmpty,
        positions.updateValue(entries.count, forKey: number) != nil
      {
        log.find(.catalogueNumberTwice, path: path, line: entry.line, ["number": number])
      }
      entries.append(entry)
    }
    if entries.isEmpty { log.find(.catalogueEmpty, path: path, line: root.line) }
    self.entries = entries
    self.positions = positions
  }

  func entry(_ number: String) -> Entry? { positions[number].map { entries[$0] } }

  private static func entry(
    _ element: XMLTree.Node, number: Int, path: String, into log: inout VerificationLog
  ) -> Entry {
    var values: [String: String] = [:]
    var highest = -1
    for child in element.children {
      let name = ["name": child.name]
      guard let position = names.firstIndex(of: child.name) else {
        log.find(.catalogueChildUnknown, path: path, line: child.line, name)
        continue
      }
      if values[child.name] != nil {
        log.find(.catalogueChildTwice, path: path, line: child.line, name)
        continue
      }
      if position < highest { log.find(.catalogueChildOrder, path: path, line: child.line, name) }
      highest = max(highest, position)
      values[child.name] = child.text
      if child.text.isEmpty, child.name != open {
        log.find(.catalogueValueEmpty, path: path, line: child.line, name)
      } else {
        examine(child, number, path, into: &log)
      }
    }
    for name in names where name != optional && values[name] == nil {
      log.find(.catalogueChildMissing, path: path, line: element.line, ["name": name])
    }
    return Entry(line: element.line, values: values)
  }

  private static func examine(
    _ child: XMLTree.Node, _ number: Int, _ path: String, into log: inout VerificationLog
  ) {
    let value = ["value": child.text]
    switch child.name {
    case "顺序号" where Int(child.text) != number:
      log.find(
        .catalogueSequence, path: path, line: child.line,
        ["value": child.text, "expected": String(number)])
    case "日期" where !DateText.isDate(child.text):
      log.find(.catalogueDate, path: path, line: child.line, value)
    case "页数" where Int(child.text).map { $0 < 1 } ?? true:
      log.find(.cataloguePages, path: path, line: child.line, value)
    case "保管期限" where !isRetention(child.text):
      log.find(.catalogueRetention, path: path, line: child.line, value)
    default: break
    }
  }

  /// 永久, 长期, 短期, 定期, 30年, 定期30年, 定期（30年）, or a code of them such as Y and D30.
  static func isRetention(_ text: String) -> Bool {
    if ["永久", "长期", "短期", "定期", "Y"].contains(text) { return true }
    let rest = text.filter { !("0"..."9").contains($0) }
    return rest.count < text.count
      && ["年", "定期年", "定期（年）", "定期(年)", "D"].contains(rest)
  }
}
