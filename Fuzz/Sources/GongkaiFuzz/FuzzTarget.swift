import Foundation
import Gongkai
import ZIPKit

/// A reader that is fuzzed, and what the fuzzer's bytes are taken for. Which there are follows from the registry: every
/// format whose files are text or containers, and containers as a whole.
struct FuzzTarget {
  private static let container = "zip"
  private static let converter = Converter()

  let name: String
  private let format: Format
  /// A whole file of a container format, of which the fuzzer replaces the part that matters: a container of random
  /// bytes is never opened.
  private let template: ZIPArchive?
  private let mainPart: String?

  static var names: [String] {
    converter.formats.formats.filter { $0.reader != nil && $0.packaging != .opaque }.map(\.id) + [container]
  }

  init?(_ name: String) throws {
    self.name = name
    guard Self.names.contains(name),
      let format = Self.converter.formats.format(named: name == Self.container ? "docx" : name)
    else { return nil }
    self.format = format
    guard name != Self.container, case .container(let part) = format.packaging else {
      (template, mainPart) = (nil, nil)
      return
    }
    mainPart = part
    template = try ZIPArchive(try Self.sample(of: format))
  }

  /// The file that the fuzzer's bytes make.
  func file(_ bytes: [UInt8]) -> [UInt8] {
    guard let template, let mainPart else { return bytes }
    var builder = ZIPBuilder()
    for entry in template.entries where !entry.isFolder {
      guard let contents = entry.name == mainPart ? bytes : try? template.contents(of: entry) else {
        continue
      }
      builder.add(entry.name, contents, isStored: true)
    }
    return builder.finish()
  }

  /// Whatever the bytes are, a reader reads or refuses them, and what it read can be converted and written.
  func run(_ bytes: [UInt8]) {
    guard let reports = try? Self.converter.readAll(bytes: file(bytes), name: nil, as: format.id) else {
      return
    }
    // Writing costs more than reading, and needs fewer inputs.
    guard bytes.count % 8 == 0 else { return }
    for report in reports {
      guard let (current, _) = try? Self.converter.convert(report, to: .edition2021) else { continue }
      for written in ["json", "docx", "xlsx"] { _ = try? Self.converter.bytes(of: [current], as: written) }
    }
  }

  // MARK: Seeds

  /// What to begin with: a file of each example, or its part that matters.
  func seeds() throws -> [[UInt8]] {
    try Self.samples(of: format).map { file in
      guard let mainPart else { return file }
      return try ZIPArchive(file).contents(of: mainPart) ?? []
    }
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func sample(of format: Format) throws -> [UInt8] { try samples(of: format).first ?? [] }

  /// The files of the examples, or the sample that stands beside the page of a format that is not written.
  private static func samples(of format: Format) throws -> [[UInt8]] {
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    let ending = format.extensions[0]
    let names =
      format.writer == nil
      ? ["sample.\(ending)"] : ["2021.\(ending)", format.id == "text" ? "input.txt" : ""]
    let urls = (files?.compactMap { $0 as? URL } ?? []).filter {
      names.contains($0.lastPathComponent) && !$0.path.contains("/.build/")
    }
    return try urls.sorted { $0.path < $1.path }.map { [UInt8](try Data(contentsOf: $0)) }
  }
}
