import Testing

@testable import Crosswalk

/// What conditions look for in texts.
@Suite struct PhraseTests {
  /// Texts of few letters, so that phrases nearly stand in them, and of ideographs that share bytes.
  @Test func aPhraseStandsWhereItsBytesDo() {
    var random = SystemRandomNumberGenerator()
    for letters in ["ab", "abcd", "申请件甲由电", "a申"] {
      func text(_ length: Int) -> String {
        String((0..<length).compactMap { _ in letters.randomElement(using: &random) })
      }
      for _ in 0..<3000 {
        let (words, text) = (text(.random(in: 1...6)), text(.random(in: 0...30)))
        let stands = text.utf8.firstRange(of: words.utf8) != nil
        #expect(Crosswalk.Phrase(words[...]).stands(in: text) == stands, "\(words) in \(text)")
      }
    }
  }

  /// Longer than what is skipped at once.
  @Test func longPhrasesAreFound() {
    let words = String((0..<200).map { "申请\($0)" }.joined())
    #expect(Crosswalk.Phrase(words[...]).stands(in: "本年" + words + "。"))
    #expect(!Crosswalk.Phrase(words[...]).stands(in: "本年" + words.dropLast()))
  }
}
