extension PageRules {
  /// Lines that are drawn twice, or as a double line, are one.
  private static let doubleDistance = 2.6
  private static let doubleExtent = 4.6
  /// The gaps of a dashed line.
  private static let dashGap = 3.0
  /// What is shorter separates no cells.
  private static let shortest = 5.0
  /// Lines that should touch may miss each other by so much.
  static let touch = 4.0
  /// More lines than any table has: a picture or a map.
  private static let maximumMerged = 4000

  /// Leaves out what is drawn within a word: letters that are drawn as outlines to look bold.
  func withoutLetters(_ words: [PageWord]) -> PageRules {
    let band = 16.0
    var bands: [Int: [PageBox]] = [:]
    for word in words {
      // Boxes are higher than the letters in them, and may reach over the lines of a narrow row.
      var box = word.box
      let inset = 0.12 * box.height
      (box.top, box.bottom) = (box.top + inset, box.bottom - inset)
      let first = Int(box.top / band)
      // No letter is higher than a few bands.
      for row in first...min(max(first, Int(box.bottom / band)), first + 20) {
        bands[row, default: []].append(box)
      }
    }
    func isLetter(_ box: PageBox) -> Bool {
      bands[Int(box.centerY / band)]?.contains { $0.holds(box, tolerance: 0.8) } ?? false
    }
    var result = self
    result.horizontal.removeAll {
      isLetter(PageBox(left: $0.start, top: $0.position, right: $0.end, bottom: $0.position))
    }
    result.vertical.removeAll {
      isLetter(PageBox(left: $0.position, top: $0.start, right: $0.position, bottom: $0.end))
    }
    return result
  }

  /// The lines as a reader sees them; nil where they are too many to be tables.
  func merged(within page: PageBox) -> PageRules? {
    var result = PageRules()
    result.horizontal = Self.merge(
      horizontal.filter { $0.position >= page.top && $0.position <= page.bottom })
    result.vertical = Self.merge(vertical.filter { $0.position >= page.left && $0.position <= page.right })
    return result.count <= Self.maximumMerged ? result : nil
  }

  private static func merge(_ rules: [PageRule]) -> [PageRule] {
    let sorted = rules.sorted { $0.position < $1.position }
    var result: [PageRule] = []
    var index = 0
    while index < sorted.count {
      var end = index + 1
      while end < sorted.count, sorted[end].position - sorted[end - 1].position <= doubleDistance,
        sorted[end].position - sorted[index].position <= doubleExtent
      {
        end += 1
      }
      result += joined(Array(sorted[index..<end]))
      index = end
    }
    return result
  }

  /// One position for all, and one line for pieces that touch.
  private static func joined(_ rules: [PageRule]) -> [PageRule] {
    let weight = rules.reduce(0) { $0 + $1.length + 0.01 }
    let position = rules.reduce(0) { $0 + $1.position * ($1.length + 0.01) } / weight
    var result: [PageRule] = []
    for rule in rules.sorted(by: { $0.start < $1.start }) {
      if let last = result.last, rule.start - last.end <= dashGap {
        result[result.count - 1].end = max(last.end, rule.end)
      } else {
        result.append(PageRule(position: position, start: rule.start, end: rule.end))
      }
    }
    return result.filter { $0.length >= shortest }
  }

  /// Lines that hang together, each group a table or a frame.
  func connected() -> [PageRules] {
    var parents = Array(0..<count)
    func root(_ index: Int) -> Int {
      var index = index
      while parents[index] != index {
        parents[index] = parents[parents[index]]
        index = parents[index]
      }
      return index
    }
    let touch = Self.touch
    for (row, level) in horizontal.enumerated() {
      for (column, upright) in vertical.enumerated()
      where upright.position >= level.start - touch && upright.position <= level.end + touch
        && level.position >= upright.start - touch && level.position <= upright.end + touch
      {
        parents[root(row)] = root(horizontal.count + column)
      }
    }
    var groups: [Int: PageRules] = [:]
    for (row, level) in horizontal.enumerated() {
      groups[root(row), default: PageRules()].horizontal.append(level)
    }
    for (column, upright) in vertical.enumerated() {
      groups[root(horizontal.count + column), default: PageRules()].vertical.append(upright)
    }
    return groups.values.filter { $0.count >= 3 && !$0.horizontal.isEmpty && !$0.vertical.isEmpty }
      .sorted { $0.box.top < $1.box.top }
  }

  var box: PageBox {
    var box = PageBox.empty
    for rule in horizontal {
      box.add(rule.start, rule.position)
      box.add(rule.end, rule.position)
    }
    for rule in vertical {
      box.add(rule.position, rule.start)
      box.add(rule.position, rule.end)
    }
    return box
  }
}
