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
    writer.text("$schema", "https://datapackage.org/profiles/2.0/datapackage.json")
    writer.text("name", "gongkai-panel")
    writer.text("title", Self.title.both)
    writer.key("gongkai")
    writer.beginObject()
    writer.text("version", settings.program)
    writer.text("edition", settings.edition.rawValue)
    writer.text("policy", settings.policy.rawValue)
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
    writer.text("$schema", "https://datapackage.org/profiles/2.0/dataresource.json")
    writer.text("name", table.rawValue)
    writer.text("type", "table")
    writer.text("path", "\(table.rawValue).csv")
    writer.text("title", table.title.both)
    writer.text("description", table.meaning.both)
    writer.text("format", "csv")
    writer.text("mediatype", "text/csv")
    writer.text("encoding", "utf-8")
    if let file = files[table] {
      writer.key("bytes")
      writer.integer(file.size)
      writer.text("hash", "sha256:\(file.sha256)")
    }
    writer.key("schema")
    writer.beginObject()
    writer.text("$schema", "https://datapackage.org/profiles/2.0/tableschema.json")
    writer.key("fields")
    writer.beginArray()
    for column in table.columns { field(column, &writer) }
    writer.endArray()
    writer.key("missingValues")
    writer.beginArray()
    writer.beginObject(inline: true)
    writer.text("value", "")
    writer.text("label", Self.missing.both)
    writer.endObject()
    writer.endArray()
    writer.texts("primaryKey", table.key)
    if !table.references.isEmpty {
      writer.key("foreignKeys")
      writer.beginArray()
      for reference in table.references {
        writer.beginObject()
        writer.texts("fields", reference.columns)
        writer.key("reference")
        writer.beginObject()
        writer.text("resource", reference.table.rawValue)
        writer.texts("fields", reference.columns)
        writer.endObject()
        writer.endObject()
      }
      writer.endArray()
    }
    writer.endObject()
    writer.endObject()
  }

  private func field(_ column: PanelColumn, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.text("name", column.name)
    let type =
      switch column.kind {
      case .text, .word: "string"
      case .integer: "integer"
      case .decimal: "number"
      }
    writer.text("type", type)
    writer.text("description", column.meaning.both)
    if case .word(let words) = column.kind { writer.texts("categories", words) }
    if column.isRequired {
      writer.key("constraints")
      writer.beginObject(inline: true)
      writer.key("required")
      writer.bool(true)
      writer.endObject()
    }
    writer.endObject()
  }

  // MARK: CSV on the Web

  var csvwMetadata: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.text("@context", "http://www.w3.org/ns/csvw")
    writer.text("dc:title", Self.title.both)
    writer.key("tables")
    writer.beginArray()
    for table in PanelTable.allCases {
      writer.beginObject()
      writer.text("url", "\(table.rawValue).csv")
      writer.text("dc:title", table.title.both)
      writer.text("dc:description", table.meaning.both)
      writer.key("tableSchema")
      writer.beginObject()
      writer.key("columns")
      writer.beginArray()
      for column in table.columns { csvwColumn(column, &writer) }
      writer.endArray()
      writer.texts("primaryKey", table.key)
      if !table.references.isEmpty {
        writer.key("foreignKeys")
        writer.beginArray()
        for reference in table.references {
          writer.beginObject()
          writer.texts("columnReference", reference.columns)
          writer.key("reference")
          writer.beginObject()
          writer.text("resource", "\(reference.table.rawValue).csv")
          writer.texts("columnReference", reference.columns)
          writer.endObject()
          writer.endObject()
        }
        writer.endArray()
      }
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.finish()
  }

  private func csvwColumn(_ column: PanelColumn, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.text("name", column.name)
    writer.text("titles", column.name)
    writer.text("dc:description", column.meaning.both)
    let type =
      switch column.kind {
      case .text, .word: "string"
      case .integer: "integer"
      case .decimal: "decimal"
      }
    writer.text("datatype", type)
    if column.isRequired {
      writer.key("required")
      writer.bool(true)
    }
    writer.endObject()
  }
}

extension LocalizedText {
  /// In both languages, for those who have room for one text.
  var both: String { "\(chinese) · \(english)" }
}

extension JSONWriter {
  mutating func text(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func texts(_ name: String, _ values: [String]) {
    key(name)
    beginArray(inline: true)
    for value in values { string(value) }
    endArray()
  }
}
