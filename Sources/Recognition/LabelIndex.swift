/// All wordings of all labels of a set of forms, found in one walk over the glyphs of a text.
///
/// Labels are compared by their letters and digits alone: punctuation, spaces and width make no difference.
struct LabelIndex: Sendable {
  /// A wording's place in `wordings`.
  typealias LabelID = Int

  /// The letters and digits of each wording.
  private(set) var wordings: [[UInt32]] = []
  /// The trie's edges: node and code point to node, in a table of open addresses.
  private var keys = [UInt64](repeating: 0, count: 1 << 10)
  private var nodes = [Int32](repeating: 0, count: 1 << 10)
  private var edgeCount = 0
  private var accepted: [Int32] = [-1]
  /// The glyphs of the wording that is added.
  private var folded: [Glyph] = []
  /// Which code points begin a label, as a filter before the table is asked.
  private var firstCodeFilter = [UInt64](repeating: 0, count: 1 << 8)

  /// Adds a wording.
  ///
  /// - Returns: its id; nil for a text without letters.
  mutating func add(_ wording: String) -> LabelID? {
    folded.removeAll(keepingCapacity: true)
    GlyphFolding.append(wording, to: &folded)
    var node: Int32 = 0
    for glyph in folded where glyph.kind != .mark {
      if let next = next(node, glyph.code) {
        node = next
      } else {
        let next = Int32(accepted.count)
        accepted.append(-1)
        insert(Self.edge(node, glyph.code), next)
        node = next
      }
    }
    if node == 0 { return nil }
    if accepted[Int(node)] >= 0 { return Int(accepted[Int(node)]) }
    let id = wordings.count
    let codes = GlyphFolding.codes(folded[...])
    wordings.append(codes)
    accepted[Int(node)] = Int32(id)
    firstCodeFilter[Int(codes[0] >> 6) & 0xFF] |= 1 << UInt64(codes[0] & 63)
    return id
  }

  /// Never zero, which marks a free place: no node leads from a code point of zero.
  private static func edge(_ node: Int32, _ code: UInt32) -> UInt64 {
    UInt64(UInt32(node)) << 32 | UInt64(code)
  }

  private static func place(of key: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
  }

  private func next(_ node: Int32, _ code: UInt32) -> Int32? {
    let key = Self.edge(node, code)
    let mask = keys.count - 1
    var place = Self.place(of: key, mask)
    while keys[place] != 0 {
      if keys[place] == key { return nodes[place] }
      place = (place + 1) & mask
    }
    return nil
  }

  private mutating func insert(_ key: UInt64, _ node: Int32) {
    edgeCount += 1
    if 2 * edgeCount > keys.count {
      let old = zip(keys, nodes).filter { $0.0 != 0 }
      keys = [UInt64](repeating: 0, count: 2 * keys.count)
      nodes = [Int32](repeating: 0, count: keys.count)
      for (key, node) in old { store(key, node) }
    }
    store(key, node)
  }

  private mutating func store(_ key: UInt64, _ node: Int32) {
    let mask = keys.count - 1
    var place = Self.place(of: key, mask)
    while keys[place] != 0 { place = (place + 1) & mask }
    keys[place] = key
    nodes[place] = node
  }

  /// The longest label that begins at a glyph.
  ///
  /// - Parameter end: where the walk must stop.
  /// - Returns: the label and the index after its last glyph.
  func longestMatch(_ glyphs: [Glyph], from start: Int, to end: Int) -> (id: LabelID, end: Int)? {
    let first = glyphs[start].code
    guard firstCodeFilter[Int(first >> 6) & 0xFF] & 1 << UInt64(first & 63) != 0 else { return nil }
    var node: Int32 = 0
    var best: (LabelID, Int)?
    var index = start
    var marks = 0
    while index < end {
      let glyph = glyphs[index]
      if glyph.kind == .mark {
        marks += 1
        if marks > 3 { break }
        index += 1
        continue
      }
      marks = 0
      guard let next = next(node, glyph.code) else { break }
      node = next
      index += 1
      let id = accepted[Int(node)]
      if id >= 0 { best = (Int(id), index) }
    }
    return best
  }

  /// The id of a wording that is already known, by its letters and digits.
  func id(_ codes: [UInt32]) -> LabelID? {
    var node: Int32 = 0
    for code in codes {
      guard let next = next(node, code) else { return nil }
      node = next
    }
    let id = accepted[Int(node)]
    return id >= 0 ? Int(id) : nil
  }
}
