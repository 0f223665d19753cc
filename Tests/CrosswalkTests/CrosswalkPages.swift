import ReportModel

@testable import Core
@testable import Crosswalk

/// The pages of the documentation on the crosswalks, for readers who know the law: all follows from the data.
struct CrosswalkPages {
  let guide: CrosswalkGuide
  let crosswalks: [Crosswalk]
  let forms: FormCatalogue

  /// The pages by the names of their files.
  func pages() throws -> [String: String] {
    var pages = [Self.overview: overview(), Self.cases: try CasePage(texts: texts).text()]
    for crosswalk in crosswalks { pages[Self.name(crosswalk)] = page(crosswalk) }
    return pages
  }

  private static let overview = "Crosswalks"
  private static let cases = "CrosswalkCases"
  private static func name(_ crosswalk: Crosswalk) -> String {
    "Crosswalk-" + crosswalk.id.map { $0 == "." ? "-" : String($0) }.joined()
  }

  private var texts: CrosswalkTexts { CrosswalkTexts(guide: guide, forms: forms) }

  // MARK: All of them

  private func overview() -> String {
    var page = PageText(texts)
    page.title(texts.word("title"), texts.word("about"))
    for language in Language.allCases {
      for id in ["read.sets", "read.figures", "read.none", "read.own", "read.policies", "made"] {
        page.paragraph(texts.word(id)[language])
      }
    }
    page.section("glance")
    for (name, counts) in crosswalks.map({ (Self.name($0), counts($0)) }) + [
      (Self.cases, texts.countsOfCases)
    ] {
      page.item("<doc:\(name)>", "\(counts.chinese) \(counts.english)")
    }
    page.paragraph("## Topics")
    page.paragraph("### \(texts.both("cases"))")
    page.item("<doc:\(Self.cases)>")
    page.paragraph("### \(texts.both("title"))")
    for crosswalk in crosswalks { page.item("<doc:\(Self.name(crosswalk))>") }
    return page.text
  }

  private func counts(_ crosswalk: Crosswalk) -> LocalizedText {
    let links = crosswalk.mappings.flatMap(\.also)
    let own = links.filter { texts.isOwnReading($0, of: crosswalk) }
    let sources = Set(crosswalk.mappings.map(\.source))
    let mapped = Set(crosswalk.mappings.filter { !$0.targets.isEmpty }.map(\.source))
    return texts.fill(
      "counts",
      [
        "version": crosswalk.version, "sources": String(sources.count), "mapped": String(mapped.count),
        "carried": String(sources.count - mapped.count), "links": String(links.count),
        "own": String(own.count),
      ])
  }

  // MARK: One of them

  private func page(_ crosswalk: Crosswalk) -> String {
    var page = PageText(texts)
    page.title(crosswalk.title, counts(crosswalk))
    page.section("mapped")
    for mapping in crosswalk.mappings where !mapping.targets.isEmpty { row(mapping, crosswalk, &page) }
    statements(crosswalk.totals, "totals", in: crosswalk.source, &page)
    statements(crosswalk.structuralZeros, "zeros", in: crosswalk.target, &page)
    statements(crosswalk.silent, "silent", in: crosswalk.target, &page)
    statements(crosswalk.combined, "combined", in: crosswalk.target, &page)
    if !crosswalk.checks.isEmpty {
      page.section("checks")
      for check in crosswalk.checks {
        page.item(
          [check.left, check.right].map { texts.label($0, in: crosswalk.source) }.joined(separator: " = "),
          "\(check.why.chinese) · \(check.why.english)")
      }
    }
    carried(crosswalk, &page)
    return page.text
  }

  /// A row that has a place in the target form.
  private func row(_ mapping: Crosswalk.Mapping, _ crosswalk: Crosswalk, _ page: inout PageText) {
    page.paragraph("### \(texts.label(mapping.source, in: crosswalk.source))")
    page.paragraph("`\(mapping.source)`")
    if let relation = mapping.relation?.rawValue {
      page.item(texts.both("relation"), "\(texts.both(relation)) (`\(relation)`)")
    }
    let condition = texts.condition(mapping.condition.text, in: crosswalk.source)
    if !condition.isEmpty { page.item(texts.both("when"), condition) }
    page.item(texts.both("letter"), "")
    for target in mapping.targets {
      page.item(texts.place(target, in: crosswalk.target), level: 1)
    }
    if !mapping.also.isEmpty { page.item(texts.both("also"), "") }
    for link in mapping.also { also(link, crosswalk, &page) }
    page.item(texts.word("why").chinese, mapping.why.chinese)
    page.item(texts.word("why").english, mapping.why.english)
    if let target = mapping.defaultTarget, mapping.targets.count > 1 {
      page.item(texts.both("default"), texts.label(target, in: crosswalk.target))
    }
  }

  private func also(_ link: Crosswalk.Practice.Link, _ crosswalk: Crosswalk, _ page: inout PageText) {
    let practice = link.practice.flatMap { crosswalk.practice($0) }
    var source = "**\(texts.both("own"))**"
    if let basis = practice?.basis { source = texts.link(basis, practice?.url ?? "") }
    let condition = texts.condition(practice?.condition.text ?? "", in: crosswalk.source)
    if !condition.isEmpty { source += "（\(condition)）" }
    if let why = practice?.why, !why.isEmpty { source += "。\(why.chinese) · \(why.english)" }
    page.item(texts.place(link.target, in: crosswalk.target), source, level: 1)
  }

  private func statements(
    _ statements: [Crosswalk.Statement], _ heading: String, in form: FormID, _ page: inout PageText
  ) {
    if statements.isEmpty { return }
    page.section(heading)
    grouped(
      statements.map { statement in
        let condition = texts.condition(statement.condition.text, in: form)
        return (
          texts.label(statement.indicator, in: form) + (condition.isEmpty ? "" : "（\(condition)）"),
          statement.why
        )
      }, &page)
  }

  /// Rows that are carried along.
  private func carried(_ crosswalk: Crosswalk, _ page: inout PageText) {
    let rows = crosswalk.mappings.filter(\.targets.isEmpty)
    if rows.isEmpty { return }
    page.section("carried")
    for language in Language.allCases { page.paragraph(texts.word("carried.more")[language]) }
    grouped(rows.map { (texts.label($0.source, in: crosswalk.source), $0.why) }, &page)
  }

  /// Each reason once, with the rows that it holds for.
  private func grouped(_ rows: [(label: String, why: LocalizedText)], _ page: inout PageText) {
    var reasons: [LocalizedText] = []
    for row in rows where !reasons.contains(row.why) { reasons.append(row.why) }
    for why in reasons {
      page.item("\(why.chinese) · \(why.english)", "")
      for row in rows where row.why == why { page.item(row.label, level: 1) }
    }
  }
}

/// The lines of a page.
struct PageText {
  private let texts: CrosswalkTexts
  private(set) var text = ""
  private var isInList = false

  init(_ texts: CrosswalkTexts) { self.texts = texts }

  /// The title, its abstract, and the section that the documentation wants next.
  mutating func title(_ title: LocalizedText, _ about: LocalizedText) {
    text = "# \(title.chinese) · \(title.english)\n"
    paragraph(about.english)
    paragraph("## Overview")
    paragraph(about.chinese)
  }

  mutating func section(_ id: String) { paragraph("## \(texts.both(id))") }

  mutating func paragraph(_ paragraph: String) {
    text += "\n\(paragraph)\n"
    isInList = false
  }

  mutating func item(_ item: String, level: Int = 0) {
    if !isInList { text += "\n" }
    isInList = true
    text += String(repeating: "  ", count: level) + "- \(item)\n"
  }

  /// A value behind its name.
  mutating func item(_ name: String, _ value: String, level: Int = 0) {
    item("\(name)：\(value)", level: level)
  }
}
