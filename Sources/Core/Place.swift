/// Where something stands in a source file. Each part is known or not; all numbers count from 1.
///
/// The text form is the same in every output: `p3 t2 r4 c7 l57 b1204-1210` is page 3, table 2, row 4,
/// column 7, line 57, bytes 1204 to 1209 (the end is exclusive). Parts that are not known are left out.
public struct Place: Hashable, Sendable {
  // Every figure carries its place: in 32 bits each, with 0 for what is not known.
  @usableFromInline var pageNumber: UInt32 = 0
  @usableFromInline var tableNumber: UInt32 = 0
  @usableFromInline var rowNumber: UInt32 = 0
  @usableFromInline var columnNumber: UInt32 = 0
  @usableFromInline var lineNumber: UInt32 = 0
  @usableFromInline var firstByte: UInt32 = 0
  /// One more than the end, so that 0 can say that nothing is known.
  @usableFromInline var endByte: UInt32 = 0

  /// No number of a place is larger.
  @inlinable package static var maximum: Int { Int(UInt32.max) - 1 }

  @inlinable
  public var page: Int? {
    get { Self.number(pageNumber) }
    set { pageNumber = Self.stored(newValue) }
  }
  @inlinable
  public var table: Int? {
    get { Self.number(tableNumber) }
    set { tableNumber = Self.stored(newValue) }
  }
  @inlinable
  public var row: Int? {
    get { Self.number(rowNumber) }
    set { rowNumber = Self.stored(newValue) }
  }
  @inlinable
  public var column: Int? {
    get { Self.number(columnNumber) }
    set { columnNumber = Self.stored(newValue) }
  }
  @inlinable
  public var line: Int? {
    get { Self.number(lineNumber) }
    set { lineNumber = Self.stored(newValue) }
  }
  /// Offsets into the file as received; known only where no decoding came between.
  @inlinable
  public var bytes: Range<Int>? {
    get { endByte == 0 ? nil : Int(firstByte)..<Int(endByte - 1) }
    set {
      firstByte = newValue.map { UInt32(clamping: $0.lowerBound) } ?? 0
      endByte = newValue.map { UInt32(clamping: min($0.upperBound, Self.maximum) + 1) } ?? 0
    }
  }

  @inlinable
  static func number(_ stored: UInt32) -> Int? { stored == 0 ? nil : Int(stored) }

  @inlinable
  static func stored(_ number: Int?) -> UInt32 { UInt32(clamping: number ?? 0) }

  @inlinable
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
  package func append(to text: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.maximumTextCount) { piece in
      guard let start = piece.baseAddress else { return }
      text.append(contentsOf: UnsafeBufferPointer(start: start, count: write(to: start)))
    }
  }

  /// No text form is longer, in bytes.
  package static let maximumTextCount = 160

  /// Writes the text form to memory with room for `maximumTextCount` bytes, and gives how many they are: for
  /// writers that put a place beside every figure.
  package func write(to memory: UnsafeMutablePointer<UInt8>) -> Int {
    var count = 0
    func part(_ letter: UInt8, _ number: Int?) {
      guard let number else { return }
      if count > 0 {
        memory[count] = UInt8(ascii: " ")
        count += 1
      }
      memory[count] = letter
      count += 1 + DecimalText.write(UInt64(clamping: number), to: memory + count + 1)
    }
    part(UInt8(ascii: "p"), page)
    part(UInt8(ascii: "t"), table)
    part(UInt8(ascii: "r"), row)
    part(UInt8(ascii: "c"), column)
    part(UInt8(ascii: "l"), line)
    if let bytes {
      part(UInt8(ascii: "b"), bytes.lowerBound)
      memory[count] = UInt8(ascii: "-")
      count += 1 + DecimalText.write(UInt64(clamping: bytes.upperBound), to: memory + count + 1)
    }
    return count
  }

  public init?(_ description: String) {
    var description = description
    let place = description.withUTF8 { Place(utf8: $0) }
    guard let place else { return nil }
    self = place
  }

  /// The same for bytes. The parts stand in the order of the text form, with one space between them.
  package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    self.init()
    var index = 0
    var previous = -1
    /// At most 18 digits, so that it cannot overflow, and no zeros before them.
    func number() -> Int? {
      let start = index
      if index < text.count, text[index] == UInt8(ascii: "0") {
        index += 1
        return 0
      }
      var value = 0
      while index < text.count, index - start < 18, case let digit = text[index] &- 0x30, digit < 10 {
        value = value * 10 + Int(digit)
        index += 1
      }
      return index > start ? value : nil
    }
    while index < text.count {
      if previous >= 0 {
        guard text[index] == UInt8(ascii: " ") else { return nil }
        index += 1
        guard index < text.count else { return nil }
      }
      let letter = text[index]
      index += 1
      guard let value = number(), value <= Self.maximum else { return nil }
      let order: Int
      switch letter {
      case UInt8(ascii: "p"): (order, page) = (0, value)
      case UInt8(ascii: "t"): (order, table) = (1, value)
      case UInt8(ascii: "r"): (order, row) = (2, value)
      case UInt8(ascii: "c"): (order, column) = (3, value)
      case UInt8(ascii: "l"): (order, line) = (4, value)
      case UInt8(ascii: "b"):
        order = 5
        guard index < text.count, text[index] == UInt8(ascii: "-") else { return nil }
        index += 1
        guard let end = number(), value <= end, end <= Self.maximum else { return nil }
        bytes = value..<end
      default: return nil
      }
      if order < 5, value == 0 { return nil }
      guard order > previous else { return nil }
      previous = order
    }
    if previous < 0 { return nil }
  }
}
