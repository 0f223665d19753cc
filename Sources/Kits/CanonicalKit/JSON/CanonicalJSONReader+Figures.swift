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
  }

  private static let placeName = NameTable([EntryMember.place.rawValue])

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
        let found = document.kind(value)
        violation(at: value) { .wrongType(expected: "number | null", found: found, at: $0) }
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
      let cell = document.string(key)
      violation(at: key) { .unknownCell(cell, form: form.id, at: $0) }
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
    while let (member, value) = next(&object, EntryMember.self) {
      switch member {
      case .raw: figure.pointee?.raw = string(value)
      case .place: figure.pointee?.place = place(value)
      case .unit: figure.pointee?.unit = string(value)
      case .note: figure.pointee?.note = string(value)
      case .lineage: setLineage(value, of: figure)
      case .origin: if origin(value) == .entered { figure.pointee?.isEntered = true }
      case .status: details.status = choice(value, .status, FigureStatus.self)
      case .value: details.value = amount(value)
      case .atLeast: details.bounds.atLeast = amount(value)
      case .atMost: details.bounds.atMost = amount(value)
      case .alternatives: details.alternatives = list(value) { $0.amount($1) }
      }
    }
    let seen = object.seen & EntryContent.dependent
    if details.status == nil, seen == 0, number == .amount { return }
    if number == .broken { return }
    combine(details, seen, form.cells[cell].id, figure, number, at: token)
  }

  private mutating func setLineage(_ token: Int, of figure: UnsafeMutablePointer<Figure?>) {
    let lineage = lineage(token)
    guard let own = figure.pointee, own.isPlain, let last = lastLineage, last.asked == token else {
      figure.pointee?.lineage = lineage
      return
    }
    // Figures beside each other that have the same share it.
    var shared = last.figure.inheriting(own.value)
    shared.place = own.place
    figure.pointee = shared
  }

  /// Only what does not follow from the lineage is written.
  private mutating func origin(_ token: Int) -> FigureOrigin? {
    parsed(token, .origin) { $0 == FigureOrigin.entered.rawValue ? .entered : nil }
  }

  /// Settles what a figure is from its number and its entry, or notes that the two do not agree.
  ///
  /// - Parameter seen: the members that depend on the status, as bits.
  private mutating func combine(
    _ details: Details, _ seen: UInt64, _ cell: CellID, _ figure: UnsafeMutablePointer<Figure?>,
    _ number: Number, at token: Int
  ) {
    let status = details.status ?? .exact
    let content = status.content
    check(seen, with: status, at: token)
    let printed = number == .amount ? figure.pointee?.certainAmount : nil
    var value: Amount?
    var isContradiction = false
    switch content {
    case .number:
      value = printed ?? details.value
      isContradiction = details.value.map { $0 != value } ?? false
      if value == nil, seen & content.allowed == 0 {
        violation(at: token) { .noNumber(cell, status, at: $0) }
      }
    case .numberWithinBounds:
      value = details.value
      isContradiction = printed != nil && printed != value
    case .bounds, .alternatives, .nothing: isContradiction = printed != nil
    }
    let settled = Figure.Value(status, value, within: details.bounds, alternatives: details.alternatives)
    if let settled { figure.pointee?.value = settled }
    if isContradiction {
      let shown = printed ?? details.value
      violation(at: token) { .contradiction(cell, status, number: shown, at: $0) }
    }
  }

  /// Notes the members that the status has no use for, and those that it needs and has not.
  private mutating func check(_ seen: UInt64, with status: FigureStatus, at token: Int) {
    let content = status.content
    for name in EntryMember.shape.names(in: seen & ~content.allowed) {
      violation(at: token) { .memberAgainstStatus(name, status, at: $0) }
    }
    for name in EntryMember.shape.names(in: content.required & ~seen) {
      violation(at: token) { .missingMember(name, at: $0) }
    }
  }
}
