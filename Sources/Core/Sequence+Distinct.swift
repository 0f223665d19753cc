extension Sequence where Element: Equatable {
  /// The elements in their order, each once. For a few: it looks at all before.
  package func distinct() -> [Element] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
