/// Divides sheets on which several pages stand beside each other.
enum PageSheet {
  /// How much is free between two pages at least.
  private static let gutter = 1.6 * DrawnPage.usualSize
  /// A page has so many letters at least, and a line that is so much of its width.
  private static let fewestLetters = 40
  private static let widestShare = 0.4

  /// The pages of a sheet in their order: the sheet itself, where it is one page.
  static func pages(_ sheet: DrawnPage) -> [DrawnPage] {
    guard let halves = halves(sheet) else { return [sheet] }
    return halves.flatMap { half -> [DrawnPage] in
      // Four pages on a sheet: what is left is too high for one.
      half.height > 2.2 * half.width ? stacked(half) : [half]
    }
  }

  /// The left and the right page, where nothing crosses the middle and both are pages.
  private static func halves(_ sheet: DrawnPage) -> [DrawnPage]? {
    let middle = sheet.width / 2
    let (left, right) = (middle - gutter / 2, middle + gutter / 2)
    func crosses(_ start: Double, _ end: Double) -> Bool { start < right && end > left }
    guard !sheet.words.contains(where: { crosses($0.box.left, $0.box.right) }),
      !sheet.rules.horizontal.contains(where: { crosses($0.start, $0.end) })
    else { return nil }
    let halves = [
      part(of: sheet, PageBox(left: 0, top: 0, right: middle, bottom: sheet.height)),
      part(of: sheet, PageBox(left: middle, top: 0, right: sheet.width, bottom: sheet.height)),
    ]
    return halves.allSatisfy(isPage) ? halves : nil
  }

  private static func stacked(_ half: DrawnPage) -> [DrawnPage] {
    let middle = half.height / 2
    let isCrossed =
      half.words.contains {
        $0.box.top + 0.3 * $0.box.height < middle && $0.box.bottom - 0.3 * $0.box.height > middle
      }
      || half.rules.vertical.contains { $0.start < middle - 1 && $0.end > middle + 1 }
    if isCrossed { return [half] }
    return [
      part(of: half, PageBox(left: 0, top: 0, right: half.width, bottom: middle)),
      part(of: half, PageBox(left: 0, top: middle, right: half.width, bottom: half.height)),
    ]
  }

  /// Whether words make a page: columns of figures beside labels are none.
  private static func isPage(_ page: DrawnPage) -> Bool {
    var letters = 0
    var isWide = false
    for line in PageText.lines(page.words) {
      let own = line.words.reduce(0) { $0 + $1.text.unicodeScalars.count(where: PageText.isIdeographic) }
      letters += own
      isWide = isWide || own >= 10 && line.box.width > widestShare * page.width
    }
    return letters >= fewestLetters && isWide
  }

  private static func part(of sheet: DrawnPage, _ box: PageBox) -> DrawnPage {
    var page = DrawnPage(number: sheet.number, width: box.width, height: box.height)
    func moved(_ other: PageBox) -> PageBox {
      PageBox(
        left: other.left - box.left, top: other.top - box.top, right: other.right - box.left,
        bottom: other.bottom - box.top)
    }
    page.words = sheet.words.filter { box.contains($0.box.centerX, $0.box.centerY) }
      .map { $0.placed(in: moved($0.box)) }
    page.rules.hasPicture = sheet.rules.hasPicture
    page.rules.hasLetters = sheet.rules.hasLetters
    page.rules.horizontal = sheet.rules.horizontal.filter {
      box.contains(($0.start + $0.end) / 2, $0.position)
    }.map { PageRule(position: $0.position - box.top, start: $0.start - box.left, end: $0.end - box.left) }
    page.rules.vertical = sheet.rules.vertical.filter {
      box.contains($0.position, ($0.start + $0.end) / 2)
    }.map { PageRule(position: $0.position - box.left, start: $0.start - box.top, end: $0.end - box.top) }
    page.rules.glyphs = sheet.rules.glyphs.filter { box.contains($0.x, $0.y) }
      .map { PageGlyph(x: $0.x - box.left, y: $0.y - box.top, isWhite: $0.isWhite, run: $0.run) }
    page.rules.shades = sheet.rules.shades.map(moved)
    return page
  }
}
