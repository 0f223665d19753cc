#!/usr/bin/env python3
"""Has software that is not ours judge what `gongkai archive` writes of files, in all profiles.

usage: archives.py GONGKAI FOLDER INPUT...

Inputs that hold no report, or do not tell what a record must have, may be refused; of all others packages are made.
unzip, Python's zipfile and the receiving rules of `transfer_package.py` judge them; sha256sum and openssl the lists of
digests; xmllint, xmlschema and jing the XML, by the schemas that the package brings; bagit the bags. LibreOffice must
find in the Word file the cells of the page beside it, and the canonical XML must give the JSON that the file as
received gives, byte for byte. Envelopes and bags must hold the files of the transfer packages.
"""
import base64
import hashlib
import pathlib
import shutil
import subprocess
import sys
import zipfile

import lxml.etree

import transfer_package
import word_files
import xml_schema

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
TIME = "2026-01-31T09:00:00+08:00"
VALUES = (
    "全宗号=0123", "全宗名称=青禾市水务局", "立档单位=青禾市水务局", "责任者=青禾市水务局", "类别号=WS", "保管期限=永久",
    "密级=公开", "移交单位=青禾市水务局", "内容描述=政府信息公开工作年度报告",
)
CANONICAL, PAGE, DOCUMENT = "公开年报.xml", "现行格式.html", "现行格式.docx"
# What is made again of a record in each profile, and what a list of digests cannot hold.
LISTS = {"其他/SHA-256.txt": "sha256", "其他/SM3.txt": "sm3"}


class Judge:
    """Counts what was looked at, and keeps what was wrong."""

    def __init__(self):
        self.counts, self.complaints = {}, []

    def ask(self, name, is_right, complaint=""):
        good, bad = self.counts.get(name, (0, 0))
        self.counts[name] = (good + bool(is_right), bad + (not is_right))
        if not is_right:
            self.complaints.append(f"{name}: {complaint}")

    def report(self):
        for name, (good, bad) in self.counts.items():
            print(f"{name}: {good} as expected, {bad} not")
        for complaint in self.complaints[:40]:
            print(f"  {complaint}")
        return 1 if self.complaints or not self.counts else 0


def call(*command, folder=None):
    return subprocess.run([str(part) for part in command], capture_output=True, cwd=folder)


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def archive(judge, gongkai, inputs, target, profile, *more):
    """The packages that the command made, in their order."""
    values = [part for value in VALUES for part in ("--set", value)]
    made = call(gongkai, "archive", *inputs, "-o", target, "--profile", profile, "--time", TIME, "--sm3",
                "--skip-refused", "--show", "error", *values, *more)
    # Published reports have findings (1), and some files hold no report (3).
    judge.ask(f"gongkai archive --profile {profile}", made.returncode in (0, 1, 3), made.stderr.decode()[-2000:])
    target = pathlib.Path(str(target).rstrip("/"))
    return [path for path in [target, *sorted(target.parent.glob(f"{target.stem}-[0-9]*{target.suffix}"))] if path.exists()]


def unpack(judge, package, folder):
    folder.mkdir(parents=True)
    tested = call("unzip", "-tqq", package)
    judge.ask("unzip -t", tested.returncode == 0, f"{package}: {tested.stdout.decode()}{tested.stderr.decode()}")
    with zipfile.ZipFile(package) as container:
        judge.ask("zipfile", container.testzip() is None, package)
        container.extractall(folder)
    return folder


def digests(judge, root):
    """The lists of a package, which leave each other out and nothing else."""
    here = {name for name in names(root) if name not in LISTS}
    for name, algorithm in LISTS.items():
        listed = (root / name).read_text(encoding="utf-8").splitlines()
        paths = [line[66:] for line in listed]
        judge.ask("files in the lists of digests", set(paths) == here and len(paths) == len(here), f"{root}/{name}")
        judge.ask("order of the lists", paths == sorted(paths, key=str.encode), f"{root}/{name}")
        if algorithm == "sha256":
            checked = call("sha256sum", "-c", "--strict", "--quiet", name, folder=root)
            judge.ask("sha256sum -c", checked.returncode == 0, checked.stdout.decode() + checked.stderr.decode())
            continue
        said = call("openssl", "dgst", "-sm3", "-r", *paths, folder=root).stdout.decode().splitlines()
        judge.ask("openssl dgst -sm3", [line[:64] for line in said] == [line[:64] for line in listed], f"{root}/{name}")


def by_schema(judge, schema, files, with_jing=False):
    judges = [("xmllint", xml_schema.invalid_by_xmllint), ("xmlschema", xml_schema.invalid_by_xmlschema)]
    for name, invalid_by in judges:
        invalid = invalid_by(str(schema), files)
        for file in files:
            judge.ask(f"{name} by {schema.name}", file not in invalid, f"{file}: {invalid.get(file)}")
    if with_jing and shutil.which("jing"):
        for file in files:
            run = call("jing", schema, file)
            judge.ask(f"jing by {schema.name}", run.returncode == 0, f"{file}: {run.stdout.decode()[:300]}")


def received_names(folder):
    return [name for name in names(folder) if name.startswith("原件-")]


def round_trip(judge, gongkai, folder, sources):
    """The canonical XML of a record gives the JSON that the file as received gives."""
    (received,) = received_names(folder)
    source = sources[hashlib.sha256((folder / received).read_bytes()).hexdigest()]
    judge.ask("file as received", received.removeprefix("原件-") == source.name, f"{received}, {source.name}")
    ours = call(gongkai, "convert", folder / CANONICAL, "--to", "json")
    theirs = call(gongkai, "convert", source, "--to", "json")
    judge.ask("canonical JSON", ours.stdout and ours.stdout == theirs.stdout, f"{folder / CANONICAL}, {source}")


def shown_by_libreoffice(judge, work, folders):
    """The cells of figures in LibreOffice's reading of the Word files are those of the pages."""
    files = []
    (work / "word").mkdir(parents=True)
    for number, folder in enumerate(folders):
        files.append(work / "word" / f"{number}.docx")
        shutil.copy(folder / DOCUMENT, files[-1])
    word_files.soffice(files, "html:HTML (StarWriter)", work / "soffice")
    for file, folder in zip(files, folders):
        shown = work / "soffice" / f"{file.stem}.html"
        judge.ask("LibreOffice opens the Word file", shown.exists(), folder)
        if not shown.exists():
            continue
        expected, found = rows_of_tables(folder / PAGE), rows_of_tables(shown)
        judge.ask("tables in LibreOffice", expected and len(expected) == len(found), f"{folder}: {len(found)}")
        for number, (ours, theirs) in enumerate(zip(expected, found)):
            judge.ask("rows in LibreOffice", len(ours) == len(theirs), f"{folder} table {number + 1}: {len(theirs)}")
            for row, (wanted, shown_row) in enumerate(zip(ours, theirs)):
                judge.ask("cells of a row in LibreOffice", wanted == shown_row,
                          f"{folder} table {number + 1} row {row + 1}: {wanted}, {shown_row}")


def rows_of_tables(page):
    """The texts of the cells of each row of each table, without the signs that call for footnotes. Where the columns
    are is for `word_files.py`: LibreOffice makes two of one in HTML where their ends in two rows differ a little."""
    root = lxml.etree.fromstring(page.read_bytes(), lxml.etree.HTMLParser(encoding="utf-8"))
    for sign in list(root.iter("a")):
        if "footnoteanc" in sign.get("class", ""):
            sign.text = ""
            for part in sign:
                part.text = ""
    copy = page.with_suffix(".plain.html")
    copy.write_bytes(lxml.etree.tostring(root, encoding="utf-8", method="html"))
    result = [[["".join(text.split()) for text, _, _ in row] for row in rows] for rows in word_files.html_tables(copy)]
    copy.unlink()
    return result


def transfer(judge, gongkai, work, inputs):
    """Transfer packages, and their roots where they are unpacked."""
    packages = archive(judge, gongkai, inputs, work / "transfer.zip", "transfer")
    again = archive(judge, gongkai, inputs, work / "again" / "transfer.zip", "transfer")
    judge.ask("same bytes again", [p.read_bytes() for p in packages] == [p.read_bytes() for p in again] != [], work)
    sources = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in inputs}
    roots = []
    for package in packages:
        reason = transfer_package.judge(package)
        judge.ask("receiving rules", reason is None, f"{package}: {reason}")
        verified = call(gongkai, "verify", package, "--show", "error")
        judge.ask("gongkai verify", verified.returncode == 0, verified.stdout.decode()[-2000:])
        root = unpack(judge, package, work / "unpacked" / package.stem)
        roots.append(root)
        digests(judge, root)
        schema = root / "其他" / "report-1.xsd"
        judge.ask("schema", schema.read_bytes() == (ROOT / "Schemas/xml/report-1.xsd").read_bytes(), schema)
        folders = [path.parent for path in sorted(root.rglob("电子档案元数据.XML"))]
        by_schema(judge, schema, [folder / CANONICAL for folder in folders])
        for path in [root / "目录文件.XML", *(folder / "电子档案元数据.XML" for folder in folders)]:
            checked = call("xmllint", "--noout", "--nonet", path)
            judge.ask("xmllint", checked.returncode == 0, checked.stderr.decode())
        for folder in folders:
            round_trip(judge, gongkai, folder, sources)
        shown_by_libreoffice(judge, work / f"shown-{package.stem}", folders)
    return roots


def contents(roots):
    """The files of each record by its number."""
    result = {}
    for root in roots:
        for metadata in root.rglob("电子档案元数据.XML"):
            result[metadata.parent.name] = {
                name: (metadata.parent / name).read_bytes() for name in names(metadata.parent) if name != metadata.name}
    return result


NAMESPACE = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"


def documents(envelope):
    """The files in or beside an envelope."""
    result = {}
    root = lxml.etree.parse(str(envelope), lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for coding in root.iter(f"{NAMESPACE}编码"):
        name = coding.findtext(f"{NAMESPACE}电子属性/{NAMESPACE}计算机文件名")
        content = base64.b64decode("".join(coding.findtext(f"{NAMESPACE}编码数据").split()), validate=True)
        if coding.findtext(f"{NAMESPACE}反编码关键字").startswith("sha256"):
            content = (envelope.parent / name).read_bytes()
        result[name] = content
    return result


def envelopes(judge, gongkai, work, inputs, expected):
    for kind, more in (("eep", ()), ("detached", ("--detached",))):
        for package in archive(judge, gongkai, inputs, work / kind / "eep.zip", "eep", *more):
            root = unpack(judge, package, work / kind / package.stem)
            digests(judge, root)
            schema = root / "其他" / "eep-2009.xsd"
            judge.ask("schema", schema.read_bytes() == (ROOT / "Schemas/archive/eep-2009.xsd").read_bytes(), schema)
            files = sorted(root.rglob("*.eep.xml"))
            by_schema(judge, schema, files, with_jing=True)
            for file in files:
                number = file.name.removesuffix(".eep.xml")
                judge.ask("files of envelopes", documents(file) == expected.get(number), f"{package}: {number}")
                beside = set(names(file.parent)) - {file.name}
                wanted = set(expected.get(number, ())) if more else set()
                judge.ask("files beside envelopes", beside == wanted, f"{package}: {number}: {beside}")
            judged = call(sys.executable, HERE / "eep.py", schema, root)
            judge.ask("eep.py", judged.returncode == 0, judged.stdout.decode() + judged.stderr.decode())
            verified = call(gongkai, "verify", package, "--show", "error")
            judge.ask("gongkai verify of envelopes", verified.returncode == 0, verified.stdout.decode()[-2000:])
    for single in archive(judge, gongkai, inputs[:1], work / "single" / "one.eep.xml", "eep"):
        by_schema(judge, ROOT / "Schemas/archive/eep-2009.xsd", [single], with_jing=True)
        judge.ask("files of a bare envelope", documents(single) in expected.values(), single)


def bags(judge, gongkai, work, inputs, roots):
    expected = contents(roots)
    targets = archive(judge, gongkai, inputs, work / "bags" / "bag.zip", "bagit")
    targets += archive(judge, gongkai, inputs, f"{work}/bags/folder/", "bagit")
    judge.ask("bags", len(targets) >= 2, targets)
    for target in targets:
        judged = call(sys.executable, HERE / "bags.py", target)
        judge.ask("bagit", judged.returncode == 0, judged.stdout.decode() + judged.stderr.decode())
        verified = call(gongkai, "verify", target, "--show", "error")
        judge.ask("gongkai verify of bags", verified.returncode == 0, verified.stdout.decode()[-2000:])
        folder = target if target.is_dir() else next(unpack(judge, target, work / "bags" / "unpacked").iterdir())
        payload = folder / "data"
        judge.ask("payload of bags", contents([payload]) == expected, target)
        digests(judge, payload)


def main():
    gongkai, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    inputs = [pathlib.Path(name).resolve() for name in sys.argv[3:]]
    shutil.rmtree(work, ignore_errors=True)
    (work / "again").mkdir(parents=True)
    for name in ("eep", "detached", "single", "bags"):
        (work / name).mkdir()
    judge = Judge()
    roots = transfer(judge, gongkai, work, inputs)
    envelopes(judge, gongkai, work, inputs, contents(roots))
    bags(judge, gongkai, work, inputs, roots)
    return judge.report()


if __name__ == "__main__":
    sys.exit(main())
