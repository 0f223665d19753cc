import Core
import FileKit
import Packages
import Records

/// A package that is complete but not in its place yet.
protocol PendingPackage {
  var path: FilePath { get }
  /// Where it stands until then.
  var temporaryPath: FilePath { get }
  /// In bytes.
  var size: Int { get }
  /// nil for a folder.
  var sha256: String? { get }

  func place(overwrites: Bool) throws(Refusal)
  /// Gives it up, and leaves nothing behind.
  func discard()
}

extension DigestingOutput<OutputFile>: PendingPackage {
  var path: FilePath { base.path }
  var temporaryPath: FilePath { base.temporaryPath }
  var size: Int { count }
  var sha256: String? { digest }

  func place(overwrites: Bool) throws(Refusal) { try base.place(overwrites: overwrites) }

  func discard() { base.discard() }
}

extension OutputFolder: PendingPackage {
  var sha256: String? { nil }

  func place(overwrites: Bool) throws(Refusal) { try place() }
}

/// A container of which a package is made, and what comes of it.
protocol PackageSource: PackageContainer {
  var pending: any PendingPackage { get }
}

extension ZIPOutput: PackageSource where Output: PendingPackage {
  var pending: any PendingPackage { output }
}

extension OutputFolder: PackageSource {
  var pending: any PendingPackage { self }
}

extension Bag: PackageSource where Base: PackageSource {
  var pending: any PendingPackage { base.pending }
}

/// A writer of records whose packages wait for their place.
protocol PackageMaker: RecordWriter {
  var made: [(package: any PendingPackage, numbers: [String])] { get }
  /// All that is to be given up where nothing comes of it.
  var begun: [any PendingPackage] { get }
}

extension PackageWriter: PackageMaker where Container: PackageSource {
  var made: [(package: any PendingPackage, numbers: [String])] {
    zip(containers, contents).map { ($0.pending, $1) }
  }

  var begun: [any PendingPackage] { containers.map(\.pending) }
}

extension EnvelopeFileWriter: PackageMaker where Output: PendingPackage {
  var made: [(package: any PendingPackage, numbers: [String])] {
    guard let output, let number else { return [] }
    return [(output, [number])]
  }

  var begun: [any PendingPackage] { output.map { [$0] } ?? [] }
}
