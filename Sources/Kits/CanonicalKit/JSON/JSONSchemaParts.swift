import ReportModel

/// The definitions of the schema that do not depend on a form: the objects of the shape, and kinds of values.
package enum JSONSchemaParts {
  /// An object of these members; others where the version allows them.
  package static func object(_ members: [(String, SchemaValue)], required: [String] = []) -> SchemaValue {
    var parts: [(String, SchemaValue)] = [("type", .text("object"))]
    if !required.isEmpty { parts.append(("required", .texts(required))) }
    parts.append(("properties", .object(members)))
    parts.append(("additionalProperties", .object([("$dynamicRef", .text("#other"))])))
    return .object(parts)
  }

  package static func definitions() -> [(String, SchemaValue)] {
    ObjectKind.allCases.filter(\.isDefined).map { ($0.rawValue, definition($0)) } + [
      (
        "figure",
        number(.texts(["number", "null"])).titled(
          "", "The figure where it is exact or derived; null where its entry in cells says what it is.")
      ),
      ("amount", number(.text("number"))),
    ] + [ValueKind.place, .date, .cell].map { (String(describing: $0), notation(of: $0)) }
  }

  /// A string in a notation of its own, with what is said of it.
  package static func notation(of kind: ValueKind) -> SchemaValue {
    switch kind {
    case .version: pattern("^1\\.(0|[1-9][0-9]{0,5})$")
    case .formID: pattern("^[^/]+(/[^/]+)?$")
    case .cell: pattern("^[^@]+(@[^@]+)?$").titled("单元格", "indicator, or indicator@applicant")
    case .term: pattern("^[+\\-][^@]+(@[^@]+)?$").titled("", "A cell behind its sign.")
    case .checksum: pattern("^[0-9a-f]{64}$")
    case .date: pattern("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$").titled("日期", "ISO 8601.")
    case .place:
      pattern("^(\(Notation.placePattern))$").titled(
        "位置", "Page, table, row, column, line and bytes (the end exclusive) in the source, from 1.")
    case .integer(let range): integer(range)
    default: .type("string")
    }
  }

  private static func definition(_ kind: ObjectKind) -> SchemaValue {
    let object = object(kind).titled(kind.words.chinese, kind.words.english)
    return switch kind {
    case .report: object.with("allOf", .list([.reference("figures")]))
    case .conversion: object.with("allOf", .list([.reference("figures"), .reference("carried")]))
    case .entry: object.with("allOf", .list(statusRules))
    default: object
    }
  }

  private static func object(_ kind: ObjectKind) -> SchemaValue {
    object(
      kind.rows.map { ($0.name, schema(of: $0.row)) },
      required: kind.rows.filter(\.row.isRequired).map(\.name))
  }

  package static func schema(of row: MemberRow) -> SchemaValue {
    let value = schema(of: row.value)
    return (row.isList ? .list(of: value) : value).titled(row.words.chinese, row.words.english)
  }

  private static func schema(of value: ValueKind) -> SchemaValue {
    if let words = value.words {
      let known = SchemaValue.object([("enum", .texts(words))])
      // Of a newer version others too: see `JSONSchema` for where that is decided.
      return value.isOpen
        ? .object([
          ("type", .text("string")), ("anyOf", .list([known, .object([("$dynamicRef", .text("#other"))])])),
        ])
        : known
    }
    return switch value {
    case .cell, .date, .place, .amount: .reference(String(describing: value))
    case .cells: .list(of: schema(of: .cell))
    case .amounts: .list(of: schema(of: .amount))
    case .texts: .object([("type", .text("object")), ("additionalProperties", .type("string"))])
    case .figures: .type("object")
    case .object(let kind): kind.isDefined ? .reference(kind.rawValue) : object(kind)
    default: notation(of: value)
    }
  }

  private static func pattern(_ pattern: String) -> SchemaValue {
    .object([("type", .text("string")), ("pattern", .text(pattern))])
  }

  private static func integer(_ range: ClosedRange<Int>) -> SchemaValue {
    .object([
      ("type", .text("integer")), ("minimum", .literal(String(range.lowerBound))),
      ("maximum", .literal(String(range.upperBound))),
    ])
  }

  private static func number(_ type: SchemaValue) -> SchemaValue {
    .object([
      ("type", type), ("exclusiveMinimum", .literal("-" + limit)), ("exclusiveMaximum", .literal(limit)),
    ])
  }

  /// The least number that has too many digits.
  package static let limit: String = "1" + String(repeating: "0", count: JSONAmount.maximumWholeDigits)

  /// Which members an entry has with each status.
  package static var statusRules: [SchemaValue] {
    FigureStatus.allCases.map { status in
      let excluded = EntryMember.shape.names(in: EntryContent.dependent & ~status.content.allowed)
      let required = EntryMember.shape.names(in: status.content.required)
      let condition = SchemaValue.object([
        (
          "properties",
          .object([(EntryMember.status.rawValue, .object([("const", .text(status.rawValue))]))])
        )
      ])
      var rule: [(String, SchemaValue)] = [("properties", .object(excluded.map { ($0, .no) }))]
      if !required.isEmpty { rule.append(("required", .texts(required))) }
      // Without a status an entry is that of an exact figure.
      let isDefault = status == .exact
      return .object([
        ("if", isDefault ? condition : condition.with("required", .texts([EntryMember.status.rawValue]))),
        ("then", .object(rule)),
      ])
    }
  }
}

extension ObjectKind {
  /// Whether the schema has a definition of its name; the others stand where they are used.
  fileprivate var isDefined: Bool {
    switch self {
    case .period, .identifier, .statedYear, .signature, .signatory, .date, .crosswalk: false
    default: true
    }
  }
}
