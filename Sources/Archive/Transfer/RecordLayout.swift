import Findings

/// Where the files of a record stand in a package, and what they are called.
public enum RecordLayout {
  public static let metadataName = "电子档案元数据.XML"
  public static let canonicalName = "公开年报.xml"
  public static let pageName = "现行格式.html"
  public static let documentName = "现行格式.docx"
  public static let ledgerName = "转换台账.json"

  /// What the file as received is called: its own name, made safe for every system.
  public static func receivedName(_ name: String) -> String { "原件-" + PathPart.safe(name) }

  /// `全宗号/类别号/年度/档号`.
  public static func folder(_ entry: ArchiveEntry, _ settings: ArchiveSettings) -> String {
    [settings["全宗号"] ?? "", settings["类别号"] ?? "", entry.year, entry.number].joined(separator: "/")
  }

  /// The files of a record and their metadata by path, in the order of the bytes of their paths.
  public static func files(
    _ record: ArchiveRecord, _ entry: ArchiveEntry, _ settings: ArchiveSettings
  ) throws(Refusal) -> [(path: String, bytes: [UInt8])] {
    let metadata = try RecordMetadata(record, entry, settings).xml
    let folder = folder(entry, settings)
    let files = record.files.map { (path: "\(folder)/\($0.name)", bytes: $0.bytes) }
    return (files + [(path: "\(folder)/\(metadataName)", bytes: metadata)]).sorted {
      precedes($0.path, $1.path)
    }
  }

  /// By the bytes of UTF-8, as `sort` has it in the C locale.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
