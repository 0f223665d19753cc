import Testing

@testable import Core

@Suite struct MessageCatalogueTests {
  private let catalogue = MessageCatalogue([
    """
    [messages]
    id\tzh\ten\tremedy.zh\tremedy.en
    a.row\t“{row}”有{count}个\t“{row}” has {count}\t看 {row}\tLook at {row}
    a.none\t没有\tNothing
    own\t{title}\t{title}
    [words]
    id\tzh\ten
    status.blank\t空白\tblank
    """
  ])

  @Test func sentencesAreFilled() {
    let finding = Finding("a.row", .note, ["row": "一", "count": "3"])
    #expect(catalogue.message(finding, .chinese) == "“一”有3个")
    #expect(catalogue.message(finding, .english) == "“一” has 3")
    #expect(catalogue.remedy(finding, .chinese) == "看 一")
    #expect(catalogue.remedy(finding, .english) == "Look at 一")
    #expect(catalogue.remedy(Finding("a.none", .note), .english) == nil)
  }

  @Test(arguments: [
    ("", ""), ("{a}", "1"), ("{a}{b}", "12"), ("x{a}y{c}z", "x1yz"), ("{a", "{a"), ("a}", "a}"), ("{}", ""),
    ("{b}，{a}", "2，1"),
  ])
  func fill(template: String, text: String) {
    #expect(MessageCatalogue.fill(template, with: ["a": "1", "b": "2"]) == text)
  }

  /// What an argument holds is not filled again.
  @Test func argumentsAreNoTemplates() {
    #expect(MessageCatalogue.fill("{a}", with: ["a": "{b}", "b": "2"]) == "{b}")
  }

  @Test func anArgumentMayReadDifferentlyInEachLanguage() {
    let finding = Finding("own", .error, words: ["title": LocalizedText(chinese: "甲", english: "A")])
    #expect(finding.arguments == ["title.zh": "甲", "title.en": "A"])
    #expect(catalogue.message(finding, .chinese) == "甲")
    #expect(catalogue.message(finding, .english) == "A")
  }

  @Test func placeholders() {
    #expect(MessageCatalogue.placeholders(of: "{a} b {c}{a}") == ["a", "c"])
    #expect(MessageCatalogue.placeholders(of: "a} {b") == [])
  }

  /// A rule of a user's own speaks as its group; what nobody knows still says what it is.
  @Test func unknownIDs() {
    #expect(catalogue.message(Finding("own.mine.too", .error, ["title": "T"]), .english) == "T")
    #expect(catalogue.message(Finding("z.y", .error, ["b": "2", "a": "1"]), .english) == "z.y a=1 b=2")
    #expect(
      catalogue.word("status.blank", .chinese) == "空白" && catalogue.word("nothing", .english) == "nothing")
  }
}
