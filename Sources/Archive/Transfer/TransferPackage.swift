import Findings
import Formats
import ReportModel
import ZIPContainer

/// A transfer package by 档发〔2012〕7号, annex 2, and DA/T 93-2022, that takes records one at a time.
///
/// A value: adding to a copy tells whether a record fits before it is written.
struct TransferPackage: Sendable {
  /// What stands in `其他` of every package beside digests and the check report.
  struct Fixed: Sendable {
    let settings: ArchiveSettings
    let algorithms: [DigestAlgorithm]
    let limits: PackageLimits
    let support: [(path: String, bytes: [UInt8])]

    func digests(_ bytes: [UInt8]) -> [String] {
      algorithms.map { ContentDigest.hexadecimal(bytes, $0) }
    }

    init(_ settings: ArchiveSettings, _ algorithms: [DigestAlgorithm], _ limits: PackageLimits) {
      self.settings = settings
      self.algorithms = algorithms
      self.limits = limits
      support = [
        ("其他/report-1.xsd", Array((DataFile.text("xml/report-1.xsd") ?? "").utf8)),
        ("其他/元数据规范.tsv", Array(MetadataList.text.utf8)),
      ]
    }
  }

  private let fixed: Fixed
  private var builder = ZIPBuilder()
  private var catalogue = XMLOutput()
  /// The path and the digests of every file so far.
  private var digests: [(path: String, values: [String])] = []
  private(set) var unpackedSize = 0
  private(set) var numbers: [String] = []

  init(_ fixed: Fixed) {
    self.fixed = fixed
    catalogue.begin("文件目录")
  }

  var recordCount: Int { numbers.count }

  /// Adds a record.
  mutating func add(_ files: [(path: String, bytes: [UInt8])], _ entry: ArchiveEntry) {
    for file in files { add(file.path, file.bytes) }
    numbers.append(entry.number)
    catalogue.begin("文件")
    for (name, value) in [
      ("顺序号", String(numbers.count)), ("档号", entry.number), ("责任者", entry.author), ("题名", entry.title),
      ("日期", entry.compactDate), ("保管期限", fixed.settings["保管期限"] ?? ""),
      ("密级", fixed.settings["密级"] ?? ""), ("备注", fixed.settings["备注"] ?? ""),
    ] {
      catalogue.begin(name)
      catalogue.text(foreign: value)
      catalogue.end()
    }
    catalogue.end()
  }

  private mutating func add(_ path: String, _ bytes: [UInt8], hasDigest: Bool = true) {
    builder.add(path, bytes)
    unpackedSize += bytes.count
    if hasDigest { digests.append((path, fixed.digests(bytes))) }
  }

  /// Takes the bytes that are there out of memory.
  mutating func takeBytes() -> [UInt8] { builder.takeBytes() }

  /// The rest of the package: what stands beside the records.
  mutating func finish(checkReport: [UInt8]) -> [UInt8] {
    catalogue.end()
    let last = [
      ("目录文件.XML", catalogue.finish()), ("说明文件.TXT", description),
    ]
    let others = (fixed.support + [("其他/核对报告.json", checkReport)])
    // The lists of digests cannot hold their own, and leave each other out.
    var listed = digests
    for (path, bytes) in others + last { listed.append((path, fixed.digests(bytes))) }
    listed.sort { RecordLayout.precedes($0.path, $1.path) }
    var beside = others
    for (index, algorithm) in fixed.algorithms.enumerated() {
      let lines = listed.map { "\($0.values[index])  \($0.path)\n" }.joined()
      beside.append(("其他/\(algorithm.rawValue).txt", Array(lines.utf8)))
    }
    beside.sort { RecordLayout.precedes($0.path, $1.path) }
    for (path, bytes) in beside + last { add(path, bytes, hasDigest: false) }
    return builder.finish()
  }

  private var description: [UInt8] {
    let range = [numbers.first, numbers.last].compactMap { $0 }
    var text = ""
    for (key, value) in [
      ("移交单位", fixed.settings["移交单位"]), ("内容描述", fixed.settings["内容描述"]),
      ("起止档号", range.joined(separator: " 至 ")), ("档案数量", String(numbers.count)),
      ("软硬件环境", fixed.settings["软硬件环境"]), ("离线载体参数", fixed.settings["离线载体参数"]),
      ("载体编号", fixed.settings["载体编号"]), ("载体数量", fixed.settings["载体数量"]),
      ("制作单位", fixed.settings["制作单位"]), ("检查单位", fixed.settings["检查单位"]),
    ] {
      if let value { text += "\(key)：\(value)\n" }
    }
    return Array(text.utf8)
  }

  // MARK: Limits

  /// The limits that it would exceed if it were finished with a check report of that size. What is still to be
  /// written is counted as if it did not deflate, so that a package is never larger than it may be.
  func excess(checkReportSize: Int) -> [Finding] {
    var rest = fixed.support.map { ($0.path, $0.bytes.count) }
    rest += [
      ("其他/核对报告.json", checkReportSize), ("目录文件.XML", catalogue.bytes.count + 64),
      ("说明文件.TXT", description.count),
    ]
    let paths = digests.map(\.path) + rest.map(\.0)
    for algorithm in fixed.algorithms {
      rest.append(("其他/\(algorithm.rawValue).txt", paths.reduce(0) { $0 + $1.utf8.count + 67 }))
    }
    let size = rest.reduce(0) { $0 + $1.1 }
    // A header before each entry and one in the directory, each with the name.
    let packed =
      builder.size + builder.directorySize + size + rest.reduce(0) { $0 + 76 + 2 * $1.0.utf8.count }
    let limits = fixed.limits
    let pairs = [
      ("packed", packed, limits.packedSize), ("unpacked", unpackedSize + size, limits.unpackedSize),
      ("entries", builder.count + rest.count, limits.entryCount),
      ("records", recordCount, limits.recordCount),
    ]
    let words = MessageCatalogue.shared
    return pairs.filter { $0.1 > $0.2 }.map { kind, count, limit in
      Finding(
        "archive.limit", .error,
        [
          "count": String(count), "limit": String(limit),
          "what.zh": words.word("archive.limit.\(kind)", .chinese),
          "what.en": words.word("archive.limit.\(kind)", .english),
        ])
    }
  }
}
