import MarkupKit

/// The elements of a vocabulary, found by their local names within its namespaces: prefixes may be any.
@usableFromInline
package struct OfficeElements<Element: RawRepresentable & CaseIterable> where Element.RawValue == String {
  @usableFromInline var names: XMLNameCache
  @usableFromInline var namespaces: XMLNameCache
  @usableFromInline let elements: [Element]

  /// - Parameter namespaces: those that mean the vocabulary. An element without any is taken for it as well.
  @inlinable
  package init(namespaces: [String]) {
    elements = Array(Element.allCases)
    names = XMLNameCache(elements.map(\.rawValue))
    self.namespaces = XMLNameCache(namespaces)
  }

  @inlinable
  package mutating func element(_ tag: XMLStartTag) -> Element? {
    if let namespace = tag.namespace, namespaces.position(of: namespace) == nil { return nil }
    return names.position(of: tag.name).map { elements[$0] }
  }
}

package enum OfficeNamespaces {
  /// SpreadsheetML, transitional and strict.
  package static let spreadsheet = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
  ]
}
