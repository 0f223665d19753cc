/// Words that a page prints around its text, and no report says.
struct PageWords {
  let scan: Scan

  /// Where the words of the page end that a range begins with.
  func end(of range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      if let word = scan.leading(Self.words, in: index..<range.upperBound), isAlone(word, at: index, range) {
        index += word.count
      } else if index > range.lowerBound, Self.marks.contains(scan.glyphs[index].code) {
        index += 1
      } else if index == range.lowerBound, scan.glyphs[index].isMark("-"), scan.glyphs[index].hasSpaceBefore {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  /// Whether a space or a mark stands behind a word, or another of them.
  private func isAlone(_ word: GlyphWord, at index: Int, _ range: Range<Int>) -> Bool {
    let end = index + word.count
    return end == range.upperBound || scan.glyphs[end].hasSpaceBefore || scan.glyphs[end].kind == .mark
      || scan.leading(Self.words, in: end..<range.upperBound) != nil
  }

  private static let marks = Set(characters: ":|>-·•[]")
  private static let words: [GlyphWord] = [
    "微信", "微博", "新浪微博", "qq空间", "qq", "全真版", "文字版", "图解", "文件下载", "附件下载", "相关链接", "相关附件", "附件", "打印本页", "打印",
    "关闭窗口", "关闭本页", "关闭", "分享到", "分享至", "分享", "字体", "字号", "大", "中", "小", "收藏", "下载", "扫一扫在手机上查看当前页面",
    "扫一扫在手机打开当前页", "扫一扫", "文字解读", "图片解读", "视频解读", "返回顶部", "返回", "纠错", "浏览次数", "朗读", "语音播报", "无障碍",
  ]
}
