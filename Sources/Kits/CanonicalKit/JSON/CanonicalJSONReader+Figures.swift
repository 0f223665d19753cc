import JSONKit
import ReportModel

extension CanonicalJSONReader {
  /// What `statistics` says of a cell.
  private enum Number {
    case absent, null, amount
    /// Something that is a violation already.
    case broken
  }

  /// What an entry of `cells` says.
  private struct Details {
    var status: FigureStatus?
    var value: Amount?
    var bounds = Bounds(atLeast: nil, atMost: nil)
    var alternatives: [Amount] = []
    var seen = CellMembers()
  }

  private static let placeName = NameTable([CellMember.place.rawValue])

  /// The figures of a form, from the members `statistics` and `cells` of an object.
  package mutating func figures(of form: Form, in object: Int) -> Statistics {
    var figures = [Figure?](repeating: nil, count: form.cells.count)
    var numbers = [Number](repeating: .absent, count: form.cells.count)
    // Figures are large: they are filled in where they stand.
    figures.withUnsafeMutableBufferPointer { figures in
      guard let figures = figures.baseAddress else { return }
      if let statistics = find(ReportMember.statistics, in: object) {
        var visited = [Bool](repeating: false, count: form.tree.nodes.count)
        read(statistics, form.tree, 0..<form.tree.nodes.count, figures, &numbers, &visited)
      }
      if let cells = find(ReportMember.cells, in: object) { entries(cells, form, figures, numbers) }
    }
    return Statistics(form, figures: figures)
  }

  /// Reads the numbers below one object of `statistics`.
  private mutating func read(
    _ token: Int, _ tree: CellTree, _ range: Range<Int>, _ figures: UnsafeMutablePointer<Figure?>,
    _ numbers: inout [Number], _ visited: inout [Bool]
  ) {
    guard isKind(token, .object) else { return }
    var expected = range.lowerBound
    var key = document.first(token)
    let end = document.next(token)
    while key < end {
      let value = key + 1
      defer { key = document.next(value) }
      guard let position = node(key, tree, range, expected) else {
        unknown(key, in: token)
        continue
      }
      let node = tree.nodes[position]
      expected = node.end
      if visited[position] {
        repeated(key)
        continue
      }
      visited[position] = true
      guard let cell = node.cell else {
        read(value, tree, position + 1..<node.end, figures, &numbers, &visited)
        continue
      }
      switch document.kind(value) {
      case .number:
        guard let amount = amount(value) else {
          numbers[cell] = .broken
          continue
        }
        figures[cell] = Figure(.exact(amount))
        numbers[cell] = .amount
      case .null:
        figures[cell] = .unknown
        numbers[cell] = .null
      default:
        numbers[cell] = .broken
        violation(
          "json.type", ["expected": "number | null", "found": document.kind(value).name], at: value)
      }
    }
  }

  /// The node of a name among siblings, looked for first where it should come.
  private func node(_ key: Int, _ tree: CellTree, _ range: Range<Int>, _ expected: Int) -> Int? {
    if document.hasEscapes(key) {
      let name = Array(document.string(key).utf8)
      var position = range.lowerBound
      while position < range.upperBound {
        if tree.text[tree.nodes[position].name].elementsEqual(name) { return position }
        position = tree.nodes[position].end
      }
      return nil
    }
    var position = expected
    while position < range.upperBound {
      if document.isPlain(key, equalTo: tree.text, tree.nodes[position].name) { return position }
      position = tree.nodes[position].end
    }
    position = range.lowerBound
    while position < min(expected, range.upperBound) {
      if document.isPlain(key, equalTo: tree.text, tree.nodes[position].name) { return position }
      position = tree.nodes[position].end
    }
    return nil
  }

  /// Reads `cells`.
  private mutating func entries(
    _ token: Int, _ form: Form, _ figures: UnsafeMutablePointer<Figure?>, _ numbers: [Number]
  ) {
    guard isKind(token, .object) else { return }
    let tree = form.tree
    var isEntered = [Bool](repeating: false, count: form.cells.count)
    var expected = 0
    var key = document.first(token)
    let end = document.next(token)
    while key < end {
      defer { key = document.next(key + 1) }
      guard let cell = cell(key, form, tree, expected) else {
        unknownCell(key, in: token, form)
        continue
      }
      expected = cell + 1
      if isEntered[cell] {
        repeated(key)
        continue
      }
      isEntered[cell] = true
      entry(key + 1, cell, of: form, figures + cell, numbers[cell])
    }
  }

  private func cell(_ key: Int, _ form: Form, _ tree: CellTree, _ expected: Int) -> Int? {
    // In a whole report the next entry is the next cell or a few further on; else it is looked up.
    if !document.hasEscapes(key) {
      for position in expected..<min(expected + 4, tree.cellNames.count)
      where document.isPlain(key, equalTo: tree.text, tree.cellNames[position]) {
        return position
      }
    }
    return CellID(document.string(key)).flatMap { form.index(of: $0) }
  }

  private mutating func unknownCell(_ key: Int, in object: Int, _ form: Form) {
    if isStrict {
      violation(
        "json.unknown-cell", ["cell": document.string(key), "form": form.id.description], at: key)
    } else {
      unknown(key, in: object)
    }
  }

  private mutating func entry(
    _ token: Int, _ cell: Int, of form: Form, _ figure: UnsafeMutablePointer<Figure?>, _ number: Number
  ) {
    if number == .amount, document.next(token) == token + 3, document.kind(token) == .object,
      Self.placeName.position(of: token + 1, in: document, expected: 0) == 0
    {
      // Most entries of a report as read say nothing but where.
      figure.pointee?.place = place(token + 2)
      return
    }
    guard var object = object(token) else { return }
    var details = Details()
    if number == .absent { figure.pointee = .unknown }
    while let (member, value) = next(&object, CellMember.self) {
      switch member {
      case .raw: figure.pointee?.raw = string(value)
      case .place: figure.pointee?.place = place(value)
      case .unit: figure.pointee?.unit = string(value)
      case .note: figure.pointee?.note = string(value)
      case .lineage: figure.pointee?.lineage = lineage(value)
      case .status: details.status = choice(value, FigureStatus.self)
      case .value:
        details.seen.insert(member)
        details.value = amount(value)
      case .atLeast:
        details.seen.insert(member)
        details.bounds.atLeast = amount(value)
      case .atMost:
        details.seen.insert(member)
        details.bounds.atMost = amount(value)
      case .alternatives:
        details.seen.insert(member)
        details.alternatives = list(value) { $0.amount($1) }
      }
    }
    if details.status == nil, details.seen.isEmpty, number == .amount { return }
    if number == .broken { return }
    combine(details, form.cells[cell].id, figure, number, at: token)
  }

  /// Settles what a figure is from its number and its entry, or notes that the two do not agree.
  private mutating func combine(
    _ details: Details, _ cell: CellID, _ figure: UnsafeMutablePointer<Figure?>, _ number: Number,
    at token: Int
  ) {
    let status = details.status ?? .exact
    let allowed = CanonicalJSON.members(allowedWith: status)
    for member in CellMember.members.names where details.seen.contains(member) && !allowed.contains(member) {
      violation("json.status-member", ["member": member.rawValue, "status": status.rawValue], at: token)
    }
    for member in CanonicalJSON.members(requiredWith: status) where !details.seen.contains(member) {
      violation("json.missing-member", ["member": member.rawValue], at: token)
    }
    let printed = number == .amount ? figure.pointee?.certainAmount : nil
    var isContradiction = false
    switch status {
    case .exact, .derived:
      guard let amount = printed ?? details.value else {
        if !details.seen.contains(.value) {
          violation("json.no-figure", ["cell": cell.description, "status": status.rawValue], at: token)
        }
        return
      }
      if let value = details.value, value != amount { isContradiction = true }
      figure.pointee?.value = status == .exact ? .exact(amount) : .derived(amount)
    case .estimate:
      if let printed, printed != details.value { isContradiction = true }
      if let value = details.value { figure.pointee?.value = .estimate(value, within: details.bounds) }
    case .range: figure.pointee?.value = .range(details.bounds)
    case .ambiguous:
      let sorted = details.alternatives.sorted()
      figure.pointee?.value = .ambiguous(
        sorted.indices.filter { $0 == 0 || sorted[$0 - 1] != sorted[$0] }.map { sorted[$0] })
    case .blank: figure.pointee?.value = .blank
    case .notApplicable: figure.pointee?.value = .notApplicable
    case .unreadable: figure.pointee?.value = .unreadable
    case .unknown: figure.pointee?.value = .unknown
    }
    switch status {
    case .exact, .derived, .estimate: break
    default: isContradiction = printed != nil
    }
    if isContradiction {
      violation(
        "json.contradiction",
        [
          "cell": cell.description, "status": status.rawValue,
          "number": printed?.description ?? details.value?.description ?? "",
        ], at: token)
    }
  }
}

/// A set of an entry's members.
package struct CellMembers: ExpressibleByArrayLiteral {
  private var bits: UInt32 = 0

  package init(arrayLiteral members: CellMember...) {
    for member in members { insert(member) }
  }

  private static func bit(_ member: CellMember) -> UInt32 {
    switch member {
    case .value: 1
    case .atLeast: 2
    case .atMost: 4
    case .alternatives: 8
    case .status: 16
    case .raw: 32
    case .place: 64
    case .unit: 128
    case .note: 256
    case .lineage: 512
    }
  }

  package var isEmpty: Bool { bits == 0 }

  package mutating func insert(_ member: CellMember) { bits |= Self.bit(member) }

  package func contains(_ member: CellMember) -> Bool { bits & Self.bit(member) != 0 }
}

extension CanonicalJSON {
  /// The members of an entry that say what a figure is, by its status.
  package static func members(allowedWith status: FigureStatus) -> CellMembers {
    switch status {
    case .exact, .derived: [.value]
    case .range: [.atLeast, .atMost]
    case .estimate: [.value, .atLeast, .atMost]
    case .ambiguous: [.alternatives]
    case .blank, .notApplicable, .unreadable, .unknown: []
    }
  }

  package static func members(requiredWith status: FigureStatus) -> [CellMember] {
    switch status {
    case .estimate: [.value]
    case .ambiguous: [.alternatives]
    default: []
    }
  }
}
