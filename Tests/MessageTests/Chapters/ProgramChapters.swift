import TestSupport

@testable import ConvertedFormats
@testable import Core
@testable import FileKit
@testable import FormatKit
@testable import Gongkai
@testable import PageFormats
@testable import ProcessKit

extension Chapter {
  static let program = Chapter(
    name: "program",
    introduction: "Programs of the user's own, named as `exec:PROGRAM`, and those that gongkai runs itself.",
    cases: [
      MessageCase("program.cannot-start", "`--from exec:./missing`, and there is no such program.") { bench in
        try read([1], "a.own", as: "exec:\(bench.path)/missing")
      },
      MessageCase("program.failed", "The program ends with the status 3.", showing: "exit 3") { bench in
        try read([1], "a.own", as: "exec:\(try bench.program("reader", "exit 3"))")
      },
      MessageCase("program.crashed", "The program is ended by a signal.", showing: "kill -SEGV $$") { bench in
        try read([1], "a.own", as: "exec:\(try bench.program("reader", "kill -SEGV $$"))")
      },
      MessageCase(
        "program.limits", "The program takes longer than it may; here the limit is set to a second.",
        showing: "sleep 20"
      ) { bench in
        var program = ExternalProgram(try bench.program("reader", "sleep 20"))
        program.timeLimitSeconds = 1
        _ = try program.run([], failing: .input)
        return []
      },
      MessageCase(
        "program.output-limit", "The program prints more than is read; here the limit is set to 1 MB.",
        showing: "head -c 2000000 /dev/zero"
      ) { bench in
        var program = ExternalProgram(try bench.program("reader", "head -c 2000000 /dev/zero"))
        program.outputLimit = 1 << 20
        _ = try program.run([], failing: .input)
        return []
      },
      MessageCase("program.output", "The program prints something else than JSON.", showing: "echo 你好") {
        bench in
        try read([1], "a.own", as: "exec:\(try bench.program("reader", "echo 你好"))")
      },
      MessageCase(
        "program.says", "The program says why it fails.", showing: "echo '第 3 行缺数字' >&2; exit 2"
      ) { bench in
        try read([1], "a.own", as: "exec:\(try bench.program("reader", "echo '第 3 行缺数字' >&2; exit 2"))")
      },
    ])

  static let worker = Chapter(
    name: "worker",
    introduction: """
      Copies of gongkai that read the files of a batch, so that none can end the work on the others. Scripts stand in
      for them here.
      """,
    cases: [
      working("worker.crashed", "The reader of a file breaks.", "kill -SEGV $$"),
      working("worker.failed", "The program is not gongkai.", "exit 64"),
      working(
        "worker.limits", "Reading takes longer than it may; here the limit is set to a second.", "sleep 20"),
      working(
        "worker.output-limit", "A file gives more than is taken; here the limit is set to 1 MB.",
        "printf '\\377\\0\\0\\0'; head -c 2000000 /dev/zero"),
      working("worker.answer", "The program is not of this version.", "printf '\\0\\0\\0\\2ok'"),
      MessageCase("worker.cannot-start", "There is no such program.") { bench in
        try readElsewhere("\(bench.path)/missing")
      },
    ])

  private static func working(_ id: String, _ situation: String, _ script: String) -> MessageCase {
    MessageCase(id, situation, showing: script) { bench in
      try readElsewhere(try bench.program("gongkai", script))
    }
  }

  private static func readElsewhere(_ path: String) throws -> [Finding] {
    var program = ExternalProgram(path)
    program.timeLimitSeconds = 1
    program.outputLimit = 1 << 20
    var converter = Converter()
    converter.workers = ReadingWorkers(program)
    return try read([1], "a.txt", with: converter)
  }

  static let libreOffice = Chapter(
    name: "libreoffice",
    introduction: """
      Files of older office programs, which LibreOffice converts first. Scripts stand in for it here, so that nothing
      has to be installed.
      """,
    cases: [
      MessageCase("libreoffice.missing", "A `.doc` file where LibreOffice is not installed.") { _ in
        try converted(Containers.compound(["WordDocument"]), LibreOffice(path: nil))
      },
      MessageCase("libreoffice.failed", "LibreOffice ends without having written a file.", showing: "exit 0")
      { bench in
        try converted(
          Containers.compound(["WordDocument"]), LibreOffice(path: try bench.program("soffice", "exit 0")))
      },
      MessageCase("libreoffice.converted", "LibreOffice has made a Word file of an RTF file.") { bench in
        let rows = [["信息内容", "本年制发件数"], ["规章", "1"]]
        let word = try bench.write(Containers.word(Containers.wordTable(rows)), to: "made.docx")
        let program = try bench.program(
          "soffice", "while [ \"$1\" != --outdir ]; do shift; done; cp '\(word)' \"$2/0.docx\"")
        return try converted(Array("{\\rtf1 }".utf8), LibreOffice(path: program))
      },
      MessageCase("libreoffice.encrypted", "A Word or Excel file that only a password opens.") { _ in
        try converted(Containers.compound(["EncryptedPackage"]), LibreOffice(path: nil))
      },
      MessageCase(
        "libreoffice.unknown",
        "A compound file that holds neither a text nor a workbook, and whose name says nothing."
      ) { _ in
        try converted(Containers.compound(["PowerPoint Document"]), LibreOffice(path: nil), name: "a.bin")
      },
      MessageCase("libreoffice.no-folder", "The place for temporary files does not exist.") { bench in
        let program = LibreOffice(path: "/bin/true", temporaryFolders: FilePath("\(bench.path)/missing"))
        return try converted(Containers.compound(["WordDocument"]), program)
      },
    ])

  private static func converted(
    _ bytes: [UInt8], _ program: LibreOffice, name: String = "a.doc"
  ) throws -> [Finding] {
    [try LibreOfficeReader(program: program).convert(SourceBytes(name: name, bytes: bytes)).note]
  }

  static let pdf = Chapter(
    name: "pdf",
    introduction: """
      PDF is read through the programs of poppler: `pdftotext` says where each word stands, `pdftocairo` what is drawn.
      Scripts stand in for them here, so that nothing has to be installed; what they print is shown.
      """,
    cases: [
      MessageCase("pdf.no-poppler", "The programs of poppler are not installed.") { _ in
        _ = try PopplerPrograms(find: { _ in nil })
        return []
      },
      printed("pdf.no-text", "A page on which no word stands.", words: page([]), drawing: picture),
      printed(
        "page.without-text", "The second of two pages is a picture.", words: page(["规章"]) + page([]),
        drawing: svg("<page/><page><image/></page>")),
      MessageCase("pdf.encrypted", "`pdftotext` fails, and the file says that it is encrypted.") { bench in
        try pages(bench, Array("%PDF-1.7 /Encrypt 5 0 R".utf8), words: nil, drawing: picture)
      },
      MessageCase("pdf.damaged", "`pdftotext` fails for any other reason.") { bench in
        try pages(bench, Array("%PDF-1.7".utf8), words: nil, drawing: picture)
      },
      MessageCase("pdf.needs-memory", "`pdftotext` is given no more memory.") { bench in
        let path = try bench.program("pdftotext", "echo 'Out of memory' >&2; exit 1")
        let programs = try PopplerPrograms(find: { _ in path })
        return try PDFReader.read(SourceBytes(name: "a.pdf", bytes: []), with: programs).findings
      },
      MessageCase("pdf.too-many-pages", "A file with 301 pages.") { bench in
        try pages(bench, words: String(repeating: page([]), count: 301), drawing: picture)
      },
      MessageCase(
        "pdf.too-many-words", "More than 100,000 words; here the limit is set to 2.",
        showing: page(["一", "二", "三"])
      ) { _ in
        _ = try PDFWordParser.pages(Array("<doc>\(page(["一", "二", "三"]))</doc>".utf8), maximumWords: 2)
        return []
      },
      MessageCase("pdf.no-lines", "`pdftocairo` fails.") { bench in
        try pages(bench, words: page(["规章"]), drawing: nil)
      },
      MessageCase("page.too-many-lines", "A drawing of 4,500 lines, such as a map.") { bench in
        let lines = (0..<4500).map { line in
          let (x, y) = (30 * (line % 20), 3 * (line / 20))
          return "<path style=\"stroke:rgb(0%,0%,0%)\" d=\"M \(x) \(y) h 20\"/>"
        }
        return try pages(bench, words: page(["规章"]), drawing: svg("<page>\(lines.joined())</page>"))
      },
      printed(
        "page.recognised-text", "The page is a picture with words behind it that are not drawn.",
        words: page(["规章"]), drawing: picture),
    ])

  private static let picture = svg("<page><image/></page>")

  private static func svg(_ pages: String) -> String { "<svg><pageSet>\(pages)</pageSet></svg>" }

  private static func page(_ words: [String]) -> String {
    let elements = words.enumerated().map { line, word in
      let top = 100 + 20 * line
      return "<word xMin=\"100\" yMin=\"\(top)\" xMax=\"140\" yMax=\"\(top + 10)\">\(word)</word>"
    }
    return "<page width=\"595\" height=\"842\">\(elements.joined())</page>\n"
  }

  private static func printed(
    _ id: String, _ situation: String, words: String, drawing: String
  ) -> MessageCase {
    MessageCase(id, situation, showing: "\(words)\(drawing)") { bench in
      try pages(bench, words: words, drawing: drawing)
    }
  }

  /// What is found where poppler's programs print that; they fail where there is nothing to print.
  private static func pages(
    _ bench: Workbench, _ bytes: [UInt8] = Array("%PDF-1.7".utf8), words: String?, drawing: String?
  ) throws -> [Finding] {
    func script(_ name: String, _ output: String?) throws -> String {
      guard let output else { return try bench.program(name, "exit 1") }
      let file = try bench.write(output, to: "\(name).out")
      return try bench.program(name, "cat > /dev/null; cat '\(file)'")
    }
    let paths = [
      "pdftotext": try script("pdftotext", words.map { "<doc>\n\($0)</doc>" }),
      "pdftocairo": try script("pdftocairo", drawing),
    ]
    let programs = try PopplerPrograms(find: { paths[$0] })
    return try PDFReader.read(SourceBytes(name: "a.pdf", bytes: bytes), with: programs).findings
  }
}

extension Chapter {
  static let ofd = Chapter(
    name: "ofd",
    introduction: """
      An OFD file is a container of parts: `OFD.xml` leads to `Document.xml`, that to the pages. Words and lines stand on them in
      millimetres.
      """,
    cases: [
      MessageCase("ofd.no-pages", "`Document.xml` names no page.") { _ in try ofd(OFDFixture([])) },
      ofd("ofd.no-text", "A page on which a picture stands, and no text.", page: scan),
      MessageCase("ofd.too-many-pages", "A file with 301 pages.") { _ in
        try ofd(OFDFixture(Array(repeating: "", count: 301)))
      },
      MessageCase("ofd.too-much", "A text of more than 100,000 words.") { _ in
        try ofd(OFDFixture(OFDFixture.text(String(repeating: "字 ", count: 100_001), 0, 0)))
      },
      ofd(
        "ofd.bad-number", "The advances between letters are no numbers.",
        page: OFDFixture.text("规章", 20, 20, delta: "NaN")),
      changed(
        "ofd.bad-location", "A page is said to stand outside of the file.", "Doc_0/Document.xml",
        from: "Pages/Page_0/Content.xml", to: "../../Content.xml"),
      changed(
        "ofd.template-missing", "A page names a template that `Document.xml` does not.",
        "Doc_0/Pages/Page_0/Content.xml", from: "<ofd:Content>", to: template + "<ofd:Content>"),
      MessageCase("ofd.template-cycle", "A template names itself.", showing: template) { _ in
        var file = OFDFixture("")
        let page = "Doc_0/Pages/Page_0/Content.xml"
        file.parts[page]?.replace("<ofd:Content>", with: template + "<ofd:Content>")
        file.parts["Doc_0/T.xml"] = file.parts[page]
        file.add(toCommonData: "<TemplatePage ID=\"7\" BaseLoc=\"T.xml\"/>")
        return try ofd(file)
      },
      changed(
        "ofd.signed", "The file has a list of signatures.", "OFD.xml", from: "</ofd:DocBody>",
        to: "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"),
      changed(
        "ofd.annotations", "The file has a list of annotations.", "Doc_0/Document.xml", from: "</ofd:Pages>",
        to: "</ofd:Pages><ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"),
    ])

  private static let scan = "<ImageObject ID=\"5\" Boundary=\"0 0 210 297\" ResourceID=\"6\"/>"
  private static let template = "<ofd:Template TemplateID=\"7\"/>"

  private static func ofd(_ id: String, _ situation: String, page: String) -> MessageCase {
    MessageCase(id, situation, showing: page) { _ in try ofd(OFDFixture(page)) }
  }

  /// A file with a word, of which one part was changed.
  private static func changed(
    _ id: String, _ situation: String, _ part: String, from old: String, to new: String
  ) -> MessageCase {
    MessageCase(id, situation, showing: new) { _ in
      var file = OFDFixture(OFDFixture.text("规章", 20, 20))
      file.parts[part]?.replace(old, with: new)
      return try ofd(file)
    }
  }

  private static func ofd(_ file: OFDFixture) throws -> [Finding] {
    try OFDReader.read(SourceBytes(name: "a.ofd", bytes: file.bytes)).flatMap(\.findings)
  }
}
