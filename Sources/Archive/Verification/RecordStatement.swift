/// What a record says of itself in its metadata, held against its folder and its entry in the catalogue.
struct RecordStatement: Sendable {
  struct Value: Sendable {
    let text: String
    let line: Int
  }

  /// Of the file that says it.
  let path: String
  /// The whole 档号; nil where only its parts are said.
  let number: Value?
  private let values: [Element: [Value]]

  /// An element within 档号 or 内容描述 that is compared.
  private enum Element: String, CaseIterable {
    case 全宗号, 类别号, 年度, 保管期限
    case 题名, 责任者, 日期, 密级

    var parent: String {
      switch self {
      case .全宗号, .类别号, .年度, .保管期限: "档号"
      case .题名, .责任者, .日期, .密级: "内容描述"
      }
    }
  }

  /// - Parameter read: gives the values of an element within another at the top.
  init(path: String, number: Value?, read: (_ parent: String, _ name: String) -> [Value]) {
    self.path = path
    self.number = number
    values = Dictionary(uniqueKeysWithValues: Element.allCases.map { ($0, read($0.parent, $0.rawValue)) })
  }

  func compare(with folder: RecordFolder, into log: inout VerificationLog) {
    if let number, !number.text.isEmpty, number.text != folder.number {
      log.find(
        .metadataNumber, path: path, line: number.line, ["stated": number.text, "number": folder.number])
    }
    for (element, value) in [
      (Element.全宗号, folder.fonds), (.类别号, folder.category), (.年度, folder.year),
    ] {
      guard let stated = values[element]?.first, !stated.text.isEmpty, stated.text != value else { continue }
      // That the folder is no year is told already.
      if element == .年度, !folder.hasYear { continue }
      log.find(
        .metadataPath, path: path, line: stated.line,
        ["name": element.rawValue, "stated": stated.text, "value": value])
    }
  }

  func compare(with entry: Catalogue.Entry, into log: inout VerificationLog) {
    log.ask(.metadataDiffers)
    for element in [Element.题名, .责任者, .日期, .密级, .保管期限] {
      let name = element.rawValue
      let values = (values[element] ?? []).filter { !$0.text.isEmpty }
      guard let first = values.first, let value = entry.values[name], !value.isEmpty else { continue }
      // That the catalogue has no date is told already.
      if element == .日期, !DateText.isDate(value) { continue }
      // Of several one is enough, and a date is the same with and without its dashes.
      let stated = values.flatMap { [$0.text] + $0.text.split(separator: "；").map(String.init) }
      let isSame =
        element == .日期
        ? stated.contains { Self.day($0) == Self.day(value) }
        : stated.contains(value) || values.map(\.text).joined(separator: "、") == value
      if !isSame {
        log.find(
          .metadataDiffers, path: path, line: first.line,
          ["name": name, "stated": first.text, "value": value])
      }
    }
  }

  private static func day(_ text: String) -> String {
    String(text.prefix { $0 != "T" }.filter { $0 != "-" })
  }
}
