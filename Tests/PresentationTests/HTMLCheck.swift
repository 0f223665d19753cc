/// A strict look at a page: every element closed in order, every attribute quoted, no stray angle bracket.
struct HTMLCheck {
  private(set) var problems: [String] = []
  private(set) var elements: Set<String> = []
  private(set) var attributes: Set<String> = []
  private static let void: Set<String> = ["meta", "br"]
  /// What may stand directly within what.
  private static let parents = [
    "tr": ["thead", "tbody"], "td": ["tr"], "th": ["tr"], "thead": ["table"], "tbody": ["table"],
    "caption": ["table"],
  ]

  init(_ html: String) {
    var open: [String] = []
    var rest = html[...]
    while let start = rest.firstIndex(where: { $0 == "<" || $0 == ">" }) {
      guard rest[start] == "<", let end = rest[start...].firstIndex(of: ">") else {
        problems.append("stray bracket at \(rest[start...].prefix(20))")
        return
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag == "!DOCTYPE html" { continue }
      if tag.hasPrefix("/") {
        if open.last != String(tag.dropFirst()) { problems.append("\(tag) closes \(open.last ?? "nothing")") }
        _ = open.popLast()
        continue
      }
      let name = String(tag.prefix { $0 != " " })
      elements.insert(name)
      if let parents = Self.parents[name], !parents.contains(open.last ?? "") {
        problems.append("\(name) in \(open.last ?? "nothing")")
      }
      readAttributes(tag.dropFirst(name.count))
      if Self.void.contains(name) { continue }
      open.append(name)
      if name == "style" {
        guard let close = rest.firstIndex(of: "<") else { break }
        rest = rest[close...]
      }
    }
    if !open.isEmpty { problems.append("open: \(open)") }
  }

  private mutating func readAttributes(_ text: Substring) {
    var rest = text
    while !rest.isEmpty {
      guard rest.first == " ", let equals = rest.firstIndex(of: "=") else {
        problems.append("attributes \(text)")
        return
      }
      attributes.insert(String(rest[rest.index(after: rest.startIndex)..<equals]))
      let value = rest[rest.index(after: equals)...]
      guard value.first == "\"", let end = value.dropFirst().firstIndex(of: "\"") else {
        problems.append("unquoted \(text)")
        return
      }
      rest = value[value.index(after: end)...]
    }
  }
}
