import Core
import ReportModel

/// A report's prose under the sections of its form.
///
/// A report of another outline is set anew: its chapters stand under the sections that have a place for them, all others
/// under the first, one level down and numbered by their new order.
struct Outline {
  /// A section of the form: its heading, and what stands under it.
  struct Section {
    var heading: String
    var place: Place?
    var parts: [(section: ProseSection, headingLevel: Int)] = []
  }

  /// What stands before the first heading.
  let preface: [ProseSection]
  /// One for each section of the form, in its order.
  let sections: [Section]

  init(_ report: Report) {
    let form = report.form
    let isOwn = report.conversion.map { $0.original.form.sections == form.sections } ?? true
    let prose = isOwn ? report.sections : Self.withoutRemains(report)
    preface = Array(prose.prefix { $0.heading == nil })
    let chapters = Self.chapters(prose.dropFirst(preface.count), form, byNumber: isOwn)
    sections = form.sections.enumerated().map { position, title in
      let here = chapters.filter { $0.position == position || position == 0 && $0.position == nil }
      return isOwn ? Self.asIs(here, position, title) : Self.anew(here, position, title)
    }
  }

  // MARK: Chapters

  /// A heading of the first level and all that stands below it.
  private struct Chapter {
    var sections: [ProseSection]
    /// The section of the form that it belongs to, by its position.
    let position: Int?
    /// Whether its heading says what that of the section says.
    let isSection: Bool
  }

  private static func chapters(
    _ sections: ArraySlice<ProseSection>, _ form: Form, byNumber: Bool
  ) -> [Chapter] {
    var chapters: [Chapter] = []
    for section in sections {
      if section.heading != nil && section.level <= 1 || chapters.isEmpty {
        chapters.append(chapter(section, form, byNumber: byNumber))
      } else {
        chapters[chapters.count - 1].sections.append(section)
      }
    }
    return chapters
  }

  private static func chapter(_ section: ProseSection, _ form: Form, byNumber: Bool) -> Chapter {
    guard let heading = section.heading, section.level == 1 else {
      return Chapter(sections: [section], position: nil, isSection: false)
    }
    if let position = form.section(titled: heading) ?? (byNumber ? position(numberedAs: heading, form) : nil)
    {
      return Chapter(sections: [section], position: position, isSection: true)
    }
    let place = byNumber ? nil : form.section(for: heading)
    return Chapter(sections: [section], position: place?.position, isSection: place?.isSameTitle ?? false)
  }

  private static func position(numberedAs heading: String, _ form: Form) -> Int? {
    form.sections.indices.first { position in
      let numeral = ChineseNumeral.text(position + 1)
      guard heading.hasPrefix(numeral), let mark = heading.dropFirst(numeral.count).first else {
        return false
      }
      return "、．.，, ".contains(mark)
    }
  }

  // MARK: Setting

  /// With the headings that the report has. Prose without a section of its own stands in the first.
  private static func asIs(_ chapters: [Chapter], _ position: Int, _ title: String) -> Section {
    let own = chapters.filter { $0.position != nil }
    let first = own.first?.sections.first
    var result = Section(
      heading: first?.heading ?? Numbering.chinese.number(position + 1) + title, place: first?.place)
    for (index, chapter) in own.enumerated() {
      for (part, section) in chapter.sections.enumerated() {
        result.parts.append((index == 0 && part == 0 ? section.withHeading(nil) : section, 3))
      }
    }
    for chapter in chapters where chapter.position == nil {
      for (part, section) in chapter.sections.enumerated() {
        result.parts.append((section, part == 0 ? 3 : 4))
      }
    }
    return result
  }

  /// With the form's heading, and all others numbered by where they stand now.
  private static func anew(_ chapters: [Chapter], _ position: Int, _ title: String) -> Section {
    var result = Section(heading: Numbering.chinese.number(position + 1) + title)
    var count = 0
    func numbered(_ section: ProseSection) -> ProseSection {
      count += 1
      return section.numbered(.bracketed, count)
    }
    for chapter in chapters where chapter.isSection {
      for (part, section) in chapter.sections.enumerated() {
        result.parts.append((part == 0 ? section.withHeading(nil) : numbered(section), 3))
      }
    }
    for chapter in chapters where !chapter.isSection {
      for (part, section) in chapter.sections.enumerated() {
        result.parts.append(part == 0 ? (numbered(section), 3) : (section.numbered(.arabic, part), 4))
      }
    }
    return result
  }

  // MARK: What was left of another outline

  /// More letters than the name of a sheet has with its year.
  private static let longestTitle = 24

  /// The prose without what announced the old sheet, without the body's name in a line of its own, and without headings
  /// that nothing is left under.
  private static func withoutRemains(_ report: Report) -> [ProseSection] {
    func isRemains(_ text: String) -> Bool {
      if text == report.identity.body { return true }
      let words = SectionHeading.core(text)
      guard ["附件", "附表"].contains(where: words.hasPrefix) else { return false }
      // 附件：2017年度政府信息公开情况统计表.
      let rest = words.dropFirst(2)
      return rest.isEmpty || rest.hasSuffix("统计表") && rest.count <= longestTitle
    }
    var sections = report.sections.map { section in
      var section = section
      section.paragraphs.removeAll { isRemains($0.text) }
      return section
    }
    for index in sections.indices.reversed() where sections[index].paragraphs.isEmpty {
      let next = index + 1 < sections.count ? sections[index + 1] : nil
      if next.map({ $0.heading == nil || $0.level <= sections[index].level }) ?? true {
        sections.remove(at: index)
      }
    }
    return sections
  }

  /// A heading without its number and punctuation.
  static func core(_ heading: String) -> String { SectionHeading.core(heading) }
}

extension ProseSection {
  fileprivate func withHeading(_ heading: String?) -> ProseSection {
    var section = self
    section.heading = heading
    return section
  }

  /// With a new number in the place of its old one; a heading without a number stays without.
  fileprivate func numbered(_ numbering: Numbering, _ position: Int) -> ProseSection {
    guard let heading, let title = SectionHeading.titleBehindNumber(heading) else { return self }
    return withHeading(numbering.number(position) + title)
  }
}
