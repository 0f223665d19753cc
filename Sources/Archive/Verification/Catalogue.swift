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
    log.ask("catalogue.well-formed", "catalogue.document-type")
    let tree: XMLTree
    do throws(XMLTree.Failure) {
      tree = try XMLTree(bytes)
    } catch {
      if error.isDocumentType {
        log.find("catalogue.document-type", path: path, line: error.line)
      } else {
        log.find("catalogue.well-formed", path: path, line: error.line, ["reason": error.reason])
      }
      return nil
    }
    log.ask("catalogue.root")
    guard tree.root.name == "文件目录" else {
      log.find("catalogue.root", path: path, line: tree.root.line, ["name": tree.root.name])
      return nil
    }
    log.ask(group: "catalogue")
    var entries: [Entry] = []
    var positions: [String: Int] = [:]
    for element in tree.root.children {
      guard element.name == "文件" else {
        log.find("catalogue.entry", path: path, line: element.line, ["name": element.name])
        continue
      }
      let entry = Self.entry(element, number: entries.count + 1, path: path, into: &log)
      if let number = entry.number, !number.isEmpty,
        positions.updateValue(entries.count, forKey: number) != nil
      {
        log.find("catalogue.number-twice", path: path, line: entry.line, ["number": number])
      }
      entries.append(entry)
    }
    if entries.isEmpty { log.find("catalogue.empty", path: path, line: tree.root.line) }
    self.entries = entries
    self.positions = positions
  }

  func entry(_ number: String) -> Entry? { positions[number].map { entries[$0] } }

  private static func entry(
    _ element: XMLTree.Element, number: Int, path: String, into log: inout VerificationLog
  ) -> Entry {
    var values: [String: String] = [:]
    var highest = -1
    for child in element.children {
      let name = ["name": child.name]
      guard let position = names.firstIndex(of: child.name) else {
        log.find("catalogue.child-unknown", path: path, line: child.line, name)
        continue
      }
      if values[child.name] != nil {
        log.find("catalogue.child-twice", path: path, line: child.line, name)
        continue
      }
      if position < highest { log.find("catalogue.child-order", path: path, line: child.line, name) }
      highest = max(highest, position)
      values[child.name] = child.text
      if child.text.isEmpty, child.name != open {
        log.find("catalogue.value-empty", path: path, line: child.line, name)
      } else {
        examine(child, number, path, into: &log)
      }
    }
    for name in names where name != optional && values[name] == nil {
      log.find("catalogue.child-missing", path: path, line: element.line, ["name": name])
    }
    return Entry(line: element.line, values: values)
  }

  private static func examine(
    _ child: XMLTree.Element, _ number: Int, _ path: String, into log: inout VerificationLog
  ) {
    let value = ["value": child.text]
    switch child.name {
    case "顺序号" where Int(child.text) != number:
      log.find(
        "catalogue.sequence", path: path, line: child.line,
        ["value": child.text, "expected": String(number)])
    case "日期" where !DateText.isDate(child.text):
      log.find("catalogue.date", path: path, line: child.line, value)
    case "页数" where Int(child.text).map { $0 < 1 } ?? true:
      log.find("catalogue.pages", path: path, line: child.line, value)
    case "保管期限" where !isRetention(child.text):
      log.find("catalogue.retention", path: path, line: child.line, value)
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

/// Dates and times as metadata writes them.
enum DateText {
  private static func number(_ text: Substring, _ count: Int) -> Int? {
    guard text.utf8.count == count, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
  }

  /// YYYYMMDD.
  static func isDate(_ text: String) -> Bool {
    guard let all = number(text[...], 8) else { return false }
    return isDay(all / 10_000, all / 100 % 100, all % 100)
  }

  /// YYYY-MM-DD.
  static func isExtendedDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], 4), let month = number(parts[1], 2),
      let day = number(parts[2], 2)
    else { return false }
    return isDay(year, month, day)
  }

  /// A day in either form, or a time with its zone.
  static func isDateOrTime(_ text: String) -> Bool {
    isDate(text) || isExtendedDate(text) || seconds(text) != nil
  }

  /// Seconds of a time with its zone, counted from anywhere; nil where it is none.
  static func seconds(_ text: String) -> Int? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, isExtendedDate(String(parts[0])) else { return nil }
    let day = parts[0].split(separator: "-").compactMap { Int($0) }
    let clock = parts[1].prefix { $0 != "Z" && $0 != "+" && $0 != "-" }
    let zone = parts[1].dropFirst(clock.count)
    let time = clock.prefix { $0 != "." }.split(separator: ":", omittingEmptySubsequences: false)
    guard time.count == 3, let hour = number(time[0], 2), let minute = number(time[1], 2),
      let second = number(time[2], 2), hour < 24, minute < 60, second <= 60
    else { return nil }
    var offset = 0
    if zone != "Z" {
      let numbers = zone.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
      guard numbers.count == 2, let hours = number(numbers[0], 2), let minutes = number(numbers[1], 2)
      else { return nil }
      offset = (hours * 60 + minutes) * (zone.first == "-" ? -60 : 60)
    }
    let days = daysBefore(day[0], day[1]) + day[2]
    return days * 86_400 + hour * 3_600 + minute * 60 + second - offset
  }

  /// Days from the beginning of the calendar to a month.
  private static func daysBefore(_ year: Int, _ month: Int) -> Int {
    let past = year - 1
    var days = past * 365 + past / 4 - past / 100 + past / 400
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated()
    where index < month - 1 { days += length }
    return days
  }
}
