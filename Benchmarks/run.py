"""Measures Gongkai beside its peers, in one go and on the same files, and writes RESULTS.md.

Each measurement is taken five times in turn with its peer's; medians are shown.
"""
import json
import pathlib
import platform
import statistics
import subprocess
import sys
import time

import orjson

ROOT = pathlib.Path(__file__).parent.parent
OUT = ROOT / ".build" / "bench"
GONGKAI = ROOT / ".build" / "release" / "gongkai"
BENCH = ROOT / "Benchmarks" / ".build" / "release" / "gongkai-bench"
RUNS = 5


def text(*command):
    return subprocess.run([str(c) for c in command], check=True, capture_output=True, text=True).stdout


def bench(mode, rounds, *paths):
    return int(text(BENCH, mode, rounds, *paths)) / 1000


def script(rounds, *paths):
    return int(text(sys.executable, ROOT / "Benchmarks" / "report_script.py", rounds, *paths)) / 1000


def loop(call, rounds):
    start = time.perf_counter_ns()
    for _ in range(rounds):
        call()
    return (time.perf_counter_ns() - start) / rounds / 1000


def whole(*command):
    start = time.perf_counter_ns()
    subprocess.run([str(c) for c in command], check=True, capture_output=True)
    return (time.perf_counter_ns() - start) / 1e6


def medians(*measurements):
    """The median of each, taken in turn so that a change of the machine's speed meets all."""
    values = [[] for _ in measurements]
    for _ in range(RUNS):
        for kept, measure in zip(values, measurements):
            kept.append(measure())
    return [statistics.median(kept) for kept in values]


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    inputs = sorted((ROOT / "Examples").glob("*/input.txt"))
    many = OUT / "reports.xml"
    one = OUT / "one.json"
    subprocess.run([GONGKAI, "convert", ROOT / "Examples/2021/input.txt", "-o", one, "--overwrite"], check=True)
    bundle = text(GONGKAI, "convert", *(list(inputs) * 20), "--edition", "2021", "--to", "xml")
    many.write_text(bundle, encoding="utf-8")
    data = one.read_bytes()
    value = json.loads(data)
    rows = []

    def row(name, unit, ours, peer, theirs):
        rows.append((name, f"{ours:.1f} {unit}", peer, f"{theirs:.1f} {unit}", f"{theirs / ours:.2f}"))

    ours, theirs = medians(lambda: bench("report", 300, *inputs), lambda: script(60, *inputs))
    row("read a text report, convert it to 2021, write JSON", "µs", ours, "Python script", theirs)
    ours, plain, fast = medians(
        lambda: bench("json-read", 2000, one), lambda: loop(lambda: json.loads(data), 400),
        lambda: loop(lambda: orjson.loads(data), 1000))
    row(f"read canonical JSON ({len(data)} bytes), all checked", "µs", ours, "json.loads", plain)
    row("the same", "µs", ours, "orjson.loads", fast)
    ours, plain, fast = medians(
        lambda: bench("json-write", 2000, one),
        lambda: loop(lambda: json.dumps(value, ensure_ascii=False, indent=2).encode(), 200),
        lambda: loop(lambda: orjson.dumps(value, option=orjson.OPT_INDENT_2), 1000))
    row("write canonical JSON", "µs", ours, "json.dumps", plain)
    row("the same", "µs", ours, "orjson.dumps", fast)
    count = bundle.count("<report ")
    ours, theirs = medians(
        lambda: bench("xml-read", 10, many) * count / 1000,
        lambda: whole("xmllint", "--noout", many) - whole("xmllint", "--version"))
    row(f"read canonical XML ({len(bundle.encode()) / 1e6:.1f} MB, {count} reports)", "ms", ours, "xmllint --noout", theirs)
    ours, theirs = medians(lambda: whole(GONGKAI, "--version"), lambda: whole(sys.executable, "-c", "import json, re"))
    row("start (--version)", "ms", ours, "python3 -c 'import json, re'", theirs)
    ours, theirs = medians(
        lambda: whole(GONGKAI, "convert", inputs[0], "--edition", "2021"),
        lambda: whole(sys.executable, ROOT / "Benchmarks/report_script.py", 1, inputs[0]))
    row("start, convert one report, end", "ms", ours, "Python script", theirs)

    lines = [
        "# Last result of `make bench`", "",
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}. Medians of {RUNS} runs, taken in turn with",
        "the peer's; in process and on one core but for the last three rows, which are whole processes. The script keeps",
        "neither places nor prose and does not check; ours does all three.", "",
        "| what | ours | peer | peer's | peer's / ours |", "| --- | ---: | --- | ---: | ---: |",
    ]
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    result = "\n".join(lines) + "\n"
    (ROOT / "Benchmarks" / "RESULTS.md").write_text(result, encoding="utf-8")
    print(result)


if __name__ == "__main__":
    main()
