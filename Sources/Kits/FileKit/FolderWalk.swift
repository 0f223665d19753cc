import Core
import SystemPackage

/// What is found in a folder and in those in it, by name. Hidden files and links to folders are left out.
package struct FolderWalk: Sendable {
  package struct Item: Sendable {
    package let path: FilePath
    /// Why it is not read: it is no regular file, or a folder that cannot be listed.
    package let refusal: Refusal?
  }

  package private(set) var items: [Item] = []
  /// What was met of that which is to be left out.
  package private(set) var leftOut: [FilePath] = []
  /// How many files were met that no person made.
  package private(set) var leftoverCount = 0
  /// How many others are not meant, by their extensions; those without one stand under an empty text.
  package private(set) var otherCounts: [String: Int] = [:]
  private let excluded: Set<FileIdentity>

  /// Deeper than reports are filed; links cannot make it a circle, as they are not followed.
  static let maximumDepth = 32

  /// - Parameters:
  ///   - excluded: files and folders that are left out, with all that is in them.
  ///   - isWanted: which files are meant; others are passed over, whatever they are.
  package init(
    _ folder: FilePath, leavingOut excluded: Set<FileIdentity> = [],
    _ isWanted: (FilePath) -> Bool = { _ in true }
  ) {
    self.excluded = excluded
    add(folder, depth: 0, isWanted)
  }

  private func isExcluded(_ path: FilePath) -> Bool {
    !excluded.isEmpty && FileIdentity(path).map(excluded.contains) ?? false
  }

  private mutating func add(_ folder: FilePath, depth: Int, _ isWanted: (FilePath) -> Bool) {
    if isExcluded(folder) { return leftOut.append(folder) }
    let names: [FilePath.Component]
    do throws(Errno) {
      guard depth < Self.maximumDepth else {
        return refuse(folder, .foldersTooDeep(folder, Self.maximumDepth))
      }
      names = try SystemCalls.names(in: folder)
    } catch {
      return refuse(folder, .cannotOpen(folder, error))
    }
    let sorted = names.map { ($0, $0.bytes) }.sorted { $0.1.lexicographicallyPrecedes($1.1) }
    for (name, bytes) in sorted {
      if LeftoverName.matches(name) {
        leftoverCount += 1
        continue
      }
      if bytes.first == UInt8(ascii: ".") { continue }
      let path = folder.appending(name)
      guard let status = FileAccess.status(of: path, followsLinks: false) else { continue }
      if status.type == .directory {
        add(path, depth: depth + 1, isWanted)
      } else if isWanted(path) {
        if isExcluded(path) { leftOut.append(path) } else { add(path, status.type) }
      } else if status.type == .regular, !isExcluded(path) {
        otherCounts[path.lowercasedExtension ?? "", default: 0] += 1
      }
    }
  }

  private mutating func add(_ path: FilePath, _ type: FileType) {
    let status = type == .symbolicLink ? FileAccess.status(of: path) : nil
    if status?.type == .directory { return }
    let isRegular = (status?.type ?? type) == .regular || status == nil && type == .symbolicLink
    // The files of the system that a link leads to may have no end.
    let isOfSystem = status.map { $0.size == 0 && Self.systemDevices.contains($0.deviceID) } ?? false
    if isRegular, !isOfSystem { return items.append(Item(path: path, refusal: nil)) }
    refuse(path, .notRegular(path))
  }

  private mutating func refuse(_ path: FilePath, _ finding: Finding) {
    items.append(Item(path: path, refusal: Refusal(.input, finding)))
  }

  private static let systemDevices = (["/proc", "/sys"] as [FilePath]).compactMap {
    FileAccess.status(of: $0)?.deviceID
  }
}

extension Finding {
  fileprivate static func notRegular(_ path: FilePath) -> Finding {
    Finding("file.not-regular", .error, ["path": path.shown])
  }

  fileprivate static func foldersTooDeep(_ path: FilePath, _ limit: Int) -> Finding {
    Finding("file.folders-too-deep", .error, ["path": path.shown, "limit": String(limit)])
  }
}
