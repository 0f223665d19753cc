import Core

/// A small XML document as a tree: for files whose structure is looked at, and that are not read into anything.
/// No document type, no entities of its own, everything bounded.
package struct XMLTree: Sendable {
  package struct Element: Sendable {
    /// Without its prefix.
    package let name: String
    package let namespace: String?
    package let line: Int
    package var children: [Element] = []
    /// What stands between its own tags, without the space around it.
    package var text = ""

    package func child(_ name: String) -> Element? { children.first { $0.name == name } }

    package func children(_ name: String) -> [Element] { children.filter { $0.name == name } }
  }

  package struct Failure: Error {
    /// A document type stands there.
    package let isDocumentType: Bool
    /// What the parser says.
    package let reason: String
    package let line: Int?
  }

  package let root: Element

  /// - Parameter elementLimit: a document with more is refused.
  package init(_ bytes: [UInt8], elementLimit: Int = 200_000) throws(Failure) {
    let decoded: ArraySlice<UInt8>
    do throws(Refusal) {
      decoded = try XMLText.utf8(bytes)
    } catch {
      throw Failure(isDocumentType: false, reason: Self.sentence(error), line: 1)
    }
    var limits = XMLLimits()
    limits.elements = elementLimit
    var builder = Builder()
    let failure = decoded.withUnsafeBufferPointer { buffer -> XMLFailure? in
      do throws(XMLFailure) {
        try XMLEventParser.parse(buffer, limits: limits, into: &builder)
        return nil
      } catch {
        return error
      }
    }
    if let failure {
      let line = failure.line > 0 ? failure.line : nil
      switch failure.reason {
      case .documentType: throw Failure(isDocumentType: true, reason: "DOCTYPE", line: line)
      case .malformed(let reason): throw Failure(isDocumentType: false, reason: reason, line: line)
      default: throw Failure(isDocumentType: false, reason: "\(failure.reason)", line: line)
      }
    }
    guard let root = builder.root else {
      throw Failure(isDocumentType: false, reason: "Document is empty", line: 1)
    }
    self.root = root
  }

  private static func sentence(_ refusal: Refusal) -> String {
    refusal.findings.first.map { MessageCatalogue.shared.message($0, .english) } ?? ""
  }

  private struct Builder: XMLEventHandler {
    private var open: [(element: Element, text: [UInt8])] = []
    private(set) var root: Element?

    mutating func startElement(_ tag: XMLStartTag) {
      let element = Element(
        name: String(cString: tag.name), namespace: tag.namespace.map { String(cString: $0) }, line: tag.line)
      open.append((element, []))
    }

    mutating func endElement() {
      guard var (element, text) = open.popLast() else { return }
      let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
      while let last = text.last, isSpace(last) { text.removeLast() }
      element.text = String(decoding: text.drop(while: isSpace), as: UTF8.self)
      if open.isEmpty {
        root = element
      } else {
        open[open.count - 1].element.children.append(element)
      }
    }

    mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
      guard !open.isEmpty else { return }
      open[open.count - 1].text.append(contentsOf: bytes)
    }
  }
}
