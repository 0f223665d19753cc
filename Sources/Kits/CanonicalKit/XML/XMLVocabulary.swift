/// The elements of canonical XML. Reader, writer and schema take what they hold from `structure`.
package enum XMLElement: UInt8, CaseIterable {
  case reports, report, identity, body, title, citedNotice, contact, signatory, date
  case statistics, table, row, figure
  case jointFigure, term, section, paragraph
  case conversion, crosswalk, carried
  case evidence, unplaced, finding, argument, place, cell, source
  case `extension`

  /// By raw value.
  package static let names = allCases.map { String(describing: $0) }

  package var name: String { Self.names[Int(rawValue)] }
}

/// The attributes of canonical XML.
package enum XMLAttribute: UInt8, CaseIterable {
  case version, edition, dialect, form, year, periodStart, periodEnd, role, iso, id, title
  case indicator, label, unit, applicant, status, atLeast, atMost, alternatives, raw, place, note
  case by, reference, from, cell, subtracted, level, heading, policy, severity
  case name, size, sha256, format, encoding, parent

  /// By raw value.
  package static let names = allCases.map { String(describing: $0) }

  package var name: String { Self.names[Int(rawValue)] }
}

/// What an attribute or a text may say: its reading, and its type in the schema.
package enum XMLValueKind: Hashable {
  /// Any text, with `XMLEscapes`.
  case text
  /// Read by nobody: it stands there for people.
  case caption
  case version, edition, dialect, formVersion, formID, table, indicator, applicant
  case cell, cells, date, place, amount, amounts, checksum, boolean
  case integer(ClosedRange<Int>)
  case status, lineageRule, policy, severity, signatoryRole, dateRole
}

/// What an element may hold.
package struct XMLStructure {
  package enum Content: Equatable {
    /// Other elements, or nothing.
    case elements
    case text(XMLValueKind)
    /// A number, or nothing where the status says why.
    case number
  }

  package enum Occurrence {
    case once, optional, any
  }

  package struct Child {
    package let element: XMLElement
    package let occurrence: Occurrence

    package init(_ element: XMLElement, _ occurrence: Occurrence) {
      self.element = element
      self.occurrence = occurrence
    }
  }

  package struct Attribute {
    package let attribute: XMLAttribute
    package let kind: XMLValueKind
    package let isRequired: Bool

    package static func required(_ attribute: XMLAttribute, _ kind: XMLValueKind = .text) -> Attribute {
      Attribute(attribute: attribute, kind: kind, isRequired: true)
    }

    package static func optional(_ attribute: XMLAttribute, _ kind: XMLValueKind = .text) -> Attribute {
      Attribute(attribute: attribute, kind: kind, isRequired: false)
    }
  }

  /// In the order in which they must stand.
  package var children: [Child] = []
  package var content = Content.elements
  /// In the order in which they are written.
  package var attributes: [Attribute] = []
}

extension XMLElement {
  package var structure: XMLStructure {
    switch self {
    case .reports:
      XMLStructure(children: [.init(.report, .any)], attributes: [.required(.version, .version)])
    case .report:
      // As the root it has a version too.
      XMLStructure(
        children: [
          .init(.identity, .optional), .init(.statistics, .once), .init(.jointFigure, .any),
          .init(.section, .any), .init(.conversion, .optional), .init(.evidence, .any),
          .init(.unplaced, .any), .init(.finding, .any), .init(.source, .optional), .init(.extension, .any),
        ], attributes: Self.form)
    case .identity:
      XMLStructure(
        children: [
          .init(.body, .optional), .init(.title, .optional), .init(.citedNotice, .optional),
          .init(.contact, .optional), .init(.signatory, .any), .init(.date, .any),
        ],
        attributes: [
          .optional(.year, .integer(1...9999)), .optional(.periodStart, .date), .optional(.periodEnd, .date),
        ])
    case .body, .title, .citedNotice, .contact: XMLStructure(content: .text(.text))
    case .signatory:
      XMLStructure(
        content: .text(.text), attributes: [.required(.role, .signatoryRole), .optional(.place, .place)])
    case .date:
      XMLStructure(
        content: .text(.text),
        attributes: [.required(.role, .dateRole), .optional(.iso, .date), .optional(.place, .place)])
    case .statistics: XMLStructure(children: [.init(.table, .any)])
    case .table:
      XMLStructure(
        children: [.init(.row, .any)], attributes: [.required(.id, .table), .optional(.title, .caption)])
    case .row:
      XMLStructure(
        children: [.init(.figure, .any)],
        attributes: [
          .required(.indicator, .indicator), .optional(.label, .caption), .optional(.unit, .caption),
        ])
    case .figure:
      XMLStructure(
        content: .number,
        attributes: [
          .optional(.applicant, .applicant), .optional(.label, .caption), .optional(.status, .status),
          .optional(.atLeast, .amount), .optional(.atMost, .amount), .optional(.alternatives, .amounts),
          .optional(.raw), .optional(.unit), .optional(.note), .optional(.place, .place),
        ] + Self.lineage)
    case .jointFigure:
      XMLStructure(
        children: [.init(.term, .any)],
        attributes: [.optional(.atLeast, .amount), .optional(.atMost, .amount)] + Self.lineage)
    case .term:
      XMLStructure(attributes: [.required(.cell, .cell), .optional(.subtracted, .boolean)])
    case .section:
      XMLStructure(
        children: [.init(.paragraph, .any)],
        attributes: [.required(.level, .integer(0...99)), .optional(.heading), .optional(.place, .place)])
    case .paragraph, .unplaced: XMLStructure(content: .text(.text), attributes: [.optional(.place, .place)])
    case .conversion:
      XMLStructure(
        children: [.init(.crosswalk, .any), .init(.table, .any), .init(.carried, .any)],
        attributes: Self.form + [.required(.policy, .policy)])
    case .crosswalk: XMLStructure(attributes: [.required(.id), .required(.version)])
    case .carried, .cell: XMLStructure(content: .text(self == .carried ? .cell : .text))
    case .evidence:
      XMLStructure(
        content: .text(.text), attributes: [.required(.form, .formID), .optional(.place, .place)])
    case .finding:
      XMLStructure(
        children: [.init(.argument, .any), .init(.place, .any), .init(.cell, .any)],
        attributes: [.required(.id), .required(.severity, .severity)])
    case .argument: XMLStructure(content: .text(.text), attributes: [.required(.name)])
    case .place: XMLStructure(content: .text(.place))
    case .source:
      XMLStructure(attributes: [
        .optional(.name), .required(.size, .integer(0...1 << 53)), .required(.sha256, .checksum),
        .required(.format), .optional(.encoding),
      ])
    case .extension:
      XMLStructure(content: .text(.text), attributes: [.required(.parent), .required(.name)])
    }
  }

  /// What names a form: its edition, its dialect, and the version of its data.
  private static let form: [XMLStructure.Attribute] = [
    .required(.edition, .edition), .optional(.dialect, .dialect), .optional(.form, .formVersion),
  ]

  /// What a converted figure comes from: the rule, the row of the crosswalk or the sum, the cells.
  private static let lineage: [XMLStructure.Attribute] = [
    .optional(.by, .lineageRule), .optional(.reference), .optional(.from, .cells),
  ]
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
