import FileKit
import Foundation

/// A good envelope of DA/T 48-2009, put together from what the standard says and not by the product's own writer.
struct EnvelopeSample {
  let index: Int
  var isDetached = false
  var files: [(name: String, bytes: [UInt8])]
  var isSigned = false

  init(_ index: Int, isDetached: Bool = false) {
    self.index = index
    self.isDetached = isDetached
    files = [
      ("原件-报告.html", TransferBuilder.page(TransferBuilder.years[index])),
      ("公开年报.xml", TransferBuilder.canonicalXML),
    ]
  }

  private var number: String { TransferBuilder.numbers[index] }
  private var year: String { TransferBuilder.years[index] }

  private func document(_ position: Int) -> String {
    let (name, bytes) = files[position]
    let data = isDetached ? [UInt8](hex: ContentDigest.hexadecimal(bytes)) : bytes
    return """
      <文档>
      <文档标识符>D\(position)</文档标识符>
      <文档序号>\(position + 1)</文档序号>
      <文档主从声明>\(position == 0 ? "主文档" : "附属文档")</文档主从声明>
      <文档数据 文档数据ID="D\(position)-1">
      <编码 编码ID="D\(position)-1-1">
      <电子属性>
      <格式信息>文本</格式信息>
      <计算机文件名>\(name)</计算机文件名>
      <计算机文件大小>\(bytes.count)</计算机文件大小>
      </电子属性>
      <编码描述>\(isDetached ? "SHA-256 摘要的 Base64" : "Base64")</编码描述>
      <反编码关键字>\(isDetached ? "sha256-base64Binary" : "base64")</反编码关键字>
      <编码数据 编码数据ID="D\(position)-1-1-1">
      \(Data(data).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed]))
      </编码数据>
      </编码>
      </文档数据>
      </文档>

      """
  }

  private static let signature = """
    <签名规则>被签名对象的全部字节</签名规则>
    <签名时间>2026-01-31T10:05:00+08:00</签名时间>
    <签名人>李雨</签名人>
    <签名结果>\(Data([UInt8](repeating: 7, count: 72)).base64EncodedString())</签名结果>
    <证书块>
    <证书>MAA=</证书>
    </证书块>
    <签名算法标识>SM3withSM2</签名算法标识>
    """

  var text: String {
    let signatures =
      isSigned
      ? """
      <电子签名块>
      <电子签名>
      <签名标识符>S1</签名标识符>
      \(Self.signature)
      </电子签名>
      </电子签名块>
      <锁定签名>
      <被锁定签名标识符>S1</被锁定签名标识符>
      \(Self.signature)
      </锁定签名>

      """ : ""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <电子文件封装包 xmlns="http://www.saac.gov.cn/standards/ERM/encapsulation">
      <封装包格式描述>DA/T 48-2009</封装包格式描述>
      <版本>2009</版本>
      <被签名对象 eep版本="2009">
      <封装包类型>原始型</封装包类型>
      <封装包类型描述>本封装包包含电子文件数据及其元数据，原始封装，未经修改</封装包类型描述>
      <封装包创建时间>2026-01-31T10:00:00+08:00</封装包创建时间>
      <封装包创建单位>青禾市水务局</封装包创建单位>
      <封装内容>
      <文件实体块>
      <文件实体>
      <聚合层次>文件</聚合层次>
      <来源>
      <全宗名称>青禾市水务局</全宗名称>
      <立档单位名称>青禾市水务局</立档单位名称>
      </来源>
      <电子文件号>\(number)</电子文件号>
      <档号>\(number)
      <全宗号>\(TransferBuilder.fonds)</全宗号>
      <年度>\(year)</年度>
      <保管期限>30年</保管期限>
      <类别号>\(TransferBuilder.category)</类别号>
      <室编件号>0001</室编件号>
      </档号>
      <内容描述>
      <题名>\(year)年政府信息公开工作年度报告</题名>
      <责任者>青禾市水务局</责任者>
      <日期>\(year)-12-31</日期>
      <密级>公开</密级>
      </内容描述>
      <形式特征>
      <文件组合类型>组合文件</文件组合类型>
      </形式特征>
      <存储位置>
      <当前位置>档案室</当前位置>
      <脱机载体编号>无</脱机载体编号>
      </存储位置>
      <权限管理>
      <控制标识>公开利用</控制标识>
      </权限管理>
      <文件数据>
      \(files.indices.map(document).joined())</文件数据>
      </文件实体>
      </文件实体块>
      <业务实体块>
      <业务实体>
      <业务标识符>1</业务标识符>
      <机构人员标识符>1</机构人员标识符>
      <文件标识符>\(number)</文件标识符>
      <业务状态>历史行为</业务状态>
      <业务行为>接收</业务行为>
      <行为时间>2026-01-31T09:00:00+08:00</行为时间>
      </业务实体>
      </业务实体块>
      <机构人员实体块>
      <机构人员实体>
      <机构人员标识符>1</机构人员标识符>
      <机构人员类型>单位</机构人员类型>
      <机构人员名称>青禾市水务局</机构人员名称>
      </机构人员实体>
      </机构人员实体块>
      </封装内容>
      </被签名对象>
      \(signatures)</电子文件封装包>

      """
  }

  var bytes: [UInt8] { Array(text.utf8) }
}

extension [UInt8] {
  init(hex: String) {
    let digits = Array<Character>(hex)
    self = stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }
}

extension TransferBuilder {
  static func envelopePath(_ index: Int) -> String { "\(folder(index))/\(numbers[index]).eep.xml" }

  /// Envelopes in place of metadata and files; detached, the files stand beside them.
  static func envelopes(isDetached: Bool = false) -> TransferBuilder {
    var builder = TransferBuilder()
    builder.files.removeAll { $0.path.hasPrefix("\(fonds)/") }
    for index in 0..<2 {
      let sample = EnvelopeSample(index, isDetached: isDetached)
      builder.files.append((envelopePath(index), sample.bytes))
      guard isDetached else { continue }
      for file in sample.files { builder.files.append(("\(folder(index))/\(file.name)", file.bytes)) }
    }
    return builder
  }

  /// Another first envelope.
  mutating func replaceEnvelope(isDetached: Bool = false, _ change: (inout EnvelopeSample) -> Void) {
    var sample = EnvelopeSample(0, isDetached: isDetached)
    change(&sample)
    guard let index = files.firstIndex(where: { $0.path == Self.envelopePath(0) }) else { return }
    files[index].bytes = sample.bytes
  }

  mutating func replaceInEnvelope(_ old: String, with new: String) {
    replace(old, with: new, in: Self.envelopePath(0))
  }
}
