import Core
import Crosswalk
import ReportModel

extension Crosswalk {
  /// The mappings as SSSOM: TSV under a YAML header, a line for each pair of rows. Its texts are in English.
  ///
  /// A pair that holds by the letter has the relation of its row, which is one of SKOS. A pair that practice adds has a
  /// predicate of our own: SKOS relates what two concepts mean, and its `relatedMatch` excludes the `broadMatch` and
  /// `narrowMatch` that the same row often has; here is said where some cases were counted, whatever the row means.
  package func sssom(forms: FormCatalogue = .shared) -> TerminalText {
    let rows = mappings.flatMap { SSSOMRow.rows(of: $0, in: self, forms) }
    return (sssomHeader + [SSSOMRow.header] + rows.map(\.line)).lines
  }

  private var sssomHeader: [TerminalText] {
    func quoted(_ text: String) -> String {
      let escaped = text.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }
      return "\"\(escaped.joined())\""
    }
    let prefixes = [
      (SSSOMRow.prefix(source), "urn:gongkai:indicator:\(source.edition.rawValue):"),
      (SSSOMRow.prefix(target), "urn:gongkai:indicator:\(target.edition.rawValue):"),
      ("ogiform", "urn:gongkai:form:"), ("ogirel", "urn:gongkai:relation:"),
      ("semapv", "https://w3id.org/semapv/vocab/"), ("skos", "http://www.w3.org/2004/02/skos/core#"),
      ("sssom", "https://w3id.org/sssom/"), ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ]
    let members = [
      ("license", "https://www.apache.org/licenses/LICENSE-2.0"),
      ("mapping_set_description", Self.sssomDescription),
      ("mapping_set_id", "urn:gongkai:crosswalk:\(id)"), ("mapping_set_title", title.english),
      ("mapping_set_version", version), ("object_source", "ogiform:\(target.description)"),
      ("object_source_version", targetVersion), ("subject_source", "ogiform:\(source.description)"),
      ("subject_source_version", sourceVersion),
    ]
    let extensions = ["basis", "condition"].flatMap { name -> [TerminalText] in
      [
        "#  - slot_name: \"ext_\(name)\"", "#    property: \"ogirel:\(name)\"",
        "#    type_hint: \"xsd:string\"",
      ]
    }
    return ["#curie_map:"] + prefixes.map { "#  \($0): \(quoted($1))" } + ["#extension_definitions:"]
      + extensions + members.map { "#\($0): \(quoted($1))" }
  }

  private static let sssomDescription =
    "Where the cases of a row of an old form stand in a new one. skos predicates: by the letter of the law. "
    + "ogirel:inPracticeAlso: where practice has put some besides; ext_basis names the public text that documents it, or "
    + "says own reading. ogirel:withoutOutcome: some have no outcome of their own. skos:mappingRelation with no term: "
    + "there is no counterpart. ext_condition: the row holds where it does, and else the next row of the same subject."
}

/// A line of an SSSOM table: a pair of rows, or a row without its like.
private struct SSSOMRow {
  static let header: TerminalText =
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tsee_also\tcomment\text_basis\text_condition"

  let subject: (id: String, label: String)
  let predicate: String
  /// Nil for no term.
  let object: (id: String, label: String)?
  var address = ""
  let comment: String
  var basis = ""
  let condition: String

  static func prefix(_ form: FormID) -> String { "ogi\(form.edition.rawValue)" }

  var line: TerminalText {
    let fields = [
      subject.id, subject.label, predicate, object?.id ?? "sssom:NoTermFound", object?.label ?? "",
      "semapv:ManualMappingCuration", address, comment, basis, condition,
    ]
    return fields.map { field -> TerminalText in
      let quoted =
        field.contains("\"")
        ? "\"\(field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
        : field
      return TerminalText(quoted)
    }.joined(separator: "\t")
  }

  static func rows(
    of mapping: Crosswalk.Mapping, in crosswalk: Crosswalk, _ forms: FormCatalogue
  ) -> [SSSOMRow] {
    func term(_ id: String, _ form: FormID) -> (id: String, label: String) {
      ("\(prefix(form)):\(id)", forms.form(form).map { Labels.name(CellID(id), in: $0) } ?? id)
    }
    let subject = term(mapping.source, crosswalk.source)
    func row(_ predicate: String, _ target: String?, _ comment: String) -> SSSOMRow {
      SSSOMRow(
        subject: subject, predicate: predicate, object: target.map { term($0, crosswalk.target) },
        comment: comment, condition: mapping.condition.text)
    }
    let why = mapping.why.english
    if mapping.targets.isEmpty, mapping.also.isEmpty { return [row("skos:mappingRelation", nil, why)] }
    let byLetter = mapping.targets.map { target in
      target == Crosswalk.none
        ? row("ogirel:withoutOutcome", nil, why)
        : row("skos:\(mapping.relation?.rawValue ?? "relatedMatch")", target, why)
    }
    return byLetter
      + mapping.also.map { link in
        let practice = crosswalk.practice(of: link)
        let reason = practice.map { $0.why.english } ?? ""
        var result =
          link.target == Crosswalk.none
          ? row("ogirel:withoutOutcome", nil, reason.isEmpty ? why : reason)
          : row("ogirel:inPracticeAlso", link.target, reason.isEmpty ? why : reason)
        result.basis = crosswalk.basis(of: link) ?? "own reading"
        result.address = practice?.url ?? ""
        return result
      }
  }
}
