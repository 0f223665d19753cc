import Comparison
import Core
import JSONKit
import MarkupKit
import ReportModel

/// The reports of two folders, each compared with its counterpart in the other.
package struct FolderComparison: Sendable {
  /// A report, its file, and where that stands below the folder.
  package struct Item: Sendable {
    package let path: String
    package let name: String
    package let report: Report

    package init(path: String, name: String, report: Report) {
      (self.path, self.name, self.report) = (path, name, report)
    }
  }

  package struct Pair: Sendable {
    package let before: Item
    package let after: Item
    package let comparison: ReportComparison
  }

  package private(set) var pairs: [Pair] = []
  package private(set) var onlyBefore: [Item] = []
  package private(set) var onlyAfter: [Item] = []

  /// Pairs are found by body and year, then by the name of the file, then by the body alone where there is one year on
  /// each side. What fits several is paired with none of them.
  package init(
    _ before: [Item], _ after: [Item], _ compare: (Item, Item) throws(Refusal) -> ReportComparison
  ) throws(Refusal) {
    (onlyBefore, onlyAfter) = (before, after)
    let keys: [(Item) -> String?] = [
      { item in Self.body(item).flatMap { body in item.report.identity.year.map { "\(body) \($0)" } } },
      { $0.name }, Self.body,
    ]
    for key in keys {
      for (before, after) in takePairs(by: key) {
        pairs.append(Pair(before: before, after: after, comparison: try compare(before, after)))
      }
    }
    pairs.sort { $0.after.path < $1.after.path }
  }

  private static func body(_ item: Item) -> String? { item.report.identity.body.map(BodyName.key) }

  private mutating func takePairs(by key: (Item) -> String?) -> [(Item, Item)] {
    func indices(_ items: [Item]) -> [String: [Int]] {
      var indices: [String: [Int]] = [:]
      for (index, item) in items.enumerated() {
        if let key = key(item) { indices[key, default: []].append(index) }
      }
      return indices
    }
    let (left, right) = (indices(onlyBefore), indices(onlyAfter))
    let found = left.compactMap { key, before -> (Int, Int)? in
      guard before.count == 1, let after = right[key], after.count == 1 else { return nil }
      return (before[0], after[0])
    }
    let taken = (Set(found.map(\.0)), Set(found.map(\.1)))
    defer {
      onlyBefore = onlyBefore.enumerated().filter { !taken.0.contains($0.offset) }.map(\.element)
      onlyAfter = onlyAfter.enumerated().filter { !taken.1.contains($0.offset) }.map(\.element)
    }
    return found.map { (onlyBefore[$0.0], onlyAfter[$0.1]) }
  }

  package func isSame(_ pair: Pair, figuresOnly: Bool) -> Bool {
    figuresOnly ? pair.comparison.hasSameFigures : pair.comparison.isSame
  }

  /// Whether each report has its counterpart, and none differs from it.
  package func isSame(figuresOnly: Bool) -> Bool {
    onlyBefore.isEmpty && onlyAfter.isEmpty && pairs.allSatisfy { isSame($0, figuresOnly: figuresOnly) }
  }

  // MARK: Output

  /// What differs of each pair, then what has no counterpart, and how many there are.
  package func text(_ options: ComparisonOptions) -> TerminalText {
    let words = Words(options.language)
    var text: TerminalText = ""
    var same = 0
    for pair in pairs {
      if isSame(pair, figuresOnly: options.prose == .none) {
        same += 1
        if !options.showsAll { continue }
      }
      var options = options
      (options.nameBefore, options.nameAfter) = (pair.before.path, pair.after.path)
      text += "\(pair.comparison.text(options))\n"
    }
    for (id, items) in [("before", onlyBefore), ("after", onlyAfter)] where !items.isEmpty {
      text += "\(words("diff.folders.\(id)"))\n"
      for item in items { text += "  \(item.path)\(words.aside(name(item, words)))\n" }
    }
    return text + "\(counts(same: same, words))\n"
  }

  private func counts(same: Int, _ words: Words) -> String {
    let counts = [
      "pairs": pairs.count, "same": same, "different": pairs.count - same, "before": onlyBefore.count,
      "after": onlyAfter.count,
    ]
    return words("diff.folders", counts.mapValues { String($0) })
  }

  /// All on one page: how many there are, a list that leads to each pair that differs, and those pairs as pages of their
  /// own show them.
  package func html(_ options: ComparisonOptions) -> [UInt8] {
    let words = Words(options.language)
    let isSame = pairs.map { self.isSame($0, figuresOnly: options.prose == .none) }
    let shown = pairs.indices.filter { options.showsAll || !isSame[$0] }
    var page = HTMLPage.ofResults(options.language)
    page.element("h1", words("diff.folders.title"))
    page.element("p", counts(same: isSame.count { $0 }, words), class: "result")
    list(
      pairs.indices.map { index in
        let pair = pairs[index]
        let paths = "\(pair.before.path) → \(pair.after.path)"
        return (
          paths + words.aside(name(pair.after, words)), shown.contains(index) ? "#pair-\(index + 1)" : nil
        )
      }, &page)
    for (id, items) in [("before", onlyBefore), ("after", onlyAfter)] where !items.isEmpty {
      page.element("h2", words("diff.folders.\(id)"))
      list(items.map { ($0.path + words.aside(name($0, words)), nil) }, &page)
    }
    for index in shown {
      var options = options
      (options.nameBefore, options.nameAfter) = (pairs[index].before.path, pairs[index].after.path)
      page.raw("<section id=\"pair-\(index + 1)\">\n")
      var pair = ComparisonPage(pairs[index].comparison, options, page)
      pair.add()
      page = pair.html
      page.raw("</section>\n")
    }
    return page.finish(
      title: words("diff.folders.title"), options.language, sheet: ComparisonPageStyle.sheet)
  }

  private func list(_ lines: [(text: String, target: String?)], _ page: inout HTMLPage) {
    if lines.isEmpty { return }
    page.raw("<ul>\n")
    for line in lines {
      page.raw(line.target.map { "<li><a href=\"\($0)\">" } ?? "<li>")
      page.text(line.text)
      page.raw(line.target == nil ? "</li>\n" : "</a></li>\n")
    }
    page.raw("</ul>\n")
  }

  private func name(_ item: Item, _ words: Words) -> String {
    let identity = item.report.identity
    let year = identity.year.map { words("diff.year", ["year": String($0)]) }
    return [identity.body ?? words("diff.no-body"), year].compactMap { $0 }.joined(separator: " ")
  }

  /// For programs, as `Schemas/json/diffs-1.schema.json` describes it.
  package func json(figuresOnly: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("gongkaiDiffs", "1.0")
    writer.member("isSame", isSame(figuresOnly: figuresOnly))
    writer.key("pairs")
    writer.beginArray()
    for pair in pairs {
      writer.beginObject()
      writer.member("before", pair.before.path)
      writer.member("after", pair.after.path)
      writer.key("comparison")
      writer.raw { $0 += Self.indented(pair.comparison.json(figuresOnly: figuresOnly), depth: 3) }
      writer.endObject()
    }
    writer.endArray()
    for (key, items) in [("onlyBefore", onlyBefore), ("onlyAfter", onlyAfter)] {
      writer.key(key)
      writer.strings(items.map(\.path))
    }
    writer.endObject()
    return writer.finish()
  }

  /// No string holds a line feed as it is, so that each begins a line.
  private static func indented(_ json: [UInt8], depth: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in json.dropLast() {
      bytes.append(byte)
      if byte == UInt8(ascii: "\n") { bytes += [UInt8](repeating: 0x20, count: 2 * depth) }
    }
    return bytes
  }
}
