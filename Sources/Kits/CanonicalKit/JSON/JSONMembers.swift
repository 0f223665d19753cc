import JSONKit

/// The names of one kind of object's members, in the order in which they are written. Reader, writer and schema
/// take them from here.
package protocol JSONMembers: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  static var members: MemberTable<Self> { get }
  /// Those that every such object has.
  static var required: [Self] { get }
}

extension JSONMembers {
  package static var required: [Self] { [] }
}

package struct MemberTable<Name: JSONMembers>: Sendable {
  package let names: [Name]
  package let table: NameTable

  package init() {
    names = Array(Name.allCases)
    table = NameTable(names.map(\.rawValue))
  }
}

/// A file of several reports.
package enum BundleMember: String, JSONMembers {
  case gongkai, reports
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.gongkai, .reports]
}

package enum ReportMember: String, JSONMembers {
  case gongkai, edition, dialect, form, identity, statistics, cells, sections, jointFigures, conversion
  case evidence, unplaced, findings, source
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.edition, .statistics]
}

package enum IdentityMember: String, JSONMembers {
  case body, year, title, period, citedNotice, contact, signatories, dates
  package static let members = MemberTable<Self>()
}

package enum PeriodMember: String, JSONMembers {
  case start, end
  package static let members = MemberTable<Self>()
}

package enum SignatoryMember: String, JSONMembers {
  case role, value, place
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.role, .value]
}

package enum DateMember: String, JSONMembers {
  case role, iso, raw, place
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.role, .raw]
}

/// What does not follow from a cell's number alone.
package enum CellMember: String, JSONMembers {
  case status, value, atLeast, atMost, alternatives, raw, place, unit, note, lineage
  package static let members = MemberTable<Self>()
}

package enum LineageMember: String, JSONMembers {
  case rule, reference, sources
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.rule]
}

package enum SectionMember: String, JSONMembers {
  case heading, level, place, paragraphs
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.level]
}

/// A paragraph, or a piece of text that was not placed.
package enum TextMember: String, JSONMembers {
  case text, place
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.text]
}

package enum JointFigureMember: String, JSONMembers {
  case terms, atLeast, atMost, lineage
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.terms]
}

package enum ConversionMember: String, JSONMembers {
  case edition, dialect, form, policy, crosswalks, statistics, cells, carried
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.edition, .policy, .statistics]
}

package enum CrosswalkMember: String, JSONMembers {
  case id, version
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.id, .version]
}

package enum EvidenceMember: String, JSONMembers {
  case form, text, place
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.form, .text]
}

package enum FindingMember: String, JSONMembers {
  case id, severity, arguments, places, cells
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.id, .severity]
}

package enum SourceMember: String, JSONMembers {
  case name, size, sha256, format, encoding
  package static let members = MemberTable<Self>()
  package static let required: [Self] = [.size, .sha256, .format]
}
