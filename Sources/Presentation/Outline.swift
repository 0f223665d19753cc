import Core
import ReportModel

/// Which section of its form each part of a report's prose belongs to.
struct Outline {
  /// A heading of the first level and all that stands below it.
  struct Chapter {
    var sections: [ProseSection]
    /// The section of the form that it is, by its position.
    var position: Int?
  }

  /// What stands before the first heading.
  let preface: [ProseSection]
  let chapters: [Chapter]
  /// Whether the headings are printed as the report has them. Those of a report that was converted from
  /// another outline are numbered by that outline.
  let keepsHeadings: Bool

  init(_ report: Report) {
    let isOwn = report.conversion == nil || report.conversion?.original.form.sections == report.form.sections
    var chapters: [Chapter] = []
    let preface = report.sections.prefix { $0.heading == nil }
    for section in report.sections.dropFirst(preface.count) {
      if section.heading != nil && section.level <= 1 || chapters.isEmpty {
        let position = Self.position(of: section, report.form, byNumber: isOwn)
        chapters.append(Chapter(sections: [section], position: position))
      } else {
        chapters[chapters.count - 1].sections.append(section)
      }
    }
    self.preface = Array(preface)
    self.chapters = chapters
    keepsHeadings = isOwn
  }

  /// Which section of the form a heading opens: by its words, and in a report of that form by its number.
  private static func position(of section: ProseSection, _ form: Form, byNumber: Bool) -> Int? {
    guard let heading = section.heading, section.level == 1 else { return nil }
    if let position = form.section(titled: heading) { return position }
    guard byNumber else { return nil }
    return form.sections.indices.first { position in
      let numeral = ChineseNumeral.text(position + 1)
      guard heading.hasPrefix(numeral), let mark = heading.dropFirst(numeral.count).first else {
        return false
      }
      return "、．.，, ".contains(mark)
    }
  }

  /// A heading without its number and punctuation.
  static func core(_ heading: String) -> String { SectionHeading.core(heading) }
}
