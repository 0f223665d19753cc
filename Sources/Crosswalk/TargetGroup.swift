import ReportModel

/// Rows of the target form whose number of cases is asked for, with the way over the source's rows that tells it.
struct TargetGroup: Sendable {
  let set: TargetSet
  let practice: Walk
  let letter: Walk
  /// Whether the letter says anything about it.
  let hasLetter: Bool
  /// Whether the source's silence leaves room for any number of cases, by the reading.
  let isSilentInPractice: Bool
  let isSilentByLetter: Bool

  /// The nodes of a forest that have to do with a group, each behind its parts.
  struct Walk: Sendable {
    struct Step: Sendable {
      let node: Int
      /// Whether its cases may stand in the group, and outside of it.
      let touches: Bool
      let leaves: Bool
      /// In `parts`.
      let parts: Range<Int>
    }

    let steps: [Step]
    /// The positions of steps.
    let parts: [Int]
    let roots: [Int]
  }

  func walk(_ reading: Crosswalk.Reading) -> Walk { reading == .letter ? letter : practice }

  func isSilent(_ reading: Crosswalk.Reading) -> Bool {
    reading == .letter ? isSilentByLetter : isSilentInPractice
  }
}

extension CaseForest {
  /// The way over the trees that a group has to do with. The others have no case in it, whatever their figures.
  func walk(_ group: TargetSet, _ reading: Crosswalk.Reading) -> TargetGroup.Walk {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    for (position, node) in nodes.enumerated() {
      isNeeded[position] =
        !node.targets(reading).isDisjoint(with: group)
        // Where two replies stand as one in the group, one of them may come from a row without another case there.
        || (!node.others.isEmpty && !combined.isDisjoint(with: node.practice)
          && !combined.isDisjoint(with: group))
        || node.parts.contains { isNeeded[$0] }
    }
    // All of a tree, since what stands elsewhere limits what is left for the group.
    for position in nodes.indices.reversed() {
      if let above = above[position], isNeeded[above] { isNeeded[position] = true }
    }
    var places = [Int](repeating: 0, count: nodes.count)
    var steps: [TargetGroup.Walk.Step] = []
    var parts: [Int] = []
    for (position, node) in nodes.enumerated() where isNeeded[position] {
      places[position] = steps.count
      let start = parts.count
      parts += node.parts.map { places[$0] }
      let targets = node.targets(reading)
      steps.append(
        .init(
          node: position, touches: !targets.isDisjoint(with: group), leaves: !targets.isSubset(of: group),
          parts: start..<parts.count))
    }
    return TargetGroup.Walk(
      steps: steps, parts: parts, roots: roots.filter { isNeeded[$0] }.map { places[$0] })
  }
}
