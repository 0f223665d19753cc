extension PDFPage {
  /// How a reader must turn the page for its text to be upright.
  private enum Turn {
    case none, left, right, around
  }

  /// The page as its text is read: a wide table is often printed sideways.
  func upright() -> PDFPage {
    let turn = turn
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
    for rule in rules.horizontal {
      page.rules.add(turned(rule.start, rule.position), turned(rule.end, rule.position))
    }
    for rule in rules.vertical {
      page.rules.add(turned(rule.position, rule.start), turned(rule.position, rule.end))
    }
    return page
  }

  /// Told by the shape of the words, and by the order in which poppler reads them.
  private var turn: Turn {
    var (upright, sideways) = (0, 0)
    for word in words where word.text.unicodeScalars.count >= 3 {
      if word.box.width > word.box.height { upright += 1 } else { sideways += 1 }
    }
    let isSideways = sideways > 2 * upright && sideways >= 5
    var (forwards, backwards) = (0, 0)
    for (word, next) in zip(words, words.dropFirst()) {
      let (across, along) =
        isSideways
        ? (next.box.centerX - word.box.centerX, next.box.centerY - word.box.centerY)
        : (next.box.centerY - word.box.centerY, next.box.centerX - word.box.centerX)
      let size = min(word.box.width, word.box.height)
      if across.magnitude > 0.5 * size { continue }
      if along > 0 { forwards += 1 } else { backwards += 1 }
    }
    if isSideways { return forwards >= backwards ? .left : .right }
    return backwards > 3 * forwards && backwards >= 10 ? .around : .none
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
