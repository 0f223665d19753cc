import Core
import MarkupKit
import ZIPKit

/// A ZIP container of XML parts, as DOCX, XLSX, ODT and ODS are.
@usableFromInline
package struct OfficePackage: Sendable {
  private let archive: ZIPArchive

  package init(_ bytes: [UInt8]) throws(Refusal) {
    do {
      archive = try ZIPArchive(bytes)
    } catch {
      throw Refusal(error)
    }
  }

  package var names: [String] { archive.entries.map(\.name) }

  package func has(_ part: String) -> Bool { entry(part) != nil }

  /// The entry of a part: names of parts are the same whatever their case is (ECMA-376 part 2, 6.2.2.3). One that
  /// is spelt as asked for comes first.
  private func entry(_ part: String) -> ZIPArchive.Entry? {
    if let entry = archive[part] { return entry }
    return archive.entries.first { entry in
      entry.name.utf8.count == part.utf8.count
        && zip(entry.name.utf8, part.utf8).allSatisfy { Self.lowercase($0) == Self.lowercase($1) }
    }
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// The bytes of a part; nil where there is none of that name.
  @usableFromInline
  package func contents(of part: String) throws(Refusal) -> [UInt8]? {
    guard let entry = entry(part) else { return nil }
    do {
      return try archive.contents(of: entry)
    } catch {
      throw Refusal(error)
    }
  }

  /// The part that a package of Office Open XML begins with, and what its types say that it is.
  package func officeDocument() throws(Refusal) -> (part: String, contentType: String?)? {
    guard has("_rels/.rels") else { return nil }
    var relationships = OfficeRelationships(of: "")
    try parse("_rels/.rels", into: &relationships)
    guard let part = relationships.first("officeDocument") else { return nil }
    var types = OfficeContentTypes()
    if has("[Content_Types].xml") { try parse("[Content_Types].xml", into: &types) }
    return (part, types.type(of: part))
  }

  /// The media type that an OpenDocument package states, wherever the entry stands and however it is packed, or in
  /// its manifest where it has no such entry; nil for other packages.
  package func openDocumentType() throws(Refusal) -> String? {
    guard has("content.xml") else { return nil }
    var type = try contents(of: "mimetype").map { String(decoding: $0.prefix(256), as: UTF8.self) }
    if type == nil, has("META-INF/manifest.xml") {
      var manifest = OpenDocumentManifest()
      try parse("META-INF/manifest.xml", into: &manifest)
      type = manifest.type
    }
    let text = type?.filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
    return text?.hasPrefix("application/vnd.oasis.opendocument.") == true ? text : nil
  }

  /// Parses a part.
  ///
  /// - Throws: a refusal where the part is missing, malformed or beyond the limits.
  @inlinable
  package func parse<Handler: XMLEventHandler>(_ part: String, into handler: inout Handler) throws(Refusal) {
    guard let contents = try contents(of: part) else {
      throw Self.missing(part)
    }
    try OfficeXML.parse(contents, part: part, into: &handler)
  }

  /// A part that says how others hang together, as a tree.
  ///
  /// - Throws: as `parse` does.
  package func tree(of part: String) throws(Refusal) -> XMLTree {
    guard let contents = try contents(of: part) else { throw Self.missing(part) }
    do throws(XMLFailure) {
      return try XMLTree(contents)
    } catch {
      throw OfficeXML.refusal(error, part: part)
    }
  }

  @usableFromInline
  static func missing(_ part: String) -> Refusal { Refusal(.input, .partMissing(part)) }

  /// How much of a part is tried first.
  private static let beginning = 32 << 10

  /// Parses the beginning of a part that is longer.
  ///
  /// - Returns: whether that was enough for the handler; else the part must be parsed whole, by another one.
  @inlinable
  package func parseBeginning<Handler: XMLEventHandler>(of part: String, into handler: inout Handler) -> Bool
  {
    guard let contents = beginning(of: part) else { return false }
    // It fails where it is cut, at the latest: what it fails for says nothing.
    _ = OfficeXML.failure(of: contents, into: &handler)
    return handler.isDone
  }

  /// Up to its last mark; nil where there is none to be had, for whatever reason: the part is read whole then.
  @usableFromInline
  func beginning(of part: String) -> ArraySlice<UInt8>? {
    guard let entry = entry(part),
      let contents = try? archive.beginning(of: entry.name, count: Self.beginning),
      let end = contents.lastIndex(of: UInt8(ascii: ">"))
    else { return nil }
    return contents[...end]
  }
}

/// The XML of office files: deep where tables are nested, long where a sheet has many rows.
@usableFromInline
package enum OfficeXML {
  @usableFromInline package static let limits: XMLLimits = {
    var limits = XMLLimits()
    limits.depth = 256
    return limits
  }()

  @inlinable
  package static func parse<Handler: XMLEventHandler>(
    _ contents: [UInt8], part: String, into handler: inout Handler
  ) throws(Refusal) {
    if let failure = failure(of: try utf8(contents), into: &handler) {
      throw refusal(failure, part: part)
    }
  }

  @inlinable
  static func failure<Handler: XMLEventHandler>(
    of utf8: ArraySlice<UInt8>, into handler: inout Handler
  ) -> XMLFailure? {
    utf8.withUnsafeBufferPointer { bytes -> XMLFailure? in
      do throws(XMLFailure) {
        try XMLScanner.parse(bytes, limits: limits, into: &handler)
        return nil
      } catch {
        return error
      }
    }
  }

  @usableFromInline
  static func utf8(_ contents: [UInt8]) throws(Refusal) -> ArraySlice<UInt8> { try XMLText.utf8(contents) }

  @usableFromInline
  static func refusal(_ failure: XMLFailure, part: String) -> Refusal {
    switch failure.reason {
    case .documentType: Refusal(.input, .partHasDocumentType(part))
    case .malformed(let error): Refusal(.input, .partMalformed(part, line: failure.line, error.words))
    default: Refusal(.input, .partTooLarge(part, failure.reason.words))
    }
  }
}

extension Finding {
  static func partMissing(_ part: String) -> Finding {
    Finding("office.part-missing", .error, ["part": part])
  }

  static func partHasDocumentType(_ part: String) -> Finding {
    Finding("office.document-type", .error, ["part": part])
  }

  static func partMalformed(_ part: String, line: Int, _ reason: LocalizedText) -> Finding {
    Finding("office.part-malformed", .error, ["part": part, "line": String(line)], words: ["reason": reason])
  }

  static func partTooLarge(_ part: String, _ limit: LocalizedText) -> Finding {
    Finding("office.part-limits", .error, ["part": part], words: ["reason": limit])
  }
}
