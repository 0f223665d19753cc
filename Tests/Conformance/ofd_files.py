#!/usr/bin/env python3
"""OFD files that gongkai writes, read by ofdkit.

usage: ofd_files.py GONGKAI FOLDER REPORT.json...

What ofdkit reads on the pages must hold every figure of gongkai's web page of the same report: plain numbers in the same order, the
numbers of all others wherever they stand. Prints a line, and exits with 1 where one is missing.
"""
import pathlib
import re
import subprocess
import sys

import lxml.html
import ofdkit


def written(gongkai, report, folder, kind):
    path = folder / f"{report.parent.name}-{report.stem}.{kind}"
    run = subprocess.run([gongkai, "convert", report, "--to", kind, "-o", path, "--overwrite", "--show", "error"], capture_output=True)
    # Generated reports have errors.
    if run.returncode not in (0, 1):
        sys.exit(f"{report}: {run.returncode}\n{run.stderr.decode()}")
    return path


def missing(page, text):
    """The figures of a page that a text does not have."""
    cells = ["".join(cell.text_content().split()) for cell in lxml.html.parse(page).iter("td")]
    words, numbers = iter(text.split()), set(re.findall(r"\d[\d.]*", text))
    for cell in filter(None, cells):
        if re.fullmatch(r"\d[\d.]*", cell):
            if cell not in words:
                yield cell
        # Marks, numbers and the ends of ranges may stand on lines of their own, between those of other cells.
        elif not numbers.issuperset(re.findall(r"\d[\d.]*", cell)):
            yield cell


def main():
    gongkai, folder, reports = sys.argv[1], pathlib.Path(sys.argv[2]), [pathlib.Path(name) for name in sys.argv[3:]]
    folder.mkdir(parents=True, exist_ok=True)
    faults = 0
    for report in reports:
        text = ofdkit.extract_text(written(gongkai, report, folder, "ofd"))
        for figure in missing(written(gongkai, report, folder, "html"), text):
            print(f"{report}: {figure} is not read")
            faults += 1
    print(f"ofdkit: {len(reports)} OFD files, {faults} figures missing")
    sys.exit(1 if faults else 0)


main()
