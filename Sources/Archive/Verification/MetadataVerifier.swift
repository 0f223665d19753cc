import Core
import MarkupKit
import Records

/// The metadata of one record: DA/T 46-2009, and whether it agrees with its folder, the catalogue and the files.
struct MetadataVerifier {
  let path: String
  private let elements = VerificationRules.shared.elements

  init(path: String) { self.path = path }

  func verify(
    _ bytes: [UInt8], _ folder: RecordFolder, _ entry: Catalogue.Entry?, _ contents: PackageContents,
    into log: inout VerificationLog
  ) {
    log.ask(.metadataWellFormed, .metadataDocumentType)
    let tree: XMLTree
    do throws(XMLFailure) {
      tree = try XMLTree(bytes)
    } catch {
      return log.note(
        error, path: path, malformed: .metadataWellFormed, documentType: .metadataDocumentType)
    }
    let root = tree.rootNode
    log.ask(group: .metadata, except: .metadataDiffers)
    let top = Self.children(of: root)
    examine(top, of: "", line: root.line, into: &log)
    let statement = statement(top)
    statement.compare(with: folder, into: &log)
    if let entry { statement.compare(with: entry, into: &log) }
    compareFiles(top, folder, contents, into: &log)
    examineSteps(top, into: &log)
  }

  /// The elements at the top; some systems put those of the file into an element of their own.
  private static func children(of root: XMLTree.Node) -> [XMLTree.Node] {
    guard root.child("内容描述") == nil else { return root.children }
    for (index, child) in root.children.enumerated() where child.child("内容描述") != nil {
      return child.children + root.children[(index + 1)...]
    }
    return root.children
  }

  // MARK: Structure

  private func examine(
    _ children: [XMLTree.Node], of parent: String, line: Int, into log: inout VerificationLog
  ) {
    let expected = elements.elements(of: parent)
    if expected.isEmpty { return }
    var highest = -1
    var seen: Set<String> = []
    for child in children {
      let name = ["name": child.name]
      guard let element = elements.element(child.name, of: parent) else {
        log.find(.metadataElementUnknown, path: path, line: child.line, name)
        continue
      }
      if element.position < highest {
        log.find(.metadataElementOrder, path: path, line: child.line, name)
      }
      highest = max(highest, element.position)
      if !seen.insert(child.name).inserted, !element.repeats {
        log.find(.metadataElementTwice, path: path, line: child.line, name)
      }
      if element.form == "group" {
        examine(child.children, of: child.name, line: child.line, into: &log)
      } else {
        examine(child, element, into: &log)
      }
    }
    for element in expected where element.isRequired && !seen.contains(element.name) {
      log.find(.metadataElementMissing, path: path, line: line, ["name": element.name])
    }
  }

  private func examine(
    _ child: XMLTree.Node, _ element: MetadataElements.Element, into log: inout VerificationLog
  ) {
    if child.text.isEmpty {
      if element.isRequired, child.children.isEmpty {
        log.find(.metadataValueEmpty, path: path, line: child.line, ["name": child.name])
      }
      return
    }
    let count = child.text.count
    if element.length > 0, count > element.length {
      log.find(
        .metadataValueLength, path: path, line: child.line,
        ["name": child.name, "count": String(count), "limit": String(element.length)])
    }
    // That a step has its time is an item of its own.
    if element.form == "time" || Self.hasForm(child.text, element.form) { return }
    log.find(
      .metadataValueType, path: path, line: child.line,
      ["name": child.name, "value": String(child.text.prefix(40))],
      words: ["form": Self.name(ofForm: element.form)])
  }

  private static func name(ofForm form: String) -> LocalizedText {
    let words = MessageCatalogue.shared
    switch form {
    case "year": return words.word("verify.form.year")
    case "number": return words.word("verify.form.number")
    case "date": return words.word("verify.form.date")
    default:
      let values = form.split(separator: "|").joined(separator: ", ")
      return LocalizedText(chinese: values, english: values)
    }
  }

  private static func hasForm(_ text: String, _ form: String) -> Bool {
    let isDigits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return switch form {
    case "year": isDigits && text.utf8.count == 4
    case "number": isDigits
    case "date": DateText.isDateOrTime(text)
    case "text": true
    default: !form.contains("|") || form.split(separator: "|").contains { $0 == text }
    }
  }

  // MARK: Agreement

  private func statement(_ top: [XMLTree.Node]) -> RecordStatement {
    func value(_ element: XMLTree.Node) -> RecordStatement.Value {
      RecordStatement.Value(text: element.text, line: element.line)
    }
    let number = top.first { $0.name == "档号" }
    // Some write the whole 档号 into the element besides its parts.
    let whole = number.map { RecordStatement.Value(text: $0.child("档号")?.text ?? $0.text, line: $0.line) }
    return RecordStatement(path: path, number: whole) { parent, name in
      top.first { $0.name == parent }?.children(name).map(value) ?? []
    }
  }

  private func compareFiles(
    _ top: [XMLTree.Node], _ folder: RecordFolder, _ contents: PackageContents,
    into log: inout VerificationLog
  ) {
    var named: Set<String> = []
    for element in top where element.name == "电子属性" {
      let names = element.children("计算机文件名")
      let sizes = element.children("计算机文件大小")
      for (index, name) in names.enumerated() where !name.text.isEmpty {
        named.insert(name.text)
        let file = "\(folder.path)/\(name.text)"
        guard let size = contents.size(of: file) else {
          log.find(.metadataFileMissing, path: path, line: name.line, ["name": name.text])
          continue
        }
        guard names.count == sizes.count, let stated = Int(sizes[index].text), stated != size else {
          continue
        }
        log.find(
          .metadataFileSize, path: path, line: sizes[index].line,
          ["name": name.text, "size": String(size), "stated": String(stated)])
      }
    }
    // What stands deeper is told of as that.
    for name in contents.names(in: folder.path)
    where name != TransferProfile.metadata && !named.contains(name) {
      log.find(.metadataFileUnlisted, path: PackagePath.file(name, in: folder.path), ["name": name])
    }
  }

  private func examineSteps(_ top: [XMLTree.Node], into log: inout VerificationLog) {
    var latest: Int?
    for step in top where step.name == "业务" {
      let name = step.child("业务行为")?.text ?? step.name
      let time = step.child("行为时间")?.text ?? ""
      guard let seconds = DateText.seconds(time) else {
        // That it is missing is told by the list of elements.
        if let child = step.child("行为时间"), !child.text.isEmpty {
          log.find(.metadataStepTime, path: path, line: child.line, ["name": name])
        }
        continue
      }
      if let latest, seconds < latest {
        log.find(.metadataStepOrder, path: path, line: step.line, ["name": name, "time": time])
      }
      latest = max(latest ?? seconds, seconds)
    }
  }
}
