#!/usr/bin/env python3
"""Has openpyxl and LibreOffice write workbooks of known reports in many layouts, and compares every figure that
gongkai reads from them; then has openpyxl read what gongkai writes.

usage: spreadsheets.py GONGKAI OUT INPUT...

The inputs are reports in any format. Their figures, as tidy CSV, are what every workbook must give; their
tables, as HTML, are what is laid out. LibreOffice (soffice) is used where it is installed.
"""
import csv
import html.parser
import io
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import openpyxl
from openpyxl.styles import Alignment, Border, Side

FIELDS = ("value", "lower", "upper", "status")
NUMBERS = ("year", "value", "lower", "upper")


class Page(html.parser.HTMLParser):
    """Headings, paragraphs and tables of a page of ours, in order."""

    def __init__(self, text):
        super().__init__()
        self.blocks = []
        self.target = None
        self.in_main = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "main":
            self.in_main = True
        if not self.in_main:
            return
        if tag == "table":
            self.blocks.append(("table", []))
        elif tag == "tr":
            self.blocks[-1][1].append([])
        elif tag in ("td", "th"):
            cell = {
                "text": "",
                "rows": int(attributes.get("rowspan", 1)),
                "columns": int(attributes.get("colspan", 1)),
                "header": tag == "th",
            }
            self.blocks[-1][1][-1].append(cell)
            self.target = cell
        elif tag in ("h1", "h2", "h3", "h4", "p"):
            note = attributes.get("class") == "note"
            self.target = {"text": ""}
            if not note:
                self.blocks.append((tag, self.target))
        elif tag == "caption":
            self.target = {"text": ""}
        elif tag == "br" and self.target is not None:
            self.target["text"] += "\n"

    def handle_endtag(self, tag):
        if tag in ("td", "th", "p", "h1", "h2", "h3", "h4", "caption"):
            self.target = None
        if tag == "main":
            self.in_main = False

    def handle_data(self, data):
        if self.target is not None:
            self.target["text"] += data


def number(text):
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})", text):
        return int(text)
    if re.fullmatch(r"-?(0|[1-9]\d{0,8})\.\d{1,5}", text):
        return float(text)
    return text


SIDE = Side(style="thin")
BORDER = Border(left=SIDE, right=SIDE, top=SIDE, bottom=SIDE)


def grid(rows):
    """The cells of a table by position: {(row, column): cell}, with their spans."""
    taken = set()
    cells = {}
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            cells[r, c] = cell
            taken |= {(r + i, c + j) for i in range(cell["rows"]) for j in range(cell["columns"])}
            c += cell["columns"]
    return cells


def put_table(sheet, top, rows, merged=True, bordered=True, value=number, left=1, formulas=False):
    cells = grid(rows)
    height = max(r + cell["rows"] for (r, c), cell in cells.items())
    width = max(c + cell["columns"] for (r, c), cell in cells.items())
    for (r, c), cell in cells.items():
        text = cell["text"]
        target = sheet.cell(top + r, left + c)
        target.value = None if text == "" else text if cell["header"] else value(text)
        if isinstance(target.value, str) and target.value.startswith("="):
            target.data_type = "s"
        target.alignment = Alignment(wrap_text=True)
        if merged and (cell["rows"] > 1 or cell["columns"] > 1):
            sheet.merge_cells(
                start_row=top + r, start_column=left + c,
                end_row=top + r + cell["rows"] - 1, end_column=left + c + cell["columns"] - 1)
    if formulas:
        # The last column is the sum of those before it, where it is.
        for r in range(height):
            figures = [(c, cells[r, c]) for c in range(width) if (r, c) in cells and not cells[r, c]["header"]]
            numbers = [number(cell["text"]) for _, cell in figures]
            if len(figures) == 7 and all(isinstance(n, int) for n in numbers) and sum(numbers[:-1]) == numbers[-1]:
                first, last = (sheet.cell(top + r, left + figures[i][0]).coordinate for i in (0, -2))
                sheet.cell(top + r, left + figures[-1][0]).value = f"=SUM({first}:{last})"
    if bordered:
        for r in range(height):
            for c in range(width):
                sheet.cell(top + r, left + c).border = BORDER
    return height


def lay_out(blocks, merge_lines=False, gap=0, left=1, **options):
    book = openpyxl.Workbook()
    sheet = book.active
    row = 1
    for kind, content in blocks:
        if kind == "table":
            row += put_table(sheet, row, content, left=left, **options) + gap
        else:
            sheet.cell(row, left).value = content["text"]
            if merge_lines:
                sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=left + 9)
            row += 1
    return book


def several_sheets(blocks):
    """A sheet for the prose, one for each table, an empty one, and a hidden one full of other numbers."""
    book = openpyxl.Workbook()
    prose = book.active
    book.create_sheet("空白")
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    heading = None
    for kind, content in blocks:
        if kind != "table":
            prose.append([content["text"]])
            heading = content["text"]
            continue
        sheet = book.create_sheet(f"表{len(book.sheetnames)}")
        sheet.cell(1, 1).value = heading
        put_table(sheet, 3, content)
        put_table(hidden, 1 + hidden.max_row, content, value=lambda text: 999 if number(text) != text else text)
    return book


def without_positions(path):
    """The same workbook without the numbers of rows, and with a size that is a lie."""
    target = path.with_name(path.stem + "-lying.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', data)
                data = re.sub(rb'<row r="\d+"', b"<row", data)
            file.writestr(name, data)
    return target


class Judge:
    def __init__(self, gongkai, out):
        self.gongkai, self.out = gongkai, out
        self.compared = self.wrong = self.open = self.files = 0

    def convert(self, path, to):
        run = subprocess.run(
            [self.gongkai, "convert", str(path), "--to", to, "--lang", "zh", "--show", "error"],
            capture_output=True, check=False)
        if run.returncode:
            print(f"{path}: {run.stderr.decode(errors='replace').strip()}")
        return run.stdout

    def tidy(self, path):
        rows = list(csv.DictReader(io.StringIO(self.convert(path, "csv").decode("utf-8"))))
        # A sheet that is printed shows a row that is missing as it shows what is not known.
        for row in rows:
            if row["status"] == "missingRow":
                row["status"] = "unknown"
        return {(row["indicator"], row["applicant"]): tuple(row[f] for f in FIELDS) for row in rows}

    def compare(self, path, expected):
        self.files += 1
        found = self.tidy(path)
        wrong = [(key, found.get(key), value) for key, value in expected.items() if found.get(key) != value]
        uncertain = [entry for entry in wrong if entry[1] is None or not entry[1][0]]
        self.compared += len(expected)
        self.wrong += len(wrong) - len(uncertain)
        self.open += len(uncertain)
        for key, got, value in wrong[:5]:
            print(f"{path.name}: {'@'.join(key)}: {got} for {value}")


def office(path, to, out):
    if not shutil.which("soffice"):
        return None
    out.mkdir(exist_ok=True)
    filters = {"csv": 'csv:Text - txt - csv (StarCalc):44,34,76,1'}
    subprocess.run(
        ["soffice", "--headless", "--convert-to", filters.get(to, to), "--outdir", str(out), str(path)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180, check=False)
    made = out / f"{path.stem}.{to}"
    return made if made.exists() else None


def read_ours(judge, name, source, blocks, expected):
    """What openpyxl finds in a workbook of ours: the printed tables cell by cell, and the figures as numbers."""
    path = judge.out / f"{name}-ours.xlsx"
    path.write_bytes(judge.convert(source, "xlsx"))
    book = openpyxl.load_workbook(path)
    printed, data = book.worksheets
    rows = list(data.iter_rows(values_only=True))
    columns, names = rows[0], rows[1]
    if names[0] != "报告标识" or not all(names):
        print(f"{name}: the second row of the data does not name the columns: {names}")
        judge.wrong += 1
    found = {}
    for row in rows[2:]:
        entry = dict(zip(columns, row))
        for field, value in entry.items():
            if value is not None and isinstance(value, (int, float)) != (field in NUMBERS):
                print(f"{name}: {entry['indicator']}: {field} is {value!r}")
                judge.wrong += 1
        found[entry["indicator"], entry["applicant"] or ""] = entry
    for key, values in expected.items():
        judge.compared += 1
        entry = found.get(key, {})
        for field, value in zip(FIELDS, values):
            got = "unknown" if entry.get(field) == "missingRow" else entry.get(field)
            if (got if got is not None else "") != (number(value) if field != "status" else value):
                print(f"{name}: {'@'.join(key)}: {field} {got!r} for {value!r}")
                judge.wrong += 1
    # The printed tables, row by row.
    lines = [[v for v in row if v is not None] for row in printed.iter_rows(values_only=True)]
    lines = [line for line in lines if line]
    position = 0
    for kind, content in blocks:
        if kind != "table":
            continue
        for row in content:
            line = [cell["text"] if cell["header"] else number(cell["text"]) for cell in row if cell["text"]]
            if not line:
                continue
            while position < len(lines) and lines[position] != line:
                position += 1
            if position == len(lines):
                print(f"{name}: the printed sheet lacks {line}")
                judge.wrong += 1
                return None
            judge.compared += len(line)
    # LibreOffice opens it as it is.
    judge.files += 1
    return path


def main():
    gongkai, out = sys.argv[1], pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    judge = Judge(gongkai, out)
    for source in map(pathlib.Path, sys.argv[3:]):
        name = f"{source.parent.name}-{source.stem}"
        expected = judge.tidy(source)
        blocks = Page(judge.convert(source, "html").decode("utf-8")).blocks
        # Plain lines are told from headings by their numbers, as in any sheet.
        layouts = {
            "merged": lay_out(blocks),
            "merged-lines": lay_out(blocks, merge_lines=True),
            "plain": lay_out(blocks, merged=False, bordered=False),
            "bordered-unmerged": lay_out(blocks, merged=False),
            "text": lay_out(blocks, value=str),
            "gaps": lay_out(blocks, gap=2, left=3),
            "several-sheets": several_sheets(blocks),
            "tables-only": lay_out([b for b in blocks if b[0] == "table"], gap=1),
            "formulas": lay_out(blocks, formulas=True),
        }
        paths = {}
        for layout, book in layouts.items():
            paths[layout] = out / f"{name}-{layout}.xlsx"
            book.save(paths[layout])
        formatted = lay_out(blocks)
        for row in formatted.active.iter_rows():
            for cell in row:
                if isinstance(cell.value, (int, float)):
                    cell.number_format = '#,##0.00_ ;[Red]-#,##0.00 '
        paths["formatted"] = out / f"{name}-formatted.xlsx"
        formatted.save(paths["formatted"])
        paths["lying"] = without_positions(paths["merged"])
        formulas = paths.pop("formulas")
        for layout, path in paths.items():
            judge.compare(path, expected)
        for path, to in (
            [(formulas, "xlsx"), (formulas, "ods"), (paths["plain"], "ods"), (paths["merged"], "csv"),
             (paths["merged"], "xlsx")]
        ):
            made = office(path, to, out / "office")
            if made:
                judge.compare(made, expected)
        ours = read_ours(judge, name, source, blocks, expected)
        if ours:
            judge.compare(ours, expected)
            made = office(ours, "ods", out / "office")
            if made:
                judge.compare(made, expected)
    print(f"{judge.files} workbooks, {judge.compared} comparisons, {judge.wrong} wrong, {judge.open} not read")
    return 1 if judge.wrong or judge.open or not judge.files else 0


if __name__ == "__main__":
    sys.exit(main())
