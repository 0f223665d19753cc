#!/usr/bin/env python3
"""Has Spark read thousands of files while its workers and their programs are killed, and counts what comes out.

    run.py FILES PROGRAM

Fails where a file is missing or doubled, or where a figure is other than the command itself gives.
"""

from __future__ import annotations

import collections
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
POISONED = {
    "torn.docx": b"PK\x03\x04" + bytes(range(256)) * 40,
    "deep.html": b"<div>" * 200_000,
    "none.txt": b"",
    "random.pdf": b"%PDF-1.7\n" + random.Random(1).randbytes(50_000),
    "bent.json": b'{"gongkai": "1.0", "edition": ' + b"[" * 5_000,
}


def make_folder(folder: pathlib.Path, count: int) -> None:
    """Reports of every form and container that the examples have, over subfolders, with some that are none."""
    names = ("input.txt", "2021.docx", "2021.html", "2021.xlsx", "2021.json", "2021.xml")
    sources = [path for example in sorted((ROOT / "Examples").glob("*/")) for name in names
               if (path := example / name).is_file()]
    for number in range(count):
        source = sources[number % len(sources)]
        target = folder / f"{number % 40:02}" / f"{number:06}{source.suffix}"
        target.parent.mkdir(exist_ok=True)
        shutil.copy(source, target)
    for name, content in POISONED.items():
        (folder / "07" / name).write_bytes(content)


def processes(*words: str) -> list[int]:
    """Processes by what their command lines begin with and hold."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if words[0] == line[0] and all(word in line for word in words):
            found.append(int(path.parent.name))
    return sorted(found)


def kill_some(program: str, stopped: threading.Event, killed: collections.Counter[str]) -> None:
    """Kill a worker of Spark or a program of one, three times of each kind."""
    chance = random.Random(2)
    while not stopped.wait(1.0) and any(killed[kind] < 3 for kind in ("worker", "program")):
        kind = min(("worker", "program"), key=killed.get)
        # The oldest is the daemon, whose children are the workers.
        found = processes(program, "stream") if kind == "program" else processes(sys.executable, "pyspark.daemon")[1:]
        if not found:
            continue
        try:
            os.kill(chance.choice(found), signal.SIGKILL)
        except ProcessLookupError:
            continue
        killed[kind] += 1


def figures_of_command(program: str, folder: pathlib.Path) -> tuple[int, float]:
    """How many figures one process finds in the same files, and how long it takes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = "".join(json.dumps({"id": str(path), "path": str(path)}) + "\n" for path in paths)
    began = time.monotonic()
    answers = subprocess.run(
        [program, "stream", "--edition", "2021", "--output", "figures", "--no-check"],
        input=lines.encode(), capture_output=True, check=True).stdout
    taken = time.monotonic() - began
    return sum(len(json.loads(line).get("figures", [])) for line in answers.splitlines()), taken


def main() -> None:
    count, program = int(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
    os.environ |= {
        "GONGKAI_PROGRAM": program, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT / "Python/src"), "SPARK_LOCAL_IP": "127.0.0.1"}
    sys.path[:0] = [str(ROOT / "Python/src"), str(ROOT / "Examples/spark")]
    import panel
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "reports"
        folder.mkdir()
        make_folder(folder, count)
        spark = (
            # Killed workers cost tries of a task.
            SparkSession.builder.master("local[2,20]").appName("gongkai")
            .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
            # Tasks that are small enough for some to be killed.
            .config("spark.sql.files.maxPartitionBytes", 8 << 20).getOrCreate())
        spark.sparkContext.setLogLevel("OFF")
        stopped, killed = threading.Event(), collections.Counter(worker=0, program=0)
        killer = threading.Thread(target=kill_some, args=(program, stopped, killed), daemon=True)
        killer.start()
        began = time.monotonic()
        files = panel.write(spark, str(folder), f"{name}/panel", "2021")
        taken = time.monotonic() - began
        stopped.set()
        killer.join()
        counts = panel.proof(spark, str(folder), files, f"{name}/panel")
        spark.stop()
        figures, alone = figures_of_command(program, folder)
    print(f"killed: {dict(killed)}")
    print(f"{counts}")
    print(f"Spark: {taken:.1f} s, {count / taken:.0f} files/s; one process: {alone:.1f} s, {count / alone:.0f} files/s")
    if not panel.is_whole(counts) or counts["inputs"] != count + len(POISONED) or counts["failed"]:
        sys.exit("files were lost, doubled or not read")
    if counts["figures"] != figures:
        sys.exit(f"{counts['figures']} figures, and {figures} by the command itself")
    if not all(killed.values()):
        sys.exit("too little was killed: more files are needed")


main()
