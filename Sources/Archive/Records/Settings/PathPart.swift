/// Names of files and folders that mean the same on every system.
package enum PathPart {
  /// How long a name may be, in bytes of UTF-8: the file systems of receivers take 255.
  private static let longest = 200

  /// Whether a text can name a folder as it is.
  package static func isSafe(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longest && text != "." && text != ".."
      && text.unicodeScalars.allSatisfy(isSafe) && text.first != " " && isPortable(text)
  }

  /// Whether Windows can name a file or a folder so.
  package static func isPortable(_ text: String) -> Bool {
    text.utf8.last != UInt8(ascii: ".") && text.utf8.last != UInt8(ascii: " ") && !isDevice(text)
      && !text.utf8.contains { reserved.contains($0) }
  }

  private static let reserved = Array("<>:\"|?*".utf8)

  /// The devices of Windows have their names in every folder, in either case and with any extension.
  package static func isDevice(_ text: String) -> Bool {
    let stem = text.prefix { $0 != "." && $0 != ":" && $0 != " " }.lowercased()
    if ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(stem) { return true }
    return stem.count == 4 && (stem.hasPrefix("com") || stem.hasPrefix("lpt"))
      && stem.last.map { "0123456789¹²³".contains($0) } == true
  }

  /// Percent signs are written otherwise in the manifests of bags, which not every reader undoes.
  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
    default: !"/\\:*?\"<>|%".unicodeScalars.contains(scalar) && scalar != "\u{FFFD}"
    }
  }

  /// A file's name with `_` for what is not safe, shortened before its extension where it is too long.
  package static func safe(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in name.unicodeScalars { scalars.append(isSafe(scalar) ? scalar : "_") }
    var stem = String(scalars)
    var ending = ""
    if let dot = stem.lastIndex(of: "."), dot != stem.startIndex, stem[dot...].utf8.count <= 20 {
      ending = String(stem[dot...])
      stem = String(stem[..<dot])
    }
    while stem.utf8.count + ending.utf8.count > longest { stem.removeLast() }
    while let last = ending.last, last == "." || last == " " { ending.removeLast() }
    if ending.isEmpty { while let last = stem.last, last == "." || last == " " { stem.removeLast() } }
    let safe = stem.isEmpty && ending.isEmpty ? "_" : stem + ending
    return isDevice(safe) ? "_\(safe)" : safe
  }
}
