import Records

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
    log.ask(.recordStray, .recordSubfolder)
    var folders: [RecordFolder] = []
    var positions: [String: Int] = [:]
    for entry in contents.entries {
      if entry.path.hasPrefix(TransferLayout.others) { continue }
      let parts = entry.path.split(separator: "/").map(String.init)
      if parts.count == 1 {
        if parts[0] != TransferLayout.description, parts[0] != TransferLayout.catalogue {
          log.find(.transferRootStray, path: entry.path, ["name": entry.path])
        }
        continue
      }
      guard parts.count >= 5 else {
        log.find(.recordStray, path: entry.path, ["name": entry.path])
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
      if parts.count > 5 { log.find(.recordSubfolder, path: entry.path, ["name": entry.path]) }
      if parts.count == 5, parts[4] == TransferProfile.metadata {
        folders[position].hasMetadata = true
      } else {
        folders[position].contentCount += 1
      }
    }
    return folders
  }
}
