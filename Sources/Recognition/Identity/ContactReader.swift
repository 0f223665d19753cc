import Core

/// Finds whom to ask: a block of lines such as 联系电话 and 地址, or the sentence that gives them.
struct ContactReader {
  typealias Segment = ProseReader.Segment

  private let scan: Scan
  private(set) var contacts: [String] = []
  /// A text holds no more of them than this.
  private static let most = 8

  init(_ scan: Scan) { self.scan = scan }

  /// - Returns: the segments without the contacts.
  mutating func read(_ segments: [Segment]) -> [Segment] {
    takeSentences(takeBlocks(segments))
  }

  // MARK: Blocks

  private mutating func takeBlocks(_ segments: [Segment]) -> [Segment] {
    let isLine = segments.map(isContactLine)
    guard isLine.contains(true) else { return segments }
    var rest: [Segment] = []
    var index = 0
    while index < segments.count {
      var end = index
      while end < segments.count, isLine[end] { end += 1 }
      let block = segments[index..<end]
      let isUnderSheet = [index - 1, end].contains { segments.indices.contains($0) && isFoot(segments[$0]) }
      guard isBlock(block), !isUnderSheet, contacts.count < Self.most else {
        rest += block
        if end < segments.count { rest.append(segments[end]) }
        index = end + 1
        continue
      }
      var lines = block.map { scan.text($0.glyphs, piece: $0.piece) }
      if let introduction = rest.popLast() {
        let (before, said) = split(introduction)
        if let before { rest.append(before) }
        if let said { lines.insert(scan.text(said.glyphs, piece: said.piece), at: 0) }
      }
      contacts.append(lines.joined(separator: "\n"))
      index = end
    }
    return rest
  }

  /// The last sentence of what stands before a block, where it says that one may ask.
  private func split(_ segment: Segment) -> (before: Segment?, introduction: Segment?) {
    let range = segment.glyphs
    if segment.isHeading { return (segment, nil) }
    let stop = range.dropLast().last { scan.glyphs[$0].code == "。" }
    let start = stop.map { $0 + 1 } ?? range.lowerBound
    let last = start..<range.upperBound
    guard last.count <= 80, scan.contains(Self.asking, in: last) else { return (segment, nil) }
    let before = Segment(piece: segment.piece, glyphs: range.lowerBound..<start, isHeading: false)
    return (
      before.glyphs.isEmpty ? nil : before,
      Segment(piece: segment.piece, glyphs: last, isHeading: false)
    )
  }

  private func isContactLine(_ segment: Segment) -> Bool {
    let range = segment.glyphs
    guard range.count <= 120, range == scan.pieces[segment.piece].glyphs,
      !scan.glyphs[range].dropLast().contains(where: { $0.code == "。" })
    else { return false }
    return keys(in: range).contains { $0.isFirst }
  }

  /// The keys of contacts that stand before a colon.
  private func keys(in range: Range<Int>) -> [(isFirst: Bool, hasNumber: Bool)] {
    var found: [(Bool, Bool)] = []
    var start = range.lowerBound
    while start < range.upperBound, scan.glyphs[start].kind != .letter, start - range.lowerBound < 4 {
      start += 1
    }
    for colon in range where scan.glyphs[colon].isMark(":") {
      for word in Self.keys where scan.hasWord(word, at: colon - word.count, before: colon) {
        let at = colon - word.count
        if at < range.lowerBound { continue }
        let value = colon + 1..<min(colon + 24, range.upperBound)
        found.append((at == start, hasNumber(value) || scan.glyphs[value].contains { $0.isMark("@") }))
        break
      }
    }
    return found
  }

  private func isBlock(_ block: ArraySlice<Segment>) -> Bool {
    // What the template leaves open is no contact yet.
    if block.contains(where: { scan.contains(Self.masks, in: $0.glyphs) }) { return false }
    let keys = block.flatMap { self.keys(in: $0.glyphs) }
    return keys.count >= 2 || keys.contains { $0.hasNumber }
  }

  private func isFoot(_ segment: Segment) -> Bool { MetadataReader.isFoot(segment, scan) }

  // MARK: Sentences

  private mutating func takeSentences(_ segments: [Segment]) -> [Segment] {
    var rest: [Segment] = []
    for segment in segments {
      guard !segment.isHeading, !isContactLine(segment), !isFoot(segment), contacts.count < Self.most,
        let range = sentence(in: segment)
      else {
        rest.append(segment)
        continue
      }
      contacts.append(scan.text(range, piece: segment.piece))
      // The words before the address may be a paragraph of their own.
      if range.lowerBound == segment.glyphs.lowerBound, scan.glyphs[range.lowerBound].kind == .mark,
        let previous = rest.popLast()
      {
        let (before, said) = split(previous)
        if let before { rest.append(before) }
        if let said {
          contacts[contacts.count - 1] =
            scan.text(said.glyphs, piece: said.piece) + "\n" + contacts[contacts.count - 1]
        }
      }
      rest += segment.without(range)
    }
    return rest
  }

  /// The sentence that gives a number or an address to ask at.
  private func sentence(in segment: Segment) -> Range<Int>? {
    let range = segment.glyphs
    // The sentence that was looked at last, and where it was cut: many numbers may stand in one.
    var known = range.lowerBound..<range.lowerBound
    var sentence = known
    for word in Self.numbers {
      var from = range.lowerBound
      while let found = scan.first(word, in: from..<range.upperBound) {
        from = found.upperBound
        let value = from..<min(from + 24, range.upperBound)
        guard hasNumber(value) || word.count > 1 && isAddress(value) else { continue }
        if !known.contains(found.lowerBound) || from > known.upperBound {
          known = extent(of: found, in: range)
          sentence = withoutBrackets(known)
        }
        // A sentence as long as a page is a flattened page, and not a contact.
        guard sentence.count <= 240, scan.contains(Self.asking + Self.others, in: sentence) else { continue }
        return sentence
      }
    }
    return nil
  }

  /// The sentence around a word.
  private func extent(of word: Range<Int>, in range: Range<Int>) -> Range<Int> {
    var start = word.lowerBound
    while start > range.lowerBound, scan.glyphs[start - 1].code != "。" { start -= 1 }
    var end = word.upperBound
    while end < range.upperBound, scan.glyphs[end].code != "。" { end += 1 }
    return start..<min(end + 1, range.upperBound)
  }

  /// A sentence that begins with a bracket without what stands behind it.
  private func withoutBrackets(_ sentence: Range<Int>) -> Range<Int> {
    guard scan.glyphs[sentence.lowerBound].isMark("("),
      let close = sentence.last(where: { scan.glyphs[$0].isMark(")") }),
      scan.glyphs[close + 1..<sentence.upperBound].contains(where: { $0.kind == .letter })
    else { return sentence }
    return sentence.lowerBound..<close + 1
  }

  private func isAddress(_ range: Range<Int>) -> Bool {
    scan.glyphs[range].contains { $0.isMark("@") }
  }

  /// A telephone number or a postcode right behind its word.
  private func hasNumber(_ range: Range<Int>) -> Bool {
    var digits = 0
    for index in range {
      let glyph = scan.glyphs[index]
      if glyph.kind == .digit {
        digits += 1
      } else if digits == 0 {
        if index - range.lowerBound > 3 { return false }
      } else if !glyph.isMark("-"), !glyph.isMark("("), !glyph.isMark(")") {
        // Calls that were counted, and years.
        return digits >= 6 && !Self.counters.contains(glyph.code)
      }
    }
    return digits >= 6
  }

  private static let masks: [GlyphWord] = ["xxx", "***", "___"]
  private static let keys: [GlyphWord] = [
    "联系电话", "咨询电话", "办公电话", "监督电话", "受理电话", "服务电话", "电话号码", "电话", "传真号码", "传真", "通讯地址", "通信地址", "联系地址",
    "办公地址", "邮寄地址", "受理地址", "单位地址", "地址", "邮政编码", "邮编", "电子邮箱", "电子邮件", "电子信箱", "邮箱", "email", "e-mail",
    "联系人", "联系部门", "联系单位", "联系科室", "联系处室", "联系方式", "受理机构", "受理部门", "网址", "办公时间", "工作时间", "受理时间", "互联网网址",
  ]
  private static let numbers: [GlyphWord] = [
    "电话", "邮编", "邮政编码", "传真", "邮箱", "电子邮件", "电子信箱", "联系方式", "手机", "联系:",
  ]
  private static let asking: [GlyphWord] = ["疑问", "咨询", "联系", "来电", "来函", "询问", "意见和建议", "垂询"]
  private static let others: [GlyphWord] = ["地址", "邮编", "邮政编码"]
  private static let counters = Set(characters: "次个件人条年月万元%")
}
