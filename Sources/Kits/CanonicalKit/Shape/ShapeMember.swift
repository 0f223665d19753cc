import Core
import JSONKit

/// The members of one kind of object of the canonical formats, in the order in which JSON has them; a raw value
/// is the name in JSON. Readers, writers and schemas of both formats take from here which members there are,
/// their names, their order and which of them must be there.
package protocol ShapeMember: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  static var shape: ObjectShape<Self> { get }
  var row: MemberRow { get }
}

/// What is said of one member.
package struct MemberRow: Sendable {
  /// Where a member stands in the XML of its object.
  package enum Position: Sendable {
    /// In JSON only.
    case absent
    case attribute(XMLAttribute)
    /// An element that is there once at most.
    case element(XMLElement)
    /// Any number of elements.
    case elements(XMLElement)
    /// The text of the object's own element.
    case content
    /// As attributes of the object that holds it: its own members say which.
    case flattened
  }

  package let value: ValueKind
  package let isRequired: Bool
  /// Whether it is a list of such values.
  package let isList: Bool
  package let position: Position
  /// Its title in Chinese and its description in English, as the JSON Schema gives them.
  package let words: LocalizedText

  package static func required(
    _ value: ValueKind, _ position: Position, _ title: String = "", _ description: String = ""
  ) -> MemberRow {
    MemberRow(
      value: value, isRequired: true, isList: false, position: position,
      words: LocalizedText(title, description))
  }

  package static func optional(
    _ value: ValueKind, _ position: Position, _ title: String = "", _ description: String = ""
  ) -> MemberRow {
    MemberRow(
      value: value, isRequired: false, isList: false, position: position,
      words: LocalizedText(title, description))
  }

  /// A list, which is left out where it has no elements unless it is required.
  package static func list(
    of value: ValueKind, _ position: Position, _ title: String = "", _ description: String = "",
    isRequired: Bool = false
  ) -> MemberRow {
    MemberRow(
      value: value, isRequired: isRequired, isList: true, position: position,
      words: LocalizedText(title, description))
  }
}

extension LocalizedText {
  init(_ chinese: String, _ english: String) { self.init(chinese: chinese, english: english) }
}

/// What a schema takes from the shape of any object.
package protocol ShapeRows: Sendable {
  var words: LocalizedText { get }
  var rows: [NamedRow] { get }
}

/// The members of one kind of object as tables, each made once.
package struct ObjectShape<Member: ShapeMember>: ShapeRows {
  /// The title and the description of the object, where the JSON Schema defines it.
  package let words: LocalizedText
  /// The members with their keys, in the order of JSON.
  package let inJSON: [(member: Member, key: JSONKey)]
  /// The members that XML has with their positions: attributes first, then the rest, both in the order of XML.
  package let inXML: [(member: Member, position: MemberRow.Position)]
  package let rows: [NamedRow]
  let names: NameTable
  /// A bit for each member that must be there, by its position in JSON.
  let required: UInt64

  /// - Parameter moved: members that in XML stand before another, unlike in JSON.
  init(_ title: String = "", _ description: String = "", inXML moved: [(Member, before: Member)] = []) {
    let members = Array(Member.allCases)
    words = LocalizedText(title, description)
    inJSON = Array(zip(members, JSONTexts(members.map(\.rawValue)).keys))
    rows = members.map { NamedRow(name: $0.rawValue, row: $0.row) }
    names = NameTable(members.map(\.rawValue))
    required = members.indices.reduce(0) { members[$1].row.isRequired ? $0 | 1 << UInt64($1) : $0 }

    var ordered = members
    for (member, before) in moved {
      ordered.removeAll { $0 == member }
      ordered.insert(member, at: ordered.firstIndex(of: before) ?? ordered.endIndex)
    }
    let positions = ordered.map { ($0, $0.row.position) }
    inXML = positions.filter { $0.1.isInTag == true } + positions.filter { $0.1.isInTag == false }
  }

  /// A bit for each of these members, by its position in JSON.
  func mask(_ members: [Member]) -> UInt64 {
    inJSON.indices.reduce(0) { members.contains(inJSON[$1].member) ? $0 | 1 << UInt64($1) : $0 }
  }

  /// The names of the members whose bits are set.
  func names(in mask: UInt64) -> [String] {
    if mask == 0 { return [] }
    return rows.indices.filter { mask & 1 << UInt64($0) != 0 }.map { rows[$0].name }
  }
}

/// A member of any kind of object.
package struct NamedRow: Sendable {
  package let name: String
  package let row: MemberRow
}

extension MemberRow.Position {
  /// Whether it is within the tag of its object; nil where XML does not have it.
  var isInTag: Bool? {
    switch self {
    case .absent: nil
    case .attribute, .flattened: true
    case .element, .elements, .content: false
    }
  }
}
