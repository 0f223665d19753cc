import Testing

@testable import Core
@testable import DocumentModel
@testable import FormatKit
@testable import Gongkai
@testable import ReportModel
@testable import TextFormats

/// What a site prints around a report is no prose of it, and nothing of the report is taken for the site's.
@Suite struct SiteTextTests {
  private func document(_ html: String) throws(Refusal) -> Document {
    try HTMLReader.read(SourceBytes(name: "a.html", bytes: Array(html.utf8)))
  }

  /// The text of a page, and what of it surrounds the document.
  private func lines(_ html: String) throws -> (own: [String], site: [String]) {
    let paragraphs = try document(html).blocks.compactMap(\.paragraph)
    return (
      paragraphs.filter { $0.style != .surrounding }.map(\.text),
      paragraphs.filter { $0.style == .surrounding }.map(\.text)
    )
  }

  private let report = """
    <h1>青禾市水务局2022年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>本年度各项工作正常开展。</p>
    <p>二、主动公开政府信息情况</p><table><tr><td>规章<td>1<tr><td>许可<td>2</table>
    <p>六、其他需要报告的事项</p><p>无。</p><p>青禾市水务局</p><p>2023年1月5日</p>
    """
  private let own = [
    "青禾市水务局2022年政府信息公开工作年度报告", "一、总体情况", "本年度各项工作正常开展。", "二、主动公开政府信息情况", "六、其他需要报告的事项", "无。", "青禾市水务局",
    "2023年1月5日",
  ]

  @Test(arguments: [
    "<div>热门搜索：</div><ul><li>公积金</li><li>社保</li></ul>", "<p>搜索历史 清空</p><p>热搜：公积金 社保</p>",
    "<p>当前位置：首页 &gt; 年报</p>",
    "<p>字体：[大 中 小]</p>", "<p>【字体：大 中 小】【打印】【关闭】</p>", "<span>分享到：</span><br><em>微信 微博 QQ空间</em>",
    "<p>浏览次数：1234</p>",
    "<p>全真版 文字版</p><p>文件下载</p><p>相关链接：</p>", "<h3>文字解读</h3>", "<p>扫一扫在手机上查看当前页面</p>", "<p>无障碍阅读 | 长者模式</p>",
    "<input type=text value=请输入关键字><input type=submit value=搜索>",
    "<select><option>2022</option><option>2021</option></select>",
  ])
  func linesBeforeTheText(site: String) throws {
    #expect(try lines("<body>\(site)\(report)").own == own)
  }

  @Test(arguments: [
    "<p>上一篇：青禾市2021年报告</p><p>下一篇：没有了</p>", "<p>附件：</p><p>年报统计表.xlsx</p>", "<p>文件下载</p><p>关闭 打印</p>",
    "<h3>相关链接</h3><p>省政府网站</p><p>市人大</p>", "<h3>友情链接</h3><p>省政府网站</p>", "<p>扫一扫在手机打开当前页</p>",
    "<p>主办：青禾市人民政府办公室　承办：青禾市大数据中心</p><p>地址：青禾市人民路1号</p><p>网站标识码：1234560001　某ICP备00000000号</p>",
    "<p>版权所有 © 青禾市人民政府</p><h3>关于我们</h3><p>政府网站年度报表</p>", "<h2>政务新媒体</h2><p>版权所有</p>",
  ])
  func linesBehindTheText(site: String) throws {
    let found = try lines("<body>\(report)\(site)").own
    #expect(found.filter { $0 != "附件：" } == own)
  }

  /// What a report says of such things is its own.
  @Test func reportsAreKept() throws {
    let page = """
      <h1>青禾市2022年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>网站浏览量：共12万次，版权所有信息已更新。</p>
      <p>扫一扫二维码即可查看，便民利民。</p><p>（一）政策解读</p><p>发布文字解读12篇。</p><h3>附件</h3><p>政府信息公开指南</p>
      <p>青禾市人民政府办公室</p><p>（联系人：某某，电话：0000-0000000）</p>
      """
    #expect(try lines(page).site == [])
    let unnumbered = "<h1>报告</h1><h2>主要问题</h2><p>人手不足。</p><h2>改进情况</h2><p>加强培训。</p>"
    #expect(try lines(unnumbered).site == [])
  }

  @Test(arguments: [
    "<table><tr><td>索引号：<td>GK/2021-17<td>发布机构<td>青禾市水务局<tr><td>文号<td><td>发布日期：<td>2022-01-27</table>",
    "<table><tr><td>索引号：GK/2021-17</td><td>发布机构：青禾市水务局</td></tr><tr><td>文号：</td><td>发布日期：2022-01-27</td></tr></table>",
    "<dl><dt>索引号：<dd>GK/2021-17<dt>发布机构：<dd>青禾市水务局</dl><p>文号：</p><p>发布日期：2022-01-27</p>",
    "<div><span>索引号：</span><span>GK/2021-17</span></div><p>发布机构：青禾市水务局</p><p>文号：</p><p>发布日期：2022-01-27</p>",
  ])
  func keysAndValues(data: String) throws {
    let found = try document(data + report)
    let first = found.blocks.prefix(4).compactMap(\.paragraph?.text).map { $0.filter { $0 != " " } }
    #expect(first == ["索引号：GK/2021-17", "发布机构：青禾市水务局", "文号：", "发布日期：2022-01-27"])
    #expect(found.blocks.filter { $0.paragraph == nil }.count == 1)
  }
}
