import Core
import Envelopes
import Records

/// A record as archives keep it, with metadata and a few small files.
public enum SampleRecord {
  public static let metadata = """
    <?xml version="1.0" encoding="UTF-8"?>
    <电子档案元数据>
      <聚合层次>件</聚合层次>
      <来源><全宗名称>青禾市水务局</全宗名称><立档单位名称>青禾市水务局</立档单位名称></来源>
      <档号>
        <全宗号>0123</全宗号><年度>2021</年度><保管期限>永久</保管期限><类别号>WS</类别号>
        <室编件号>0001</室编件号>
      </档号>
      <内容描述>
        <题名>青禾市水务局2021年政府信息公开工作年度报告</题名>
        <关键词>政府信息公开</关键词><关键词>年度报告</关键词>
        <责任者>青禾市水务局</责任者><日期>2022-01-25</日期><密级>公开</密级>
      </内容描述>
      <形式特征><文件组合类型>组合文件</文件组合类型><语种>汉语</语种></形式特征>
      <电子属性>
        <格式信息>纯文本 UTF-8</格式信息><计算机文件名>原件-input.txt</计算机文件名>
        <计算机文件大小>0</计算机文件大小><文档创建程序>Word &lt;2016&gt; &amp; 其他</文档创建程序>
      </电子属性>
      <存储位置>机关档案室</存储位置>
      <权限管理>公开利用</权限管理>
      <附注>A&amp;B</附注>
      <机构人员>
        <机构人员标识符>1</机构人员标识符><机构人员类型>单位</机构人员类型>
        <机构人员名称>青禾市水务局</机构人员名称>
      </机构人员>
      <业务>
        <业务标识符>1</业务标识符><机构人员标识符>1</机构人员标识符><业务状态>历史行为</业务状态>
        <业务行为>接收</业务行为><行为时间>2026-11-21T09:00:00+08:00</行为时间>
      </业务>
      <业务>
        <业务标识符>2</业务标识符><机构人员标识符>1</机构人员标识符><业务状态>历史行为</业务状态>
        <业务行为>转换</业务行为><行为时间>2026-11-21T09:00:01+08:00</行为时间>
        <行为描述>按 2019-2021 对照表</行为描述>
      </业务>
    </电子档案元数据>
    """

  public static let numbers = ["0123-WS·2021-Y-0001", "0123-WS·2021-Y-0002"]

  /// - Parameter received: the bytes of the file as received.
  package static func record(
    number: String = numbers[0], received: [UInt8] = Array("一、主动公开情况\n".utf8),
    metadata: String = metadata
  ) -> ArchiveRecord {
    ArchiveRecord(
      number: number,
      files: [
        ArchiveFile(.received, name: "原件-input.txt", mediaType: "text/plain", bytes: received),
        ArchiveFile(
          .canonicalXML, name: "公开年报.xml", mediaType: "application/xml", bytes: Array("<report/>\n".utf8)),
        ArchiveFile(.page, name: "现行格式.html", mediaType: "text/html", bytes: Array("<p>表</p>\n".utf8)),
        ArchiveFile(
          .metadata, name: "电子档案元数据.XML", mediaType: "application/xml", bytes: Array(metadata.utf8)),
      ],
      history: [
        ProcessingStep(
          .received, time: "2026-11-21T09:00:00+08:00", program: "gongkai 0.1.0",
          description: LocalizedText(chinese: "收到 1 个文件", english: "1 file"))
      ])
  }

  package static var options: EnvelopeOptions {
    EnvelopeOptions(creator: "青禾市水务局", time: "2026-11-21T09:00:02+08:00")
  }
}

/// Bytes of a package in memory.
public struct MemoryOutput: PackageOutput, Sendable {
  public var bytes: [UInt8] = []
  /// How many bytes came at once at most.
  public var largest = 0

  public init() {}

  public mutating func write(_ bytes: [UInt8]) throws(Refusal) {
    self.bytes += bytes
    largest = max(largest, bytes.count)
  }
}

extension PackageContainer {
  /// Adds bytes as they are.
  public mutating func add(_ path: String, _ bytes: [UInt8]) throws(Refusal) {
    try add(path, FilePacker([.sha256], isDeflating: false).pack(path, bytes))
  }
}
