import MarkupKit

/// The fields that are open: their instructions are not shown, their results are (ECMA-376 part 1, 17.16.18).
struct WordFields {
  private struct Field {
    var isInstruction = true
    var hasShown = false
    /// The entries of a list to choose from, whose choice need not stand in the result.
    var entries: [String] = []
    var chosen: Int?
    var preset: Int?
    var hasList = false

    var choice: String? {
      guard hasList, !hasShown else { return nil }
      let index = chosen ?? preset ?? 0
      return entries.indices.contains(index) ? entries[index] : nil
    }
  }

  private var open: [Field] = []
  /// How many are open beyond those.
  private var deeper = 0
  private static let maximumEntries = 64
  private static let maximumDepth = 64

  /// Whether what stands here is part of an instruction, as the result of a field within one is.
  var isInInstruction: Bool { open.contains { $0.isInstruction } }

  mutating func noteText() { if !open.isEmpty { open[open.count - 1].hasShown = true } }

  /// A mark of a field.
  ///
  /// - Returns: what is shown of a field that ends and holds nothing to show.
  mutating func mark(_ type: String?) -> String? {
    switch type {
    case "begin": if open.count < Self.maximumDepth { open.append(Field()) } else { deeper += 1 }
    case "separate": if deeper == 0, !open.isEmpty { open[open.count - 1].isInstruction = false }
    case "end":
      if deeper == 0 { return open.popLast()?.choice }
      deeper -= 1
    default: break
    }
    return nil
  }

  /// What a list to choose from says.
  mutating func readList(_ element: WordElement, _ tag: XMLStartTag) {
    guard !open.isEmpty else { return }
    let last = open.count - 1
    switch element {
    case .ddList: open[last].hasList = true
    case .result where open[last].hasList: open[last].chosen = tag.wholeNumber("val")
    case .defaultEntry where open[last].hasList: open[last].preset = tag.wholeNumber("val")
    case .listEntry where open[last].entries.count < Self.maximumEntries:
      open[last].entries.append(tag.text("val") ?? "")
    default: break
    }
  }

  /// No instruction goes on behind the end of a cell or before a table: what did not end is none.
  mutating func endInstructions() {
    for index in open.indices { open[index].isInstruction = false }
  }
}
