import TestSupport

@testable import JSONKit

/// Changes one value of a JSON text, which stays JSON.
enum JSONMutation {
  static func apply(to bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    let document = JSONDocument(bytes)
    var keys: [(key: Int, behind: Int)] = []
    func collect(_ token: Int) {
      var child = document.first(token)
      let end = document.next(token)
      while child < end {
        let value = document.kind(token) == .object ? child + 1 : child
        if value != child { keys.append((child, document.next(value))) }
        if document.kind(value) == .object || document.kind(value) == .array { collect(value) }
        child = document.next(value)
      }
    }
    collect(0)
    // Members near the top are few, those of cells many: each depth gets its turn.
    let (key, _) = random.chance(1, of: 2) ? random.pick(keys) : random.pick(Array(keys.suffix(20)))
    let value = key + 1
    var range = document.range(value)
    if document.kind(value) == .string { range = range.lowerBound - 1..<range.upperBound + 1 }
    var result = bytes
    switch random.pick([0, 1, 2]) {
    case 0:
      // Another name.
      result.replaceSubrange(document.range(key), with: "renamed".utf8)
    case 1:
      let values = [
        "null", "0", "-3.50", "1e3", "1.5e-3", "2021.0", "\"\"", "\"2021\"", "\"legacy\"", "\"p1 l3\"",
        "\"l3 p1\"",
        "\"exact\"", "\"2020-13\"", "[]", "{}", "true", "\"b9-9\"", "\"p01\"",
        "123456789012345678901234567890",
      ]
      result.replaceSubrange(range, with: random.pick(values).utf8)
    default:
      // Another member in the same object.
      result.insert(
        contentsOf:
          "\"\(random.pick(["extra", "status", "place", "atLeast", "value", "unit"]))\": \(random.pick(["1", "\"l5\"", "\"blank\""])), "
          .utf8, at: document.range(key).lowerBound - 1)
    }
    return result
  }
}

/// Changes one place of a canonical XML text, which stays XML.
enum XMLMutation {
  static func apply(to bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let tagLines = lines.indices.dropFirst().filter { index in
      lines[index].drop { $0 == 0x20 }.first == UInt8(ascii: "<")
    }
    // Tags near the top are few, those of figures many: each gets its turn.
    let line = random.chance(1, of: 3) ? random.pick(Array(tagLines.prefix(8))) : random.pick(tagLines)
    var text = String(decoding: lines[line], as: UTF8.self)
    let values = [
      "", "0", "7", "-3.50", "+1", "007", "1e3", "2021", "legacy", "p1 l3", "l3 p1", "exact", "blank",
      "2020-13",
      "true", "b9-9", "p01", "12345678901234567890123456", "1.0", "1.7", "review.total", "x@y@z", "a b",
    ]
    switch random.pick([0, 1, 2, 3, 4]) {
    case 0:
      // Another value of an attribute.
      let quotes = text.indices.filter { text[$0] == "\"" }
      guard quotes.count >= 2 else { return bytes }
      let first = Int.random(in: 0..<quotes.count / 2, using: &random) * 2
      text.replaceSubrange(text.index(after: quotes[first])..<quotes[first + 1], with: random.pick(values))
    case 1:
      // One more attribute.
      guard let end = text.firstIndex(where: { $0 == ">" || $0 == "/" }) else { return bytes }
      let name = random.pick(["extra", "status", "place", "atLeast", "iso", "xml:lang", "unit", "by"])
      if text[..<end].contains(" \(name)=") { return bytes }
      let value = name == "xml:lang" ? "zh" : random.pick(values)
      text.insert(contentsOf: " \(name)=\"\(value)\"", at: end)
    case 2:
      // One attribute less.
      guard let start = text.firstIndex(of: "\""), let name = text[..<start].lastIndex(of: " "),
        !text[name...].hasPrefix(" xmlns"),
        let end = text[text.index(after: start)...].firstIndex(of: "\"")
      else { return bytes }
      text.removeSubrange(name...end)
    case 3:
      // One more element before this one; of another namespace at the end of its parent only, because xmllint
      // of 2.9 overlooks what follows it.
      let isEnd = text.drop { $0 == " " }.hasPrefix("</")
      text =
        random.pick([
          "<future/>", "<body/>", "<carried>fees</carried>",
          isEnd ? "<x:y xmlns:x=\"urn:x\"/>" : "<x:y xmlns:x=\"urn:gongkai:report:1\"/>", "<!-- note -->",
          "<unplaced>字</unplaced>", "words", "<place>l7</place>", "<figure>3</figure>",
        ]) + text
    default:
      // The same line twice.
      guard text.hasSuffix("/>") || text.contains("</") else { return bytes }
      text += text
    }
    var result = lines
    result[line] = Array(text.utf8)
    return Array(result.joined(separator: [0x0A]))
  }
}
