/// Takes out what is printed on every page: page numbers, running headers and footers.
enum RunningLines {
  /// The share of a page's height at its top and bottom where such lines stand.
  private static let margin = 0.12
  /// At most so many lines at either end.
  private static let most = 2

  static func remove(from layouts: inout [PageLayout]) {
    var seen: [String: Int] = [:]
    let candidates = layouts.map { layout in edgeLines(layout) }
    for (layout, lines) in zip(layouts, candidates) {
      for key in Set(lines.map({ key(layout.lines[$0]) })) { seen[key, default: 0] += 1 }
    }
    for index in layouts.indices {
      let dropped = candidates[index].filter { line in
        let line = layouts[index].lines[line]
        return isPageNumber(line.text) || (seen[key(line)] ?? 0) > 1 && layouts.count > 1
      }
      for line in dropped.sorted(by: >) { layouts[index].lines.remove(at: line) }
    }
  }

  /// The lines near the edges, outside of everything else on the page; what is printed may fill a part of it only.
  private static func edgeLines(_ layout: PageLayout) -> [Int] {
    let height = layout.page.height
    let lines = layout.lines
    let boxes = layout.tables.map(\.box)
    let top = boxes.map(\.top).min() ?? height
    let bottom = boxes.map(\.bottom).max() ?? 0
    let extent = (boxes + lines.map(\.box)).reduce(PageBox.empty) { $0.union($1) }
    let upper = max(height * margin, lines.first.map { isPageNumber($0.text) } ?? false ? extent.top + 30 : 0)
    let lower = min(
      height * (1 - margin), lines.last.map { isPageNumber($0.text) } ?? false ? extent.bottom - 30 : height)
    let first = lines.indices.prefix(most).filter {
      lines[$0].box.bottom < upper && lines[$0].box.bottom <= top
    }
    let last = lines.indices.suffix(most).filter {
      lines[$0].box.top > lower && lines[$0].box.top >= bottom
    }
    return first + last.filter { !first.contains($0) }
  }

  /// The same for lines that differ in their page number only.
  private static func key(_ line: PageLine) -> String {
    var key = "\(Int(line.box.top.rounded() / 4))|"
    var isInNumber = false
    for scalar in line.text.unicodeScalars {
      if PageText.isDigit(scalar) {
        if !isInNumber { key += "0" }
        isInNumber = true
      } else {
        isInNumber = false
        key.unicodeScalars.append(scalar)
      }
    }
    return key
  }

  /// `- 3 -`, `3`, `3/5`, `第 3 页 共 5 页`, `Page 3 of 5`.
  static func isPageNumber(_ text: String) -> Bool {
    if text.unicodeScalars.count > 20 { return false }
    var digits = 0
    var letters = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9": digits += 1
      case "-", "—", "–", "－", "─", "·", "•", "/", "~", ".", " ", "\u{3000}": break
      default: letters.unicodeScalars.append(scalar)
      }
    }
    let words = ["", "第页", "第页共页", "页", "共页", "Page", "Pageof", "PAGE", "of"]
    return (1...6).contains(digits) && words.contains(letters)
  }
}
