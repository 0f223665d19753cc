import Collection
import Core
import JSONKit
import ReportModel

/// Tells of a sum in the JSON of a roll-up where it comes from: each unit with its file and the place in it.
package struct RollUpExplanation {
  private let json: JSONDocument
  private let name: String
  private let words: Words

  /// Whether a text is the JSON of a roll-up, by how it begins.
  package static func isRollUp(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(200).drop { [0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF].contains($0) }
    guard head.first == UInt8(ascii: "{") else { return false }
    let key = head.dropFirst().drop { [0x20, 0x0A, 0x0D, 0x09].contains($0) }
    return key.starts(with: "\"gongkaiCollection\"".utf8)
  }

  /// - Throws: an `input` refusal where the text is damaged.
  package init(_ bytes: [UInt8], name: String, _ language: Language) throws(Refusal) {
    json = JSONDocument(bytes)
    self.name = name
    words = Words(language)
    guard json.isComplete, json.defects.isEmpty, member("units", of: 0) != nil, member("sums", of: 0) != nil
    else { throw Refusal(.input, .badCollection(name)) }
  }

  // MARK: Reading

  private func member(_ key: String, of object: Int?) -> Int? {
    guard let object, json.kind(object) == .object else { return nil }
    var token = json.first(object)
    while token < json.next(object) {
      if json.string(token) == key { return token + 1 }
      token = json.next(token + 1)
    }
    return nil
  }

  private func elements(_ array: Int?) -> [Int] {
    guard let array, json.kind(array) == .array else { return [] }
    var tokens: [Int] = []
    var token = json.first(array)
    while token < json.next(array) {
      tokens.append(token)
      token = json.next(token)
    }
    return tokens
  }

  private func text(_ key: String, of object: Int?) -> String? {
    guard let token = member(key, of: object) else { return nil }
    switch json.kind(token) {
    case .string, .number: return json.string(token)
    default: return nil
    }
  }

  private func amount(_ key: String, of object: Int?) -> Amount? {
    text(key, of: object).flatMap { Amount($0) }
  }

  private func bounds(of object: Int?) -> Bounds {
    if let value = amount("value", of: object), member("atLeast", of: object) == nil { return Bounds(value) }
    return Bounds(atLeast: amount("atLeast", of: object), atMost: amount("atMost", of: object))
  }

  // MARK: Telling

  /// - Parameter cell: the id of a cell; an indicator of table 三 alone means its total.
  /// - Throws: a `usage` refusal where there is no such sum.
  package func text(_ cell: String) throws(Refusal) -> TerminalText {
    let sums = elements(member("sums", of: 0))
    func named(_ name: String) -> Int? { sums.first { text("cell", of: $0) == name } }
    guard let sum = named(cell) ?? named("\(cell)@total") else {
      let last = cell.split(separator: "@").first?.split(separator: ".").last.map(String.init) ?? cell
      let ids = sums.compactMap { text("cell", of: $0) }
      let near = ids.filter { $0.contains(last) }
      throw Refusal(
        .usage, .noSum(cell, in: name, near: Array((near.isEmpty ? ids : near).prefix(6))))
    }
    let labels = elements(member("labels", of: sum)).map(json.string)
    var lines: [TerminalText] = ["\(labels.joined(separator: " · "))  [\(text("cell", of: sum) ?? cell)]"]
    lines.append(line("sum", value(sum, measure: text("measure", of: sum) ?? "")))
    lines.append(line("basis", basis(member("counts", of: sum))))
    if let previous = member("previous", of: sum) { lines.append(line("previous", value(previous))) }
    if let parent = member("parent", of: sum) {
      let difference = words.difference(bounds(of: member("difference", of: parent)))
      lines.append(
        line(
          "parent",
          "\(amount("value", of: parent)?.description ?? words.rollUp("none"))\(words.aside("\(words.rollUp("column.difference"))\(words.colon)\(difference)"))"
        ))
    }
    lines.append("")
    lines.append(("\(words.rollUp("explain.units"))\(words.colon)" as TerminalText).trimmed)
    return (lines + units(sum)).lines
  }

  private func line(_ id: String, _ value: String) -> TerminalText {
    "\(words.rollUp("explain.\(id)"))\(words.colon)\(value)"
  }

  private func value(_ sum: Int, measure: String = "") -> String {
    let bounds = bounds(of: sum)
    let status = text("status", of: sum) ?? "unknown"
    let number = amount("value", of: sum)
    switch status {
    case "none": return words.rollUp("none")
    case "exact": return (number?.description ?? "") + (measure.isEmpty ? "" : " \(measure)")
    case "range": return Labels.interval(bounds, words)
    default:
      let name = words("status.\(status)")
      guard let number else { return name }
      let range = bounds.only == nil ? [Labels.interval(bounds, words)] : []
      return number.description + words.aside(words.list([name] + range))
    }
  }

  private func basis(_ counts: Int?) -> String {
    let expected = text("expected", of: counts) ?? "0"
    if expected == text("exact", of: counts) { return words.rollUp("basis.all", ["count": expected]) }
    let kinds = Contribution.Kind.allCases.compactMap { kind -> String? in
      guard let count = text(kind.rawValue, of: counts), count != "0" else { return nil }
      return words.rollUp(
        "basis.kind", ["kind": words.rollUp("kind.\(kind.rawValue)"), "count": count])
    }
    return words.rollUp("basis", ["count": expected, "kinds": words.list(kinds)])
  }

  private struct Item {
    let position: Int
    let kind: String
    let amount: Amount?
    let row: [TerminalText]

    var isCertain: Bool { kind == "exact" || kind == "derived" }
  }

  /// What is not certain first, then the largest; those that have 0 are counted.
  private func units(_ sum: Int) -> [TerminalText] {
    let known = elements(member("units", of: 0))
    var items: [Item] = []
    var zeros = 0
    for token in elements(member("units", of: sum)) {
      guard let position = text("unit", of: token).flatMap({ Int($0) }), known.indices.contains(position)
      else {
        continue
      }
      let kind = text("kind", of: token) ?? ""
      let amount = amount("value", of: token)
      if kind == "exact", amount == .zero {
        zeros += 1
        continue
      }
      items.append(
        Item(
          position: position, kind: kind, amount: amount, row: row(token, known[position], kind, amount)))
    }
    items.sort { left, right in
      if left.isCertain != right.isCertain { return !left.isCertain }
      let (first, second) = (left.amount ?? .zero, right.amount ?? .zero)
      return first == second ? left.position < right.position : second < first
    }
    var lines = TextColumns.aligned(items.map(\.row)).map { "  \($0.trimmed)" as TerminalText }
    if zeros > 0 { lines.append("  \(words.rollUp("explain.zero", ["count": String(zeros)]))") }
    return lines
  }

  private func row(_ token: Int, _ unit: Int, _ kind: String, _ amount: Amount?) -> [TerminalText] {
    let report = member("report", of: unit)
    let bounds = bounds(of: token)
    var shown = amount?.description ?? ""
    if bounds.only == nil, kind != "missing",
      bounds.atMost != nil || bounds.atLeast.map({ .zero < $0 }) ?? false
    {
      shown += shown.isEmpty ? Labels.interval(bounds, words) : words.aside(Labels.interval(bounds, words))
    }
    if let raw = text("raw", of: token), raw != shown {
      shown += shown.isEmpty ? "“\(raw)”" : words.aside("“\(raw)”")
    }
    let state = text("state", of: unit).flatMap(RollUp.State.init)
    let status = kind == "missing" ? state.map(words.state) ?? "" : words.rollUp("kind.\(kind)")
    let place = text("place", of: token).flatMap { Place($0) }.map { PlaceText.text($0, words) } ?? ""
    let file = text("file", of: report) ?? elements(member("files", of: unit)).map(json.string).first ?? ""
    return [
      TerminalText(text("name", of: unit) ?? ""), TerminalText(shown),
      TerminalText(kind == "exact" ? "" : status),
      TerminalText([file, place].filter { !$0.isEmpty }.joined(separator: words.colon)),
    ]
  }
}

extension Finding {
  fileprivate static func badCollection(_ path: String) -> Finding {
    Finding("collect.bad-file", .error, ["path": path])
  }

  fileprivate static func noSum(_ cell: String, in path: String, near: [String]) -> Finding {
    Finding(
      "collect.no-sum", .error, ["cell": cell, "path": path, "near": near.joined(separator: ", ")])
  }
}
