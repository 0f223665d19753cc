import Synchronization
import SystemPackage

/// What must not outlast this process: its temporary files and folders, and the groups of programs that it has started.
/// Nothing of it is made while the process is told to end.
package enum Leftovers {
  private struct State {
    var paths: Set<FilePath> = []
    var groups: Set<Int32> = []
  }

  private static let state = Mutex(State())

  /// How long programs may take to end by themselves, and to remove what they leave.
  private static let grace = Duration.seconds(2)

  /// Makes a file or folder that does not stay.
  ///
  /// - Parameter body: makes it and gives its path.
  package static func make<Failure>(_ body: () throws(Failure) -> FilePath) throws(Failure) -> FilePath {
    try state.withLock { state throws(Failure) in
      let path = try body()
      state.paths.insert(path)
      return path
    }
  }

  /// Removes a file or folder that did not stay.
  package static func remove(_ path: FilePath) {
    FileAccess.remove(path)
    forget(path)
  }

  /// It is gone, or stands in its place.
  package static func forget(_ path: FilePath) {
    state.withLock { _ = $0.paths.remove(path) }
  }

  /// Starts a program that leads a group of its own.
  ///
  /// - Parameter body: starts it and gives its number. Programs start one after the other: two that inherit each
  ///   other's pipes would wait for ever for an end of their input.
  package static func start(_ body: () throws(Errno) -> Int32) throws(Errno) -> Int32 {
    try state.withLock { state throws(Errno) in
      let process = try body()
      state.groups.insert(process)
      return process
    }
  }

  /// Ends what a program has left of its group, and takes its own end.
  package static func end(_ process: Int32) -> ProcessEnd? {
    SystemCalls.endGroup(process)
    state.withLock { _ = $0.groups.remove(process) }
    return SystemCalls.end(of: process)
  }

  /// Ends a program and its group: it is asked first, so that it can tidy up.
  package static func stop(_ process: Int32) -> ProcessEnd? {
    SystemCalls.askToEnd(group: process)
    awaitEnd(of: [process])
    return end(process)
  }

  /// Ends all programs, removes all that does not stay, and lets nothing new of it be made until `end` has been called.
  package static func removeAll(then end: () -> Void = {}) {
    state.withLock { state in
      for group in state.groups { SystemCalls.askToEnd(group: group) }
      awaitEnd(of: state.groups)
      for group in state.groups { SystemCalls.endGroup(group) }
      awaitEnd(of: state.groups)
      for path in state.paths { removeForCertain(path) }
      end()
    }
  }

  private static func awaitEnd(of processes: Set<Int32>) {
    let deadline = ContinuousClock.now + grace
    while !processes.allSatisfy(SystemCalls.hasEnded), .now < deadline {
      SystemCalls.pause(microseconds: 2000)
    }
  }

  /// Another thread may be writing into a folder, or a program that is just being ended.
  private static func removeForCertain(_ path: FilePath) {
    for _ in 0..<5 {
      FileAccess.remove(path)
      if !SystemCalls.exists(path) { return }
      SystemCalls.pause(microseconds: 5000)
    }
  }
}
