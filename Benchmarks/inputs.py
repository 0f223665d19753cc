"""Makes the files that are measured: the examples' reports as Word files, workbooks and pages of several makers."""
import html
import os
import pathlib
import shutil
import sys
import zipfile

import lxml.etree
import openpyxl

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Conformance"))
from word_files import W, convert, html_tables, run, soffice, with_python_docx  # noqa: E402

REPORTS = ("2021", "2019", "legacy-shandong")


def make(gongkai, folder):
    """Lists of files by kind and maker: `{"docx": {"LibreOffice": [path…]}}`."""
    shutil.rmtree(folder, ignore_errors=True)
    files = {kind: {"ours": []} for kind in ("docx", "xlsx", "html")}
    for name in REPORTS:
        for kind, made in files.items():
            target = folder / "ours" / f"{name}.{kind}"
            target.parent.mkdir(parents=True, exist_ok=True)
            convert(gongkai, ROOT / "Examples" / name / "report.json", target)
            made["ours"].append(target)
    own = {kind: made["ours"] for kind, made in files.items()}

    def derive(kind, maker, sources, work):
        made = files[kind][maker] = []
        for source in sources:
            target = folder / maker.replace(" ", "-") / f"{source.stem}.{kind}"
            target.parent.mkdir(exist_ok=True)
            work(source, target)
            made.append(target)

    def through_libreoffice(kind, maker, sources, filter, *options):
        soffice(sources, filter, folder / maker.replace(" ", "-"), *options)
        files[kind][maker] = [folder / maker.replace(" ", "-") / f"{source.stem}.{kind}" for source in sources]

    derive("docx", "python-docx", own["html"], with_python_docx)
    derive("docx", "Word's manner", files["docx"]["python-docx"], verbose)
    derive("docx", "pandoc", own["html"], lambda source, target: run("pandoc", "-f", "html", "-o", target, source))
    word = "docx:MS Word 2007 XML"
    through_libreoffice("docx", "LibreOffice of a page", own["html"], word, "--infilter=HTML (StarWriter)")
    through_libreoffice("docx", "LibreOffice", own["docx"], word)
    derive("xlsx", "openpyxl", own["html"], lambda page, target: with_openpyxl(html_tables(page), target))
    through_libreoffice("xlsx", "LibreOffice", own["xlsx"], "xlsx:Calc MS Excel 2007 XML")
    through_libreoffice("html", "LibreOffice", own["docx"], "html:HTML (StarWriter)")
    derive("html", "portal", own["html"], portal)
    files["pdf"] = {}
    through_libreoffice("pdf", "LibreOffice", own["docx"], "pdf")
    corpus = os.environ.get("GONGKAI_CORPUS")
    if corpus:
        documents = pathlib.Path(corpus) / "docs"
        for kind in ("docx", "html"):
            files[kind]["published"] = sorted(documents.glob(f"*.{kind}"))
    return files


def verbose(source, target):
    """The same document as Word and WPS keep it: runs cut after two letters, each with properties of its own,
    identities of revisions, bookmarks and marks of the spelling checker."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for name in package.namelist():
            content = package.read(name)
            if name == "word/document.xml":
                content = verbose_markup(content)
            result.writestr(name, content)


def verbose_markup(content):
    tree = lxml.etree.fromstring(content)
    for number, paragraph in enumerate(tree.iter(W + "p")):
        for name in ("rsidR", "rsidRPr", "rsidRDefault", "rsidP"):
            paragraph.set(W + name, f"{0x00A30000 + number:08X}")
        mark = {W + "id": str(number), W + "name": f"_Toc{number:08}"}
        for run_element in list(paragraph.iter(W + "r")):
            text = "".join(part.text or "" for part in run_element.iter(W + "t"))
            at = paragraph.index(run_element)
            paragraph.remove(run_element)
            parts = [lxml.etree.Element(W + "bookmarkStart", mark)]
            for start in range(0, len(text), 2):
                parts.append(lxml.etree.Element(W + "proofErr", {W + "type": "gramStart"}))
                parts.append(verbose_run(text[start:start + 2], number))
            parts.append(lxml.etree.Element(W + "bookmarkEnd", {W + "id": str(number)}))
            paragraph[at:at] = parts
    return lxml.etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def verbose_run(text, number):
    result = lxml.etree.Element(W + "r", {W + "rsidRPr": f"{0x00B40000 + number:08X}"})
    properties = lxml.etree.SubElement(result, W + "rPr")
    font = "仿宋_GB2312"
    fonts = {W + name: font for name in ("ascii", "eastAsia", "hAnsi", "cs")} | {W + "hint": "eastAsia"}
    lxml.etree.SubElement(properties, W + "rFonts", fonts)
    for name, value in (("color", "000000"), ("kern", "0"), ("sz", "24"), ("szCs", "24")):
        lxml.etree.SubElement(properties, W + name, {W + "val": value})
    lxml.etree.SubElement(properties, W + "lang", {W + "val": "en-US", W + "eastAsia": "zh-CN"})
    lxml.etree.SubElement(result, W + "t").text = text
    return result


def with_openpyxl(tables, target):
    """Tables below one another in one sheet, merged as people merge them."""
    book = openpyxl.Workbook()
    sheet = book.active
    top = 1
    for rows in tables:
        taken = set()
        for down, row in enumerate(rows):
            column = 1
            for text, height, width in row:
                while (top + down, column) in taken:
                    column += 1
                taken |= {(top + down + y, column + x) for y in range(height) for x in range(width)}
                text = text.strip()
                sheet.cell(top + down, column, int(text) if text.isdigit() else text)
                if height > 1 or width > 1:
                    last = top + down + min(height, len(rows) - down) - 1
                    sheet.merge_cells(None, top + down, column, last, column + width - 1)
                column += width
        top += len(rows) + 1
    book.save(target)


def portal(page, target):
    """The same report within a page of 150 kB as portals serve it: scripts, styles, menus, a style at each cell."""
    body = lxml.etree.fromstring(page.read_bytes(), lxml.etree.HTMLParser(encoding="utf-8")).find("body")
    for cell in list(body.iter("td", "th", "p")):
        text = "".join(cell.itertext())
        for child in list(cell):
            cell.remove(child)
        cell.text = None
        cell.set("style", "border:1px solid #000;padding:0 7px;font-family:宋体;font-size:14px;text-align:center")
        span = lxml.etree.SubElement(cell, "span", {"style": "font-family:仿宋_GB2312;font-size:16px;color:#333"})
        span.text = text
        lxml.etree.SubElement(span, "br")
    inner = "".join(lxml.etree.tostring(child, encoding="unicode", method="html") for child in body)
    menu = "".join(
        f'<li class="nav-item"><a href="/zwgk/col{number}/index.html" target="_blank" title="栏目{number}">栏目{number}</a></li>'
        for number in range(260))
    style = "".join(f".item{number} > a:hover {{ color: #{number:06x}; margin: 0 auto; }}\n" for number in range(400))
    script = "".join(f'if (a < {number} && b > 0) {{ document.write("<i>" + {number} + "</i>"); }}\n' for number in range(400))
    start = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
        '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"><head>'
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />'
        f"<title>{html.escape(page.stem)}</title><style>{style}</style><script>{script}</script></head>"
        f'<body><div class="header"><ul>{menu}</ul></div><div class="zoom" id="zoom">')
    end = f'</div><div class="footer"><ul>{menu}</ul><p>主办单位</p></div><script>{script}</script></body></html>'
    content = (start + inner + end).encode()
    # What is wanting is more of the same menus.
    filler = "<div>" + "<p><a href='/'>更多栏目</a></p>" * (max(0, 150_000 - len(content)) // 36) + "</div>"
    target.write_bytes((start + inner + filler + end).encode())
