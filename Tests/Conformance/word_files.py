#!/usr/bin/env python3
"""Word files that other software made of known figures, read by gongkai; and gongkai's, read by other software.

usage: word_files.py GONGKAI FOLDER REPORT.json...

Reports in a folder named `generated` are stripped of all but their figures.

python-docx, pandoc and LibreOffice make Word files (and old workbooks) of the reports; what gongkai reads in them must be the
figures of the JSON. What gongkai writes must give python-docx and pandoc the cells of gongkai's web page, with
properties in the order that python-docx knows. Prints a table, and exits with 1 where a figure is wrong or one
in a DOCX file is missing.
"""
import copy
import inspect
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from decimal import Decimal

import docx
import docx.oxml.ns
import lxml.etree
import lxml.html

ROOT = pathlib.Path(__file__).resolve().parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# Figures

def subtotals():
    """The ids of groups: printed by their parts, and then without figures of their own."""
    ids = set()
    for path in sorted((ROOT / "Schemas/forms").rglob("*.tsv")):
        names = []
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = line.split("\t")
            if line.startswith("["):
                names = []
            elif not names and "id" in fields and "role" in fields:
                names = fields
            elif len(names) == len(fields) and fields[names.index("role")] == "subtotal":
                ids.add(fields[names.index("id")])
    return ids


SUBTOTALS = subtotals()


def figures(report):
    """What is known, by id: numbers as text, ranges and readings as lists."""
    numbers = {}

    def walk(value, path):
        if isinstance(value, dict):
            for name, part in value.items():
                walk(part, path + [name])
        else:
            numbers[".".join(path)] = value

    walk(report.get("statistics", {}), [])
    result = {}
    for key, value in numbers.items():
        if value is not None:
            result[key] = ("number", value)
    for cell, entry in report.get("cells", {}).items():
        key = cell.replace("@", ".")
        status = entry.get("status", "exact")
        details = {name: entry[name] for name in ("value", "atLeast", "atMost", "alternatives", "unit") if name in entry}
        if status in ("exact", "derived") and key in result:
            result[key] = (status if status == "derived" else "number", result[key][1], details.get("unit"))
        # A row that a source does not have is printed as such, and is nothing that could be read.
        elif status not in ("unknown", "missingRow", "exact"):
            result[key] = (status, json.dumps(details, sort_keys=True))
    return {
        key: value if len(value) < 3 or value[2] else value[:2]
        for key, value in result.items()
        if not any(key == group or key.startswith(group + ".") and is_applicant(key[len(group) + 1:])
                   for group in SUBTOTALS)
    }


def is_applicant(rest):
    return rest.split(".")[0] in ("naturalPerson", "organisation", "total")


def load(path):
    return json.loads(path.read_text(encoding="utf-8"), parse_float=str, parse_int=str)


def with_known_figures(path, target):
    """A generated report without its texts, which no form prints: every status of figures, and plain words."""
    report = json.loads(path.read_text(encoding="utf-8"), parse_float=Number, parse_int=Number)
    kept = {name: report[name] for name in ("gongkai", "edition", "dialect", "form", "statistics") if name in report}
    year = {"legacy": 2016, "2019": 2020}.get(report["edition"], 2023)
    kept["identity"] = {"body": "临溪县教育局", "year": year, "title": f"临溪县教育局{year}年政府信息公开工作年度报告"}
    figure = ("status", "value", "atLeast", "atMost", "alternatives")
    cells = {
        cell: {name: entry[name] for name in figure if name in entry} for cell, entry in report.get("cells", {}).items()
    }
    for entry in cells.values():
        # What is printed like another figure is not known.
        least, most = (entry.get(name) for name in ("atLeast", "atMost"))
        value = entry.get("value")
        outside = value and (least and Decimal(value) < Decimal(least) or most and Decimal(value) > Decimal(most))
        empty = entry.get("status") == "range" and not least and not most or entry.get("alternatives") == []
        if outside or empty:
            entry.clear()
            entry["status"] = "unknown"
    kept["cells"] = {cell: entry for cell, entry in cells.items() if entry}
    target.write_text(dumps(kept), encoding="utf-8")


class Number(str):
    """A number with the digits that it has in the file."""


def dumps(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{dumps(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(dumps, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


# Making files

def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, **options)


def convert(gongkai, source, target):
    """Findings are no failure."""
    arguments = [gongkai, "convert", source, "-o", target, "--overwrite", "--lang", "zh", "--show", "error"]
    return subprocess.run(list(map(str, arguments + ["--to", target.suffix[1:]])), capture_output=True)


def soffice(files, target, folder, *more):
    """One run for all files, in a profile of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        run("soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore", *more,
            "--convert-to", target, "--outdir", folder, *files, timeout=600)


def html_tables(path):
    """The rows of each table: text, row span, column span."""
    page = lxml.html.fromstring(path.read_bytes())
    return [
        [[(text_of(cell), int(cell.get("rowspan", 1)), int(cell.get("colspan", 1)))
          for cell in row.iter("td", "th")] for row in table.iter("tr")]
        for table in page.iter("table")
    ]


def text_of(cell):
    cell = copy.deepcopy(cell)
    for line in cell.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return cell.text_content()


def grid(rows):
    """The text at each position."""
    positions = {}
    for index, row in enumerate(rows):
        column = 0
        for text, height, width in row:
            while (index, column) in positions:
                column += 1
            for down in range(height):
                for right in range(width):
                    positions[index + down, column + right] = text
            column += width
    return {place: text for place, text in positions.items() if place[0] < len(rows)}


def with_python_docx(page, target):
    """The page's headings, paragraphs and tables, merged as people merge them."""
    document = docx.Document()
    body = lxml.html.fromstring(page.read_bytes()).find("body")
    for element in body.iter("h1", "h2", "h3", "h4", "p", "table"):
        if element.tag == "p":
            document.add_paragraph(text_of(element))
        elif element.tag != "table":
            document.add_heading(text_of(element), int(element.tag[1]) - 1)
        else:
            rows = [[(text_of(cell), int(cell.get("rowspan", 1)), int(cell.get("colspan", 1)))
                     for cell in row.iter("td", "th")] for row in element.iter("tr")]
            places = grid(rows)
            width = max(column for _, column in places) + 1
            table = document.add_table(len(rows), width)
            taken = set()
            for index, row in enumerate(rows):
                column = 0
                for text, height, span in row:
                    while (index, column) in taken:
                        column += 1
                    taken |= {(index + y, column + x) for y in range(height) for x in range(span)}
                    cell = table.cell(index, column)
                    if height > 1 or span > 1:
                        cell = cell.merge(table.cell(min(index + height, len(rows)) - 1, column + span - 1))
                    cell.text = text
                    column += span
    document.save(target)


def make(gongkai, work, reports):
    """Folders of files by who made them and how; each file has the name of its report."""
    names = {path: f"{number:02}-{path.parent.name}-{path.stem}" for number, path in enumerate(reports)}
    own = {}
    for path, name in names.items():
        for kind in ("html", "md", "docx", "xlsx"):
            file = work / f"own-{kind}" / f"{name}.{kind}"
            file.parent.mkdir(parents=True, exist_ok=True)
            result = convert(gongkai, path, file)
            if not file.exists():
                sys.exit(f"{path}: {result.stderr.decode()}")
            own.setdefault(kind, []).append(file)
    made = {"gongkai docx": work / "own-docx"}
    made["python-docx"] = work / "python-docx"
    made["python-docx"].mkdir()
    for page in own["html"]:
        with_python_docx(page, made["python-docx"] / f"{page.stem}.docx")
    for kind, reader in (("html", "html"), ("md", "gfm")):
        folder = made[f"pandoc {kind} > docx"] = work / f"pandoc-{kind}"
        folder.mkdir()
        for file in own[kind]:
            run("pandoc", "-f", reader, "-t", "docx", "-o", folder / f"{file.stem}.docx", file)
    steps = [("html", "docx:MS Word 2007 XML", "docx", ["--infilter=HTML (StarWriter)"])]
    steps += [("docx", target, extension, []) for target, extension in (
        ("docx:MS Word 2007 XML", "docx"), ("odt", "odt"), ("doc:MS Word 97", "doc"), ("rtf", "rtf"))]
    steps.append(("xlsx", "xls:MS Excel 97", "xls", []))
    for kind, target, extension, options in steps:
        folder = made[f"LibreOffice {kind} > {extension}"] = work / f"soffice-{kind}-{extension}"
        # Each of these is read through LibreOffice again, which takes seconds.
        files = own[kind] if extension == "docx" else own[kind][:4]
        soffice(files, target, folder, *options)
    folder = made["web page named .doc"] = work / "misnamed"
    folder.mkdir()
    for file in own["html"][:4]:
        shutil.copy(file, folder / f"{file.stem}.doc")
    return names, own, made


# Judging

def compare(gongkai, names, made):
    by_name = {name: path for path, name in names.items()}
    failed = False
    print(f"{'made by':<28}{'files':>6}{'right':>8}{'wrong':>7}{'missing':>9}")
    for label, folder in made.items():
        right = wrong = missing = 0
        files = sorted(folder.iterdir())
        notes = []
        for file in files:
            expected = figures(load(by_name[file.stem]))
            read = folder.with_name(folder.name + "-json") / f"{file.stem}.json"
            read.parent.mkdir(exist_ok=True)
            result = convert(gongkai, file, read)
            if not read.exists():
                notes.append(f"{file.name}: {result.stderr.decode()}")
                missing += len(expected)
                continue
            found = figures(load(read))
            for key in expected.keys() | found.keys():
                if expected.get(key) == found.get(key):
                    right += 1
                elif key in found:
                    wrong += 1
                    notes.append(f"{file.name}: {key} is {expected.get(key)}, read as {found[key]}")
                else:
                    missing += 1
                    notes.append(f"{file.name}: {key} is {expected[key]}, not read")
        print(f"{label:<28}{len(files):>6}{right:>8}{wrong:>7}{missing:>9}")
        for note in notes[:12]:
            print("   ", note)
        failed |= wrong > 0 or missing > 0 and label.endswith("docx") or not files
    return failed


def cells_by_python_docx(file):
    tables = []
    for table in docx.Document(file).tables:
        tables.append({(y, x): cell.text for y, row in enumerate(table.rows) for x, cell in enumerate(row.cells)})
    return tables


def pandoc_text(node):
    if isinstance(node, list):
        return "".join(map(pandoc_text, node))
    if not isinstance(node, dict):
        return ""
    match node.get("t"):
        case "Str":
            return node["c"]
        case "Space":
            return " "
        case "LineBreak" | "SoftBreak":
            return "\n"
        case "Note":
            return ""
        case "Quoted":
            marks = "‘’" if node["c"][0]["t"] == "SingleQuote" else "“”"
            return marks[0] + pandoc_text(node["c"][1]) + marks[1]
    return pandoc_text(node.get("c", []))


def cells_by_pandoc(file):
    tree = json.loads(run("pandoc", "-f", "docx", "-t", "json", file).stdout)
    tables = []
    for block in tree["blocks"]:
        if block["t"] != "Table":
            continue
        _, _, _, head, bodies, foot = block["c"]
        rows = head[1] + [row for body in bodies for row in body[2] + body[3]] + foot[1]
        tables.append(grid([[(pandoc_text(cell[4]), cell[2], cell[3]) for cell in row[1]] for row in rows]))
    notes = json.dumps(tree).count('"Note"')
    return tables, notes


def plain(text):
    """Without what no reader keeps alike: blanks at the ends and where lines meet. Where a column has no room for both,
    a Word table has the remark of a figure under its number."""
    return " ".join(re.sub(r"\n(?=（)", "", text).split())


def readable_by_others(own):
    failed = False
    print(f"\n{'gongkai docx read by':<28}{'files':>6}{'right':>8}{'wrong':>7}{'missing':>9}")
    for label in ("python-docx", "pandoc"):
        right = wrong = missing = 0
        notes = []
        for page, file in zip(own["html"], own["docx"]):
            expected = [grid(rows) for rows in html_tables(page)]
            found = cells_by_python_docx(file) if label == "python-docx" else cells_by_pandoc(file)[0]
            for number in range(max(len(expected), len(found))):
                wanted = expected[number] if number < len(expected) else {}
                cells = found[number] if number < len(found) else {}
                for place in wanted.keys() | cells.keys():
                    if place not in cells:
                        missing += 1
                    elif plain(wanted.get(place, "")) == plain(cells[place]):
                        right += 1
                    else:
                        wrong += 1
                        notes.append(f"{file.name}: table {number + 1} {place}: {wanted.get(place)!r}, {cells[place]!r}")
        print(f"{label:<28}{len(own['docx']):>6}{right:>8}{wrong:>7}{missing:>9}")
        for note in notes[:12]:
            print("   ", note)
        failed |= wrong + missing > 0
    return failed


def out_of_order(file):
    """Properties that do not stand in the order of the standard, as python-docx knows it."""
    from docx.oxml.section import CT_SectPr
    from docx.oxml.styles import CT_Style
    from docx.oxml.table import CT_TblPr, CT_TcPr
    from docx.oxml.text.font import CT_RPr
    from docx.oxml.text.parfmt import CT_PPr
    classes = {
        "w:pPr": CT_PPr, "w:rPr": CT_RPr, "w:tblPr": CT_TblPr, "w:tcPr": CT_TcPr, "w:sectPr": CT_SectPr,
        "w:style": CT_Style,
    }
    orders = {}
    for tag, cls in classes.items():
        # The order stands in the class while it is made, and is deleted then.
        source = inspect.getsource(cls)
        orders[tag] = re.findall(r'"(w:\w+)"', re.search(r"_tag_seq = \((.*?)\)", source, re.S).group(1))
        assert len(orders[tag]) > 5
    orders["w:sectPr"][:0] = ["w:headerReference", "w:footerReference"]
    errors = []
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            tree = lxml.etree.fromstring(package.read(name))
            for tag, order in orders.items():
                order = [docx.oxml.ns.qn(child) for child in order]
                for element in tree.iter(docx.oxml.ns.qn(tag)):
                    children = [child.tag for child in element]
                    unknown = [child for child in children if child not in order]
                    if unknown or [order.index(child) for child in children] != sorted(map(order.index, children)):
                        errors.append(f"{file.name} {name}: {tag} holds {children}")
            # What Word calls damaged: a cell without a paragraph at its end, a row without cells.
            for cell in tree.iter(f"{W}tc"):
                if len(cell) == 0 or cell[-1].tag != f"{W}p":
                    errors.append(f"{file.name} {name}: a cell does not end with a paragraph")
            for row in tree.iter(f"{W}tr"):
                if row.find(f"{W}tc") is None:
                    errors.append(f"{file.name} {name}: a row has no cell")
    return errors


def main():
    gongkai, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    reports = [pathlib.Path(name) for name in sys.argv[3:]]
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for number, path in enumerate(reports):
        if path.parent.name == "generated":
            reports[number] = work / f"known/{path.name}"
            reports[number].parent.mkdir(exist_ok=True)
            with_known_figures(path, reports[number])
    names, own, made = make(gongkai, work, reports)
    failed = compare(gongkai, names, made)
    failed |= readable_by_others(own)
    errors = [error for file in own["docx"] for error in out_of_order(file)]
    print(f"\n{len(own['docx'])} files of gongkai: {len(errors)} properties out of order")
    for error in errors[:12]:
        print("   ", error)
    return 1 if failed or errors else 0


if __name__ == "__main__":
    sys.exit(main())
