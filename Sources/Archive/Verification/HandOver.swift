import Records

/// What packages by 档发〔2012〕7号 have around their records, whatever form those have: 说明文件.TXT, 目录文件.XML, and
/// folders at 全宗号/类别号/年度/档号.
struct HandOver {
  /// nil where there is none, or it cannot be read.
  let catalogue: Catalogue?
  let folders: [RecordFolder]
  private let byPath: [String: RecordFolder]

  static func isIn(_ contents: PackageContents) -> Bool {
    contents.has(TransferLayout.description) || contents.has(TransferLayout.catalogue)
  }

  init(_ contents: PackageContents, _ limits: PackageLimits, into log: inout VerificationLog) {
    log.ask("transfer.root-stray", "transfer.description-missing", "transfer.catalogue-missing")
    catalogue = Self.readCatalogue(contents, into: &log)
    Self.readDescription(contents, catalogue, into: &log)
    folders = RecordFolder.folders(in: contents, into: &log)
    byPath = Dictionary(folders.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    compare(into: &log)
    guard let count = catalogue?.entries.count else { return }
    log.ask("package.record-count")
    if count > limits.recordCount {
      log.find("package.record-count", ["count": String(count), "limit": String(limits.recordCount)])
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
      log.find("transfer.catalogue-missing")
      return nil
    }
    return contents.bytes(of: path).flatMap { Catalogue($0, path: path, into: &log) }
  }

  private static func readDescription(
    _ contents: PackageContents, _ catalogue: Catalogue?, into log: inout VerificationLog
  ) {
    let path = TransferLayout.description
    guard contents.has(path) else { return log.find("transfer.description-missing") }
    guard let bytes = contents.bytes(of: path) else { return }
    DescriptionFile(bytes, path: path, into: &log)?.compare(with: catalogue, path: path, into: &log)
  }

  /// Folder and catalogue, both ways.
  private func compare(into log: inout VerificationLog) {
    log.ask("record.folder-path", "record.folder-twice")
    for folder in folders where !folder.hasYear {
      log.find("record.folder-path", path: folder.path, ["value": folder.year])
    }
    var seen: Set<String> = []
    for folder in folders where !seen.insert(folder.number).inserted {
      log.find("record.folder-twice", path: folder.path, ["number": folder.number])
    }
    guard let catalogue else { return }
    log.ask("record.folder-missing", "record.folder-unlisted")
    let listed = Set(catalogue.entries.compactMap(\.number))
    for entry in catalogue.entries {
      guard let number = entry.number, !number.isEmpty, !seen.contains(number) else { continue }
      log.find("record.folder-missing", path: TransferLayout.catalogue, line: entry.line, ["number": number])
    }
    for folder in folders where !listed.contains(folder.number) {
      log.find("record.folder-unlisted", path: folder.path, ["number": folder.number])
    }
  }
}

/// 全宗号/类别号/年度/档号 and what is in it.
struct RecordFolder {
  let path: String
  let fonds: String
  let category: String
  let year: String
  let number: String
  var hasMetadata = false
  var contentCount = 0

  var hasYear: Bool { year.utf8.count == 4 && year.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  /// The folders of a package, in its order; what stands elsewhere is noted.
  static func folders(in contents: PackageContents, into log: inout VerificationLog) -> [RecordFolder] {
    log.ask("record.stray", "record.subfolder")
    var folders: [RecordFolder] = []
    var positions: [String: Int] = [:]
    for entry in contents.entries {
      if entry.path.hasPrefix(TransferLayout.others) { continue }
      let parts = entry.path.split(separator: "/").map(String.init)
      if parts.count == 1 {
        if parts[0] != TransferLayout.description, parts[0] != TransferLayout.catalogue {
          log.find("transfer.root-stray", path: entry.path, ["name": entry.path])
        }
        continue
      }
      guard parts.count >= 5 else {
        log.find("record.stray", path: entry.path, ["name": entry.path])
        continue
      }
      let path = parts.prefix(4).joined(separator: "/")
      let position: Int
      if let known = positions[path] {
        position = known
      } else {
        position = folders.count
        positions[path] = position
        folders.append(
          RecordFolder(path: path, fonds: parts[0], category: parts[1], year: parts[2], number: parts[3]))
      }
      if parts.count > 5 { log.find("record.subfolder", path: entry.path, ["name": entry.path]) }
      if parts.count == 5, parts[4] == TransferProfile.metadata {
        folders[position].hasMetadata = true
      } else {
        folders[position].contentCount += 1
      }
    }
    return folders
  }
}

/// What a record says of itself in its metadata, held against its folder and its entry in the catalogue.
struct RecordStatement {
  struct Value {
    let text: String
    let line: Int
  }

  /// Of the file that says it.
  let path: String
  /// The whole 档号; nil where only its parts are said.
  let number: Value?
  /// The values of an element within 档号 or 内容描述.
  let values: (_ parent: String, _ name: String) -> [Value]

  func compare(with folder: RecordFolder, into log: inout VerificationLog) {
    if let number, !number.text.isEmpty, number.text != folder.number {
      log.find(
        "metadata.number", path: path, line: number.line, ["stated": number.text, "number": folder.number])
    }
    for (name, value) in [("全宗号", folder.fonds), ("类别号", folder.category), ("年度", folder.year)] {
      guard let stated = values("档号", name).first, !stated.text.isEmpty, stated.text != value else {
        continue
      }
      // That the folder is no year is told already.
      if name == "年度", !folder.hasYear { continue }
      log.find(
        "metadata.path", path: path, line: stated.line,
        ["name": name, "stated": stated.text, "value": value])
    }
  }

  func compare(with entry: Catalogue.Entry, into log: inout VerificationLog) {
    log.ask("metadata.differs")
    for (name, parent) in [
      ("题名", "内容描述"), ("责任者", "内容描述"), ("日期", "内容描述"), ("密级", "内容描述"), ("保管期限", "档号"),
    ] {
      let values = values(parent, name).filter { !$0.text.isEmpty }
      guard let first = values.first, let value = entry.values[name], !value.isEmpty else { continue }
      // That the catalogue has no date is told already.
      if name == "日期", !DateText.isDate(value) { continue }
      // Of several one is enough, and a date is the same with and without its dashes.
      let stated = values.flatMap { [$0.text] + $0.text.split(separator: "；").map(String.init) }
      let isSame =
        name == "日期"
        ? stated.contains { Self.day($0) == Self.day(value) }
        : stated.contains(value) || values.map(\.text).joined(separator: "、") == value
      if !isSame {
        log.find(
          "metadata.differs", path: path, line: first.line,
          ["name": name, "stated": first.text, "value": value])
      }
    }
  }

  private static func day(_ text: String) -> String {
    String(text.prefix { $0 != "T" }.filter { $0 != "-" })
  }
}
