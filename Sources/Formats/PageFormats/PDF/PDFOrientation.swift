extension PDFPage {
  /// How a reader must turn the page for its text to be upright.
  private enum Turn {
    case none, left, right, around
  }

  /// Pages as their text is read: a wide table is often printed sideways.
  ///
  /// The shape of a page's words tells whether it is sideways, the order in which poppler reads words which way.
  /// A table says little of that order, so that all pages are heard.
  static func upright(_ pages: [PDFPage]) -> [PDFPage] {
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

  private func turned(_ turn: Turn) -> PDFPage {
    if turn == .none { return self }
    let isSideways = turn != .around
    var page = PDFPage(
      number: number, width: isSideways ? height : width, height: isSideways ? width : height)
    func turned(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      switch turn {
      case .none: (x, y)
      case .left: (y, width - x)
      case .right: (height - y, x)
      case .around: (width - x, height - y)
      }
    }
    page.words = words.map { word in
      var box = PDFBox.empty
      let (first, last) = (
        turned(word.box.left, word.box.top), turned(word.box.right, word.box.bottom)
      )
      box.add(first.x, first.y)
      box.add(last.x, last.y)
      return PDFWord(text: word.text, box: box)
    }
    page.rules.hasPicture = rules.hasPicture
    page.rules.hasLetters = rules.hasLetters
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

extension PDFRules {
  fileprivate mutating func add(_ first: (x: Double, y: Double), _ last: (x: Double, y: Double)) {
    let (width, height) = ((first.x - last.x).magnitude, (first.y - last.y).magnitude)
    if width >= height {
      horizontal.append(PDFRule(position: first.y, start: min(first.x, last.x), end: max(first.x, last.x)))
    }
    if height >= width {
      vertical.append(PDFRule(position: first.x, start: min(first.y, last.y), end: max(first.y, last.y)))
    }
  }
}
