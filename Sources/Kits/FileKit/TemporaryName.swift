import Synchronization
import SystemPackage

/// The names of what stands somewhere only until it is complete or used. They tell the process that it belongs to,
/// which holds a lock on it too: what a killed process has left is known by both, and removed by the next.
enum TemporaryName {
  private static let start = "gongkai-\(SystemCalls.processID)-"

  /// For a result, beside its place. It does not grow with the name of the result, which may be as long as the system
  /// allows.
  static var ofResult: String { ".\(start)\(UInt32.random(in: .min ... .max)).tmp" }

  /// For a folder, as the template that the system fills.
  static var ofFolder: String { "\(start)XXXXXX" }

  private static func owner(of name: String) -> Int32? {
    let parts = name.drop { $0 == "." }.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "gongkai" ? Int32(parts[1]) : nil
  }

  private static let visited = Mutex<Set<FilePath>>([])

  /// Removes what killed processes have left in a folder; once for each folder.
  static func removeAbandoned(in folder: FilePath) {
    guard visited.withLock({ $0.insert(folder).inserted }) else { return }
    // A folder that cannot be listed fails where it is written to, and says why.
    guard let names = try? SystemCalls.names(in: folder) else { return }
    for name in names {
      guard let owner = owner(of: name.string), !SystemCalls.isRunning(owner) else { continue }
      let path = folder.appending(name)
      guard let file = try? FileAccess.open(path, options: [.noFollow, .nonBlocking]) else { continue }
      // The process may run on another machine that shares the folder.
      if SystemCalls.lock(file) { FileAccess.remove(path) }
      FileAccess.close(file)
    }
  }
}
