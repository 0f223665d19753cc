#!/usr/bin/env python3
"""Files that carry the data of the report that they show, saved anew by LibreOffice.

usage: attached_data.py GONGKAI FOLDER INPUT...

Each report is converted to the form of 2021 and written as DOCX, XLSX and HTML. What is read of a Word document or a
workbook that LibreOffice has saved must be the whole report, with lineage and what was carried along; a page loses its
data there, and must keep its figures. Prints a table, and exits with 1 where something is lost.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

from word_files import figures


def convert(gongkai, source, target, *more):
    command = [gongkai, "convert", source, "-o", target, "--overwrite", "--no-check", "--quiet", *more]
    subprocess.run(list(map(str, command)), check=True, stderr=subprocess.DEVNULL)


def save_anew(files, extension, folder):
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
             "--convert-to", extension, "--outdir", str(folder), *map(str, files)],
            check=True, timeout=300, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def lost(extension, expected, found):
    """What is not as it was."""
    if extension == "html" or "conversion" not in expected:
        return [] if figures(expected) == figures(found) else ["figures"]
    return [name for name in sorted(expected.keys() | found.keys()) if expected.get(name) != found.get(name)]


def main(gongkai, folder, *inputs):
    gongkai, folder = pathlib.Path(gongkai).resolve(), pathlib.Path(folder)
    failures = 0
    for extension in ("docx", "xlsx", "html"):
        work = folder / extension
        work.mkdir(parents=True, exist_ok=True)
        files = []
        for source in map(pathlib.Path, inputs):
            file = work / f"{source.parent.name}.{extension}"
            convert(gongkai, source, file, "--edition", "2021", "--to", extension)
            convert(gongkai, source, file.with_suffix(".json"), "--edition", "2021", "--to", "json")
            files.append(file)
        save_anew(files, extension, work / "saved")
        for file in files:
            saved = work / "saved" / file.name
            convert(gongkai, saved, saved.with_suffix(".json"), "--to", "json")
            expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
            found = json.loads(saved.with_suffix(".json").read_text(encoding="utf-8"))
            missing = lost(extension, expected, found)
            failures += bool(missing)
            print(f"{extension:5} {file.stem:16} {'whole' if not missing else 'LOST: ' + ', '.join(missing)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
