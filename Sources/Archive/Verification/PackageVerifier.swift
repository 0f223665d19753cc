import Core
import FileKit
import FormatKit
import Records
import TextKit
import ZIPKit

/// Verifies packages, ours or another's, without unpacking them to a disk.
public struct PackageVerifier: Sendable {
  private let profiles: [any PackageProfile]
  private let rules: VerificationRules
  private let limits: PackageLimits

  /// - Parameters:
  ///   - formats: those that the files of a package are opened with.
  ///   - profiles: the layouts, in the order in which they are tried; nil for all that are known.
  package init(
    formats: FormatRegistry, profiles: [any PackageProfile]? = nil, rules: VerificationRules = .shared,
    limits: PackageLimits = PackageLimits()
  ) {
    self.profiles = profiles ?? [BagProfile(formats), EEPProfile(formats), TransferProfile(formats)]
    self.rules = rules
    self.limits = limits
  }

  /// Verifies the bytes of a package.
  ///
  /// - Parameter profile: what it must be; nil to find out.
  /// - Throws: an `input` refusal where it is not a package of any layout.
  public func verify(
    _ bytes: [UInt8], name: String, as profile: ArchiveProfile? = nil
  ) throws(Refusal) -> VerificationResult {
    try verify(ZIPMemory(bytes), name: name, as: profile)
  }

  /// Verifies a package of which only what is looked at is in memory.
  ///
  /// - Parameters:
  ///   - profile: what it must be; nil to find out.
  ///   - beside: gives the bytes of a file beside the package by its name; nil where there is none. It is asked for
  ///     what an envelope says is kept there.
  /// - Throws: an `input` refusal where it is not a package of any layout, or changes while it is read.
  package func verify(
    _ source: any ZIPSource, name: String, as profile: ArchiveProfile? = nil,
    beside: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }
  ) throws(Refusal) -> VerificationResult {
    var log = VerificationLog(rules)
    let archive: ZIPArchive
    do throws(ZIPFailure) {
      archive = try ZIPArchive(source, limits: bounds)
    } catch {
      let start = try Self.bytes(0..<min(4, source.count), of: source, name)
      if error.reason == .notZIP, start != [0x50, 0x4B, 3, 4] {
        return try verifyFile(source, name: name, as: profile, beside: beside)
      }
      if error.reason == .notZIP { log.find(.packageStructure) } else { log.note(error, limits) }
      return try result(name, profile ?? .transfer, source, nil, nil, log)
    }
    examine(archive, size: source.count, into: &log)
    return try verify(PackageContents(archive), name: name, as: profile, source: source, log)
  }

  /// One file may be a package by itself.
  private func verifyFile(
    _ source: any ZIPSource, name: String, as profile: ArchiveProfile?,
    beside: @escaping @Sendable (String) -> [UInt8]?
  ) throws(Refusal) -> VerificationResult {
    guard source.count <= FileAccess.maximumSize else {
      throw Refusal(.input, .fileTooLarge(name, limit: FileAccess.maximumSize))
    }
    let bytes = try Self.bytes(0..<source.count, of: source, name)
    let file = PackageContents(
      .file, [PackageContents.Entry(path: PackagePath.name(of: name), size: bytes.count)], beside: beside,
      read: { _ throws(ZIPFailure) in bytes })
    return try verify(file, name: name, as: profile, source: source)
  }

  private static func bytes(
    _ range: Range<Int>, of source: any ZIPSource, _ name: String
  ) throws(Refusal) -> [UInt8] {
    do throws(ZIPFailure) {
      return Array(try source.bytes(range))
    } catch {
      throw changed(name)
    }
  }

  /// Bytes that are not there any more.
  package static func changed(_ name: String) -> Refusal {
    Refusal(.input, .fileChanged(name))
  }

  /// Verifies files that are not in one file, such as those of a folder.
  package func verify(
    _ contents: PackageContents, name: String, as profile: ArchiveProfile? = nil
  ) throws(Refusal) -> VerificationResult {
    try verify(contents, name: name, as: profile, source: nil)
  }

  private func verify(
    _ contents: PackageContents, name: String, as wanted: ArchiveProfile?, source: (any ZIPSource)?,
    _ log: VerificationLog? = nil
  ) throws(Refusal) -> VerificationResult {
    var log = log ?? VerificationLog(rules)
    let candidates = profiles.filter { wanted == nil || $0.profile == wanted }
    guard let chosen = candidates.first(where: { $0.recognises(contents) }) else {
      throw Refusal(.input, .notPackage(name))
    }
    if contents.container != .zip {
      Self.examineNames(contents.entries.map(\.path), into: &log)
      if contents.container == .folder { Self.examineKinds(contents, into: &log) }
      // The rest of them is about containers.
      log.leaveOut(group: .package)
    }
    // Names that are not what they seem make every comparison of names void.
    let count = !log.has(.packageNameUnreadable) ? chosen.verify(contents, limits, into: &log) : nil
    return try result(name, chosen.profile, source, contents, count, log)
  }

  private func result(
    _ name: String, _ profile: ArchiveProfile, _ source: (any ZIPSource)?, _ contents: PackageContents?,
    _ count: Int?, _ log: VerificationLog
  ) throws(Refusal) -> VerificationResult {
    VerificationResult(
      name: name, profile: profile,
      size: source?.count ?? contents?.entries.reduce(0) { $0 + $1.size } ?? 0,
      sha256: try source.map { source throws(Refusal) in try Self.sha256(of: source, name) },
      recordCount: count, fileCount: contents?.entries.count ?? 0, items: log.items(of: profile))
  }

  /// Piece by piece.
  private static func sha256(of source: any ZIPSource, _ name: String) throws(Refusal) -> String {
    var digest = ContentDigest(.sha256)
    var start = 0
    while start < source.count {
      let end = min(start + (1 << 20), source.count)
      do throws(ZIPFailure) {
        try source.bytes(start..<end).withUnsafeBytes { digest.update($0) }
      } catch {
        throw changed(name)
      }
      start = end
    }
    return digest.finish().hexadecimal
  }

  // MARK: The container

  /// What is read at all; what a receiving system takes is less, and told by rules.
  private var bounds: ZIPLimits {
    var bounds = ZIPLimits()
    bounds.entryCount = max(bounds.entryCount, limits.entryCount * 16)
    // One entry at a time is in memory.
    bounds.entrySize = max(bounds.entrySize, limits.unpackedSize)
    bounds.totalSize = max(bounds.totalSize, Int(UInt32.max))
    return bounds
  }

  private func examine(_ archive: ZIPArchive, size: Int, into log: inout VerificationLog) {
    log.ask(
      .packageStructure, .packageZIP64, .packageEncrypted, .packageSplit, .packageMethod,
      .packageRatio, .packageNameUnsafe, .packageNameDuplicate, .packageNameEncoding,
      .packageLink, .packageSpecial, .packagePackedSize, .packageUnpackedSize, .packageEntryCount
    )
    if size > limits.packedSize {
      log.find(.packagePackedSize, ["size": String(size), "limit": String(limits.packedSize)])
    }
    let total = archive.entries.reduce(0) { $0 + $1.size }
    if total > limits.unpackedSize {
      log.find(.packageUnpackedSize, ["size": String(total), "limit": String(limits.unpackedSize)])
    }
    if archive.entries.count > limits.entryCount {
      log.find(
        .packageEntryCount,
        ["count": String(archive.entries.count), "limit": String(limits.entryCount)])
    }
    for entry in archive.entries {
      let name = ["name": entry.name]
      switch entry.nameEncoding {
      case .marked: break
      case .unknown: log.find(.packageNameUnreadable, path: entry.name, name)
      case .unmarkedUTF8, .gb18030, .unicodeField:
        log.find(
          .packageNameEncoding, path: entry.name, name, words: ["encoding": Self.words(entry.nameEncoding)])
      }
      if !Self.isPlain(entry.name) { log.find(.packageNameUnsafe, path: entry.name, name) }
      if entry.isLink { log.find(.packageLink, path: entry.name, name) }
      if entry.isSpecial { log.find(.packageSpecial, path: entry.name, name) }
    }
    Self.examineNames(archive.entries.map(\.name), into: &log)
  }

  private static func words(_ encoding: ZIPName.Encoding) -> LocalizedText {
    switch encoding {
    case .unicodeField: MessageCatalogue.shared.word("verify.name.unicode-field")
    case .gb18030: LocalizedText(chinese: " GB18030 ", english: "its bytes as GB18030")
    case .marked, .unmarkedUTF8, .unknown: LocalizedText(chinese: " UTF-8 ", english: "its bytes as UTF-8")
    }
  }

  /// What a folder holds besides files and folders, none of which is opened.
  private static func examineKinds(_ contents: PackageContents, into log: inout VerificationLog) {
    log.ask(.packageLink, .packageSpecial)
    for path in contents.links { log.find(.packageLink, path: path, ["name": path]) }
    for path in contents.specials { log.find(.packageSpecial, path: path, ["name": path]) }
  }

  /// What may be wrong with names wherever they stand.
  private static func examineNames(_ names: [String], into log: inout VerificationLog) {
    log.ask(
      .packageNameUnreadable, .packageNameControl, .packageNameCase, .packageNameLong, .packageNameReserved)
    var folded: [String: String] = [:]
    for name in names {
      if name.unicodeScalars.contains("\u{FFFD}") {
        log.find(.packageNameUnreadable, path: name, ["name": name])
      }
      if name.unicodeScalars.contains(where: isHidden) {
        log.find(.packageNameControl, path: name, ["name": name])
      }
      if name.split(separator: "/").contains(where: { $0.utf8.count > 255 }) {
        log.find(.packageNameLong, path: name, ["name": name])
      }
      if !name.split(separator: "/").allSatisfy({ $0 == "." || $0 == ".." || PathPart.isPortable(String($0)) }
      ) {
        log.find(.packageNameReserved, path: name, ["name": name])
      }
      // Strings that differ in composition only are equal already.
      if let other = folded.updateValue(name, forKey: name.lowercased()) {
        log.find(.packageNameCase, path: name, ["name": name, "other": other])
      }
    }
  }

  /// No part of a path is empty or a point. Other dangers are refused by the container's reader.
  private static func isPlain(_ name: String) -> Bool {
    let parts = (name.hasSuffix("/") ? name.dropLast() : name[...]).split(
      separator: "/", omittingEmptySubsequences: false)
    return !parts.contains { $0.isEmpty || $0 == "." }
  }

  /// Controls, and marks that change the direction of writing.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}

extension Finding {
  fileprivate static func fileChanged(_ path: String) -> Finding {
    Finding("file.changed", .error, ["path": path])
  }

  fileprivate static func notPackage(_ path: String) -> Finding {
    Finding("verify.not-package", .error, ["path": path])
  }
}
