import Core
import JSONKit
import ReportModel

/// What describes the tables of a panel to programs and people: a Frictionless Data Package v2, metadata of CSV on the
/// Web, and a codebook.
struct PanelPackage {
  struct File {
    let size: Int
    let sha256: String
  }

  let settings: PanelSettings
  let files: [PanelTable: File]

  static let title = LocalizedText(
    chinese: "政府信息公开工作年度报告的数据", english: "Figures of yearly reports on open government information")
  static let missing = LocalizedText(chinese: "没有；原因见 status", english: "not there; status says why")

  // MARK: Data Package

  var descriptor: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("$schema", "https://datapackage.org/profiles/2.0/datapackage.json")
    writer.member("name", "gongkai-panel")
    writer.member("title", Self.title.both)
    writer.key("gongkai")
    writer.beginObject()
    writer.member("version", settings.program)
    writer.member("edition", settings.edition.rawValue)
    writer.member("policy", settings.policy.rawValue)
    writer.endObject()
    writer.key("resources")
    writer.beginArray()
    for table in PanelTable.allCases { resource(table, &writer) }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  private func resource(_ table: PanelTable, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("$schema", "https://datapackage.org/profiles/2.0/dataresource.json")
    writer.member("name", table.rawValue)
    writer.member("type", "table")
    writer.member("path", "\(table.rawValue).csv")
    writer.member("title", table.title.both)
    writer.member("description", table.meaning.both)
    writer.member("format", "csv")
    writer.member("mediatype", "text/csv")
    writer.member("encoding", "utf-8")
    if let file = files[table] {
      writer.key("bytes")
      writer.integer(file.size)
      writer.member("hash", "sha256:\(file.sha256)")
    }
    writer.key("schema")
    writer.beginObject()
    writer.member("$schema", "https://datapackage.org/profiles/2.0/tableschema.json")
    writer.key("fields")
    writer.beginArray()
    for column in table.columns { field(column, &writer) }
    writer.endArray()
    writer.key("missingValues")
    writer.beginArray()
    writer.beginObject(inline: true)
    writer.member("value", "")
    writer.member("label", Self.missing.both)
    writer.endObject()
    writer.endArray()
    writer.member("primaryKey", table.key)
    foreignKeys(of: table, columns: "fields", &writer) { $0.rawValue }
    writer.endObject()
    writer.endObject()
  }

  private func field(_ column: PanelColumn, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", column.name)
    let type =
      switch column.kind {
      case .text, .word: "string"
      case .integer: "integer"
      case .decimal: "number"
      }
    writer.member("type", type)
    writer.member("description", column.meaning.both)
    if case .word(let words) = column.kind { writer.member("categories", words) }
    if column.isRequired {
      writer.key("constraints")
      writer.beginObject(inline: true)
      writer.member("required", true)
      writer.endObject()
    }
    writer.endObject()
  }

  /// What both descriptors say of other tables, each with its own words for columns and tables.
  private func foreignKeys(
    of table: PanelTable, columns: String, _ writer: inout JSONWriter, resource: (PanelTable) -> String
  ) {
    if table.references.isEmpty { return }
    writer.key("foreignKeys")
    writer.beginArray()
    for reference in table.references {
      writer.beginObject()
      writer.member(columns, reference.columns)
      writer.key("reference")
      writer.beginObject()
      writer.member("resource", resource(reference.table))
      writer.member(columns, reference.columns)
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
  }

  // MARK: CSV on the Web

  var csvwMetadata: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("@context", "http://www.w3.org/ns/csvw")
    writer.member("dc:title", Self.title.both)
    writer.key("tables")
    writer.beginArray()
    for table in PanelTable.allCases {
      writer.beginObject()
      writer.member("url", "\(table.rawValue).csv")
      writer.member("dc:title", table.title.both)
      writer.member("dc:description", table.meaning.both)
      writer.key("tableSchema")
      writer.beginObject()
      writer.key("columns")
      writer.beginArray()
      for column in table.columns { csvwColumn(column, &writer) }
      writer.endArray()
      writer.member("primaryKey", table.key)
      foreignKeys(of: table, columns: "columnReference", &writer) { "\($0.rawValue).csv" }
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  private func csvwColumn(_ column: PanelColumn, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", column.name)
    writer.member("titles", column.name)
    writer.member("dc:description", column.meaning.both)
    let type =
      switch column.kind {
      case .text, .word: "string"
      case .integer: "integer"
      case .decimal: "decimal"
      }
    writer.member("datatype", type)
    if column.isRequired {
      writer.member("required", true)
    }
    writer.endObject()
  }
}

extension LocalizedText {
  /// In both languages, for those who have room for one text.
  var both: String { "\(chinese) · \(english)" }
}
