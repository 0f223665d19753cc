/// Traditional characters whose simplified form occurs in the labels of a form, or in a word that is looked for around
/// them. Where one stands for several, it is the one that such labels have: 復 and 複 are 复.
///
/// The pairs are those of OpenCC's table of characters (TSCharacters, Apache License 2.0), with 覆 for 复 as in 答覆.
enum TraditionalCharacters {
  static let traditional =
    "丟並佈佔併來係個備傳僅億內兩冊別刪則劃動務匯區卻卽厤參員問單噹嚮國圍圖埰執報場學寀實審寫專對"
    + "導屆層屬師帶幹幾廢廣廳張強彆彔彙後徑從復徵態慣應懸戶捲掛採換擊據擬敎敗數斷於旂旣昇時曆曏書會"
    + "東査條棄業構樓標樣機檔檢檯欄權歷歸殘決沒況洩減測準滙滿濟瀏為無熱爭爲牠獨獲現環產産異當發眞眾"
    + "確礙祇祕種稱穩穫箇節範簡糾約納純紙級紛終組結絕絡統絶經綫維網線編緩緻縣總織繫繳繼續纍纔罰義習"
    + "聞聯職聽脩臺與舉舊舘菓華萬葯蔘藥處號衆衕衹補製複覆覈見規視覽訂計訓記訟訪設許訴註証評詢試話該"
    + "誌認語誤說説調談請論諮諾證議護讀變負財責費資質賬購踰較載輕輪輯輸輿轉辦迴逕這連週進過達違遞適"
    + "遲遺還郵鄉針銜銷錄錯録錶鍼鍾鎭鎮鐘長門開間閤閱閲闆關陞隊隨險隱隻雙電頁項順預領頭題額類顯風颱"
    + "餘館饋駁體髮麼麽點黨齊齣訊"

  static let simplified =
    "丢并布占并来系个备传仅亿内两册别删则划动务汇区却即历参员问单当向国围图采执报场学采实审写专对"
    + "导届层属师带干几废广厅张强别录汇后径从复征态惯应悬户卷挂采换击据拟教败数断于旗既升时历向书会"
    + "东查条弃业构楼标样机档检台栏权历归残决没况泄减测准汇满济浏为无热争为它独获现环产产异当发真众"
    + "确碍只秘种称稳获个节范简纠约纳纯纸级纷终组结绝络统绝经线维网线编缓致县总织系缴继续累才罚义习"
    + "闻联职听修台与举旧馆果华万药参药处号众同只补制复复核见规视览订计训记讼访设许诉注证评询试话该"
    + "志认语误说说调谈请论咨诺证议护读变负财责费资质账购逾较载轻轮辑输舆转办回径这连周进过达违递适"
    + "迟遗还邮乡针衔销录错录表针钟镇镇钟长门开间合阅阅板关升队随险隐只双电页项顺预领头题额类显风台"
    + "余馆馈驳体发么么点党齐出讯"

  /// The ideographs from U+4E00 to U+9FFF, each as its simplified form or as itself.
  static let table: [UInt16] = {
    var table = (0x4E00...0x9FFF).map { UInt16($0) }
    for (from, to) in zip(traditional.unicodeScalars, simplified.unicodeScalars) {
      table[Int(from.value) - 0x4E00] = UInt16(truncatingIfNeeded: to.value)
    }
    return table
  }()
}
