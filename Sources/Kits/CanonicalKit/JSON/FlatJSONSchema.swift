import Core
import JSONKit
import ReportModel

/// The same schema in draft-07, for programs that make classes from one: a plain tree of definitions, with
/// references by `$ref` to this document only.
///
/// What makes classes stands below `definitions` and says what every version has: its names are names of classes.
/// What only restricts stands in `not` and in the branches of `if`, which such programs pass over; above all that
/// version 1.0 has no other members. The two schemas accept the same files.
package struct FlatJSONSchema {
  package static let identifier: String = JSONSchema.identifier + ":flat"

  /// The schema as text, for the forms of a catalogue.
  package static func text(forms: FormCatalogue = .shared) -> [UInt8] {
    var schema = FlatJSONSchema(forms.forms)
    var writer = JSONWriter()
    schema.file().write(to: &writer)
    return writer.finish()
  }

  private let forms: [Form]
  /// Of figures; those of forms are many, and what is alike has one.
  private var classes: [ClassDefinition] = []
  private var classNames: [String: String] = [:]

  private struct ClassDefinition {
    var name: String
    var value: SchemaValue
  }

  private init(_ forms: [Form]) { self.forms = forms }

  private mutating func file() -> SchemaValue {
    for form in forms { statistics(of: form) }
    let version = SchemaValue.object([("const", .text(CanonicalJSON.version))])
    return .object([
      ("$schema", .text("http://json-schema.org/draft-07/schema#")),
      ("$id", .text(Self.identifier)),
      ("title", .text("政府信息公开工作年度报告文件 · Report file")),
      ("description", .text(JSONSchema.description)),
      ("anyOf", .list([Self.reference(Self.name(of: .report)), Self.reference(Self.name(of: .bundle))])),
      ("if", .object([("properties", .object([(BundleMember.gongkai.rawValue, version)]))])),
      ("then", closed),
      ("else", Self.file { [Self.reference($0)] }),
      ("definitions", .object(definitions)),
    ])
  }

  /// Several reports, or one.
  private static func file(_ rules: (String) -> [SchemaValue]) -> SchemaValue {
    .object([
      ("if", .object([("required", .texts([BundleMember.reports.rawValue]))])),
      ("then", .object([("allOf", .list(rules(name(of: .bundle))))])),
      ("else", .object([("allOf", .list(rules(name(of: .report))))])),
    ])
  }

  // MARK: Classes

  private var definitions: [(String, SchemaValue)] {
    ObjectKind.allCases.map { (Self.name(of: $0), definition($0)) }
      + Self.enumerations.map { (Self.name(of: $0), .object([("enum", .texts($0.words ?? []))])) }
      + [(Self.name(of: .edition), .object([("enum", .texts(editions))]))]
      + classes.map { ($0.name, $0.value) }
  }

  private static let enumerations: [ValueKind] = [
    .status, .origin, .lineageRule, .policy, .severity, .scope, .identifierScheme, .yearRole, .signatoryRole,
    .dateRole,
  ]

  private var editions: [String] {
    forms.map(\.id.edition.rawValue).distinct()
  }

  private func definition(_ kind: ObjectKind) -> SchemaValue {
    let members = kind.rows.map { ($0.name, property($0)) }
    let required = kind.rows.filter(\.row.isRequired).map(\.name)
    let object = Self.object(members, required: required).titled(kind.words.chinese, kind.words.english)
    return switch kind {
    case .report: object.with("allOf", .list(rules(of: "Form")))
    case .conversion: object.with("allOf", .list(rules(of: "Form") + rules(of: "Carried", isComplete: false)))
    case .entry: object.with("allOf", .list(JSONSchemaParts.statusRules))
    default: object
    }
  }

  private func property(_ member: NamedRow) -> SchemaValue {
    let row = member.row
    let value = value(of: row.value, member.name)
    return (row.isList ? .list(of: value) : value).described(row.words.chinese, row.words.english)
  }

  private func value(of kind: ValueKind, _ member: String) -> SchemaValue {
    if Self.enumerations.contains(kind) {
      let known = Self.reference(Self.name(of: kind))
      return kind.isOpen ? .object([("anyOf", .list([known, .type("string")]))]) : known
    }
    return switch kind {
    case .edition: Self.reference(Self.name(of: kind))
    case .object(let kind): Self.reference(Self.name(of: kind))
    case .amount: Self.number(["integer", "number"])
    // Its pattern is long, and would stand in many classes.
    case .place: Self.place
    case .amounts: .list(of: value(of: .amount, member))
    case .cells: .list(of: value(of: .cell, member))
    case .texts: .object([("type", .text("object")), ("additionalProperties", .type("string"))])
    case .figures:
      member == ReportMember.statistics.rawValue
        ? .object([("anyOf", .list(forms.map { Self.reference(Self.name("Statistics", $0)) }))])
        : .object([
          ("type", .text("object")),
          // In a newer version there may be others.
          (
            "additionalProperties",
            .object([("anyOf", .list([Self.reference(Self.name(of: .entry)), .yes]))])
          ),
        ])
    default: JSONSchemaParts.notation(of: kind)
    }
  }

  private static func object(_ members: [(String, SchemaValue)], required: [String] = []) -> SchemaValue {
    .object(
      [("type", .text("object"))] + (required.isEmpty ? [] : [("required", .texts(required))])
        + [("properties", .object(members)), ("additionalProperties", .yes)])
  }

  private static var place: SchemaValue {
    guard case .object(let members) = JSONSchemaParts.notation(of: .place) else { return .yes }
    return SchemaValue.object(members.filter { $0.0 != "pattern" }).with("not", rule("NoPlace"))
  }

  /// A whole number is one in classes too, and keeps all its digits.
  private static func number(_ types: [String]) -> SchemaValue {
    .object([("type", .texts(types)), ("not", rule("TooManyDigits"))])
  }

  // MARK: Classes of figures

  private mutating func statistics(of form: Form) {
    let name = Self.name("Statistics", form)
    let position = classes.count
    classes.append(ClassDefinition(name: name, value: .yes))
    let members = members(0..<form.tree.nodes.count, "", form, of: name)
    classes[position].value = Self.object(members).titled(
      form.name.chinese, "\(form.name.english). \(form.basis)")
  }

  private mutating func members(
    _ range: Range<Int>, _ path: String, _ form: Form, of parent: String
  ) -> [(String, SchemaValue)] {
    form.tree.branches(range).map { branch in
      let path = path.isEmpty ? branch.name : "\(path).\(branch.name)"
      if let cell = branch.cell {
        let words = JSONSchema.words(of: form.cells[cell], form)
        return (
          branch.name,
          Self.number(["integer", "number", "null"]).titled(words.title, words.description)
        )
      }
      // The columns of applicants are the same in every row.
      let isRow = form.tree.nodes[branch.below].contains {
        $0.cell.map { form.cells[$0].id.indicator == path } ?? false
      }
      let wanted = isRow ? Self.name("Applicants", form) : parent + Self.capitalized(branch.name)
      let name = className(wanted, branch.below, path, form)
      return (branch.name, Self.reference(name).described(JSONSchema.title(of: path, form), ""))
    }
  }

  /// The class of nodes below another: one that is alike has it already, or it is made.
  private mutating func className(
    _ wanted: String, _ range: Range<Int>, _ path: String, _ form: Form
  ) -> String {
    let signature = range.reduce(into: wanted) { text, position in
      let node = form.tree.nodes[position]
      let words = node.cell.map { JSONSchema.words(of: form.cells[$0], form) }
      text += "\n\(node.end - position) \(String(decoding: form.tree.text[node.name], as: UTF8.self))"
      if let words { text += " \(words.title) \(words.description)" }
    }
    if let known = classNames[signature] { return known }
    let isTaken = classes.contains { $0.name == wanted }
    let name = isTaken ? Self.name("Statistics", form) + Self.capitalized(path) : wanted
    classNames[signature] = name
    let position = classes.count
    classes.append(ClassDefinition(name: name, value: .yes))
    classes[position].value = Self.object(members(range, path, form, of: name))
    return name
  }

  // MARK: Rules

  /// What holds of an object of each form; and that it is of one of them.
  private func rules(of kind: String, isComplete: Bool = true) -> [SchemaValue] {
    let isOfAny = SchemaValue.object([
      ("if", .object([("anyOf", .list(forms.map(JSONSchema.isOf)))])), ("else", .no),
    ])
    return (isComplete ? [isOfAny] : [])
      + forms.map { .object([("if", JSONSchema.isOf($0)), ("then", Self.rule(Self.name(kind, $0)))]) }
  }

  /// A file of version 1.0, and the rules that are referred to.
  private var closed: SchemaValue {
    let tooManyDigits = SchemaValue.object([
      ("type", .text("number")),
      (
        "anyOf",
        .list([
          .object([("minimum", .literal(JSONSchemaParts.limit))]),
          .object([("maximum", .literal("-" + JSONSchemaParts.limit))]),
        ])
      ),
    ])
    var rules: [(String, SchemaValue)] = [
      ("TooManyDigits", tooManyDigits), ("NoPlace", .object([("not", JSONSchemaParts.notation(of: .place))])),
    ]
    rules += ObjectKind.allCases.map { (Self.name(of: $0), closed($0)) }
    for form in forms { rules += self.rules(of: form) }
    return SchemaValue.object([
      ("required", .texts([BundleMember.gongkai.rawValue])),
      ("allOf", .list([Self.file { [Self.reference($0), Self.rule($0)] }])),
      ("definitions", .object(rules)),
    ])
  }

  /// An object without other members.
  private func closed(_ kind: ObjectKind) -> SchemaValue {
    let members = kind.rows.map { member -> (String, SchemaValue) in
      let value: SchemaValue =
        switch member.row.value {
        case .object(let kind): Self.rule(Self.name(of: kind))
        case .figures where member.name == ReportMember.cells.rawValue:
          .object([("additionalProperties", Self.rule(Self.name(of: .entry)))])
        case let kind where kind.isOpen: Self.reference(Self.name(of: kind))
        default: .yes
        }
      return (member.name, member.row.isList ? .object([("items", value)]) : value)
    }
    let object = SchemaValue.object([("properties", .object(members)), ("additionalProperties", .no)])
    return switch kind {
    case .report, .conversion: object.with("allOf", .list(rules(of: "Closed", isComplete: false)))
    default: object
    }
  }

  private func rules(of form: Form) -> [(String, SchemaValue)] {
    let cellIDs = Self.rule(Self.name("CellID", form))
    let entries = form.cells.map { ($0.id.description, Self.reference(Self.name(of: .entry))) }
    func properties(_ members: [(String, SchemaValue)]) -> SchemaValue {
      .object([("properties", .object(members))])
    }
    return [
      (
        Self.name("Form", form),
        properties([
          (ReportMember.form.rawValue, JSONSchema.version(of: form)),
          (ReportMember.statistics.rawValue, Self.reference(Self.name("Statistics", form))),
          (ReportMember.cells.rawValue, properties(entries)),
        ])
      ),
      (
        Self.name("Carried", form),
        properties([(ConversionMember.carried.rawValue, .object([("items", cellIDs)]))])
      ),
      (
        Self.name("Closed", form),
        properties([
          (ReportMember.statistics.rawValue, closedStatistics(0..<form.tree.nodes.count, form)),
          (ReportMember.cells.rawValue, .object([("propertyNames", cellIDs)])),
        ])
      ),
      (Self.name("CellID", form), .object([("enum", .texts(form.cells.map(\.id.description)))])),
    ]
  }

  private func closedStatistics(_ range: Range<Int>, _ form: Form) -> SchemaValue {
    let members = form.tree.branches(range).map { branch in
      (branch.name, branch.cell == nil ? closedStatistics(branch.below, form) : .yes)
    }
    return .object([("properties", .object(members)), ("additionalProperties", .no)])
  }

  // MARK: Names

  private static func reference(_ name: String) -> SchemaValue {
    .object([("$ref", .text("#/definitions/" + name))])
  }

  /// One of those in the branch of version 1.0.
  private static func rule(_ name: String) -> SchemaValue {
    .object([("$ref", .text("#/then/definitions/" + name))])
  }

  private static func name(of kind: ObjectKind) -> String {
    kind == .bundle ? "Reports" : capitalized(kind.rawValue)
  }

  private static func name(of kind: ValueKind) -> String { capitalized(kind.typeName) }

  private static func name(_ kind: String, _ form: Form) -> String {
    kind + capitalized(form.id.description)
  }

  /// `applications.received` as `ApplicationsReceived`.
  private static func capitalized(_ text: String) -> String {
    text.split { !$0.isLetter && !$0.isNumber }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

extension SchemaValue {
  /// The same with a title and a description; beside a reference draft-07 reads nothing else.
  fileprivate func described(_ title: String, _ description: String) -> SchemaValue {
    guard !title.isEmpty || !description.isEmpty else { return self }
    if case .object(let members) = self, members.contains(where: { $0.0 == "$ref" }) {
      return SchemaValue.object([("allOf", .list([self]))]).titled(title, description)
    }
    return titled(title, description)
  }
}
