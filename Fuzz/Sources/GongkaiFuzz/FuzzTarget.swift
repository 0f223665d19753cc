import Foundation
import Gongkai
import TestSupport

/// Something that takes bytes from strangers: what to begin with, and what is done with the fuzzer's bytes.
struct FuzzTarget: Sendable {
  let name: String
  /// Files to begin with, made of the examples: none are kept beside them.
  let seeds: @Sendable () throws -> [[UInt8]]
  /// Words that the bytes are made of, beside those that the fuzzer finds itself.
  var words: [String] = []
  /// Whatever the bytes are, they are taken or refused. A trap is a defect.
  let run: @Sendable ([UInt8]) -> Void

  /// All of them. The readers follow from the registry.
  static let all = readers + packages + dataFiles + pages + [account]

  static let converter = Converter()
}

/// What the repository has to begin with.
enum Examples {
  /// The files of that name in the examples, and those that stand beside the pages of formats.
  static func named(_ name: String) throws -> [[UInt8]] {
    let folders = ["Examples", "Sources/Formats", "Schemas"].map(Repository.root.appendingPathComponent)
    let files = folders.flatMap { folder in
      (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL })
        ?? []
    }
    return try files.filter { $0.lastPathComponent == name }.sorted { $0.path < $1.path }
      .map { [UInt8](try Data(contentsOf: $0)) }
  }

  /// A file of `Schemas`.
  static func schema(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Repository.root.appendingPathComponent("Schemas/\(path)")))
  }

  static func path(_ name: String) -> String {
    Repository.root.appendingPathComponent("Examples/\(name)").path
  }
}
