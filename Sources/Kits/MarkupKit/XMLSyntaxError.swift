import CLibXML2
import Core

/// What makes a document no XML, whichever parser finds it.
@usableFromInline
package enum XMLSyntaxError: Hashable, Sendable {
  case noRoot
  /// The element that has no end tag.
  case prematureEnd(String)
  case contentAfterRoot, textOutsideRoot
  /// The element whose end tag should stand there.
  case tagMismatch(String)
  case strayEndTag, unfinishedTag, badName
  case attributeTwice(String)
  case attributeWithoutValue, spaceMissing, unquotedValue, unfinishedValue, lessThanInValue
  case undeclaredPrefix(String)
  case badNamespace
  case undeclaredEntity(String)
  case unfinishedReference, badCharacterReference, invalidCharacter, notUTF8
  case unfinishedSection, cdataEndInText, hyphensInComment, unknownDeclaration, badXMLDeclaration
  /// A code of libxml2 that has no name here.
  case other(Int)

  /// The same in words, as a part of a sentence.
  package var words: LocalizedText {
    switch self {
    case .noRoot: Self.words("xml.syntax.no-root")
    case .prematureEnd(let name): Self.words("xml.syntax.premature-end", ["name": name])
    case .contentAfterRoot: Self.words("xml.syntax.content-after-root")
    case .textOutsideRoot: Self.words("xml.syntax.text-outside-root")
    case .tagMismatch(let name): Self.words("xml.syntax.tag-mismatch", ["name": name])
    case .strayEndTag: Self.words("xml.syntax.stray-end-tag")
    case .unfinishedTag: Self.words("xml.syntax.unfinished-tag")
    case .badName: Self.words("xml.syntax.bad-name")
    case .attributeTwice(let name): Self.words("xml.syntax.attribute-twice", ["name": name])
    case .attributeWithoutValue: Self.words("xml.syntax.attribute-without-value")
    case .spaceMissing: Self.words("xml.syntax.space-missing")
    case .unquotedValue: Self.words("xml.syntax.unquoted-value")
    case .unfinishedValue: Self.words("xml.syntax.unfinished-value")
    case .lessThanInValue: Self.words("xml.syntax.less-than-in-value")
    case .undeclaredPrefix(let name): Self.words("xml.syntax.undeclared-prefix", ["name": name])
    case .badNamespace: Self.words("xml.syntax.bad-namespace")
    case .undeclaredEntity(let name): Self.words("xml.syntax.undeclared-entity", ["name": name])
    case .unfinishedReference: Self.words("xml.syntax.unfinished-reference")
    case .badCharacterReference: Self.words("xml.syntax.bad-character-reference")
    case .invalidCharacter: Self.words("xml.syntax.invalid-character")
    case .notUTF8: Self.words("xml.syntax.not-utf8")
    case .unfinishedSection: Self.words("xml.syntax.unfinished-section")
    case .cdataEndInText: Self.words("xml.syntax.cdata-end-in-text")
    case .hyphensInComment: Self.words("xml.syntax.hyphens-in-comment")
    case .unknownDeclaration: Self.words("xml.syntax.unknown-declaration")
    case .badXMLDeclaration: Self.words("xml.syntax.bad-xml-declaration")
    case .other(let code): Self.words("xml.syntax.other", ["code": String(code)])
    }
  }

  private static func words(_ id: String, _ arguments: [String: String] = [:]) -> LocalizedText {
    let words = MessageCatalogue.shared.word(id)
    return LocalizedText(
      chinese: MessageCatalogue.fill(words.chinese, with: arguments),
      english: MessageCatalogue.fill(words.english, with: arguments))
  }
}

extension XMLSyntaxError {
  /// What an error of libxml2 means.
  init(_ error: xmlError) {
    let name = error.str1.map { String(cString: $0) } ?? ""
    switch xmlParserErrors(UInt32(bitPattern: error.code)) {
    case XML_ERR_DOCUMENT_EMPTY: self = .noRoot
    case XML_ERR_DOCUMENT_END: self = .contentAfterRoot
    case XML_ERR_TAG_NOT_FINISHED: self = .prematureEnd(name)
    case XML_ERR_TAG_NAME_MISMATCH: self = .tagMismatch(name)
    case XML_ERR_GT_REQUIRED: self = .unfinishedTag
    case XML_ERR_LTSLASH_REQUIRED: self = .strayEndTag
    case XML_ERR_NAME_REQUIRED, XML_ERR_PI_NOT_STARTED, XML_NS_ERR_QNAME, XML_NS_ERR_COLON: self = .badName
    case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED: self = .attributeTwice(name)
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: self = .attributeWithoutValue
    case XML_ERR_SPACE_REQUIRED: self = .spaceMissing
    case XML_ERR_ATTRIBUTE_NOT_STARTED: self = .unquotedValue
    case XML_ERR_ATTRIBUTE_NOT_FINISHED: self = .unfinishedValue
    case XML_ERR_LT_IN_ATTRIBUTE: self = .lessThanInValue
    case XML_NS_ERR_UNDEFINED_NAMESPACE: self = .undeclaredPrefix(name)
    case XML_ERR_NS_DECL_ERROR, XML_NS_ERR_XML_NAMESPACE, XML_NS_ERR_EMPTY, XML_WAR_NS_URI:
      self = .badNamespace
    case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY: self = .undeclaredEntity(name)
    case XML_ERR_ENTITYREF_NO_NAME, XML_ERR_ENTITYREF_SEMICOL_MISSING: self = .unfinishedReference
    case XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_CHARREF:
      self = .badCharacterReference
    case XML_ERR_INVALID_CHAR: self = .invalidCharacter
    case XML_ERR_INVALID_ENCODING: self = .notUTF8
    case XML_ERR_COMMENT_NOT_FINISHED, XML_ERR_PI_NOT_FINISHED, XML_ERR_CDATA_NOT_FINISHED:
      self = .unfinishedSection
    case XML_ERR_MISPLACED_CDATA_END: self = .cdataEndInText
    case XML_ERR_HYPHEN_IN_COMMENT: self = .hyphensInComment
    case XML_ERR_XMLDECL_NOT_STARTED, XML_ERR_XMLDECL_NOT_FINISHED, XML_ERR_VERSION_MISSING,
      XML_ERR_RESERVED_XML_NAME, XML_ERR_ENCODING_NAME, XML_ERR_STANDALONE_VALUE, XML_ERR_STRING_NOT_STARTED,
      XML_ERR_STRING_NOT_CLOSED, XML_ERR_EQUAL_REQUIRED:
      self = .badXMLDeclaration
    default: self = .other(Int(error.code))
    }
  }
}
