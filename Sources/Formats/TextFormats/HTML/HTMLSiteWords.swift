/// The words by which a site's own lines are known.
enum HTMLSiteWords {
  private static func scalars(_ words: [String]) -> [[Unicode.Scalar]] {
    words.map { Array($0.unicodeScalars) }.sorted { $0.count > $1.count }
  }

  static let numerals = Set("一二三四五六七八九十".unicodeScalars)

  /// Lines that consist of these and of marks between them are buttons and labels.
  private static let labels = scalars([
    "打印", "打印本页", "打印页面", "打印文章", "关闭", "关闭窗口", "关闭本页", "关闭页面", "返回", "返回顶部", "返回首页", "返回列表", "收藏", "收藏本页",
    "保存", "分享", "分享到", "分享至", "一键分享", "微信", "微信好友", "朋友圈", "新浪微博", "腾讯微博", "微博", "QQ空间", "QQ好友", "QQ", "复制链接",
    "文件下载", "附件下载", "下载", "下载附件", "全文下载", "WORD下载", "PDF下载", "OFD下载", "相关链接", "相关附件", "相关阅读", "相关文章",
    "相关信息", "相关文档", "相关新闻", "相关稿件", "相关解读", "相关政策", "解读链接", "文字解读", "图片解读", "图解", "视频解读", "政策解读", "媒体解读",
    "解读材料", "全真版", "文字版", "图片版", "字体", "字号", "字体大小", "文字大小", "视力保护色", "保护视力色", "扫一扫", "扫一扫在手机上查看当前页面",
    "扫一扫在手机打开当前页", "扫一扫在手机打开当前页面", "扫码查看手机版", "手机扫一扫", "手机版", "电脑版", "无障碍", "无障碍浏览", "无障碍阅读", "长者模式",
    "适老版", "关怀版", "简体", "繁体", "登录", "注册", "登录注册", "个人中心", "设为首页", "加入收藏", "首页", "网站首页", "网站地图", "网站声明",
    "关于我们",
    "联系我们", "使用帮助", "隐私声明", "法律声明", "版权声明", "友情链接", "网站导航", "站点地图", "政务新媒体", "政府网站找错", "站内搜索", "搜索",
    "高级搜索", "搜索历史", "历史搜索", "清空", "清除历史", "清空历史", "热门搜索", "热搜", "热门推荐", "猜你想搜", "朗读", "语音播报", "纠错", "我要纠错",
    "听全文",
  ])
  /// Labels that stand only beside others.
  private static let companions = scalars([
    "大", "中", "小", "默认", "A", "+", "-", "＋", "－", "黄", "绿", "蓝", "粉", "灰", "到", "本页", "版",
  ])

  /// Lines that begin so, with whatever stands behind.
  private static let beginnings = scalars([
    "上一篇", "下一篇", "上一条", "下一条", "上篇：", "下篇：", "浏览次数：", "浏览次数:", "浏览量：", "浏览量:", "点击数：", "点击数:", "点击量：",
    "点击次数：",
    "阅读次数：", "阅读次数:", "阅读量：", "访问量：", "访问次数：", "当前位置：", "当前位置:", "您的位置：", "您的位置:", "您当前的位置：", "您现在的位置：",
    "您所在的位置：", "所在位置：", "现在的位置：", "扫一扫", "微信扫一扫", "用微信扫", "打开微信", "热门搜索", "热搜词", "搜索历史", "历史搜索", "字体：", "字体:",
    "字号：", "【字体", "【字号", "[字体", "分享到：", "分享到:", "分享至：", "请输入关键", "请输入搜索", "请输入您", "本站已支持IPv6", "您访问的链接即将离开",
  ])

  private static let searches = scalars(["热门搜索", "热搜", "搜索历史", "历史搜索", "猜你想搜", "大家都在搜", "热词"])

  /// With these a footer begins; what stands behind the last of a document and one of them is the site's.
  private static let footers = scalars([
    "版权所有", "copyright", "主办：", "主办:", "主办单位", "承办：", "承办:", "承办单位", "网站标识码", "技术支持", "备案号", "备案序号", "网站地图",
    "友情链接",
    "关于我们", "网站声明", "上一篇", "下一篇", "上一条", "下一条", "相关链接", "相关阅读", "相关文章", "相关信息", "相关文档", "相关新闻", "相关稿件", "扫一扫",
    "建议使用", "运行维护", "运维单位", "维护单位", "政府网站标识码", "联系我们",
  ])
  /// The same wherever they stand in a short line.
  private static let registrations = scalars(["ICP备", "icp备", "公网安备", "网站标识码", "版权所有"])

  private static let marks = Set("【】[]［］()（）|｜/·:：,，、-—_>»<《》.。!！…*+x×".unicodeScalars)

  /// What names of bodies end with, who may sign below.
  private static let bodyEndings = Set("局府委办院厅处会室校部站队司所心镇乡区县市省".unicodeScalars)

  /// What any of these words and any mark begins with: most lines begin otherwise.
  private static let firsts = marks.union((labels + beginnings).compactMap(\.first))

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x20, 0xA0, 0x2000...0x200F, 0x3000, 0xFEFF: true
    default: false
    }
  }

  static func namesBody(_ line: [Unicode.Scalar]) -> Bool {
    line.count >= 4 && line.last.map(bodyEndings.contains) ?? false
  }

  static func beginsSearches(_ line: [Unicode.Scalar]) -> Bool {
    line.count <= 60 && searches.contains { line.starts(with: $0) }
  }

  static func beginsFooter(_ line: [Unicode.Scalar]) -> Bool {
    let start = line.prefix(12).map {
      Unicode.Scalar($0.value &- 0x41 < 26 ? $0.value | 0x20 : $0.value) ?? $0
    }
    return footers.contains { start.starts(with: $0) } || isRegistration(line)
  }

  private static func isRegistration(_ line: [Unicode.Scalar]) -> Bool {
    registrations.contains { contains(line, $0) }
  }

  static func contains(_ line: [Unicode.Scalar], _ word: String) -> Bool {
    contains(line, Array(word.unicodeScalars))
  }

  private static func contains(_ line: [Unicode.Scalar], _ word: [Unicode.Scalar]) -> Bool {
    guard let first = word.first, line.count >= word.count else { return false }
    return (0...line.count - word.count).contains { line[$0] == first && line[$0...].starts(with: word) }
  }

  /// Whether a line is the site's wherever it stands.
  static func isSiteText(_ line: [Unicode.Scalar]) -> Bool {
    guard let first = line.first else { return false }
    if line.count <= 100, firsts.contains(first),
      beginnings.contains(where: { line.starts(with: $0) }) || isAllLabels(line)
    {
      return true
    }
    return isRegistration(line) || namesFile(line)
  }

  private static func isAllLabels(_ line: [Unicode.Scalar]) -> Bool {
    guard line.count <= 100 else { return false }
    var index = 0
    var count = 0
    while index < line.count {
      if let label = labels.first(where: { line[index...].starts(with: $0) }) {
        index += label.count
        count += 1
      } else if marks.contains(line[index]) {
        index += 1
      } else if count > 0, let word = companions.first(where: { line[index...].starts(with: $0) }) {
        index += word.count
      } else {
        return false
      }
    }
    return count > 0
  }

  private static let fileEndings = scalars([
    ".doc", ".docx", ".xls", ".xlsx", ".pdf", ".wps", ".et", ".zip", ".rar", ".ofd",
  ])

  /// An annex that is a file beside the page.
  private static func namesFile(_ line: [Unicode.Scalar]) -> Bool {
    fileEndings.contains { line.suffix(6).contains(".") && line.reversed().starts(with: $0.reversed()) }
  }

  /// Keys of what a site knows about a document, in a table or a list at its top.
  static let keys: Set<String> = [
    "索引号", "信息索引号", "索引编号", "发布机构", "发布单位", "发布机关", "发文机关", "发文单位", "发文机构", "发文字号", "文号", "文件编号", "发布日期",
    "发布时间",
    "生成日期", "生成时间", "成文日期", "成文时间", "发文日期", "公开日期", "公开时间", "主题分类", "主题词", "主题", "信息分类", "分类", "公开方式", "公开形式",
    "公开范围", "公开类别", "公开时限", "公开主体", "有效性", "效力状态", "时效性", "是否有效", "名称", "标题", "信息名称", "关键词", "体裁", "体裁分类",
    "来源",
    "信息来源", "统一社会信用代码", "组配分类", "责任部门", "责任单位", "内容概述", "服务对象", "所属机构", "所属单位", "失效日期", "废止日期", "语种", "载体类型",
    "栏目",
    "所属栏目", "实施日期", "公文种类", "文种", "信息类别", "制发机关", "信息提供单位",
  ]
}
