/// Goes through one section of a format code.
struct FormatCodeScan {
  /// A number has so many sections at most, and a code that goes on is none.
  private static let maximumSections = 4

  private var scalars: Substring.UnicodeScalarView
  private var parts = NumberFormat.DateParts()
  private var hasM = false
  private var isForText = false
  private var isUnclear = false
  private var condition: NumberFormat.Condition?
  private var hasDigit = false
  /// The words before and behind the digits; what stands behind some digits may yet stand before others.
  private var before = ""
  private var after = ""
  private var hasPoint = false
  /// How many digits stand behind a point that is a mere word, as in `0!.0,`; nil where there is none.
  private var digitsBehindWord: Int?
  /// Digits since the last separator that is a mere word.
  private var digitsInGroup: Int?
  /// Commas behind digits: separators, or thousands that are left out.
  private var commas = 0
  private var power = 0

  private init(_ scalars: Substring.UnicodeScalarView) { self.scalars = scalars }

  /// The sections of a code, and whether each shows texts.
  static func sections(of code: String) -> [(section: NumberFormat.Section, isForText: Bool)] {
    var rest = code.unicodeScalars[...]
    var result: [(section: NumberFormat.Section, isForText: Bool)] = []
    while result.count < maximumSections {
      var scan = FormatCodeScan(rest)
      let isLast = scan.run()
      rest = scan.scalars
      result.append((scan.section, scan.isForText))
      if isLast { break }
    }
    return result
  }

  // MARK: Reading

  /// - Returns: whether the code ends with the section.
  private mutating func run() -> Bool {
    while let scalar = scalars.popFirst() {
      if scalar == ";" { return false }
      read(scalar)
    }
    return true
  }

  private mutating func read(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": while let quoted = scalars.popFirst(), quoted != "\"" { word(quoted) }
    case "\\", "!": if let escaped = scalars.popFirst() { word(escaped) }
    case "_":
      _ = scalars.popFirst()
      word(" ")
    case "*": fill()
    case "[": bracket()
    case "0", "#", "?": digit()
    case ".": point()
    case ",": if hasDigit { commas += 1 }
    case "%":
      power += 2
      word(scalar)
    case "/": if hasDigit, isDigitNext { isUnclear = true } else if parts == .init() { word(scalar) }
    case "@":
      isForText = true
      digit()
    default: letter(scalar)
    }
  }

  private mutating func letter(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "E", "e":
      if hasDigit, let sign = scalars.first, sign == "+" || sign == "-" {
        scalars = scalars.dropFirst().drop { $0 == "0" || $0 == "#" || $0 == "?" }
      } else {
        parts.year = true
      }
    case "y", "Y": parts.year = true
    case "m", "M": hasM = true
    case "d", "D": parts.day = true
    case "S" where startsWith("tandard"):
      scalars = scalars.dropFirst("tandard".count)
      digit()
    case "h", "H", "s", "S": parts.time = true
    case "A", "a":
      if let mark = ["M/PM", "/P"].first(where: startsWith) {
        scalars = scalars.dropFirst(mark.count)
        parts.time = true
      } else {
        // A day of the week, which no number is.
        isUnclear = true
      }
    case "B", "b": isUnclear = true
    case "G", "g":
      if startsWith("eneral") || startsWith("/") {
        scalars = scalars.drop {
          $0 == "/" || $0.properties.isAlphabetic && $0.isASCII || "通用格式标准".unicodeScalars.contains($0)
        }
        digit()
      } else {
        isUnclear = true
      }
    default: word(scalar)
    }
  }

  private mutating func digit() {
    if !after.isEmpty { separate() }
    hasDigit = true
    if commas > 0, hasPoint { isUnclear = true }
    commas = 0
    if !hasPoint {
      if let digits = digitsBehindWord { digitsBehindWord = digits + 1 }
      if let digits = digitsInGroup { digitsInGroup = digits + 1 }
    }
  }

  private mutating func point() {
    if hasPoint || digitsBehindWord != nil { isUnclear = true }
    hasPoint = true
    // The thousands that commas before the point leave out.
    power -= 3 * commas
    commas = 0
  }

  /// Words between digits: a point that divides, a separator of thousands, or what makes another number of them.
  private mutating func separate() {
    let words = after
    after = ""
    switch words {
    case "." where !hasPoint && digitsBehindWord == nil && hasNoHalfGroup: digitsBehindWord = 0
    case ",", " ", "\u{A0}", "\u{2009}", "\u{202F}":
      if hasPoint || digitsBehindWord != nil || !hasNoHalfGroup { isUnclear = true }
      digitsInGroup = 0
    default: isUnclear = true
    }
  }

  /// Thousands have three digits, and Chinese ones four.
  private var hasNoHalfGroup: Bool { digitsInGroup.map { $0 == 3 || $0 == 4 } ?? true }

  private mutating func word(_ scalar: Unicode.Scalar) {
    if scalar.properties.numericType == .decimal { isUnclear = true }
    if hasDigit {
      after.unicodeScalars.append(scalar)
    } else {
      before.unicodeScalars.append(scalar)
    }
  }

  /// `*-` fills what is left of a cell.
  private mutating func fill() {
    guard let filling = scalars.popFirst(), filling != " " else { return }
    if Self.minus.contains(filling) { isUnclear = true } else { word(filling) }
  }

  private mutating func bracket() {
    let inside = scalars.prefix { $0 != "]" }
    scalars = scalars.dropFirst(inside.count + 1)
    let text = String(inside)
    switch inside.first {
    case "$":
      // A currency, and a locale behind it.
      for scalar in inside.dropFirst().prefix(while: { $0 != "-" }) { word(scalar) }
    case "<", ">", "=":
      let marks = text.prefix { "<>=".contains($0) }
      var number = String(text.dropFirst(marks.count))
      guard let relation = Self.relations[String(marks)],
        let limit = number.withUTF8({ SheetNumber.Decimal($0) })
      else {
        isUnclear = true
        return
      }
      condition = NumberFormat.Condition(relation: relation, limit: limit)
    default:
      // [h] counts hours; [Red] and [DBNum1] say nothing of the kind.
      if !text.isEmpty, text.lowercased().allSatisfy({ $0 == "h" || $0 == "m" || $0 == "s" }) {
        parts.time = true
      }
    }
  }

  private static let relations: [String: NumberFormat.Condition.Relation] = [
    "<": .less, "<=": .atMost, "=": .equal, "<>": .unequal, ">=": .atLeast, ">": .greater,
  ]

  private var isDigitNext: Bool {
    guard let next = scalars.first else { return false }
    return next == "#" || next == "?" || ("0"..."9").contains(next)
  }

  private func startsWith(_ word: String) -> Bool {
    scalars.prefix(word.unicodeScalars.count).elementsEqual(word.unicodeScalars) {
      $0.properties.lowercaseMapping == $1.properties.lowercaseMapping
    }
  }

  // MARK: The section

  static let minus: Set<Unicode.Scalar> = ["-", "−", "－", "–", "—", "△", "▲"]
  static let brackets: Set<Unicode.Scalar> = ["(", ")", "（", "）"]
  /// Signs of currency say nothing of the number, nor do a plus and spaces.
  static let dress: Set<Unicode.Scalar> = [
    " ", "\u{A0}", "\u{2007}", "\u{2009}", "\u{202F}", "\u{3000}", "+", "¥", "￥", "$", "＄", "€", "£",
  ]

  static func bare(_ words: String, without marks: Set<Unicode.Scalar>) -> String {
    var words = Substring(words).unicodeScalars
    while let first = words.first, marks.contains(first) { words.removeFirst() }
    while let last = words.last, marks.contains(last) { words.removeLast() }
    return String(words)
  }

  private var section: NumberFormat.Section {
    var section = NumberFormat.Section(content: content, condition: condition)
    guard case .number(let power, let before, let after) = section.content else { return section }
    let isInBrackets =
      before.unicodeScalars.last.map(Self.brackets.contains) ?? false
      && after.unicodeScalars.contains(where: Self.brackets.contains)
    let hasMinus = before.unicodeScalars.contains(where: Self.minus.contains)
    if hasMinus || isInBrackets {
      section.hasMinus = true
      let marks = Self.dress.union(Self.minus).union(Self.brackets)
      section.content = .number(
        power: power, before: Self.bare(before, without: marks),
        after: isInBrackets ? Self.bare(after, without: Self.dress.union(Self.brackets)) : after)
    }
    return section
  }

  private var content: NumberFormat.Section.Content {
    var parts = parts
    // m beside hours and seconds is minutes, unless a year or a day is there as well.
    if hasM, parts.year || parts.day || !parts.time { parts.month = true }
    if parts != .init() {
      // ss.00 shows parts of seconds; any other digits beside a date are no date.
      return hasDigit && !parts.time ? .unclear : .date(parts)
    }
    if isUnclear || !hasNoHalfGroup || digitsBehindWord == 0 { return .unclear }
    if !hasDigit { return .words(Self.bare(before, without: [" "])) }
    let after = Self.bare(after, without: Self.dress)
    return .number(
      power: power - 3 * commas - (digitsBehindWord ?? 0), before: Self.bare(before, without: Self.dress),
      // A point without digits behind it.
      after: after == "." ? "" : after)
  }
}
