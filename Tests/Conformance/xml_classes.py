#!/usr/bin/env python3
"""Has xsdata make classes from the XSD, and reads and writes files with them.

usage: xml_classes.py SCHEMA FOLDER PATH...

What is written must be the same after canonicalisation, and no class may have a number for its name. Prints counts,
and exits with 1 where something is not so.
"""
import importlib
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

NAMES = {"Report", "Reports", "Identity", "Identifier", "Statistics", "Table", "Row", "Figure", "Conversion", "Finding",
         "Section", "FigureStatus", "FigureOrigin", "ConversionPolicy", "Edition", "Indicator", "Applicant"}


def classes(schema, folder):
    bin = pathlib.Path(sys.executable).parent
    subprocess.run(
        [bin / "xsdata", "generate", pathlib.Path(schema).resolve(), "--package", "gongkai_report"],
        check=True, cwd=folder, env={**os.environ, "PATH": f"{bin}:{os.environ['PATH']}"}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    sys.path.insert(0, str(folder))
    texts = [path.read_text(encoding="utf-8") for path in (folder / "gongkai_report").glob("*.py")]
    return importlib.import_module("gongkai_report"), set(re.findall(r"^class (\w+)", "\n".join(texts), re.MULTILINE))


def canonical(xml):
    """Without the spaces that lay elements out; those of texts stay."""
    root = tree.fromstring(xml)
    for element in root.iter():
        if len(element) and not (element.text or "").strip():
            element.text = None
        for child in element:
            if not (child.tail or "").strip():
                child.tail = None
    return tree.canonicalize(tree.tostring(root))


def main():
    schema, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    module, names = classes(schema, folder)
    from xsdata.formats.dataclass.parsers import XmlParser
    from xsdata.formats.dataclass.serializers import XmlSerializer

    wrong = sorted(NAMES - names) + sorted(
        name for name in names if (end := re.search(r"\d+$", name)) and not re.fullmatch(r"20\d\d", end[0]))
    if wrong:
        print("not as expected:", ", ".join(wrong))
    parser, serializer = XmlParser(), XmlSerializer()
    differing = 0
    files = []
    for path in map(pathlib.Path, sys.argv[3:]):
        files += sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    for file in files:
        xml = file.read_bytes()
        kind = module.Reports if b"<reports" in xml[:200] else module.Report
        written = serializer.render(parser.from_bytes(xml, kind), ns_map={None: "urn:gongkai:report:1"})
        if canonical(written.encode()) != canonical(xml):
            differing += 1
            print(f"{file}: not the same")
    print(f"{len(names)} classes, {len(files)} files read and written, {differing} not the same")
    return 1 if wrong or differing or not files else 0


if __name__ == "__main__":
    sys.exit(main())
