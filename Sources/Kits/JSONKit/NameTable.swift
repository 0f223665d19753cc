/// The names of an object's members, to be found by their bytes.
package struct NameTable: Sendable {
  private let text: [UInt8]
  private let ranges: [Range<Int>]

  package init(_ names: [String]) {
    var text: [UInt8] = []
    ranges = names.map { name in
      let start = text.count
      text.append(contentsOf: name.utf8)
      return start..<text.count
    }
    self.text = text
  }

  /// The position of the name that a key has.
  ///
  /// - Parameter expected: where to look first: members mostly stand in the order of the table.
  package func position(of key: Int, in document: JSONDocument, expected: Int) -> Int? {
    if document.hasEscapes(key) {
      let name = Array(document.string(key).utf8)
      return ranges.firstIndex { text[$0].elementsEqual(name) }
    }
    for position in expected..<ranges.count where document.isPlain(key, equalTo: text, ranges[position]) {
      return position
    }
    for position in 0..<min(expected, ranges.count)
    where document.isPlain(key, equalTo: text, ranges[position]) {
      return position
    }
    return nil
  }
}
