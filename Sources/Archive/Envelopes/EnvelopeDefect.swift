import Core

/// A way in which an envelope deviates from DA/T 48-2009, and where.
package struct EnvelopeDefect: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The namespace that an element has; nil for none.
    case namespace(element: String, found: String?)
    case missing(parent: String, element: String)
    case unknown(parent: String, element: String, expected: [String])
    case order(parent: String, element: String, expected: [String])
    case twice(parent: String, element: String)
    /// One that is missing, or that the standard does not have.
    case attribute(element: String, attribute: String, expected: [String])
    case value(element: String, found: String, expected: String)
    case idTwice(String)
    /// A reference to an id that is not there.
    case reference(element: String, found: String)
    /// The content of another type of envelope.
    case type(String, element: String)
    case size(file: String, bytes: Int, stated: String)
    case detachedMissing(file: String)
    case detachedWrong(file: String)
    case algorithm(String)
    /// A digest where a signature should be.
    case bareSignature(id: String, bytes: Int)
  }

  package let kind: Kind
  package let line: Int

  package var finding: Finding {
    var finding = kind.finding
    finding.places = [Place(line: line)]
    return finding
  }
}

extension EnvelopeDefect.Kind {
  var finding: Finding {
    switch self {
    case .namespace(let element, let found): .envelopeNamespace(element, found)
    case .missing(let parent, let element): .envelopeElementMissing(element, in: parent)
    case .unknown(let parent, let element, let expected):
      .envelopeElementUnknown(element, in: parent, expected)
    case .order(let parent, let element, let expected): .envelopeElementOrder(element, in: parent, expected)
    case .twice(let parent, let element): .envelopeElementTwice(element, in: parent)
    case .attribute(let element, let attribute, let expected):
      .envelopeAttribute(attribute, of: element, expected)
    case .value(let element, let found, let expected): .envelopeValue(element, found, expected)
    case .idTwice(let id): .envelopeIDTwice(id)
    case .reference(let element, let found): .envelopeReference(element, found)
    case .type(let type, let element): .envelopeType(type, element)
    case .size(let file, let bytes, let stated): .envelopeSize(file, bytes, stated)
    case .detachedMissing(let file): .envelopeDetachedMissing(file)
    case .detachedWrong(let file): .envelopeDetachedWrong(file)
    case .algorithm(let name): .envelopeAlgorithm(name)
    case .bareSignature(let id, let bytes): .envelopeBareSignature(id, bytes)
    }
  }
}

extension Finding {
  fileprivate static func envelopeNamespace(_ element: String, _ found: String?) -> Finding {
    Finding("eep.namespace", .error, ["element": element, "found": found ?? "—"])
  }

  static func envelopeElementMissing(_ element: String, in parent: String) -> Finding {
    Finding("eep.missing", .error, ["parent": parent, "element": element])
  }

  fileprivate static func envelopeElementUnknown(
    _ element: String, in parent: String, _ expected: [String]
  ) -> Finding {
    Finding("eep.unknown", .error, ["parent": parent, "element": element, "expected": list(expected)])
  }

  fileprivate static func envelopeElementOrder(
    _ element: String, in parent: String, _ expected: [String]
  ) -> Finding {
    Finding("eep.order", .error, ["parent": parent, "element": element, "expected": list(expected)])
  }

  fileprivate static func envelopeElementTwice(_ element: String, in parent: String) -> Finding {
    Finding("eep.twice", .error, ["parent": parent, "element": element])
  }

  fileprivate static func envelopeAttribute(
    _ attribute: String, of element: String, _ expected: [String]
  ) -> Finding {
    Finding(
      "eep.attribute", .error,
      ["element": element, "attribute": attribute, "expected": expected.isEmpty ? "—" : list(expected)])
  }

  fileprivate static func envelopeValue(_ element: String, _ found: String, _ expected: String) -> Finding {
    Finding("eep.value", .error, ["element": element, "found": found, "expected": expected])
  }

  fileprivate static func envelopeIDTwice(_ id: String) -> Finding {
    Finding("eep.id-twice", .error, ["id": id])
  }

  fileprivate static func envelopeReference(_ element: String, _ found: String) -> Finding {
    Finding("eep.reference", .error, ["element": element, "found": found])
  }

  fileprivate static func envelopeType(_ type: String, _ element: String) -> Finding {
    Finding("eep.type", .error, ["type": type, "element": element])
  }

  fileprivate static func envelopeSize(_ file: String, _ bytes: Int, _ stated: String) -> Finding {
    Finding("eep.size", .error, ["file": file, "size": String(bytes), "found": stated])
  }

  fileprivate static func envelopeDetachedMissing(_ file: String) -> Finding {
    Finding("eep.detached-missing", .error, ["file": file])
  }

  fileprivate static func envelopeDetachedWrong(_ file: String) -> Finding {
    Finding("eep.detached-wrong", .error, ["file": file])
  }

  static func envelopeAlgorithm(_ name: String) -> Finding {
    Finding("eep.algorithm", .error, ["found": name])
  }

  fileprivate static func envelopeBareSignature(_ id: String, _ bytes: Int) -> Finding {
    Finding("eep.bare-signature", .error, ["id": id, "size": String(bytes)])
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: "、") }
}
