import ArgumentParser
import Core
import Envelopes
import FileKit
import Records

/// `archive sign-input`: the exact bytes that the user's own tool signs.
struct SignInputCommand: ParsableCommand, NamedOptions {
  static let configuration = CommandConfiguration(
    commandName: "sign-input", abstract: Help.abstract("archive.sign-input"),
    discussion: Help.discussion("archive.sign-input"))
  static let outputHelp = (id: "sign-output", placeholder: "file")

  @Argument(help: Help.text("envelope", placeholder: "envelope"), completion: .file())
  var envelope: FilePath

  @OptionGroup var target: SigningTargetFlag

  @OptionGroup var result: OutputOption<SignInputCommand>
  @OptionGroup var overwriting: OverwriteFlag
  @OptionGroup var language: LanguageOption

  func run() throws {
    language.use()
    let bytes = try SigningFile.read(envelope)
    if SigningFile.isPackage(bytes) { return try signInput(ofPackage: bytes) }
    try overwriting.check([result.path], readingFrom: [envelope])
    try SigningFile.told(envelope) { () throws(Refusal) in
      try result.write(Array(try Envelope(bytes).bytesToSign(target.signed)), overwriting)
    }
  }

  /// A file for each envelope, into a new folder.
  private func signInput(ofPackage bytes: [UInt8]) throws {
    try SigningFile.told(envelope) { () throws(Refusal) in
      guard let output = result.path else { throw Refusal(.usage, .signNeedsFolder()) }
      let package = try EnvelopePackage(bytes)
      let inputs = try SigningFile.told(envelope) { () throws(EnvelopePackage.Defects) in
        try package.bytesToSign(target.signed)
      }
      var folder = try OutputFolder(output)
      do throws(Refusal) {
        let packer = FilePacker([.sha256], isDeflating: false)
        for (name, bytes) in inputs { try folder.add(name, packer.pack(name, bytes)) }
        try folder.place()
      } catch {
        folder.discard()
        throw error
      }
    }
  }
}

/// `archive attach-signature`: takes a signature back into the envelope.
struct AttachSignatureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach-signature", abstract: Help.abstract("archive.attach-signature"),
    discussion: Help.discussion("archive.attach-signature"))

  @Argument(help: Help.text("envelope", placeholder: "envelope"), completion: .file())
  var envelope: FilePath

  @Option(name: .long, help: Help.text("signature", placeholder: "file"), completion: .file())
  var signature: FilePath

  @Option(name: .long, help: Help.text("certificate", placeholder: "file"), completion: .file())
  var certificate: [FilePath]

  @Option(name: .long, help: Help.text("algorithm", placeholder: "name"))
  var algorithm: String

  @Option(name: .long, help: Help.text("signing-time", placeholder: "time"))
  var time: String?

  @Option(name: .long, help: Help.text("signer", placeholder: "name"))
  var signer: String?

  @OptionGroup var target: SigningTargetFlag

  @Option(
    name: [.customShort("o"), .long], help: Help.text("attach-output", placeholder: "file"),
    completion: .file()
  )
  var output: FilePath

  @OptionGroup var overwriting: OverwriteFlag
  @OptionGroup var language: LanguageOption

  func run() throws {
    language.use()
    try overwriting.check([output], readingFrom: [envelope, signature] + certificate)
    var certificates: [[UInt8]] = []
    for path in certificate {
      certificates += try EnvelopeSignature.certificates(try FileAccess.read(path), name: path.shown)
    }
    let bytes = try SigningFile.read(envelope)
    func given(_ path: FilePath) throws(Refusal) -> EnvelopeSignature {
      EnvelopeSignature(
        result: try FileAccess.read(path), certificates: certificates, algorithm: algorithm, time: time,
        signer: signer)
    }
    if SigningFile.isPackage(bytes) { return try attach(toPackage: bytes, given) }
    let signature = try given(signature)
    try SigningFile.told(envelope) { () throws(Refusal) in
      let signed = try Envelope(bytes).attaching(signature, to: target.signed)
      var file = try OutputFile(output)
      do throws(Refusal) {
        for piece in signed.pieces { try file.write(Array(piece)) }
      } catch {
        file.discard()
        throw error
      }
      try file.place(overwrites: overwriting.overwrite)
      Console.shared.report(signed.findings, path: output.shown)
    }
  }

  /// Takes a signature for each envelope from a folder: the name of the envelope and `.sig`.
  private func attach(
    toPackage bytes: [UInt8], _ given: (FilePath) throws(Refusal) -> EnvelopeSignature
  ) throws {
    try SigningFile.told(envelope) { () throws(Refusal) in
      guard FileAccess.isFolder(signature) else {
        throw Refusal(.usage, .signatureNeedsFolder(signature))
      }
      let package = try EnvelopePackage(bytes)
      var signatures: [String: EnvelopeSignature] = [:]
      for file in FolderWalk(signature, { $0.extension == "sig" }).items {
        if let refusal = file.refusal { throw refusal }
        signatures[String(file.path.name.dropLast(4))] = try given(file.path)
      }
      let signed = try SigningFile.told(envelope) { () throws(EnvelopePackage.Defects) in
        try package.attaching(signatures, to: target.signed)
      }
      let file = try OutputFile(output)
      do throws(Refusal) {
        try package.write(replacing: signed.envelopes, to: file).place(overwrites: overwriting.overwrite)
      } catch {
        file.discard()
        throw error
      }
      for (name, findings) in signed.notes {
        Console.shared.report(findings, path: "\(output.shown)/\(name)")
      }
    }
  }
}

private enum SigningFile {
  /// The bytes of the envelope or package; a refusal is told with its path.
  static func read(_ path: FilePath) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try told(path) { () throws(Refusal) in bytes = try FileAccess.read(path) }
    return bytes
  }

  static func isPackage(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 3, 4]) }

  /// Does something with the envelopes of a package; what is wrong is told with the envelope that it is about.
  static func told<Result>(
    _ path: FilePath, _ work: () throws(EnvelopePackage.Defects) -> Result
  ) throws(Refusal) -> Result {
    do throws(EnvelopePackage.Defects) {
      return try work()
    } catch {
      for (name, findings) in error.findings {
        Console.shared.report(findings, path: "\(path.shown)/\(name)")
      }
      throw Refusal(.input, .notSigned(error.findings.count))
    }
  }

  /// Does something with an envelope; a refusal is told with the file that it is about.
  static func told(_ path: FilePath, _ work: () throws(Refusal) -> Void) throws {
    do throws(Refusal) {
      try work()
    } catch {
      Console.shared.report(error.findings, path: path.shown)
      throw ExitStatus(error)
    }
  }
}

/// Which of its signatures an envelope gets.
struct SigningTargetFlag: ParsableArguments {
  @Flag(name: .long, help: Help.text("lock"))
  var lock = false

  var signed: SigningTarget { lock ? .lastSignature : .content }
}

extension Finding {
  fileprivate static func signNeedsFolder() -> Finding { Finding("eep.sign-folder", .error) }

  fileprivate static func signatureNeedsFolder(_ path: FilePath) -> Finding {
    Finding("eep.signature-folder", .error, ["path": path.shown])
  }

  fileprivate static func notSigned(_ count: Int) -> Finding {
    Finding("eep.not-signed", .error, ["count": String(count)])
  }
}
