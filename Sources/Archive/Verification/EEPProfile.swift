import Core
import Envelopes
import FileKit
import FormatKit
import Records

/// Envelopes of DA/T 48-2009, ours or another's: one by itself, or some in a ZIP or a folder. Around them may stand
/// what 档发〔2012〕7号 lays down, which is asked where it is there.
package struct EEPProfile: PackageProfile {
  package let profile = ArchiveProfile.eep

  private let formats: FormatRegistry

  /// - Parameter formats: those that files are opened with.
  package init(_ formats: FormatRegistry) { self.formats = formats }

  package func recognises(_ contents: PackageContents) -> Bool {
    // Envelopes may be among the files of records that have their metadata beside them.
    if TransferProfile.hasMetadata(contents) { return false }
    return contents.entries.indices.contains { Self.isEnvelope(at: $0, of: contents) }
  }

  /// By its content. What is no XML by its name is not looked into, for it may be large.
  private static func isEnvelope(at index: Int, of contents: PackageContents) -> Bool {
    let path = contents.entries[index].path.lowercased()
    guard contents.container == .file || path.hasSuffix(".xml") || path.hasSuffix(".eep") else {
      return false
    }
    return Envelope.recognises(contents.beginning(at: index, count: Envelope.beginning))
  }

  package func verify(
    _ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog
  ) -> Int? {
    var walk = EnvelopeWalk(contents, limits, ContentExaminer(formats), into: &log)
    let envelopes = contents.entries.indices.filter {
      !walk.isOfOthers(contents.entries[$0].path) && Self.isEnvelope(at: $0, of: contents)
    }
    walk.run(envelopes, into: &log)
    return envelopes.count
  }
}

/// Goes through every file once: first the envelopes, which say what must stand beside them, then the others.
private struct EnvelopeWalk {
  private let contents: PackageContents
  private let limits: PackageLimits
  private let handOver: HandOver?
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
    handOver = HandOver.isIn(contents) ? HandOver(contents, limits, into: &log) : nil
    if handOver != nil || PackageDigests.areIn(contents) { digests = PackageDigests(contents, into: &log) }
  }

  func isOfOthers(_ path: String) -> Bool { digests != nil && path.hasPrefix(TransferLayout.others) }

  mutating func run(_ envelopes: [Int], into log: inout VerificationLog) {
    ContentExaminer.ask(&log)
    for index in envelopes { unread[PackagePath.folder(of: contents.entries[index].path), default: 0] += 1 }
    contents.forEach(&log, limits, only: envelopes) { _, entry, bytes, log in
      digests?.add(entry.path, bytes, into: &log)
      judge(entry.path, bytes, into: &log)
    }
    if unread.isEmpty || unread.values.contains(0) { log.ask("eep.stray") }
    let isEnvelope = Set(envelopes)
    let others = contents.entries.indices.filter { !isEnvelope.contains($0) }
    let algorithms = digests?.algorithms ?? []
    // The files at the root of a hand-over, and what is nobody's there, are told of already.
    let leavesRootOut = handOver != nil
    contents.forEach(&log, limits, only: others) { [examiner] entry, bytes, log in
      if !leavesRootOut || entry.path.contains("/") { examiner.examine(entry.path, bytes, into: &log) }
      return DigestAlgorithm.all(algorithms, of: bytes)
    } take: { entry, seen, log in
      digests?.add(entry.path, seen, into: &log)
      if leavesRootOut, !entry.path.contains("/") { return }
      if isStray(entry.path) { log.find("eep.stray", path: entry.path, ["name": entry.path]) }
    }
    digests?.finish(contents, into: &log)
    if let handOver {
      log.ask("eep.envelope-missing")
      for folder in handOver.folders where unread[folder.path] == nil {
        log.find("eep.envelope-missing", path: folder.path)
      }
    }
    leaveOut(into: &log)
  }

  /// Whether no envelope names a file. What stands in no record, or in one without an envelope, is told of as that.
  private func isStray(_ path: String) -> Bool {
    if isOfOthers(path) || named.contains(path) { return false }
    let folder = PackagePath.folder(of: path)
    guard let handOver else { return unread[folder, default: 0] == 0 }
    return handOver.record(ofFile: path).map { unread[$0.path] == 0 } ?? false
  }

  /// What does not apply to these envelopes.
  private func leaveOut(into log: inout VerificationLog) {
    if !hasDetached { log.leaveOut("eep.detached-missing", "eep.detached-wrong") }
    if !hasSignatures { log.leaveOut("eep.algorithm", "eep.bare-signature") }
    if digests == nil { log.leaveOut(group: "digests") }
    if contents.container == .file { log.leaveOut("eep.stray", "eep.number-twice") }
    if handOver != nil { return }
    for group in ["transfer", "description", "catalogue", "record", "metadata"] { log.leaveOut(group: group) }
    log.leaveOut("package.record-count", "eep.envelope-missing")
  }

  // MARK: One envelope

  private mutating func judge(_ path: String, _ bytes: [UInt8], into log: inout VerificationLog) {
    log.ask("eep.well-formed", "eep.document-type")
    let envelope: Envelope
    do throws(Refusal) {
      envelope = try Envelope(bytes)
    } catch {
      return note(error, path, into: &log)
    }
    log.ask(group: "eep", except: ["eep.stray", "eep.envelope-missing"])
    let folder = PackagePath.folder(of: path)
    unread[folder, default: 0] -= 1
    hasSignatures = hasSignatures || !envelope.signatures.isEmpty
    for document in envelope.documents {
      guard case .detached? = envelope.storage(of: document) else { continue }
      hasDetached = true
      if let name = document.fileName { named.insert(PackagePath.file(name, in: folder)) }
    }
    let findings = envelope.verify(beside: { contents.bytes(of: $0, in: folder) }) { document, bytes in
      // What stands in the package by itself is examined there.
      guard let name = document.fileName,
        envelope.storage(of: document) == .embedded || contents.container == .file
      else { return }
      examiner.examine("\(path)/\(name)", bytes, into: &log)
    }
    for finding in findings {
      log.find(finding.id, path: path, line: finding.places.first?.line, finding.arguments)
    }
    compare(envelope, path, into: &log)
  }

  private func note(_ refusal: Refusal, _ path: String, into log: inout VerificationLog) {
    guard let finding = refusal.findings.first else { return }
    let line = finding.places.first?.line
    if finding.id == "xml.document-type" {
      return log.find("eep.document-type", path: path, line: line)
    }
    var arguments: [String: String] = [:]
    for language in Language.allCases {
      arguments["reason.\(language.rawValue)"] = MessageCatalogue.shared.message(finding, language)
    }
    log.find("eep.well-formed", path: path, line: line, arguments)
  }

  /// Whether an envelope agrees with its folder and the catalogue.
  private mutating func compare(_ envelope: Envelope, _ path: String, into log: inout VerificationLog) {
    let record = handOver?.folder(ofFile: path)
    // Of several records in one envelope, that of the folder is meant.
    let statements = envelope.records.map { envelope.statement(of: $0, path: path) }
    let own = statements.first { $0.number?.text == record?.number } ?? statements.first
    if let record, let own {
      log.ask("metadata.number", "metadata.path")
      own.compare(with: record, into: &log)
      if let entry = handOver?.catalogue?.entry(record.number) { own.compare(with: entry, into: &log) }
    }
    for number in statements.compactMap(\.number) where !number.text.isEmpty {
      // Two folders of one number are told of as folders.
      let key = record.map { "\($0.path)\n\(number.text)" } ?? number.text
      if let other = pathsByNumber.updateValue(path, forKey: key), other != path {
        log.find(
          "eep.number-twice", path: path, line: number.line, ["number": number.text, "other": other])
      }
    }
  }
}

extension Envelope {
  /// The 文件实体 as they are now.
  var records: [Int] { markup.descendants(0, "文件实体", except: "原封装包") }

  /// What one says of itself.
  func statement(of record: Int, path: String) -> RecordStatement {
    let markup = markup
    func value(_ element: Int) -> RecordStatement.Value {
      RecordStatement.Value(text: markup.text(element), line: markup.elements[element].line)
    }
    return RecordStatement(path: path, number: markup.child(record, "档号").map(value)) { parent, name in
      markup.child(record, parent).map { markup.children($0, name).map(value) } ?? []
    }
  }
}
