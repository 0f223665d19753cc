import Findings

/// The transfer package of 档发〔2012〕7号 and DA/T 93-2022.
public struct TransferProfile: PackageProfile {
  public let profile = ArchiveProfile.transfer

  public init() {}

  static let description = "说明文件.TXT"
  static let catalogue = "目录文件.XML"
  static let others = "其他/"
  static let metadata = "电子档案元数据.XML"

  public func recognises(_ contents: PackageContents) -> Bool {
    contents.has(Self.description) || contents.has(Self.catalogue)
      || contents.entries.contains { $0.path.hasSuffix("/\(Self.metadata)") }
  }

  public func verify(
    _ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog
  ) -> Int? {
    log.ask("transfer.root-stray", "transfer.description-missing", "transfer.catalogue-missing")
    let catalogue = readCatalogue(contents, into: &log)
    readDescription(contents, catalogue, into: &log)
    let folders = RecordFolder.folders(in: contents, into: &log)
    compare(folders, catalogue, into: &log)
    if let catalogue, catalogue.entries.count > limits.recordCount {
      log.find(
        "package.record-count",
        ["count": String(catalogue.entries.count), "limit": String(limits.recordCount)])
    } else if catalogue != nil {
      log.ask("package.record-count")
    }
    walk(contents, folders, catalogue, limits, into: &log)
    return catalogue?.entries.count
  }

  private func readCatalogue(_ contents: PackageContents, into log: inout VerificationLog) -> Catalogue? {
    guard contents.has(Self.catalogue) else {
      log.find("transfer.catalogue-missing")
      return nil
    }
    return contents.bytes(of: Self.catalogue).flatMap {
      Catalogue($0, path: Self.catalogue, into: &log)
    }
  }

  private func readDescription(
    _ contents: PackageContents, _ catalogue: Catalogue?, into log: inout VerificationLog
  ) {
    guard contents.has(Self.description) else { return log.find("transfer.description-missing") }
    guard let bytes = contents.bytes(of: Self.description) else { return }
    DescriptionFile(bytes, path: Self.description, into: &log)?.compare(
      with: catalogue, path: Self.description, into: &log)
  }

  /// Folder and catalogue, both ways.
  private func compare(_ folders: [RecordFolder], _ catalogue: Catalogue?, into log: inout VerificationLog) {
    log.ask("record.metadata-missing", "record.content-missing", "record.folder-path", "record.folder-twice")
    for folder in folders {
      if !folder.hasMetadata { log.find("record.metadata-missing", path: folder.path) }
      if folder.contentCount == 0 { log.find("record.content-missing", path: folder.path) }
      if !folder.hasYear {
        log.find("record.folder-path", path: folder.path, ["value": folder.year])
      }
    }
    var seen: Set<String> = []
    for folder in folders where !seen.insert(folder.number).inserted {
      log.find("record.folder-twice", path: folder.path, ["number": folder.number])
    }
    guard let catalogue else { return }
    log.ask("record.folder-missing", "record.folder-unlisted")
    let listed = Set(catalogue.entries.compactMap(\.number))
    for entry in catalogue.entries {
      guard let number = entry.number, !number.isEmpty, !seen.contains(number) else { continue }
      log.find("record.folder-missing", path: Self.catalogue, line: entry.line, ["number": number])
    }
    for folder in folders where !listed.contains(folder.number) {
      log.find("record.folder-unlisted", path: folder.path, ["number": folder.number])
    }
  }

  /// Goes through every file once: digests, metadata and contents.
  private func walk(
    _ contents: PackageContents, _ folders: [RecordFolder], _ catalogue: Catalogue?,
    _ limits: PackageLimits, into log: inout VerificationLog
  ) {
    ContentExaminer.ask(&log)
    var digests = PackageDigests(contents, into: &log)
    let examiner = ContentExaminer()
    let byPath = Dictionary(folders.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    contents.forEach(&log, limits) { _, entry, bytes, log in
      digests.add(entry.path, bytes, into: &log)
      let folder = entry.path.lastIndex(of: "/").map { String(entry.path[..<$0]) } ?? ""
      if let record = byPath[folder], entry.path.hasSuffix("/\(Self.metadata)") {
        MetadataVerifier(path: entry.path).verify(
          bytes, record, catalogue?.entry(record.number), contents, into: &log)
      } else if entry.path.contains("/") {
        examiner.examine(entry.path, bytes, into: &log)
      }
    }
    digests.finish(contents, into: &log)
  }
}

/// 全宗号/类别号/年度/档号 and what is in it.
struct RecordFolder {
  let path: String
  let fonds: String
  let category: String
  let year: String
  let number: String
  var hasMetadata = false
  var contentCount = 0

  var hasYear: Bool { year.utf8.count == 4 && year.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// The folders of a package, in its order; what stands elsewhere is noted.
  static func folders(in contents: PackageContents, into log: inout VerificationLog) -> [RecordFolder] {
    log.ask("record.stray", "record.subfolder")
    var folders: [RecordFolder] = []
    var positions: [String: Int] = [:]
    for entry in contents.entries {
      if entry.path.hasPrefix(TransferProfile.others) { continue }
      let parts = entry.path.split(separator: "/").map(String.init)
      if parts.count == 1 {
        if parts[0] != TransferProfile.description, parts[0] != TransferProfile.catalogue {
          log.find("transfer.root-stray", path: entry.path, ["name": entry.path])
        }
        continue
      }
      guard parts.count >= 5 else {
        log.find("record.stray", path: entry.path, ["name": entry.path])
        continue
      }
      let path = parts.prefix(4).joined(separator: "/")
      let position: Int
      if let known = positions[path] {
        position = known
      } else {
        position = folders.count
        positions[path] = position
        folders.append(
          RecordFolder(path: path, fonds: parts[0], category: parts[1], year: parts[2], number: parts[3]))
      }
      if parts.count > 5 { log.find("record.subfolder", path: entry.path, ["name": entry.path]) }
      if parts.count == 5, parts[4] == TransferProfile.metadata {
        folders[position].hasMetadata = true
      } else {
        folders[position].contentCount += 1
      }
    }
    return folders
  }
}

/// The digests that a package states in 其他, and those that its files have.
struct PackageDigests {
  private struct Stated {
    let algorithm: ListedDigest
    let path: String
    var lines: [String: DigestList.Line]
  }

  private var lists: [Stated] = []
  private var listPaths: Set<String> = []

  init(_ contents: PackageContents, into log: inout VerificationLog) {
    log.ask("digests.missing")
    for algorithm in [ListedDigest.sha256, .sm3] {
      let path = "\(TransferProfile.others)\(algorithm.rawValue).txt"
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

  mutating func add(_ path: String, _ bytes: [UInt8], into log: inout VerificationLog) {
    // A list cannot name itself, and two cannot name each other.
    let isList = listPaths.contains(path)
    for index in lists.indices {
      let algorithm = lists[index].algorithm
      let arguments = ["name": path, "algorithm": algorithm.rawValue]
      guard let line = lists[index].lines.removeValue(forKey: path) else {
        if !isList { log.find("digests.unlisted", path: path, arguments) }
        continue
      }
      if algorithm.hex(bytes) != line.digest { log.find("digests.wrong", path: path, arguments) }
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
