@testable import Core
@testable import Packages
@testable import Records
@testable import ReportModel

extension Chapter {
  static let archive = Chapter(
    name: "archive",
    introduction: "Packing for archives: what the library refuses. The rest is shown by the command.",
    cases: [
      MessageCase("archive.number-twice", "Two records with one 档号.") { _ in
        var packing = try Packing()
        try packing.add(files: 1)
        try packing.add(files: 1)
        return []
      },
      MessageCase("archive.path-twice", "A record with two files of one name.") { _ in
        var packing = try Packing()
        try packing.add(files: 2)
        return []
      },
      MessageCase("archive.limit", "A record of 3 bytes, where a package may have 2 files.") { _ in
        var limits = PackageLimits()
        limits.entryCount = 2
        var packing = try Packing(limits)
        try packing.add(files: 1)
        return []
      },
      MessageCase("archive.zip-full", "65,536 files in one ZIP.") { _ in
        var zip = ZIPOutput(PackageBytes(), name: "bag.zip")
        let file = FilePacker([.sha256], isDeflating: true).pack("", [])
        for number in 0...65_535 { try zip.add(String(number), file) }
        return []
      },
      MessageCase("archive.element-missing", "A record without a history.") { _ in
        var packing = try Packing()
        try packing.add(files: 1, steps: [])
        return []
      },
    ])
}

/// Records of one report, into memory.
private struct Packing {
  private let settings: ArchiveSettings
  private let packer = FilePacker([.sha256], isDeflating: true)
  private var writer: PackageWriter<ZIPOutput<PackageBytes>, [UInt8]>

  init(_ limits: PackageLimits = PackageLimits()) throws {
    var settings = ArchiveSettings()
    try settings.set(["全宗号=0123", "全宗名称=某局", "类别号=WS", "保管期限=永久"])
    self.settings = settings
    writer = PackageWriter(
      settings, packer, limits: limits, report: { Array($0.joined()) },
      open: { _ throws(Refusal) in ZIPOutput(PackageBytes()) })
  }

  mutating func add(
    files count: Int,
    steps: [ProcessingStep] = [
      ProcessingStep(
        .received, time: "2026-01-31T09:00:00+08:00", program: "gongkai",
        description: LocalizedText(chinese: "收到", english: "received"))
    ]
  ) throws {
    guard let form = FormCatalogue.shared.form(FormID(.edition2021)) else { return }
    let report = Report(
      identity: Identity(body: "某局", year: 2021, title: "年度报告"), statistics: Statistics(form))
    let entry = try ArchiveEntry(report, item: 1, settings)
    let file = ArchiveFile(.received, name: "原件-a.txt", mediaType: "text/plain", bytes: [1, 2, 3])
    let files = Array(repeating: file, count: count)
    let record = ArchiveRecord(
      number: entry.number, files: files, history: steps)
    let packed = try RecordLayout.files(
      record, RecordMetadata(record, entry, settings), entry, settings
    ).map { packer.pack($0.path, $0.bytes) }
    try writer.add(packed, entry, [])
  }
}
