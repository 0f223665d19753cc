import Foundation
import TestSupport
import Testing

@testable import Core
@testable import FileKit

/// What is written stands in its place whole or not at all, and replaces nothing that nobody named.
@Suite struct OutputTests {
  private func names(in folder: TemporaryDirectory) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func aFileAppearsWhenItIsWhole() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = "\(folder.path)/report.json"
    var file = try OutputFile(FilePath(path))
    try file.write([1, 2])
    #expect(!FileManager.default.fileExists(atPath: path))
    try file.write([3])
    try file.place()
    #expect(try folder.read("report.json") == [1, 2, 3])
    #expect(try names(in: folder) == ["report.json"])
  }

  @Test func aFileThatIsGivenUpLeavesNothing() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    var file = try OutputFile(FilePath("\(folder.path)/report.json"))
    try file.write([1])
    file.discard()
    #expect(try names(in: folder) == [])
  }

  /// A file that was not there when the work began.
  @Test func aFileThatHasAppearedIsNotReplaced() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    var file = try OutputFile(FilePath("\(folder.path)/report.json"))
    try file.write([1])
    _ = try folder.write([9], "report.json")
    #expect(throws: Refusal.self) { try file.place() }
    #expect(try folder.read("report.json") == [9])
    #expect(try names(in: folder) == ["report.json"])
  }

  @Test func aFileIsReplacedWhereThatIsAskedFor() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = try folder.write([9], "report.json")
    #expect(throws: Refusal.self) { try FileAccess.write([1], to: FilePath(path)) }
    #expect(try folder.read("report.json") == [9])
    try FileAccess.write([1], to: FilePath(path), overwrites: true)
    #expect(try folder.read("report.json") == [1])
  }

  @Test(arguments: ["../a", "a/../../b", "a//b", "/a", "a/", ".", ""])
  func noNameLeadsOutOfAFolder(name: String) throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    var output = try OutputFolder(FilePath("\(folder.path)/out/package"))
    defer { output.discard() }
    #expect(throws: Refusal.self) { try output.add(name, [1]) }
    #expect(output.size == 0)
  }

  /// The limit itself is read, a byte more is refused.
  @Test func whatIsTooLargeIsNotRead() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = try folder.write([UInt8](repeating: 7, count: 100), "a")
    #expect(try FileAccess.read(FilePath(path), limit: 100).count == 100)
    do throws(Refusal) {
      _ = try FileAccess.read(FilePath(path), limit: 99)
      Issue.record("it was read")
    } catch {
      #expect(error.findings.map(\.id) == ["file.too-large"])
    }
  }
}
