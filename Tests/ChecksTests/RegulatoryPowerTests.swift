import Testing

@testable import Checks

/// Who may make 规章 is said by kind of body and year, and only where the name tells.
@Suite struct RegulatoryPowerTests {
  private static let powers = RegulatoryPowers()

  @Test(arguments: [
    "教育部", "国家统计局", "海关总署", "江苏省人民政府", "内蒙古自治区人民政府", "上海市人民政府", "大连市人民政府",
    "江苏省苏州市人民政府", "恩施土家族苗族自治州人民政府", "东莞市人民政府", "海南省三沙市人民政府", "吉林市人民政府",
  ])
  func thoseThatMay(body: String) {
    #expect(Self.powers.power(of: body, in: 2021) == .held)
  }

  @Test(arguments: [
    "淮安市洪泽区人民政府", "沭阳县人民政府", "伊金霍洛旗人民政府", "太平镇人民政府", "梁城乡人民政府", "育才街道办事处",
    "淮安市财政局", "江苏省教育厅", "苏州市昆山市人民政府", "国家税务总局淮安市税务局", "大兴安岭地区行政公署", "沭阳县人民政府办公室",
  ])
  func thoseThatCannot(body: String) {
    #expect(Self.powers.power(of: body, in: 2021) == .none)
  }

  @Test(arguments: [
    "淮安市人民政府", "昆山市人民政府", "淮安市人民政府办公室", "江苏省人民政府办公厅", "平潭综合实验区管理委员会", "财政局",
    "国务院办公厅", "",
  ])
  func thoseOfWhichTheNameDoesNotTell(body: String) {
    #expect(Self.powers.power(of: body, in: 2021) == .untold)
  }

  @Test func theLawOf2015() {
    #expect(Self.powers.power(of: "淮安市人民政府", in: 2014) == .none)
    #expect(Self.powers.power(of: "淮安市人民政府", in: 2015) == .untold)
    #expect(Self.powers.power(of: "淮安市人民政府", in: nil) == .untold)
    #expect(Self.powers.power(of: "苏州市人民政府", in: 2009) == .held)
    #expect(Self.powers.power(of: "东莞市人民政府", in: 2014) == .none)
    #expect(Self.powers.power(of: "东莞市人民政府", in: nil) == .untold)
    #expect(Self.powers.power(of: "恩施土家族苗族自治州人民政府", in: 2014) == .none)
    #expect(Self.powers.power(of: "河北省人民政府", in: 2009) == .held)
  }
}
