import TestSupport
import Foundation

@testable import FileKit
@testable import ZIPKit

/// A good transfer package, put together from what the standards say and not by the product's own writer. Each
/// part may be replaced, so that a test makes one thing wrong. Digests follow what is there, unless a test says
/// otherwise.
struct TransferBuilder {
  static let fonds = "0123"
  static let category = "ZFXX"
  static let numbers = ["0123-ZFXX·2023-D30-0001", "0123-ZFXX·2024-D30-0001"]
  static let years = ["2023", "2024"]

  var description: [String]
  var catalogue: String
  /// Path and bytes, in order.
  var files: [(path: String, bytes: [UInt8])] = []
  var hasDigests = true
  /// Changes the list of digests after it was made.
  var editsDigests: (inout [String]) -> Void = { _ in }
  /// Changes the files after their digests were taken.
  var editsFiles: (inout [(path: String, bytes: [UInt8])]) -> Void = { _ in }

  init() {
    description = [
      "移交单位：青禾市水务局", "内容描述：政府信息公开工作年度报告",
      "起止档号：\(Self.numbers[0])—\(Self.numbers[1])", "档案数量：2件", "软硬件环境：任意系统上的文本和网页软件",
      "离线载体参数：无", "载体编号：无", "载体数量：无", "制作单位：青禾市水务局", "检查单位：青禾市水务局",
    ]
    var entries = ""
    for index in 0..<2 {
      entries += """
          <文件>
            <顺序号>\(index + 1)</顺序号>
            <档号>\(Self.numbers[index])</档号>
            <责任者>青禾市水务局</责任者>
            <题名>\(Self.years[index])年政府信息公开工作年度报告</题名>
            <日期>\(Self.years[index])1231</日期>
            <保管期限>30年</保管期限>
            <密级>公开</密级>
            <备注></备注>
          </文件>

        """
    }
    catalogue = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<文件目录>\n\(entries)</文件目录>\n"
    for index in 0..<2 {
      let page = Self.page(Self.years[index])
      let report = Self.canonicalXML
      files.append(("\(Self.folder(index))/原件-报告.html", page))
      files.append(("\(Self.folder(index))/公开年报.xml", report))
      files.append(
        (
          "\(Self.folder(index))/电子档案元数据.XML",
          Array(
            Self.metadata(
              index, [("HTML", "原件-报告.html", page.count), ("XML", "公开年报.xml", report.count)]
            ).utf8)
        ))
    }
    files.append(("其他/说明.txt", Array("附加说明\n".utf8)))
  }

  static func folder(_ index: Int) -> String { "\(fonds)/\(category)/\(years[index])/\(numbers[index])" }

  static let canonicalXML: [UInt8] = {
    return Array(
      (try? Data(contentsOf: Repository.root.appendingPathComponent("Examples/2021/2021.xml"))) ?? Data())
  }()

  static func page(_ year: String) -> [UInt8] {
    Array(
      """
      <!DOCTYPE html>
      <html><head><meta charset="utf-8"><title>\(year)年度报告</title></head>
      <body><h1>\(year)年度报告</h1><p>全年收到申请48件。</p></body></html>

      """.utf8)
  }

  static func metadata(_ index: Int, _ files: [(String, String, Int)]) -> String {
    let properties = files.map { format, name, size in
      """
        <电子属性>
          <格式信息>\(format)</格式信息>
          <计算机文件名>\(name)</计算机文件名>
          <计算机文件大小>\(size)</计算机文件大小>
        </电子属性>

      """
    }.joined()
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <电子档案元数据>
        <聚合层次>件</聚合层次>
        <来源>
          <全宗名称>青禾市水务局</全宗名称>
          <立档单位名称>青禾市水务局</立档单位名称>
        </来源>
        <档号>
          <全宗号>\(fonds)</全宗号>
          <年度>\(years[index])</年度>
          <保管期限>30年</保管期限>
          <类别号>\(category)</类别号>
        </档号>
        <内容描述>
          <题名>\(years[index])年政府信息公开工作年度报告</题名>
          <责任者>青禾市水务局</责任者>
          <日期>\(years[index])-12-31</日期>
          <密级>公开</密级>
        </内容描述>
      \(properties)  <机构人员>
          <机构人员标识符>A1</机构人员标识符>
          <机构人员名称>青禾市水务局</机构人员名称>
        </机构人员>
        <业务>
          <业务标识符>S1</业务标识符>
          <机构人员标识符>A1</机构人员标识符>
          <业务状态>历史行为</业务状态>
          <业务行为>接收</业务行为>
          <行为时间>2026-01-31T09:00:00+08:00</行为时间>
        </业务>
        <业务>
          <业务标识符>S2</业务标识符>
          <机构人员标识符>A1</机构人员标识符>
          <业务状态>历史行为</业务状态>
          <业务行为>封装</业务行为>
          <行为时间>2026-01-31T10:00:00+08:00</行为时间>
        </业务>
      </电子档案元数据>

      """
  }

  // MARK: Changing it

  /// Replaces in the text of a file; the size that the metadata states stays.
  mutating func replace(_ old: String, with new: String, in path: String) {
    guard let index = files.firstIndex(where: { $0.path == path }) else { return }
    let text = String(decoding: files[index].bytes, as: UTF8.self)
    files[index].bytes = Array(text.replacingOccurrences(of: old, with: new).utf8)
  }

  mutating func replaceMetadata(_ old: String, with new: String) {
    replace(old, with: new, in: "\(Self.folder(0))/电子档案元数据.XML")
  }

  /// Adds a content file to the first record, and names it in its metadata.
  mutating func add(_ name: String, _ bytes: [UInt8]) {
    files.insert(("\(Self.folder(0))/\(name)", bytes), at: 0)
    replaceMetadata(
      "  <机构人员>\n",
      with: """
          <电子属性>
            <格式信息>-</格式信息>
            <计算机文件名>\(name)</计算机文件名>
            <计算机文件大小>\(bytes.count)</计算机文件大小>
          </电子属性>
          <机构人员>

        """)
  }

  mutating func replaceDescription(_ key: String, with line: String?) {
    guard let index = description.firstIndex(where: { $0.hasPrefix(key) }) else { return }
    if let line { description[index] = line } else { description.remove(at: index) }
  }

  mutating func remove(_ path: String) { files.removeAll { $0.path == path } }

  // MARK: The bytes

  func entries() -> [(path: String, bytes: [UInt8])] {
    var all = files
    if !catalogue.isEmpty { all.append(("目录文件.XML", Array(catalogue.utf8))) }
    if !description.isEmpty {
      all.append(("说明文件.TXT", Array((description.joined(separator: "\n") + "\n").utf8)))
    }
    if hasDigests {
      var lines = all.map { "\(ContentDigest.hexadecimal($0.bytes))  \($0.path)" }.sorted()
      editsDigests(&lines)
      all.append(("其他/SHA-256.txt", Array((lines.joined(separator: "\n") + "\n").utf8)))
    }
    editsFiles(&all)
    return all
  }

  func bytes() -> [UInt8] {
    var zip = ZIPBuilder()
    for entry in entries() { zip.add(entry.path, entry.bytes) }
    return zip.finish()
  }
}

/// A good BagIt bag in a ZIP, by RFC 8493.
struct BagBuilder {
  var declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
  var information = ["Source-Organization: 青禾市水务局", "Bagging-Date: 2026-01-31"]
  var oxum: String? = ""
  var payload: [(path: String, bytes: [UInt8])] = [
    ("data/报告.html", TransferBuilder.page("2023")), ("data/年报/公开年报.xml", TransferBuilder.canonicalXML),
  ]
  var extra: [(path: String, bytes: [UInt8])] = []
  var editsManifest: (inout [String]) -> Void = { _ in }
  var manifest = "manifest-sha256.txt"
  var hasTagManifest = true
  var editsFiles: (inout [(path: String, bytes: [UInt8])]) -> Void = { _ in }

  func entries() -> [(path: String, bytes: [UInt8])] {
    var lines = payload.map { "\(ContentDigest.hexadecimal($0.bytes))  \($0.path)" }
    editsManifest(&lines)
    var tags: [(path: String, bytes: [UInt8])] = []
    if !declaration.isEmpty { tags.append(("bagit.txt", Array(declaration.utf8))) }
    if !information.isEmpty {
      let actual = "\(payload.reduce(0) { $0 + $1.bytes.count }).\(payload.count)"
      let stated = oxum.map { ["Payload-Oxum: \($0.isEmpty ? actual : $0)"] } ?? []
      tags.append(("bag-info.txt", Array(((information + stated).joined(separator: "\n") + "\n").utf8)))
    }
    if !manifest.isEmpty { tags.append((manifest, Array((lines.joined(separator: "\n") + "\n").utf8))) }
    var all = tags + extra
    if hasTagManifest {
      let text = all.map { "\(ContentDigest.hexadecimal($0.bytes))  \($0.path)\n" }.joined()
      all.append(("tagmanifest-sha256.txt", Array(text.utf8)))
    }
    all += payload
    editsFiles(&all)
    return all
  }

  func bytes() -> [UInt8] {
    var zip = ZIPBuilder()
    for entry in entries() {
      zip.add(
        entry.path.hasPrefix("../") ? String(entry.path.dropFirst(3)) : "bag/\(entry.path)", entry.bytes)
    }
    return zip.finish()
  }
}

/// Raw edits of the bytes of a ZIP container, for what no builder makes.
struct ZIPBytes {
  var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func positions(of signature: [UInt8]) -> [Int] {
    bytes.indices.dropLast(3).filter { bytes[$0] == 0x50 && Array(bytes[$0..<$0 + 4]) == signature }
  }

  /// Where the headers in front of entries begin, by the directory, so that data that looks like one is none.
  var centralHeaders: [Int] { positions(of: [0x50, 0x4B, 1, 2]) }

  var localHeaders: [Int] {
    centralHeaders.map { at in
      (0..<4).reduce(0) { $0 | Int(bytes[at + 42 + $1]) << (8 * $1) }
    }
  }

  var end: Int { positions(of: [0x50, 0x4B, 5, 6]).last ?? 0 }

  mutating func set(_ offset: Int, _ values: [UInt8]) {
    for (index, value) in values.enumerated() { bytes[offset + index] = value }
  }

  /// Changes a field of the first entry in its header and in the directory, at their own offsets.
  mutating func setFirst(local: Int, central: Int, _ values: [UInt8]) {
    set(localHeaders[0] + local, values)
    set(centralHeaders[0] + central, values)
  }
}
