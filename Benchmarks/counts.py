#!/usr/bin/env python3
"""Counts the instructions of what users wait for, which do not depend on how busy or fast a machine is.

    counts.py                   compares with COUNTS.tsv, and fails where a count has risen by more than 5 %
    counts.py --base FOLDER     compares with the build of another checkout, counted in the same run
    counts.py --record [--cause TEXT]   keeps the counts; a rise needs its cause, and all rises of a measure since
                                the file was begun may not exceed 5 %

Counts are millions of instructions by callgrind: of a whole process, or of one report among many (twelve rounds less
two, so that what is done once does not count).
"""
import argparse
import concurrent.futures
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECORD = ROOT / "Benchmarks" / "COUNTS.tsv"
TOLERANCE = 0.05
TEXTS = sorted((ROOT / "Examples").glob("*/input.txt"))


def made(name):
    return sorted((ROOT / "Examples").glob(f"*/{name}"))


ONE = ("convert", ROOT / "Examples/legacy-shandong/input.txt", "--edition", "2021", "--to", "json")
# What is counted, in the order of the way of a report.
PROCESSES = {"start (--version)": ("--version",), "one conversion as a process": ONE}
REPORTS = {
    "identify a text report": ("identify", TEXTS), "read a text report": ("read", TEXTS),
    "check a report": ("check", TEXTS), "read it, convert it, write JSON": ("report", TEXTS),
    **{f"read {kind}": ("read", made(name)) for kind, name in (
        ("canonical JSON", "2021.json"), ("canonical XML", "2021.xml"), ("DOCX", "2021.docx"), ("HTML", "2021.html"),
        ("XLSX", "2021.xlsx"))},
    **{f"write {kind}": (f"write-{kind.lower()}", made("2021.json")) for kind in (
        "JSON", "XML", "CSV", "DOCX", "HTML", "XLSX")},
}


class Counter:
    """Counts what the binaries of a build do."""

    def __init__(self, build, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        # valgrind 3.19 does not understand Swift's debugging information.
        for name in ("gongkai", "gongkai-bench"):
            subprocess.run(["objcopy", "--strip-debug", build / name, self.folder / name], check=True)

    def instructions(self, program, *arguments):
        environment = {
            "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SWIFT_DETERMINISTIC_HASHING": "1"}
        run = subprocess.run(
            ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", self.folder / program,
             *map(str, arguments)], cwd=ROOT, env=environment, capture_output=True, text=True)
        found = re.search(r"Collected : (\d+)", run.stderr)
        if run.returncode != 0 or not found:
            sys.exit(f"{program} {' '.join(map(str, arguments))}: {run.returncode}\n{run.stderr[-2000:]}")
        return int(found[1])

    def of_process(self, arguments):
        return self.instructions("gongkai", *arguments) / 1e6

    def of_report(self, mode, paths):
        few, many = (self.instructions("gongkai-bench", mode, rounds, *paths) for rounds in (2, 12))
        return (many - few) / 1e7 / len(paths)

    def all(self):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            counts = {name: pool.submit(self.of_process, words) for name, words in PROCESSES.items()}
            counts |= {name: pool.submit(self.of_report, *what) for name, what in REPORTS.items()}
            return {name: count.result() for name, count in counts.items()}


def recorded():
    """By measure: the count, what it was when the file was begun, and why it rose."""
    if not RECORD.exists():
        return {}
    with RECORD.open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["measure"]: (float(row["millions"]), float(row["rises"]), row["causes"] or "") for row in rows}


def record(counts, cause):
    """Keeps the counts; rises are added up, and falls do not make up for them."""
    before, lines, refused = recorded(), [], []
    for name, count in counts.items():
        old, rises, causes = before.get(name, (count, 0.0, ""))
        if count > old * (1 + TOLERANCE / 10):
            rises += count / old - 1
            causes = "; ".join(filter(None, (causes, cause)))
            if not cause:
                refused.append(f"{name}: {old:.2f} -> {count:.2f} without a --cause")
        if rises > TOLERANCE:
            refused.append(f"{name}: has risen by {rises:.1%} since the last release ({causes})")
        lines.append(f"{name}\t{count:.3f}\t{rises:.4f}\t{causes}")
    if refused:
        sys.exit("\n".join(refused))
    RECORD.write_text(
        "# Millions of instructions (callgrind), as `make bench-counts` finds them; `--record` writes this file.\n"
        "measure\tmillions\trises\tcauses\n" + "\n".join(lines) + "\n", encoding="utf-8")


def compare(counts, before, against):
    print(f"| M instructions | {against} | now | change |\n| --- | ---: | ---: | ---: |")
    risen = []
    for name, count in counts.items():
        change = count / before[name] - 1 if name in before else 0.0
        print(f"| {name} | {before.get(name, count):.2f} | {count:.2f} | {change:+.1%} |")
        if change > TOLERANCE:
            risen.append(name)
    if risen:
        sys.exit(f"risen by more than {TOLERANCE:.0%}: {', '.join(risen)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=pathlib.Path, help="a checkout with a release build to compare with")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--cause", default="")
    options = parser.parse_args()
    for tool in ("valgrind", "objcopy"):
        if not shutil.which(tool):
            print(f"nothing is counted: {tool} is not installed")
            return
    with tempfile.TemporaryDirectory() as folder:
        build = pathlib.Path(".build/release")
        counts = Counter(ROOT / build, f"{folder}/now").all()
        if options.record:
            return record(counts, options.cause)
        if options.base:
            return compare(counts, Counter(options.base / build, f"{folder}/base").all(), options.base.name)
        compare(counts, {name: row[0] for name, row in recorded().items()}, "recorded")


main()
