"""Text, Markdown, CSV, web pages and single file web pages."""
from makers import *
from model import Case


def text(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.txt", status, says, {"in.txt": content}, **more)


def html(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.html", status, says, {"in.html": content}, **more)


def csv(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.csv", status, says, {"in.csv": content}, **more)


def mhtml(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.mht", status, says, {"in.mht": content}, **more)


def web_report():
    """The text of a report as a page."""
    return "<html><meta charset=utf-8><body>" + "".join(f"<p>{line}</p>" for line in report().splitlines())


def raw_figure(figure):
    """A report that prints something else where a figure is asked for."""
    return report().replace("\t5\n", f"\t{figure}\n", 1)


#: A figure that a spreadsheet would compute.
def formula_report():
    return raw_figure("@SUM(1+1)*cmd|calc")


def no_formula_in_csv(folder, output):
    import csv as reader
    for name in ("out.csv", "out.tsv"):
        path = folder / name
        if path.exists():
            for row in reader.reader(path.open(newline=""), delimiter="\t" if name.endswith("tsv") else ","):
                for field in row:
                    if field[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"[+-]?\d+(\.\d+)?", field):
                        yield f"{name} has a field that spreadsheets compute: {field!r}"


def no_formula_in_workbook(folder, output):
    with zipfile.ZipFile(folder / "out.xlsx") as container:
        for name in container.namelist():
            content = container.read(name)
            if b"cmd|calc" in content and b"<f>" in content:
                yield f"{name} has a formula"
            if b"externalLink" in content or b"hyperlink" in content:
                yield f"{name} leads out"


CASES = [
    # ------------------------------------------------------------------------------------------------ Text
    text("text-empty", "nothing", b"", "[read.empty]"),
    text("text-spaces", "spaces only", b" \t\r\n" * 1000, "[format.not-recognised]"),
    text("text-lines", "20 million empty lines", repeated(b"\n", 20_000_000), "[format.not-recognised]"),
    text("text-lines-behind", "20 million empty lines behind a report", repeated(b"\n", 20_000_000, before=report().encode()), "[read.text-too-large]"),
    text("text-returns", "20 million carriage returns", repeated(b"\r", 20_000_000, before=report().encode()), "[read.text-too-large]"),
    text("text-one-line", "a line of 60 MB", repeated("数".encode(), 20_000_000), "[read.text-too-large]"),
    text("text-digits", "a line of 10 MB of digits", repeated(b"1234567890 ", 1_000_000), "[read.too-much-text]"),
    text("text-word", "a word of 66 MB", repeated(b"x" * 1000, 66_000), "[read.text-too-large]"),
    text("text-too-large", "a file of 70 MB", repeated(b"x" * 1000, 70_000), "[file.too-large]"),
    text("text-binary", "4 MB of every byte", lambda: bytes(range(256)) * 16_384, "[format.not-recognised]"),
    text("text-nul", "4 MB of NUL", lambda: bytes(4 << 20), "[format.not-recognised]"),
    text("text-tabs", "2,000 lines of 2,000 tabs", lambda: ("\t" * 2000 + "\n") * 2000, "[format.not-recognised]"),
    text("text-pipes", "2,000 lines of 2,000 pipes", lambda: ("|" * 2000 + "\n") * 2000, "[read.too-many-cells]"),
    text("text-drawn", "a drawn table of 100,000 lines", lambda: ("┌" + "─┬" * 50 + "┐\n" + "│1" * 51 + "│\n") * 50_000, "[read.text-too-large]"),
    text("text-quantities", "16,000 quantities in a paragraph of a report", lambda: report().replace("二、主动公开", "收到申请" + "1件，" * 16_000 + "\n\n二、主动公开", 1), (), status=(0, 1)),
    text("text-quantities-checked", "a sum of 16,000 parts in a sentence", lambda: report().replace("二、主动公开", "全年收到申请16000件，其中" + "、".join(f"第{number}类1件" for number in range(16_000)) + "。\n\n二、主动公开", 1), (), status=(0, 1)),
    text("text-headings", "50,000 headings", lambda: report() + "\n一、总体情况\n" * 50_000, (), status=(0, 1, 3)),
    text("text-years", "50,000 titles of different years", lambda: "".join(f"{1000 + number % 9000}年政府信息公开工作年度报告\n" for number in range(50_000)), "[read.no-report]"),
    text("text-brackets", "50,000 opening brackets", lambda: report() + "（" * 50_000, (), status=(0, 1)),
    text("text-numeral", "a Chinese numeral of 100,000 characters", lambda: raw_figure("一万" * 50_000), (), status=(0, 1)),
    text("text-figure-long", "a figure of 100,000 digits", lambda: raw_figure("9" * 100_000), (), status=(0, 1)),
    text("text-combining", "a character with 200,000 marks upon it", lambda: report() + "a" + "\u0301" * 200_000, (), status=(0, 1)),
    text("text-combining-figure", "a figure with 100,000 marks upon it", lambda: raw_figure("5" + "\u0301" * 100_000), (), status=(0, 1)),
    text("text-controls", "a figure with escapes, which no text has", lambda: raw_figure("5" + STEERING), "[format.not-recognised]"),
    text("text-steering-figure", "a figure that steers the terminal without escapes", lambda: raw_figure("5" + STEERING_TEXT), (), status=(0, 1)),
    Case("text-steering-checked", "the same, checked on a terminal", "check in.txt --show note --all", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-text", "the same, as text on a terminal", "convert in.txt --to text", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-markdown", "the same, as Markdown on a terminal", "convert in.txt --to markdown", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-csv", "the same, as CSV on a terminal", "convert in.txt --to csv", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-tsv", "the same, as TSV on a terminal", "convert in.txt --to tsv", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-html", "the same, as a page on a terminal", "convert in.txt --to html", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-files", "the same, into files of all kinds", "archive in.txt -o out.zip --time 2026-01-31T09:00:00+08:00 --set 全宗号=0123 --set 全宗名称=局 --set 类别号=WS --set 保管期限=永久", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, writes=("out.zip",), tty=True),
    Case("text-steering-sarif", "the same, checked into SARIF", "check in.txt --show note --format sarif -o out.sarif", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, writes=("out.sarif",)),
    Case("text-steering-page", "the same, checked into a page", "check in.txt --show note -o out.html", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, writes=("out.html",)),
    Case("text-steering-json", "the same, checked into JSON on a terminal", "check in.txt --show note --format json", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-ledger", "the same, with a ledger as text", "convert in.txt --edition 2021 --to xml -o out.xml --ledger out.txt", (0, 1), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, writes=("out.xml", "out.txt")),
    Case("text-steering-explained", "the same, explained on a terminal", "explain in.txt proactive.normativeDocuments.made", (0, 1, 3), (), {"in.txt": lambda: raw_figure("5" + STEERING_TEXT)}, tty=True),
    Case("text-steering-compared", "two bodies that steer the terminal, compared on it", "diff a.json b.json --all --prose", (0, 1), (), {"a.json": lambda: canonical("临溪" + STEERING), "b.json": lambda: canonical("临江" + STEERING)}, tty=True),
    Case("text-steering-compared-json", "the same as JSON", "diff a.json b.json --all --format json", (0, 1), (), {"a.json": lambda: canonical("临溪" + STEERING), "b.json": lambda: canonical("临江" + STEERING)}, tty=True),
    Case("text-steering-compared-page", "the same as a page", "diff a.json b.json --all -o out.html", (0, 1), (), {"a.json": lambda: canonical("临溪" + STEERING), "b.json": lambda: canonical("临江" + STEERING)}, writes=("out.html",)),
    Case("text-steering-init", "a body that steers the terminal, into settings", "archive init --from-report in.json", 0, (), {"in.json": lambda: canonical("临溪" + STEERING)}, tty=True),
    Case("text-steering-baseline", "a body that steers the terminal, into a baseline", "check in.json --write-baseline out.tsv", (0, 1), (), {"in.json": lambda: canonical("临溪" + STEERING)}, writes=("out.tsv",), tty=True),
    Case("text-steering-prose", "prose that steers the terminal, quoted by a check", "check in.txt --show note --all", (0, 1), (), {"in.txt": lambda: report().replace("全年收到政府信息公开申请48件", f"全年收到政府信息公开申请{STEERING_TEXT}49件", 1)}, tty=True),
    Case("text-encodings", "UTF-8 that becomes GBK in the middle", "convert in.txt", (0, 1, 3), (), {"in.txt": lambda: report().encode()[:1500] + report()[600:].encode("gb18030")}),
    Case("text-utf16-odd", "UTF-16 with an odd number of bytes and half pairs", "convert in.txt", 3, "[read.no-report]", {"in.txt": lambda: b"\xff\xfe" + "年度报告\n".encode("utf-16-le") * 1000 + b"\x00\xd8\x00\xdc\x41"}),
    Case("text-gbk-private", "GB18030 of four bytes beyond Unicode", "convert in.txt", 3, "[read.no-report]", {"in.txt": b"\xfe\x39\xfe\x39\x81\x30\x81\x30" * 10_000}),
    # ------------------------------------------------------------------------------------------------ Markdown
    Case("markdown-nesting", "20,000 quotes, lists and emphases in each other", "convert in.md", 3, "[read.no-report]", {"in.md": lambda: ">" * 20_000 + "\n" + "- " * 20_000 + "\n" + "*" * 20_000 + "a" + "*" * 20_000 + "\n" + "[" * 20_000 + "](" * 20_000}),
    Case("markdown-table", "a table of 5,000 columns and 400 rows", "convert in.md", 3, "[read.too-many-cells]", {"in.md": lambda: "|a" * 5000 + "|\n" + "|-" * 5000 + "|\n" + ("|1" * 5000 + "|\n") * 400}),
    Case("markdown-links", "links and images that lead out", "convert in.md --to markdown", (0, 1), (), {"in.md": lambda path, run: report().replace("本报告按照", f"![x](file://{run.outside}/secret.txt) <script>alert(1)</script> [x](javascript:alert(1)) 本报告按照", 1)}),
    # ------------------------------------------------------------------------------------------------ CSV
    csv("csv-columns", "a row of a million columns", lambda: "1," * 1_000_000, "[sheet.too-large]"),
    csv("csv-cells", "3 million cells", lambda: ("1," * 999 + "1\n") * 3000, "[sheet.too-large]", megabytes=384),
    csv("csv-quote-open", "a quote that is never closed, before 20 MB", lambda: 'a,"' + "b,c\n" * 5_000_000, "[read.text-too-large]"),
    csv("csv-quotes", "a field of 10 million quotes", lambda: '"' + '""' * 5_000_000 + '"', "[read.no-report]"),
    csv("csv-lines", "20 million empty lines", repeated(b"\n", 20_000_000), "[format.not-recognised]"),
    csv("csv-nul", "NUL among its fields", lambda: "a,b\0,c\n" * 100_000, "[read.no-report]"),
    Case("csv-formula", "a figure that a spreadsheet computes, written as CSV", "convert in.txt --to csv -o out.csv", (0, 1), (), {"in.txt": formula_report}, writes=("out.csv",), also=no_formula_in_csv),
    Case("tsv-formula", "the same as TSV", "convert in.txt --to tsv -o out.tsv", (0, 1), (), {"in.txt": formula_report}, writes=("out.tsv",), also=no_formula_in_csv),
    Case("xlsx-formula", "the same as a workbook", "convert in.txt --to xlsx -o out.xlsx", (0, 1), (), {"in.txt": formula_report}, writes=("out.xlsx",), also=no_formula_in_workbook),
    # ------------------------------------------------------------------------------------------------ Web pages
    html("html-deep", "100,000 elements in each other", lambda: "<div>" * 100_000 + "x", "[read.no-report]"),
    html("html-deep-tables", "20,000 tables in each other", lambda: "<table><tr><td>" * 20_000 + "1", "[read.no-report]"),
    html("html-deep-inline", "100,000 times <b><i><font>", lambda: "<b><i><font>" * 100_000 + "x", "[read.no-report]"),
    html("html-misnested", "200,000 elements closed in the wrong order", lambda: "<a><b></a></b>" * 100_000, "[read.no-report]"),
    html("html-unclosed", "a million tags that never end", lambda: "<td" * 1_000_000, "[read.no-report]"),
    html("html-comment-open", "a comment that never ends, and 1,000,000 beginnings of one", lambda: "<!--" * 1_000_000, "[read.no-report]"),
    html("html-attributes", "an element with 500,000 attributes", lambda: "<p " + " ".join(f"a{number}=1" for number in range(500_000)) + ">x", "[read.no-report]"),
    html("html-entities", "2 million entities", lambda: "<p>" + "&nbsp;" * 1_000_000 + "&#x10FFFF;&#99999999999;" * 200_000, "[read.no-report]"),
    html("html-nul", "a NUL behind every letter", lambda: "\0".join("<table><tr><td>1</td></tr></table>" * 20_000), "[read.no-report]"),
    html("html-spans", "a cell over 1,000 columns and 65,534 rows, a thousand times", lambda: "<table>" + "<tr><td colspan=1000 rowspan=65534>1</td></tr>" * 1000 + "</table>", "[read.no-report]"),
    html("html-spans-huge", "a cell over 99,999,999,999 columns and rows", "<table><tr><td colspan=99999999999 rowspan=99999999999>1</td></tr></table>", "[read.no-report]"),
    html("html-cells", "a table of 3 million cells", lambda: "<table>" + ("<tr>" + "<td>1" * 1000) * 3000, "[read.too-many-cells]", megabytes=384),
    html("html-scripts", "scripts, frames, objects and a page to go to", lambda path, run: f'<meta http-equiv="refresh" content="0;url=http://192.0.2.1/"><base href="http://192.0.2.1/"><link rel=stylesheet href="file://{run.outside}/secret.txt"><style>@import "file://{run.outside}/secret.txt"; p {{ background: url(file://{run.outside}/secret.txt) }}</style><iframe src="file://{run.outside}/secret.txt"></iframe><object data="file://{run.outside}/secret.txt"></object><script src="http://192.0.2.1/x.js">document.write("<table>")</script>' + web_report(), (), status=(0, 1)),
    html("html-data-address", "a picture of 20 MB in its address", lambda: '<img src="data:image/png;base64,' + "A" * 20_000_000 + '">' + web_report(), (), status=(0, 1)),
    html("html-script-open", "a script of 10 MB that never ends", lambda: "<script>" + "</scrip" * 1_500_000, "[read.no-report]"),
    html("html-styles", "a style sheet of 50,000 rules, on 2,000 elements", lambda: "<style>" + "".join(f".c{number} td.x > p:first-child {{ display: none }}" for number in range(50_000)) + "</style>" + "<p class=x>1</p>" * 2000, "[read.no-report]"),
    html("html-styles-deep", "selectors of 1,000 ancestors upon 1,000 elements in each other", lambda: "<style>" + ("div " * 1000 + "p { display: none }\n") * 100 + "</style>" + "<div>" * 1000 + "<p>x</p>" * 1000, "[read.no-report]"),
    html("html-style-attribute", "a style attribute of 10 MB", lambda: '<p style="' + "a:b;" * 2_500_000 + '">x', "[read.no-report]"),
    html("html-hidden", "a report that is invisible, above one that is seen", lambda: '<div style="display:none">' + web_report() + "</div>" + web_report(), (), status=(0, 1, 3)),
    html("html-encoding", "an encoding that is none and steers the terminal", lambda: b'<meta charset="x\x1b[2J\xe2\x80\xae">' + web_report().encode(), (), status=(0, 1, 3)),
    html("html-utf7", "UTF-7, which hides a script", lambda: b'<meta charset="utf-7">+ADw-script+AD4-alert(1)+ADw-/script+AD4-', "[read.no-report]"),
    html("html-steering", "a title and cells that steer the terminal, by references", lambda: web_report().replace("<p>规章", "<p>&#27;[2J&#x9b;2J&#x202e;规章", 1), (), status=(0, 1)),
    Case("html-markup-from-text", "a report whose prose is markup, written as a page", "convert in.txt --to html", (0, 1), (), {"in.txt": lambda: report().replace("本报告按照", "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> 本报告按照", 1)}, hides=("<script>alert", "<img src=x")),
    Case("html-markup-from-name", "a body whose name is markup, in a page of results", "check in.json --show note -o out.html", (0, 1), (), {"in.json": lambda: canonical("</title><script>alert(1)</script>局")}, writes=("out.html",), also=lambda folder, output: ["the page holds a script"] if "<script>alert" in (folder / "out.html").read_text() else []),
    # ------------------------------------------------------------------------------------------------ Single file web pages
    mhtml("mhtml-boundary-missing", "a boundary that never comes", 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n' + "text\r\n" * 1000, "[html.no-page]"),
    mhtml("mhtml-boundary-empty", "an empty boundary", lambda: 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=""\r\n\r\n' + "--\r\n" * 200_000, "[html.no-page]"),
    mhtml("mhtml-parts", "200,000 parts", lambda: 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n' + "--x\r\nContent-Type: image/png\r\n\r\n\r\n" * 200_000 + "--x--", "[html.no-page]"),
    mhtml("mhtml-nested", "1,000 multiparts in each other", lambda: "MIME-Version: 1.0\r\n" + "".join(f'Content-Type: multipart/related; boundary="x{number}"\r\n\r\n--x{number}\r\n' for number in range(1000)) + "Content-Type: text/html\r\n\r\nx", "[html.no-page]"),
    mhtml("mhtml-headers", "a header of 10 MB, folded a million times", lambda: "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n" + " a=b;\r\n" * 1_000_000 + ' boundary="x"\r\n\r\n--x\r\n', "[html.no-page]"),
    mhtml("mhtml-base64", "a page in Base64 that is none", lambda: 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n' + "=?*" * 1_000_000 + "\r\n--x--", "[read.no-report]"),
    mhtml("mhtml-quoted", "quoted-printable that ends within a character", lambda: 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset="x\x1b[2J"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n' + "=E4=B" * 500_000, "[read.no-report]"),
]
