import Core
import JSONKit

/// Which files of a folder were written by this program, each with its digest: what does not fit any more was edited
/// since. It stands in the folder, as `Schemas/json/outputs-1.schema.json` describes it.
package struct OutputManifest: Sendable, Equatable {
  /// Hidden, so that it is no result itself.
  package static let name = ".gongkai-outputs.json"
  private static let version = "1.0"

  /// The SHA-256 of each file by its path below the folder.
  package var digests: [String: String] = [:]

  package init() {}

  package var json: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("gongkaiOutputs", Self.version)
    writer.key("files")
    writer.beginArray()
    for (path, digest) in digests.sorted(by: { $0.key < $1.key }) {
      writer.beginObject(inline: true)
      writer.member("path", path)
      writer.member("sha256", digest)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  /// - Throws: an `output` refusal where the bytes are none: it is not known then what may be replaced.
  package init(_ bytes: [UInt8], name: String) throws(Refusal) {
    let document = JSONDocument(bytes)
    guard document.defects.isEmpty, document.isComplete, !document.tokens.isEmpty else {
      throw Refusal(.output, .manifestUnreadable(name))
    }
    let members = document.members(0)
    guard let version = members["gongkaiOutputs"], document.kind(version) == .string,
      document.string(version).hasPrefix("1."), let files = members["files"], document.kind(files) == .array
    else { throw Refusal(.output, .manifestUnreadable(name)) }
    for file in document.elements(files) {
      let members = document.members(file)
      guard let path = members["path"], let digest = members["sha256"], document.kind(path) == .string,
        document.kind(digest) == .string
      else { throw Refusal(.output, .manifestUnreadable(name)) }
      digests[document.string(path)] = document.string(digest)
    }
  }
}

extension Finding {
  fileprivate static func manifestUnreadable(_ path: String) -> Finding {
    Finding("outputs.manifest", .error, ["path": path])
  }
}
