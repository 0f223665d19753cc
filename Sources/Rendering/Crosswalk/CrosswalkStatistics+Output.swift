import Core
import Crosswalk
import JSONKit

extension CrosswalkStatistics {
  package func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("crosswalk", crosswalk.id)
    writer.member("version", crosswalk.version)
    writer.key("counts")
    writer.beginObject(inline: true)
    for shape in Shape.allCases { writer.member(shape.rawValue, count(shape)) }
    writer.endObject()
    writer.key("components")
    writer.beginArray()
    for component in components {
      writer.beginObject(inline: true)
      writer.member("shape", component.shape.rawValue)
      for (name, ids) in [("sources", component.sources), ("targets", component.targets)] {
        writer.key(name)
        writer.strings(ids)
      }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  /// The counts in words.
  package func text(_ language: Language) -> TerminalText {
    let words = Words(language)
    return "\(crosswalk.id) \(crosswalk.version)\n"
      + Shape.allCases.map { "  \($0.rawValue)  \(count($0))  \(words("shape.\($0.rawValue)"))" }.lines
  }
}
