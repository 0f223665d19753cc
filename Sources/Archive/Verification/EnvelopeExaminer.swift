import Core
import Envelopes
import MarkupKit
import Records

/// What an envelope says that concerns other files.
struct EnvelopeFacts: Sendable {
  var hasSignatures = false
  var hasDetached = false
  /// Paths of the files that are kept beside it.
  var named: [String] = []
  /// The folder of the record that it stands in.
  var folder: String?
  /// The 档号 of its records.
  var numbers: [RecordStatement.Value] = []
}

/// Looks at one envelope of a package.
struct EnvelopeExaminer: Sendable {
  let contents: PackageContents
  let structure: TransferStructure?
  let contentExaminer: ContentExaminer

  /// nil where it cannot be read as an envelope.
  func examine(_ path: String, _ bytes: [UInt8], into log: inout VerificationLog) -> EnvelopeFacts? {
    guard let envelope = read(path, bytes, into: &log) else { return nil }
    log.ask(group: .eep, except: .eepStray, .eepEnvelopeMissing)
    let folder = PackagePath.folder(of: path)
    var facts = EnvelopeFacts(hasSignatures: !envelope.signatures.isEmpty)
    for document in envelope.documents {
      guard case .detached? = envelope.storage(of: document) else { continue }
      facts.hasDetached = true
      if let name = document.fileName { facts.named.append(PackagePath.file(name, in: folder)) }
    }
    let defects = envelope.verify(beside: { contents.bytes(of: $0, in: folder) }) { document, bytes in
      // What stands in the package by itself is examined there.
      guard let name = document.fileName,
        envelope.storage(of: document) == .embedded || contents.container == .file
      else { return }
      contentExaminer.examine("\(path)/\(name)", bytes, into: &log)
    }
    for defect in defects {
      log.find(defect.kind.rule, path: path, line: defect.line, defect.finding.arguments)
    }
    let record = structure?.folder(ofFile: path)
    facts.folder = record?.path
    facts.numbers = compare(envelope, path, with: record, into: &log)
    return facts
  }

  private func read(_ path: String, _ bytes: [UInt8], into log: inout VerificationLog) -> Envelope? {
    log.ask(.eepWellFormed, .eepDocumentType)
    let tree: XMLTree
    do throws(XMLFailure) {
      tree = try XMLTree(bytes, limits: Envelope.limits)
    } catch {
      let line = error.line > 0 ? error.line : nil
      if error.reason == .documentType {
        log.find(.eepDocumentType, path: path, line: line)
      } else {
        note(error.finding(Envelope.limits), path, into: &log)
      }
      return nil
    }
    do throws(Refusal) {
      return try Envelope(bytes, tree)
    } catch {
      error.findings.first.map { note($0, path, into: &log) }
      return nil
    }
  }

  private func note(_ finding: Finding, _ path: String, into log: inout VerificationLog) {
    let reason = LocalizedText(chinese: finding.message(in: .chinese), english: finding.message(in: .english))
    log.find(.eepWellFormed, path: path, line: finding.places.first?.line, words: ["reason": reason])
  }

  /// Whether an envelope agrees with its folder and the catalogue.
  ///
  /// - Returns: the 档号 of its records.
  private func compare(
    _ envelope: Envelope, _ path: String, with record: RecordFolder?, into log: inout VerificationLog
  ) -> [RecordStatement.Value] {
    // Of several records in one envelope, that of the folder is meant.
    let statements = envelope.records.map { envelope.statement(of: $0, path: path) }
    let own = statements.first { $0.number?.text == record?.number } ?? statements.first
    if let record, let own {
      log.ask(.metadataNumber, .metadataPath)
      own.compare(with: record, into: &log)
      if let entry = structure?.catalogue?.entry(record.number) { own.compare(with: entry, into: &log) }
    }
    return statements.compactMap(\.number).filter { !$0.text.isEmpty }
  }
}

extension EnvelopeDefect.Kind {
  /// The item that asks for it.
  var rule: VerificationRuleID {
    switch self {
    case .namespace: .eepNamespace
    case .missing: .eepMissing
    case .unknown: .eepUnknown
    case .order: .eepOrder
    case .twice: .eepTwice
    case .attribute: .eepAttribute
    case .value: .eepValue
    case .idTwice: .eepIDTwice
    case .reference: .eepReference
    case .type: .eepType
    case .size: .eepSize
    case .detachedMissing: .eepDetachedMissing
    case .detachedWrong: .eepDetachedWrong
    case .algorithm: .eepAlgorithm
    case .bareSignature: .eepBareSignature
    }
  }
}

extension Envelope {
  /// The 文件实体 as they are now.
  var records: [Int] { tree.descendants(0, "文件实体", except: "原封装包") }

  /// What one says of itself.
  func statement(of record: Int, path: String) -> RecordStatement {
    let tree = tree
    func value(_ element: Int) -> RecordStatement.Value {
      RecordStatement.Value(text: tree.text(element), line: tree.elements[element].line)
    }
    return RecordStatement(path: path, number: tree.child(record, "档号").map(value)) { parent, name in
      tree.child(record, parent).map { tree.children($0, name).map(value) } ?? []
    }
  }
}
