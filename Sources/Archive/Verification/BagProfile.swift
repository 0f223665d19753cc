import FileKit
import FormatKit
import Records
import TextKit

/// A BagIt bag, RFC 8493: in a folder, or in a ZIP that holds one folder. Where what it keeps is a package for an
/// archive itself, that is verified as well.
package struct BagProfile: PackageProfile {
  package let profile = ArchiveProfile.bagit

  private let formats: FormatRegistry

  /// - Parameter formats: those that files are opened with.
  package init(_ formats: FormatRegistry) { self.formats = formats }

  package func recognises(_ contents: PackageContents) -> Bool {
    if contents.container == .file { return false }
    let top = Self.top(of: contents)
    let names = contents.entries.map { $0.path.dropFirst(top.count) }
    return names.contains { $0 == "bagit.txt" || Self.manifest(String($0)) != nil }
  }

  /// The folder that holds the bag, with its `/`; empty where there is none.
  private static func top(of contents: PackageContents) -> String {
    for entry in contents.entries {
      let parts = entry.path.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count == 2, parts[1] == "bagit.txt" || manifest(String(parts[1])) != nil {
        return "\(parts[0])/"
      }
    }
    return ""
  }

  /// The algorithm of a manifest of the payload, by the name of its file.
  private static func manifest(_ name: String) -> String? {
    guard name.hasPrefix("manifest-"), name.hasSuffix(".txt") else { return nil }
    return String(name.dropFirst(9).dropLast(4))
  }

  package func verify(
    _ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog
  ) -> Int? {
    let top = Self.top(of: contents)
    if contents.container == .zip { log.ask(.bagFolder) } else { log.leaveOut(.bagFolder) }
    for entry in contents.entries where !entry.path.hasPrefix(top) {
      log.find(.bagFolder, path: entry.path, ["name": entry.path])
    }
    let bag = contents.below(top)
    readDeclaration(bag, into: &log)
    log.ask(.bagPayloadMissing, .bagFetch)
    if !bag.entries.contains(where: { $0.path.hasPrefix(Self.payload) }) { log.find(.bagPayloadMissing) }
    if bag.has("fetch.txt") { log.find(.bagFetch, path: "fetch.txt") }
    readInformation(bag, into: &log)
    let payload = bag.below(Self.payload)
    let inner = TransferStructure.isIn(payload) ? inner.first { $0.recognises(payload) } : nil
    walk(bag, limits, examinesContents: inner == nil, into: &log)
    guard let inner else { return nil }
    var count: Int?
    log.within(Self.payload, as: inner.profile) { count = inner.verify(payload, limits, into: &$0) }
    return count
  }

  private static let payload = "data/"
  /// What a payload may be.
  private var inner: [any PackageProfile] { [EEPProfile(formats), TransferProfile(formats)] }

  // MARK: Tag files

  private func readDeclaration(_ bag: PackageContents, into log: inout VerificationLog) {
    log.ask(.bagDeclarationMissing)
    let path = "bagit.txt"
    guard bag.has(path) else { return log.find(.bagDeclarationMissing) }
    guard let bytes = bag.bytes(of: path) else { return }
    log.ask(.bagDeclaration, .bagVersion, .bagEncoding)
    var lines = TextFileLines.lines(bytes).map(\.text)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let (version, encoding) = ("BagIt-Version: ", "Tag-File-Character-Encoding: ")
    guard lines.count == 2, lines[0].hasPrefix(version), lines[1].hasPrefix(encoding),
      !bytes.starts(with: [0xEF, 0xBB, 0xBF])
    else { return log.find(.bagDeclaration, path: path) }
    let stated = lines[0].dropFirst(version.count)
    let numbers = stated.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 2, numbers.allSatisfy({ Int($0) != nil }) else {
      return log.find(.bagDeclaration, path: path, line: 1)
    }
    if stated != "1.0" { log.find(.bagVersion, path: path, line: 1, ["version": String(stated)]) }
    if lines[1].dropFirst(encoding.count).uppercased() != "UTF-8" {
      log.find(.bagEncoding, path: path, line: 2)
    }
  }

  private func readInformation(_ bag: PackageContents, into log: inout VerificationLog) {
    log.ask(.bagInfoMissing)
    let path = "bag-info.txt"
    guard bag.has(path) else {
      log.leaveOut(.bagOxum, .bagOxumMissing, .bagInfoLine, .bagDate)
      return log.find(.bagInfoMissing)
    }
    guard let bytes = bag.bytes(of: path) else { return }
    log.ask(.bagInfoLine, .bagOxumMissing, .bagDate)
    var oxum: (value: String, line: Int)?
    for (number, text) in TextFileLines.lines(bytes) where !text.isEmpty {
      // A line that begins with a space goes on with the one before.
      if text.first == " " || text.first == "\t" { continue }
      guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else {
        log.find(.bagInfoLine, path: path, line: number)
        continue
      }
      let name = text[..<colon].lowercased()
      let value = String(text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
      if name == "payload-oxum" { oxum = (value, number) }
      if name == "bagging-date", CalendarDate(value) == nil {
        log.find(.bagDate, path: path, line: number, ["value": value])
      }
    }
    guard let oxum else {
      log.leaveOut(.bagOxum)
      return log.find(.bagOxumMissing, path: path)
    }
    log.ask(.bagOxum)
    let payload = bag.entries.filter { $0.path.hasPrefix(Self.payload) }
    let actual = "\(payload.reduce(0) { $0 + $1.size }).\(payload.count)"
    if oxum.value != actual {
      log.find(.bagOxum, path: path, line: oxum.line, ["stated": oxum.value, "value": actual])
    }
  }

  // MARK: Manifests

  private struct Manifest {
    let path: String
    let algorithm: DigestAlgorithm
    let isOfTags: Bool
    var lines: [String: DigestList.Line]
  }

  /// Goes through every file once: contents, and the digests that manifests list.
  private func walk(
    _ bag: PackageContents, _ limits: PackageLimits, examinesContents: Bool, into log: inout VerificationLog
  ) {
    var manifests = readManifests(bag, into: &log)
    if examinesContents { ContentExaminer.ask(&log) }
    let examiner = ContentExaminer(formats)
    let algorithms = Dictionary(grouping: manifests, by: \.isOfTags).mapValues { $0.map(\.algorithm) }
    bag.forEach(&log, limits) { entry, bytes, log in
      let isPayload = entry.path.hasPrefix(Self.payload)
      if isPayload, examinesContents { examiner.examine(entry.path, bytes, into: &log) }
      return DigestAlgorithm.all(algorithms[!isPayload] ?? [], of: bytes)
    } take: { entry, digests, log in
      let isPayload = entry.path.hasPrefix(Self.payload)
      for index in manifests.indices where manifests[index].isOfTags != isPayload {
        let manifest = manifests[index]
        let arguments = ["name": entry.path, "manifest": manifest.path]
        guard let line = manifests[index].lines.removeValue(forKey: entry.path) else {
          // A tag file need not be listed, and a tag manifest cannot list itself.
          if isPayload { log.find(.bagManifestUnlisted, path: entry.path, arguments) }
          continue
        }
        if digests[manifest.algorithm] != line.digest {
          log.find(.bagManifestWrong, path: entry.path, arguments)
        }
      }
    }
    for manifest in manifests {
      for line in manifest.lines.values.sorted(by: { $0.line < $1.line }) where !bag.has(line.path) {
        log.find(
          .bagManifestStray, path: manifest.path, line: line.line,
          ["name": line.path, "manifest": manifest.path])
      }
    }
  }

  /// The manifests that can be checked.
  private func readManifests(_ bag: PackageContents, into log: inout VerificationLog) -> [Manifest] {
    log.ask(.bagManifestMissing, .bagTagmanifestMissing, .bagManifestWeak)
    var manifests: [Manifest] = []
    var isStrong = false
    var weak: [String] = []
    for entry in bag.entries where !entry.path.contains("/") {
      let isOfTags = entry.path.hasPrefix("tag")
      guard let name = Self.manifest(isOfTags ? String(entry.path.dropFirst(3)) : entry.path) else {
        continue
      }
      guard let algorithm = DigestAlgorithm(manifest: name) else {
        if !isOfTags { weak.append(entry.path) }
        continue
      }
      if !isOfTags, algorithm.isStrong { isStrong = true }
      if !isOfTags, !algorithm.isStrong { weak.append(entry.path) }
      if let bytes = bag.bytes(of: entry.path) {
        let list = DigestList(bytes, algorithm, isStrict: false, decodes: true)
        manifests.append(read(list, algorithm, entry.path, isOfTags, into: &log))
      }
    }
    if !isStrong, let first = weak.first {
      log.find(.bagManifestWeak, path: first, ["manifest": first])
    }
    if !manifests.contains(where: { !$0.isOfTags }) { log.find(.bagManifestMissing) }
    if !manifests.contains(where: \.isOfTags) { log.find(.bagTagmanifestMissing) }
    return manifests
  }

  private func read(
    _ list: DigestList, _ algorithm: DigestAlgorithm, _ path: String, _ isOfTags: Bool,
    into log: inout VerificationLog
  ) -> Manifest {
    log.ask(
      .bagManifestLine, .bagManifestPath, .bagManifestWrong, .bagManifestUnlisted,
      .bagManifestStray, .bagManifestTwice)
    for line in list.strayLines { log.find(.bagManifestLine, path: path, line: line) }
    var lines: [String: DigestList.Line] = [:]
    for line in list.lines {
      let parts = line.path.split(separator: "/", omittingEmptySubsequences: false)
      let isSafe = !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
      guard isSafe, isOfTags != (parts.first == "data") else {
        log.find(.bagManifestPath, path: path, line: line.line, ["name": line.path])
        continue
      }
      if lines.updateValue(line, forKey: line.path) != nil {
        log.find(
          .bagManifestTwice, path: path, line: line.line, ["name": line.path, "manifest": path])
      }
    }
    return Manifest(path: path, algorithm: algorithm, isOfTags: isOfTags, lines: lines)
  }
}
