import Core
import Envelopes
import Records

/// What stands for a record in a package.
package enum RecordForm: Sendable {
  /// Its files, and their metadata as a file of its own.
  case files
  /// An envelope with the files in it, or beside it where they are detached.
  case envelope(EnvelopeOptions)
}

/// Where the files of a record stand in a package, and what they are called.
package enum RecordLayout {
  package static let metadataName = "电子档案元数据.XML"
  package static let canonicalName = "公开年报.xml"
  package static let pageName = "现行格式.html"
  package static let documentName = "现行格式.docx"
  package static let ledgerName = "转换台账.json"
  package static let envelopeEnding = ".eep.xml"

  /// What the file as received is called: its own name, made safe for every system.
  ///
  /// - Parameter ending: that of what it really is, where its own says something else.
  package static func receivedName(_ name: String, ending: String? = nil) -> String {
    "原件-" + PathPart.safe(name + (ending.map { ".\($0)" } ?? ""))
  }

  /// `全宗号/类别号/年度/档号`.
  package static func folder(_ entry: ArchiveEntry, _ settings: ArchiveSettings) -> String {
    [settings["全宗号"] ?? "", settings["类别号"] ?? "", entry.year, entry.number].joined(separator: "/")
  }

  /// What stands for a record, by path, in the order of the bytes of the paths.
  ///
  /// - Throws: an `input` refusal with all that an envelope would lack.
  package static func files(
    _ record: ArchiveRecord, _ metadata: RecordMetadata, _ entry: ArchiveEntry, _ settings: ArchiveSettings,
    as form: RecordForm = .files
  ) throws(Refusal) -> [(path: String, bytes: [UInt8])] {
    let folder = folder(entry, settings)
    let metadata = ArchiveFile(
      .metadata, name: metadataName, mediaType: "application/xml", bytes: metadata.xml)
    var files = record.files
    switch form {
    case .files: files.append(metadata)
    case .envelope(let options):
      var described = record
      described.files.append(metadata)
      var output = PackageBytes()
      try EnvelopeWriter(options).write(described, to: &output)
      let envelope = ArchiveFile(
        .envelope, name: entry.number + envelopeEnding, mediaType: "application/xml", bytes: output.bytes)
      files = (options.isDetached ? files : []) + [envelope]
    }
    return files.map { (path: "\(folder)/\($0.name)", bytes: $0.bytes) }.sorted { precedes($0.path, $1.path) }
  }

  /// By the bytes of UTF-8, as `sort` has it in the C locale.
  package static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
