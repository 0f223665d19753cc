"""PDF, which poppler reads, and what LibreOffice reads."""
from makers import *
from model import Case


def pdf_case(name, what, content, says, status=3, **more):
    more = {"by": "poppler", "needs": ("pdftotext",), **more}
    return Case(name, what, "convert in.pdf", status, says, {"in.pdf": content}, **more)


def office(name, what, file, content, says, status=3, **more):
    return Case(name, what, f"convert {file}", status, says, {file: content}, by="office", needs=("soffice",), **more)



def rtf(body):
    return "{\\rtf1\\ansi\\ansicpg936 " + body + "}"


def rtf_text():
    return "".join("".join(f"\\u{ord(letter)}?" if ord(letter) > 127 else letter for letter in line) + "\\par\n" for line in report().splitlines())


def odt(body, more=""):
    names = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in
                     [("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"), ("style", "style"), ("script", "script")])
    kind = b"application/vnd.oasis.opendocument.text"
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink">{more}<office:body><office:text>{body}</office:text></office:body></office:document-content>'
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind.decode()}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    return archive([Entry("mimetype", kind, method=0), Entry("content.xml", content.encode()), Entry("META-INF/manifest.xml", manifest.encode())])


def odt_text():
    return "".join(f"<text:p>{line}</text:p>" for line in report().splitlines())


def zeros_text(count, piece=b"(a) Tj "):
    """A content stream with so many of a piece, packed."""
    packer, out = zlib.compressobj(9), bytearray()
    out += packer.compress(b"BT /F 1 Tf " if piece.startswith(b"(") else b"")
    block, at_once = piece * 10_000, 10_000
    for _ in range(count // at_once):
        out += packer.compress(block)
    out += packer.flush()
    return f"<</Filter/FlateDecode/Length {len(out)}>>\nstream\n".encode() + bytes(out) + b"\nendstream"


ENCRYPTED = "/Encrypt<</Filter/Standard/V 1/R 2/O(" + "\\001" * 32 + ")/U(" + "\\002" * 32 + ")/P -4>>/ID[(a)(b)]"

CASES = [
    # ------------------------------------------------------------------------------------------------ PDF
    pdf_case("pdf-encrypted", "encrypted with a password", lambda: pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"], ENCRYPTED), "[pdf."),
    pdf_case("pdf-truncated", "cut off behind its beginning", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog", "[pdf."),
    pdf_case("pdf-signature", "nothing but its first line", b"%PDF-1.7\n", "[pdf."),
    pdf_case("pdf-pages", "100,000 pages", lambda: pages(100_000), "[pdf.too-many-pages]"),
    pdf_case("pdf-count-lies", "one page that says it is 2,000,000,000", lambda: page("BT /F 12 Tf (x) Tj ET").replace(b"/Count 1", b"/Count 2000000000"), "[pdf."),
    pdf_case("pdf-page-loop", "a tree of pages that holds itself", lambda: pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]), "[pdf.no-text]"),
    pdf_case("pdf-page-loop-deep", "a tree of 20,000 levels of pages", lambda: pdf(["<</Type/Catalog/Pages 2 0 R>>"] + [f"<</Type/Pages/Kids[{number + 3} 0 R]/Count 1/Parent {number + 1} 0 R>>" for number in range(20_000)]), "[pdf.no-text]"),
    pdf_case("pdf-object-loop", "an object that refers to itself", lambda: pdf(["1 0 R", "2 0 R"]), "[pdf.damaged]"),
    pdf_case("pdf-xref-loop", "tables of objects that follow each other in a circle", lambda: page("BT ET").replace(b"trailer\n<<", b"trailer\n<</Prev 9 "), "[pdf.no-text]"),
    pdf_case("pdf-form-loop", "a drawing that draws itself, ten times on each level", lambda: page("/X Do " * 10, page_entries="/Resources<</XObject<</X 6 0 R>>>>", more=[stream("/X Do " * 10, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")]), "[pdf.no-text]"),
    pdf_case("pdf-forms-billion", "twelve levels of drawings, each ten of the one below", lambda: pdf(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>>>/Contents 5 0 R>>", FONT, stream("/X Do")]
        + [stream("/X Do " * 10, f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {number + 7} 0 R>>>>") for number in range(12)]
        + [stream("0 0 m 9 9 l S", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")]), "[program.limits]"),
    pdf_case("pdf-stream-bomb", "a page whose content inflates to 1 GB", lambda: page(zeros_stream(1 << 30)), "error"),
    pdf_case("pdf-text-bomb", "66 kB that print 20 million words", lambda: page(zeros_text(20_000_000)), "[read.no-report]"),
    pdf_case("pdf-rectangles", "two million rectangles, in some kB", lambda: page(zeros_text(2_000_000, b"9 9 9 9 re S\n")), "[pdf."),
    pdf_case("pdf-strokes-huge", "strokes over 1e38 points", lambda: page("".join(f"-1e38 {number} m 1e38 {number} l S\n" for number in range(1000))), "[pdf.no-text]"),
    pdf_case("pdf-page-huge", "a page of 1e9 by 1e9 points", lambda: page("BT /F 12 Tf 72 720 Td (x) Tj ET").replace(b"[0 0 595 842]", b"[0 0 1000000000 1000000000]"), "[read.no-report]"),
    pdf_case("pdf-font-size", "letters of 1e30 points, and of none", lambda: page("BT /F 1e30 Tf (abc) Tj /F 0 Tf (abc) Tj /F -12 Tf (abc) Tj ET"), "[pdf.no-text]"),
    pdf_case("pdf-dashes", "a line of 1e9 points in dashes of 1e-9", lambda: page("[0.000000001] 0 d 0 0 m 1000000000 0 l S"), "[pdf.no-text]"),
    pdf_case("pdf-script", "a script, an address and a program to start", lambda path, run: page("BT /F 12 Tf 72 720 Td (x) Tj ET", catalogue=f"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.1/'\\))>>/AA<</WC<</S/Launch/F(file://{run.outside}/secret.txt)>>>>"), "[read.no-report]"),
    pdf_case("pdf-embedded", "a file within, and one that it names", lambda path, run: page("BT /F 12 Tf 72 720 Td (x) Tj ET", catalogue="/Names<</EmbeddedFiles<</Names[(x) 6 0 R]>>>>", more=[f"<</Type/Filespec/F(file://{run.outside}/secret.txt)/EF<</F 7 0 R>>>>", stream("MZ")]), "[read.no-report]"),
    pdf_case("pdf-external-stream", "a page whose content is a local file", lambda path, run: page(f"<</Length 0/F(file://{run.outside}/secret.txt)/FFilter/None>>\nstream\n\nendstream".encode()), "[pdf.no-text]"),
    pdf_case("pdf-reference-external", "a page taken from another file", lambda path, run: page("/X Do", page_entries="/Resources<</XObject<</X 6 0 R>>>>", more=[stream("", f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Ref<</F(file://{run.outside}/secret.txt)/Page 0>>")]), "[pdf.no-text]"),
    pdf_case("pdf-image-huge", "a picture of 1,000,000 by 1,000,000 dots", lambda: page("/I Do", page_entries="/Resources<</XObject<</I 6 0 R>>>>", more=[stream(b"\0" * 1000, "/Type/XObject/Subtype/Image/Width 1000000/Height 1000000/ColorSpace/DeviceRGB/BitsPerComponent 8")]), "[pdf.no-text]"),
    pdf_case("pdf-filters", "a stream packed a thousand times", lambda: page(b"<</Filter[" + b"/ASCIIHexDecode" * 1000 + b"]/Length 2>>\nstream\n41\nendstream"), "[pdf.no-text]"),
    pdf_case("pdf-steering", "a title and text that steer the terminal", lambda: page("BT /F 12 Tf 72 720 Td (\\033]0;owned\\007\\033[2J\\2332J) Tj ET", more=["<</Title(\\033[2J\\007)/Author<FEFF202E>>>"]).replace(b"trailer\n<<", b"trailer\n<</Info 6 0 R"), "[read.no-report]"),
    pdf_case("pdf-as-text", "a PDF called .txt", b"%PDF-1.7\n%%EOF", "[pdf.damaged]"),
    # ------------------------------------------------------------------------------------------------ Compound files
    Case("ole-fat-loop", "a compound file whose chain of sectors is a circle", "convert in.doc", 3, "[libreoffice.failed]", {"in.doc": lambda: compound([0xFFFFFFFD, 1, 2, 2, 5, 4], directory_entry("Root Entry", 5, child=1) + directory_entry("WordDocument", 2, start=2, size=1 << 30))}, by="office"),
    Case("ole-directory-loop", "a compound file whose folders are each other's children", "convert in.doc", 3, "[libreoffice.failed]", {"in.doc": lambda: compound([0xFFFFFFFD, 1], directory_entry("Root Entry", 5, child=1) + directory_entry("a", 1, left=1, right=1, child=0))}, by="office"),
    Case("ole-beginning", "a compound file that is its first eight bytes", "convert in.doc", 3, "[read.no-report]", {"in.doc": bytes.fromhex("d0cf11e0a1b11ae1")}, by="office"),
    Case("ole-xls", "the same called .xls", "convert in.xls", 3, "[read.no-report]", {"in.xls": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000)}, by="office"),
    # ------------------------------------------------------------------------------------------------ LibreOffice
    office("rtf-picture", "a picture that is a local file", "in.rtf", lambda path, run: rtf(rtf_text() + '{\\field{\\*\\fldinst { INCLUDEPICTURE "file://' + str(run.outside) + '/secret.txt" \\\\* MERGEFORMAT }}{\\fldrslt {x}}}'), (), status=(0, 1)),
    office("rtf-picture-address", "a picture at an address", "in.rtf", rtf(rtf_text() + '{\\field{\\*\\fldinst { INCLUDEPICTURE "http://192.0.2.1/x.png" \\\\* MERGEFORMAT }}{\\fldrslt {x}}}'), (), status=(0, 1)),
    office("rtf-text", "a text that is a local file", "in.rtf", lambda path, run: rtf(rtf_text() + '{\\field{\\*\\fldinst { INCLUDETEXT "' + str(run.outside) + '/secret.txt" }}{\\fldrslt {x}}}'), (), status=(0, 1)),
    office("rtf-template", "a template at an address", "in.rtf", rtf("{\\*\\template http://192.0.2.1/t.dot}" + rtf_text()), (), status=(0, 1)),
    office("rtf-link", "an object linked to a local file, updated by itself", "in.rtf", lambda path, run: rtf(rtf_text() + "{\\object\\objautlink\\objupdate{\\*\\objclass Word.Document.8}{\\*\\objdata " + ("0105000001000000" + bytes(str(run.outside) + "/secret.txt", "ascii").hex()) + "}{\\result x}}"), (), status=(0, 1)),
    office("rtf-dde", "a field that starts a program", "in.rtf", rtf(rtf_text() + '{\\field{\\*\\fldinst { DDEAUTO "cmd" "/c calc" }}{\\fldrslt {x}}}'), (), status=(0, 1)),
    office("rtf-deep", "50,000 groups in each other", "in.rtf", lambda: rtf("{" * 50_000 + "x" + "}" * 50_000), "[read.no-report]"),
    office("odt-picture", "a picture that is a local file", "in.odt", lambda path, run: odt(odt_text() + f'<text:p><draw:frame svg:width="1cm" svg:height="1cm"><draw:image xlink:href="file://{run.outside}/secret.txt" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'), (), status=(0, 1)),
    office("odt-section", "a section that is a local file", "in.odt", lambda path, run: odt(odt_text() + f'<text:section text:name="s"><text:section-source xlink:href="file://{run.outside}/secret.txt"/><text:p>x</text:p></text:section>'), (), status=(0, 1)),
    office("odt-script", "a script that runs when it is opened", "in.odt", lambda path, run: odt(odt_text(), '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'), (), status=(0, 1)),
    office("fods-link", "a sheet that is a local file", "in.fods", lambda path, run: f'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="S"><table:table-source xlink:href="file://{run.outside}/secret.txt" table:mode="copy-all"/><table:table-row><table:table-cell office:value-type="string" table:formula="of:=WEBSERVICE(&quot;http://192.0.2.1/&quot;)"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>', "[read.no-report]"),
    office("doc-is-html", "a page called .doc that shows a local picture", "in.doc", lambda path, run: f'<html><body><img src="file://{run.outside}/secret.txt"><iframe src="http://192.0.2.1/"></iframe>' + "".join(f"<p>{line}</p>" for line in report().splitlines()), (), status=(0, 1)),
]
