/// How names of bodies are compared.
package enum BodyName {
  /// A body's name without what differs from file to file: spaces, brackets and quotation marks, and the width
  /// of characters.
  package static func key(_ body: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in body.unicodeScalars {
      var code = scalar.value
      if (0xFF01...0xFF5E).contains(code) { code -= 0xFEE0 }
      switch code {
      case 0...0x20, 0x7F...0xA0, 0x3000, 0x2000...0x200F, 0x202A...0x202F, 0x205F...0x206F, 0xFEFF: continue
      case 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x3008...0x3011, 0x3014...0x301B: continue
      case 0x22, 0x27, 0x2018...0x201F: continue
      default: if let kept = Unicode.Scalar(code) { result.append(kept) }
      }
    }
    return String(result).lowercased()
  }
}
