import Core
import DocumentModel

/// What stands on an OFD page, in points, seen or not.
struct OFDPage {
  var drawn = DrawnPage(number: 1, width: 0, height: 0)
  /// Words that are not drawn: OCR puts them behind a scan.
  var hidden: [PageWord] = []
  /// Outlines that bend: so many are letters that were drawn as paths, or a picture.
  var curves = 0

  private static let curvesOfPicture = 20

  mutating func add(_ template: OFDPage) {
    drawn.words += template.drawn.words
    drawn.rules.add(template.drawn.rules)
    drawn.rules.hasPicture = drawn.rules.hasPicture || template.drawn.rules.hasPicture
    hidden += template.hidden
    curves += template.curves
  }

  /// The page as its reader sees it. Where nothing but a picture is seen, what is hidden is its text.
  func seen(number: Int) -> DrawnPage {
    var page = DrawnPage(number: number, width: drawn.width, height: drawn.height)
    (page.words, page.rules) = (Self.single(drawn.words), drawn.rules)
    page.rules.hasLetters = !drawn.words.isEmpty
    page.rules.hasPicture = page.rules.hasPicture || curves >= Self.curvesOfPicture
    if page.words.isEmpty, page.rules.hasPicture {
      page.words = hidden
    } else {
      page.unseen = PageText.lines(hidden).map { UnseenText(.hidden, $0.text, place: Place(page: number)) }
    }
    return page
  }

  /// Words without those that are drawn over themselves, to look bold: read as two, a figure would be another one.
  private static func single(_ words: [PageWord]) -> [PageWord] {
    struct Spot: Hashable {
      var text: String
      var column: Int
      var row: Int
    }
    var seen: [Spot: PageBox] = [:]
    return words.filter { word in
      let side = max(0.2 * word.box.height, 0.1)
      let (column, row) = (Int(word.box.left / side), Int(word.box.top / side))
      for (across, down) in neighbours {
        guard let other = seen[Spot(text: word.text, column: column + across, row: row + down)] else {
          continue
        }
        if (other.left - word.box.left).magnitude < side, (other.top - word.box.top).magnitude < side {
          return false
        }
      }
      seen[Spot(text: word.text, column: column, row: row)] = word.box
      return true
    }
  }

  private static let neighbours = (-1...1).flatMap { across in (-1...1).map { (across, $0) } }
}
