import Foundation
import Testing

/// `Commands/*`: a command in `cmd`, and what it must print and return. GONGKAI_RECORD=1 records them anew; read
/// the difference before keeping it.
@Suite struct CommandTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Commands")
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { !$0.hasPrefix(".") }.sorted()
  private static let programs = CatalogueTests.root.appendingPathComponent(".build/debug").path

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "\(programs)/gongkai")), arguments: names)
  func isAsRecorded(name: String) throws {
    let folder = Self.folder.appendingPathComponent(name)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-o", "pipefail", "-c", try String(contentsOf: folder.appendingPathComponent("cmd"), encoding: .utf8),
    ]
    process.currentDirectoryURL = CatalogueTests.root
    process.environment = ["PATH": "\(Self.programs):/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "100"]
    let files = try (0..<2).map { _ in
      let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
      return (url, try FileHandle(forWritingTo: url))
    }
    process.standardOutput = files[0].1
    process.standardError = files[1].1
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let found = [
      "stdout": try String(contentsOf: files[0].0, encoding: .utf8),
      "stderr": try String(contentsOf: files[1].0, encoding: .utf8),
      "status": "\(process.terminationStatus)\n",
    ]
    for (file, _) in files { try? FileManager.default.removeItem(at: file) }
    for (part, text) in found {
      let url = folder.appendingPathComponent(part)
      if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
        try text.write(to: url, atomically: true, encoding: .utf8)
      }
      let recorded = try? String(contentsOf: url, encoding: .utf8)
      #expect(recorded == text, "\(name)/\(part)")
    }
  }

  /// Nothing is overwritten, and nothing is left half-written.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "\(programs)/gongkai")))
  func existingFilesStay() throws {
    let output = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: output) }
    let file = output.appendingPathComponent("a.json")
    try "mine".write(to: file, atomically: true, encoding: .utf8)
    func run(_ extra: [String]) throws -> Int32 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "\(Self.programs)/gongkai")
      process.arguments = ["convert", "Examples/2021/input.txt", "-o", file.path] + extra
      process.currentDirectoryURL = CatalogueTests.root
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
    #expect(try run([]) == 5)
    #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    #expect(try run(["--overwrite"]) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: output.path) == ["a.json"])
  }
}
