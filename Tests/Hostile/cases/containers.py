"""ZIP containers, Word files and workbooks."""
from makers import *
from model import Case


def zipped(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.docx", status, says, {"in.docx": content}, **more)


def word(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.docx", status, says, {"in.docx": content}, **more)


def book(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.xlsx", status, says, {"in.xlsx": content}, **more)


def calc(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.ods", status, says, {"in.ods": content}, **more)


def ofd(page, places='<Page ID="1" BaseLoc="Page.xml"/>', common=""):
    space = 'xmlns="http://www.ofdspec.org/2016"'
    return archive([
        Entry("OFD.xml", f"<OFD {space}><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>".encode()),
        Entry("Doc_0/Document.xml", f"<Document {space}><CommonData>{common}</CommonData><Pages>{places}</Pages></Document>".encode()),
        Entry("Doc_0/Page.xml", f"<Page {space}>{page}</Page>".encode()),
    ])


def fixed(name, what, content, says, **more):
    return Case(name, what, "convert in.ofd", 3, says, {"in.ofd": content}, **more)


def ofd_text(text, delta):
    return f'<Content><Layer ID="2"><TextObject Boundary="20 20 90 5" Size="4"><TextCode X="0" Y="4" DeltaX="{delta}">{text}</TextCode></TextObject></Layer></Content>'


def overlapping():
    """Many names of one kernel of zeros, as the better zip bombs have it."""
    packed, crc = deflated_zeros(20 << 20)
    first = Entry("word/document.xml", packed=packed, crc=crc, size=20 << 20)
    return archive([first] + [Entry(f"word/p{number}.xml", packed=packed, crc=crc, size=20 << 20, offset=0, is_only_listed=True) for number in range(1000)])


def chained_styles(count):
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="s{number}"><w:basedOn w:val="s{(number + 1) % count}"/></w:style>' for number in range(count))
    return docx(w_text("x", '<w:pPr><w:pStyle w:val="s0"/></w:pPr>'), parts=[
        ("word/styles.xml", f"<w:styles {W}>{styles}</w:styles>"),
        ("word/_rels/document.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>')])


def external(target, kind="image", mode='TargetMode="External"'):
    return lambda path, run: docx(
        w_report() + '<w:p><w:r><w:drawing r:embed="x1"/></w:r></w:p>', parts=[("word/_rels/document.xml.rels", (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
            f'Target="{target.format(outside=run.outside)}" {mode}/></Relationships>'))])


REPORT_PATH = "word/document.xml"
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'

CASES = [
    # ------------------------------------------------------------------------------------------------ ZIP
    zipped("zip-ratio", "a part of 1 GB in 1 MB", lambda: archive([bomb(REPORT_PATH)]), "[zip."),
    zipped("zip-lying-small", "a part of 1 GB that says it has 1,000 bytes", lambda: archive([bomb(REPORT_PATH, claimed=1000)]), "[zip."),
    zipped("zip-lying-large", "a part of 10 bytes that says it has 4 GB", lambda: archive([Entry(REPORT_PATH, b"x" * 10, size=0xFFFFFFF0)]), "[zip."),
    zipped("zip-lying-packed", "a part whose packed size leads out of the file", lambda: archive([Entry(REPORT_PATH, b"x" * 10, packed_size=0x7FFFFFFF)]), "[zip."),
    zipped("zip-overlapping", "1,000 names of the same 20 MB", overlapping, "[zip."),
    zipped("zip-overlapping-local", "two parts over each other by four bytes", lambda: archive([Entry(REPORT_PATH, b"x" * 100, method=0), Entry("b.xml", b"y" * 100, method=0, offset=4)]), "[zip."),
    zipped("zip-offset", "a part that begins behind the end", lambda: archive([Entry(REPORT_PATH, b"x", offset=0x7FFFFFFF)]), "[zip."),
    zipped("zip-directory-offset", "a directory that begins in itself", lambda: archive([Entry(REPORT_PATH, b"x")], directory_offset=1), "[zip."),
    zipped("zip-count-lies", "a directory that says it has 60,000 parts and has one", lambda: archive([Entry(REPORT_PATH, b"x")], count=60_000), "[zip."),
    zipped("zip-many", "60,000 empty parts", lambda: archive([Entry(f"word/{number}", method=0) for number in range(60_000)]), "[zip.too-many-entries]"),
    zipped("zip-many-65535", "65,535 parts with one name", lambda: archive([Entry("a", method=0)] * 65_534), "[zip."),
    zipped("zip-zip64", "a directory of ZIP64", lambda: archive([Entry(REPORT_PATH, b"x", size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=struct.pack("<HHQQ", 1, 16, 1, 1))]), "[zip.zip64]"),
    zipped("zip-spanned", "the second of several volumes", lambda: archive([Entry(REPORT_PATH, b"x")], disk=2), "[zip.spanned]"),
    zipped("zip-encrypted", "an encrypted part", lambda: archive([Entry("[Content_Types].xml", b"x"), Entry(REPORT_PATH, b"x" * 20, flags=0x801)]), "[zip.encrypted]"),
    zipped("zip-method", "a packing method that is none", lambda: archive([Entry("[Content_Types].xml", b"x"), Entry(REPORT_PATH, b"x", method=97)]), "[zip.unknown-method]"),
    zipped("zip-crc", "a wrong check sum", lambda: docx(document=False, parts=[Entry(REPORT_PATH, b"<x/>", crc=1)]), "[zip.checksum]"),
    zipped("zip-damaged", "packed data that is none", lambda: docx(document=False, parts=[Entry(REPORT_PATH, packed=b"\xff" * 100, size=500, crc=1)]), "[zip.damaged]"),
    zipped("zip-traversal", "a part called ../../x", lambda: docx(w_report(), parts=[("../../x", "y")]), "[zip.unsafe-name]"),
    zipped("zip-traversal-deep", "a part called a/../../../x", lambda: docx(w_report(), parts=[("a/../../../x", "y")]), "[zip.unsafe-name]"),
    zipped("zip-absolute", "a part called /etc/x", lambda: docx(w_report(), parts=[("/etc/x", "y")]), "[zip.unsafe-name]"),
    zipped("zip-drive", "a part called C:x", lambda: docx(w_report(), parts=[("C:x", "y")]), "[zip.unsafe-name]"),
    zipped("zip-backslash", "a part called ..\\..\\x", lambda: docx(w_report(), parts=[("..\\..\\x", "y")]), "[zip."),
    zipped("zip-nul-name", "a part whose name holds NUL", lambda: docx(w_report(), parts=[("word/a\0.xml", "y")]), "[zip.unsafe-name]"),
    zipped("zip-steering-name", "a part whose name steers the terminal, and leads out", lambda: docx(w_report(), parts=[("../" + STEERING, "y")]), ("[zip.unsafe-name]", "\\u{1B}")),
    zipped("zip-names-twice", "two parts of one name, of different content", lambda: docx(w_report(), parts=[(REPORT_PATH, "<x/>")]), "[zip.duplicate-name]"),
    zipped("zip-names-local", "a part called otherwise before its data than in the directory", lambda: docx(document=False, parts=[Entry(REPORT_PATH, b"<x/>", local_name="word/other.xml")]), "[zip.inconsistent]"),
    zipped("zip-link", "a document that is a symbolic link", lambda: docx(document=False, parts=[Entry(REPORT_PATH, b"/etc/passwd", mode=0o120777)]), "[office.part-malformed]"),
    zipped("zip-folder-as-file", "a folder where the document should be", lambda: docx(document=False, parts=[Entry(REPORT_PATH + "/", b"", method=0)]), "[office.part-missing]"),
    zipped("zip-prefix", "4 kB of a program before the container", lambda: docx(w_report(), prefix=b"MZ" + b"\x90" * 4094), "[read.no-report]", status=(0, 1, 3)),
    zipped("zip-suffix", "70 kB behind the container", lambda: docx(w_report(), suffix=b"PK\5\6" + b"x" * 70_000), "[zip."),
    zipped("zip-comment-directory", "a second directory within the comment", lambda: docx(w_report(), comment=archive([Entry("x", b"y")])), "[zip."),
    zipped("zip-nested", "twenty containers in each other", lambda: nested(20), "[read.no-report]"),
    zipped("zip-empty", "a container without parts", lambda: archive([]), "[format.not-recognised]"),
    zipped("zip-truncated", "a Word file cut off in the middle", lambda: example("2019/2021.docx")[:5000], "[zip."),
    zipped("zip-only-signature", "four bytes", b"PK\3\4", "[zip."),
    zipped("zip-quine", "a container whose part is its own beginning", lambda: archive([Entry(REPORT_PATH, method=0, packed_size=40, size=40, offset=0)]), "[zip."),
    # ------------------------------------------------------------------------------------------------ Word
    word("docx-external-image", "an image that is a local file", external("file://{outside}/secret.txt"), (), status=(0, 1)),
    word("docx-external-address", "a template at an address", external("http://192.0.2.1/t.dotm", "attachedTemplate"), (), status=(0, 1)),
    word("docx-external-part", "styles that lie outside of the container", external("../../../../outside/secret.txt", "styles", ""), "", status=(0, 1, 3)),
    word("docx-external-frame", "a document within, at a local address", external("file://{outside}/secret.txt", "aFChunk"), (), status=(0, 1)),
    word("docx-macros", "macros and what starts by itself", lambda: docx(w_report(), parts=[("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(2000)), ("word/activeX/activeX1.bin", bytes(100))]), (), status=(0, 1)),
    word("docx-dde", "a field that starts a program", lambda: docx(w_report() + '<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe &quot;/k calc&quot;"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'), (), status=(0, 1)),
    word("docx-no-document", "relations to a part that is not there", lambda: docx(document=False), "[office.part-missing]"),
    word("docx-no-relations", "a container without relations", lambda: archive([Entry("[Content_Types].xml", DOCX_TYPES.encode()), Entry(REPORT_PATH, b"<x/>")]), "[read.no-report]"),
    word("docx-wrong-type", "a picture as the document", lambda: docx(types=DOCX_TYPES.replace("wordprocessingml.document.main+xml", "image+png"), document="\x89PNG"), "[office.part-malformed]"),
    word("docx-target-out", "a document at ../../../etc/passwd", lambda: docx(w_report(), target="../../../etc/passwd"), (), status=(0, 1, 3)),
    word("docx-styles-loop", "a style that is based on itself", lambda: chained_styles(1), "[read.no-report]"),
    word("docx-styles-chain", "10,000 styles based on each other in a circle", lambda: chained_styles(10_000), "[read.no-report]"),
    word("docx-numbering-loop", "numbering that refers to itself", lambda: docx(w_text("x", '<w:pPr><w:numPr><w:ilvl w:val="99999"/><w:numId w:val="1"/></w:numPr></w:pPr>') * 1000, parts=[
        ("word/numbering.xml", f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/><w:styleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'),
        ("word/_rels/document.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>')]), "[read.no-report]"),
    word("docx-spans", "a cell over 65,535 columns, in 1,000 rows", lambda: docx("<w:tbl>" + ('<w:tr><w:tc><w:tcPr><w:gridSpan w:val="65535"/></w:tcPr>' + w_text("1") + "</w:tc></w:tr>") * 1000 + "</w:tbl>"), "[read.no-report]"),
    word("docx-spans-huge", "a cell over 2,147,483,647 columns", lambda: docx('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr>' + w_text("1") + "</w:tc></w:tr></w:tbl>"), "[read.no-report]"),
    word("docx-skipped-cells", "rows that begin in column 2,147,483,647", lambda: docx("<w:tbl>" + '<w:tr><w:trPr><w:gridBefore w:val="2147483647"/></w:trPr><w:tc>' * 1 + w_text("1") + "</w:tc></w:tr></w:tbl>"), "[read.no-report]"),
    word("docx-tables-deep", "2,000 tables in each other", lambda: docx("<w:tbl><w:tr><w:tc>" * 2000 + w_text("1") + "</w:tc></w:tr></w:tbl>" * 2000), "[office.part-limits]"),
    word("docx-paragraphs", "a million empty paragraphs", lambda: docx("<w:p/>" * 1_000_000), "[zip.ratio-too-high]"),
    word("docx-cells", "a table of 1,000,000 cells", lambda: docx("<w:tbl>" + ("<w:tr>" + "<w:tc><w:p/></w:tc>" * 100 + "</w:tr>") * 10_000 + "</w:tbl>"), "[read.too-many-cells]"),
    word("docx-laughs", "entities within the document part", lambda: docx(document=f'<!DOCTYPE w [<!ENTITY a "{"a" * 1000}">]><w:document {W}><w:body>{w_text("&a;" * 1000)}</w:body></w:document>'), "[office.document-type]"),
    word("docx-laughs-relations", "an entity that is a local file within the relations", lambda path, run: archive([Entry("[Content_Types].xml", DOCX_TYPES.encode()), Entry("_rels/.rels", f'<!DOCTYPE r [<!ENTITY a SYSTEM "file://{run.outside}/secret.txt">]><Relationships>&a;</Relationships>'.encode()), Entry(REPORT_PATH, f"<w:document {W}><w:body>{w_report()}</w:body></w:document>".encode())]), (), status=(0, 1, 3)),
    word("docx-deep", "100,000 elements in each other", lambda: docx(document=f"<w:document {W}>" + "<w:sdt>" * 100_000), "[office."),
    word("docx-text-huge", "a paragraph of 60 MB, in 60 kB", lambda: docx(w_text("字" * 20_000_000)), "[zip.ratio-too-high]"),
    Case("docx-steering", "a body that steers the terminal, as text", "convert in.docx --to text", (0, 1), (), {"in.docx": lambda: docx("".join(w_text(line) for line in report("临溪县\u202e\u0085\u009b31m局").splitlines()))}, tty=True),
    Case("docx-steering-inspected", "the same, inspected", "inspect in.docx", (0, 1), (), {"in.docx": lambda: docx("".join(w_text(line) for line in report("临溪县\u202e\u009b31m局").splitlines()))}, tty=True),
    # ------------------------------------------------------------------------------------------------ Workbooks
    book("xlsx-rows-far", "a cell in row 1,048,576 and column XFD", lambda: sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "[read.no-report]"),
    book("xlsx-rows-beyond", "a cell in row 99,999,999,999", lambda: sheet('<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>'), "[read.no-report]"),
    book("xlsx-merged", "100,000 merged areas over each other", lambda: sheet("", sheet_xml='<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + ROWS + f'</sheetData><mergeCells>{"<mergeCell ref=%sA1:XFD1048576%s/>" % (chr(34), chr(34)) * 100_000}</mergeCells></worksheet>'), "[zip.ratio-too-high]"),
    book("xlsx-shared-bomb", "20,000 cells that share a text of 32 kB", lambda: sheet("".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001)), shared=f"<si><t>{'字' * 32_000}</t></si>"), "[sheet.too-large]"),
    book("xlsx-shared-missing", "cells that share a text that is not there", lambda: sheet('<row r="1"><c r="A1" t="s"><v>99999999999</v></c><c r="B1" t="s"><v>-1</v></c></row>', shared="<si><t>x</t></si>"), "[read.no-report]"),
    book("xlsx-laughs", "entities within the shared texts", lambda: sheet(ROWS, shared="<si><t>x</t></si>", parts=[]).replace(b"zzz", b"") if False else sheet(ROWS, sheet_xml='<!DOCTYPE w [<!ENTITY a "b">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'), "[office.document-type]"),
    book("xlsx-no-sheet", "a workbook whose sheet is not there", lambda: sheet("", sheet_xml=False), "[office.part-missing]"),
    book("xlsx-sheets", "20,000 sheets of one part", lambda: sheet(ROWS, workbook='<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>' + "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 20_001)) + "</sheets></workbook>"), "[read.no-report]"),
    book("xlsx-columns-hidden", "columns 1 to 4,294,967,295 hidden", lambda: sheet("", sheet_xml='<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="4294967295" hidden="1"/></cols><sheetData>' + ROWS + "</sheetData></worksheet>"), "[read.no-report]"),
    book("xlsx-cells", "a million cells", lambda: sheet("".join(f'<row r="{row}">' + "".join(f'<c r="{column}{row}"><v>1</v></c>' for column in "ABCDEFGHIJ") + "</row>" for row in range(1, 100_001))), "[sheet.too-large]", megabytes=384),
    book("xlsx-link", "a link to another workbook", lambda path, run: sheet(f'<row r="1"><c r="A1"><f>\'file://{run.outside}/[secret.xlsx]S\'!A1</f><v>1</v></c></row>', parts=[("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><oleLink href="file://{run.outside}/secret.txt"/></externalLink>')]), "[read.no-report]"),
    book("xlsx-formats", "a number format of a million parts", lambda: sheet('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', parts=[("xl/styles.xml", '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="200" formatCode="' + "0;[红]" * 200_000 + '"/></numFmts><cellXfs count="2"><xf/><xf numFmtId="200"/></cellXfs></styleSheet>')]), "[zip.ratio-too-high]"),
    book("xlsx-dates", "a date of 1e300 days", lambda: sheet('<row r="1"><c r="A1" s="1"><v>1e300</v></c><c r="B1" s="1"><v>-1e300</v></c><c r="C1"><v>nan</v></c></row>', parts=[("xl/styles.xml", '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf/><xf numFmtId="14"/></cellXfs></styleSheet>')]), "[read.no-report]"),
    Case("xlsx-name-steering", "a sheet whose name steers the terminal", "inspect in.xlsx", 3, (), {"in.xlsx": lambda: sheet(ROWS, workbook='<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="x&#x202e;&#x9b;2J" sheetId="1" r:id="rId1"/></sheets></workbook>')}, tty=True),
    calc("ods-rows-repeated", "a row repeated 1,048,576 times with 1,024 repeated cells", lambda: ods('<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="1024" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'), "[sheet.too-large]"),
    calc("ods-repeated-huge", "a cell repeated 9,999,999,999,999,999,999 times", lambda: ods('<table:table><table:table-row><table:table-cell table:number-columns-repeated="9999999999999999999"><text:p>1</text:p></table:table-cell></table:table-row></table:table>'), "[read.no-report]"),
    calc("ods-spaces", "a text of 2,000,000,000 spaces", lambda: ods('<table:table><table:table-row><table:table-cell><text:p>a<text:s text:c="2000000000"/>b</text:p></table:table-cell></table:table-row></table:table>'), "[read.no-report]"),
    calc("ods-spans", "a cell over 65,535 rows and columns, a thousand times", lambda: ods("<table:table>" + '<table:table-row><table:table-cell table:number-columns-spanned="65535" table:number-rows-spanned="65535"><text:p>1</text:p></table:table-cell></table:table-row>' * 1000 + "</table:table>"), "[read.no-report]"),
    calc("ods-styles-loop", "styles that are each other's parent", lambda: ods('<table:table><table:table-row><table:table-cell table:style-name="a"><text:p>1</text:p></table:table-cell></table:table-row></table:table>', styles='<office:automatic-styles><style:style style:name="a" style:family="table-cell" style:parent-style-name="b"/><style:style style:name="b" style:family="table-cell" style:parent-style-name="a"/></office:automatic-styles>'), "[read.no-report]"),
    calc("ods-script", "a script and an image at a local address", lambda path, run: ods(f'<table:table><table:table-row><table:table-cell><text:p>1<text:a xlink:href="file://{run.outside}/secret.txt">x</text:a></text:p></table:table-cell></table:table-row></table:table>', styles='<office:scripts><office:script script:language="x"/></office:scripts>'), "[read.no-report]"),
    calc("ods-deep-tables", "10,000 tables in each other", lambda: ods("<table:table><table:table-row><table:table-cell>" * 10_000), "[office."),
    # ------------------------------------------------------------------------------------------------ OFD
    fixed("ofd-pages", "100,000 pages", lambda: ofd("", '<Page ID="1" BaseLoc="Page.xml"/>' * 100_000), "[ofd.too-many-pages]"),
    fixed("ofd-deep", "2,000 blocks within each other", lambda: ofd("<Content><Layer>" + "<PageBlock>" * 2_000), "[office.part-limits]"),
    fixed("ofd-outside", "a page outside of the file", lambda: ofd("", '<Page ID="1" BaseLoc="../../../etc/passwd"/>'), "[ofd.bad-location]"),
    fixed("ofd-cycle", "a template that lies under itself", lambda: ofd('<Template TemplateID="7"/>', common='<TemplatePage ID="7" BaseLoc="Page.xml"/>'), "[ofd.template-cycle]"),
    fixed("ofd-advance", "2,000,000,000 advances", lambda: ofd(ofd_text("规章", "g 2000000000 1e300")), "[read.no-report]"),
    fixed("ofd-no-number", "an advance that is no number", lambda: ofd(ofd_text("规章", "NaN")), "[ofd.bad-number]"),
    fixed("ofd-words", "200,000 words", lambda: ofd(ofd_text("字 " * 200_000, "4")), "[ofd.too-much]"),
    fixed("ofd-same-page", "the same page of 50,000 words 300 times", lambda: ofd(ofd_text("字 " * 50_000, "4"), '<Page ID="1" BaseLoc="Page.xml"/>' * 300), "[ofd.too-much]"),
]
