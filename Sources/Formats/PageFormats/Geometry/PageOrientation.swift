extension DrawnPage {
  /// How a reader must turn the page for its text to be upright.
  private enum Turn {
    case none, left, right, around
  }

  /// Pages as their text is read: a wide table is often printed sideways.
  ///
  /// The shape of a page's words tells whether it is sideways, the order in which poppler reads words which way.
  /// A table says little of that order, so that all pages are heard.
  static func upright(_ pages: [DrawnPage]) -> [DrawnPage] {
    let turns = pages.map(\.turnOfLetters)
    if !turns.contains(where: { $0 == nil }) { return zip(pages, turns).map { $0.turned($1 ?? .none) } }
    return zip(uprightByWords(pages), zip(pages, turns)).map { byWords, own in
      own.1.map { own.0.turned($0) } ?? byWords
    }
  }

  /// The turn by the way that letters go on, which is the way of reading; nil where too few are drawn.
  private var turnOfLetters: Turn? {
    if words.isEmpty { return Turn.none }
    var votes: [Turn: Int] = [:]
    let near = 3 * DrawnPage.usualSize
    for (one, next) in zip(rules.glyphs, rules.glyphs.dropFirst()) {
      let (right, down) = (next.x - one.x, next.y - one.y)
      let (long, short) = (max(right.magnitude, down.magnitude), min(right.magnitude, down.magnitude))
      guard long > 0.1, long < near, short < 0.1 * long else { continue }
      let turn: Turn =
        right.magnitude > down.magnitude ? right > 0 ? .none : .around : down > 0 ? .left : .right
      votes[turn, default: 0] += 1
    }
    let count = votes.values.reduce(0, +)
    guard count >= 10, let most = votes.max(by: { $0.value < $1.value }), 3 * most.value > 2 * count else {
      return nil
    }
    return most.key
  }

  private static func uprightByWords(_ pages: [DrawnPage]) -> [DrawnPage] {
    let areSideways = pages.map(\.isSideways)
    func direction(ofSideways sideways: Bool) -> (forwards: Int, backwards: Int) {
      zip(pages, areSideways).reduce((0, 0)) { sum, page in
        guard page.1 == sideways else { return sum }
        let own = page.0.direction(isSideways: sideways)
        return (sum.0 + own.forwards, sum.1 + own.backwards)
      }
    }
    let sideways = direction(ofSideways: true)
    let others = direction(ofSideways: false)
    return zip(pages, areSideways).map { page, isSideways in
      if isSideways { return page.turned(sideways.forwards >= sideways.backwards ? .left : .right) }
      return page.turned(others.backwards > 3 * others.forwards && others.backwards >= 10 ? .around : .none)
    }
  }

  private func turned(_ turn: Turn) -> DrawnPage {
    if turn == .none { return self }
    let isSideways = turn != .around
    var page = DrawnPage(
      number: number, width: isSideways ? height : width, height: isSideways ? width : height)
    func turned(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      switch turn {
      case .none: (x, y)
      case .left: (y, width - x)
      case .right: (height - y, x)
      case .around: (width - x, height - y)
      }
    }
    func turned(_ box: PageBox) -> PageBox {
      let (first, last) = (turned(box.left, box.top), turned(box.right, box.bottom))
      var box = PageBox.empty
      box.add(first.x, first.y)
      box.add(last.x, last.y)
      return box
    }
    page.words = words.map { $0.placed(in: turned($0.box)) }
    page.rules.hasPicture = rules.hasPicture
    page.rules.hasLetters = rules.hasLetters
    page.rules.glyphs = rules.glyphs.map {
      let origin = turned($0.x, $0.y)
      return PageGlyph(x: origin.x, y: origin.y, isWhite: $0.isWhite, run: $0.run)
    }
    page.rules.shades = rules.shades.map { turned($0) }
    for rule in rules.horizontal {
      page.rules.add(turned(rule.start, rule.position), turned(rule.end, rule.position))
    }
    for rule in rules.vertical {
      page.rules.add(turned(rule.position, rule.start), turned(rule.position, rule.end))
    }
    return page
  }

  private var isSideways: Bool {
    var (upright, sideways) = (0, 0)
    for word in words where word.text.unicodeScalars.count >= 3 {
      if word.box.width > word.box.height { upright += 1 } else { sideways += 1 }
    }
    return sideways > 2 * upright && sideways >= 5
  }

  /// How often the next word of the same line stands behind its predecessor, and how often before it.
  private func direction(isSideways: Bool) -> (forwards: Int, backwards: Int) {
    var (forwards, backwards) = (0, 0)
    for (word, next) in zip(words, words.dropFirst()) {
      let right = next.box.centerX - word.box.centerX
      let down = next.box.centerY - word.box.centerY
      let (across, along) = isSideways ? (right, down) : (down, right)
      if across.magnitude > 0.3 * min(word.box.width, word.box.height) { continue }
      if along > 0 { forwards += 1 } else { backwards += 1 }
    }
    return (forwards, backwards)
  }
}

extension PageRules {
  fileprivate mutating func add(_ first: (x: Double, y: Double), _ last: (x: Double, y: Double)) {
    let (width, height) = ((first.x - last.x).magnitude, (first.y - last.y).magnitude)
    if width >= height {
      horizontal.append(PageRule(position: first.y, start: min(first.x, last.x), end: max(first.x, last.x)))
    }
    if height >= width {
      vertical.append(PageRule(position: first.x, start: min(first.y, last.y), end: max(first.y, last.y)))
    }
  }
}
