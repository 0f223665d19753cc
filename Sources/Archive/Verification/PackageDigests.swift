import FileKit
import Records

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

  static func areIn(_ contents: PackageContents) -> Bool {
    algorithms.contains { contents.has(TransferLayout.digests($0)) }
  }

  init(_ contents: PackageContents, into log: inout VerificationLog) {
    log.ask(.digestsMissing)
    for algorithm in Self.algorithms {
      let path = TransferLayout.digests(algorithm)
      guard contents.has(path) else {
        if algorithm == .sha256 { log.find(.digestsMissing) }
        continue
      }
      listPaths.insert(path)
      guard let bytes = contents.bytes(of: path) else { continue }
      log.ask(.digestsLine, .digestsWrong, .digestsUnlisted, .digestsStray, .digestsTwice)
      let list = DigestList(bytes, algorithm, isStrict: true)
      for line in list.strayLines { log.find(.digestsLine, path: path, line: line) }
      var lines: [String: DigestList.Line] = [:]
      for line in list.lines where lines.updateValue(line, forKey: line.path) != nil {
        log.find(
          .digestsTwice, path: path, line: line.line,
          ["name": line.path, "algorithm": algorithm.rawValue])
      }
      lists.append(Stated(algorithm: algorithm, path: path, lines: lines))
    }
    if listPaths.isEmpty { log.leaveOut(group: .digests) }
  }

  /// The algorithms of the lists that are there.
  var algorithms: [DigestAlgorithm] { lists.map(\.algorithm) }

  /// - Parameter digests: those of a file by each of the algorithms.
  mutating func add(_ path: String, _ digests: [DigestAlgorithm: String], into log: inout VerificationLog) {
    // A list cannot name itself, and two cannot name each other.
    let isList = listPaths.contains(path)
    for index in lists.indices {
      let algorithm = lists[index].algorithm
      let arguments = ["name": path, "algorithm": algorithm.rawValue]
      guard let line = lists[index].lines.removeValue(forKey: path) else {
        if !isList { log.find(.digestsUnlisted, path: path, arguments) }
        continue
      }
      if digests[algorithm] != line.digest { log.find(.digestsWrong, path: path, arguments) }
    }
  }

  func finish(_ contents: PackageContents, into log: inout VerificationLog) {
    for list in lists {
      // One that cannot be read is there all the same.
      for line in list.lines.values.sorted(by: { $0.line < $1.line }) where !contents.has(line.path) {
        log.find(
          .digestsStray, path: list.path, line: line.line,
          ["name": line.path, "algorithm": list.algorithm.rawValue])
      }
    }
  }
}
