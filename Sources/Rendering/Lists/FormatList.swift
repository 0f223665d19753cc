import Core
import FormatKit
import JSONKit

/// The formats that a program knows.
package struct FormatList {
  private let formats: [Format]

  package init(_ formats: [Format]) { self.formats = formats }

  package func text(_ language: Language) -> TerminalText {
    let words = Words(language)
    let rows = formats.map { format in
      [
        format.id, format.name[language],
        format.capabilities.map { words("capability.\($0.rawValue)") }.joined(separator: ", "),
        format.extensions.map { ".\($0)" }.joined(separator: " "),
      ].map(TerminalText.init(_:))
    }
    return TextColumns.aligned([words.titles("formats", ["id", "name", "can", "extensions"])] + rows).lines
  }

  package func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.beginArray()
    for format in formats {
      writer.beginObject()
      writer.member("id", format.id)
      writer.member("name", inline: true) { format.name[$0] }
      for (name, values) in [
        ("aliases", format.aliases), ("extensions", format.extensions), ("mediaTypes", format.mediaTypes),
        ("capabilities", format.capabilities.map(\.rawValue)),
      ] {
        writer.key(name)
        writer.strings(values)
      }
      writer.endObject()
    }
    writer.endArray()
    return writer.finish()
  }
}
