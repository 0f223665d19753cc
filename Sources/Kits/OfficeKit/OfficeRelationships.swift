import MarkupKit

/// The relationships of one part: what it is made of, by id.
package struct OfficeRelationships: XMLEventHandler {
  package struct Relationship {
    package let id: String
    /// The last word of its type, which transitional and strict files have in common: `worksheet`.
    package let type: String
    /// The name of the part that is meant.
    package let target: String
  }

  package private(set) var all: [Relationship] = []
  private let folder: [Substring]
  private static let maximum = 10_000

  /// - Parameter part: whose relationships they are; empty for the package itself.
  package init(of part: String) {
    folder = part.split(separator: "/").dropLast()
  }

  /// The part that holds the relationships of a part.
  package static func part(of part: String) -> String {
    var path = part.split(separator: "/").map(String.init)
    let name = path.popLast() ?? ""
    return (path + ["_rels", name + ".rels"]).joined(separator: "/")
  }

  package mutating func startElement(_ tag: XMLStartTag) {
    guard all.count < Self.maximum, let type = tag.attribute("Type"), let target = tag.string("Target"),
      tag.string("TargetMode") != "External", let name = resolve(target)
    else { return }
    all.append(
      Relationship(
        id: tag.string("Id") ?? "", type: Self.lastWord(type),
        target: name))
  }

  package mutating func endElement() {}
  package mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}

  private static func lastWord(_ type: UnsafeBufferPointer<UInt8>) -> String {
    let slash = UInt8(ascii: "/")
    guard let last = type.lastIndex(where: { $0 != slash }) else { return "" }
    let start = type[...last].lastIndex(of: slash).map { $0 + 1 } ?? 0
    return String(decoding: type[start...last], as: UTF8.self)
  }

  /// The name of a part, from the root or from this part's folder; nil where it leads out of the package.
  private func resolve(_ target: String) -> String? {
    var path = target.hasPrefix("/") ? [] : folder
    for step in target.split(separator: "/") {
      switch step {
      case ".": break
      case "..": if path.popLast() == nil { return nil }
      default: path.append(step)
      }
    }
    return path.isEmpty ? nil : path.joined(separator: "/")
  }

  package func first(_ type: String) -> String? { all.first { $0.type == type }?.target }
}

/// What a package says that its parts are: by name, or by the end of the name.
struct OfficeContentTypes: XMLEventHandler {
  private var byName: [String: String] = [:]
  private var byExtension: [String: String] = [:]
  private static let maximum = 10_000

  mutating func startElement(_ tag: XMLStartTag) {
    guard byName.count + byExtension.count < Self.maximum, let type = tag.string("ContentType") else {
      return
    }
    if let name = tag.string("PartName") {
      byName[Self.key(name)] = type.lowercased()
    } else if let ending = tag.string("Extension") {
      byExtension[ending.lowercased()] = type.lowercased()
    }
  }

  mutating func endElement() {}
  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// In lower case.
  func type(of part: String) -> String? {
    let key = Self.key(part)
    return byName[key] ?? key.lastIndex(of: ".").flatMap { byExtension[String(key[key.index(after: $0)...])] }
  }

  private static func key(_ name: String) -> String {
    let name = name.lowercased()
    return name.hasPrefix("/") ? String(name.dropFirst()) : name
  }
}

/// What the manifest of an OpenDocument package says that the package is.
struct OpenDocumentManifest: XMLEventHandler {
  private(set) var type: String?

  mutating func startElement(_ tag: XMLStartTag) {
    guard type == nil, let path = tag.value("full-path"), path.elementsEqual("/".utf8) else { return }
    type = tag.value("media-type").map { String(decoding: $0, as: UTF8.self) }
  }

  mutating func endElement() {}
  mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
