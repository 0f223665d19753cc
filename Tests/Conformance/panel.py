"""Makes a panel of files as CSV and as SQLite, and has others judge it: the schema of Frictionless and its rules, CSV on
the Web, DuckDB, pandas, polars and SQLite itself. Each opens it typed, and all sums are the same.

    panel.py GONGKAI FOLDER INPUT…
"""
import json
import math
import os
import pathlib
import sqlite3
import subprocess
import sys

import csvw
import duckdb
import frictionless
import pandas
import polars

TABLES = ["inputs", "reports", "figures", "indicators", "crosswalk", "findings", "refused"]
SUMS = "SELECT form, status, count(*), sum(value), sum(lower), sum(upper) FROM {} GROUP BY form, status ORDER BY form, status"


def made(gongkai, place, inputs):
    status = subprocess.run([gongkai, "panel", *inputs, "-o", place, "--quiet"], stderr=subprocess.DEVNULL).returncode
    assert status in (0, 3), status


def same(left, right):
    """Whether rows are the same, sums up to what a double can hold."""
    return len(left) == len(right) and all(
        all(a == b or isinstance(a, (int, float)) and isinstance(b, (int, float)) and math.isclose(a, b, rel_tol=1e-12)
            for a, b in zip(one, other)) for one, other in zip(left, right))


def main(gongkai, folder, *inputs):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    gongkai = os.path.abspath(gongkai)
    place = folder / "panel"
    made(gongkai, f"{place}/", inputs)
    made(gongkai, str(folder / "panel.sqlite"), inputs)
    package = json.loads((place / "datapackage.json").read_text())
    fields = {r["name"]: {f["name"]: f["type"] for f in r["schema"]["fields"]} for r in package["resources"]}
    assert list(fields) == TABLES, list(fields)

    # Frictionless: types, keys, references, sizes and digests.
    report = frictionless.Package(str(place / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]

    # CSV on the Web.
    group = csvw.TableGroup.from_file(place / "csv-metadata.json")
    for table in group.tables:
        for _ in table.iterdicts(strict=True):
            pass
    group.check_referential_integrity(strict=True)

    # SQLite: its own references, and the same rows.
    database = sqlite3.connect(folder / "panel.sqlite")
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    duck = duckdb.connect()
    kinds = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE"}
    for table in TABLES:
        columns = {name: kinds[kind] for name, kind in fields[table].items()}
        duck.execute(
            f"CREATE TABLE {table} AS FROM read_csv(?, header = true, columns = {columns!r}, auto_detect = false, "
            "delim = ',', quote = '\"', escape = '\"')", [str(place / f"{table}.csv")])
        counts = [source.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for source in (database, duck)]
        assert counts[0] == counts[1] > 0, (table, counts)
    sums = database.execute(SUMS.format("figures")).fetchall()
    assert same(sums, duck.execute(SUMS.format("figures")).fetchall())

    # pandas and polars, by the types of the descriptor.
    pandas_types = {"string": "string", "integer": "Int64", "number": "Float64"}
    polars_types = {"string": polars.String, "integer": polars.Int64, "number": polars.Float64}
    for table in TABLES:
        path, types = place / f"{table}.csv", fields[table]
        frame = pandas.read_csv(path, dtype={name: pandas_types[kind] for name, kind in types.items()})
        other = polars.read_csv(path, schema={name: polars_types[kind] for name, kind in types.items()})
        assert len(frame) == len(other) and list(frame) == other.columns == list(types), table
        if table == "figures":
            for column in ("value", "lower", "upper"):
                total = database.execute(f"SELECT sum({column}) FROM figures").fetchone()[0]
                assert math.isclose(frame[column].sum(), total, rel_tol=1e-12), column
                assert math.isclose(other[column].sum(), total, rel_tol=1e-12), column

    # As the promises have it: bounds of exact figures, and each input accounted for.
    one = lambda query: duck.execute(query).fetchone()[0]
    assert one("SELECT count(*) FROM figures WHERE status IN ('exact', 'derived') AND (lower <> value OR upper <> value "
               "OR lower IS NULL OR upper IS NULL)") == 0
    assert one("SELECT count(*) FROM figures WHERE lower > upper OR value < lower OR value > upper") == 0
    assert one("SELECT count(*) FROM figures WHERE value IS NULL AND status IN ('exact', 'derived', 'presumed', 'estimate')") == 0
    assert one("SELECT count(*) FROM inputs WHERE path NOT IN (SELECT path FROM reports) "
               "AND path NOT IN (SELECT path FROM refused)") == 0
    print(f"panel: {len(inputs)} inputs, {one('SELECT count(*) FROM reports')} reports, "
          f"{one('SELECT count(*) FROM figures')} figures: frictionless, csvw, DuckDB, pandas, polars and SQLite agree")


main(*sys.argv[1:])
