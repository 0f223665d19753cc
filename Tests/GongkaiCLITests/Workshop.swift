@testable import ConvertedFormats
import Foundation

/// An empty folder in which commands run: `gongkai` is the built binary, `Examples` the project's,
/// and so is `../Schemas`.
struct Workshop {
  private let folder: URL
  private let binaries: URL

  struct Missing: Error, CustomStringConvertible {
    let path: String

    var description: String {
      "There is no \(path), and without it no session is replayed: the same build must make the command."
    }
  }

  init(root: URL) throws {
    let manager = FileManager.default
    folder = manager.temporaryDirectory.appendingPathComponent("gongkai-\(UUID().uuidString)")
    binaries = folder.appendingPathComponent("bin")
    let work = folder.appendingPathComponent("work")
    try manager.createDirectory(at: binaries, withIntermediateDirectories: true)
    try manager.createDirectory(at: work, withIntermediateDirectories: true)
    let command = Self.products.appendingPathComponent("gongkai")
    guard manager.isExecutableFile(atPath: command.path) else { throw Missing(path: command.path) }
    try manager.createSymbolicLink(
      at: binaries.appendingPathComponent("gongkai"), withDestinationURL: command)
    // Copies, so that no session can change them.
    for (name, place) in [("Examples", work), ("Schemas", folder)] {
      try manager.copyItem(at: root.appendingPathComponent(name), to: place.appendingPathComponent(name))
    }
  }

  /// Where a file that commands have made stands.
  func path(_ name: String) -> String { folder.appendingPathComponent("work/\(name)").path }

  /// Where the build puts the test bundle, and so the command.
  static var products: URL {
    #if os(macOS)
      for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
        return bundle.bundleURL.deletingLastPathComponent()
      }
    #endif
    return Bundle.main.bundleURL
  }

  /// Whether old Word files can be read here.
  static let hasLibreOffice = LibreOffice.installed.path != nil

  /// Whether a command or a session reads the old Word file of the examples.
  static func needsLibreOffice(_ text: String) -> Bool { text.contains("Examples/clerk/2017.doc") }

  /// What a line for the shell says; outputs go to files, which no amount of them can fill.
  func run(_ line: String, locale: String = "C.UTF-8") throws -> Outcome {
    let files = ["output", "errors"].map { folder.appendingPathComponent($0) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder.appendingPathComponent("work")
    process.environment = ["PATH": "\(binaries.path):/usr/local/bin:/usr/bin:/bin", "LC_ALL": locale]
    process.standardInput = FileHandle.nullDevice
    for file in files { try Data().write(to: file) }
    let handles = try files.map { try FileHandle(forWritingTo: $0) }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
    process.waitUntilExit()
    for handle in handles { try handle.close() }
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(output: texts[0], errors: texts[1], status: process.terminationStatus)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}
