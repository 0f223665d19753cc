import Foundation
import TestSupport
import Testing

@testable import Core
@testable import FileKit
@testable import Gongkai
@testable import Packages
@testable import Records
@testable import Rendering
@testable import ReportModel
@testable import Verification
@testable import ZIPKit

/// Packages made of reports, read back, and made again.
@Suite struct ArchiveMakerTests {
  static let root = Repository.root

  private static let given = ["全宗号=0123", "全宗名称=青禾市水务局", "类别号=WS", "保管期限=永久"]

  private static func settings(_ more: [String] = []) throws -> ArchiveSettings {
    var settings = ArchiveSettings()
    try settings.set(given + more)
    return settings
  }

  private static func options(_ more: [String] = []) throws -> ArchiveOptions {
    let time = try #require(ArchiveTime("2026-01-31T09:00:00+08:00"))
    return ArchiveOptions(try settings(more), time: time, program: "gongkai 0.1.0")
  }

  private static func example(_ name: String) -> String { root.path + "/Examples/\(name)" }

  private func inFolder<T>(_ work: (String) throws -> T) throws -> T {
    let folder = try TemporaryDirectory()
    defer { folder.remove() }
    return try work(folder.path)
  }

  private func entries(_ path: String) throws -> [String: [UInt8]] {
    let archive = try ZIPArchive([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    return try Dictionary(
      uniqueKeysWithValues: archive.entries.map { ($0.name, try archive.contents(of: $0)) })
  }

  @Test func sameInputSameBytes() throws {
    try inFolder { folder in
      let inputs = [Self.example("legacy-shandong/input.txt"), Self.example("2021/2021.docx")]
      let first = try ArchiveMaker(Converter(), Self.options()).make(of: inputs, at: folder + "/a.zip")
      let second = try ArchiveMaker(Converter(), Self.options()).make(of: inputs, at: folder + "/b.zip")
      #expect(first.packages.map(\.sha256) == second.packages.map(\.sha256))
      #expect(first.packages.first?.numbers == ["0123-WS·2017-Y-0001", "0123-WS·2021-Y-0001"])
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/a.zip")))
      #expect(ContentDigest.hexadecimal(bytes) == first.packages.first?.sha256)
      #expect(bytes.count == first.packages.first?.size)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.zip", "b.zip"])
    }
  }

  /// What is unpacked converts to the same canonical JSON as the original, and the original is there.
  @Test(arguments: [
    "legacy-shandong/input.txt", "legacy-fujian/input.txt", "legacy-national/2021.json", "2019/input.txt",
    "2021/2021.docx", "2021/2021.xlsx", "legacy-shandong/2021.xml",
  ])
  func reportsComeBack(name: String) throws {
    try inFolder { folder in
      let input = Self.example(name)
      let converter = Converter()
      _ = try ArchiveMaker(converter, Self.options()).make(of: [input], at: folder + "/p.zip")
      let files = try entries(folder + "/p.zip")
      func json(_ bytes: [UInt8], _ name: String) throws -> [UInt8] {
        let reports = try converter.readAll(bytes: bytes, name: name)
        // As the command does.
        return try converter.bytes(
          of: reports.map {
            try converter.convert($0, to: $0.form.id.edition).report
              .carrying(converter.check($0).findings)
          }, as: "json")
      }
      let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: input)))
      let fileName = FilePath(input).name
      let canonical = try #require(files.first { $0.key.hasSuffix("/公开年报.xml") })
      let received = try #require(files.first { $0.key.hasSuffix("/原件-\(fileName)") })
      #expect(received.value == original)
      #expect(try json(canonical.value, "公开年报.xml") == json(original, fileName))
    }
  }

  /// The same of published reports, where GONGKAI_CORPUS names some, in as few packages as they fill.
  @Test(.enabled(if: PublishedReports.isThere))
  func publishedReportsComeBack() throws {
    try inFolder { folder in
      let converter = Converter()
      var options = try Self.options()
      options.skipsRefused = true
      let outcome = try ArchiveMaker(converter, options).make(
        of: PublishedReports.documents, at: folder + "/p.zip")
      #expect(outcome.packages.reduce(0) { $0 + $1.numbers.count } >= 20)
      for package in outcome.packages {
        for (path, bytes) in try entries(package.path.string) where path.hasSuffix("/公开年报.xml") {
          let packed = try converter.readAll(bytes: bytes, name: "公开年报.xml")
          let name = try #require(packed.first?.source?.name)
          let original = try converter.readAll(
            contentsOf: FilePath(try #require(PublishedReports.document(named: name))))
          let published = try original.map { report in
            try converter.convert(report, to: report.form.id.edition).report
              .carrying(converter.check(report).findings)
          }
          #expect(
            try converter.bytes(of: packed, as: "json") == converter.bytes(of: published, as: "json"),
            "\(name)")
        }
      }
    }
  }

  @Test func layoutIsAsAgreed() throws {
    try inFolder { folder in
      _ = try ArchiveMaker(Converter(), Self.options()).make(
        of: [Self.example("legacy-shandong/input.txt"), Self.example("2021/input.txt")], at: folder + "/p.zip"
      )
      let archive = try ZIPArchive([UInt8](Data(contentsOf: URL(fileURLWithPath: folder + "/p.zip"))))
      let first = "0123/WS/2017/0123-WS·2017-Y-0001/"
      let second = "0123/WS/2021/0123-WS·2021-Y-0001/"
      #expect(
        archive.entries.map(\.name) == [
          first + "公开年报.xml", first + "原件-input.txt", first + "现行格式.docx", first + "现行格式.html",
          first + "电子档案元数据.XML", first + "转换台账.json", second + "公开年报.xml", second + "原件-input.txt",
          second + "现行格式.docx", second + "现行格式.html", second + "电子档案元数据.XML", "其他/SHA-256.txt",
          "其他/report-1.xsd", "其他/元数据规范.tsv", "其他/检查报告.json", "目录文件.XML", "说明文件.TXT",
        ])
      let files = try entries(folder + "/p.zip")
      func text(_ name: String) -> String { String(decoding: files[name] ?? [], as: UTF8.self) }
      let lines = text("其他/SHA-256.txt").split(separator: "\n").map { $0.split(separator: " ") }
      #expect(lines.map { String($0[1]) }.sorted() == files.keys.filter { $0 != "其他/SHA-256.txt" }.sorted())
      for line in lines { #expect(ContentDigest.hexadecimal(files[String(line[1])] ?? []) == line[0]) }
      #expect(text("说明文件.TXT").contains("起止档号：0123-WS·2017-Y-0001 至 0123-WS·2021-Y-0001\n档案数量：2\n"))
      #expect(text("目录文件.XML").contains("<日期>20180209</日期>"))
      let metadata = text(first + "电子档案元数据.XML")
      #expect(metadata.contains("<业务行为>转换</业务行为>"))
      #expect(!text(second + "电子档案元数据.XML").contains("<业务行为>转换</业务行为>"))
      #expect(metadata.contains("<计算机文件大小>\(files[first + "原件-input.txt"]?.count ?? 0)</计算机文件大小>"))
      // The check report is what `check` writes of the same reports.
      let converter = Converter()
      let run = CheckRun(
        try ["legacy-shandong", "2021"].map {
          CheckedReport(
            converter.check(try converter.read(contentsOf: FilePath(Self.example("\($0)/input.txt")))),
            path: "input.txt")
        })
      #expect(text("其他/检查报告.json").utf8.elementsEqual(CheckFormat.json.bytes(of: run, CheckStyle())))
    }
  }

  // MARK: Nothing half done

  @Test func aRefusedVerificationLeavesNothing() throws {
    try inFolder { folder in
      var limits = PackageLimits()
      limits.unpackedSize = 1000
      let maker = try ArchiveMaker(
        Converter(), Self.options(), verifier: PackageVerifier(formats: FormatRegistry(), limits: limits))
      let refusal = #expect(throws: Refusal.self) {
        try maker.make(of: [Self.example("2021/input.txt")], at: folder + "/p.zip")
      }
      #expect(refusal?.findings.map(\.id) == ["archive.unverified"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func aRefusedInputMakesNoPackageUnlessSkipped() throws {
    try inFolder { folder in
      let bad = folder + "/bad.json"
      try Data("{}".utf8).write(to: URL(fileURLWithPath: bad))
      let inputs = [bad, Self.example("2021/input.txt")]
      var options = try Self.options()
      let none = try ArchiveMaker(Converter(), options).make(of: inputs, at: folder + "/p.zip")
      #expect(none.packages.isEmpty && none.refusals.count == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["bad.json"])
      options.skipsRefused = true
      let one = try ArchiveMaker(Converter(), options).make(of: inputs, at: folder + "/p.zip")
      #expect(one.packages.first?.numbers == ["0123-WS·2021-Y-0001"] && one.refusals.count == 1)
    }
  }

  /// However many cores there are, the bytes are the same and so are the numbers.
  @Test(arguments: [ArchiveProfile.transfer, .eep, .bagit])
  func manyWorkersWriteWhatOneWrites(profile: ArchiveProfile) throws {
    try inFolder { folder in
      let names = ["2021/input.txt", "legacy-shandong/input.txt", "2021/2021.docx", "2019/input.txt"]
      let inputs = (0..<Scale.count(2, proof: 5)).flatMap { _ in names.map(Self.example) }
      var options = try Self.options()
      options.profile = profile
      var digests: Set<String?> = []
      for workers in Scale.isProof ? [1, 2, 7, 40] : [1, 3, 40] {
        options.workers = workers
        let made = try ArchiveMaker(Converter(), options).make(of: inputs, at: "\(folder)/\(workers)/p.zip")
        digests.insert(made.packages.first?.sha256)
        #expect(made.packages.first?.numbers.count == inputs.count)
      }
      #expect(digests.count == 1 && !digests.contains(nil))
    }
  }

  /// A folder holds no more records than a ZIP, and what is over goes into the next beside it.
  @Test(arguments: [ArchiveProfile.transfer, .eep, .bagit], ["p.d", "p.zip"])
  func whatIsOverGoesIntoTheNext(profile: ArchiveProfile, place: String) throws {
    try inFolder { folder in
      let inputs = (0..<5).map { _ in Self.example("2021/input.txt") }
      var options = try Self.options()
      options.profile = profile
      options.limits.recordCount = 2
      let maker = ArchiveMaker(Converter(), options)
      let isFolder = place == "p.d"
      func make(_ folder: String) throws -> [ArchiveMaker.Package] {
        try maker.make(
          of: inputs.map { FilePath($0) }, at: FilePath("\(folder)/\(place)"), asFolder: isFolder
        ).packages
      }
      let made = try make(folder)
      #expect(made.map(\.numbers.count) == [2, 2, 1])
      #expect(made.allSatisfy { !$0.verification.hasFailed })
      let names = isFolder ? ["p-2.d", "p-3.d", "p.d"] : ["p-2.zip", "p-3.zip", "p.zip"]
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == names)
      // Where the place of the second is taken, the first is not there either.
      let other = "\(folder)/other"
      try FileManager.default.createDirectory(
        atPath: "\(other)/\(names[0])", withIntermediateDirectories: true)
      #expect(throws: Refusal.self) { try make(other) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: other).count == 1)
    }
  }

  @Test func itemsCountWithinTheirYear() throws {
    try inFolder { folder in
      let inputs = ["2021/input.txt", "legacy-shandong/input.txt", "2021/2021.docx", "2021/2021.xlsx"]
      let outcome = try ArchiveMaker(Converter(), Self.options(["起始件号=7"])).make(
        of: inputs.map(Self.example), at: folder + "/p.zip")
      #expect(
        outcome.packages.first?.numbers == [
          "0123-WS·2021-Y-0007", "0123-WS·2017-Y-0007", "0123-WS·2021-Y-0008", "0123-WS·2021-Y-0009",
        ])
    }
  }
}

extension ArchiveMaker {
  fileprivate func make(of inputs: [String], at path: String) throws(Refusal) -> Outcome {
    try make(of: inputs.map { FilePath($0) }, at: FilePath(path))
  }
}
