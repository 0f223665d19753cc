import Core
import TextKit

/// Finds the lines of prose that an editor or a mail program broke where their width ended, and that go on in
/// the next line.
struct WrappedLines {
  /// How a width is kept to: by columns, or by characters.
  private enum Measure {
    case columns, characters

    /// How far a full line may stay behind: a wide character and a mark that may not begin a line.
    var slack: Int { self == .columns ? 4 : 1 }
  }

  private let measure: Measure
  /// Lines as wide as this, and hardly narrower, are full; nil where no width was kept to.
  private let width: Int?
  private let text: [UInt8]

  /// In columns, how wide a broken line is.
  private static let range = 40...160

  init(_ lines: [TextLine], in text: [UInt8]) {
    self.text = text
    var columns: [Int: Int] = [:]
    var characters: [Int: Int] = [:]
    for (line, next) in zip(lines, lines.dropFirst()) where Self.mayGoOn(line, next) {
      let string = Self.string(line, text)
      let width = DisplayWidth.width(string)
      guard Self.range.contains(width), Self.isOpen(string), Self.isProse(string),
        Self.isRest(next, text)
      else { continue }
      columns[width, default: 0] += 1
      characters[string.unicodeScalars.count, default: 0] += 1
    }
    let byColumns = Self.usual(columns, .columns)
    let byCharacters = Self.usual(characters, .characters)
    measure = byCharacters.count > byColumns.count ? .characters : .columns
    let usual = measure == .columns ? byColumns : byCharacters
    let total = columns.values.reduce(0, +)
    width = total > 0 && 5 * usual.count >= 3 * total ? usual.width : nil
  }

  /// The width that most lines keep to.
  private static func usual(_ widths: [Int: Int], _ measure: Measure) -> (width: Int, count: Int) {
    var best = (width: 0, count: 0)
    for width in widths.keys.sorted() {
      let count = (width - measure.slack...width).reduce(0) { $0 + (widths[$1] ?? 0) }
      if count > best.count { best = (width, count) }
    }
    return best
  }

  /// Whether a line is full and its sentence open, and the next goes on with it.
  func goesOn(_ line: TextLine, _ next: TextLine) -> Bool {
    guard let width, Self.mayGoOn(line, next) else { return false }
    let string = Self.string(line, text)
    let own = measure == .columns ? DisplayWidth.width(string) : string.unicodeScalars.count
    return own <= width + 1 && own >= width - measure.slack && Self.isOpen(string) && Self.isRest(next, text)
  }

  private static func mayGoOn(_ line: TextLine, _ next: TextLine) -> Bool {
    line.pipeCount == 0 && !line.isTabbed && next.pipeCount == 0 && !next.isTabbed && !next.isBlank
      && line.trimmed.count >= range.lowerBound && line.trimmed.count <= 3 * range.upperBound
  }

  private static func string(_ line: TextLine, _ text: [UInt8]) -> String {
    String(decoding: text[line.bytes.lowerBound..<line.trimmed.upperBound], as: UTF8.self)
  }

  /// Whether a line ends within a sentence.
  private static func isOpen(_ line: String) -> Bool {
    guard let last = line.unicodeScalars.last else { return false }
    return !"。！？；：!?;:…".unicodeScalars.contains(last)
  }

  private static func isProse(_ text: String) -> Bool {
    text.unicodeScalars.contains { "，。；、,;".unicodeScalars.contains($0) }
  }

  /// Whether a line may be the rest of a sentence: it is not indented, begins no item of a list, and has the
  /// marks of prose.
  private static func isRest(_ line: TextLine, _ text: [UInt8]) -> Bool {
    guard line.trimmed.lowerBound == line.bytes.lowerBound else { return false }
    let string = Self.string(line, text)
    var scalars = string.unicodeScalars[...]
    guard let first = scalars.first, !first.properties.isWhitespace, first != "•", isProse(string) else {
      return false
    }
    let isBracketed = first == "（" || first == "("
    if isBracketed { scalars = scalars.dropFirst() }
    let number = scalars.prefix { ("0"..."9").contains($0) || ChineseNumeral.ordinal($0.value) != nil }
    guard !number.isEmpty else { return true }
    let rest = scalars.dropFirst(number.count)
    guard let mark = rest.first else { return true }
    if isBracketed { return mark != "）" && mark != ")" }
    return mark != "、" && mark != "．"
      && (mark != "." || rest.dropFirst().first.map { ("0"..."9").contains($0) } ?? false)
  }
}
