import FileKit
import SystemPackage

/// The work of a worker: requests on standard input, answers on standard output, until there are no more.
package enum WorkerLoop {
  /// Answers requests. Where whoever asks is gone, the process ends in the middle of its work, with what it has
  /// started and what it has made.
  package static func serve(_ answer: ([UInt8]) -> [UInt8]) throws(Errno) {
    try SystemCalls.startThread {
      SystemCalls.waitForClosing(of: .standardInput)
      Leftovers.removeAll { SystemCalls.endAtOnce(status: 0) }
    }
    while let header = try bytes(Frame.headerLength), let count = Frame.length(header),
      let request = try bytes(count)
    {
      let answer = answer(request)
      try FileAccess.write(Frame.header(answer.count) + answer, to: .standardOutput)
    }
  }

  /// So many bytes; nil where there are no more.
  private static func bytes(_ count: Int) throws(Errno) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let before = bytes.count
      try FileAccess.append(count - before, of: .standardInput, to: &bytes)
      if bytes.count == before { return nil }
    }
    return bytes
  }
}
