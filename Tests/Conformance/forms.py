"""The forms and crosswalks as their files have them, read without our code; sheets of figures, and their conversion.

Nothing here is taken from the program but what it writes: forms and crosswalks are read from Schemas anew.
"""
import functools
import pathlib
import subprocess
from decimal import Decimal

import orjson

SCHEMAS = pathlib.Path(__file__).parents[2] / "Schemas"
READINGS = [1, 3]


def sections(path):
    """The sections of a data file: rows as dictionaries, or pairs where the section has no header."""
    result, name, header = {}, None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("[") and line.rstrip().endswith("]"):
            name, header = line.strip()[1:-1], None
            result[name] = []
            continue
        fields = line.split("\t")
        if name in ("form", "crosswalk"):
            result[name].append(dict(key=fields[0], value=fields[1] if len(fields) > 1 else ""))
        elif header is None:
            header = fields
        else:
            result[name].append(dict(zip(header, fields + [""] * (len(header) - len(fields)))))
    return result


def pairs(rows):
    return {row["key"]: row["value"] for row in rows}


class Form:
    """A form: its cells as (indicator, column), and the sums that hold between them."""

    def __init__(self, path, dialect=None):
        data = sections(path)
        head = pairs(data["form"])
        self.edition, self.version = head["edition"], head["version"]
        self.dialect = dialect or head.get("dialect") or None
        self.rows = [row for row in data["rows"] if not row["dialects"] or self.dialect in row["dialects"].split(" ")]
        self.by_id = {row["id"]: row for row in self.rows}
        applicants = {row["id"] for row in data["tables"] for row in [row] if row["layout"] == "applicants"}
        columns = [row for row in data.get("columns", []) if row["table"] in applicants]
        self.columns = [row["id"] for row in columns if row["role"] == "addend"]
        self.total_column = next((row["id"] for row in columns if row["role"] == "total"), None)
        self.applicant_tables = applicants
        self.equations = data.get("sums", [])
        self.cells = [
            (row["id"], column) for row in self.rows if self.holds_figure(row["id"]) for column in self.columns_of(row["id"])
        ]

    @property
    def name(self):
        return self.edition + (f"/{self.dialect}" if self.dialect else "")

    def holds_figure(self, id):
        return self.by_id[id]["role"] in ("addend", "total", "subtotal", "single", "of-which", "cell")

    def is_money(self, id):
        return self.by_id[id]["kind"] == "money"

    def columns_of(self, id):
        """The columns of a row; None is the only one of a table without applicants."""
        if self.by_id[id]["table"] not in self.applicant_tables:
            return [None]
        return self.columns + [self.total_column]

    def primary(self, id):
        return (id, self.total_column if self.by_id[id]["table"] in self.applicant_tables else None)

    def parts(self, id):
        """What a total is the sum of, groups opened; nothing where it is no total."""
        role = self.by_id[id]["role"]
        if role == "subtotal":
            return self._below(id)
        return self._below(id[: -len(".total")]) if id.endswith(".total") else []

    def _below(self, parent):
        result = []
        for row in self.rows:
            if row["parent"] != parent or row["id"] == f"{parent}.total":
                continue
            if row["role"] in ("addend", "subtotal"):
                result.append(row["id"])
            elif row["role"] == "group":
                result += self._below(row["id"])
        return result

    def leaves(self, id):
        parts = self.parts(id) if id in self.by_id and self.holds_figure(id) else self._below(id)
        return [leaf for part in parts for leaf in self.leaves(part)] if parts else [id]

    @functools.cached_property
    def sums(self):
        """Each sum as (its name, {cell: coefficient}); the terms add up to nothing."""
        result = []
        for row in self.rows:
            id = row["id"]
            if not self.holds_figure(id):
                continue
            columns = self.columns_of(id)
            parts = self.parts(id)
            if parts:
                for column in columns:
                    terms = {(part, column): 1 for part in parts} | {(id, column): -1}
                    result.append((f"{id}@{column}" if column else id, terms))
            if len(columns) > 1:
                terms = {(id, column): 1 for column in self.columns} | {(id, self.total_column): -1}
                result.append((f"{id}@*", terms))
        for equation in self.equations:
            if equation["relation"] != "=" or "*" in equation["left"] + equation["right"]:
                continue
            left, right = equation["left"].split(" + "), equation["right"].split(" + ")
            for column in self.columns_of(left[0]):
                terms = {(id, column): 1 for id in left} | {(id, column): -1 for id in right}
                result.append((f"{equation['id']}@{column}", terms))
        return result


class Mapping:
    """The rows of one source: in their order, each with a condition."""

    def __init__(self, row):
        self.source, self.when = row["source"], row.get("when", "")
        self.targets = row["targets"].split()
        self.also = [item.partition("@")[::2] for item in row.get("also", "").split()]
        self.default = row["default"]


class Crosswalk:
    def __init__(self, path):
        data = sections(path)
        head = pairs(data["crosswalk"])
        self.id, self.source, self.target = head["id"], head["source"], head["target"]
        self.mappings = [Mapping(row) for row in data["mappings"]]
        self.practices = {row["id"]: row.get("when", "") for row in data.get("practice", [])}
        self.zeros = data.get("structuralZeros", [])
        self.combined = [row["target"] for row in data.get("combined", [])]
        self.silent = [row["target"] for row in data.get("silent", [])]
        self.checks = [(row["left"], row["right"]) for row in data.get("checks", [])]
        self.totals = [row["source"] for row in data.get("totals", [])]

    def is_for(self, form):
        return self.source == form.name or self.source == form.edition


@functools.cache
def crosswalks():
    return [Crosswalk(path) for path in sorted((SCHEMAS / "crosswalks").glob("*.tsv"))]


@functools.cache
def forms():
    """The forms by name; a file that names dialects is one form for each."""
    result = {}
    for path in sorted((SCHEMAS / "forms").glob("*.tsv")):
        dialects = [row["id"] for row in sections(path).get("dialects", [])] or [None]
        for dialect in dialects:
            form = Form(path, dialect)
            result[form.name] = form
    return result


def crosswalk(form):
    """The crosswalk that leads from a form to that of 2021: its own before its edition's."""
    fitting = [one for one in crosswalks() if one.target == "2021" and one.is_for(form)]
    own = [one for one in fitting if one.source == form.name]
    if not own and sum(row.source in form.by_id for one in fitting for row in one.mappings) * 2 < len(form.cells):
        return None
    return (own or fitting or [None])[0]


def holds(condition, year, prose, missing):
    """Whether a condition of a crosswalk holds; of a year that is not known none does."""
    for part in filter(None, (part.strip() for part in condition.split("&"))):
        if part.startswith("year<"):
            if year is None or not year < int(part[5:]):
                return False
        elif part.startswith("year>="):
            if year is None or not year >= int(part[6:]):
                return False
        elif part.startswith("missing:"):
            if part[8:] not in missing:
                return False
        elif part.startswith("says:"):
            if not any(word in prose for word in part[5:].split("|")):
                return False
        elif part.startswith("prints:"):
            # The sheets that are made here print the labels of their form.
            return False
        else:
            raise ValueError(f"unknown condition: {part}")
    return True


class Sheet:
    """Figures of a form: a number, or a status where there is none."""

    def __init__(self, form, year):
        self.form, self.year = form, year
        self.figures = {}
        self.prose = ""

    def number(self, id, column=None):
        value = self.figures.get((id, column))
        return value if isinstance(value, (int, Decimal)) else None

    def json(self):
        root = {
            "gongkai": "1.0", "edition": self.form.edition, "form": self.form.version,
            "identity": {"body": "某机关"} | ({"year": self.year} if self.year else {}),
            "statistics": {}, "cells": {},
            "sections": [{"level": 0, "paragraphs": [{"text": self.prose}]}] if self.prose else [],
        }
        if self.form.dialect:
            root["dialect"] = self.form.dialect
        for (id, column), value in self.figures.items():
            node = root["statistics"]
            path = id.split(".") + (column.split(".") if column else [])
            for step in path[:-1]:
                node = node.setdefault(step, {})
            if isinstance(value, (int, Decimal)):
                node[path[-1]] = float(value) if isinstance(value, Decimal) else value
                continue
            node[path[-1]] = None
            entry = {"status": value}
            if value == "ambiguous":
                entry["alternatives"] = READINGS
            if value == "unreadable":
                entry["raw"] = "若干"
            root["cells"][f"{id}@{column}" if column else id] = entry
        return orjson.dumps(root)

    def __str__(self):
        lines = [f"{self.form.name} {self.year} {self.prose}".rstrip()]
        for (id, column), value in self.figures.items():
            if value != 0 and id.startswith(("applications.", "review.", "litigation.", "proactive.normative")):
                lines.append(f"  {id}{f'@{column}' if column else ''} = {value}")
        return "\n".join(lines + ["  and 0, or no matter of applications, reviews and suits"])


class Figure:
    """A figure of a converted report."""

    def __init__(self, value, entry):
        self.status = entry.get("status", "exact" if value is not None else "unknown")
        self.value = entry.get("value", value)
        self.lower, self.upper = entry.get("atLeast"), entry.get("atMost")
        if self.status in ("exact", "derived"):
            self.lower = self.upper = self.value
        self.lower = 0 if self.lower is None else self.lower
        self.printed = self.upper is not None and self.lower == self.upper

    @property
    def is_count(self):
        return self.value is None or (self.value >= 0 and self.value == int(self.value))

    def __str__(self):
        number = "" if self.value is None else f" {self.value}"
        within = "" if self.printed else f" [{self.lower}, {'∞' if self.upper is None else self.upper}]"
        return self.status + number + within


class Outcome:
    """A converted report: figures by cell, and joint figures as ({cell: sign}, lower, upper)."""

    def __init__(self, path, form):
        root = orjson.loads(path.read_bytes())
        entries = root.get("cells", {})
        self.findings = root.get("findings", [])
        self.figures = {}
        for id, column in form.cells:
            node = root["statistics"]
            for step in id.split(".") + (column.split(".") if column else []):
                node = node.get(step) if isinstance(node, dict) else None
            key = f"{id}@{column}" if column else id
            if node is None and key not in entries and form.by_id[id]["role"] == "subtotal":
                continue
            self.figures[id, column] = Figure(node, entries.get(key, {}))
        self.joints = []
        for joint in root.get("jointFigures", []):
            terms = {}
            for term in joint["terms"]:
                id, _, column = term[1:].partition("@")
                terms[id, column or None] = 1 if term[0] == "+" else -1
            self.joints.append((terms, joint.get("atLeast"), joint.get("atMost")))


def convert(gongkai, sheets, folder, policies):
    """Converts all sheets in one run for each policy; gives an iterator over the outcomes by policy for each."""
    source = folder / "sheets"
    source.mkdir(parents=True)
    for number, sheet in enumerate(sheets):
        (source / f"{number:05}.json").write_bytes(sheet.json())
    for policy in policies:
        run = subprocess.run(
            [gongkai, "convert", source, "--edition", "2021", "--to", "json", "-o", folder / policy,
             "--policy", policy, "--no-check", "--show", "error"], capture_output=True, text=True)
        if run.returncode:
            raise SystemExit(f"conversion by {policy} failed with {run.returncode}: {run.stderr[:2000]}")
    target = forms()["2021"]
    for number in range(len(sheets)):
        yield {policy: Outcome(folder / policy / f"{number:05}.json", target) for policy in policies}
