import Core

/// Tells sentences that say what another body did: 柳河街道收到申请2件.
struct ProseSubjects {
  private let body: [UInt32]

  init(_ name: String?) { body = name.map { ProseText.fold($0[...]) } ?? [] }

  private static func codes(_ words: String...) -> [[UInt32]] { words.map { $0.unicodeScalars.map(\.value) } }

  private static let verbs = codes("收到", "新收", "受理", "接到", "接收", "办理", "答复", "办结", "制发")
  private static let adverbs = codes(
    "共", "全年", "累计", "年度", "本年", "今年", "当年", "年内", "新", "总", "合计", "依法", "已", "分别")
  private static let endings = codes(
    "局", "委", "委员会", "厅", "镇", "乡", "街道", "办事处", "中心", "学校", "中学", "小学", "大学", "学院", "医院", "支队", "大队", "公司",
    "社区", "村")
  /// What stands in no name, or names the body itself.
  private static let never = Set(characters: "我本该各全的由向等并对从依经件条")
  /// The longest name, with its adverbs.
  private static let longest = 24
  private static let shortest = 3

  /// Whether what a stretch of a sentence says last was done by another body.
  func isOther(_ text: ArraySlice<UInt32>) -> Bool {
    if body.isEmpty { return false }
    var isOther = false
    for verb in text.indices where Self.verbs.contains(where: { text[verb...].starts(with: $0) }) {
      if let name = name(in: text[..<verb]) { isOther = !isOwn(name) }
    }
    return isOther
  }

  /// The name that a stretch ends with, adverbs apart.
  private func name(in text: ArraySlice<UInt32>) -> ArraySlice<UInt32>? {
    var name = text.suffix(Self.longest)
    if let stop = name.lastIndex(where: { !(0x4E00...0x9FFF).contains($0) }) { name = name[(stop + 1)...] }
    while let adverb = Self.adverbs.first(where: { name.suffix($0.count).elementsEqual($0) }) {
      name = name.dropLast(adverb.count)
    }
    // 2022年青禾市水务局.
    if let first = name.first, first == "年" { name = name.dropFirst() }
    guard name.count >= Self.shortest, !name.contains(where: Self.never.contains),
      Self.endings.contains(where: { name.suffix($0.count).elementsEqual($0) })
    else { return nil }
    return name
  }

  /// Whether a name is that of the body, or short for it: 市人社局 for …市人力资源和社会保障局.
  private func isOwn(_ name: ArraySlice<UInt32>) -> Bool {
    Self.isContained(name, in: body[...]) || Self.isContained(body[...], in: name)
  }

  private static func isContained(_ short: ArraySlice<UInt32>, in long: ArraySlice<UInt32>) -> Bool {
    var rest = long
    for code in short {
      guard let found = rest.firstIndex(of: code) else { return false }
      rest = rest[(found + 1)...]
    }
    return true
  }
}
