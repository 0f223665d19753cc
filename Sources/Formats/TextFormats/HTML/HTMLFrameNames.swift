/// Names that sites give to what stands around a document.
enum HTMLFrameNames {
  /// Whether an element is a menu, a footer or the like, by its tag, or by a word of its class or id.
  static func isFrame(
    _ tag: HTMLTag, _ attributes: HTMLAttributes, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    switch tag {
    case .nav, .footer, .aside: return true
    default: break
    }
    var attributes = attributes
    while let attribute = attributes.next() {
      guard
        HTMLAttributes.isNamed("class", attribute.name, in: bytes)
          || HTMLAttributes.isNamed("id", attribute.name, in: bytes)
      else { continue }
      let words = bytes[attribute.value].split { ($0 | 0x20) &- 0x61 >= 26 }
      if words.contains(where: isFrame) { return true }
    }
    return false
  }

  private static let words: [[UInt8]] = [
    "nav", "navbar", "menu", "footer", "foot", "crumb", "crumbs", "breadcrumb", "breadcrumbs", "copyright",
    "share", "sidebar", "toolbar", "pagination", "pager", "friendlink", "topnav", "mainnav", "subnav",
  ].map { Array($0.utf8) }

  private static func isFrame(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    words.contains { $0.count == word.count && $0.elementsEqual(word, by: { $0 == $1 | 0x20 }) }
  }
}
