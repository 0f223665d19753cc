import SystemPackage

// Paths stand in what this room offers; the rest of the library does not.
@_exported import struct SystemPackage.FilePath

extension FilePath {
  /// What stands for standard input among inputs, and for standard output among outputs.
  package static let standardStream: FilePath = "-"

  /// The path as people are told it. A name need not be UTF-8: bytes that are not are shown as `\xB1`, and a backslash
  /// that would be taken for that as `\x5C`.
  package var shown: String {
    if let text = String(validating: self), !text.utf8.contains(UInt8(ascii: "\\")) { return text }
    let pieces = NamePiece.pieces(of: withPlatformString { [UInt8](platformString: $0) })
    var text = ""
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .byte(let byte): text += NamePiece.shown(byte)
      case .character("\\"):
        if case .character("x")? = pieces.dropFirst(index + 1).first { text += "\\x5C" } else { text += "\\" }
      case .character(let scalar): text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The last part of it, as people are told it.
  package var name: String { lastComponent.map { FilePath(root: nil, [$0]).shown } ?? shown }

  /// The name without its extension.
  package var stemBytes: [UInt8] {
    let name = (lastComponent?.bytes ?? [])[...]
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return Array(name) }
    return Array(name[..<dot])
  }

  /// The same with something put behind the stem of the name: `package-2.zip`.
  package func withStemEnding(_ ending: String) -> FilePath {
    guard let bytes = lastComponent?.bytes else { return self }
    let stem = stemBytes
    let name = FilePath.Component(bytes: stem + Array(ending.utf8) + bytes.dropFirst(stem.count))
    return name.map { removingLastComponent().appending($0) } ?? self
  }

  /// The extension without its dot, in lower case; nil where there is none.
  package var lowercasedExtension: String? {
    self.extension.flatMap { $0.isEmpty ? nil : $0.lowercased() }
  }

  /// The folders between one above it and itself: what is between `a` and `a/b/c.txt` is `b`.
  package func folders(below above: FilePath) -> FilePath {
    var folders = folder
    return folders.removePrefix(above) ? folders : ""
  }

  /// The folder that it stands in.
  package var folder: FilePath {
    let folder = removingLastComponent()
    return folder.isEmpty ? "." : folder
  }

  package init(bytes: [UInt8]) { self.init(platformString: bytes.platformString) }
}

extension FilePath.Component {
  package var bytes: [UInt8] { withPlatformString { [UInt8](platformString: $0) } }

  /// nil where the bytes are no name.
  package init?(bytes: [UInt8]) { self.init(platformString: bytes.platformString) }
}

extension [UInt8] {
  /// The bytes of a text of the system, which ends with a zero.
  package init(platformString start: UnsafePointer<CInterop.PlatformChar>) {
    self = []
    while start[count] != 0 { append(UInt8(bitPattern: start[count])) }
  }

  fileprivate var platformString: [CInterop.PlatformChar] {
    map { CInterop.PlatformChar(bitPattern: $0) } + [0]
  }
}
