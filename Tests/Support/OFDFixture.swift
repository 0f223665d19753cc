import ZIPKit

/// A small OFD file by hand: its parts by their names, each of which a test may change or take away.
package struct OFDFixture {
  package var parts: [String: String]

  /// - Parameter pages: what stands on each page, in a layer.
  package init(_ pages: [String]) {
    let places = pages.indices.map { "<Page ID=\"\($0 + 1)\" BaseLoc=\"Pages/Page_\($0)/Content.xml\"/>" }
    parts = [
      "OFD.xml": Self.element(
        "OFD", "<DocBody><DocInfo/><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>"),
      "Doc_0/Document.xml": Self.element(
        "Document",
        "<CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>"
          + "<Pages>\(places.joined())</Pages>"),
    ]
    for (index, page) in pages.enumerated() {
      parts["Doc_0/Pages/Page_\(index)/Content.xml"] = Self.page(page)
    }
  }

  package init(_ page: String) { self.init([page]) }

  package mutating func add(toCommonData text: String) {
    parts["Doc_0/Document.xml"]?.replace("</ofd:CommonData>", with: Self.prefixed(text) + "</ofd:CommonData>")
  }

  package var bytes: [UInt8] {
    var package = ZIPBuilder()
    for (name, part) in parts.sorted(by: { $0.key < $1.key }) { package.add(name, Array(part.utf8)) }
    return package.finish()
  }

  // MARK: Parts

  package static func element(_ name: String, _ content: String) -> String {
    "<ofd:\(name) xmlns:ofd=\"http://www.ofdspec.org/2016\">\(prefixed(content))</ofd:\(name)>"
  }

  private static func prefixed(_ markup: String) -> String {
    markup.replacing("</", with: "\u{1}").replacing("<", with: "<ofd:").replacing("\u{1}", with: "</ofd:")
  }

  /// - Parameter head: what stands before the content.
  package static func page(_ content: String, head: String = "") -> String {
    element("Page", "\(head)<Content><Layer ID=\"2\">\(content)</Layer></Content>")
  }

  /// A text of 4 mm, in millimetres from the corner of the page or the block.
  package static func text(
    _ text: String, _ x: Double, _ y: Double, delta: String? = nil, _ attributes: String = "",
    _ children: String = ""
  ) -> String {
    let own = text.unicodeScalars.map { $0.value < 0x80 ? "2" : "4" }.joined(separator: " ")
    return "<TextObject ID=\"9\" Boundary=\"\(x) \(y) 80 5\" Font=\"3\" Size=\"4\" \(attributes)>\(children)"
      + "<TextCode X=\"0\" Y=\"4\" DeltaX=\"\(delta ?? own)\">\(text)</TextCode></TextObject>"
  }

  package static func path(
    _ data: String, at corner: String = "0 0", _ attributes: String = "", _ children: String = ""
  ) -> String {
    "<PathObject ID=\"8\" Boundary=\"\(corner) 200 200\" \(attributes)>\(children)"
      + "<AbbreviatedData>\(data)</AbbreviatedData></PathObject>"
  }

  /// The lines of a grid.
  package static func grid(_ xs: [Double], _ ys: [Double]) -> String {
    path(
      ys.map { "M \(xs[0]) \($0) L \(xs[xs.count - 1]) \($0) " }.joined()
        + xs.map { "M \($0) \(ys[0]) L \($0) \(ys[ys.count - 1]) " }.joined())
  }
}
