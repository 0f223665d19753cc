import Foundation
import TestSupport
import Testing

@testable import Core
@testable import FileKit

/// Names are bytes. What is told of one is text that tells names apart.
@Suite struct NameTests {
  private static func path(_ bytes: [UInt8]) -> FilePath {
    FilePath(platformString: bytes.map { CChar(bitPattern: $0) } + [0])
  }

  @Test(arguments: [
    (Array("报告.txt".utf8), "报告.txt"), ([0xB1, 0xA8, 0x2E, 0x74], "\\xB1\\xA8.t"),
    (Array("a\\xB1".utf8), "a\\x5CxB1"), (Array("a\\b".utf8), "a\\b"), ([0x61, 0xE6, 0x8A], "a\\xE6\\x8A"),
  ])
  func namesAreShown(bytes: [UInt8], text: String) { #expect(Self.path(bytes).shown == text) }

  @Test func differentNamesAreShownDifferently() {
    var generator = SystemRandomNumberGenerator()
    let letters: [UInt8] = [0x61, 0x5C, 0x78, 0x42, 0x31, 0xB1, 0xE6, 0x8A, 0xA5]
    var names: [String: [UInt8]] = [:]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        letters.randomElement(using: &generator) ?? 0x61
      }
      let shown = Self.path(bytes).shown
      #expect(names[shown] ?? bytes == bytes)
      names[shown] = bytes
    }
  }

  @Test func resultsKeepTheBytes() {
    let path = Self.path([0x62, 0x2F, 0xB1, 0xA8, 0x2E, 0x7A, 0x69, 0x70])
    #expect(path.stemBytes == [0xB1, 0xA8])
    #expect(
      path.withStemEnding("-2").lastComponent?.bytes == [0xB1, 0xA8, 0x2D, 0x32, 0x2E, 0x7A, 0x69, 0x70])
    #expect(path.lowercasedExtension == "zip")
  }

  @Test func aFileIsOneWhateverItIsCalled() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let file = FilePath(try folder.write([1], "a.txt"))
    let link = FilePath("\(folder.path)/link")
    try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: "a.txt")
    let roundabout = FilePath("\(folder.path)/./x/../a.txt")
    try FileAccess.makeFolder(FilePath("\(folder.path)/x"))
    #expect(FileIdentity.isSame(file, link) && FileIdentity.isSame(file, roundabout))
    #expect(!FileIdentity.isSame(file, FilePath("\(folder.path)/b.txt")))
    #expect(FileIdentity.isSame(FilePath("\(folder.path)/new"), FilePath("\(folder.path)/x/../new")))
    #expect(FileIdentity("/dev/null") == nil)
  }

  // MARK: Temporaries of killed processes

  /// No process has this number.
  private static let deadProcess = Int32.max - 1

  @Test func whatAKilledProcessLeftIsRemoved() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let dead = ".gongkai-\(Self.deadProcess)-0123abcd.tmp"
    let others = [
      ".gongkai-\(getpid())-0123abcd.tmp", ".gongkai-x-0123abcd.tmp", "gongkai-report.tmp",
      // What people call theirs.
      "gongkai-2017-report.docx", ".gongkai-2017-report.tmp", ".gongkai-2017-12345678.docx",
      "gongkai-12345678-ABCD-EF01.tmp", "gongkai-\(Self.deadProcess)-0123abcd.tmp",
      ".gongkai-0\(Self.deadProcess)-0123abcd.tmp", ".gongkai-\(Self.deadProcess)-0123ABCD.tmp",
    ]
    for name in [dead] + others { _ = try folder.write([1], name) }
    try FileAccess.makeFolder(FilePath("\(folder.path)/.gongkai-\(Self.deadProcess)-00000001.tmp/profile"))
    try FileAccess.write([1], to: FilePath("\(folder.path)/result"))
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == Set(others + ["result"]))
  }

  /// It runs on another machine that shares the folder.
  @Test func whatIsLockedStays() throws {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    let path = FilePath(try folder.write([1], ".gongkai-\(Self.deadProcess)-00000001.tmp"))
    let held = try FileAccess.open(path)
    defer { FileAccess.close(held) }
    #expect(SystemCalls.lock(held))
    try FileAccess.write([1], to: FilePath("\(folder.path)/result"))
    #expect(FileManager.default.fileExists(atPath: path.string))
  }
}
