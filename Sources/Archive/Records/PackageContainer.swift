import Core
import FileKit
import ZIPKit

/// What holds the files of a package and is written while it grows: a ZIP, a folder, or a bag in either.
package protocol PackageContainer: Sendable {
  mutating func add(_ path: String, _ file: PackedFile) throws(Refusal)
  /// Called once, after the last file.
  mutating func finish() throws(Refusal)
}

/// A ZIP that is written piece by piece. Its directory is all that stays in memory.
package struct ZIPOutput<Output: PackageOutput>: PackageContainer {
  /// What a ZIP without ZIP64 holds.
  private static var entryLimit: Int { 65_535 }
  private static var sizeLimit: Int { Int(UInt32.max) }

  package private(set) var output: Output
  private let name: String
  private let folder: String
  private var builder = ZIPBuilder()

  /// - Parameters:
  ///   - name: how findings name it.
  ///   - folder: in which everything stands, where it is not the root.
  package init(_ output: Output, name: String = "", folder: String? = nil) {
    self.output = output
    self.name = name
    self.folder = folder.map { "\($0)/" } ?? ""
  }

  package mutating func add(_ path: String, _ file: PackedFile) throws(Refusal) {
    let content = file.content ?? ZIPContent(file.bytes)
    let path = folder + path
    if builder.count == Self.entryLimit
      || builder.size + builder.directorySize + content.sizeInContainer(path) > Self.sizeLimit
    {
      throw Refusal(.output, .zipFull(name))
    }
    builder.add(path, content)
    try output.write(builder.takeBytes())
  }

  package mutating func finish() throws(Refusal) {
    try output.write(builder.finish())
    builder = ZIPBuilder()
  }
}

extension OutputFolder: PackageContainer {
  package mutating func add(_ path: String, _ file: PackedFile) throws(Refusal) { try add(path, file.bytes) }

  package mutating func finish() throws(Refusal) {}
}
