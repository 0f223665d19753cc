import ArgumentParser
import FileKit
import SystemPackage

/// Arguments are bytes and need not be UTF-8, but their parser takes strings. A byte that is no UTF-8 goes through it as
/// a character at the end of the last private plane, and so does each byte of such a character itself: a path gets its
/// bytes back whatever they are.
enum RawArguments {
  /// Those of this process, without its name.
  static var texts: [String] {
    let count = Int(CommandLine.argc)
    return (1..<max(1, count)).compactMap { index in
      CommandLine.unsafeArgv[index].map { text([UInt8](platformString: $0)) }
    }
  }

  static func text(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    for piece in NamePiece.pieces(of: bytes) {
      switch piece {
      case .byte(let byte): text.append(character(of: byte))
      case .character(let scalar) where self.byte(of: scalar) != nil:
        text.append(contentsOf: String(scalar).utf8.map { character(of: $0) })
      case .character(let scalar): text.append(scalar)
      }
    }
    return String(text)
  }

  static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in byte(of: scalar).map { [$0] } ?? Array(String(scalar).utf8) }
  }

  /// What is told of arguments that are wrong quotes them.
  static func shown(_ text: String) -> String {
    text.unicodeScalars.map { byte(of: $0).map(NamePiece.shown) ?? String($0) }.joined()
  }

  private static func character(of byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(0x10FF00 + UInt32(byte)) ?? "\u{FFFD}"
  }

  private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= 0x10FF80 ? UInt8(truncatingIfNeeded: scalar.value) : nil
  }
}

extension FilePath: @retroactive ExpressibleByArgument {
  public init(argument: String) { self.init(bytes: RawArguments.bytes(argument)) }
}
