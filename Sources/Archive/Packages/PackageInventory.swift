import Core
import DataFiles
import FileKit
import MarkupKit
import Records

/// What a package says of what is in it, by 档发〔2012〕7号, annex 2, and DA/T 93-2022: the catalogue, the
/// description and the digests. It grows with each record; a value, so that a copy tells whether one more fits.
package struct PackageInventory: Sendable {
  /// What is the same in every package of a run.
  package struct Fixed: Sendable {
    package let settings: ArchiveSettings
    package let packer: FilePacker
    /// nil where nothing is to be split.
    package let limits: PackageLimits?
    /// What stands in `其他` beside digests and the check report.
    package let support: [PackedFile]

    package init(
      _ settings: ArchiveSettings, _ packer: FilePacker, _ limits: PackageLimits?, _ form: RecordForm
    ) {
      self.settings = settings
      self.packer = packer
      self.limits = limits
      var files = [
        ("report-1.xsd", DataFile.text("xml/report-1.xsd") ?? ""), ("元数据规范.tsv", MetadataList.text),
      ]
      if case .envelope = form { files.append(("eep-2009.xsd", DataFile.text("archive/eep-2009.xsd") ?? "")) }
      support = files.map { packer.pack(TransferLayout.others + $0, Array($1.utf8)) }
    }
  }

  private let fixed: Fixed
  private var catalogue = XMLOutput()
  /// The path and the digests of every file so far.
  private var digests: [(path: String, values: [DigestAlgorithm: String])] = []
  private var packedSize = 0
  private var unpackedSize = 0
  package private(set) var numbers: [String] = []

  package init(_ fixed: Fixed) {
    self.fixed = fixed
    catalogue.begin("文件目录")
  }

  package mutating func add(_ files: [PackedFile], _ entry: ArchiveEntry) {
    for file in files {
      digests.append((file.path, file.digests))
      packedSize += file.packedSize
      unpackedSize += file.bytes.count
    }
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

  /// The rest of the package: what stands beside the records, in its order.
  package consuming func closing(checkReport: [UInt8]) -> [PackedFile] {
    catalogue.end()
    let packer = fixed.packer
    var beside = fixed.support + [packer.pack(Self.checkReportPath, checkReport)]
    let last = [
      packer.pack(TransferLayout.catalogue, catalogue.finish()),
      packer.pack(TransferLayout.description, description),
    ]
    // The lists of digests cannot hold their own, and leave each other out.
    for file in beside + last { digests.append((file.path, file.digests)) }
    digests.sort { RecordLayout.precedes($0.path, $1.path) }
    for algorithm in packer.algorithms {
      let lines = digests.map { "\($0.values[algorithm] ?? "")  \($0.path)\n" }.joined()
      beside.append(packer.pack(TransferLayout.digests(algorithm), Array(lines.utf8)))
    }
    beside.sort { RecordLayout.precedes($0.path, $1.path) }
    return beside + last
  }

  private static let checkReportPath = TransferLayout.others + "检查报告.json"

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

  /// The limits that the package would exceed if it ended with a check report of that size. What is still to be
  /// written is counted as if it did not deflate, so that a package is never larger than it may be.
  package func excess(checkReportSize: Int) -> [Finding] {
    guard let limits = fixed.limits else { return [] }
    var rest = fixed.support.map { ($0.path, $0.bytes.count) }
    rest += [
      (Self.checkReportPath, checkReportSize), (TransferLayout.catalogue, catalogue.bytes.count + 64),
      (TransferLayout.description, description.count),
    ]
    let paths = digests.map(\.path) + rest.map(\.0)
    for algorithm in fixed.packer.algorithms {
      rest.append((TransferLayout.digests(algorithm), paths.reduce(0) { $0 + $1.utf8.count + 67 }))
    }
    let size = rest.reduce(0) { $0 + $1.1 }
    // A header before each entry and one in the directory, each with the name; and the end of the directory.
    let packed = packedSize + size + rest.reduce(0) { $0 + 76 + 2 * $1.0.utf8.count } + 22
    let words = MessageCatalogue.shared
    let counts = [
      (words.word("archive.limit.packed"), packed, limits.packedSize),
      (words.word("archive.limit.unpacked"), unpackedSize + size, limits.unpackedSize),
      (words.word("archive.limit.entries"), digests.count + rest.count, limits.entryCount),
      (words.word("archive.limit.records"), numbers.count, limits.recordCount),
    ]
    return counts.filter { $0.1 > $0.2 }.map { .packageLimit($0.0, $0.1, $0.2) }
  }
}
