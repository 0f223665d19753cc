import Foundation
import TestSupport
import Testing

@testable import Core
@testable import DataFiles
@testable import FormatKit
@testable import ReportModel

/// What the program carries is whole: data files, messages, formats.
@Suite struct CatalogueTests {
  static let root = Repository.root

  private func files(_ folder: String, _ suffix: String) -> [URL] {
    let found = FileManager.default.enumerator(
      at: Self.root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? []).filter { $0.path.hasSuffix(suffix) }
  }

  @Test func everyDataFileIsCarried() throws {
    let schemas = Self.root.appendingPathComponent("Schemas").path + "/"
    let found = ["archive", "checks", "crosswalks", "forms", "json", "messages", "recognition", "xml"].flatMap
    {
      files("Schemas/\($0)", "")
    }
    .filter { !$0.hasDirectoryPath }.map { String($0.path.dropFirst(schemas.count)) }
    #expect(Set(found) == Set(DataFile.paths), "Schemas/embed.c lists what the program carries")
  }

  @Test(arguments: DataFile.paths.filter { $0.hasPrefix("forms/") })
  func formsCanBeRead(path: String) throws {
    let text = try #require(DataFile.text(path))
    let forms = try FormFile.read(text, name: path)
    for form in forms {
      #expect(!form.cells.isEmpty && !form.name.chinese.isEmpty && !form.name.english.isEmpty)
      #expect(form.tree.cellsWithoutNode.isEmpty, "no id may begin another")
      #expect(Set(form.cells.map(\.id)).count == form.cells.count)
    }
  }

  @Test func formsHaveTheirCells() throws {
    for (id, count) in [
      ("2021", 200), ("2019", 198), ("legacy/shandong", 64), ("legacy/national", 61), ("legacy/fujian", 40),
      ("legacy/shanghai2004", 112), ("legacy/shanghai2008", 108), ("legacy/dingxi", 70),
      ("legacy/anhui2009", 20), ("legacy/anhui2014", 48),
    ] {
      let form = try #require(FormID(id).flatMap { FormCatalogue.shared.form($0) })
      #expect(form.cells.filter { form.indicator(of: $0).role != .subtotal }.count == count, "\(id)")
    }
  }

  /// Each message has both languages with the same placeholders. That each is raised is proven where findings
  /// are made: `ArgumentTests`.
  @Test func messagesAreWhole() {
    for (id, entry) in MessageCatalogue.shared.entries {
      for text in [entry.message, entry.remedy] {
        #expect(text.chinese.isEmpty == text.english.isEmpty, "\(id)")
        #expect(
          MessageCatalogue.placeholders(of: text.chinese) == MessageCatalogue.placeholders(of: text.english),
          "\(id)")
      }
      #expect(!entry.message.chinese.isEmpty, "\(id)")
    }
  }
}
