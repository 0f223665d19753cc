import Core
import Crosswalk
import JSONKit

extension CrosswalkStatistics {
  package func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("crosswalk", crosswalk.id)
    writer.member("version", crosswalk.version)
    for reading in Crosswalk.Reading.allCases {
      writer.key(reading.rawValue)
      writer.beginObject()
      writer.key("counts")
      writer.beginObject(inline: true)
      for shape in Shape.allCases { writer.member(shape.rawValue, count(shape, reading)) }
      writer.endObject()
      writer.key("components")
      writer.beginArray()
      for component in components(reading) { writer.write(component) }
      writer.endArray()
      writer.endObject()
    }
    writer.key("links")
    writer.beginObject()
    writer.key("bases")
    writer.beginArray()
    for basis in bases {
      writer.beginObject(inline: true)
      writer.member("basis", basis.text)
      writer.member("count", basis.links)
      writer.endObject()
    }
    writer.endArray()
    writer.member("ownReading", ownReadings)
    writer.endObject()
    writer.endObject()
    return writer.finish()
  }

  /// The counts in words.
  package func text(_ language: Language) -> TerminalText {
    let words = Words(language)
    let header: [TerminalText] =
      [""] + Crosswalk.Reading.allCases.map { TerminalText(words("reading.\($0.rawValue)")) }
    let shapes = Shape.allCases.map { shape -> [TerminalText] in
      ["  \(shape.rawValue)  \(words("shape.\(shape.rawValue)"))"]
        + Crosswalk.Reading.allCases.map { "\(count(shape, $0))" }
    }
    let total = ownReadings + bases.reduce(0) { $0 + $1.links }
    var lines: [TerminalText] = ["\(crosswalk.id) \(crosswalk.version)"]
    lines += TextColumns.quoted([header] + shapes)
    if total > 0 {
      lines.append(TerminalText(words("stats.links", ["count": String(total)])))
      lines += bases.map { "  \($0.links)  \($0.text)" }
      lines.append("  \(ownReadings)  \(words("stats.own-reading"))")
    }
    return lines.lines
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ component: CrosswalkStatistics.Component) {
    beginObject(inline: true)
    member("shape", component.shape.rawValue)
    for (name, ids) in [("sources", component.sources), ("targets", component.targets)] {
      key(name)
      strings(ids)
    }
    endObject()
  }
}
