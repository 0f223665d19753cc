import Envelopes
import FileKit
import Foundation
import Packages
import Records
import TestSupport

/// Writes envelopes and bags, good ones and some that must be refused, for other software to judge.
struct ArchiveSamples {
  let folder: String

  func write() throws {
    let original = try envelope("eep/original.eep.xml")
    var changed = SampleRecord.record()
    changed.files[1].bytes = Array("<report n=\"2\"/>\n".utf8)
    try envelope("eep/modified.eep.xml", changed, modifying: original)
    var large = SampleRecord.record()
    large.files[0].bytes = (0..<1_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 2) }
    try envelope("eep/large.eep.xml", large)
    let signed = try sign(original, .content)
    try save(try sign(signed, .lastSignature), "eep/signed.eep.xml")
    try envelope("eep/detached/detached.eep.xml", isDetached: true)
    for file in SampleRecord.record().files { try save(file.bytes, "eep/detached/\(file.name)") }
    try writeRefused(String(decoding: original, as: UTF8.self), signed)
    try writeBags()
  }

  private func save(_ bytes: [UInt8], _ name: String) throws {
    try FileAccess.write(bytes, to: FilePath("\(folder)/\(name)"), overwrites: true)
  }

  @discardableResult
  private func envelope(
    _ name: String, _ record: ArchiveRecord? = nil, modifying original: [UInt8]? = nil,
    isDetached: Bool = false
  ) throws -> [UInt8] {
    var options = SampleRecord.options
    options.isDetached = isDetached
    var output = MemoryOutput()
    try EnvelopeWriter(options).write(record ?? SampleRecord.record(), modifying: original, to: &output)
    try save(output.bytes, name)
    return output.bytes
  }

  private func sign(_ bytes: [UInt8], _ target: SigningTarget) throws -> [UInt8] {
    let signature = EnvelopeSignature(
      result: [UInt8](repeating: 1, count: 70), certificates: [[0x30, 1, 0]], algorithm: "SM2-SM3",
      time: "2026-11-21T10:00:00+08:00", signer: "张三")
    return try Envelope(bytes).attaching(signature, to: target).pieces.flatMap { $0 }
  }

  /// Deviations as they are met.
  private func writeRefused(_ good: String, _ withoutLock: [UInt8]) throws {
    let defects = [
      ("time", "2026-11-21T09:00:02+08:00", "2026-11-21 09:00:02"), ("level", "<文件实体块>", ""),
      ("level", "</文件实体块>", ""), ("number", "<室编件号>0001<", "<室编件号>1号<"),
      ("classification", "<密级>公开</密级>", ""),
      ("namespace", " xmlns=\"http://www.saac.gov.cn/standards/ERM/encapsulation\"", ""),
    ]
    for (name, defects) in Dictionary(grouping: defects, by: \.0) {
      let text = defects.reduce(good) { $0.replacingOccurrences(of: $1.1, with: $1.2) }
      try save(Array(text.utf8), "eep/refused/\(name).eep.xml")
    }
    try save(withoutLock, "eep/refused/lock.eep.xml")
  }

  private func writeBags() throws {
    let files: [(String, [UInt8])] =
      SampleRecord.numbers.flatMap { number in
        SampleRecord.record(number: number).files.map { ("0123/WS/2021/\(number)/\($0.name)", $0.bytes) }
      } + [("空.txt", [])]
    var information = BagInformation(baggingDate: "2026-11-21")
    information.sourceOrganization = "青禾市水务局"
    var zip = Bag(ZIPOutput(try OutputFile(FilePath("\(folder)/bag.zip")), folder: "bag"), information)
    for (path, bytes) in files { try zip.add(path, bytes) }
    try zip.finish()
    try zip.base.output.place(overwrites: true)
    var bag = Bag(try OutputFolder(FilePath("\(folder)/bag")), information)
    for (path, bytes) in files { try bag.add(path, bytes) }
    try bag.finish()
    try bag.base.place()
  }
}
