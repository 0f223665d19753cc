import Records
import FileKit

/// The digests that a package states in 其他, and those that its files have.
struct PackageDigests {
  private struct Stated {
    let algorithm: DigestAlgorithm
    let path: String
    var lines: [String: DigestList.Line]
  }

  private var lists: [Stated] = []
  private var listPaths: Set<String> = []

  private static let algorithms = [DigestAlgorithm.sha256, .sm3]

  private static func path(_ algorithm: DigestAlgorithm) -> String {
    "\(TransferLayout.others)\(algorithm.rawValue).txt"
  }

  static func areIn(_ contents: PackageContents) -> Bool {
    algorithms.contains { contents.has(path($0)) }
  }

  init(_ contents: PackageContents, into log: inout VerificationLog) {
    log.ask("digests.missing")
    for algorithm in Self.algorithms {
      let path = Self.path(algorithm)
      guard contents.has(path) else {
        if algorithm == .sha256 { log.find("digests.missing") }
        continue
      }
      listPaths.insert(path)
      guard let bytes = contents.bytes(of: path) else { continue }
      log.ask("digests.line", "digests.wrong", "digests.unlisted", "digests.stray", "digests.twice")
      let list = DigestList(bytes, algorithm, isStrict: true)
      for line in list.strayLines { log.find("digests.line", path: path, line: line) }
      var lines: [String: DigestList.Line] = [:]
      for line in list.lines where lines.updateValue(line, forKey: line.path) != nil {
        log.find(
          "digests.twice", path: path, line: line.line,
          ["name": line.path, "algorithm": algorithm.rawValue])
      }
      lists.append(Stated(algorithm: algorithm, path: path, lines: lines))
    }
    if listPaths.isEmpty { log.leaveOut(group: "digests") }
  }

  /// The algorithms of the lists that are there.
  var algorithms: [DigestAlgorithm] { lists.map(\.algorithm) }

  mutating func add(_ path: String, _ bytes: [UInt8], into log: inout VerificationLog) {
    add(path, DigestAlgorithm.all(algorithms, of: bytes), into: &log)
  }

  /// - Parameter digests: those of a file by each of the algorithms.
  mutating func add(_ path: String, _ digests: [DigestAlgorithm: String], into log: inout VerificationLog) {
    // A list cannot name itself, and two cannot name each other.
    let isList = listPaths.contains(path)
    for index in lists.indices {
      let algorithm = lists[index].algorithm
      let arguments = ["name": path, "algorithm": algorithm.rawValue]
      guard let line = lists[index].lines.removeValue(forKey: path) else {
        if !isList { log.find("digests.unlisted", path: path, arguments) }
        continue
      }
      if digests[algorithm] != line.digest { log.find("digests.wrong", path: path, arguments) }
    }
  }

  func finish(_ contents: PackageContents, into log: inout VerificationLog) {
    for list in lists {
      // One that cannot be read is there all the same.
      for line in list.lines.values.sorted(by: { $0.line < $1.line }) where !contents.has(line.path) {
        log.find(
          "digests.stray", path: list.path, line: line.line,
          ["name": line.path, "algorithm": list.algorithm.rawValue])
      }
    }
  }
}
