import Core
import FileKit
import Records
import TextKit
import ZIPKit

/// A ZIP of envelopes, which are signed together: each by a signature of its own, all by one signer.
package struct EnvelopePackage {
  /// What is wrong with some of them.
  package struct Defects: Error {
    /// By the name of the file of the envelope.
    package fileprivate(set) var findings: [(name: String, findings: [Finding])] = []

    fileprivate mutating func add(_ name: String, _ more: [Finding]) { findings.append((name, more)) }
  }

  /// Their paths, in the order of the package.
  package let envelopes: [String]
  private let archive: ZIPArchive

  /// - Throws: an `input` refusal where it cannot be read, holds no envelope, or has two of one name.
  package init(_ bytes: [UInt8]) throws(Refusal) {
    do throws(ZIPFailure) {
      archive = try ZIPArchive(bytes)
    } catch {
      throw Refusal(error)
    }
    var envelopes: [String] = []
    var names: Set<String> = []
    for entry in archive.entries where entry.name.lowercased().hasSuffix(".xml") {
      guard Envelope.recognises(try Self.contents(of: entry, archive)) else { continue }
      envelopes.append(entry.name)
      let name = PackagePath.name(of: entry.name)
      if !names.insert(name).inserted {
        throw Refusal(.input, .envelopeNameTwice(name))
      }
    }
    if envelopes.isEmpty { throw Refusal(.input, .noEnvelope()) }
    self.envelopes = envelopes
  }

  private static func contents(of entry: ZIPArchive.Entry, _ archive: ZIPArchive) throws(Refusal) -> [UInt8] {
    do throws(ZIPFailure) { return try archive.contents(of: entry) } catch { throw Refusal(error) }
  }

  /// The exact bytes to sign of each envelope, by the name of its file.
  ///
  /// - Throws: every envelope that has nothing to sign.
  package func bytesToSign(_ target: SigningTarget) throws(Defects) -> [(name: String, bytes: [UInt8])] {
    var result: [(name: String, bytes: [UInt8])] = []
    var defects = Defects()
    for entry in archive.entries where envelopes.contains(entry.name) {
      let name = PackagePath.name(of: entry.name)
      do throws(Refusal) {
        result.append((name, Array(try Envelope(try Self.contents(of: entry, archive)).bytesToSign(target))))
      } catch {
        defects.add(name, error.findings)
      }
    }
    if !defects.findings.isEmpty { throw defects }
    return result
  }

  /// The envelopes with their signatures, by their paths.
  ///
  /// - Parameter signatures: by the name of the file of each envelope.
  /// - Returns: the envelopes, and what is still to be done with each.
  /// - Throws: every envelope whose signature cannot be taken or is not there, and every signature of none.
  package func attaching(
    _ signatures: [String: EnvelopeSignature], to target: SigningTarget
  ) throws(Defects) -> (envelopes: [String: [UInt8]], notes: [(name: String, findings: [Finding])]) {
    var signed: [String: [UInt8]] = [:]
    var notes: [(name: String, findings: [Finding])] = []
    var defects = Defects()
    let names = Set(envelopes.map(PackagePath.name))
    for name in signatures.keys.sorted() where !names.contains(name) {
      defects.add(name, [.signatureStray()])
    }
    for entry in archive.entries where envelopes.contains(entry.name) {
      let name = PackagePath.name(of: entry.name)
      guard let signature = signatures[name] else {
        defects.add(name, [.signatureMissing(name)])
        continue
      }
      do throws(Refusal) {
        let result = try Envelope(try Self.contents(of: entry, archive)).attaching(signature, to: target)
        signed[entry.name] = result.pieces.flatMap { $0 }
        notes.append((name, result.findings))
      } catch {
        defects.add(name, error.findings)
      }
    }
    if !defects.findings.isEmpty { throw defects }
    return (signed, notes)
  }

  /// Writes the package with other envelopes. Nothing else in it changes but the lists of digests, which follow.
  ///
  /// - Parameter changed: their bytes, by their paths.
  package func write<Output: PackageOutput>(
    replacing changed: [String: [UInt8]], to output: Output
  ) throws(Refusal) -> Output {
    var container = ZIPOutput(output)
    let packer = FilePacker([.sha256], isDeflating: true)
    for entry in archive.entries where !entry.isFolder {
      var bytes: [UInt8]
      if let new = changed[entry.name] { bytes = new } else { bytes = try Self.contents(of: entry, archive) }
      if let algorithm = DigestAlgorithm.allCases.first(where: {
        entry.name == TransferLayout.digests($0)
      }) {
        bytes = Self.list(bytes, algorithm, changed)
      }
      try container.add(entry.name, packer.pack(entry.name, bytes))
    }
    try container.finish()
    return container.output
  }

  /// A list of digests in which those of the files that changed are theirs.
  private static func list(
    _ bytes: [UInt8], _ algorithm: DigestAlgorithm, _ changed: [String: [UInt8]]
  ) -> [UInt8] {
    let lines = TextFileLines.lines(bytes).map { line -> String in
      guard let gap = line.text.firstRange(of: "  "),
        let bytes = changed[String(line.text[gap.upperBound...])]
      else { return line.text }
      return "\(ContentDigest.hexadecimal(bytes, algorithm))  \(line.text[gap.upperBound...])"
    }
    return Array(lines.joined(separator: "\n").utf8)
  }
}
