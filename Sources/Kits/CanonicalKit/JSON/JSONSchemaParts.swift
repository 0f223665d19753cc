import Core
import ReportModel

/// The definitions of the schema that do not depend on a form.
package enum JSONSchemaParts {
  /// An object of these members; others where the version allows them.
  package static func object(_ members: [(String, SchemaValue)], required: [String] = []) -> SchemaValue {
    var parts: [(String, SchemaValue)] = [("type", .text("object"))]
    if !required.isEmpty { parts.append(("required", .texts(required))) }
    parts.append(("properties", .object(members)))
    parts.append(("additionalProperties", .object([("$dynamicRef", .text("#other"))])))
    return .object(parts)
  }

  private static func object<Name: JSONMembers>(_: Name.Type, _ schema: (Name) -> SchemaValue) -> SchemaValue
  {
    object(
      Name.members.names.map { ($0.rawValue, schema($0)) }, required: Name.required.map(\.rawValue))
  }

  private static func text(_ title: String = "", _ description: String = "") -> SchemaValue {
    SchemaValue.type("string").titled(title, description)
  }

  private static func pattern(_ pattern: String, _ title: String = "", _ description: String = "")
    -> SchemaValue
  {
    SchemaValue.object([("type", .text("string")), ("pattern", .text(pattern))]).titled(title, description)
  }

  private static func integer(_ range: ClosedRange<Int>) -> SchemaValue {
    .object([
      ("type", .text("integer")), ("minimum", .literal(String(range.lowerBound))),
      ("maximum", .literal(String(range.upperBound))),
    ])
  }

  private static func number(_ type: SchemaValue) -> SchemaValue {
    let limit = "1" + String(repeating: "0", count: JSONAmount.maximumWholeDigits)
    return .object([
      ("type", type), ("exclusiveMinimum", .literal("-" + limit)), ("exclusiveMaximum", .literal(limit)),
    ])
  }

  package static func definitions(_ version: SchemaValue) -> [(String, SchemaValue)] {
    [
      ("bundle", bundle(version)), ("report", report(version)), ("identity", identity),
      ("section", section), ("text", textWithPlace), ("jointFigure", jointFigure),
      ("conversion", conversion), ("evidence", evidence), ("finding", finding), ("source", source),
      ("entry", entry), ("lineage", lineage),
      (
        "figure",
        number(.texts(["number", "null"])).titled(
          "", "The figure where it is exact or derived; null where its entry in cells says what it is.")
      ),
      ("amount", number(.text("number"))),
      (
        "place",
        pattern(
          "^(?!$)(?! )( ?p[1-9][0-9]{0,17}\\b)?( ?t[1-9][0-9]{0,17}\\b)?( ?r[1-9][0-9]{0,17}\\b)?"
            + "( ?c[1-9][0-9]{0,17}\\b)?( ?l[1-9][0-9]{0,17}\\b)?( ?b\(offset)-\(offset))?$",
          "位置", "Page, table, row, column, line and bytes (the end exclusive) in the source, from 1.")
      ),
      (
        "date", pattern("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "日期", "ISO 8601.")
      ),
      ("cell", pattern("^[^@]+(@[^@]+)?$", "单元格", "indicator, or indicator@applicant")),
    ]
  }

  private static let offset = "(0|[1-9][0-9]{0,17})"

  private static func bundle(_ version: SchemaValue) -> SchemaValue {
    object(BundleMember.self) { member in
      switch member {
      case .gongkai: version
      case .reports: .list(of: .reference("report"))
      }
    }.titled("多份报告", "Several reports.")
  }

  private static func report(_ version: SchemaValue) -> SchemaValue {
    object(ReportMember.self) { member in
      switch member {
      case .gongkai: version
      case .edition: text("版式", "The edition of the form.")
      case .dialect: text("地方样式", "The dialect of the form, where it has one.")
      case .form: text("版式版本", "The version of the form's description.")
      case .identity: .reference("identity")
      case .statistics: SchemaValue.type("object").titled("数据", "Figures by indicator and applicant.")
      case .cells: SchemaValue.type("object").titled("单元格", "What does not follow from the number alone.")
      case .sections: SchemaValue.list(of: .reference("section")).titled("正文", "The prose.")
      case .jointFigures:
        SchemaValue.list(of: .reference("jointFigure")).titled(
          "合计已知的数字", "Bounds on sums of cells.")
      case .conversion: .reference("conversion")
      case .evidence: SchemaValue.list(of: .reference("evidence")).titled("版式依据")
      case .unplaced: SchemaValue.list(of: .reference("text")).titled("未能归入的内容")
      case .findings: SchemaValue.list(of: .reference("finding")).titled("发现的问题")
      case .source: .reference("source")
      }
    }.titled("报告", "What one body reported for one year.").with(
      "allOf", .list([.reference("figures")]))
  }

  private static var identity: SchemaValue {
    object(IdentityMember.self) { member in
      switch member {
      case .body: text("行政机关")
      case .year: integer(1...9999).titled("年度", "The year reported on.")
      case .title: text("标题")
      case .period:
        object(PeriodMember.self) { _ in .reference("date") }.titled("统计期限")
      case .citedNotice: text("引用的文件", "The number of the notice that the report cites.")
      case .contact: text("联系方式", "Whom to ask. Personal data.")
      case .signatories:
        SchemaValue.list(
          of: object(SignatoryMember.self) { member in
            switch member {
            case .role: .words(Signatory.Role.self)
            case .value: text()
            case .place: .reference("place")
            }
          }
        ).titled("签署", "The footer of the sheet. Personal data.")
      case .dates:
        SchemaValue.list(
          of: object(DateMember.self) { member in
            switch member {
            case .role: .words(ReportDate.Role.self)
            case .iso: .reference("date")
            case .raw: text("", "What was typed.")
            case .place: .reference("place")
            }
          }
        ).titled("日期")
      }
    }.titled("基本信息", "Who reports, and for when.")
  }

  private static var section: SchemaValue {
    object(SectionMember.self) { member in
      switch member {
      case .heading: text("标题", "As printed; missing before the first heading.")
      case .level: integer(0...99).titled("层级", "1 for 一、, 2 for （一）; 0 without a heading.")
      case .place: .reference("place")
      case .paragraphs: .list(of: .reference("text"))
      }
    }
  }

  private static var textWithPlace: SchemaValue {
    object(TextMember.self) { member in
      switch member {
      case .text: text()
      case .place: .reference("place")
      }
    }
  }

  private static var jointFigure: SchemaValue {
    object(JointFigureMember.self) { member in
      switch member {
      case .terms: .list(of: pattern("^[+\\-][^@]+(@[^@]+)?$", "", "A cell behind its sign."))
      case .atLeast, .atMost: .reference("amount")
      case .lineage: .reference("lineage")
      }
    }
  }

  private static var conversion: SchemaValue {
    object(ConversionMember.self) { member in
      switch member {
      case .edition: text("原版式", "The edition that the report was converted from.")
      case .dialect, .form: text()
      case .policy: .words(Conversion.Policy.self)
      case .crosswalks:
        .list(of: object(CrosswalkMember.self) { _ in text() })
      case .statistics: SchemaValue.type("object").titled("原数据", "All figures of the edition before.")
      case .cells: .type("object")
      case .carried:
        SchemaValue.list(of: .reference("cell")).titled(
          "保留的数字", "The cells that the new form has no place for.")
      }
    }.titled("转换", "How the report came to be in its edition.").with(
      "allOf", .list([.reference("figures"), .reference("carried")]))
  }

  private static var evidence: SchemaValue {
    object(EvidenceMember.self) { member in
      switch member {
      case .form: pattern("^[^/]+(/[^/]+)?$", "", "edition, or edition/dialect")
      case .text: text("", "As printed.")
      case .place: .reference("place")
      }
    }
  }

  private static var finding: SchemaValue {
    object(FindingMember.self) { member in
      switch member {
      case .id: text("", "A message of the catalogue.")
      case .severity: .words(Severity.self)
      case .arguments: .object([("type", .text("object")), ("additionalProperties", text())])
      case .places: .list(of: .reference("place"))
      case .cells: .list(of: text())
      }
    }
  }

  private static var source: SchemaValue {
    object(SourceMember.self) { member in
      switch member {
      case .name: text("文件名", "Without its folder.")
      case .size: integer(0...CanonicalJSONReader.maximumSize).titled("大小", "In bytes.")
      case .sha256: pattern("^[0-9a-f]{64}$", "SHA-256")
      case .format: text("格式", "The id of the format that read it.")
      case .encoding: text("编码")
      }
    }.titled("来源文件", "The file that the report was read from.")
  }

  private static var lineage: SchemaValue {
    object(LineageMember.self) { member in
      switch member {
      case .rule: .words(Lineage.Rule.self)
      case .reference: text("", "The row of a crosswalk, or the sum.")
      case .sources: .list(of: .reference("cell"))
      }
    }.titled("由来", "What a converted figure comes from.")
  }

  private static var entry: SchemaValue {
    object(CellMember.self) { member in
      switch member {
      case .status: SchemaValue.words(FigureStatus.self).titled("状态", "exact where it is missing.")
      case .value:
        SchemaValue.reference("amount").titled(
          "", "Of an estimate; of an exact or derived figure where statistics cannot hold it.")
      case .atLeast, .atMost: .reference("amount")
      case .alternatives: .list(of: .reference("amount"))
      case .raw: text("原文", "What was typed, where it is not simply the number.")
      case .place: .reference("place")
      case .unit: text("单位", "Printed in the cell itself.")
      case .note: text("备注", "Words beside the number.")
      case .lineage: .reference("lineage")
      }
    }.titled("单元格", "What does not follow from the number alone.").with("allOf", .list(statusRules))
  }

  /// Which members an entry has with each status.
  private static var statusRules: [SchemaValue] {
    let depending = CellMember.members.names.filter { name in
      FigureStatus.allCases.contains { CanonicalJSON.members(allowedWith: $0).contains(name) }
    }
    return FigureStatus.allCases.map { status in
      let allowed = CanonicalJSON.members(allowedWith: status)
      let required = CanonicalJSON.members(requiredWith: status)
      let condition = SchemaValue.object([
        (
          "properties",
          .object([(CellMember.status.rawValue, .object([("const", .text(status.rawValue))]))])
        )
      ])
      var rule: [(String, SchemaValue)] = [
        (
          "properties",
          .object(depending.filter { !allowed.contains($0) }.map { ($0.rawValue, .no) })
        )
      ]
      if !required.isEmpty { rule.append(("required", .texts(required.map(\.rawValue)))) }
      // Without a status an entry is that of an exact figure.
      let isDefault = status == .exact
      return .object([
        ("if", isDefault ? condition : condition.with("required", .texts([CellMember.status.rawValue]))),
        ("then", .object(rule)),
      ])
    }
  }
}
