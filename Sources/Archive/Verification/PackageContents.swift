import ProcessKit
import Records
import ZIPKit

/// The files of a package. Of each core one is in memory at a time.
package struct PackageContents: Sendable {
  package struct Entry: Hashable, Sendable {
    /// Relative, with `/`.
    package let path: String
    package let size: Int

    package init(path: String, size: Int) {
      self.path = path
      self.size = size
    }
  }

  /// What holds the files.
  package enum Container: Sendable {
    case zip, folder
    /// One file that is a package by itself.
    case file
  }

  package let container: Container
  /// Files only, in the order of the container.
  package let entries: [Entry]
  /// Paths of links, which are not followed, and of devices, pipes and sockets, which are not opened.
  package var links: [String] = []
  package var specials: [String] = []
  private let positions: [String: Int]
  private let byFolder: [String: [Int]]
  private let read: @Sendable (Int) throws(ZIPFailure) -> [UInt8]
  /// Gives the first bytes of a large entry; nil where reading it whole is as well.
  private let begin: @Sendable (Int, Int) -> [UInt8]?
  /// Gives the bytes of a file that is no part of the package but stands beside it.
  private let readBeside: @Sendable (String) -> [UInt8]?

  /// - Parameters:
  ///   - begin: gives the first bytes of the entry at a position; nil where reading it whole is as well.
  ///   - beside: gives the bytes of a file beside a package of one file, by its name; nil where there is none.
  ///   - read: gives the bytes of the entry at a position.
  package init(
    _ container: Container, _ entries: [Entry],
    begin: @escaping @Sendable (_ position: Int, _ count: Int) -> [UInt8]? = { _, _ in nil },
    beside: @escaping @Sendable (String) -> [UInt8]? = { _ in nil },
    read: @escaping @Sendable (Int) throws(ZIPFailure) -> [UInt8]
  ) {
    self.container = container
    self.entries = entries
    self.read = read
    self.begin = begin
    readBeside = beside
    byFolder = Dictionary(grouping: entries.indices) { PackagePath.folder(of: entries[$0].path) }
    positions = Dictionary(
      entries.enumerated().map { ($0.element.path, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  package init(_ archive: ZIPArchive) {
    let files = archive.entries.filter { !$0.isFolder }
    self.init(
      .zip, files.map { Entry(path: $0.name, size: $0.size) },
      begin: { index, count in
        try? archive.beginning(of: files[index].name, count: count)
      },
      read: { index throws(ZIPFailure) in
        try archive.contents(of: files[index])
      })
  }

  package func has(_ path: String) -> Bool { positions[path] != nil }

  /// nil where there is no such file.
  package func size(of path: String) -> Int? { positions[path].map { entries[$0].size } }

  /// The names of the files that stand in a folder itself.
  func names(in folder: String) -> [String] {
    (byFolder[folder] ?? []).map { PackagePath.name(of: entries[$0].path) }
  }

  package func bytes(at index: Int) throws(ZIPFailure) -> [UInt8] { try read(index) }

  /// The bytes of a file; nil where there is none, or it is damaged, which is told elsewhere.
  package func bytes(of path: String) -> [UInt8]? { positions[path].flatMap { try? read($0) } }

  /// The first bytes of a file, or all where it has no more; empty where it is damaged.
  func beginning(at index: Int, count: Int) -> [UInt8] {
    if let bytes = begin(index, count) { return bytes }
    return (try? read(index)).map { Array($0.prefix(count)) } ?? []
  }

  /// The bytes of a file that stands in a folder of the package; beside it, where the package is one file.
  func bytes(of name: String, in folder: String) -> [UInt8]? {
    container == .file ? readBeside(name) : bytes(of: PackagePath.file(name, in: folder))
  }

  /// Goes through all files once, of each core one at a time. What cannot be read is noted.
  ///
  /// - Parameters:
  ///   - indices: the files, where not all are meant.
  ///   - look: is called side by side.
  ///   - take: is called with what was seen, in the order of the files.
  func forEach<Facts: Sendable>(
    _ log: inout VerificationLog, _ limits: PackageLimits, only indices: [Int]? = nil,
    look: @escaping @Sendable (Entry, [UInt8], inout VerificationLog) -> Facts,
    take: (Entry, Facts, inout VerificationLog) -> Void
  ) {
    if container == .zip { log.ask(.packageDamaged, .packageChecksum) }
    let indices = indices ?? Array(entries.indices)
    let empty = log.sibling()
    let seen = ParallelWork.map(indices.count) { number -> (facts: Facts?, log: VerificationLog) in
      var log = empty
      do throws(ZIPFailure) {
        let bytes = try read(indices[number])
        return (look(entries[indices[number]], bytes, &log), log)
      } catch {
        log.note(error, limits)
        return (nil, log)
      }
    }
    for (index, one) in zip(indices, seen) {
      log.append(one.log)
      if let facts = one.facts { take(entries[index], facts, &log) }
    }
  }

  /// The files of a folder as a package of its own.
  func below(_ prefix: String) -> PackageContents {
    let chosen = entries.indices.filter { entries[$0].path.hasPrefix(prefix) }
    let shortened = chosen.map {
      Entry(path: String(entries[$0].path.dropFirst(prefix.count)), size: entries[$0].size)
    }
    return PackageContents(
      container, shortened, begin: { begin(chosen[$0], $1) }, beside: readBeside,
      read: { index throws(ZIPFailure) in
        do throws(ZIPFailure) {
          return try read(chosen[index])
        } catch {
          throw ZIPFailure(error.reason, entry: error.entry == nil ? nil : shortened[index].path)
        }
      })
  }
}
