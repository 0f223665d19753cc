import JSONKit
import ReportModel

/// The JSON Schema (draft 2020-12) of canonical JSON, made from the forms: what it allows, `CanonicalJSON.read`
/// with the same forms accepts, save what no schema can say. Those are: repeated members, more than nine
/// decimals, the two ends of a place's bytes in the wrong order, and a number in `statistics` that contradicts
/// its entry in `cells` or an entry of an exact figure without a number.
package enum JSONSchema {
  package static let identifier = "urn:gongkai:schema:report-1"

  package static let description: String =
    "Canonical JSON of Gongkai, version 1. Numbers are exact decimals: at most "
    + "\(JSONAmount.maximumWholeDigits) digits before the point and \(Amount.maximumScale) behind it."

  /// The schema as text, for the forms of a catalogue.
  package static func text(forms: FormCatalogue = .shared) -> [UInt8] {
    var writer = JSONWriter()
    file(forms).write(to: &writer)
    return writer.finish()
  }

  /// Version 1.0 allows no members but those named; a newer minor version any. Which holds is decided once, at
  /// the root: every object refers to `other` for the members that it does not name, and the nearest definition
  /// to the root wins.
  private static func file(_ forms: FormCatalogue) -> SchemaValue {
    let version = JSONSchemaParts.schema(of: BundleMember.gongkai.row)
    return .object([
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("$id", .text(identifier)),
      ("title", .text("政府信息公开工作年度报告 · Yearly report on open government information")),
      ("description", .text(description)),
      ("type", .text("object")),
      ("required", .texts([BundleMember.gongkai.rawValue])),
      (
        "properties",
        .object([
          (BundleMember.gongkai.rawValue, version.titled("版本", "The version of this format."))
        ])
      ),
      (
        "if",
        .object([
          (
            "properties",
            .object([(BundleMember.gongkai.rawValue, .object([("const", .text(CanonicalJSON.version))]))])
          )
        ])
      ),
      ("then", .object([("$ref", .text(identifier + ":strict"))])),
      ("else", .object([("$ref", .text(identifier + ":file"))])),
      ("$defs", .object([("strict", strict), ("file", reports(forms))])),
    ])
  }

  /// A file of version 1.0, whose objects have no other members.
  private static var strict: SchemaValue {
    let other = SchemaValue.object([("$dynamicAnchor", .text("other")), ("not", .object([]))])
    return .object([
      ("$id", .text(identifier + ":strict")), ("$ref", .text(identifier + ":file")),
      ("$defs", .object([("other", other)])),
    ])
  }

  /// A file of any version: several reports, or one.
  private static func reports(_ forms: FormCatalogue) -> SchemaValue {
    .object([
      ("$id", .text(identifier + ":file")),
      ("if", .object([("required", .texts([BundleMember.reports.rawValue]))])),
      ("then", .reference("bundle")),
      ("else", .reference("report")),
      ("$defs", .object(definitions(forms))),
    ])
  }

  private static func definitions(_ forms: FormCatalogue) -> [(String, SchemaValue)] {
    var definitions: [(String, SchemaValue)] = [
      (
        "other",
        .object([("$dynamicAnchor", .text("other"))])
      )
    ]
    definitions += JSONSchemaParts.definitions()
    definitions.append(("figures", figures(forms)))
    definitions.append(("carried", carried(forms)))
    for form in forms.forms {
      definitions.append(("form.\(form.id)", self.form(form)))
      definitions.append(
        (
          "cell.\(form.id)",
          .object([("enum", .texts(form.cells.map(\.id.description)))])
        ))
    }
    return definitions
  }

  /// The name of a form's definition in a pointer.
  private static func reference(_ kind: String, _ form: Form) -> SchemaValue {
    .reference("\(kind).\(JSONPointer.escaped(form.id.description))")
  }

  /// Holds where an object is of that form.
  package static func isOf(_ form: Form) -> SchemaValue {
    let edition = ReportMember.edition.rawValue
    let dialect = ReportMember.dialect.rawValue
    let id = SchemaValue.object([("const", .text(form.id.edition.rawValue))])
    guard let name = form.id.dialect else {
      return .object([
        ("properties", .object([(edition, id), (dialect, .no)])), ("required", .texts([edition])),
      ])
    }
    return .object([
      ("properties", .object([(edition, id), (dialect, .object([("const", .text(name))]))])),
      ("required", .texts([edition, dialect])),
    ])
  }

  /// The members of a report or a conversion that depend on the form.
  private static func figures(_ forms: FormCatalogue) -> SchemaValue {
    .object([
      ("anyOf", .list(forms.forms.map(isOf))),
      (
        "allOf",
        .list(forms.forms.map { .object([("if", isOf($0)), ("then", reference("form", $0))]) })
      ),
    ])
  }

  private static func carried(_ forms: FormCatalogue) -> SchemaValue {
    .object([
      (
        "allOf",
        .list(
          forms.forms.map { form in
            let items = SchemaValue.object([("items", reference("cell", form))])
            return .object([
              ("if", isOf(form)),
              (
                "then",
                .object([("properties", .object([(ConversionMember.carried.rawValue, items)]))])
              ),
            ])
          })
      )
    ])
  }

  /// Versions of a form's description that go with the one at hand.
  package static func version(of form: Form) -> SchemaValue {
    let major = String(form.version.prefix { $0 != "." })
    return .object([("type", .text("string")), ("pattern", .text("^\(escaped(major))(\\.|$)"))])
  }

  private static func form(_ form: Form) -> SchemaValue {
    let tree = form.tree
    return .object([
      ("title", .text(form.name.chinese)),
      ("description", .text("\(form.name.english). \(form.basis)")),
      (
        "properties",
        .object([
          (ReportMember.form.rawValue, version(of: form)),
          (ReportMember.statistics.rawValue, nodes(0..<tree.nodes.count, "", form)),
          (
            ReportMember.cells.rawValue,
            JSONSchemaParts.object(form.cells.map { ($0.id.description, .reference("entry")) })
          ),
        ])
      ),
    ])
  }

  private static func nodes(_ range: Range<Int>, _ path: String, _ form: Form) -> SchemaValue {
    JSONSchemaParts.object(
      form.tree.branches(range).map { branch in
        let path = path.isEmpty ? branch.name : "\(path).\(branch.name)"
        if let cell = branch.cell {
          let words = words(of: form.cells[cell], form)
          return (branch.name, SchemaValue.reference("figure").titled(words.title, words.description))
        }
        return (branch.name, nodes(branch.below, path, form).titled(title(of: path, form)))
      })
  }

  /// What a node with others below it is called in the form.
  package static func title(of path: String, _ form: Form) -> String {
    form.indicator(path).map(form.fullLabel) ?? columnLabel(path, form)
  }

  /// The label of a column that stands over others, by the end of a node's path.
  private static func columnLabel(_ path: String, _ form: Form) -> String {
    for table in form.tables where table.layout == .applicants {
      for column in table.columns where !column.role.holdsFigure && path.hasSuffix("." + column.id) {
        return column.label
      }
    }
    return ""
  }

  /// In table 三 the column is the title, as the row is that of the object around it.
  package static func words(of cell: FormCell, _ form: Form) -> (title: String, description: String) {
    let indicator = form.indicator(of: cell)
    let column = cell.column.flatMap { form.table(cell.table)?.columns[$0] }
    let title =
      cell.id.applicant == nil
      ? form.fullLabel(of: indicator) : column?.label ?? form.fullLabel(of: indicator)
    let detail = column.map { cell.id.applicant == nil && !$0.id.isEmpty ? $0.label : "" } ?? ""
    let description = [detail, indicator.unit].filter { !$0.isEmpty }.joined(separator: " · ")
    return (title, description)
  }

  /// A text as a pattern that fits just it.
  private static func escaped(_ text: String) -> String {
    text.map { $0.isLetter || $0.isNumber ? String($0) : "\\\($0)" }.joined()
  }
}
