import Foundation
import TestSupport
import Testing

/// The Chinese of all texts keeps to the words and the punctuation that CONTRIBUTING.md lays down.
@Suite struct WordingTests {
  /// A row of the table of words: what must not stand in a text, but as a part of longer words.
  struct Term: Sendable, CustomTestStringConvertible {
    let word: String
    let never: [String]
    let but: [String]

    var testDescription: String { word }

    /// The first of its words that the text has.
    func fault(in text: String) -> String? {
      guard never.contains(where: text.contains) else { return nil }
      let rest = but.reduce(text) { $0.replacingOccurrences(of: $1, with: "\u{1}") }
      return never.first(where: rest.contains)
    }
  }

  /// A text with where it stands.
  struct Text: Sendable {
    let place: String
    let text: String
    let column: String
  }

  static let terms: [Term] = {
    let url = MessageTests.root.appendingPathComponent("CONTRIBUTING.md")
    let page = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    let table = page.components(separatedBy: "<!-- words -->").dropFirst().first?
      .components(separatedBy: "<!-- end of words -->").first
    let rows = (table ?? "").split(separator: "\n").filter { $0.hasPrefix("|") }.dropFirst(2)
    return rows.map { row in
      let cells = row.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      func words(_ cell: String) -> [String] {
        cell.split(separator: "、").map { $0.trimmingCharacters(in: .whitespaces) }
      }
      return Term(word: cells[2], never: words(cells[4]), but: words(cells[5]))
    }
  }()

  /// Every Chinese text of the data files, of the canonical shape and of the Chinese README.
  static let texts: [Text] = dataTexts + shapeTexts + readmeTexts

  /// Reasons of crosswalks quote the labels of rows and the words of laws.
  private static let dataTexts: [Text] = {
    let folder = MessageTests.root.appendingPathComponent("Schemas")
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".tsv") }.sorted().flatMap { name in
      let text = (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
      return texts(of: text, named: name)
    }
  }()

  /// What stands in the columns `zh` and `….zh`, and behind keys that end so.
  static func texts(of table: String, named name: String) -> [Text] {
    var header: [String] = []
    var isHeader = false
    var result: [Text] = []
    for (index, line) in table.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("#") || line.isEmpty { continue }
      if line.hasPrefix("["), line.hasSuffix("]"), !line.contains("\t") {
        // These are lines of a key and its value.
        isHeader = !["[form]", "[crosswalk]"].contains(line)
        header = []
        continue
      }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if isHeader, fields.contains(where: { isChinese(column: $0) }) { header = fields }
      let place = "Schemas/\(name):\(index + 1): \(fields[0])"
      if header.isEmpty {
        if fields[0].hasSuffix(".zh"), fields.count > 1 {
          result.append(Text(place: place, text: fields[1], column: fields[0]))
        }
      } else if !isHeader {
        for (column, text) in zip(header, fields) where isChinese(column: column) && !text.isEmpty {
          result.append(Text(place: place, text: text, column: column))
        }
      }
      isHeader = false
    }
    return result
  }

  private static func isChinese(column: String) -> Bool { column == "zh" || column.hasSuffix(".zh") }

  private static let shapeTexts: [Text] = ArgumentTests.files.filter {
    $0.path.hasPrefix("Sources/Kits/CanonicalKit/Shape/")
  }.flatMap { file in
    file.code.literals.filter { isChinese($0.text) }.map {
      Text(place: "\(file.path):\(file.code.line($0.offset))", text: $0.text, column: "")
    }
  }

  /// Without what commands print and code.
  private static let readmeTexts: [Text] = {
    let url = MessageTests.root.appendingPathComponent("README.zh-CN.md")
    let page = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return page.components(separatedBy: "```").enumerated().filter { $0.offset.isMultiple(of: 2) }.flatMap {
      $0.element.split(separator: "\n").map { line in
        let prose = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
          .map { $0.offset.isMultiple(of: 2) ? String($0.element) : "A" }.joined()
        return Text(place: "README.zh-CN.md", text: prose, column: "")
      }
    }
  }()

  /// More than an English sentence with a Chinese word in it.
  private static func isChinese(_ text: String) -> Bool {
    let han = text.unicodeScalars.count { (0x3400...0x9FFF).contains($0.value) }
    return han > 0 && han * 4 > text.unicodeScalars.count
  }

  // MARK: Tests

  @Test func allAreFound() {
    #expect(Self.terms.count > 20)
    #expect(Self.texts.count > 2000)
    #expect(Self.terms.allSatisfy { !$0.word.isEmpty && !$0.never.isEmpty })
  }

  @Test(arguments: terms)
  func oneWordForOneThing(term: Term) {
    let faults = Self.texts.compactMap { text in
      term.fault(in: text.text).map {
        "\(text.place): “\($0)” in “\(text.text)”, where \(term.word) is meant"
      }
    }
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
  }

  /// What a pattern finds, and why it must not.
  static let patterns: [(pattern: String, why: String)] = [
    (#"\p{Han}[,;:!?]|[,;!?]\p{Han}"#, "half-width punctuation beside Chinese"),
    (#"\p{Han}["'“”]?\(|\)["'“”]?\p{Han}"#, "half-width brackets beside Chinese"),
    (#"\p{Han}["']|["']\p{Han}"#, "straight quotation marks beside Chinese"),
    (#"[「」『』]"#, "quotation marks of another kind"),
    (#"\.\.\p{Nd}|\p{Nd}\.\.|\}(\.\.|–|-)\{|\p{Nd}–\p{Nd}"#, "a range is 0～4, years are 2014—2018年"),
    (#"(?<![\p{L}\p{Nd}./·-]|[A-Z] )\p{Nd}{1,4}-\p{Nd}{1,4}(?![\p{Nd}-])"#, "a range is 0～4"),
    (#"\[\p{Nd}+ ?[,，] ?\p{Nd}+\](?!。)"#, "a range is 0～4"),
    (#"\p{Han} \p{Han}"#, "a space between Chinese characters"),
    (
      #"(\p{Nd}|\{count\}|\{limit\}|\{size\}) (个|处|件|条|行|页|份|项|格|层|字节|字符|秒|节|段|列)"#,
      "a space behind a number"
    ),
    (#"[KMG]iB|(?<=\p{Nd} |\} )[KG]B 字"#, "sizes are in 字节 or MB"),
    (#"(?<!不)被(?!举报|纠错|签名|锁定|诉|申请人)"#, "被, which an office would leave out"),
    (#"进行(?!中)"#, "进行, which an office would leave out"),
  ]

  /// Messages that quote what is written so: lines of a bag and of digests, a value of JSON, the numbers of rows.
  private static let quoting = [
    "bag.info-line", "bag.manifest-line", "digests.line", "xml.extension", "form.numbering",
  ]

  /// A text without the commands and patterns that it gives as examples.
  private static func prose(_ text: Text) -> String {
    if quoting.contains(where: text.place.hasSuffix) { return "" }
    let examples = #"(?<=¶)  [^¶]*|\{\p{Han}[^}]*\}|--[a-z]+ [^ ]+|exec:[^ ]+|@[^ ]+|[^ ]+\.(zip|xml)|^如 "#
    let prose = text.text.replacingOccurrences(of: examples, with: "A", options: .regularExpression)
    // In a basis a space stands between a notice and its part.
    return text.column == "basis.zh" ? prose.replacingOccurrences(of: " ", with: "") : prose
  }

  @Test(arguments: patterns.map(\.why).indices)
  func punctuationIsChinese(index: Int) throws {
    let (pattern, why) = Self.patterns[index]
    let expression = try NSRegularExpression(pattern: pattern)
    let faults = Self.texts.filter { text in
      let prose = Self.prose(text)
      return expression.firstMatch(in: prose, range: NSRange(prose.startIndex..., in: prose)) != nil
    }.map { "\($0.place): \(why): \($0.text)" }
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
  }

  /// A sentence has no full stop, and what to do about it is an instruction.
  @Test func messagesAndRemediesAreShaped() {
    for (id, entry) in Messages.entries.sorted(by: { $0.key < $1.key }) where id != "own" {
      let message = entry.message.chinese
      #expect(!message.hasSuffix("。"), "\(id): \(message)")
      let remedy = entry.remedy.chinese
      if remedy.isEmpty { continue }
      #expect(remedy.hasSuffix("。"), "\(id): \(remedy)")
      #expect(["请", "可", "建议"].contains(where: remedy.contains), "\(id): \(remedy)")
    }
  }

  /// What the tests rest on.
  @Test func faultsAreFound() {
    let term = Term(word: "年报格式", never: ["格式"], but: ["年报格式", "年格式"])
    #expect(term.fault(in: "按年报格式和2021年格式") == nil)
    #expect(term.fault(in: "这种格式") == "格式")
    let texts = Self.texts(
      of: "[form]\nname.zh\t甲\nyears\t1\n[rows]\nid\tzh\ten\ta.zh\n1\t乙\tB\t\n[other]\nid\nx\n",
      named: "t.tsv")
    #expect(texts.map(\.text) == ["甲", "乙"])
  }
}
