import MarkupKit

/// The numbers that Word prints before paragraphs and that stand nowhere in their text (ECMA-376, 17.9).
struct WordNumbering {
  struct Level {
    var start = 1
    var format = "decimal"
    /// Such as `%1、` or `（%1）`.
    var text = ""
    var hasSpace = true
  }

  /// By abstract definition, its levels.
  private(set) var definitions: [Int: [Int: Level]] = [:]
  /// By number, the definition that it is an instance of, and what it changes.
  private(set) var instances: [Int: (definition: Int, levels: [Int: Level], starts: [Int: Int])] = [:]
  private var counters: [Int: [Int: Int]] = [:]
  private var usedStarts: Set<[Int]> = []

  static let maximumLevel = 8

  mutating func define(_ definition: Int, _ level: Int, _ value: Level) {
    definitions[definition, default: [:]][level] = value
  }

  mutating func define(instance: Int, of definition: Int, levels: [Int: Level], starts: [Int: Int]) {
    instances[instance] = (definition, levels, starts)
  }

  /// The number of the next paragraph of an instance and level; nil where it prints none.
  mutating func next(_ instance: Int, level: Int) -> String? {
    guard let found = instances[instance], level <= Self.maximumLevel else { return nil }
    func layout(_ level: Int) -> Level? { found.levels[level] ?? definitions[found.definition]?[level] }
    guard let own = layout(level) else { return nil }
    var counts = counters[found.definition] ?? [:]
    if let start = found.starts[level], usedStarts.insert([instance, level]).inserted {
      counts[level] = start
    } else {
      counts[level] = counts[level].map { min($0 + 1, 1_000_000) } ?? own.start
    }
    for deeper in counts.keys where deeper > level { counts[deeper] = nil }
    counters[found.definition] = counts
    if own.format == "none" || own.format == "bullet" { return nil }
    var result = ""
    var rest = own.text[...]
    while let mark = rest.firstIndex(of: "%") {
      result += rest[..<mark]
      let digit = rest.index(after: mark)
      guard digit < rest.endIndex, let number = rest[digit].wholeNumberValue, (1...9).contains(number) else {
        result += "%"
        rest = rest[digit...]
        continue
      }
      let value = counts[number - 1] ?? layout(number - 1)?.start ?? 1
      result += Self.numeral(value, format: layout(number - 1)?.format ?? own.format)
      rest = rest[rest.index(after: digit)...]
    }
    result += rest
    return result
  }

  private static func numeral(_ value: Int, format: String) -> String {
    switch format {
    case "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
      "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified", "ideographTraditional":
      return chinese(value)
    case "decimalEnclosedParen": return "(\(value))"
    case "decimalEnclosedFullstop": return "\(value)."
    case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
      return (1...20).contains(value)
        ? String(UnicodeScalar(0x245F + UInt32(value)).map(Character.init) ?? "?") : String(value)
    case "upperLetter", "lowerLetter":
      guard (1...26).contains(value), let scalar = UnicodeScalar(UInt8(64 + value)) as UnicodeScalar? else {
        return String(value)
      }
      return format == "upperLetter" ? String(scalar) : String(scalar).lowercased()
    default: return String(value)
    }
  }

  /// 1 to 99, as headings are numbered.
  private static func chinese(_ value: Int) -> String {
    let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    guard (1...99).contains(value) else { return String(value) }
    let (tens, ones) = (value / 10, value % 10)
    return (tens > 1 ? digits[tens] : "") + (tens > 0 ? "十" : "") + digits[ones]
  }
}

/// Reads `numbering.xml`.
struct WordNumberingHandler: XMLEventHandler {
  /// Word prints no longer ones.
  private static let longestText = 255

  private(set) var numbering = WordNumbering()
  private var vocabulary = WordVocabulary()
  private var depth = 0
  private var definition: Int?
  private var instance: Int?
  private var instanceDefinition: Int?
  private var overrides: [Int: WordNumbering.Level] = [:]
  private var starts: [Int: Int] = [:]
  private var levelIndex: Int?
  private var level = WordNumbering.Level()
  private var levelDepth = 0

  mutating func startElement(_ tag: XMLStartTag) {
    depth += 1
    guard let element = vocabulary.element(tag) else { return }
    switch element {
    case .abstractNum: definition = tag.wholeNumber("abstractNumId")
    case .num:
      instance = tag.wholeNumber("numId")
      instanceDefinition = nil
      overrides = [:]
      starts = [:]
    case .abstractNumId: instanceDefinition = tag.wholeNumber("val")
    case .lvlOverride: levelIndex = tag.wholeNumber("ilvl")
    case .startOverride: if let levelIndex { starts[levelIndex] = tag.wholeNumber("val") }
    case .lvl:
      levelIndex = tag.wholeNumber("ilvl")
      level = WordNumbering.Level()
      levelDepth = depth
    case .start: level.start = tag.wholeNumber("val") ?? 1
    case .numFmt: level.format = tag.text("val") ?? level.format
    case .lvlText: level.text = String((tag.text("val") ?? "").prefix(Self.longestText))
    default: break
    }
  }

  mutating func endElement() {
    if depth == levelDepth, let levelIndex, levelIndex <= WordNumbering.maximumLevel {
      if instance != nil {
        overrides[levelIndex] = level
      } else if let definition {
        numbering.define(definition, levelIndex, level)
      }
      levelDepth = 0
    } else if depth == 2 {
      if let instance, let instanceDefinition {
        numbering.define(instance: instance, of: instanceDefinition, levels: overrides, starts: starts)
      }
      instance = nil
      definition = nil
    }
    depth -= 1
  }

  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
