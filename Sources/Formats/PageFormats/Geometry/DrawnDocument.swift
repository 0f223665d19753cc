import Core
import DocumentModel

extension Document {
  /// What pages show, once it is known where their words and lines stand, in points.
  ///
  /// - Parameter findings: what was found before, on the way to the pages.
  init(drawn drawnPages: [DrawnPage], _ findings: [Finding] = []) {
    var findings = findings + DrawnPage.picturePages(drawnPages) + DrawnPage.recognisedPages(drawnPages)
    let pages = DrawnPage.upright(drawnPages).flatMap(PageSheet.pages)
      .map { PageStrokes.read(PageLetters.placed($0)) }

    var layouts = pages.map { PageLayout($0) }
    for layout in layouts where layout.isTooDense {
      findings.append(.pageTooDense(layout.page.number))
    }
    RunningLines.remove(from: &layouts)
    for index in layouts.indices { layouts[index].findAlignedTables() }
    self.init(PageDocumentBuilder.blocks(layouts), findings: findings)
    unseen = pages.flatMap(\.unseen)
  }
}

extension DrawnPage {
  /// A finding names no more.
  private static let shownPages = 20

  /// Pages whose text is not drawn but stands behind a picture: OCR has read a scan.
  fileprivate static func recognisedPages(_ pages: [DrawnPage]) -> [Finding] {
    let recognised = pages.filter { !$0.words.isEmpty && $0.rules.hasPicture && !$0.rules.hasLetters }
    return recognised.isEmpty ? [] : [.textRecognised(onPages: recognised.prefix(shownPages).map(\.number))]
  }

  /// Pages of pictures between pages of text: scans that were put in.
  fileprivate static func picturePages(_ pages: [DrawnPage]) -> [Finding] {
    let empty = pages.filter { $0.words.isEmpty && $0.rules.hasPicture }.map(\.number)
    return empty.isEmpty ? [] : [.noText(onPages: Array(empty.prefix(shownPages)))]
  }
}

extension Finding {
  fileprivate static func pageTooDense(_ page: Int) -> Finding {
    Finding("page.too-many-lines", .warning, ["page": String(page)], places: [Place(page: page)])
  }

  fileprivate static func noText(onPages pages: [Int]) -> Finding {
    Finding(
      "page.without-text", .warning, ["pages": pages.map(String.init).joined(separator: ", ")],
      places: pages.map { Place(page: $0) })
  }

  fileprivate static func textRecognised(onPages pages: [Int]) -> Finding {
    Finding(
      "page.recognised-text", .warning, ["pages": pages.map(String.init).joined(separator: ", ")],
      places: pages.map { Place(page: $0) })
  }
}
