"""Measures Gongkai beside its peers, in one go and on the same files, and writes RESULTS.md.

Each measurement is taken five times in turn with its peers'; medians are shown, and what the ratio was from the
slowest to the fastest turn, so that a noisy machine shows. What is measured in process counts processor time.
"""
import functools
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import time
import zipfile

import orjson
from lxml import etree

import inputs
import office_script

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / ".build" / "bench"
GONGKAI = ROOT / ".build" / "release" / "gongkai"
BENCH = ROOT / ".build" / "release" / "gongkai-bench"
OFFICE = ROOT / "Benchmarks" / "office_script.py"
RUNS = 5
# What one measurement in process should take.
NANOSECONDS_EACH = 200_000_000


# Measuring: microseconds for each file in process, milliseconds for whole processes

def text(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout


class Repeated:
    """A program that repeats its work: how often is found out once, so that a measurement takes long enough."""

    def __init__(self, run, count):
        self.run = run
        self.count = count
        self.rounds = None

    def __call__(self):
        if self.rounds is None:
            self.rounds = max(1, min(20_000, NANOSECONDS_EACH // max(1, self.run(1) * self.count)))
        return self.run(self.rounds) / 1000


def bench(mode, *paths):
    return Repeated(lambda rounds: int(text(BENCH, mode, rounds, *paths)), len(paths))


def script(*paths):
    command = (sys.executable, ROOT / "Benchmarks" / "report_script.py")
    return Repeated(lambda rounds: int(text(*command, rounds, *paths)), len(paths))


def office(reader, *paths):
    return Repeated(lambda rounds: int(text(sys.executable, OFFICE, reader, rounds, *paths)), len(paths))


def loop(call, count=1):
    def run(rounds):
        start = time.process_time_ns()
        for _ in range(rounds):
            call()
        return (time.process_time_ns() - start) // (rounds * count)
    return Repeated(run, count)


def whole(*command, count=1):
    """Milliseconds from start to end, for each of so many files."""
    def run():
        start = time.perf_counter_ns()
        subprocess.run([str(c) for c in command], check=True, capture_output=True)
        return (time.perf_counter_ns() - start) / 1e6 / count
    return run


def each(command, paths):
    """Milliseconds of a whole process for each file."""
    calls = [whole(*command(path)) for path in paths]
    return lambda: statistics.mean(call() for call in calls)


# A new process counts what its parent held when it was forked: it is started by a small one.
STARTER = """
import os, resource, sys
answer, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 1), os.dup2(nowhere, 2)
status = os.spawnvp(os.P_WAIT, sys.argv[1], sys.argv[1:])
os.write(answer, f"{status} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}".encode())
"""


def peak(*command):
    """The megabytes that a process, or a program that it runs, held at most; not less than 7."""
    status, kilobytes = map(int, text(sys.executable, "-I", "-S", "-c", STARTER, *command).split())
    # Findings and xmllint's dislike of HTML5 are no failure.
    if status not in (0, 1):
        raise RuntimeError(f"{command} ended with {status}")
    return kilobytes / (1 << 20 if sys.platform == "darwin" else 1 << 10)


# The table

class Table:
    def __init__(self):
        self.lines = []
        self.missed = []

    def title(self, name):
        self.lines += ["", f"## {name}", "", "| what | ours | peer | peer's | peer's / ours | turns | aim |",
                       "| --- | ---: | --- | ---: | ---: | ---: | --- |"]
        print(f"\n{name}", flush=True)

    def measure(self, name, unit, ours, *peers, aims=()):
        """Peers are pairs of name and call; an aim is the ratio that is wanted of the peer in its place."""
        values = [[] for _ in range(1 + len(peers))]
        # In turn, so that a change of the machine's speed meets all.
        for _ in range(RUNS):
            for kept, call in zip(values, (ours, *(call for _, call in peers))):
                kept.append(call())
        for position, (peer, _) in enumerate(peers):
            ratios = sorted(theirs / own for own, theirs in zip(values[0], values[1 + position]))
            self.row(name if position == 0 else "the same", unit, values[0], peer, values[1 + position], ratios,
                     aims[position] if position < len(aims) else None)

    def row(self, name, unit, ours, peer, theirs, ratios, aim=None):
        ratio = statistics.median(ratios)
        verdict = ""
        if aim:
            verdict = f"{aim:.2g}: " + ("met" if ratio >= aim else "missed")
            if ratio < aim:
                self.missed.append(f"{name}: {ratio:.2f} of {aim:.2g} {peer}")
        turns = f"{ratios[0]:.2f}–{ratios[-1]:.2f}" if len(ratios) > 1 else ""
        line = (f"| {name} | {statistics.median(ours):.1f} {unit} | {peer} | {statistics.median(theirs):.1f} {unit} "
                f"| {ratio:.2f} | {turns} | {verdict} |")
        self.lines.append(line)
        print(line, flush=True)

    def memory(self, name, ours, peer, theirs):
        own, other = peak(*ours), peak(*theirs)
        self.row(name, "MB", [own], peer, [other], [other / own])


# What is measured

def copies(times):
    """Many text reports: a file that is named twice is read once."""
    folder = OUT / "copies"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source in sorted((ROOT / "Examples").glob("*/input.txt")):
        for number in range(times):
            shutil.copy(source, folder / f"{source.parent.name}-{number}.txt")
    return sorted(folder.iterdir())


def text_reports(table):
    sources = sorted((ROOT / "Examples").glob("*/input.txt"))
    one = OUT / "one.json"
    subprocess.run([GONGKAI, "convert", ROOT / "Examples/2021/input.txt", "-o", one, "--overwrite"], check=True)
    many = OUT / "reports.xml"
    bundle = text(GONGKAI, "convert", *copies(20), "--edition", "2021", "--to", "xml")
    many.write_text(bundle, encoding="utf-8")
    data = one.read_bytes()
    value = json.loads(data)
    table.title("Text, JSON and XML")
    table.measure(
        "read a text report, convert it to 2021, write JSON", "µs", bench("report", *sources),
        ("Python script", script(*sources)), aims=[10])
    table.measure(
        f"read canonical JSON ({len(data)} bytes), all checked", "µs", bench("read", one),
        ("json.loads", loop(lambda: json.loads(data))), ("orjson.loads", loop(lambda: orjson.loads(data))))
    table.measure(
        "write canonical JSON", "µs", bench("write-json", one),
        ("json.dumps", loop(lambda: json.dumps(value, ensure_ascii=False, indent=2).encode())),
        ("orjson.dumps", loop(lambda: orjson.dumps(value, option=orjson.OPT_INDENT_2))))
    count = bundle.count("<report ")
    read, lint, nothing = bench("read", many), whole("xmllint", "--noout", many), whole("xmllint", "--version")
    read.count = count
    table.measure(
        f"read canonical XML ({len(bundle.encode()) / 1e6:.1f} MB, {count} reports)", "ms",
        lambda: read() * count / 1000, ("xmllint --noout", lambda: lint() - nothing()))
    table.measure(
        "start (--version)", "ms", whole(GONGKAI, "--version"),
        ("python3 -c 'import json, re'", whole(sys.executable, "-c", "import json, re")))
    table.measure(
        "start, convert one report, end", "ms", whole(GONGKAI, "convert", sources[0], "--edition", "2021"),
        ("Python script", whole(sys.executable, ROOT / "Benchmarks/report_script.py", 1, sources[0])))


def size(paths):
    return f"{statistics.mean(path.stat().st_size for path in paths) / 1000:.0f} kB"


def checking(table):
    table.title("Checking, each, beside reading the same file")
    texts = sorted((ROOT / "Examples").glob("*/input.txt"))
    canonical = sorted((ROOT / "Examples").glob("*/report.json"))
    for name, paths in (("text", texts), ("canonical JSON", canonical)):
        table.measure(f"check a report ({name})", "µs", bench("check", *paths), ("reading it", bench("read", *paths)),
                      aims=[1])
    table.measure("check it against the year before", "µs", bench("check-years", *texts),
                  ("reading it", bench("read", *texts)), aims=[1])


def collecting(table):
    """An office's folder: 150 units in text, HTML, DOCX and others, some of them broken."""
    table.title("Bringing the reports of 150 units together, whole process, beside reading them")
    folder = OUT / "office"
    shutil.rmtree(folder, ignore_errors=True)
    maker = ROOT / ".build" / "debug" / "make-reports"
    subprocess.run([maker, "office", "150", folder], check=True)

    def timed(*command):
        def run():
            start = time.perf_counter_ns()
            # Broken files make the status.
            subprocess.run([str(c) for c in command], check=False, capture_output=True)
            return (time.perf_counter_ns() - start) / 1e6
        return run

    reading = timed(GONGKAI, "convert", folder / "reports", "--to", "json", "-o", f"{folder}/read/", "--overwrite")
    for kind in ("json", "html", "xlsx"):
        table.measure(
            f"collect 150 ({kind.upper()})", "ms",
            timed(GONGKAI, "collect", folder / "reports", "--roster", folder / "units.tsv", "--year", "2025", "-o",
                  folder / f"sums.{kind}", "--overwrite"), ("convert to JSON", reading))


PYTHON_PANEL = """
import sys
sys.path.insert(0, sys.argv[1])
import gongkai
with gongkai.Worker(edition="2021", output="figures") as worker:
    print(sum(len(answer.figures) for answer in worker.answers(sys.argv[2:])))
"""


def many(table):
    """20,000 distinct files; the stream, the package for Python and a batch by the same 2,000 of them."""
    folder = OUT / "20000"
    if not folder.is_dir():
        folder.mkdir(parents=True)
        texts = [path.read_bytes() for path in sorted((ROOT / "Examples").glob("*/input.txt"))]
        for number in range(20_000):
            (folder / f"{number:05}.txt").write_bytes(texts[number % len(texts)] + f"\n{number}\n".encode())
    few = sorted(folder.iterdir())[:2_000]
    lines = "".join(json.dumps({"id": path.name, "path": str(path)}) + "\n" for path in few).encode()
    batch = whole(GONGKAI, "convert", *few, "--edition", "2021", "-o", OUT / "few.csv", "--overwrite", "--show", "error",
                  count=len(few))

    def stream():
        start = time.perf_counter_ns()
        subprocess.run([GONGKAI, "stream", "--edition", "2021", "--output", "figures"], input=lines, check=True,
                       capture_output=True)
        return (time.perf_counter_ns() - start) / 1e6 / len(few)

    def python():
        start = time.perf_counter_ns()
        subprocess.run([sys.executable, "-c", PYTHON_PANEL, ROOT / "Python" / "src", *few], check=True, capture_output=True,
                       env={**os.environ, "GONGKAI_PROGRAM": str(GONGKAI)})
        return (time.perf_counter_ns() - start) / 1e6 / len(few)

    table.title("Many reports, whole process, for each")
    # A tenth slower at most.
    table.measure("stream of figures", "ms", stream, ("a batch into one CSV", batch), aims=[1 / 1.1])
    table.measure("the same from Python", "ms", python, ("the stream", stream))
    for kind in ("csv", "sqlite"):
        target = OUT / f"panel.{kind}"

        def panel(target=target, kind=kind):
            shutil.rmtree(target, ignore_errors=True)
            target.unlink(missing_ok=True)
            return whole(GONGKAI, "panel", folder, "-o", target, "--format", kind, count=20_000)()

        table.measure(f"panel of 20,000 ({kind.upper()})", "ms", panel, ("a batch into one CSV", batch))
    table.memory("panel of 20,000 again, with --update", (GONGKAI, "panel", folder, "-o", OUT / "panel.csv", "--update"),
                 "2,000 into one CSV", (GONGKAI, "convert", *few, "--edition", "2021", "-o", OUT / "few.csv", "--overwrite"))


def packing(table):
    table.title("Packing for an archive, each, beside digesting and deflating the same bytes")
    sources = copies(40)
    package, folder = OUT / "package.zip", OUT / "package"
    values = ("全宗号=0123", "全宗名称=测试", "类别号=WS", "保管期限=永久")
    for path in OUT.glob("package*.zip"):
        path.unlink()
    status = subprocess.run([GONGKAI, "archive", *sources, "-o", package, "--overwrite",
                             *(part for value in values for part in ("--set", value))], capture_output=True).returncode
    # The examples are not without findings.
    assert status in (0, 1), status
    shutil.rmtree(folder, ignore_errors=True)
    for path in sorted(OUT.glob("package*.zip")):
        with zipfile.ZipFile(path) as container:
            container.extractall(folder / path.stem)
    contents = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in contents) / len(sources) / 1000
    for clock, name in (("", "processor time"), ("-clock", "by the clock")):
        ours, least = bench("archive" + clock, *sources), bench("digest-and-deflate" + clock, *contents)
        table.measure(
            f"a report from text to its place in a package ({size:.0f} kB), {name}", "µs", ours,
            ("SHA-256 and zlib", lambda: least() * len(contents) / len(sources)), aims=[1 / 1.5] if clock else [])


def word_files(table, files):
    table.title("Word files by their makers, read to figures, each")
    for maker, paths in files["docx"].items():
        table.measure(
            f"{maker} ({size(paths)})", "µs", bench("read", *paths),
            ("lxml script", office("docx", *paths)), ("python-docx", office("python-docx", *paths)), aims=[3])
    table.measure(
        "whole process, one file", "ms",
        each(lambda path: (GONGKAI, "convert", path, "--to", "json"), files["docx"]["ours"]),
        ("pandoc -t plain", each(lambda path: ("pandoc", "-t", "plain", path), files["docx"]["ours"])))


def workbooks(table, files):
    table.title("Workbooks by their makers, read to figures, each")
    for maker, paths in files["xlsx"].items():
        table.measure(
            f"{maker} ({size(paths)})", "µs", bench("read", *paths),
            ("lxml script", office("xlsx", *paths)), ("openpyxl", office("openpyxl", *paths)), aims=[3])


def office_parts(table, files):
    table.title("XML of office files, parsed by our scanner, each, beside libxml2's SAX through the same handler")
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")):
        for maker, paths in files[kind].items():
            parts = []
            for number, path in enumerate(paths):
                with zipfile.ZipFile(path) as container:
                    if part in container.namelist():
                        parts.append(OUT / f"part-{kind}-{number}.xml")
                        parts[-1].write_bytes(container.read(part))
            if parts:
                table.measure(f"{part} by {maker} ({size(parts)})", "µs", bench("scan-xml", *parts),
                              ("libxml2 SAX2", bench("sax-xml", *parts)), aims=[2])


def pages(table, files):
    table.title("Pages by their makers, read to figures, each, beside libxml2's parse alone")
    for maker, paths in files["html"].items():
        contents = [path.read_bytes() for path in paths]

        def parse():
            for content in contents:
                etree.fromstring(content, etree.HTMLParser())

        table.measure(
            f"{maker} ({size(paths)})", "µs", bench("read", *paths),
            ("etree.HTMLParser", loop(parse, len(contents))), aims=[1 / 1.5])
    lint = lambda path: ("sh", "-c", 'xmllint --html --noout "$0" || true', path)  # noqa: E731
    table.measure(
        "whole process, a portal's page", "ms",
        each(lambda path: (GONGKAI, "convert", path, "--to", "json"), files["html"]["portal"]),
        ("xmllint --html --noout", each(lint, files["html"]["portal"])))


def writing(table, files):
    reports = [ROOT / "Examples" / name / "report.json" for name in inputs.REPORTS]
    pages = files["html"]["ours"]
    tables = [inputs.html_tables(page) for page in pages]
    table.title("Writing the same tables, each")
    for kind, name, write, sources in (
        ("docx", "python-docx, page read as well", inputs.with_python_docx, pages),
        ("xlsx", "openpyxl, tables only", inputs.with_openpyxl, tables)):
        target = OUT / f"written.{kind}"
        table.measure(
            f"write {kind.upper()}", "µs", bench(f"write-{kind}", *reports),
            (name, loop(functools.partial(write_all, write, sources, target), len(sources))))


def write_all(write, sources, target):
    for source in sources:
        write(source, target)


def memory(table, files):
    table.title("Most memory held by the whole process")
    python = sys.executable
    for kind, maker in (("docx", "Word's manner"), ("xlsx", "ours")):
        path = files[kind][maker][0]
        for reader in (kind, {"docx": "python-docx", "xlsx": "openpyxl"}[kind]):
            table.memory(
                f"one {kind.upper()}", (GONGKAI, "convert", path, "--to", "json"),
                "lxml script" if reader == kind else reader, (python, OFFICE, reader, "json", path))
    path = files["html"]["portal"][0]
    table.memory("one page of a portal", (GONGKAI, "convert", path, "--to", "json"), "xmllint --html",
                 ("xmllint", "--html", "--noout", path))
    path = files["pdf"]["LibreOffice"][0]
    table.memory("one PDF, with poppler", (GONGKAI, "convert", path, "--to", "json"), "pdftotext -layout",
                 ("pdftotext", "-layout", path, "-"))
    folder = OUT / "many"
    folder.mkdir(exist_ok=True)
    sources = [path for paths in files["docx"].values() for path in paths]
    copies = []
    for number in range(200):
        source = sources[number % len(sources)]
        copies.append(folder / f"{number:03}.docx")
        copies[-1].write_bytes(source.read_bytes())
    results = OUT / "results"
    results.mkdir(exist_ok=True)
    table.memory("200 DOCX to JSON", (GONGKAI, "convert", *copies, "--to", "json", "-o", f"{results}/", "--overwrite"),
                 "lxml script", (python, OFFICE, "docx", "json", *copies))


def main():
    begun = time.monotonic()
    OUT.mkdir(parents=True, exist_ok=True)
    files = inputs.make(GONGKAI, OUT / "files")
    assert len(office_script.LABELS) > 40
    table = Table()
    text_reports(table)
    checking(table)
    collecting(table)
    many(table)
    packing(table)
    word_files(table, files)
    workbooks(table, files)
    office_parts(table, files)
    pages(table, files)
    writing(table, files)
    memory(table, files)
    lines = [
        "# Last result of `make bench`", "",
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}. Medians of {RUNS} runs, taken",
        "in turn with the peer's; `turns` is the least and the greatest ratio of a turn. In µs: processor time, in",
        "process and on one core; in ms: whole processes by the clock, but for canonical XML. The scripts keep neither",
        "places nor prose and do not check; ours does all three.",
        *table.lines, "",
        "Aims missed:" if table.missed else "All aims are met.",
        *(["", *(f"- {missed}" for missed in table.missed)] if table.missed else []),
    ]
    (ROOT / "Benchmarks" / "RESULTS.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(["", *(table.missed and ["Aims missed:", *table.missed] or ["All aims are met."])]))
    print(f"{time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
