import Core

/// Why a document could not be parsed to its end.
@usableFromInline
package struct XMLFailure: Error, Hashable, Sendable {
  @usableFromInline
  package enum Reason: Hashable, Sendable {
    case malformed(XMLSyntaxError)
    /// A document type declaration, which could declare entities.
    case documentType
    /// The declaration names an encoding that is not known.
    case encoding(String)
    /// So many places are no characters of the encoding.
    case damaged(encoding: String, count: Int)
    case tooLarge, tooDeep, tooManyElements, tooManyAttributes, tooManyNames, textTooLong
  }

  @usableFromInline package let reason: Reason
  /// 0 where it is not known.
  @usableFromInline package let line: Int

  @usableFromInline package init(_ reason: Reason, line: Int = 0) {
    self.reason = reason
    self.line = line
  }
}

/// What one document may hold.
@usableFromInline
package struct XMLLimits: Sendable {
  /// Bytes of the document.
  @usableFromInline package var size = 64 << 20
  @usableFromInline package var depth = 64
  @usableFromInline package var elements = 4_000_000
  @usableFromInline package var attributesOfElement = 256
  /// Names of elements, attributes and prefixes that differ.
  @usableFromInline package var names = 20_000
  /// Bytes between two tags.
  @usableFromInline package var textLength = 16 << 20

  @usableFromInline
  package init(
    size: Int = 64 << 20, depth: Int = 64, elements: Int = 4_000_000, attributesOfElement: Int = 256,
    textLength: Int = 16 << 20
  ) {
    self.size = size
    self.depth = depth
    self.elements = elements
    self.attributesOfElement = attributesOfElement
    self.textLength = textLength
  }
}

extension XMLFailure.Reason {
  /// The reason as a part of a sentence.
  package var words: LocalizedText {
    let words = MessageCatalogue.shared
    return switch self {
    case .malformed(let error): error.words
    case .documentType: words.word("limit.documentType")
    case .encoding(let name): Self.sentence(.xmlEncoding(name, line: 0))
    case .damaged(let encoding, let count): Self.sentence(.xmlDamaged(encoding, count: count))
    case .tooLarge: words.word("limit.tooLarge")
    case .tooDeep: words.word("limit.tooDeep")
    case .tooManyElements: words.word("limit.tooManyElements")
    case .tooManyAttributes: words.word("limit.tooManyAttributes")
    case .tooManyNames: words.word("limit.tooManyNames")
    case .textTooLong: words.word("limit.textTooLong")
    }
  }

  private static func sentence(_ finding: Finding) -> LocalizedText {
    LocalizedText(chinese: finding.message(in: .chinese), english: finding.message(in: .english))
  }
}

extension XMLFailure {
  /// The failure as a finding.
  ///
  /// - Parameter limits: those that the document was held to.
  package func finding(_ limits: XMLLimits) -> Finding {
    switch reason {
    case .malformed(let error): .xmlMalformed(error, line: line)
    case .documentType: .xmlDocumentType(line: line)
    case .encoding(let name): .xmlEncoding(name, line: line)
    case .damaged(let encoding, let count): .xmlDamaged(encoding, count: count)
    case .tooLarge: .xmlTooLarge(limits.size, line: line)
    case .tooDeep: .xmlTooDeep(limits.depth, line: line)
    case .tooManyElements: .xmlTooManyElements(limits.elements, line: line)
    case .tooManyAttributes: .xmlTooManyAttributes(limits.attributesOfElement, line: line)
    case .tooManyNames: .xmlTooManyNames(limits.names, line: line)
    case .textTooLong: .xmlTextTooLong(limits.textLength, line: line)
    }
  }
}

extension Finding {
  fileprivate static func xmlMalformed(_ error: XMLSyntaxError, line: Int) -> Finding {
    Finding("xml.malformed", .error, words: ["message": error.words], places: places(line))
  }

  fileprivate static func xmlDocumentType(line: Int) -> Finding {
    Finding("xml.document-type", .error, places: places(line))
  }

  fileprivate static func xmlEncoding(_ name: String, line: Int) -> Finding {
    Finding("xml.encoding", .error, ["encoding": name], places: places(line))
  }

  fileprivate static func xmlDamaged(_ encoding: String, count: Int) -> Finding {
    Finding("xml.damaged", .error, ["encoding": encoding, "count": String(count)])
  }

  fileprivate static func xmlTooLarge(_ bytes: Int, line: Int) -> Finding {
    Finding("xml.too-large", .error, ["limit": "\(bytes >> 20) MB"], places: places(line))
  }

  fileprivate static func xmlTooDeep(_ limit: Int, line: Int) -> Finding {
    Finding("xml.too-deep", .error, ["limit": String(limit)], places: places(line))
  }

  fileprivate static func xmlTooManyElements(_ limit: Int, line: Int) -> Finding {
    Finding("xml.too-many-elements", .error, ["limit": String(limit)], places: places(line))
  }

  fileprivate static func xmlTooManyAttributes(_ limit: Int, line: Int) -> Finding {
    Finding("xml.too-many-attributes", .error, ["limit": String(limit)], places: places(line))
  }

  fileprivate static func xmlTooManyNames(_ limit: Int, line: Int) -> Finding {
    Finding("xml.too-many-names", .error, ["limit": String(limit)], places: places(line))
  }

  fileprivate static func xmlTextTooLong(_ bytes: Int, line: Int) -> Finding {
    Finding("xml.text-too-long", .error, ["limit": "\(bytes >> 20) MB"], places: places(line))
  }

  private static func places(_ line: Int) -> [Place] { line > 0 ? [Place(line: line)] : [] }
}
