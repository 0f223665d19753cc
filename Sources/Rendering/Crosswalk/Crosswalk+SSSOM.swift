import Crosswalk
import ReportModel

extension Crosswalk {
  /// The mappings as SSSOM: TSV under a YAML header, a line for each pair of rows. Its comments are in English.
  package func sssom(forms: FormCatalogue = .shared) -> TerminalText {
    let sourceForm = forms.form(source)
    let targetForm = forms.form(target)
    func prefix(_ form: FormID) -> String { "ogi\(form.edition.rawValue)" }
    func curie(_ form: FormID, _ id: String) -> String { "\(prefix(form)):\(id)" }
    func label(_ form: Form?, _ id: String) -> String { form.map { Labels.name(CellID(id), in: $0) } ?? id }
    var lines: [TerminalText] = [
      "#curie_map:",
      "#  \(prefix(source)): \"urn:gongkai:indicator:\(source.edition.rawValue):\"",
      "#  \(prefix(target)): \"urn:gongkai:indicator:\(target.edition.rawValue):\"",
      "#  semapv: \"https://w3id.org/semapv/vocab/\"",
      "#  skos: \"http://www.w3.org/2004/02/skos/core#\"",
      "#  sssom: \"https://w3id.org/sssom/\"",
      "#license: \"https://www.apache.org/licenses/LICENSE-2.0\"",
      "#mapping_set_id: \"urn:gongkai:crosswalk:\(id)\"",
      "#mapping_set_title: \"\(title.english)\"",
      "#mapping_set_version: \"\(version)\"",
      "#object_source: \"urn:gongkai:form:\(target.description)\"",
      "#object_source_version: \"\(targetVersion)\"",
      "#subject_source: \"urn:gongkai:form:\(source.description)\"",
      "#subject_source_version: \"\(sourceVersion)\"",
      "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tcomment",
    ]
    for mapping in mappings {
      let subject: TerminalText = "\(curie(source, mapping.source))\t\(label(sourceForm, mapping.source))"
      let comment = mapping.why.english
      if mapping.targets.isEmpty {
        lines.append(
          "\(subject)\tskos:relatedMatch\tsssom:NoTermFound\t\tsemapv:ManualMappingCuration\t\(comment)")
      }
      for target in mapping.targets {
        lines.append(
          "\(subject)\tskos:\(mapping.relation?.rawValue ?? "relatedMatch")\t\(curie(self.target, target))\t"
            + "\(label(targetForm, target))\tsemapv:ManualMappingCuration\t\(comment)")
      }
    }
    return lines.lines
  }
}
