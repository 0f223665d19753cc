import TextKit

/// Appends WordprocessingML to a byte buffer.
struct DOCXWriterMarkup {
  private(set) var bytes: [UInt8] = []

  /// Markup as it stands.
  mutating func raw(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

  /// Text with everything escaped that XML could take for its own, and without what XML cannot hold.
  mutating func text(_ text: String) { self.text(text.utf8) }

  private mutating func text(_ text: some Sequence<UInt8>) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "<"): raw("&lt;")
      case UInt8(ascii: ">"): raw("&gt;")
      case UInt8(ascii: "&"): raw("&amp;")
      case UInt8(ascii: "\""): raw("&quot;")
      default: bytes.append(byte)
      }
    }
  }

  /// A run of text, with its line ends as breaks.
  mutating func run(_ text: String) {
    let text = PrintableText.cleaned(text, keepsLines: true)
    if text.isEmpty { return }
    raw("<w:r>")
    // Quotation marks and dashes belong to both scripts; here they are Chinese.
    if !text.utf8.allSatisfy({ $0 < 0x80 }) { raw("<w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr>") }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if index > 0 { raw("<w:br/>") }
      if line.isEmpty { continue }
      raw("<w:t xml:space=\"preserve\">")
      self.text(line)
      raw("</w:t>")
    }
    raw("</w:r>")
  }
}
