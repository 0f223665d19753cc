"""Reports of which one thing grows, until it is refused or shown to cost no more than its length."""
from makers import *
from model import Case

FINE = (0, 1, 3)
MB = 1 << 20


def more(name, what, file, content, says=(), status=None, **others):
    return Case("more-" + name, what, f"convert {file}", status or (3 if says else FINE), says, {file: content}, **others)


def behind(piece, count):
    """A report with so many of a piece behind it, without holding them."""
    return repeated(piece.encode(), count, before=report().encode())


def web(piece, count):
    return repeated(piece.encode(), count, before=web_page())


def web_page():
    return ("<html><meta charset=utf-8><body>" + "".join(f"<p>{line}</p>" for line in report().splitlines())).encode()


def markdown(piece, count):
    return repeated(piece.encode(), count, before=example("2019/2021.md") + b"\n\n")


def with_part(path, content, kind, body):
    """A Word file with one part more."""
    relationships = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                     f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{path}"/></Relationships>')
    return docx(w_report() + body, parts=[("word/" + path, content), ("word/_rels/document.xml.rels", relationships)])


def footnotes(count, length):
    note = f'<w:footnotes {W}><w:footnote w:id="1">{w_text("a" * length)}</w:footnote></w:footnotes>'
    return with_part("footnotes.xml", note, "footnotes", "<w:p>" + '<w:r><w:footnoteReference w:id="1"/></w:r>' * count + "</w:p>")


def numbered(count, text):
    numbering = (f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
                 f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>')
    return with_part("numbering.xml", numbering, "numbering", w_text("a", '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>') * count)


CASES = [
    more("lines-short", "900,000 lines of a character", "in.txt", behind("甲\n", 900_000), "[read.too-many-paragraphs]"),
    more("lines-numbers", "400,000 lines of a number", "in.txt", behind("12\n", 400_000), "[read.too-many-paragraphs]"),
    more("line-letters", "a line of 15 MB of letters", "in.txt", behind("a", 15 * MB), "[read.too-much-text]"),
    more("line-digits", "a line of 15 MB of digits", "in.txt", behind("1", 15 * MB), "[read.too-much-text]"),
    more("text-largest", "a line of 60 MB of letters", "in.txt", behind("a", 60 * MB), "[read.text-too-large]"),
    more("tabs-square", "2,000 lines of 2,000 figures between tabs", "in.txt", behind("1\t" * 2000 + "\n", 2000), "[read.too-many-cells]"),
    more("tabs-blank", "2,000 lines of 2,000 tabs", "in.txt", behind("\t" * 2000 + "\n", 2000)),
    more("tab-line", "a line of 4 MB of tabs", "in.txt", behind("\t", 4 * MB)),
    more("tab-cells", "400,000 cells, one a line", "in.txt", behind("\t1\n", 400_000)),
    more("pipes-square", "1,000 lines of 1,000 figures between pipes", "in.txt", behind("|1" * 1000 + "|\n", 1000), "[read.too-many-cells]"),
    more("pipes-broken", "1,500 tables of pipes that end at once", "in.txt", behind("x|\na|b\n\n", 1500)),
    more("pipes-growing", "4,000 rows of pipes before one of 8,000 columns", "in.txt", lambda: report() + "甲|1\n" + "1|1\n" * 4000 + "1|" * 8000 + "\n"),
    more("drawn-borders", "20,000 upper borders of drawn tables", "in.txt", behind("┌─┐\n", 20_000)),
    more("drawn-columns", "a drawn table of 490 columns and rows", "in.txt", lambda: report() + "┌" + "─┬" * 490 + "┐\n" + ("│1" * 490 + "│ \n") * 490),
    more("telephones", "20,000 telephone numbers in a line", "in.txt", behind("电话：0591-12345678，邮编350001", 20_000)),
    more("rows-run-together", "400 rows whose figures run together", "in.txt", behind("一、本年新收政府信息公开申请数量38601304 8\n", 400)),
    more("cell-long", "a cell of 1 MB", "in.txt", lambda: report().replace("\t38\n", "\t" + "x" * MB + "\n", 1)),
    more("gbk-broken", "60 MB of bytes that are broken GBK", "in.txt", repeated(b"\xff\x80", 30 * MB), "[read.text-too-large]"),
    more("gbk-lines", "4 MB of lines of a character in GBK", "in.txt", lambda: report().encode("gb18030") + "甲\n".encode("gb18030") * (4 * MB // 3), "[read.too-many-lines]"),
    more("utf16", "15 MB of UTF-16", "in.txt", lambda: report().encode("utf-16") + ("甲" * 200 + "\n").encode("utf-16-le") * (15 * MB // 402), "[read.too-much-text]"),
    more("markdown-rows", "a table of 200,000 rows of HTML in Markdown", "in.md", lambda: example("2019/2021.md").decode() + "\n\n<table>" + "<tr><td>1</td></tr>\n" * 200_000 + "</table>\n", "[read."),
    more("markdown-open", "8,000 tables that are never closed", "in.md", markdown("<table>\n\n", 8_000)),
    more("html-paragraphs", "200,000 paragraphs of a page", "in.html", web("<p>a", 200_000), "[read.too-many-paragraphs]"),
    more("html-headings", "90,000 headings of a page", "in.html", web("<h1>a", 90_000)),
    more("html-pre", "200,000 preformatted texts of a page", "in.html", web("<pre>", 200_000)),
    more("html-text", "a paragraph of 16 MB", "in.html", web("a", 16 * MB), "[read.too-much-text]"),
    more("html-cells", "1,000 rows of 1,000 empty cells", "in.html", lambda: web_page() + b"<table>" + (b"<tr>" + b"<td>" * 1000) * 1000 + b"</table>", "[read.too-many-cells]"),
    more("html-styles", "4,000 selectors of eight elements upon 20,000 paragraphs", "in.html", lambda: web_page() + b"<style>" + b"".join(b"div div div div div div div p.c%d{display:none}\n" % number for number in range(4000)) + b"</style>" + b"<div>" * 100 + b"<p>a</p>" * 20_000),
    more("html-siblings", "4,000 selectors of siblings upon as many elements", "in.html", lambda: web_page() + b"<style>" + b"p ~ p ~ p ~ q{display:none}\n" * 4000 + b"</style>" + b"<p>a</p>" * 4000 + b"<q>x</q>" * 4000),
    more("mhtml-quoted", "12 MB of quoted-printable", "in.mht", repeated(b"=41", 12 * MB, before=b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n--X\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n', after=b"\n--X--\n"), "[read.too-much-text]"),
    more("csv-square", "1,000 rows of 1,000 figures", "in.csv", repeated(b"1," * 1000 + b"\n", 1000), "[sheet.too-large]"),
    more("json-list", "a list of four million numbers", "in.json", repeated(b"1,", 4 * MB, b"[", b"1]"), "[json."),
    more("json-name", "a body of 60 MB", "in.json", lambda: canonical().replace('"body": "', '"body": "' + "a" * (60 * MB), 1), "[read.too-much-text]"),
    more("xml-names", "200,000 different names of elements", "in.xml", lambda: canonical_xml().replace("<identity", "".join(f"<a{number}/>" for number in range(200_000)) + "<identity", 1), "[xml."),
    more("xml-name", "a body of 60 MB", "in.xml", lambda: canonical_xml().replace("<body>", "<body>" + "a" * (60 * MB), 1), "[xml.text-too-long]"),
    more("word-footnotes", "2,000 references to a footnote of 100 kB", "in.docx", lambda: footnotes(2000, 100_000), "[read.too-much-text]"),
    more("word-numbers", "2,000 paragraphs whose number is 30,000 times its own", "in.docx", lambda: numbered(2000, "%1x" * 30_000)),
    more("word-paragraphs", "200,000 paragraphs", "in.docx", lambda: docx(w_report() + "".join(w_text(str(number * 7919 % 100_003)) for number in range(200_000))), "[read.too-many-paragraphs]"),
    more("word-spans", "200,000 cells that span two columns", "in.docx", lambda: docx(w_report() + "<w:tbl>" + ("<w:tr>" + f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{w_text("1")}</w:tc>' * 100 + "</w:tr>") * 2000 + "</w:tbl>"), status=FINE),
    more("sheet-sparse", "16,000 cells, each in its own row and column", "in.xlsx", lambda: sheet("".join(f'<row r="{number * 60 + 1}"><c r="{column(number)}{number * 60 + 1}"><v>1</v></c></row>' for number in range(16_000))), status=FINE),
    more("sheet-merged", "60,000 merged areas over each other", "in.xlsx", lambda: sheet("", sheet_xml='<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>' + "".join(f'<mergeCell ref="A1:{column(number % 500)}{number % 3001 + 2}"/>' for number in range(60_000)) + "</mergeCells></worksheet>"), status=FINE),
]


def column(number):
    """The letters of a column of a sheet."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
