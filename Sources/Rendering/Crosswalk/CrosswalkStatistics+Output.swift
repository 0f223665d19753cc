import Core
import Crosswalk
import JSONKit

extension CrosswalkStatistics {
  package func json() -> [UInt8] {
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

  /// The counts in words.
  package func text(_ language: Language) -> String {
    let words = MessageCatalogue.shared
    var lines = ["\(crosswalk.id) \(crosswalk.version)"]
    for shape in Shape.allCases {
      lines.append("  \(shape.rawValue)  \(count(shape))  \(words.word("shape.\(shape.rawValue)", language))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
