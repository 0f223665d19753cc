import MarkupKit

/// What is drawn on a page, as its markup. Lengths are twips, twentieths of a point, from the corner of the page.
struct OFDMarkup {
  private(set) var bytes: [UInt8] = []

  /// How far down in its box the line of a text lies, in hundredths of its size.
  private static let base = 86

  /// A line of text.
  ///
  /// - Parameter advances: from each letter to the next.
  mutating func text(
    _ scalars: ArraySlice<Unicode.Scalar>, _ advances: [Int], id: Int, at x: Int, _ y: Int, _ font: OFDFont,
    size: Int, isBold: Bool
  ) {
    let width = advances.reduce(0, +)
    let length = Self.millimetres(size)
    raw("<ofd:TextObject ID=\"\(id)\" Boundary=\"\(Self.millimetres(x)) \(Self.millimetres(y)) ")
    raw("\(Self.millimetres(width)) \(length)\" Font=\"\(font.rawValue)\" Size=\"\(length)\"")
    if isBold { raw(" Weight=\"700\"") }
    raw("><ofd:TextCode X=\"0\" Y=\"\(Self.millimetres(size * Self.base / 100))\"")
    if scalars.count > 1 { raw(" DeltaX=\"\(Self.delta(advances.dropLast()))\"") }
    raw(">")
    XMLOutput.append(String(String.UnicodeScalarView(scalars)), to: &bytes, as: .foreign)
    raw("</ofd:TextCode></ofd:TextObject>")
  }

  /// Level and upright lines, half a point wide.
  mutating func lines(_ lines: [(from: (x: Int, y: Int), to: (x: Int, y: Int))], id: Int) {
    guard let first = lines.first else { return }
    let points = lines.flatMap { [$0.from, $0.to] }
    let (left, top) = points.reduce((first.from.x, first.from.y)) { (min($0.0, $1.x), min($0.1, $1.y)) }
    let (right, bottom) = points.reduce((left, top)) { (max($0.0, $1.x), max($0.1, $1.y)) }
    boundary("PathObject", id, left, top, right, bottom)
    raw(" LineWidth=\"0.176\"><ofd:StrokeColor Value=\"0 0 0\"/><ofd:AbbreviatedData>")
    for (index, line) in lines.enumerated() {
      raw(index == 0 ? "M " : " M ")
      raw("\(Self.millimetres(line.from.x - left)) \(Self.millimetres(line.from.y - top)) L ")
      raw("\(Self.millimetres(line.to.x - left)) \(Self.millimetres(line.to.y - top))")
    }
    raw("</ofd:AbbreviatedData></ofd:PathObject>")
  }

  private mutating func boundary(
    _ name: String, _ id: Int, _ left: Int, _ top: Int, _ right: Int, _ bottom: Int
  ) {
    raw("<ofd:\(name) ID=\"\(id)\" Boundary=\"\(Self.millimetres(left)) \(Self.millimetres(top)) ")
    raw("\(Self.millimetres(right - left)) \(Self.millimetres(bottom - top))\"")
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  // MARK: Values

  /// In thousandths of a millimetre, which is as exact as a page needs.
  static func millimetres(_ twips: Int) -> String {
    let thousandths = (twips.magnitude * 25_400 + 720) / 1_440
    let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1_000)
    var text = (twips < 0 && thousandths > 0 ? "-" : "") + String(whole)
    if rest > 0 {
      var digits = String(rest + 1_000).dropFirst()
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return text
  }

  /// Runs of the same advance are written once: `g 5 5.644`.
  private static func delta(_ advances: some Collection<Int>) -> String {
    var runs: [(advance: Int, count: Int)] = []
    for advance in advances {
      if let last = runs.indices.last, runs[last].advance == advance {
        runs[last].count += 1
      } else {
        runs.append((advance, 1))
      }
    }
    return runs.map { run in
      let text = millimetres(run.advance)
      return run.count > 2
        ? "g \(run.count) \(text)" : Array(repeating: text, count: run.count).joined(separator: " ")
    }.joined(separator: " ")
  }
}
