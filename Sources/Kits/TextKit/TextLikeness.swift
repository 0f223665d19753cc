/// How alike two texts are: twice what they have in common, by their length together.
package enum TextLikeness {
  /// By their longest common subsequence; the cost is the product of the lengths.
  ///
  /// - Parameter whole: what stands for texts that are the same, such as 100 for hundredths.
  package static func ofSequences(_ left: [UInt32], _ right: [UInt32], of whole: Int) -> Int {
    if left.isEmpty || right.isEmpty { return 0 }
    var lengths = [Int](repeating: 0, count: right.count + 1)
    for code in left {
      var diagonal = 0
      for (index, candidate) in right.enumerated() {
        let above = lengths[index + 1]
        lengths[index + 1] = code == candidate ? diagonal + 1 : max(above, lengths[index])
        diagonal = above
      }
    }
    return 2 * whole * lengths[right.count] / (left.count + right.count)
  }

  /// How many elements two sorted lists have in common, and how many steps it took to count them.
  package static func common(_ left: [UInt64], _ right: [UInt64]) -> (count: Int, steps: Int) {
    var (i, j, count) = (0, 0, 0)
    while i < left.count, j < right.count {
      if left[i] == right[j] {
        count += 1
        i += 1
        j += 1
      } else if left[i] < right[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return (count, i + j)
  }
}

/// Which pairs of neighbouring characters a text has, and how often: enough to tell a copied text with a few
/// changes from another.
package struct PairSketch: Sendable {
  /// Sorted.
  private let pairs: [UInt64]

  package init(_ codes: [UInt32]) {
    pairs = zip(codes, codes.dropFirst()).map { UInt64($0) << 32 | UInt64($1) }.sorted()
  }

  /// In hundredths; 0 where one is more than three times as long as the other.
  package func likeness(to other: PairSketch) -> Int {
    let (own, others) = (pairs.count, other.pairs.count)
    if own == 0 || others == 0 || 3 * own < others || 3 * others < own { return 0 }
    return 200 * TextLikeness.common(pairs, other.pairs).count / (own + others)
  }
}
