import TextKit

/// 说明文件.TXT: lines of key and value.
struct DescriptionFile {
  private var values: [String: (value: String, line: Int)] = [:]

  static let required = ["移交单位", "内容描述", "起止档号", "档案数量", "软硬件环境"]
  static let advised = ["离线载体参数", "载体编号", "载体数量", "制作单位", "检查单位"]

  /// nil where it cannot be read at all.
  init?(_ bytes: [UInt8], path: String, into log: inout VerificationLog) {
    log.ask(.descriptionEncoding, .descriptionMark)
    guard bytes.withUnsafeBufferPointer({ DecodedText.isValidUTF8($0) }) else {
      log.find(.descriptionEncoding, path: path)
      return nil
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { log.find(.descriptionMark, path: path, line: 1) }
    log.ask(
      .descriptionLine, .descriptionKeyTwice, .descriptionKeyMissing, .descriptionKeyAdvised,
      .descriptionValueEmpty)
    for (number, text) in TextFileLines.lines(bytes) where !text.allSatisfy(\.isWhitespace) {
      guard let colon = text.firstIndex(where: { $0 == "：" || $0 == ":" }), colon > text.startIndex else {
        log.find(.descriptionLine, path: path, line: number, ["line": String(text.prefix(60))])
        continue
      }
      let key = Self.trimmed(text[..<colon])
      let value = Self.trimmed(text[text.index(after: colon)...])
      if values[key] != nil {
        log.find(.descriptionKeyTwice, path: path, line: number, ["key": key])
        continue
      }
      values[key] = (value, number)
      if Self.required.contains(key), value.isEmpty {
        log.find(.descriptionValueEmpty, path: path, line: number, ["key": key])
      }
    }
    for key in Self.required where values[key] == nil {
      log.find(.descriptionKeyMissing, path: path, ["key": key])
    }
    for key in Self.advised where values[key] == nil {
      log.find(.descriptionKeyAdvised, path: path, ["key": key])
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop(while: \.isWhitespace)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  func compare(with catalogue: Catalogue?, path: String, into log: inout VerificationLog) {
    if let (value, line) = values["档案数量"], !value.isEmpty {
      log.ask(.descriptionCountForm)
      // 12, 12件, 共12件
      let digits = value.drop { !$0.isNumber }.prefix { ("0"..."9").contains($0) }
      let rest = value.filter { !("0"..."9").contains($0) }
      if let stated = Int(digits), digits.count + rest.count == value.count, rest.count <= 4 {
        if let catalogue {
          log.ask(.descriptionCount)
          if stated != catalogue.entries.count {
            log.find(
              .descriptionCount, path: path, line: line,
              ["stated": String(stated), "count": String(catalogue.entries.count)])
          }
        }
      } else {
        log.find(.descriptionCountForm, path: path, line: line, ["value": value])
      }
    }
    guard let (value, line) = values["起止档号"], !value.isEmpty, let catalogue,
      let first = catalogue.entries.first?.number, let last = catalogue.entries.last?.number
    else { return }
    log.ask(.descriptionRange)
    // How both are joined is not laid down: a dash, a wave or a word.
    let joined = value.count - first.count - last.count
    let isRange = value.hasPrefix(first) && value.hasSuffix(last) && (1...6).contains(joined)
    guard !isRange, !(first == last && value == first) else { return }
    log.find(
      .descriptionRange, path: path, line: line, ["value": value, "first": first, "last": last])
  }
}
