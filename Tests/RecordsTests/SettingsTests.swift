import Testing

@testable import Core
@testable import Records

@Suite struct SettingsTests {
  private func read(_ text: String) throws -> ArchiveSettings {
    var settings = ArchiveSettings()
    try settings.read(Array(text.utf8), name: "s.txt")
    return settings
  }

  @Test func linesAreRead() throws {
    let settings = try read("\u{FEFF}# 说明\r\n全宗号 = 0123\r\nfonds-name＝某局 # 不是注释\r\n\r\n  保管期限=30年\r\n密级=\r\n")
    #expect(settings["全宗号"] == "0123" && settings["全宗名称"] == "某局 # 不是注释")
    #expect(settings["保管期限代码"] == "D30" && settings["密级"] == "公开")
    #expect(settings["移交单位"] == "某局 # 不是注释" && settings["制作单位"] == "某局 # 不是注释")
    #expect(settings.missing.map { $0.arguments["key"] } == ["类别号"])
  }

  @Test func allDefectsAreNamedWithTheirLines() throws {
    let refusal = #expect(throws: Refusal.self) {
      try read("全宗号\n全宗=1\n保管期限=永远\n类别号=a/b\n类别号=WS\n年度=21\n日期=2021-02-30\n档号规则={件号}\n起始件号=一\n")
    }
    #expect(
      refusal?.findings.map { "\($0.places.first?.line ?? 0) \($0.id)" } == [
        "1 settings.line", "2 settings.unknown-key", "3 settings.value", "4 settings.value",
        "5 settings.twice", "6 settings.value", "7 settings.value", "8 settings.value", "9 settings.value",
      ])
  }

  @Test func theCommandLineGoesBeforeTheFile() throws {
    var settings = try read("保管期限=永久\n类别号=WS")
    try settings.set(["retention=10年", "类别号="])
    #expect(settings["保管期限代码"] == "D10" && settings["类别号"] == nil)
  }

  /// What has a code by nobody's standard must be given.
  @Test func aPeriodWithoutCodeNeedsOne() throws {
    var settings = try read("全宗号=1\n全宗名称=某局\n类别号=WS\n保管期限=长期")
    #expect(settings.missing.map { $0.arguments["key"] } == ["保管期限代码"])
    try settings.set(["保管期限代码=C"])
    #expect(settings.missing.isEmpty)
  }

  /// A template that is filled in is a settings file.
  @Test(arguments: Language.allCases) func templatesCanBeRead(language: Language) throws {
    var settings = ArchiveSettings()
    try settings.set(["全宗号=0123", "全宗名称=某局", "类别号=WS", "保管期限=永久"])
    let template = settings.template(language)
    #expect(try read(template).missing.isEmpty)
    // Also with every line taken into use.
    let lines = template.split(separator: "\n").filter {
      $0.contains(" =") && !$0.contains("：键") && !$0.contains("key = value")
    }
    let all = lines.map { $0.hasPrefix("# ") ? String($0.dropFirst(2)) : String($0) }
    #expect(all.count == SettingsSchema.shared.entries.count)
    #expect(try read(all.joined(separator: "\n")).missing.isEmpty)
  }

  @Test func schemaIsWhole() {
    let entries = SettingsSchema.shared.entries
    #expect(Set(entries.flatMap { [$0.key, $0.alias] }).count == entries.count * 2)
    for entry in entries {
      #expect(
        !entry.element.isEmpty && !entry.explanation.chinese.isEmpty && !entry.explanation.english.isEmpty)
      #expect(entry.alias.utf8.allSatisfy { $0 < 0x80 }, "\(entry.alias)")
      if let standard = entry.standard { #expect(entry.form.accepts(standard), "\(entry.key)") }
      if case .setting(let key) = entry.need { #expect(SettingsSchema.shared.entry(key) != nil) }
    }
    for key in ["全宗号", "保管期限代码"] { #expect(SettingsSchema.shared.entry(key)?.key == key) }
  }

  @Test func times() {
    for good in ["2026-01-31T09:00:00+08:00", "2024-02-29T23:59:59Z", "2026-01-31T09:00:00-05:30"] {
      #expect(ArchiveTime(good)?.text == good)
    }
    for bad in [
      "2026-01-31 09:00:00+08:00", "2026-01-31T09:00:00", "2026-02-30T09:00:00Z", "2026-01-31T24:00:00Z",
      "2026-01-31T09:00:00+8:00", "2026-01-31T09:00Z", "", "2026-01-31T09:00:00Zx",
    ] { #expect(ArchiveTime(bad) == nil, "\(bad)") }
  }

  @Test func days() {
    for good in ["2000-02-29", "2024-02-29", "1900-02-28", "2021-12-31", "0001-01-01"] {
      #expect(CalendarDate(good) != nil, "\(good)")
    }
    for bad in [
      "1900-02-29", "2100-02-29", "2023-02-29", "2021-04-31", "2021-13-01", "2021-00-10", "2021-01-00",
      "2021-1-01",
      "0000-01-01", "2021-01-01 ", "２０２１-01-01",
    ] { #expect(CalendarDate(bad) == nil, "\(bad)") }
    #expect(CalendarDate("2021-01-01").map(\.ordinal) == CalendarDate("2020-01-01").map { $0.ordinal + 366 })
    #expect(CalendarDate("1901-01-01").map(\.ordinal) == CalendarDate("1900-01-01").map { $0.ordinal + 365 })
  }

  @Test func namesAreMadeSafe() {
    for (name, safe) in [
      ("报告.docx", "报告.docx"), ("a:b*c?.txt", "a_b_c_.txt"), ("../a", ".._a"),
      ("a\u{202E}txt.exe", "a_txt.exe"),
      ("..", "_"), ("a. ", "a"), ("a.b.c", "a.b.c"), (".x", ".x"), ("a\\b\u{0}", "a_b_"),
      ("CON", "_CON"), ("nul.txt", "_nul.txt"), ("com1.tar.gz", "_com1.tar.gz"), ("LPT¹", "_LPT¹"),
      ("console.txt", "console.txt"), ("com.txt", "com.txt"),
    ] { #expect(PathPart.safe(name) == safe, "\(name)") }
    let long = PathPart.safe(String(repeating: "年", count: 100) + ".docx")
    #expect(long.utf8.count <= 200 && long.hasSuffix("年.docx"))
    for name in ["AUX", "aux.1", "0123.", "0123 ", "a:b", "com9 .x"] { #expect(!PathPart.isSafe(name)) }
    for name in ["auxiliary", "0123", "WS·2021"] { #expect(PathPart.isSafe(name)) }
  }

  @Test func patterns() throws {
    let pattern = try #require(NumberPattern("{全宗号}-{年度}-{件号:3}"))
    #expect(pattern.number(item: 12) { ["全宗号": "A", "年度": "2021"][$0] } == "A-2021-012")
    #expect(pattern.number(item: 1234) { ["全宗号": "A", "年度": "2021"][$0] } == "A-2021-1234")
    #expect(pattern.number(item: 1) { _ in nil } == nil)
    for bad in [
      "{件号}", "{年度}", "{年度}{件号:0}", "{年度}{件号:x}", "{年度}{件号", "{年度}{件号}}", "{年度}/{件号}", "{密级}{年度}{件号}",
    ] {
      #expect(NumberPattern(bad) == nil, "\(bad)")
    }
  }
}
