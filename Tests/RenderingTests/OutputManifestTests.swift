import TestSupport
import Testing

@testable import Core
@testable import Rendering

/// The list that a folder of results keeps of what was written.
@Suite struct OutputManifestTests {
  private func manifest(_ text: String) throws(Refusal) -> OutputManifest {
    try OutputManifest(Array(text.utf8), name: "out/list.json")
  }

  @Test func whatIsWrittenIsRead() throws {
    var manifest = OutputManifest()
    #expect(try OutputManifest(manifest.json, name: "") == manifest)
    let digest = String(repeating: "0a", count: 32)
    for path in ["a.json", "深/报告 1.docx", "x\\xB1\"\u{1B}.csv", "", "../a", "a\nb"] {
      manifest.digests[path] = digest
    }
    #expect(try OutputManifest(manifest.json, name: "") == manifest)
    #expect(try OutputManifest(manifest.json, name: "").json == manifest.json)
  }

  /// Members that a later version adds are no harm, and anything else is no list.
  @Test func laterMembersAreSkipped() throws {
    let read = try manifest(
      #"{"gongkaiOutputs": "1.7", "by": [{}], "files": [{"size": 3, "path": "a", "sha256": "b", "x": []}]}"#)
    #expect(read.digests == ["a": "b"])
  }

  @Test(arguments: [
    "", "mine", "[]", "1", "null", "{}", #"{"gongkaiOutputs": "2.0", "files": []}"#,
    #"{"gongkaiOutputs": 1, "files": []}"#, #"{"gongkaiOutputs": "1.0"}"#,
    #"{"gongkaiOutputs": "1.0", "files": {}}"#, #"{"gongkaiOutputs": "1.0", "files": [1]}"#,
    #"{"gongkaiOutputs": "1.0", "files": [{"path": "a"}]}"#,
    #"{"gongkaiOutputs": "1.0", "files": [{"path": 1, "sha256": "b"}]}"#,
    #"{"gongkaiOutputs": "1.0", "files": []"#, #"{"gongkaiOutputs": "1.0", "files": []} x"#,
  ])
  func anythingElseIsNone(text: String) {
    #expect(throws: Refusal.self) { try manifest(text) }
  }

  /// No beginning of a list is one: what was cut off is not taken for all.
  @Test func halfAListIsNone() throws {
    var manifest = OutputManifest()
    for name in ["a", "b"] { manifest.digests[name] = String(repeating: "f", count: 64) }
    let json = manifest.json
    for count in 0..<json.count - 2 {
      #expect(throws: Refusal.self) { _ = try OutputManifest(Array(json.prefix(count)), name: "") }
    }
  }
}
