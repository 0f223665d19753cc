import ArgumentParser
import Gongkai

/// `archive sign-input`: the exact bytes that the user's own tool signs.
struct SignInputCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-input", abstract: Help.abstract("archive.sign-input"),
    discussion: Help.discussion("archive.sign-input"))

  @Argument(help: Help.text("envelope", placeholder: "envelope"), completion: .file())
  var envelope: String

  @Flag(name: .long, help: Help.text("lock"))
  var lock = false

  @Option(
    name: [.customShort("o"), .long], help: Help.text("sign-output", placeholder: "file"), completion: .file()
  )
  var output: String?

  @Flag(name: .long, help: Help.text("overwrite"))
  var overwrite = false

  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  func run() throws {
    Console.shared.use(lang)
    if let output, output != "-", !overwrite { try FileAccess.refuseExisting([output]) }
    try EnvelopeFile.told(envelope) { () throws(Refusal) in
      let bytes = try Envelope(try FileAccess.read(envelope)).bytesToSign(lock ? .lastSignature : .content)
      if let output, output != "-" {
        try FileAccess.write(Array(bytes), to: output, overwrites: overwrite)
      } else {
        try FileAccess.writeToStandardOutput(Array(bytes))
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
  var envelope: String

  @Option(name: .long, help: Help.text("signature", placeholder: "file"), completion: .file())
  var signature: String

  @Option(name: .long, help: Help.text("certificate", placeholder: "file"), completion: .file())
  var certificate: [String]

  @Option(name: .long, help: Help.text("algorithm", placeholder: "name"))
  var algorithm: String

  @Option(name: .long, help: Help.text("signing-time", placeholder: "time"))
  var time: String?

  @Option(name: .long, help: Help.text("signer", placeholder: "name"))
  var signer: String?

  @Flag(name: .long, help: Help.text("lock"))
  var lock = false

  @Option(
    name: [.customShort("o"), .long], help: Help.text("attach-output", placeholder: "file"),
    completion: .file()
  )
  var output: String

  @Flag(name: .long, help: Help.text("overwrite"))
  var overwrite = false

  @Option(name: .long, help: Help.text("lang"))
  var lang: Language?

  func run() throws {
    Console.shared.use(lang)
    if !overwrite { try FileAccess.refuseExisting([output]) }
    let result = try FileAccess.read(signature)
    var certificates: [[UInt8]] = []
    for path in certificate {
      certificates += try EnvelopeSignature.certificates(try FileAccess.read(path), name: path)
    }
    let given = EnvelopeSignature(
      result: result, certificates: certificates, algorithm: algorithm, time: time, signer: signer)
    try EnvelopeFile.told(envelope) { () throws(Refusal) in
      let read = try Envelope(try FileAccess.read(envelope))
      let signed = try read.attaching(given, to: lock ? .lastSignature : .content)
      var file = try OutputFile(output)
      do throws(Refusal) {
        for piece in signed.pieces { try file.write(Array(piece)) }
      } catch {
        file.discard()
        throw error
      }
      try file.place(overwrites: overwrite)
      Console.shared.report(signed.findings, path: output)
    }
  }
}

private enum EnvelopeFile {
  /// Does something with an envelope; a refusal is told with the file that it is about.
  static func told(_ path: String, _ work: () throws(Refusal) -> Void) throws {
    do throws(Refusal) {
      try work()
    } catch {
      Console.shared.report(error.findings, path: path)
      throw ExitStatus(error)
    }
  }
}
