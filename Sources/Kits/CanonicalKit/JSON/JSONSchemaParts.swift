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
      (
        "place",
        pattern(placePattern).titled(
          "位置", "Page, table, row, column, line and bytes (the end exclusive) in the source, from 1.")
      ),
      ("date", pattern("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$").titled("日期", "ISO 8601.")),
      ("cell", pattern("^[^@]+(@[^@]+)?$").titled("单元格", "indicator, or indicator@applicant")),
    ]
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
    if let words = value.words { return .object([("enum", .texts(words))]) }
    return switch value {
    case .version: pattern("^1\\.(0|[1-9][0-9]{0,5})$")
    case .formID: pattern("^[^/]+(/[^/]+)?$")
    case .cell, .date, .place, .amount: .reference(String(describing: value))
    case .cells: .list(of: schema(of: .cell))
    case .amounts: .list(of: schema(of: .amount))
    case .term: pattern("^[+\\-][^@]+(@[^@]+)?$").titled("", "A cell behind its sign.")
    case .checksum: pattern("^[0-9a-f]{64}$")
    case .integer(let range): integer(range)
    case .texts: .object([("type", .text("object")), ("additionalProperties", .type("string"))])
    case .figures: .type("object")
    case .object(let kind): kind.isDefined ? .reference(kind.rawValue) : object(kind)
    default: .type("string")
    }
  }

  private static func pattern(_ pattern: String) -> SchemaValue {
    .object([("type", .text("string")), ("pattern", .text(pattern))])
  }

  private static let placePattern: String = {
    let offset = "(0|[1-9][0-9]{0,17})"
    return "^(?!$)(?! )( ?p[1-9][0-9]{0,17}\\b)?( ?t[1-9][0-9]{0,17}\\b)?( ?r[1-9][0-9]{0,17}\\b)?"
      + "( ?c[1-9][0-9]{0,17}\\b)?( ?l[1-9][0-9]{0,17}\\b)?( ?b\(offset)-\(offset))?$"
  }()

  private static func integer(_ range: ClosedRange<Int>) -> SchemaValue {
    .object([
      ("type", .text("integer")), ("minimum", .literal(String(range.lowerBound))),
      ("maximum", .literal(String(range.upperBound))),
    ])
  }

  private static func number(_ type: SchemaValue) -> SchemaValue {
    let limit = "1" + String(repeating: "0", count: JSONAmount.maximumWholeDigits)
    return .object([
      ("type", type), ("exclusiveMinimum", .literal("-" + limit)), ("exclusiveMaximum", .literal(limit)),
    ])
  }

  /// Which members an entry has with each status.
  private static var statusRules: [SchemaValue] {
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
