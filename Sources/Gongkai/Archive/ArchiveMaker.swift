import Checks
import Core
import FileKit
import Packages
import Records
import Rendering
import Verification

/// Packs reports for an archive: each is read, checked, converted to the current form and put into a package with the
/// file that it came in. Of each core one report is in memory.
public struct ArchiveMaker: Sendable {
  /// A package that was made, verified and put into its place.
  public struct Package: Sendable {
    public let path: FilePath
    /// In bytes.
    public let size: Int
    /// nil for a folder.
    public let sha256: String?
    /// 档号, in the order of the catalogue.
    public let numbers: [String]
    /// What came of verifying it: what is right, and what needs a person.
    public let verification: VerificationResult
  }

  public struct Outcome: Sendable {
    /// Empty where an input was refused and packages are made only of all.
    public var packages: [Package] = []
    /// What the refusals of inputs were, in their order.
    public var refusals: [Refusal] = []
    /// The gravest of what was found in inputs that were not refused.
    public var worst: Severity?
  }

  /// Who hears of each input, in the order of the inputs.
  struct Listener: Sendable {
    let findings: @Sendable (FilePath, [Finding]) -> Void
    let refusal: @Sendable (FilePath, Refusal) -> Void
  }

  private let converter: Converter
  private let options: ArchiveOptions
  private let verifier: PackageVerifier

  public init(
    _ converter: Converter, _ options: ArchiveOptions, verifier: PackageVerifier = PackageVerifier()
  ) {
    self.converter = converter
    self.options = options
    self.verifier = verifier
  }

  /// Makes the packages of some files, the first at that path and the next beside it.
  ///
  /// - Parameters:
  ///   - path: of a ZIP or a folder; of an XML file for one envelope.
  ///   - tell: hears what was found in each input, in the order of the inputs.
  ///   - refused: hears besides which of them were refused.
  /// - Throws: where settings are missing, nothing can be written, or a package does not pass; nothing is left behind.
  public func make(
    of inputs: [FilePath], at path: FilePath, asFolder isFolder: Bool = false,
    tell: @escaping @Sendable (FilePath, [Finding]) -> Void = { _, _ in },
    refused: @escaping @Sendable (FilePath, Refusal) -> Void = { _, _ in }
  ) throws(Refusal) -> Outcome {
    let tell = Listener(findings: tell, refusal: refused)
    let missing = options.settings.missing
    if !missing.isEmpty { throw Refusal(.usage, missing) }
    if options.isDetached, options.profile != .eep {
      throw Refusal(.usage, .detachedWithoutEnvelopes())
    }
    if isFolder {
      try OutputFolder.refuseExisting(path)
    } else if !options.overwrites {
      try FileAccess.refuseExisting([path])
    }
    let overwrites = options.overwrites
    let file: @Sendable (Int) throws(Refusal) -> DigestingOutput<OutputFile> = { number throws(Refusal) in
      let path = Self.path(path, number)
      if !overwrites { try FileAccess.refuseExisting([path]) }
      return DigestingOutput(try OutputFile(path))
    }
    let information = options.bagInformation
    switch (options.profile, isFolder) {
    case (.eep, false) where path.lowercasedExtension == "xml":
      let writer = EnvelopeFileWriter<DigestingOutput<OutputFile>, RenderedCheck> { () throws(Refusal) in
        try file(1)
      }
      return try make(of: inputs, with: writer, FilePacker(options.algorithms, isDeflating: false), tell)
    case (.transfer, false), (.eep, false):
      return try make(of: inputs, limits: options.limits, deflating: true, tell) { number throws(Refusal) in
        ZIPOutput(try file(number), name: Self.path(path, number).shown)
      }
    case (.transfer, true), (.eep, true):
      return try make(of: inputs, limits: folderLimits, deflating: false, tell) { number throws(Refusal) in
        try OutputFolder(Self.path(path, number))
      }
    case (.bagit, false):
      return try make(of: inputs, limits: options.limits, deflating: true, tell) { number throws(Refusal) in
        let path = Self.path(path, number)
        return Bag(ZIPOutput(try file(number), name: path.shown, folder: path.stem ?? ""), information)
      }
    case (.bagit, true):
      return try make(of: inputs, limits: folderLimits, deflating: false, tell) { number throws(Refusal) in
        Bag(try OutputFolder(Self.path(path, number)), information)
      }
    }
  }

  /// What a folder holds is limited like the files of a ZIP; nothing in it is packed.
  private var folderLimits: PackageLimits {
    var limits = options.limits
    limits.packedSize = .max
    return limits
  }

  private func make<Container: PackageSource>(
    of inputs: [FilePath], limits: PackageLimits, deflating isDeflating: Bool,
    _ tell: Listener,
    open: @escaping @Sendable (Int) throws(Refusal) -> Container
  ) throws(Refusal) -> Outcome {
    let packer = FilePacker(options.algorithms, isDeflating: isDeflating)
    let writer = PackageWriter(
      options.settings, packer, form: options.form, limits: limits, report: { RenderedCheck.json($0) },
      open: open)
    return try make(of: inputs, with: writer, packer, tell)
  }

  private func make<Writer: PackageMaker>(
    of inputs: [FilePath], with writer: Writer, _ packer: FilePacker,
    _ tell: Listener
  ) throws(Refusal) -> Outcome where Writer.Check == RenderedCheck {
    var line = PackingLine(converter, options, packer).run(inputs, into: writer, tell)
    do throws(Refusal) {
      if let failure = line.failure { throw failure }
      var outcome = Outcome(refusals: line.refusals, worst: line.worst)
      if line.refusals.isEmpty || options.skipsRefused {
        try line.writer.finish()
        outcome.packages = try place(line.writer.made)
      }
      if outcome.packages.isEmpty { line.writer.begun.forEach { $0.discard() } }
      return outcome
    } catch {
      line.writer.begun.forEach { $0.discard() }
      throw error
    }
  }

  /// Verifies all packages where they stand, and only then puts them into their places.
  private func place(
    _ made: [(package: any PendingPackage, numbers: [String])]
  ) throws(Refusal) -> [Package] {
    var packages: [Package] = []
    for (package, numbers) in made {
      var verification = try verifier.verify(contentsOf: package.temporaryPath, as: options.profile)
      verification.name = package.path.shown
      if verification.hasFailed, !options.keepsFailed {
        let wrong = verification.items(.failed) + verification.items(.notAssessed)
        throw Refusal(.input, wrong.map { .packageUnverified($0) })
      }
      packages.append(
        Package(
          path: package.path, size: package.size, sha256: package.sha256, numbers: numbers,
          verification: verification))
    }
    for (package, _) in made { try package.place(overwrites: options.overwrites) }
    return packages
  }

  /// `package.zip`, `package-2.zip` and so on; the same for folders.
  static func path(_ path: FilePath, _ number: Int) -> FilePath {
    number == 1 ? path : path.withStemEnding("-\(number)")
  }
}

extension Finding {
  fileprivate static func detachedWithoutEnvelopes() -> Finding { Finding("archive.detached", .error) }

  fileprivate static func packageUnverified(_ item: VerificationItem) -> Finding {
    Finding(
      "archive.unverified", .error, ["path": item.path ?? "", "rule": item.rule.id.rawValue],
      words: [
        "sentence": LocalizedText(chinese: item.sentence(.chinese), english: item.sentence(.english)),
        "remedy": LocalizedText(chinese: item.remedy(.chinese) ?? "", english: item.remedy(.english) ?? ""),
      ])
  }
}
