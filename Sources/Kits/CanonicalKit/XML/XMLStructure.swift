/// What an element of canonical XML may hold, as it follows from the shape.
package struct XMLStructure {
  package enum Content: Equatable {
    /// Other elements, or nothing.
    case elements
    case text(ValueKind)
    /// A number, or nothing where the status says why.
    case number
  }

  package enum Occurrence {
    case once, optional, any
  }

  package struct Child {
    package let element: XMLElement
    package let occurrence: Occurrence
  }

  package struct Attribute {
    package let attribute: XMLAttribute
    package let kind: ValueKind
    package let isRequired: Bool

    package static func required(_ attribute: XMLAttribute, _ kind: ValueKind = .text) -> Attribute {
      Attribute(attribute: attribute, kind: kind, isRequired: true)
    }

    package static func optional(_ attribute: XMLAttribute, _ kind: ValueKind = .text) -> Attribute {
      Attribute(attribute: attribute, kind: kind, isRequired: false)
    }
  }

  /// In the order in which they must stand.
  package private(set) var children: [Child] = []
  package private(set) var content = Content.elements
  /// In the order in which they are written.
  package private(set) var attributes: [Attribute] = []

  fileprivate init(children: [Child] = [], content: Content = .elements, attributes: [Attribute] = []) {
    self.children = children
    self.content = content
    self.attributes = attributes
  }

  /// Of an element that is an object.
  fileprivate init<Member: ShapeMember>(_: Member.Type) {
    for (member, position) in Member.shape.inXML {
      let row = member.row
      switch position {
      case .absent: break
      case .attribute(let attribute):
        attributes.append(Attribute(attribute: attribute, kind: row.value, isRequired: row.isRequired))
      case .flattened:
        attributes += Self.flattened(row.value).map { .optional($0.attribute, $0.kind) }
      case .element(let element):
        children.append(Child(element: element, occurrence: row.isRequired ? .once : .optional))
      case .elements(let element): children.append(Child(element: element, occurrence: .any))
      case .content: content = .text(row.value)
      }
    }
  }

  private static func flattened(_ value: ValueKind) -> [Attribute] {
    switch value {
    case .object(.lineage): XMLStructure(LineageMember.self).attributes
    case .object(.period): XMLStructure(PeriodMember.self).attributes
    default: []
    }
  }

  fileprivate func with(child: Child) -> XMLStructure {
    XMLStructure(children: children + [child], content: content, attributes: attributes)
  }
}

extension XMLElement {
  package var structure: XMLStructure {
    switch self {
    case .reports: XMLStructure(BundleMember.self)
    case .report:
      XMLStructure(ReportMember.self).with(child: .init(element: .extension, occurrence: .any))
    case .identity: XMLStructure(IdentityMember.self)
    case .identifier: XMLStructure(IdentifierMember.self)
    case .statedYear: XMLStructure(StatedYearMember.self)
    case .signature: XMLStructure(SignatureMember.self)
    case .signatory: XMLStructure(SignatoryMember.self)
    case .date: XMLStructure(DateMember.self)
    case .jointFigure: XMLStructure(JointFigureMember.self)
    case .section: XMLStructure(SectionMember.self)
    case .paragraph, .unplaced: XMLStructure(TextMember.self)
    case .conversion: XMLStructure(ConversionMember.self)
    case .crosswalk: XMLStructure(CrosswalkMember.self)
    case .evidence: XMLStructure(EvidenceMember.self)
    case .finding: XMLStructure(FindingMember.self)
    case .source: XMLStructure(SourceMember.self)
    case .account: XMLStructure(AccountMember.self)
    // What JSON nests by the ids of a form, XML has as tables, for people too.
    case .statistics: XMLStructure(children: [.init(element: .table, occurrence: .any)])
    case .table:
      XMLStructure(
        children: [.init(element: .row, occurrence: .any)],
        attributes: [.required(.id, .table), .optional(.title, .caption)])
    case .row:
      XMLStructure(
        children: [.init(element: .figure, occurrence: .any)],
        attributes: [
          .required(.indicator, .indicator), .optional(.label, .caption), .optional(.unit, .caption),
        ])
    case .figure:
      XMLStructure(
        content: .number,
        attributes: [.optional(.applicant, .applicant), .optional(.label, .caption)]
          + XMLStructure(EntryMember.self).attributes)
    // What JSON has as strings and names.
    case .term: XMLStructure(attributes: [.required(.cell, .cell), .optional(.subtracted, .boolean)])
    case .argument: XMLStructure(content: .text(.text), attributes: [.required(.name)])
    case .message, .remedy:
      XMLStructure(content: .text(.text), attributes: [.required(.language, .language)])
    // What JSON keeps where it stood.
    case .extension:
      XMLStructure(content: .text(.text), attributes: [.required(.parent), .required(.name)])
    // Texts, of the kind that their rows say.
    default: XMLStructure(content: .text(row?.value ?? .text))
    }
  }

  /// The first row of the shape that has this element.
  private var row: MemberRow? {
    ObjectKind.allCases.lazy.flatMap(\.rows).map(\.row).first { row in
      switch row.position {
      case .element(let element), .elements(let element): element == self
      default: false
      }
    }
  }
}

/// The same as flat tables, for the reader.
package struct XMLRules {
  package static let shared = XMLRules()

  private let elementCount = XMLElement.allCases.count
  /// By element, a bit for each attribute.
  package let allowed: [UInt64]
  package let required: [UInt64]
  /// By element: whether its own content is text, of whatever kind.
  package let holdsText: [Bool]
  /// By element, a bit for each child that must be there, by its position.
  package let requiredChildren: [UInt64]
  /// By parent and child: the child's position, or -1.
  private let positions: [Int8]
  /// By parent and child: whether it may stand there again.
  private let repeatable: [Bool]

  private init() {
    let structures = XMLElement.allCases.map(\.structure)
    func mask(_ attributes: [XMLStructure.Attribute]) -> UInt64 {
      attributes.reduce(0) { $0 | 1 << UInt64($1.attribute.rawValue) }
    }
    allowed = structures.map { mask($0.attributes) }
    required = structures.map { mask($0.attributes.filter(\.isRequired)) }
    holdsText = structures.map { $0.content != .elements }
    requiredChildren = structures.map { structure in
      structure.children.enumerated().reduce(0) {
        $1.element.occurrence == .once ? $0 | 1 << UInt64($1.offset) : $0
      }
    }
    var positions = [Int8](repeating: -1, count: structures.count * structures.count)
    var repeatable = [Bool](repeating: false, count: positions.count)
    for (parent, structure) in structures.enumerated() {
      for (position, child) in structure.children.enumerated() {
        let index = parent * structures.count + Int(child.element.rawValue)
        positions[index] = Int8(position)
        repeatable[index] = child.occurrence == .any
      }
    }
    self.positions = positions
    self.repeatable = repeatable
  }

  /// The position of a child among those that its parent may have; nil for no child of it.
  package func position(of child: XMLElement, in parent: XMLElement) -> Int? {
    let position = positions[Int(parent.rawValue) * elementCount + Int(child.rawValue)]
    return position < 0 ? nil : Int(position)
  }

  package func isRepeatable(_ child: XMLElement, in parent: XMLElement) -> Bool {
    repeatable[Int(parent.rawValue) * elementCount + Int(child.rawValue)]
  }
}
