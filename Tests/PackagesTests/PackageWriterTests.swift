import TestSupport
import Testing

@testable import Core
@testable import Packages
@testable import Records
@testable import ReportModel
@testable import ZIPKit

/// Packages are split where a limit asks for it, and hold each record once.
@Suite struct PackageWriterTests {
  private static func settings() throws -> ArchiveSettings {
    var settings = ArchiveSettings()
    try settings.set(["全宗号=0123", "全宗名称=青禾市水务局", "类别号=WS", "保管期限=永久"])
    return settings
  }

  private typealias MemoryWriter = PackageWriter<ZIPOutput<PackageBytes>, [UInt8]>

  private static let packer = FilePacker([.sha256], isDeflating: true)

  private func writer(_ limits: PackageLimits) throws -> MemoryWriter {
    PackageWriter(
      try Self.settings(), Self.packer, limits: limits, report: { Array($0.joined()) },
      open: { _ throws(Refusal) in ZIPOutput(PackageBytes()) })
  }

  private func add(
    _ record: (record: ArchiveRecord, entry: ArchiveEntry), to writer: inout MemoryWriter, check: [UInt8] = []
  ) throws {
    let settings = try Self.settings()
    let metadata = try RecordMetadata(record.record, record.entry, settings)
    let files = try RecordLayout.files(record.record, metadata, record.entry, settings)
    try writer.add(files.map { Self.packer.pack($0.path, $0.bytes) }, record.entry, check)
  }

  private func record(_ item: Int, size: Int) throws -> (record: ArchiveRecord, entry: ArchiveEntry) {
    let form = try #require(FormCatalogue.shared.form(FormID(.edition2021)))
    let report = Report(
      identity: Identity(body: "青禾市水务局", year: 2021, title: "年度报告"), statistics: Statistics(form))
    let entry = try ArchiveEntry(report, item: item, Self.settings())
    // Bytes that do not deflate.
    var random = SplitMix64(seed: UInt64(item))
    let bytes = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let step = ProcessingStep(
      .packed, time: "2026-01-31T09:00:00+08:00", program: "gongkai", description: .empty)
    return (
      ArchiveRecord(
        number: entry.number,
        files: [ArchiveFile(.received, name: "原件-a.bin", mediaType: "a/b", bytes: bytes)], history: [step]),
      entry
    )
  }

  /// Each limit splits: no package exceeds it, no record is lost, and one more would not have fitted.
  @Test(arguments: ["packed", "unpacked", "entries", "records"])
  func packagesAreSplit(limit: String) throws {
    var limits = PackageLimits()
    switch limit {
    case "packed": limits.packedSize = 200_000
    case "unpacked": limits.unpackedSize = 200_000
    case "entries": limits.entryCount = 14
    default: limits.recordCount = 4
    }
    var writer = try writer(limits)
    for item in 1...10 {
      try add(record(item, size: 20_000), to: &writer, check: [0x20])
    }
    try writer.finish()
    #expect(writer.containers.count >= 2)
    #expect(writer.contents.flatMap { $0 }.count == 10)
    #expect(Set(writer.contents.flatMap { $0 }).count == 10)
    for (output, numbers) in zip(writer.containers.map(\.output), writer.contents) {
      let archive = try ZIPArchive(output.bytes)
      let size = try archive.entries.reduce(0) { $0 + (try archive.contents(of: $1)).count }
      #expect(output.bytes.count <= limits.packedSize && size <= limits.unpackedSize)
      #expect(archive.entries.count <= limits.entryCount && numbers.count <= limits.recordCount)
      #expect(archive.entries.count == numbers.count * 2 + 6)
    }
    if limit == "entries" || limit == "records" { #expect(writer.contents.map(\.count) == [4, 4, 2]) }
  }

  @Test func whatIsTooLargeAloneIsRefusedWithAllReasons() throws {
    var limits = PackageLimits()
    limits.packedSize = 20_000
    limits.unpackedSize = 30_000
    limits.entryCount = 5
    var writer = try writer(limits)
    let record = try record(1, size: 40_000)
    let refusal = #expect(throws: Refusal.self) { try add(record, to: &writer) }
    #expect(refusal?.findings.map(\.id) == ["archive.limit", "archive.limit", "archive.limit"])
    try writer.finish()
    #expect(writer.containers.isEmpty)
  }

  @Test func aNumberIsGivenOnce() throws {
    var writer = try writer(PackageLimits())
    let record = try record(1, size: 10)
    try add(record, to: &writer)
    let refusal = #expect(throws: Refusal.self) { try add(record, to: &writer) }
    #expect(refusal?.findings.map(\.id) == ["archive.number-twice"])
  }

  @Test func twoFilesOfOneNameAreRefused() throws {
    var writer = try writer(PackageLimits())
    var record = try record(1, size: 10)
    record.record.files.append(record.record.files[0])
    let refusal = #expect(throws: Refusal.self) { try add(record, to: &writer) }
    #expect(refusal?.findings.map(\.id) == ["archive.path-twice"])
  }
}
