import Core
import MarkupKit
import ReportModel

/// Reads canonical XML; see `CanonicalXML` for the shape.
///
/// A violation is noted and reading goes on, with a value that is never handed out.
package struct CanonicalXMLReader {
  package let forms: FormCatalogue
  package var violations = XMLViolations()
  package var parts = ReportParts()
  package var reports: [Report] = []

  /// Of the element at hand.
  package private(set) var line = 0
  package private(set) var text: [UInt8] = []
  /// The attributes of the tag at hand: a bit for each that is there, and their values, by raw value. The
  /// values are valid only while the tag is being read.
  private var present: UInt64 = 0
  private var values: [UnsafeBufferPointer<UInt8>]

  private var frames: [Frame] = []
  /// How deep within an element that has no place here; nothing there is read.
  private var skippedDepth = 0
  private var capture = XMLCapture()
  /// What stood in `reports` beside the reports.
  private var outside: [Extension] = []
  private var version = CanonicalXML.version
  /// Whether the document is of a version that allows no other elements and attributes than these.
  package private(set) var isStrict = true

  private let rules = XMLRules.shared
  package var limits = XMLLimits()
  private var elementNames = XMLNameCache(XMLElement.names)
  private var attributeNames = XMLNameCache(XMLAttribute.names)
  private let elements = XMLElement.allCases
  /// The interned name of our namespace, when it has been met.
  private var namespace: UnsafePointer<UInt8>?

  /// An element that has begun.
  private struct Frame {
    let element: XMLElement
    let line: Int
    /// The position of the child that began last, among those that there may be.
    var position = 0
    /// A bit for each child that was there, by position.
    var seen: UInt64 = 0
  }

  /// Behind all children that a parent may have of our own.
  private static let foreignPosition = 63

  package init(_ forms: FormCatalogue) {
    self.forms = forms
    values = Array(
      repeating: UnsafeBufferPointer(start: nil, count: 0), count: XMLAttribute.allCases.count)
  }

  package mutating func read(_ bytes: [UInt8]) throws(Refusal) -> [Report] {
    if bytes.count > limits.size {
      violations.add(XMLFailure(.tooLarge), limits)
      throw Refusal(.input, violations.findings)
    }
    let decoded = try XMLText.utf8(bytes)
    let failure = decoded.withUnsafeBufferPointer { buffer -> XMLFailure? in
      do throws(XMLFailure) {
        try XMLEventParser.parse(buffer, limits: limits, into: &self)
        return nil
      } catch {
        return error
      }
    }
    if let failure { violations.add(failure, limits) }
    if capture.isOverfull {
      violations.add(.tooMuchUnknown(limit: XMLCapture.maximumLength), line: 0)
    }
    if !violations.isEmpty { throw Refusal(.input, violations.findings) }
    if !outside.isEmpty, !reports.isEmpty {
      reports[0].extensions += outside
      complete(&reports[0].extensions)
    }
    return reports
  }

  // MARK: Versions and what is not known

  /// Notes the version of the document; false where it cannot be read.
  private mutating func checkVersion(_ text: String) -> Bool {
    guard let major = CanonicalJSON.majorVersion(of: text) else {
      wrong(.version, text, .version)
      return true
    }
    guard major == CanonicalJSON.majorVersion else {
      violations.add(.xmlVersion(text), line: line)
      return false
    }
    version = text
    isStrict = text == CanonicalXML.version
    return true
  }

  private mutating func unknownElement(_ tag: XMLStartTag) {
    guard let parent = frames.last else { return }
    let isForeign = tag.namespace != nil && !isOurs(tag.namespace)
    if isForeign, !rules.holdsText[Int(parent.element.rawValue)] {
      frames[frames.count - 1].position = Self.foreignPosition
    } else if isStrict {
      violations.add(.unknownElement(String(cString: tag.name), in: parent.element), line: line)
      skippedDepth = 1
      return
    }
    capture.start(tag)
  }

  private mutating func unknownAttribute(_ tag: XMLStartTag, _ index: Int, of element: XMLElement) {
    guard let name = tag.attributeName(index) else { return }
    let attribute = String(cString: name)
    if isStrict {
      violations.add(.unknownAttribute(attribute, of: element), line: line)
    } else {
      keep("\(element.name)@\(attribute)", String(decoding: tag.attributeValue(index), as: UTF8.self))
    }
  }

  /// Keeps what is not known, under a name that nothing else in its report has.
  private mutating func keep(_ name: String, _ text: String) {
    let isInReport = frames.contains { $0.element == .report }
    let count = parts.keptNames[name, default: 0] + 1
    parts.keptNames[name] = count
    let item = Extension(
      parent: isInReport ? "" : JSONExtensions.besideReports,
      name: "xml:\(name)" + (count > 1 ? ".\(count)" : ""), json: XMLCapture.json(text))
    if isInReport { parts.kept.append(item) } else { outside.append(item) }
  }

  /// Adds the version that the members came with, and puts all in order, as reading JSON does.
  private func complete(_ extensions: inout [Extension]) {
    extensions.removeAll(where: JSONExtensions.isVersion)
    if !isStrict {
      extensions.append(Extension(parent: "", name: ReportMember.gongkai.rawValue, json: "\"\(version)\""))
    }
    extensions.sort { ($0.parent, $0.name) < ($1.parent, $1.name) }
  }

  package mutating func finishReport() {
    guard var report = parts.report else { return }
    let isNewer = !isStrict && JSONExtensions.hasNewerWords(report)
    if !parts.kept.isEmpty || isNewer {
      report.extensions += parts.kept
      complete(&report.extensions)
    }
    reports.append(report)
    parts = ReportParts()
  }

  /// Whether the element at hand is the root.
  package var isRoot: Bool { frames.count == 1 }

  // MARK: Values

  package func has(_ attribute: XMLAttribute) -> Bool { present & 1 << UInt64(attribute.rawValue) != 0 }

  /// Whether the tag has others than these.
  package func hasOther(than attributes: UInt64) -> Bool { present & ~attributes != 0 }

  /// The value of an attribute; nil where it is not there.
  package func bytes(_ attribute: XMLAttribute) -> UnsafeBufferPointer<UInt8>? {
    has(attribute) ? values[Int(attribute.rawValue)] : nil
  }

  package func string(_ attribute: XMLAttribute) -> String? { bytes(attribute).map(XMLEscapes.decoded) }

  /// The text of the element that ends.
  package func content() -> String { text.withUnsafeBufferPointer(XMLEscapes.decoded) }

  /// Notes that an attribute has another value than its kind allows.
  package mutating func wrong(_ attribute: XMLAttribute, _ found: String, _ kind: ValueKind) {
    wrong("@\(attribute.name)", found, kind.expectation)
  }

  package mutating func wrong(_ what: String, _ found: String, _ expected: String) {
    violations.add(.wrongValue(of: what, expected: expected, found: found), line: line)
  }

  /// A value in a notation of its own; nil where there is none, or where it is wrong.
  package mutating func parsed<Value>(
    _ attribute: XMLAttribute, _ kind: ValueKind, _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> Value? {
    guard let bytes = bytes(attribute) else { return nil }
    if let value = parse(bytes) { return value }
    wrong(attribute, String(decoding: bytes, as: UTF8.self), kind)
    return nil
  }

  /// One of the words of an enumeration.
  package mutating func choice<Choice: RawRepresentable<String>>(
    _ attribute: XMLAttribute, _ kind: ValueKind, _: Choice.Type
  ) -> Choice? {
    parsed(attribute, kind) { Choice(rawValue: String(decoding: $0, as: UTF8.self)) }
  }

  package mutating func integer(_ attribute: XMLAttribute, _ range: ClosedRange<Int>) -> Int? {
    parsed(attribute, .integer(range)) { XMLValues.integer($0, range) }
  }

  package mutating func date(_ attribute: XMLAttribute) -> String? {
    parsed(attribute, .date) {
      let text = String(decoding: $0, as: UTF8.self)
      return Notation.isDate(text) ? text : nil
    }
  }

  package mutating func place() -> Place? { parsed(.place, .place) { Place(utf8: $0) } }
}

extension CanonicalXMLReader: XMLEventHandler {
  package mutating func startElement(_ tag: XMLStartTag) {
    if skippedDepth > 0 {
      skippedDepth += 1
      return
    }
    if capture.isOpen { return capture.start(tag) }
    line = tag.line
    guard let parent = frames.last else { return startRoot(tag) }
    guard isOurs(tag.namespace), let index = elementNames.position(of: tag.name),
      let position = rules.position(of: elements[index], in: parent.element)
    else { return unknownElement(tag) }
    let element = elements[index]
    let isInOrder = position >= parent.position
    if isInOrder { frames[frames.count - 1].position = position }
    let bit: UInt64 = 1 << UInt64(position)
    if parent.seen & bit == 0 {
      frames[frames.count - 1].seen |= bit
    } else if !rules.isRepeatable(element, in: parent.element) {
      violations.add(.elementTwice(element, in: parent.element), line: line)
    }
    if !isInOrder { violations.add(.wrongOrder(element, in: parent.element), line: line) }
    begin(
      element, tag, allowed: rules.allowed[Int(element.rawValue)],
      required: rules.required[Int(element.rawValue)])
  }

  package mutating func endElement() {
    if skippedDepth > 0 {
      skippedDepth -= 1
      return
    }
    if capture.isOpen {
      if let (name, xml) = capture.end() { keep(name, xml) }
      return
    }
    guard let frame = frames.last else { return }
    line = frame.line
    let missing = rules.requiredChildren[Int(frame.element.rawValue)] & ~frame.seen
    if missing != 0 {
      for (position, child) in frame.element.structure.children.enumerated()
      where missing & 1 << UInt64(position) != 0 {
        violations.add(.missingElement(child.element, in: frame.element), line: line)
      }
    }
    finish(frame.element)
    frames.removeLast()
    text.removeAll(keepingCapacity: true)
  }

  package mutating func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
    if skippedDepth > 0 { return }
    if capture.isOpen { return capture.text(bytes) }
    guard let frame = frames.last else { return }
    if rules.holdsText[Int(frame.element.rawValue)] {
      text.append(contentsOf: bytes)
    } else if !XMLValues.isBlank(bytes) {
      let excerpt = String(String(decoding: bytes.prefix(120), as: UTF8.self).prefix(40))
      violations.add(.unexpectedText(excerpt, in: frame.element), line: frame.line)
    }
  }

  private mutating func isOurs(_ namespace: UnsafePointer<UInt8>?) -> Bool {
    guard let namespace else { return false }
    if namespace == self.namespace { return true }
    guard String(cString: namespace) == CanonicalXML.namespace else { return false }
    self.namespace = namespace
    return true
  }

  private mutating func startRoot(_ tag: XMLStartTag) {
    let namespace = tag.namespace.map { String(cString: $0) } ?? ""
    let name = String(cString: tag.name)
    let element: XMLElement? =
      switch name {
      case XMLElement.report.name: .report
      case XMLElement.reports.name: .reports
      default: nil
      }
    guard let element, namespace.hasPrefix(CanonicalXML.namespacePrefix) else {
      violations.add(.notReport(namespace.isEmpty ? name : "{\(namespace)}\(name)"), line: line)
      skippedDepth = 1
      return
    }
    guard isOurs(tag.namespace) else {
      let found = String(namespace.dropFirst(CanonicalXML.namespacePrefix.count))
      violations.add(.xmlVersion(found), line: line)
      skippedDepth = 1
      return
    }
    for index in 0..<tag.attributeCount where tag.attributeNamespace(index) == nil {
      guard let name = tag.attributeName(index),
        attributeNames.position(of: name) == Int(XMLAttribute.version.rawValue)
      else { continue }
      guard checkVersion(String(decoding: tag.attributeValue(index), as: UTF8.self)) else {
        skippedDepth = 1
        return
      }
    }
    let version: UInt64 = 1 << UInt64(XMLAttribute.version.rawValue)
    begin(
      element, tag, allowed: rules.allowed[Int(element.rawValue)] | version,
      required: rules.required[Int(element.rawValue)] | version)
  }

  private mutating func begin(_ element: XMLElement, _ tag: XMLStartTag, allowed: UInt64, required: UInt64) {
    frames.append(Frame(element: element, line: line))
    text.removeAll(keepingCapacity: true)
    present = 0
    for index in 0..<tag.attributeCount {
      guard let name = tag.attributeName(index) else { continue }
      if let namespace = tag.attributeNamespace(index) {
        // Another namespace's attributes, such as xsi:schemaLocation, are none of ours.
        if isOurs(namespace) { unknownAttribute(tag, index, of: element) }
        continue
      }
      guard let position = attributeNames.position(of: name), allowed & 1 << UInt64(position) != 0 else {
        unknownAttribute(tag, index, of: element)
        continue
      }
      present |= 1 << UInt64(position)
      values[position] = tag.attributeValue(index)
    }
    let missing = required & ~present
    if missing != 0 {
      for attribute in XMLAttribute.allCases where missing & 1 << UInt64(attribute.rawValue) != 0 {
        violations.add(.missingAttribute(attribute, of: element), line: line)
      }
    }
    start(element)
    present = 0
  }
}
