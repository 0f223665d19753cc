import Synchronization
import SystemPackage

/// The names of what stands somewhere only until it is complete or used. They tell the process that it belongs to,
/// which holds a lock on it too: what a killed process has left is known by both, and removed by the next.
enum TemporaryName {
  /// Hidden, beside the place of a result or among other temporary folders. It does not grow with the name of the
  /// result, which may be as long as the system allows.
  static var fresh: String {
    let random = String(UInt32.random(in: .min ... .max), radix: 16)
    return
      ".gongkai-\(SystemCalls.processID)-\(String(repeating: "0", count: 8 - random.utf8.count))\(random).tmp"
  }

  /// The process that a name belongs to. Only a name of exactly that kind does: a user's may begin like one.
  private static func owner(of name: String) -> Int32? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == ".gongkai", parts[2].utf8.count == 12, parts[2].hasSuffix(".tmp"),
      parts[2].utf8.prefix(8).allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
      let owner = Int32(parts[1]), String(owner) == parts[1]
    else { return nil }
    return owner
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
