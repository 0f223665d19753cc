import JSONText

/// The names of one kind of object's members, in the order in which they are written. Reader, writer and schema
/// take them from here.
protocol JSONMembers: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  static var members: MemberTable<Self> { get }
  /// Those that every such object has.
  static var required: [Self] { get }
}

extension JSONMembers {
  static var required: [Self] { [] }
}

struct MemberTable<Name: JSONMembers>: Sendable {
  let names: [Name]
  let table: NameTable

  init() {
    names = Array(Name.allCases)
    table = NameTable(names.map(\.rawValue))
  }
}

/// A file of several reports.
enum BundleMember: String, JSONMembers {
  case gongkai, reports
  static let members = MemberTable<Self>()
  static let required: [Self] = [.gongkai, .reports]
}

enum ReportMember: String, JSONMembers {
  case gongkai, edition, dialect, form, identity, statistics, cells, sections, jointFigures, conversion
  case evidence, unplaced, findings, source
  static let members = MemberTable<Self>()
  static let required: [Self] = [.edition, .statistics]
}

enum IdentityMember: String, JSONMembers {
  case body, year, title, period, citedNotice, contact, signatories, dates
  static let members = MemberTable<Self>()
}

enum PeriodMember: String, JSONMembers {
  case start, end
  static let members = MemberTable<Self>()
}

enum SignatoryMember: String, JSONMembers {
  case role, value, place
  static let members = MemberTable<Self>()
  static let required: [Self] = [.role, .value]
}

enum DateMember: String, JSONMembers {
  case role, iso, raw, place
  static let members = MemberTable<Self>()
  static let required: [Self] = [.role, .raw]
}

/// What does not follow from a cell's number alone.
enum CellMember: String, JSONMembers {
  case status, value, atLeast, atMost, alternatives, raw, place, unit, note, lineage
  static let members = MemberTable<Self>()
}

enum LineageMember: String, JSONMembers {
  case rule, reference, sources
  static let members = MemberTable<Self>()
  static let required: [Self] = [.rule]
}

enum SectionMember: String, JSONMembers {
  case heading, level, place, paragraphs
  static let members = MemberTable<Self>()
  static let required: [Self] = [.level]
}

/// A paragraph, or a piece of text that was not placed.
enum TextMember: String, JSONMembers {
  case text, place
  static let members = MemberTable<Self>()
  static let required: [Self] = [.text]
}

enum JointFigureMember: String, JSONMembers {
  case terms, atLeast, atMost, lineage
  static let members = MemberTable<Self>()
  static let required: [Self] = [.terms]
}

enum ConversionMember: String, JSONMembers {
  case edition, dialect, form, policy, crosswalks, statistics, cells, carried
  static let members = MemberTable<Self>()
  static let required: [Self] = [.edition, .policy, .statistics]
}

enum CrosswalkMember: String, JSONMembers {
  case id, version
  static let members = MemberTable<Self>()
  static let required: [Self] = [.id, .version]
}

enum EvidenceMember: String, JSONMembers {
  case form, text, place
  static let members = MemberTable<Self>()
  static let required: [Self] = [.form, .text]
}

enum FindingMember: String, JSONMembers {
  case id, severity, arguments, places, cells
  static let members = MemberTable<Self>()
  static let required: [Self] = [.id, .severity]
}

enum SourceMember: String, JSONMembers {
  case name, size, sha256, format, encoding
  static let members = MemberTable<Self>()
  static let required: [Self] = [.size, .sha256, .format]
}
