import Core
import FileKit
import Rendering
import Synchronization
import SystemPackage

/// A folder that results of several inputs are written to, with the folders in it.
final class ResultFolder: Sendable {
  /// What becomes of a file that is there already.
  enum Existing: Sendable {
    case kept
    case overwritten
    /// Replaced where it is as an earlier run has left it.
    case updated
  }

  private struct State {
    var manifest: OutputManifest
    var written = 0
    var unchanged = 0
  }

  let path: FilePath
  private let existing: Existing
  private let known: OutputManifest
  private let state: Mutex<State>

  init(_ path: FilePath, _ existing: Existing) throws(Refusal) {
    if !FileAccess.isFolder(path) { try FileAccess.makeFolder(path) }
    (self.path, self.existing) = (path, existing)
    let manifest = path.appending(OutputManifest.name)
    known =
      existing == .updated && SystemCalls.exists(manifest)
      ? try OutputManifest(try FileAccess.read(manifest), name: manifest.shown) : OutputManifest()
    state = Mutex(State(manifest: known))
  }

  /// How many files were written, and how many are as they were.
  var counts: (written: Int, unchanged: Int) { state.withLock { ($0.written, $0.unchanged) } }

  func place(of name: FilePath) -> FilePath { path.pushing(name) }

  /// - Throws: an `output` refusal where a file is there that must not be replaced.
  func write(_ bytes: [UInt8], to name: FilePath) throws(Refusal) {
    let place = place(of: name)
    guard existing == .updated else {
      try FileAccess.write(bytes, to: place, overwrites: existing == .overwritten)
      return state.withLock { $0.written += 1 }
    }
    let digest = ContentDigest.hexadecimal(bytes)
    let isThere = SystemCalls.exists(place)
    let before = isThere ? ContentDigest.hexadecimal(try FileAccess.read(place)) : nil
    if before != digest {
      if isThere, before != known.digests[name.shown] { throw Refusal(.output, .notOurs(place)) }
      try FileAccess.write(bytes, to: place, overwrites: isThere)
    }
    state.withLock { state in
      state.manifest.digests[name.shown] = digest
      if before == digest { state.unchanged += 1 } else { state.written += 1 }
    }
  }

  /// Notes what was written, after all of it.
  func finish() throws(Refusal) {
    let manifest = state.withLock { $0.manifest }
    guard existing == .updated, manifest != known else { return }
    try FileAccess.write(manifest.json, to: path.appending(OutputManifest.name), overwrites: true)
  }
}

extension Finding {
  fileprivate static func notOurs(_ path: FilePath) -> Finding {
    Finding("outputs.not-ours", .error, ["path": path.shown])
  }
}
