import TestSupport
import Testing

@testable import Gongkai

/// Every finding in published reports, where `GONGKAI_CORPUS` names folders with them: what is found was judged by
/// hand, and so was what is not.
@Suite struct ProseCorpusTests {
  private static let findings: [(file: String, findings: [String])] = [
    ("s02_new2021_2021_zibo.txt", ["ofWhich 388", "sum 21", "sum 21"]),
    ("n13_new2021_2022_pingtan.page.txt", ["carriedIn 75件"]),
    ("l05_legacy_2017_pingtan_zrz.page.txt", ["figure 733条"]),
    ("l05_legacy_2017_pingtan_zrz.html", ["figure 733条"]),
    ("l02_legacy_2017_pingtan.page.txt", []), ("l09_legacy_2017_pingtan_scj.page.txt", []),
    ("l11_legacy_2009_pingtan_caizheng.page.txt", []), ("l14_legacy_2011_pingtan_shiyao.page.txt", []),
    ("n01_new2021_2023_hongze.pdf", []), ("n03_new2021_2024_huaian.pdf", []),
    ("n07_new2021_2025_shuyang_county.ocr.md", []), ("n10_new2021_2025_hangzhou.html", []),
    ("n12_new2021_2024_pingtan.html", []), ("n12_new2021_2024_pingtan.page.txt", []),
    ("n14_new2019_2019_pingtan.page.txt", []), ("n16_new2019_2020_pingtan_zrz.page.txt", []),
    ("n22_new2021_2023_pingtan_scj.page.txt", []), ("n25_new2019_2019_pingtan_zrz.page.txt", []),
    ("s01_legacy_2017_zhangdian.txt", []), ("e10_new2019_2019_bjtzh_xinhua.excerpt.txt", []),
    ("e13_new2019_2019_jiedao_vertical.excerpt.txt", []),
  ]

  @Test(.enabled(if: PublishedReports.isThere), arguments: findings)
  func findsWhatIsWrong(_ name: String, _ expected: [String]) throws {
    let converter = Converter()
    guard let path = PublishedReports.document(named: name) else { return }
    let report = try converter.read(contentsOf: FilePath(path))
    let found = converter.check(report).findings.filter { $0.rule.hasPrefix("check.prose.") }.map { item in
      let arguments = item.finding.arguments
      return "\(item.rule.dropFirst("check.prose.".count)) \(arguments["claim"] ?? arguments["total"] ?? "")"
    }
    #expect(found == expected)
  }
}
