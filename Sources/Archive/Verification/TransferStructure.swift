import Records

/// What packages by 档发〔2012〕7号 have around their records, whatever form those have: 说明文件.TXT, 目录文件.XML, and
/// folders at 全宗号/类别号/年度/档号.
struct TransferStructure {
  /// nil where there is none, or it cannot be read.
  let catalogue: Catalogue?
  let folders: [RecordFolder]
  private let byPath: [String: RecordFolder]

  static func isIn(_ contents: PackageContents) -> Bool {
    contents.has(TransferLayout.description) || contents.has(TransferLayout.catalogue)
  }

  init(_ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog) {
    log.ask(.transferRootStray, .transferDescriptionMissing, .transferCatalogueMissing)
    catalogue = Self.readCatalogue(contents, into: &log)
    Self.readDescription(contents, catalogue, into: &log)
    folders = RecordFolder.folders(in: contents, into: &log)
    byPath = Dictionary(folders.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    compare(into: &log)
    guard let count = catalogue?.entries.count else { return }
    log.ask(.packageRecordCount)
    if count > limits.recordCount {
      log.find(.packageRecordCount, ["count": String(count), "limit": String(limits.recordCount)])
    }
  }

  /// The record that a file stands in, in its folder itself.
  func folder(ofFile path: String) -> RecordFolder? { byPath[PackagePath.folder(of: path)] }

  /// The record that a file stands in, in its folder or below it.
  func record(ofFile path: String) -> RecordFolder? {
    byPath[path.split(separator: "/").prefix(4).joined(separator: "/")]
  }

  private static func readCatalogue(
    _ contents: PackageContents, into log: inout VerificationLog
  ) -> Catalogue? {
    let path = TransferLayout.catalogue
    guard contents.has(path) else {
      log.find(.transferCatalogueMissing)
      return nil
    }
    return contents.bytes(of: path).flatMap { Catalogue($0, path: path, into: &log) }
  }

  private static func readDescription(
    _ contents: PackageContents, _ catalogue: Catalogue?, into log: inout VerificationLog
  ) {
    let path = TransferLayout.description
    guard contents.has(path) else { return log.find(.transferDescriptionMissing) }
    guard let bytes = contents.bytes(of: path) else { return }
    DescriptionFile(bytes, path: path, into: &log)?.compare(with: catalogue, path: path, into: &log)
  }

  /// Folder and catalogue, both ways.
  private func compare(into log: inout VerificationLog) {
    log.ask(.recordFolderPath, .recordFolderTwice)
    for folder in folders where !folder.hasYear {
      log.find(.recordFolderPath, path: folder.path, ["value": folder.year])
    }
    var seen: Set<String> = []
    for folder in folders where !seen.insert(folder.number).inserted {
      log.find(.recordFolderTwice, path: folder.path, ["number": folder.number])
    }
    guard let catalogue else { return }
    log.ask(.recordFolderMissing, .recordFolderUnlisted)
    let listed = Set(catalogue.entries.compactMap(\.number))
    for entry in catalogue.entries {
      guard let number = entry.number, !number.isEmpty, !seen.contains(number) else { continue }
      log.find(.recordFolderMissing, path: TransferLayout.catalogue, line: entry.line, ["number": number])
    }
    for folder in folders where !listed.contains(folder.number) {
      log.find(.recordFolderUnlisted, path: folder.path, ["number": folder.number])
    }
  }
}
