/// A piece of a name, which need not be UTF-8: a character, or a byte that belongs to none.
package enum NamePiece {
  case character(Unicode.Scalar)
  case byte(UInt8)

  /// A byte as people are told it.
  package static func shown(_ byte: UInt8) -> String { "\\x\(String(byte, radix: 16, uppercase: true))" }

  package static func pieces(of bytes: [UInt8]) -> [NamePiece] {
    var pieces: [NamePiece] = []
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var index = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar):
        pieces.append(.character(UTF8.decode(scalar)))
        index += scalar.count
      case .error(let length):
        pieces += bytes[index..<index + length].map { .byte($0) }
        index += length
      case .emptyInput: return pieces
      }
    }
  }
}
