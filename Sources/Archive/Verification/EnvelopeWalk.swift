import Envelopes
import FileKit
import MarkupKit
import Records

/// Goes through every file once: first the envelopes, which say what must stand beside them, then the others.
struct EnvelopeWalk {
  /// What is kept of an envelope that was looked at.
  private struct Facts: Sendable {
    var digests: [DigestAlgorithm: String] = [:]
    /// nil where it cannot be read as one.
    var envelope: EnvelopeFacts?
  }

  private let contents: PackageContents
  private let limits: PackageLimits
  private let structure: TransferStructure?
  private var digests: PackageDigests?
  private let examiner: ContentExaminer
  /// Paths of the files that an envelope says are kept beside it.
  private var named: Set<String> = []
  /// How many envelopes of a folder were not read. Where there are some, nobody knows what belongs beside them.
  private var unread: [String: Int] = [:]
  /// The envelope of each 档号.
  private var pathsByNumber: [String: String] = [:]
  private var hasDetached = false
  private var hasSignatures = false

  init(
    _ contents: PackageContents, _ limits: PackageLimits, _ examiner: ContentExaminer,
    into log: inout VerificationLog
  ) {
    self.examiner = examiner
    self.contents = contents
    self.limits = limits
    structure = TransferStructure.isIn(contents) ? TransferStructure(contents, limits, into: &log) : nil
    if structure != nil || PackageDigests.areIn(contents) { digests = PackageDigests(contents, into: &log) }
  }

  func isOfOthers(_ path: String) -> Bool { digests != nil && path.hasPrefix(TransferLayout.others) }

  mutating func run(_ envelopes: [Int], into log: inout VerificationLog) {
    ContentExaminer.ask(&log)
    for index in envelopes { unread[PackagePath.folder(of: contents.entries[index].path), default: 0] += 1 }
    walkEnvelopes(envelopes, into: &log)
    if unread.isEmpty || unread.values.contains(0) { log.ask(.eepStray) }
    walkOthers(than: envelopes, into: &log)
    digests?.finish(contents, into: &log)
    if let structure {
      log.ask(.eepEnvelopeMissing)
      for folder in structure.folders where unread[folder.path] == nil {
        log.find(.eepEnvelopeMissing, path: folder.path)
      }
    }
    leaveOut(into: &log)
  }

  private mutating func walkEnvelopes(_ envelopes: [Int], into log: inout VerificationLog) {
    let algorithms = digests?.algorithms ?? []
    let reader = EnvelopeExaminer(contents: contents, structure: structure, contentExaminer: examiner)
    contents.forEach(&log, limits, only: envelopes) { entry, bytes, log in
      Facts(
        digests: DigestAlgorithm.all(algorithms, of: bytes),
        envelope: reader.examine(entry.path, bytes, into: &log))
    } take: { entry, facts, log in
      digests?.add(entry.path, facts.digests, into: &log)
      if let envelope = facts.envelope { take(envelope, entry.path, into: &log) }
    }
  }

  private mutating func take(_ envelope: EnvelopeFacts, _ path: String, into log: inout VerificationLog) {
    unread[PackagePath.folder(of: path), default: 0] -= 1
    hasSignatures = hasSignatures || envelope.hasSignatures
    hasDetached = hasDetached || envelope.hasDetached
    named.formUnion(envelope.named)
    for number in envelope.numbers {
      // Two folders of one number are told of as folders.
      let key = envelope.folder.map { "\($0)\n\(number.text)" } ?? number.text
      if let other = pathsByNumber.updateValue(path, forKey: key), other != path {
        log.find(.eepNumberTwice, path: path, line: number.line, ["number": number.text, "other": other])
      }
    }
  }

  private mutating func walkOthers(than envelopes: [Int], into log: inout VerificationLog) {
    let isEnvelope = Set(envelopes)
    let others = contents.entries.indices.filter { !isEnvelope.contains($0) }
    let algorithms = digests?.algorithms ?? []
    // The files at the root of a transfer package, and what is nobody's there, are told of already.
    let leavesRootOut = structure != nil
    contents.forEach(&log, limits, only: others) { [examiner] entry, bytes, log in
      if !leavesRootOut || entry.path.contains("/") { examiner.examine(entry.path, bytes, into: &log) }
      return DigestAlgorithm.all(algorithms, of: bytes)
    } take: { entry, seen, log in
      digests?.add(entry.path, seen, into: &log)
      if leavesRootOut, !entry.path.contains("/") { return }
      if isStray(entry.path) { log.find(.eepStray, path: entry.path, ["name": entry.path]) }
    }
  }

  /// Whether no envelope names a file. What stands in no record, or in one without an envelope, is told of as that.
  private func isStray(_ path: String) -> Bool {
    if isOfOthers(path) || named.contains(path) { return false }
    let folder = PackagePath.folder(of: path)
    guard let structure else { return unread[folder, default: 0] == 0 }
    return structure.record(ofFile: path).map { unread[$0.path] == 0 } ?? false
  }

  /// What does not apply to these envelopes.
  private func leaveOut(into log: inout VerificationLog) {
    if !hasDetached { log.leaveOut(.eepDetachedMissing, .eepDetachedWrong) }
    if !hasSignatures { log.leaveOut(.eepAlgorithm, .eepBareSignature) }
    if digests == nil { log.leaveOut(group: .digests) }
    if contents.container == .file { log.leaveOut(.eepStray, .eepNumberTwice) }
    if structure != nil { return }
    let groups: [VerificationGroup] = [.transfer, .description, .catalogue, .record, .metadata]
    for group in groups { log.leaveOut(group: group) }
    log.leaveOut(.packageRecordCount, .eepEnvelopeMissing)
  }
}
