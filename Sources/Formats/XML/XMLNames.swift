/// The elements of canonical XML, and what each may hold.
enum XMLElement: String, CaseIterable {
  case report, reports, identity, body, title, citedNotice, contact, signatory, date, statistics, table, row,
    figure
  case joint, term, section, paragraph, conversion, crosswalk, carried, evidence, unplaced, finding, argument,
    place
  case cell, source
  case member = "extension"

  /// In the order in which they are written.
  var children: [XMLElement] {
    switch self {
    case .reports: [.report]
    case .report:
      [
        .identity, .statistics, .joint, .section, .conversion, .evidence, .unplaced, .finding, .source,
        .member,
      ]
    case .identity: [.body, .title, .citedNotice, .contact, .signatory, .date]
    case .statistics: [.table]
    case .conversion: [.crosswalk, .carried, .table]
    case .table: [.row]
    case .row: [.figure]
    case .joint: [.term]
    case .section: [.paragraph]
    case .finding: [.argument, .place, .cell]
    default: []
    }
  }

  /// Those that stand once at most.
  static let single: Set<XMLElement> = [
    .identity, .statistics, .conversion, .source, .body, .title, .citedNotice, .contact,
  ]

  var holdsText: Bool {
    switch self {
    case .body, .title, .citedNotice, .contact, .signatory, .date, .figure, .paragraph, .carried, .evidence,
      .unplaced,
      .argument, .place, .cell, .member:
      true
    default: false
    }
  }

  var attributes: [XMLAttribute] {
    switch self {
    case .reports: [.version]
    case .report: [.version, .edition, .dialect, .form]
    case .identity: [.year, .periodStart, .periodEnd]
    case .signatory: [.role, .place]
    case .date: [.role, .iso, .place]
    case .table: [.id, .title]
    case .row: [.indicator, .label, .unit]
    case .figure:
      [
        .applicant, .status, .atLeast, .atMost, .alternatives, .raw, .place, .unit, .note, .by, .reference,
        .from,
      ]
    case .joint: [.atLeast, .atMost, .by, .reference, .from]
    case .term: [.cell, .subtracted]
    case .section: [.level, .heading, .place]
    case .paragraph, .unplaced: [.place]
    case .conversion: [.edition, .dialect, .form, .policy]
    case .crosswalk: [.id, .version]
    case .evidence: [.form, .place]
    case .finding: [.id, .severity]
    case .argument: [.name]
    case .source: [.name, .size, .sha256, .format, .encoding]
    case .member: [.parent, .name]
    default: []
    }
  }

  var requiredAttributes: [XMLAttribute] {
    switch self {
    case .report, .conversion: [.edition]
    case .signatory, .date: [.role]
    case .row: [.indicator]
    case .term: [.cell]
    case .section: [.level]
    case .crosswalk: [.id, .version]
    case .evidence: [.form]
    case .finding: [.id, .severity]
    case .argument: [.name]
    case .source: [.size, .sha256, .format]
    case .member: [.parent, .name]
    default: []
    }
  }
}

/// The attributes of canonical XML.
enum XMLAttribute: String, CaseIterable {
  case version, edition, dialect, form, year, periodStart, periodEnd, role, place, iso, id, title, indicator,
    label
  case unit, applicant, status, atLeast, atMost, alternatives, raw, note, by, reference, from, cell,
    subtracted, level
  case heading, policy, severity, name, size, sha256, format, encoding, parent
}
