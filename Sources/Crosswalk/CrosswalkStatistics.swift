import Findings
import JSONText
import ReportModel

/// How a crosswalk covers both of its sides: its connected components by shape.
public struct CrosswalkStatistics: Sendable, Hashable {
  /// The shape of a component: so many source rows, so many target rows.
  public enum Shape: String, CaseIterable, Sendable {
    case oneToOne = "1:1"
    case manyToOne = "n:1"
    case oneToMany = "1:n"
    case manyToMany = "n:m"
    case oneToNone = "1:0"
    case noneToOne = "0:1"
  }

  public struct Component: Sendable, Hashable {
    public let sources: [String]
    public let targets: [String]

    public var shape: Shape {
      switch (sources.count, targets.count) {
      case (_, 0): .oneToNone
      case (0, _): .noneToOne
      case (1, 1): .oneToOne
      case (1, _): .oneToMany
      case (_, 1): .manyToOne
      default: .manyToMany
      }
    }
  }

  public let crosswalk: Conversion.CrosswalkReference
  public let components: [Component]

  public func count(_ shape: Shape) -> Int { components.reduce(0) { $0 + ($1.shape == shape ? 1 : 0) } }

  init(_ crosswalk: Crosswalk) {
    self.crosswalk = .init(id: crosswalk.id, version: crosswalk.version)
    var components: [Component] = []
    for mapping in crosswalk.mappings {
      let targets = Set(mapping.targets)
      if targets.isEmpty {
        components.append(Component(sources: [mapping.source], targets: []))
        continue
      }
      let touching = components.filter { !targets.isDisjoint(with: $0.targets) }
      components.removeAll { !targets.isDisjoint(with: $0.targets) }
      let merged = touching.flatMap(\.targets) + mapping.targets
      components.append(
        Component(
          sources: touching.flatMap(\.sources) + [mapping.source],
          targets: merged.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }))
    }
    for statement in crosswalk.totals {
      components.append(Component(sources: [statement.indicator], targets: []))
    }
    for statement in crosswalk.structuralZeros + crosswalk.silent {
      components.append(Component(sources: [], targets: [statement.indicator]))
    }
    self.components = components
  }

  /// The counts in words.
  public func text(_ language: Language) -> String {
    let words = MessageCatalogue.shared
    var lines = ["\(crosswalk.id) \(crosswalk.version)"]
    for shape in Shape.allCases {
      lines.append("  \(shape.rawValue)  \(count(shape))  \(words.word("shape.\(shape.rawValue)", language))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  public func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("crosswalk")
    writer.string(crosswalk.id)
    writer.key("version")
    writer.string(crosswalk.version)
    writer.key("counts")
    writer.beginObject(inline: true)
    for shape in Shape.allCases {
      writer.key(shape.rawValue)
      writer.integer(count(shape))
    }
    writer.endObject()
    writer.key("components")
    writer.beginArray()
    for component in components {
      writer.beginObject(inline: true)
      writer.key("shape")
      writer.string(component.shape.rawValue)
      for (name, ids) in [("sources", component.sources), ("targets", component.targets)] {
        writer.key(name)
        writer.beginArray()
        for id in ids { writer.string(id) }
        writer.endArray()
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }
}

extension Crosswalk {
  public var statistics: CrosswalkStatistics { CrosswalkStatistics(self) }

  /// The mappings as SSSOM: TSV under a YAML header, a line for each pair of rows. Its comments are in English.
  public func sssom(forms: FormCatalogue = .shared) -> String {
    let sourceForm = forms.form(source)
    let targetForm = forms.form(target)
    func prefix(_ form: FormID) -> String { "ogi\(form.edition.rawValue)" }
    func curie(_ form: FormID, _ id: String) -> String { "\(prefix(form)):\(id)" }
    func label(_ form: Form?, _ id: String) -> String { form.map { Labels.name(CellID(id), in: $0) } ?? id }
    var lines = [
      "#curie_map:",
      "#  \(prefix(source)): \"urn:gongkai:indicator:\(source.edition):\"",
      "#  \(prefix(target)): \"urn:gongkai:indicator:\(target.edition):\"",
      "#  semapv: \"https://w3id.org/semapv/vocab/\"",
      "#  skos: \"http://www.w3.org/2004/02/skos/core#\"",
      "#  sssom: \"https://w3id.org/sssom/\"",
      "#license: \"https://www.apache.org/licenses/LICENSE-2.0\"",
      "#mapping_set_id: \"urn:gongkai:crosswalk:\(id)\"",
      "#mapping_set_title: \"\(title.english)\"",
      "#mapping_set_version: \"\(version)\"",
      "#object_source: \"urn:gongkai:form:\(target)\"",
      "#object_source_version: \"\(targetVersion)\"",
      "#subject_source: \"urn:gongkai:form:\(source)\"",
      "#subject_source_version: \"\(sourceVersion)\"",
      "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tcomment",
    ]
    for mapping in mappings {
      let subject = "\(curie(source, mapping.source))\t\(label(sourceForm, mapping.source))"
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
    return lines.joined(separator: "\n") + "\n"
  }
}
