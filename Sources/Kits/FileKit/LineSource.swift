import Synchronization
import SystemPackage

/// The lines of a stream as they come. None is kept that is longer than the limit.
package final class LineSource: Sendable {
  package enum Line: Sendable {
    /// Without its end.
    case whole([UInt8])
    /// The beginning of one that is too long.
    case tooLong([UInt8])
  }

  private struct State: Sendable {
    var buffer: [UInt8] = []
    /// Where the next line begins, and from where on its end was not looked for.
    var start = 0
    var seen = 0
    /// The beginning of the line whose rest is passed over.
    var beginning: [UInt8]?
    var isAtEnd = false
  }

  /// How much of a line that is too long is kept.
  private static let beginningLength = 4096
  private static let pieceLength = 1 << 16

  private let file: FileDescriptor
  private let limit: Int
  private let state = Mutex(State())

  package init(_ file: FileDescriptor, limit: Int) { (self.file, self.limit) = (file, limit) }

  /// The next line; nil at the end. The last one need not have an end.
  package func next() throws(Errno) -> Line? {
    try state.withLock { state throws(Errno) in try next(&state) }
  }

  private func next(_ state: inout State) throws(Errno) -> Line? {
    while true {
      if let end = state.buffer[state.seen...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (state.start, state.seen) = (end + 1, end + 1) }
        return line(endingAt: end, &state)
      }
      state.seen = state.buffer.count
      if state.isAtEnd {
        if state.start == state.buffer.count, state.beginning == nil { return nil }
        defer { (state.buffer, state.start, state.seen) = ([], 0, 0) }
        return line(endingAt: state.buffer.count, &state)
      }
      if state.buffer.count - state.start > limit || state.beginning != nil {
        state.beginning = state.beginning ?? Array(state.buffer[state.start...].prefix(Self.beginningLength))
        state.buffer = []
      } else if state.start > 0 {
        state.buffer.removeFirst(state.start)
      }
      (state.start, state.seen) = (0, state.buffer.count)
      try FileAccess.append(Self.pieceLength, of: file, to: &state.buffer)
      state.isAtEnd = state.buffer.count == state.seen
    }
  }

  private func line(endingAt end: Int, _ state: inout State) -> Line {
    if let beginning = state.beginning {
      state.beginning = nil
      return .tooLong(beginning)
    }
    let line = state.buffer[state.start..<end]
    return line.count > limit ? .tooLong(Array(line.prefix(Self.beginningLength))) : .whole(Array(line))
  }
}
