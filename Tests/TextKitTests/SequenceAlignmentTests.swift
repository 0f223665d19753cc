import TestSupport
import Testing

@testable import TextKit

@Suite struct SequenceAlignmentTests {
  /// As long as any alignment by the plain table, and a real one.
  @Test func matchesAreLongest() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<300 {
      let left = (0..<Int.random(in: 0...14, using: &random)).map { _ in Int.random(in: 0...3, using: &random)
      }
      let right = (0..<Int.random(in: 0...14, using: &random)).map { _ in
        Int.random(in: 0...3, using: &random)
      }
      var alignment = SequenceAlignment()
      let matches = alignment.matches(left, right)
      #expect(matches.allSatisfy { left[$0.left] == right[$0.right] })
      #expect(zip(matches, matches.dropFirst()).allSatisfy { $0.left < $1.left && $0.right < $1.right })
      var table = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
      for i in left.indices {
        for j in right.indices {
          table[i + 1][j + 1] = left[i] == right[j] ? table[i][j] + 1 : max(table[i][j + 1], table[i + 1][j])
        }
      }
      #expect(matches.count == table[left.count][right.count])
    }
  }
}
