import Foundation

@testable import Core
@testable import FileKit
@testable import FormatKit
@testable import Gongkai
@testable import ReportModel
@testable import Verification
@testable import ZIPKit

extension Chapter {
  static let file = Chapter(
    name: "file", introduction: "Files and folders.",
    cases: [
      MessageCase("file.cannot-open", "A file that is not there.") { bench in
        _ = try FileAccess.read(FilePath("\(bench.path)/missing.txt"))
        return []
      },
      MessageCase("file.is-folder", "A folder where a file is expected.") { bench in
        try FileAccess.makeFolder(FilePath("\(bench.path)/reports"))
        _ = try FileAccess.read(FilePath("\(bench.path)/reports"))
        return []
      },
      MessageCase("file.too-large", "A file of 64 MiB and one byte.") { _ in
        try read([UInt8](repeating: 0, count: FileAccess.maximumSize + 1), "a.txt")
      },
      MessageCase("file.changed", "A package that is cut off while it is read.") { _ in
        struct Cut: ZIPSource {
          let count = 100
          func bytes(_ range: Range<Int>) throws(ZIPFailure) -> ArraySlice<UInt8> {
            throw ZIPFailure(.truncated)
          }
        }
        _ = try PackageVerifier().verify(Cut(), name: "移交.zip")
        return []
      },
      MessageCase("file.not-regular", "A folder with a link to a device in it.") { bench in
        try FileManager.default.createSymbolicLink(
          atPath: "\(bench.path)/a.txt", withDestinationPath: "/dev/zero")
        return FolderWalk(FilePath(bench.path)).items.flatMap { $0.refusal?.findings ?? [] }
      },
      MessageCase("file.folders-too-deep", "Folders in folders, forty deep.") { bench in
        let deep = String(repeating: "/a", count: 40)
        try FileAccess.makeFolder(FilePath(bench.path + deep))
        return FolderWalk(FilePath(bench.path)).items.flatMap { $0.refusal?.findings ?? [] }
      },
      MessageCase("file.cannot-hold-file", "A package is to be written to a device.") { _ in
        _ = try OutputFile("/dev/null")
        return []
      },
      MessageCase("file.exists", "The output is there already.") { bench in
        try FileAccess.write([1], to: FilePath(try bench.write("mine", to: "a.json")))
        return []
      },
      MessageCase("file.not-folder", "The folder for the output is a file.") { bench in
        try FileAccess.write([1], to: FilePath("\(try bench.write("mine", to: "results"))/a.json"))
        return []
      },
      MessageCase("file.cannot-write", "A folder stands where the output should be written.") { bench in
        try FileAccess.makeFolder(FilePath("\(bench.path)/a.json"))
        try FileAccess.write([1], to: FilePath("\(bench.path)/a.json"), overwrites: true)
        return []
      },
    ])

  static let format = Chapter(
    name: "format", introduction: "What format a file is, and what a format can do.",
    cases: [
      MessageCase("format.unknown", "`--from docs`.") { _ in try read([1], "a.txt", as: "docs") },
      MessageCase("format.cannot-read", "A format of the user's own that can only be written.") { _ in
        try read([1], "a.count", as: "count", with: own)
      },
      MessageCase("format.cannot-write", "`--to pdf`.") { _ in
        _ = try Converter().bytes(of: [Report(statistics: Statistics(try Forms.current()))], as: "pdf")
        return []
      },
      MessageCase("format.one-report", "Two reports are to become one Word file.") { _ in
        let report = Report(statistics: Statistics(try Forms.current()))
        _ = try Converter().bytes(of: [report, report], as: "docx")
        return []
      },
      MessageCase("format.misnamed", "A web page that is called `.doc`, as sites offer them.", showing: page)
      { _ in
        try read(Array(page.utf8), "2021.doc")
      },
      MessageCase("format.not-recognised", "A picture.", showing: "\\x89PNG\\r\\n\\x1A\\n\\0\\0") { _ in
        try read([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "scan.png")
      },
      MessageCase(
        "format.several",
        "Canonical JSON, where a format of the user's own says of every file that it is one of its.",
        showing: "{\"gongkai\": \"1.0\"}"
      ) { _ in
        try read(Array("{\"gongkai\": \"1.0\"}".utf8), "a", with: greedy)
      },
    ])

  private static let page = """
    <html><table>
    <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
    <tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>
    <tr><td>行政规范性文件</td><td>3</td><td>1</td><td>19</td></tr>
    </table></html>
    """

  private static var own: Converter {
    var converter = Converter()
    converter.register(
      Format(
        id: "count", name: LocalizedText(chinese: "计数", english: "Count"), extensions: ["count"],
        mediaTypes: [],
        writer: .report { reports, _ throws(Refusal) in Array("\(reports.count)".utf8) }))
    return converter
  }

  private static var greedy: Converter {
    var converter = Converter()
    converter.register(
      Format(
        id: "greedy", name: LocalizedText(chinese: "皆是", english: "Greedy"), extensions: ["greedy"],
        mediaTypes: [], reader: .report { _, _ throws(Refusal) in [] }, identify: { _ in .yes }))
    return converter
  }

  static let form = Chapter(
    name: "form",
    introduction: """
      Files of forms, as `--form FILE` takes them. All defects of a file are named at once. Each case spoils this
      small form:

      \(SmallForm.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n"))
      """,
    cases: [
      spoilt(
        "form.stray-line", "A line has more fields than the header of its section.", "t\tsheet",
        "t\tsheet\t\t\t\t\tmore"),
      spoilt("form.format", "The file is written for a later program.", "format\t1", "format\t2"),
      spoilt("form.missing-key", "The edition is not stated.", "edition\tlocal", "edition\t"),
      spoilt("form.role", "A role that there is not.", "total\tcount", "sum\tcount"),
      spoilt("form.layout", "A layout that there is not.", "t\tsheet", "t\tgrid"),
      spoilt("form.numbering", "A numbering that there is not.", "1.\t网上", "a)\t网上"),
      spoilt("form.kind", "A kind of figure that there is not.", "addend\tcount", "addend\tnumber"),
      spoilt(
        "form.unknown-table", "A row names a table that is not listed.", "t\treceived.online",
        "s\treceived.online"),
      spoilt("form.duplicate-id", "Two rows have the same id.", "received.paper", "received.online"),
      spoilt(
        "form.parents", "A row stands below itself.", "received.online\treceived\t",
        "received.online\treceived.online\t"),
      spoilt("form.relation", "A relation that there is not.", "\t=\t", "\t==\t"),
      spoilt(
        "form.unknown-id", "A sum names a row that there is not.", "=\treceived.total", "=\treceived.all"),
      MessageCase("form.no-such-cell", "A user of the library asks for a cell that the form does not have.") {
        _ in
        let figures = Statistics(try Forms.form(FormID(.edition2021)))
        return try figures.figure("applications.recieved", "total") == nil ? [] : []
      },
    ])

  private static func spoilt(
    _ id: String, _ situation: String, _ before: String, _ after: String
  ) -> MessageCase {
    let (text, change) = Spoiling.spoil(SmallForm.text, before, after)
    return MessageCase(id, situation, showing: change) { _ in
      _ = try FormFile.read(text, name: "local.tsv")
      return []
    }
  }
}

/// A text with one place of it changed, and how that is shown.
enum Spoiling {
  static func spoil(_ text: String, _ before: String, _ after: String) -> (text: String, change: String) {
    let spoilt = text.replacingOccurrences(of: before, with: after)
    let old = text.split(separator: "\n")
    let new = spoilt.split(separator: "\n")
    let change = new.difference(from: old).map { change in
      switch change {
      case .remove(_, let line, _): "- \(line)"
      case .insert(_, let line, _): "+ \(line)"
      }
    }
    return (spoilt, change.joined(separator: "\n"))
  }
}

/// A form of three rows.
enum SmallForm {
  static let text = """
    [form]
    format	1
    version	1.0
    edition	local
    name.zh	小样式
    name.en	Small form

    [tables]
    id	layout	title	rowHeader	unitHeader
    t	sheet	申请情况	指标	单位

    [columns]
    table	id	parent	label	role
    t			统计数	value

    [rows]
    table	id	parent	numbering	label	unit	role	kind
    t	received.total	received		收到申请数	件	total	count
    t	received.online	received	1.	网上申请数	件	addend	count
    t	received.paper	received	1.	信函申请数	件	addend	count

    [sums]
    id	left	relation	right
    all	received.online + received.paper	=	received.total
    """
}
