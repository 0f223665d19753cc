import ReportModel

// The canonical shape of a report. Each case is a member with its name in JSON, in the order of JSON, and has a
// row that says the rest: what it may say, whether it must be there, where XML has it, and its words.

/// A file of several reports.
package enum BundleMember: String, ShapeMember {
  case gongkai, reports

  package static let shape = ObjectShape<Self>("多份报告", "Several reports.")

  package var row: MemberRow {
    switch self {
    case .gongkai: .required(.version, .attribute(.version))
    case .reports: .list(of: .object(.report), .elements(.report), isRequired: true)
    }
  }
}

package enum ReportMember: String, ShapeMember {
  case gongkai, edition, dialect, form, identity, statistics, cells, sections, jointFigures, conversion
  case evidence, unplaced, account, findings, source

  package static let shape = ObjectShape<Self>(
    "报告", "What one body reported for one year.", inXML: [(.jointFigures, before: .sections)])

  package var row: MemberRow {
    switch self {
    // Of a report that is alone in its file.
    case .gongkai: .optional(.version, .absent)
    case .edition: .required(.edition, .attribute(.edition), "年报格式", "The edition of the form.")
    case .dialect:
      .optional(.dialect, .attribute(.dialect), "地方格式", "The dialect of the form, where it has one.")
    case .form: .optional(.formVersion, .attribute(.form), "年报格式版本", "The version of the form's description.")
    case .identity: .optional(.object(.identity), .element(.identity))
    case .statistics:
      .required(.figures, .element(.statistics), "数据", "Figures by indicator and applicant.")
    case .cells: .optional(.figures, .absent, "单元格", "What does not follow from the number alone.")
    case .sections: .list(of: .object(.section), .elements(.section), "正文", "The prose.")
    case .jointFigures:
      .list(of: .object(.jointFigure), .elements(.jointFigure), "合计已知的数字", "Bounds on sums of cells.")
    case .conversion: .optional(.object(.conversion), .element(.conversion))
    case .evidence: .list(of: .object(.evidence), .elements(.evidence), "年报格式依据")
    case .unplaced: .list(of: .object(.text), .elements(.unplaced), "未能归入的内容")
    case .account: .optional(.object(.account), .element(.account))
    case .findings: .list(of: .object(.finding), .elements(.finding), "发现的问题")
    case .source: .optional(.object(.source), .element(.source))
    }
  }
}

package enum IdentityMember: String, ShapeMember {
  case body, year, title, period, scope, citedNotice, contact, identifiers, statedYears, signatures
  case signatories, dates

  package static let shape = ObjectShape<Self>("基本信息", "Who reports, and for when.")

  package var row: MemberRow {
    switch self {
    case .body: .optional(.text, .element(.body), "报告机关")
    case .year: .optional(.integer(1...9999), .attribute(.year), "年度", "The year reported on.")
    case .title: .optional(.text, .element(.title), "标题")
    case .period: .optional(.object(.period), .flattened, "统计期限")
    case .scope: .optional(.scope, .attribute(.scope), "统计范围", "own for 本级, whole for 全市 and the like.")
    case .citedNotice:
      .optional(.text, .element(.citedNotice), "引用的文件", "The number of the notice that the report cites.")
    case .contact: .optional(.text, .element(.contact), "联系方式", "Whom to ask. Personal data.")
    case .identifiers:
      .list(
        of: .object(.identifier), .elements(.identifier), "编号", "Numbers that name the document or the body.")
    case .statedYears:
      .list(
        of: .object(.statedYear), .elements(.statedYear), "所称年度",
        "Each year that the report names as its own.")
    case .signatures:
      .list(of: .object(.signature), .elements(.signature), "落款机关", "The bodies named under the text.")
    case .signatories:
      .list(of: .object(.signatory), .elements(.signatory), "签署", "The footer of the sheet. Personal data.")
    case .dates: .list(of: .object(.date), .elements(.date), "日期")
    }
  }
}

package enum PeriodMember: String, ShapeMember {
  case start, end

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .start: .optional(.date, .attribute(.periodStart))
    case .end: .optional(.date, .attribute(.periodEnd))
    }
  }
}

package enum IdentifierMember: String, ShapeMember {
  case scheme, value, place

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .scheme: .required(.identifierScheme, .attribute(.scheme))
    case .value: .required(.text, .content)
    case .place: .optional(.place, .attribute(.place))
    }
  }
}

package enum StatedYearMember: String, ShapeMember {
  case role, year, raw, place

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .role: .required(.yearRole, .attribute(.role))
    case .year:
      .optional(.integer(1...9999), .attribute(.year), "", "Missing where what was typed is no year.")
    case .raw: .required(.text, .content, "", "What was typed.")
    case .place: .optional(.place, .attribute(.place))
    }
  }
}

package enum SignatureMember: String, ShapeMember {
  case body, place

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .body: .required(.text, .content)
    case .place: .optional(.place, .attribute(.place))
    }
  }
}

package enum SignatoryMember: String, ShapeMember {
  case role, value, place

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .role: .required(.signatoryRole, .attribute(.role))
    case .value: .required(.text, .content)
    case .place: .optional(.place, .attribute(.place))
    }
  }
}

package enum DateMember: String, ShapeMember {
  case role, iso, raw, place

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .role: .required(.dateRole, .attribute(.role))
    case .iso: .optional(.date, .attribute(.iso))
    case .raw: .required(.text, .content, "", "What was typed.")
    case .place: .optional(.place, .attribute(.place))
    }
  }
}

/// What does not follow from a cell's number alone. In XML it stands at the figure, and so does the number.
package enum EntryMember: String, ShapeMember {
  case status, value, atLeast, atMost, alternatives, raw, place, unit, note, lineage

  package static let shape = ObjectShape<Self>(
    "单元格", "What does not follow from the number alone.", inXML: [(.place, before: .lineage)])

  package var row: MemberRow {
    switch self {
    case .status: .optional(.status, .attribute(.status), "状态", "exact where it is missing.")
    case .value:
      .optional(
        .amount, .content, "",
        "Of a presumed figure or an estimate; of an exact or derived one where statistics cannot hold it.")
    case .atLeast: .optional(.amount, .attribute(.atLeast))
    case .atMost: .optional(.amount, .attribute(.atMost))
    case .alternatives: .optional(.amounts, .attribute(.alternatives))
    case .raw: .optional(.text, .attribute(.raw), "原文", "What was typed, where it is not simply the number.")
    case .place: .optional(.place, .attribute(.place))
    case .unit: .optional(.text, .attribute(.unit), "计量单位", "Printed in the cell itself.")
    case .note: .optional(.text, .attribute(.note), "备注", "Words beside the number.")
    case .lineage: .optional(.object(.lineage), .flattened)
    }
  }
}

package enum LineageMember: String, ShapeMember {
  case rule, reference, sources

  package static let shape = ObjectShape<Self>("由来", "What a converted figure comes from.")

  package var row: MemberRow {
    switch self {
    case .rule: .required(.lineageRule, .attribute(.by))
    case .reference: .optional(.text, .attribute(.reference), "", "The row of a crosswalk, or the sum.")
    case .sources: .optional(.cells, .attribute(.from))
    }
  }
}

package enum SectionMember: String, ShapeMember {
  case heading, level, place, paragraphs

  package static let shape = ObjectShape<Self>(inXML: [(.level, before: .heading)])

  package var row: MemberRow {
    switch self {
    case .heading:
      .optional(.text, .attribute(.heading), "标题", "As printed; missing before the first heading.")
    case .level:
      .required(
        .integer(0...99), .attribute(.level), "层级", "1 for 一、, 2 for （一）; 0 without a heading.")
    case .place: .optional(.place, .attribute(.place))
    case .paragraphs: .list(of: .object(.text), .elements(.paragraph))
    }
  }
}

/// A paragraph, or a piece of text that was not placed.
package enum TextMember: String, ShapeMember {
  case text, place

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .text: .required(.text, .content)
    case .place: .optional(.place, .attribute(.place))
    }
  }
}

package enum JointFigureMember: String, ShapeMember {
  case terms, atLeast, atMost, lineage

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .terms: .list(of: .term, .elements(.term), isRequired: true)
    case .atLeast: .optional(.amount, .attribute(.atLeast))
    case .atMost: .optional(.amount, .attribute(.atMost))
    case .lineage: .optional(.object(.lineage), .flattened)
    }
  }
}

package enum ConversionMember: String, ShapeMember {
  case edition, dialect, form, policy, crosswalks, statistics, cells, carried

  package static let shape = ObjectShape<Self>("转换", "How the report came to be in its edition.")

  package var row: MemberRow {
    switch self {
    case .edition:
      .required(.edition, .attribute(.edition), "原年报格式", "The edition that the report was converted from.")
    case .dialect: .optional(.dialect, .attribute(.dialect))
    case .form: .optional(.formVersion, .attribute(.form))
    case .policy: .required(.policy, .attribute(.policy))
    case .crosswalks: .list(of: .object(.crosswalk), .elements(.crosswalk))
    case .statistics: .required(.figures, .elements(.table), "原数据", "All figures of the edition before.")
    case .cells: .optional(.figures, .absent)
    case .carried:
      .list(of: .cell, .elements(.carried), "保留的数字", "The cells that the new form has no place for.")
    }
  }
}

package enum CrosswalkMember: String, ShapeMember {
  case id, version

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .id: .required(.text, .attribute(.id))
    case .version: .required(.text, .attribute(.version))
    }
  }
}

package enum EvidenceMember: String, ShapeMember {
  case form, text, place

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .form: .required(.formID, .attribute(.form), "", "edition, or edition/dialect")
    case .text: .required(.text, .content, "", "As printed.")
    case .place: .optional(.place, .attribute(.place))
    }
  }
}

package enum FindingMember: String, ShapeMember {
  case id, severity, arguments, places, cells

  package static let shape = ObjectShape<Self>()

  package var row: MemberRow {
    switch self {
    case .id: .required(.text, .attribute(.id), "", "A message of the catalogue.")
    case .severity: .required(.severity, .attribute(.severity))
    case .arguments: .optional(.texts, .elements(.argument))
    case .places: .list(of: .place, .elements(.place))
    case .cells: .list(of: .text, .elements(.cell))
    }
  }
}

package enum AccountMember: String, ShapeMember {
  case figures, labels, notes, repetitions, furniture, unseen, unplaced

  package static let shape = ObjectShape<Self>(
    "数字去向", "What became of every number of the tables that were read: each is counted once.")

  /// More do not stand in a file.
  static let counts = 0...1 << 31

  package var row: MemberRow {
    switch self {
    case .figures: count(.figures, "单元格数字", "Figures of cells.")
    case .labels: count(.labels, "标题、表头和序号", "Parts of labels and headers, and numbers of rows.")
    case .notes: count(.notes, "注记", "Marks of notes, and numbers in words beside a figure.")
    case .repetitions: count(.repetitions, "重复", "Figures that were read before, and sums of such.")
    case .furniture: count(.furniture, "页码、栏次等", "Numbers of pages and columns.")
    case .unseen: count(.unseen, "不可见", "Numbers that nobody sees, or that are struck out.")
    case .unplaced: count(.unplaced, "未能归入", "Numbers that no cell could take.")
    }
  }

  private func count(_ attribute: XMLAttribute, _ chinese: String, _ english: String) -> MemberRow {
    .required(.integer(Self.counts), .attribute(attribute), chinese, english)
  }

  /// What it counts.
  var use: ReadingAccount.Use {
    switch self {
    case .figures: .figures
    case .labels: .labels
    case .notes: .notes
    case .repetitions: .repetitions
    case .furniture: .furniture
    case .unseen: .unseen
    case .unplaced: .unplaced
    }
  }
}

package enum SourceMember: String, ShapeMember {
  case name, size, sha256, format, encoding, number

  package static let shape = ObjectShape<Self>("原文件", "The file that the report was read from.")

  /// Larger files do not exist.
  static let sizes = 0...1 << 53
  /// Nor do files of more reports.
  static let numbers = 1...1 << 31

  package var row: MemberRow {
    switch self {
    case .name: .optional(.text, .attribute(.name), "文件名", "Without its folder.")
    case .size: .required(.integer(Self.sizes), .attribute(.size), "大小", "In bytes.")
    case .sha256: .required(.checksum, .attribute(.sha256), "SHA-256")
    case .format: .required(.text, .attribute(.format), "文件格式", "The id of the format that read it.")
    case .encoding: .optional(.text, .attribute(.encoding), "编码")
    case .number:
      .optional(
        .integer(Self.numbers), .attribute(.number), "第几份", "Which of several reports of the file, from 1.")
    }
  }
}
