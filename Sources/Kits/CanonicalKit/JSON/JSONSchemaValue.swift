import JSONKit

/// A piece of a JSON Schema that is being put together.
package enum SchemaValue {
  case text(String)
  /// JSON as it is: a number, `true`, `false`.
  case literal(String)
  case list([SchemaValue])
  case object([(String, SchemaValue)])

  package static let yes: SchemaValue = .literal("true")
  package static let no: SchemaValue = .literal("false")

  package static func texts(_ texts: [String]) -> SchemaValue { .list(texts.map { .text($0) }) }

  package static func reference(_ name: String) -> SchemaValue {
    .object([("$ref", .text("#/$defs/" + name))])
  }

  package static func type(_ name: String) -> SchemaValue { .object([("type", .text(name))]) }

  package static func list(of element: SchemaValue) -> SchemaValue {
    .object([("type", .text("array")), ("items", element)])
  }

  /// The same with a title, and a description where there is something to say.
  package func titled(_ title: String, _ description: String = "") -> SchemaValue {
    guard case .object(let members) = self else { return self }
    var head: [(String, SchemaValue)] = []
    if !title.isEmpty { head.append(("title", .text(title))) }
    if !description.isEmpty { head.append(("description", .text(description))) }
    return .object(head + members)
  }

  /// The same with another member.
  package func with(_ name: String, _ value: SchemaValue) -> SchemaValue {
    guard case .object(let members) = self else { return self }
    return .object(members + [(name, value)])
  }

  /// Short values stand on one line.
  package func write(to writer: inout JSONWriter) {
    switch self {
    case .text(let text): writer.string(text)
    case .literal(let text): writer.raw { $0.append(contentsOf: text.utf8) }
    case .list(let elements):
      writer.beginArray(inline: length <= Self.longestLine)
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject(inline: length <= Self.longestLine)
      for (name, value) in members {
        writer.key(name)
        value.write(to: &writer)
      }
      writer.endObject()
    }
  }

  private static let longestLine = 96

  private var length: Int {
    switch self {
    case .text(let text): text.utf8.count + 4
    case .literal(let text): text.utf8.count + 2
    case .list(let elements): elements.reduce(2) { $0 + $1.length }
    case .object(let members): members.reduce(2) { $0 + $1.0.utf8.count + 4 + $1.1.length }
    }
  }
}
