import Foundation
import Synchronization
import TestSupport
import Testing

@testable import FileKit
@testable import Core
@testable import Gongkai
@testable import Records
@testable import Verification
@testable import ZIPKit

/// Packages where they are: files that are read in parts, and folders of which nothing is passed over.
@Suite struct PackageFileTests {
  private static func findings(_ result: VerificationResult) -> [String] {
    result.items.filter { $0.state == .failed || $0.state == .warning }.map {
      "\($0.rule.id.rawValue) \($0.path ?? "")"
    }
  }

  /// Writes files below a folder.
  private static func write(_ files: [(path: String, bytes: [UInt8])], below folder: String) throws {
    for file in files {
      let url = URL(fileURLWithPath: "\(folder)/\(file.path)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: url)
    }
  }

  @Test func filesAndBytesGiveTheSame() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    for bytes in [TransferBuilder().bytes(), BagBuilder().bytes(), EnvelopeSample(0).bytes] {
      let path = try folder.write(bytes, "a.zip")
      let ofFile = try PackageVerifier().verify(contentsOf: FilePath(path))
      let ofBytes = try PackageVerifier().verify(bytes, name: path)
      #expect(ofFile.items == ofBytes.items && ofFile.sha256 == ofBytes.sha256)
      #expect(ofFile.size == bytes.count && ofFile.sha256 == ContentDigest.hexadecimal(bytes))
    }
  }

  /// A source that loses its second half after some reads.
  private final class Shrinking: ZIPSource {
    let content: [UInt8]
    let lasts: Int
    let reads = Atomic(0)

    init(_ content: [UInt8], lasts: Int) {
      self.content = content
      self.lasts = lasts
    }

    var count: Int { content.count }

    func bytes(_ range: Range<Int>) throws(ZIPFailure) -> ArraySlice<UInt8> {
      let number = reads.wrappingAdd(1, ordering: .relaxed).newValue
      guard number <= lasts || range.upperBound <= content.count / 2 else { throw ZIPFailure(.truncated) }
      return content[range]
    }
  }

  @Test(arguments: 0..<80)
  func aFileThatShrinksIsRefused(lasts: Int) throws {
    for bytes in [TransferBuilder().bytes(), EnvelopeSample(0).bytes] {
      let source = Shrinking(bytes, lasts: lasts)
      do throws(Refusal) {
        _ = try PackageVerifier().verify(source, name: "a.zip")
        #expect(source.reads.load(ordering: .relaxed) <= lasts)
      } catch {
        #expect(error.findings.map(\.id) == ["file.changed"])
      }
    }
  }

  /// Only the directory and one entry at a time are asked for.
  @Test func littleIsReadAtOnce() throws {
    final class Counting: ZIPSource {
      let content: [UInt8]
      let largest = Atomic(0)
      init(_ content: [UInt8]) { self.content = content }
      var count: Int { content.count }
      func bytes(_ range: Range<Int>) throws(ZIPFailure) -> ArraySlice<UInt8> {
        largest.max(range.count, ordering: .relaxed)
        return content[range]
      }
    }
    var bag = BagBuilder()
    bag.payload = (0..<8).map { ("data/\($0).png", Defect.noise(1 << 19)) }
    let source = Counting(bag.bytes())
    let result = try PackageVerifier().verify(source, name: "a.zip")
    #expect(Self.findings(result).isEmpty && source.count > 3 << 20)
    #expect(source.largest.load(ordering: .relaxed) <= 1 << 20)
  }

  @Test func nothingInAFolderIsPassedOver() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = "\(folder.path)/bag"
    try Self.write(BagBuilder().entries(), below: path)
    #expect(Self.findings(try PackageVerifier().verify(contentsOf: FilePath(path))).isEmpty)
    try Self.write([("data/.DS_Store", [1])], below: path)
    try FileManager.default.createSymbolicLink(atPath: "\(path)/data/a.html", withDestinationPath: "报告.html")
    try FileManager.default.createSymbolicLink(atPath: "\(path)/data/up", withDestinationPath: "..")
    #expect(mkfifo("\(path)/data/pipe", 0o600) == 0)
    #expect(
      Set(Self.findings(try PackageVerifier().verify(contentsOf: FilePath(path + "/")))) == [
        "bag.oxum bag-info.txt", "bag.manifest-unlisted data/.DS_Store", "package.link data/a.html",
        "package.link data/up", "package.special data/pipe", "content.format data/.DS_Store",
      ])
  }

  @Test func whatIsNotThereIsTold() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let refusal = #expect(throws: Refusal.self) {
      try PackageVerifier().verify(contentsOf: FilePath("\(folder.path)/missing.zip"))
    }
    #expect(refusal?.findings.map(\.id) == ["file.cannot-open"])
  }

  /// What a bare envelope says is kept beside it is looked for there, and nowhere else.
  @Test func detachedFilesAreFoundBesideABareEnvelope() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let sample = EnvelopeSample(0, isDetached: true)
    let path = "\(folder.path)/in/a.eep.xml"
    try Self.write(
      [("in/a.eep.xml", sample.bytes)] + sample.files.map { ("in/\($0.name)", $0.bytes) }, below: folder.path)
    #expect(Self.findings(try PackageVerifier().verify(contentsOf: FilePath(path))).isEmpty)
    try FileManager.default.removeItem(atPath: "\(folder.path)/in/公开年报.xml")
    #expect(
      Self.findings(try PackageVerifier().verify(contentsOf: FilePath(path))) == [
        "eep.detached-missing a.eep.xml"
      ])
    // Where it leads out, it is missing.
    var leading = sample
    leading.files[1].name = "../公开年报.xml"
    try Self.write(
      [("公开年报.xml", sample.files[1].bytes), ("in/a.eep.xml", leading.bytes)], below: folder.path)
    #expect(
      Self.findings(try PackageVerifier().verify(contentsOf: FilePath(path))) == [
        "eep.detached-missing a.eep.xml"
      ])
  }
}
