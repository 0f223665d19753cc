import MarkupKit

/// The elements of a vocabulary, found by their local names within its namespaces: prefixes may be any.
@usableFromInline
package struct OfficeElements<Element: RawRepresentable & CaseIterable> where Element.RawValue == String {
  @usableFromInline var names: XMLNameCache
  @usableFromInline var namespaces: XMLNameCache
  @usableFromInline let elements: [Element]
  @usableFromInline var known = XMLTagMeanings<Element?>(nil)

  /// - Parameter namespaces: those that mean the vocabulary. An element without any is taken for it as well.
  @inlinable
  package init(namespaces: [String]) {
    elements = Array(Element.allCases)
    names = XMLNameCache(elements.map(\.rawValue))
    self.namespaces = XMLNameCache(namespaces)
  }

  @inlinable
  package mutating func element(_ tag: XMLStartTag) -> Element? {
    if let known = known[tag] { return known }
    let isOurs = tag.namespace.map { namespaces.position(of: $0) != nil } ?? true
    let element = isOurs ? names.position(of: tag.name).map { elements[$0] } : nil
    known[tag] = .some(element)
    return element
  }
}

package enum OfficeNamespaces {
  /// SpreadsheetML, transitional and strict.
  package static let spreadsheet = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
  ]
}
