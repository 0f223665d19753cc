import Foundation
import TestSupport
import Testing

@testable import Core
@testable import DataFiles
@testable import Gongkai
@testable import Records
@testable import Verification

/// One defect at a time in a good package: verification names that defect and no other. `Documents/defects.md` is the
/// same for people; GONGKAI_RECORD=1 records it anew.
@Suite struct VerificationTests {
  private static let documents = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Documents")

  /// An envelope in the encodings that documents have here, with a prefix or without, is known by what it holds.
  @Test func envelopesAreRecognisedByTheirContent() throws {
    let text = EnvelopeSample(0).text
    let wide = text.replacingOccurrences(of: "encoding=\"UTF-8\"", with: "encoding=\"UTF-16\"")
    let units = [UInt8]([0xFF, 0xFE]) + wide.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try PackageVerifier().verify(units, name: "a.xml").items(.failed).isEmpty)
    var prefixed = text.replacingOccurrences(of: "</", with: "</e:")
    prefixed = prefixed.replacing(/<([\u{4E00}-\u{9FFF}])/) { "<e:\($0.output.1)" }
      .replacingOccurrences(of: "xmlns=", with: "xmlns:e=")
    let commented = text.replacingOccurrences(of: "<电子文件封装包 ", with: "<!-- <a> -->\n<电子文件封装包 ")
    for text in [prefixed, commented] {
      let result = try PackageVerifier().verify(Defect.loose([("x/1.XML", Array(text.utf8))]), name: "a.zip")
      #expect(result.profile == .eep && result.items(.failed).isEmpty)
    }
    for text in ["<a 名=\"电子文件封装包\"/>", "<!-- <电子文件封装包> --><a/>", "<a><电子文件封装包/></a>", "电子文件封装包"] {
      #expect(throws: Refusal.self) { try PackageVerifier().verify(Array(text.utf8), name: "a.xml") }
    }
  }

  /// What is wrong, by rule; what needs a person is not wrong.
  private static func findings(_ bytes: [UInt8]) throws -> [VerificationItem] {
    try PackageVerifier().verify(bytes, name: "a.zip").items.filter {
      $0.state == .failed || $0.state == .warning
    }
  }

  private static func open(_ result: VerificationResult) -> [VerificationRuleID] {
    result.items(.notAssessed).map(\.rule.id)
  }

  /// What nobody could ask has not passed; what a person has to do, or may do better, has.
  @Test(arguments: VerificationItem.State.allCases)
  func whatCouldNotBeAskedHasNotPassed(state: VerificationItem.State) throws {
    let rule = try #require(VerificationRules.shared.rules.first)
    let result = VerificationResult(
      name: "a.zip", profile: .transfer, size: 0, sha256: nil, recordCount: nil, fileCount: 1,
      items: [VerificationItem(rule: rule, state: .passed), VerificationItem(rule: rule, state: state)])
    #expect(result.hasFailed == (state == .failed || state == .notAssessed))
    #expect(result.hasFindings(from: .error) == (state == .failed))
    #expect(result.hasFindings(from: .warning) == (state == .failed || state == .warning))
  }

  @Test func goodPackagesPass() throws {
    let transfer = try PackageVerifier().verify(TransferBuilder().bytes(), name: "a.zip")
    #expect(transfer.profile == .transfer && transfer.recordCount == 2)
    #expect(transfer.items(.failed).isEmpty && transfer.items(.warning).isEmpty)
    #expect(Self.open(transfer).isEmpty)
    let bag = try PackageVerifier().verify(BagBuilder().bytes(), name: "a.zip")
    #expect(bag.profile == .bagit)
    #expect(bag.items(.failed).isEmpty && bag.items(.warning).isEmpty)
    #expect(Self.open(bag).isEmpty)
    let signed: (inout TransferBuilder) -> Void = { $0.replaceEnvelope { $0.isSigned = true } }
    var results = [transfer, bag]
    for isDetached in [false, true] {
      var builder = TransferBuilder.envelopes(isDetached: isDetached)
      if !isDetached { signed(&builder) }
      let packed = try PackageVerifier().verify(builder.bytes(), name: "a.zip")
      let loose = try PackageVerifier().verify(
        Defect.loose(builder.files.filter { $0.path.hasPrefix("0123/") }), name: "a.zip")
      for result in [packed, loose] {
        #expect(result.profile == .eep && result.recordCount == 2)
        #expect(result.items(.failed).isEmpty && result.items(.warning).isEmpty)
        #expect(Self.open(result).isEmpty)
      }
      // What others leave out is neither passed nor open.
      #expect(packed.items.contains { $0.rule.id == .catalogueDate })
      #expect(!loose.items.contains { $0.rule.id == .catalogueDate })
      results += [packed, loose]
    }
    let bare = try PackageVerifier().verify(EnvelopeSample(0).bytes, name: "a/b.xml")
    #expect(bare.profile == .eep && bare.recordCount == 1 && bare.items(.failed).isEmpty)
    #expect(bare.sha256 != nil && Self.open(bare).isEmpty)
    #expect(!bare.items.contains { $0.rule.id == .packageZIP64 })
    for result in results + [bare] {
      #expect(result.items(.needsPerson).count == 6, "what needs a person is always said")
    }
  }

  /// What a bag keeps is verified by its own rules, with paths in the bag; any other payload by those of bags alone.
  @Test func bagsOfPackagesPass() throws {
    for builder in [TransferBuilder(), .envelopes(), .envelopes(isDetached: true)] {
      var bag = BagBuilder()
      bag.payload = builder.entries().map { ("data/\($0.path)", $0.bytes) }
      let result = try PackageVerifier().verify(bag.bytes(), name: "a.zip")
      #expect(result.profile == .bagit && result.recordCount == 2)
      #expect(result.items(.failed).isEmpty && result.items(.warning).isEmpty)
      #expect(Self.open(result).isEmpty)
      #expect(result.items.contains { $0.rule.id == .catalogueDate })
      #expect(!result.items.contains { $0.rule.id == .packagePackedSize })
    }
    let other = try PackageVerifier().verify(BagBuilder().bytes(), name: "a.zip")
    #expect(!other.items.contains { $0.rule.id == .catalogueDate })
  }

  @Test(arguments: Defect.all)
  func aDefectIsNamedAndNoOther(defect: Defect) throws {
    let found = try Self.findings(defect.make())
    #expect(Set(found.map(\.rule.id)) == [defect.rule])
    // What is said of it has all that its sentences speak of, and nothing else.
    for item in found {
      let sentences = [item.rule.sentence, item.rule.remedy].flatMap { [$0.chinese, $0.english] }
      let names = Set(item.arguments.keys.map { String($0.prefix { $0 != "." }) })
      #expect(names == Set(sentences.flatMap(MessageCatalogue.placeholders)))
    }
  }

  /// Names and table are the same, in the same order.
  @Test func everyRuleHasItsName() {
    let table = SectionedTable(DataFile.text("archive/verification.tsv") ?? "", headless: ["verification"])
    let ids = table.rows("items").map { $0["id"] }
    #expect(ids == VerificationRuleID.allCases.map(\.rawValue))
    #expect(VerificationRules.shared.rules.map(\.id) == VerificationRuleID.allCases)
    for id in VerificationRuleID.allCases {
      #expect(id.rawValue.hasPrefix("\(id.group.rawValue).") && id.group.rules.contains(id))
    }
  }

  /// Each rule has its defect, and both languages.
  @Test func everyRuleHasItsDefect() {
    let rules = VerificationRules.shared.rules
    let shown = Set(Defect.all.map(\.rule))
    #expect(rules.filter { !$0.needsPerson }.map(\.id).filter { !shown.contains($0) }.isEmpty)
    for rule in rules {
      for (name, text) in [("title", rule.title), ("sentence", rule.sentence), ("remedy", rule.remedy)] {
        #expect(text.chinese.isEmpty == text.english.isEmpty, "\(rule.id) \(name)")
        #expect(
          MessageCatalogue.placeholders(of: text.chinese) == MessageCatalogue.placeholders(of: text.english),
          "\(rule.id) \(name)")
      }
      #expect(!rule.title.isEmpty && !rule.sentence.isEmpty && !rule.basis.isEmpty && !rule.profiles.isEmpty)
    }
  }

  /// Where the container is broken, what could not be asked has not passed.
  @Test func nothingPassesUnasked() throws {
    let bytes = TransferBuilder().bytes()
    let result = try PackageVerifier().verify(Array(bytes.prefix(bytes.count / 2)), name: "a.zip")
    #expect(result.items(.passed).isEmpty)
    #expect(Self.open(result).contains(.digestsWrong))
  }

  /// What does not apply is neither passed nor open: a folder has no container, and a bag need not have digests of its
  /// tag files.
  @Test func whatDoesNotApplyIsLeftOut() throws {
    let entries = BagBuilder().entries()
    let contents = PackageContents(
      .folder, entries.map { PackageContents.Entry(path: $0.path, size: $0.bytes.count) }
    ) { entries[$0].bytes }
    let folder = try PackageVerifier().verify(contents, name: "bag")
    #expect(Self.open(folder).isEmpty && folder.sha256 == nil)
    #expect(!folder.items.contains { $0.rule.id == .packageZIP64 })
    var builder = TransferBuilder()
    builder.hasDigests = false
    let transfer = try PackageVerifier().verify(builder.bytes(), name: "a.zip")
    #expect(Self.open(transfer).isEmpty)
    #expect(!transfer.items.contains { $0.rule.id == .digestsWrong })
  }

  @Test func whatIsNoPackageIsRefused() {
    for bytes in [Array("text".utf8), [], TransferBuilder.canonicalXML] {
      #expect(throws: Refusal.self) { try PackageVerifier().verify(bytes, name: "a") }
    }
  }

  /// No bytes make it trap: every prefix of a small package, and single bytes changed.
  @Test(arguments: [BagBuilder().bytes(), TransferBuilder.envelopes(isDetached: true).bytes()])
  func damagedBytesAreTold(bytes: [UInt8]) throws {
    for count in stride(from: 0, to: bytes.count, by: Scale.isProof ? 97 : 389) {
      let result = try? PackageVerifier().verify(Array(bytes.prefix(count)), name: "a")
      #expect(result?.hasFailed != false, "the first \(count) bytes pass")
    }
    var generator = SplitMix64(seed: 3)
    for _ in 0..<Scale.count(100, proof: 300) {
      var copy = bytes
      copy[Int.random(in: 0..<copy.count, using: &generator)] ^=
        1 << UInt8.random(in: 0..<8, using: &generator)
      _ = try? PackageVerifier().verify(copy, name: "a")
    }
  }

  /// For people, and for the independent check: GONGKAI_DEFECTS names a folder for the packages.
  @Test func documentIsAsRecorded() throws {
    var text = "# Defects of packages\n\nOne thing is wrong in each, and this is what is said of it.\n"
    var last: VerificationRuleID?
    let folder = ProcessInfo.processInfo.environment["GONGKAI_DEFECTS"].map { URL(fileURLWithPath: $0) }
    if let folder {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(TransferBuilder().bytes()).write(to: folder.appendingPathComponent("good.transfer.zip"))
      try Data(BagBuilder().bytes()).write(to: folder.appendingPathComponent("good.bag.zip"))
      try Data(EnvelopeSample(0).bytes).write(to: folder.appendingPathComponent("good.eep.xml"))
      for isDetached in [false, true] {
        let builder = TransferBuilder.envelopes(isDetached: isDetached)
        let name = isDetached ? "detached" : "embedded"
        try Data(builder.bytes()).write(to: folder.appendingPathComponent("good.\(name).zip"))
        let loose = Defect.loose(builder.files.filter { $0.path.hasPrefix("0123/") })
        try Data(loose).write(to: folder.appendingPathComponent("good.\(name).loose.zip"))
        var bag = BagBuilder()
        bag.payload = builder.entries().map { ("data/\($0.path)", $0.bytes) }
        try Data(bag.bytes()).write(to: folder.appendingPathComponent("good.\(name).bag.zip"))
      }
    }
    for (number, defect) in Defect.all.enumerated() {
      let bytes = defect.make()
      let items = try Self.findings(bytes).filter { $0.rule.id == defect.rule }
      let item = try #require(items.first, "\(defect)")
      if let folder {
        let ending = bytes.starts(with: Array("<?xml".utf8)) ? "xml" : "zip"
        let name =
          "\(item.state == .failed ? "failed" : "warning").\(defect.rule.rawValue).\(number).\(ending)"
        try Data(bytes).write(to: folder.appendingPathComponent(name))
      }
      if defect.rule != last { text += "\n## \(defect.rule.rawValue)\n" }
      last = defect.rule
      text += "\n\(defect.situation)"
      if let path = item.path { text += " · `\(path)\(item.line.map { ":\($0)" } ?? "")`" }
      text += " · \(item.state.rawValue)\(items.count > 1 ? ", the first of \(items.count)" : "")\n\n"
      for language in Language.allCases {
        text += "- \(item.sentence(language))\n"
        if let remedy = item.remedy(language) { text += "  → \(remedy)\n" }
      }
    }
    let file = Self.documents.appendingPathComponent("defects.md")
    if ProcessInfo.processInfo.environment["GONGKAI_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(recorded == text, "GONGKAI_RECORD=1 records defects.md anew; then read the difference")
  }
}
