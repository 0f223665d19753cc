/// How 档号 are put together, such as `{全宗号}-{类别号}·{年度}-{保管期限代码}-{件号:4}`.
package struct NumberPattern: Hashable, Sendable {
  private enum Part: Hashable {
    case text(String)
    case key(String)
    /// The item number with at least so many digits.
    case item(Int)
  }

  /// The settings that a number may be made of.
  private static let keys: Set<String> = ["全宗号", "类别号", "年度", "保管期限", "保管期限代码", "目录号", "机构或问题"]

  private let parts: [Part]

  /// nil where braces do not fit, a key is none that numbers are made of, or the item or the year is missing:
  /// without them two reports would have one number.
  package init?(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      if open != rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}") else { return nil }
      let name = rest[rest.index(after: open)..<close].split(separator: ":", omittingEmptySubsequences: false)
      switch name.count {
      case 1 where name[0] == "件号": parts.append(.item(1))
      case 1 where Self.keys.contains(String(name[0])): parts.append(.key(String(name[0])))
      case 2 where name[0] == "件号":
        guard let width = Int(name[1]), (1...9).contains(width) else { return nil }
        parts.append(.item(width))
      default: return nil
      }
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    let texts = parts.compactMap { part in if case .text(let text) = part { text } else { nil } }
    guard texts.allSatisfy({ !$0.contains("}") && !$0.contains("/") && !$0.contains("\\") }),
      parts.contains(.key("年度")),
      parts.contains(where: { part in if case .item = part { true } else { false } })
    else { return nil }
    self.parts = parts
  }

  /// The settings that it needs.
  package var needed: [String] {
    parts.compactMap { part in if case .key(let key) = part { key } else { nil } }
  }

  /// The number of an item; nil where a value is not known.
  package func number(item: Int, _ value: (String) -> String?) -> String? {
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .key(let key):
        guard let value = value(key) else { return nil }
        result += value
      case .item(let width):
        let digits = String(item)
        result += String(repeating: "0", count: max(0, width - digits.count)) + digits
      }
    }
    return result
  }
}
