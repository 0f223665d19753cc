import Core
import MarkupKit
import ZIPKit

/// A ZIP container of XML parts, as DOCX, XLSX, ODT and ODS are.
package struct OfficePackage {
  private let archive: ZIPArchive

  package init(_ bytes: [UInt8]) throws(Refusal) {
    do {
      archive = try ZIPArchive(bytes)
    } catch {
      throw Refusal(error)
    }
  }

  package var names: [String] { archive.entries.map(\.name) }

  package func has(_ part: String) -> Bool { archive[part] != nil }

  /// The bytes of a part; nil where there is none of that name.
  package func contents(of part: String) throws(Refusal) -> [UInt8]? {
    do {
      return try archive.contents(of: part)
    } catch {
      throw Refusal(error)
    }
  }

  /// Parses a part.
  ///
  /// - Throws: a refusal where the part is missing, malformed or beyond the limits.
  package func parse<Handler: XMLEventHandler>(_ part: String, into handler: inout Handler) throws(Refusal) {
    guard let contents = try contents(of: part) else {
      throw Refusal(.input, .partMissing(part))
    }
    try OfficeXML.parse(contents, part: part, into: &handler)
  }

  /// How much of a part is tried first.
  private static let beginning = 32 << 10

  /// Parses the beginning of a part that is longer.
  ///
  /// - Returns: whether that was enough for the handler; else the part must be parsed whole, by another one.
  package func parseBeginning<Handler: XMLEventHandler>(of part: String, into handler: inout Handler) -> Bool
  {
    guard let contents = try? archive.beginning(of: part, count: Self.beginning),
      let end = contents.lastIndex(of: UInt8(ascii: ">"))
    else { return false }
    // It fails where it is cut, at the latest.
    try? OfficeXML.parse(Array(contents[...end]), part: part, into: &handler)
    return handler.isDone
  }
}

/// The XML of office files: deep where tables are nested, long where a sheet has many rows.
package enum OfficeXML {
  package static let limits: XMLLimits = {
    var limits = XMLLimits()
    limits.depth = 256
    return limits
  }()

  package static func parse<Handler: XMLEventHandler>(
    _ contents: [UInt8], part: String, into handler: inout Handler
  ) throws(Refusal) {
    let utf8 = try XMLText.utf8(contents)
    let failure = utf8.withUnsafeBufferPointer { bytes -> XMLFailure? in
      do throws(XMLFailure) {
        try XMLScanner.parse(bytes, limits: limits, into: &handler)
        return nil
      } catch {
        return error
      }
    }
    guard let failure else { return }
    switch failure.reason {
    case .documentType: throw Refusal(.input, .partHasDocumentType(part))
    case .malformed(let error): throw Refusal(.input, .partMalformed(part, line: failure.line, error.words))
    default: throw Refusal(.input, .partTooLarge(part, failure.reason.words))
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
