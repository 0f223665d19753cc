#!/usr/bin/env python3
"""Has SQLite add up what gongkai collect adds up, from the rows that gongkai convert writes of the same files.

usage: collect.py GONGKAI FOLDER

FOLDER holds `reports` and `units.tsv`. Every sum of the roll-up must be what SQL gives over the reports that count,
with no upper bound where a unit is missing, and exact only where every figure is. Prints counts, and exits with 1
where a sum differs.
"""
import csv
import io
import json
import pathlib
import sqlite3
import subprocess
import sys

YEAR = "2025"


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True)
    # Findings and files that cannot be read are no failure of the tool.
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"{command}: {done.stderr.decode()}")
    return done.stdout


def main():
    gongkai, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    target = folder / "sums.json"
    run(gongkai, "collect", folder / "reports", "--roster", folder / "units.tsv", "--year", YEAR,
        "-o", target, "--overwrite", "--quiet")
    rolled = json.loads(target.read_text(encoding="utf-8"))
    base = sqlite3.connect(":memory:")
    base.execute("create table figures (file, cell, lower, upper, status)")
    base.execute("create table units (file)")
    counted = [unit for unit in rolled["units"] if unit["counted"] and unit["state"] != "notDue"]
    for unit in counted:
        if unit["state"] not in ("reported", "converted"):
            continue
        file = unit["report"]["file"]
        base.execute("insert into units values (?)", (file,))
        rows = csv.DictReader(io.StringIO(
            run(gongkai, "convert", file, "--edition", rolled["form"], "--to", "csv", "--no-check").decode("utf-8-sig")))
        for row in rows:
            if row["edition"] != rolled["form"]:
                continue
            cell = row["indicator"] + ("@" + row["applicant"] if row["applicant"] else "")
            base.execute("insert into figures values (?, ?, ?, ?, ?)",
                         (file, cell, row["lower"] or None, row["upper"] or None, row["status"]))
    usable = base.execute("select count(*) from units").fetchone()[0]
    wrong = exact = 0
    # A group over parts has no row of its own in most reports.
    groups = {s["cell"] for s in rolled["sums"] if s["counts"]["derived"] > s["counts"]["exact"]}
    for total in rolled["sums"]:
        if total["cell"] in groups:
            continue
        lower, upper, bounded, certain = base.execute(
            "select coalesce(sum(lower), 0), sum(upper), count(upper), sum(status = 'exact') from figures "
            "where cell = ? and file in (select file from units)", (total["cell"],)).fetchone()
        is_whole = bounded == len(counted)
        is_exact = (certain or 0) == len(counted)
        exact += is_exact
        near = abs(total.get("atLeast", 0) - float(lower)) < 1e-6
        above = (abs(total["atMost"] - float(upper)) < 1e-6) if is_whole and "atMost" in total else "atMost" not in total and not is_whole
        if not near or not above or (total["status"] == "exact") != is_exact:
            wrong += 1
            print(f"{total['cell']}: {total['status']} {total.get('atLeast')} {total.get('atMost')}, SQL has {lower} {upper}")
    print(f"{len(rolled['sums']) - len(groups)} sums over {usable} of {len(counted)} units, {exact} exact: {wrong} differ")
    return 1 if wrong or not usable else 0


if __name__ == "__main__":
    sys.exit(main())
