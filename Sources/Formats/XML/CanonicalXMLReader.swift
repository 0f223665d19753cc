import Findings
import ReportModel

/// Reads canonical XML. What the schema accepts is read; everything else is named, all at once.
final class CanonicalXMLReader {
  static let maximumSize = 64 << 20

  private let forms: FormCatalogue
  private var violations = XMLViolations()
  private(set) var reports: [Report] = []

  // Names are interned by the parser: the same pointer is the same name.
  private var elements: [UnsafePointer<UInt8>: XMLElement?] = [:]
  private var attributes: [UnsafePointer<UInt8>: XMLAttribute?] = [:]
  private var path: [XMLElement] = []
  private var seen: [Set<XMLElement>] = []
  private var text: [UInt8] = []
  private var line = 0
  private var values: [(XMLAttribute, String)] = []
  /// How deep within an element that is not known; nothing there is read.
  private var unknownDepth = 0
  private var isStrict = true

  private var report: Report?
  private var figures: FigureTable?
  private var conversion: ConversionParts?
  private var knownNamespace: UnsafePointer<UInt8>?

  private struct ConversionParts {
    var policy: Conversion.Policy?
    var crosswalks: [Conversion.CrosswalkReference] = []
    var carried: [CellID] = []
  }

  static func read(_ source: SourceBytes, _ forms: FormCatalogue) throws(Refusal) -> [Report] {
    guard source.bytes.count <= maximumSize else {
      throw Refusal(.input, Finding("xml.too-large", .error, ["limit": "\(maximumSize >> 20) MiB"]))
    }
    let text = XMLText.utf8(source.bytes)
    let reader = CanonicalXMLReader(forms)
    let failure = text.withUnsafeBufferPointer { buffer -> XMLEventParser.Failure? in
      do throws(XMLEventParser.Failure) {
        try XMLEventParser.parse(buffer, reader)
        return nil
      } catch {
        return error
      }
    }
    if let failure { reader.violations.add(failure) }
    if reader.reports.isEmpty, reader.violations.isEmpty {
      reader.violations.add("xml.no-report", [:], line: 1)
    }
    if !reader.violations.isEmpty { throw Refusal(.input, reader.violations.findings) }
    return reader.reports
  }

  private init(_ forms: FormCatalogue) { self.forms = forms }
}

extension CanonicalXMLReader: XMLEventHandler {
  func begin(
    _ name: UnsafePointer<UInt8>, namespace: UnsafePointer<UInt8>?, attributes list: XMLAttributes, line: Int
  ) {
    self.line = line
    if unknownDepth > 0 {
      unknownDepth += 1
      return
    }
    guard let element = element(name), isInNamespace(namespace), isAllowed(element) else {
      unknownDepth = 1
      if isStrict || path.isEmpty {
        violations.add(
          path.isEmpty ? "xml.not-report" : "xml.unknown-element",
          [
            "element": String(cString: name),
            "expected": (path.last?.children ?? [.report, .reports]).map(\.rawValue).joined(separator: ", "),
          ], line: line)
      } else {
        // Something of a newer minor version: its name is kept as what it was.
        keep(name)
      }
      return
    }
    if let parent = seen.indices.last {
      if XMLElement.single.contains(element), !seen[parent].insert(element).inserted {
        violations.add("xml.twice", ["element": element.rawValue], line: line)
      }
    }
    path.append(element)
    if !element.children.isEmpty { seen.append([]) }
    text.removeAll(keepingCapacity: true)
    if element == .figure {
      beginFigure(list)
      return
    }
    if path.count == 1 { isStrict = !isNewer(list) }
    read(list, of: element)
    start(element)
  }

  func end() {
    if unknownDepth > 0 {
      unknownDepth -= 1
      return
    }
    guard let element = path.popLast() else { return }
    if !element.children.isEmpty { seen.removeLast() }
    finish(element)
    text.removeAll(keepingCapacity: true)
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard unknownDepth == 0, let element = path.last else { return }
    if element.holdsText {
      text.append(contentsOf: bytes)
    } else if bytes.contains(where: { $0 > 0x20 }) {
      violations.add(
        "xml.text", ["element": element.rawValue, "text": String(decoding: bytes.prefix(40), as: UTF8.self)],
        line: line)
    }
  }

  // MARK: Names

  private func element(_ name: UnsafePointer<UInt8>) -> XMLElement? {
    if let known = elements[name] { return known }
    let element = XMLElement(rawValue: String(cString: name))
    elements[name] = .some(element)
    return element
  }

  private func attribute(_ name: UnsafePointer<UInt8>) -> XMLAttribute? {
    if let known = attributes[name] { return known }
    let attribute = XMLAttribute(rawValue: String(cString: name))
    attributes[name] = .some(attribute)
    return attribute
  }

  private func isInNamespace(_ namespace: UnsafePointer<UInt8>?) -> Bool {
    guard let namespace else { return false }
    // The whole document has one namespace; its pointer need be compared by content only once.
    if namespace == knownNamespace { return true }
    guard String(cString: namespace) == CanonicalXML.namespace else { return false }
    knownNamespace = namespace
    return true
  }

  private func isAllowed(_ element: XMLElement) -> Bool {
    guard let parent = path.last else { return element == .report || element == .reports }
    return parent.children.contains(element)
  }

  private func keep(_ name: UnsafePointer<UInt8>) {
    report?.extensions.append(
      Extension(parent: "", name: "xml:\(String(cString: name))", json: "{\"line\": \(line)}"))
  }

  // MARK: Attributes

  private func read(_ list: XMLAttributes, of element: XMLElement) {
    values.removeAll(keepingCapacity: true)
    for index in 0..<list.count {
      guard let name = list.name(index) else { continue }
      guard list.namespace(index) == nil, let attribute = attribute(name),
        element.attributes.contains(attribute)
      else {
        // Another namespace's attributes, such as xsi:schemaLocation, are none of ours.
        if list.namespace(index) == nil, isStrict {
          violations.add(
            "xml.unknown-attribute",
            [
              "attribute": String(cString: name), "element": element.rawValue,
              "expected": element.attributes.map(\.rawValue).joined(separator: ", "),
            ], line: line)
        }
        continue
      }
      // Read by nobody: labels and the units of rows.
      if element == .row, attribute != .indicator { continue }
      values.append((attribute, decoded(list.value(index), "@\(attribute.rawValue)")))
    }
    for attribute in element.requiredAttributes where value(attribute) == nil {
      violations.add(
        "xml.missing-attribute", ["attribute": attribute.rawValue, "element": element.rawValue], line: line)
    }
  }

  private func isNewer(_ list: XMLAttributes) -> Bool {
    (0..<list.count).contains { index in
      list.name(index).flatMap(attribute) == .version
        && String(decoding: list.value(index), as: UTF8.self) != CanonicalXML.version
    }
  }

  private func value(_ attribute: XMLAttribute) -> String? { values.first { $0.0 == attribute }?.1 }

  private func decoded(_ bytes: UnsafeBufferPointer<UInt8>, _ what: String) -> String {
    guard let text = what.hasPrefix("@") ? XMLEscapes.decodedAttribute(bytes) : XMLEscapes.decoded(bytes)
    else {
      violations.add("xml.escape", ["what": what], line: line)
      return ""
    }
    return text
  }

  private func content() -> String { text.withUnsafeBufferPointer { decoded($0, path.last?.rawValue ?? "") } }

  private func wrong(_ what: String, _ found: String, _ expected: String) {
    violations.add("xml.value", ["what": what, "found": found, "expected": expected], line: line)
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ attribute: XMLAttribute, _ type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = value(attribute) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    wrong("@\(attribute.rawValue)", text, Choice.allCases.map(\.rawValue).joined(separator: ", "))
    return nil
  }

  private func number(_ attribute: XMLAttribute) -> Int? {
    guard let text = value(attribute) else { return nil }
    if let number = Int(text) { return number }
    wrong("@\(attribute.rawValue)", text, "0 1 2 …")
    return nil
  }

  private func amount(_ attribute: XMLAttribute) -> Amount? {
    guard let text = value(attribute) else { return nil }
    if let amount = Amount(text) { return amount }
    wrong("@\(attribute.rawValue)", text, "0, 12.5, -1")
    return nil
  }

  private func place() -> Place? {
    guard let text = value(.place) else { return nil }
    if let place = Place(text) { return place }
    wrong("@place", text, "p3 t2 r4 c7 l57 b1204-1210")
    return nil
  }

  private func cells(_ text: String) -> [CellID] {
    text.split(separator: " ").compactMap { word in
      if let cell = CellID(String(word)) { return cell }
      wrong("@from", String(word), "applications.received@total")
      return nil
    }
  }

  private func lineage() -> Lineage? {
    guard value(.by) != nil else { return nil }
    guard let rule = lineageRule(value(.by) ?? "") else { return nil }
    return Lineage(rule, reference: value(.reference), sources: value(.from).map(cells) ?? [])
  }

  private func lineageRule(_ text: String) -> Lineage.Rule? {
    if let rule = Lineage.Rule(rawValue: text) { return rule }
    wrong("@by", text, "crosswalk, sum, structuralZero")
    return nil
  }

  // MARK: Figures

  private func beginFigure(_ list: XMLAttributes) {
    read(list, of: .figure)
  }

  private func finishFigure() {
    guard figures != nil else { return }
    let status = value(.status) == nil ? .exact : choice(.status, FigureStatus.self)
    guard let status else { return }
    let number = text.isEmpty ? nil : Amount(utf8: text)
    if !text.isEmpty, number == nil { wrong("figure", content(), "0, 12.5, -1") }
    let bounds = Bounds(atLeast: amount(.atLeast), atMost: amount(.atMost))
    let figureValue: Figure.Value?
    switch status {
    case .exact: figureValue = number.map { .exact($0) }
    case .derived: figureValue = number.map { .derived($0) }
    case .estimate: figureValue = number.map { .estimate($0, within: bounds) }
    case .range: figureValue = .range(bounds)
    case .ambiguous:
      figureValue = .ambiguous(
        (value(.alternatives) ?? "").split(separator: " ").compactMap { Amount(String($0)) })
    case .blank: figureValue = .blank
    case .notApplicable: figureValue = .notApplicable
    case .unreadable: figureValue = .unreadable
    case .unknown: figureValue = .unknown
    }
    let hasNumber = status == .exact || status == .derived || status == .estimate
    if hasNumber != !text.isEmpty {
      violations.add("xml.figure", ["status": status.rawValue], line: line)
      return
    }
    guard let figureValue else { return }
    let figure = Figure(
      figureValue, raw: value(.raw), place: place(), unit: value(.unit), note: value(.note),
      lineage: lineage())
    switch figures?.set(figure, applicant: value(.applicant)) {
    case .unknownCell(let id):
      violations.add(
        "xml.unknown-cell", ["cell": id, "form": figures?.statistics.form.id.description ?? ""], line: line)
    case .twice(let id): violations.add("xml.cell-twice", ["cell": id], line: line)
    case .done, nil: break
    }
  }

  // MARK: Elements

  private func start(_ element: XMLElement) {
    switch element {
    case .reports: checkVersion()
    case .report:
      if path.count == 1 { checkVersion() }
      guard let form = form() else { return }
      report = Report(statistics: Statistics(form))
    case .identity:
      report?.identity.year = number(.year)
      report?.identity.periodStart = value(.periodStart)
      report?.identity.periodEnd = value(.periodEnd)
    case .statistics: figures = report.map { FigureTable($0.form) }
    case .conversion:
      conversion = ConversionParts(policy: choice(.policy, Conversion.Policy.self))
      figures = form().map(FigureTable.init)
    case .row: figures?.row = value(.indicator) ?? ""
    case .joint:
      report?.jointFigures.append(
        JointFigure([], Bounds(atLeast: amount(.atLeast), atMost: amount(.atMost)), lineage: lineage()))
    case .term:
      guard let id = value(.cell).flatMap(CellID.init), let last = report?.jointFigures.indices.last else {
        return
      }
      report?.jointFigures[last].terms.append(
        JointFigure.Term(id, isSubtracted: value(.subtracted) == "true"))
    case .section:
      report?.sections.append(
        ProseSection(heading: value(.heading), level: number(.level) ?? 0, place: place()))
    case .crosswalk:
      conversion?.crosswalks.append(.init(id: value(.id) ?? "", version: value(.version) ?? ""))
    case .finding:
      guard let severity = choice(.severity, Severity.self) else { return }
      report?.findings.append(Finding(value(.id) ?? "", severity))
    case .source:
      report?.source = SourceFile(
        name: value(.name), size: number(.size) ?? 0, sha256: value(.sha256) ?? "",
        format: value(.format) ?? "",
        encoding: value(.encoding))
    default: break
    }
  }

  private func finish(_ element: XMLElement) {
    switch element {
    case .report:
      if let report { reports.append(report) }
      report = nil
    case .figure: finishFigure()
    case .statistics:
      if let figures { report?.statistics = figures.statistics }
      figures = nil
    case .conversion:
      if let figures, let conversion, let policy = conversion.policy {
        report?.conversion = Conversion(
          original: figures.statistics, carried: conversion.carried, crosswalks: conversion.crosswalks,
          policy: policy)
      }
      figures = nil
      conversion = nil
    case .body: report?.identity.body = content()
    case .title: report?.identity.title = content()
    case .citedNotice: report?.identity.citedNotice = content()
    case .contact: report?.identity.contact = content()
    case .signatory:
      guard let role = choice(.role, Signatory.Role.self) else { return }
      report?.identity.signatories.append(Signatory(role, content(), place: place()))
    case .date:
      guard let role = choice(.role, ReportDate.Role.self) else { return }
      report?.identity.dates.append(ReportDate(role, iso: value(.iso), raw: content(), place: place()))
    case .paragraph:
      guard let last = report?.sections.indices.last else { return }
      report?.sections[last].paragraphs.append(ProseParagraph(content(), place: place()))
    case .carried:
      let text = content()
      if let cell = CellID(text) {
        conversion?.carried.append(cell)
      } else {
        wrong("carried", text, "response.topics")
      }
    case .evidence:
      guard let form = value(.form).flatMap(FormID.init) else {
        return wrong("@form", value(.form) ?? "", "legacy/shandong")
      }
      report?.evidence.append(Evidence(form: form, text: content(), place: place()))
    case .unplaced: report?.unplaced.append(UnplacedText(content(), place: place()))
    case .argument:
      guard let last = report?.findings.indices.last else { return }
      report?.findings[last].arguments[value(.name) ?? ""] = content()
    case .place:
      guard let last = report?.findings.indices.last else { return }
      let text = content()
      if let place = Place(text) {
        report?.findings[last].places.append(place)
      } else {
        wrong("place", text, "t2 r4 c7 l57")
      }
    case .cell:
      guard let last = report?.findings.indices.last else { return }
      report?.findings[last].cells.append(content())
    case .member:
      report?.extensions.append(
        Extension(parent: value(.parent) ?? "", name: value(.name) ?? "", json: content()))
    default: break
    }
  }

  private func checkVersion() {
    guard let text = value(.version) else {
      violations.add(
        "xml.missing-attribute", ["attribute": "version", "element": path.last?.rawValue ?? ""], line: line)
      return
    }
    let parts = text.split(separator: ".").map { Int($0) }
    guard parts.count == 2, let major = parts[0], parts[1] != nil else {
      return wrong("@version", text, CanonicalXML.version)
    }
    if major != 1 {
      violations.add("xml.version", ["found": text, "known": CanonicalXML.version], line: line)
    }
    isStrict = text == CanonicalXML.version
  }

  private func form() -> Form? {
    guard let edition = value(.edition) else { return nil }
    let id = FormID(Edition(rawValue: edition), dialect: value(.dialect))
    if let form = forms.forms.first(where: { $0.id == id }) { return form }
    violations.add(
      "xml.unknown-form",
      ["form": id.description, "forms": forms.forms.map(\.id.description).joined(separator: ", ")], line: line
    )
    return nil
  }
}
