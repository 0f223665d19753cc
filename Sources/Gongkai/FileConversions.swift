import Core
import Dispatch
import FileKit
import FormatKit
import Synchronization

/// Has another program make readable files of several inputs at once, when the first of them is asked for: starting
/// such a program takes longer than its work on a file.
package final class FileConversions: Sendable {
  private typealias Made = Result<ConvertedFile, Refusal>

  private struct State {
    /// Inputs that were not looked at yet.
    var waiting: ArraySlice<FilePath>
    /// By the digests of the files: those that are worked on, and what tells that it is done.
    var busy: [String: DispatchGroup] = [:]
    /// What was made and is not fetched yet by all that look like it.
    var made: [String: Made] = [:]
    /// How many of the inputs that were looked at are such a file.
    var counts: [String: Int] = [:]

    mutating func fetch(_ key: String) -> Made? {
      guard let made = made[key] else { return nil }
      counts[key, default: 1] -= 1
      if counts[key, default: 0] <= 0 { (self.made[key], counts[key]) = (nil, nil) }
      return made
    }
  }

  private enum Step {
    case done(Made)
    case wait(DispatchGroup)
    case work([String: SourceBytes], DispatchGroup)
  }

  /// Files that a program is started for, and their bytes.
  private static let batchCount = 24
  private static let batchSize = 32 << 20

  private let state: Mutex<State>
  private let format: Format
  private let others: [Format]
  private let convert: FileConversion

  /// - Parameter inputs: what will be read, in about that order.
  /// - Returns: nil where no other program is needed for several of them.
  package init?(_ inputs: [FilePath], _ formats: FormatRegistry) {
    for format in formats.formats {
      guard case .conversion(let convert)? = format.reader else { continue }
      // What is no file can be read only once.
      let meant = inputs.filter { FileAccess.isRegularFile($0) && Self.mayBe(format, $0) }
      guard meant.count > 1 else { continue }
      (self.format, self.convert) = (format, convert)
      others = formats.formats.filter { $0.id != format.id }
      state = Mutex(State(waiting: meant[...]))
      return
    }
    return nil
  }

  /// Whether a file is called so, or begins so under another name.
  private static func mayBe(_ format: Format, _ path: FilePath) -> Bool {
    if path.lowercasedExtension.map(format.extensions.contains) ?? false { return true }
    // What cannot be read is told in its turn.
    guard let beginning = try? FileAccess.beginning(of: path, count: 512) else { return false }
    return format.identify(SourceBytes(name: nil, bytes: beginning)) != .no
  }

  /// What was made of a file; nil where it is none that the program is asked to read.
  func converted(
    _ source: SourceBytes, as formatName: String?
  ) throws(Refusal) -> ConvertedFile? {
    if let formatName, !format.isNamed(formatName) { return nil }
    guard isMeant(source) else { return nil }
    let key = ContentDigest.hexadecimal(source.bytes)
    while true {
      switch state.withLock({ step(source, key, &$0) }) {
      case .done(let made): return try made.get()
      case .wait(let group): group.wait()
      case .work(let batch, let group):
        let keys = batch.keys.sorted()
        let made = convert(keys.compactMap { batch[$0] })
        state.withLock { state in
          for (key, made) in zip(keys, made) { state.made[key] = made }
          for key in keys { state.busy[key] = nil }
        }
        group.leave()
      }
    }
  }

  private func isMeant(_ source: SourceBytes) -> Bool {
    guard format.identify(source) == .yes else { return false }
    let name = source.name.flatMap { FilePath($0).lowercasedExtension }
    return name.map(format.extensions.contains) ?? false || others.allSatisfy { $0.identify(source) != .yes }
  }

  /// Whoever would have to wait works on the next files meanwhile.
  private func step(_ source: SourceBytes, _ key: String, _ state: inout State) -> Step {
    if let made = state.fetch(key) { return .done(made) }
    let busy = state.busy[key]
    let batch = nextBatch(busy == nil ? [key: source] : [:], &state)
    if batch.isEmpty, let busy { return .wait(busy) }
    let group = DispatchGroup()
    group.enter()
    for key in batch.keys { state.busy[key] = group }
    return .work(batch, group)
  }

  private func nextBatch(_ first: [String: SourceBytes], _ state: inout State) -> [String: SourceBytes] {
    var batch = first
    var size = first.values.reduce(0) { $0 + $1.bytes.count }
    while batch.count < Self.batchCount, size < Self.batchSize, let path = state.waiting.popFirst() {
      // What cannot be read is told in its turn.
      guard let source = try? SourceBytes(contentsOf: path), isMeant(source) else { continue }
      let key = ContentDigest.hexadecimal(source.bytes)
      state.counts[key, default: 0] += 1
      if batch[key] != nil || state.busy[key] != nil || state.made[key] != nil { continue }
      batch[key] = source
      size += source.bytes.count
    }
    return batch
  }
}
