extension DrawnPage {
  /// The size of letters for which all distances are meant: that of a table on paper.
  static let usualSize = 10.5
  /// Sizes that reports are printed in; what is beyond was made smaller or larger as a whole.
  private static let usualSizes = 7.5...18.0

  /// By how much pages must grow for their letters to have a usual size: pages are printed on larger and smaller
  /// paper, or several on one.
  static func scaleToUsualSize(_ pages: [DrawnPage]) -> Double {
    let sizes = pages.flatMap(\.words).compactMap { word -> Double? in
      let scalars = word.text.unicodeScalars
      guard scalars.allSatisfy(PageText.isIdeographic) else { return nil }
      // Of a letter alone it is not known which way it stands.
      let (long, short) = (max(word.box.width, word.box.height), min(word.box.width, word.box.height))
      return scalars.count == 1 ? short : long / Double(scalars.count)
    }.sorted()
    guard sizes.count >= 4, case let median = sizes[sizes.count / 2], median > 0.1,
      !usualSizes.contains(median)
    else { return 1 }
    return usualSize / median
  }

  func scaled(_ scale: Double) -> DrawnPage {
    if scale == 1 { return self }
    var page = DrawnPage(number: number, width: width * scale, height: height * scale)
    page.words = words.map { $0.placed(in: $0.box.scaled(scale)) }
    page.rules = rules.scaled(scale)
    page.unseen = unseen
    return page
  }
}

extension PageRules {
  fileprivate func scaled(_ scale: Double) -> PageRules {
    func scaled(_ rule: PageRule) -> PageRule {
      PageRule(position: rule.position * scale, start: rule.start * scale, end: rule.end * scale)
    }
    var rules = self
    rules.horizontal = horizontal.map(scaled)
    rules.vertical = vertical.map(scaled)
    rules.shades = shades.map { $0.scaled(scale) }
    for index in glyphs.indices {
      rules.glyphs[index].x *= scale
      rules.glyphs[index].y *= scale
    }
    return rules
  }
}

extension PageBox {
  fileprivate func scaled(_ scale: Double) -> PageBox {
    PageBox(left: left * scale, top: top * scale, right: right * scale, bottom: bottom * scale)
  }
}
