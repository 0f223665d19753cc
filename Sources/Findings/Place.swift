/// Where something stands in a source file. Each part is known or not; all numbers count from 1.
///
/// The text form is the same in every output: `p3 t2 r4 c7 l57 b1204-1210` is page 3, table 2, row 4,
/// column 7, line 57, bytes 1204 to 1209 (the end is exclusive). Parts that are not known are left out.
public struct Place: Hashable, Sendable {
  public var page: Int?
  public var table: Int?
  public var row: Int?
  public var column: Int?
  public var line: Int?
  /// Offsets into the file as received; known only where no decoding came between.
  public var bytes: Range<Int>?

  public init(
    page: Int? = nil, table: Int? = nil, row: Int? = nil, column: Int? = nil, line: Int? = nil,
    bytes: Range<Int>? = nil
  ) {
    self.page = page
    self.table = table
    self.row = row
    self.column = column
    self.line = line
    self.bytes = bytes
  }
}

extension Place: LosslessStringConvertible {
  public var description: String {
    var text = [UInt8]()
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the text form.
  public func append(to text: inout [UInt8]) {
    let start = text.count
    func part(_ letter: Character, _ number: Int?) {
      guard let number else { return }
      if text.count > start { text.append(UInt8(ascii: " ")) }
      text.append(contentsOf: letter.utf8)
      text.append(contentsOf: String(number).utf8)
    }
    part("p", page)
    part("t", table)
    part("r", row)
    part("c", column)
    part("l", line)
    if let bytes {
      part("b", bytes.lowerBound)
      text.append(UInt8(ascii: "-"))
      text.append(contentsOf: String(bytes.upperBound).utf8)
    }
  }

  public init?(_ description: String) {
    self.init()
    for part in description.utf8.split(separator: UInt8(ascii: " ")) {
      guard let letter = part.first else { return nil }
      let rest = Substring(part.dropFirst())
      if letter == UInt8(ascii: "b") {
        let ends = rest.split(separator: "-")
        guard ends.count == 2, let lower = Int(ends[0]), let upper = Int(ends[1]), 0 <= lower, lower <= upper
        else { return nil }
        bytes = lower..<upper
        continue
      }
      guard let number = Int(rest), number >= 1 else { return nil }
      switch letter {
      case UInt8(ascii: "p"): page = number
      case UInt8(ascii: "t"): table = number
      case UInt8(ascii: "r"): row = number
      case UInt8(ascii: "c"): column = number
      case UInt8(ascii: "l"): line = number
      default: return nil
      }
    }
    if self == Place() { return nil }
  }
}
