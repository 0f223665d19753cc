import TextKit

/// Text for HTML, for whoever writes a page.
package enum HTMLText {
  /// Appends text with everything escaped that HTML could take for its own, and line ends as breaks.
  package static func append(_ text: String, to output: inout [UInt8]) {
    for byte in PrintableText.cleaned(text, keepsLines: true).utf8 {
      switch byte {
      case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): output.append(contentsOf: "&#39;".utf8)
      case UInt8(ascii: "\n"): output.append(contentsOf: "<br>".utf8)
      default: output.append(byte)
      }
    }
  }
}
