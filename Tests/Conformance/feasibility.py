#!/usr/bin/env python3
"""Converts random sheets, half of them inconsistent, and has a linear program decide that a report can have the
figures that come out: that some assignment of non-negative numbers to all cells of the form of 2021 keeps each of its
sums and each joint figure

  (a) within all bounds,
  (b) with every exact and presumed figure at its number,
  (c) for best-fit with the estimates as well.

usage: feasibility.py GONGKAI OUT [SHEETS [SEED]]

A row that both forms have is copied as printed. Where figures of the form of 2019 contradict each other, the sums that
have a part in the contradiction are not asked of the copy, nor those that share a cell with them that is not
printed; all others are. A figure that is no count (negative, or a fraction) is copied and not
asked anything of. Sheets of statistics owe all sums of the new form whatever is wrong with them: it is computed.
"""
import pathlib
import random
import shutil
import sys
from decimal import Decimal

import numpy
from scipy.optimize import linprog

import forms as data

POLICIES = ("letter", "bounds", "best-fit")
LEVELS = {"letter": "ba", "bounds": "a", "best-fit": "cba"}
SHOWN = 40
SCALES = (0, 0, 0, 1, 1, 2, 5, 12, 40, 300)


# Random sheets


def consistent(form, pick):
    """A sheet whose sums hold: parts at random, totals from them."""
    sheet = data.Sheet(form, pick.choice([None, *YEARS[form.edition]]))
    scale = pick.choice(SCALES)
    counts = {}
    for cell in form.cells:
        id, column = cell
        counts[cell] = Decimal(pick.randint(0, 999)) / 100 if form.is_money(id) else spread(pick, scale)
    settle(form, counts, pick)
    sheet.figures = counts
    return sheet


YEARS = {"legacy": range(2008, 2020), "2019": range(2019, 2024)}


def spread(pick, scale):
    return pick.randint(0, scale) if scale and pick.random() < 0.6 else 0


def settle(form, counts, pick):
    """Totals become the sums of their parts, from the inner ones outwards; then what the balance needs."""
    for name, terms in sorted(form.sums, key=lambda item: -item[0].count(".")):
        totals = [cell for cell, sign in terms.items() if sign < 0]
        if not name.startswith("balance") and len(totals) == 1:
            counts[totals[0]] = sum(counts[cell] for cell in terms if cell != totals[0])
    if form.edition == "2019":
        for column in form.columns:
            done = counts["applications.outcome.total", column]
            carried = counts["applications.carriedOver", column]
            received = counts["applications.received", column] = pick.randint(0, done + carried)
            counts["applications.carriedIn", column] = done + carried - received
        for id in {id for id, column in form.cells if column == form.total_column}:
            counts[id, form.total_column] = sum(counts[id, column] for column in form.columns)
        return
    replied, concluded = ("applications.replied.total", None), ("applications.concluded.total", None)
    received = ("applications.received.total", None)
    if concluded in counts:
        extended = counts["applications.concluded.extended", None] = spread(pick, counts[replied])
        counts["applications.concluded.onTime", None] = counts[replied] - extended
        counts[concluded] = counts[replied]
    if {received, replied} <= counts.keys() and counts[received] < counts[replied] and pick.random() < 0.8:
        first = next(cell for cell in counts if cell[0].startswith("applications.received.") and cell != received)
        counts[first] += counts[replied] - counts[received]
        counts[received] = counts[replied]


def spoil(sheet, pick):
    """Does to a sheet what people do to sheets: some of the kinds below, each to some cell that matters."""
    cells = [cell for cell in sheet.figures if cell[0].startswith(("applications.", "review.", "litigation.", "proactive."))]
    totals = [cell for cell in cells if sheet.form.parts(cell[0])]
    concluded, replied = ("applications.concluded.total", None), ("applications.replied.total", None)
    corrections = ("applications.replied.correctionRequested", None)
    for _ in range(pick.randint(1, 5)):
        kind = pick.choice(KINDS)
        cell = pick.choice(totals if kind.startswith("total") and totals else cells)
        number = sheet.number(*cell)
        if kind in ("total.less", "less") and number and number > 0:
            sheet.figures[cell] = pick.randint(0, int(number))
        elif kind in ("total.more", "more") and number is not None:
            sheet.figures[cell] = number + pick.randint(1, 9)
        elif kind == "total.blank":
            sheet.figures[cell] = pick.choice(NO_NUMBERS)
        elif kind == "total.zero":
            sheet.figures[cell] = 0
        elif kind == "parts.blank" and totals:
            for part in sheet.form.parts(pick.choice(totals)[0]):
                for column in sheet.form.columns_of(part):
                    if (part, column) in sheet.figures:
                        sheet.figures[part, column] = "blank"
        elif kind == "all.of.a.status":
            status = pick.choice(NO_NUMBERS)
            for other in cells:
                if pick.random() < 0.3:
                    sheet.figures[other] = status
        elif kind == "status":
            sheet.figures[cell] = pick.choice(NO_NUMBERS)
        elif kind == "row.missing":
            for column in sheet.form.columns_of(cell[0]):
                sheet.figures[cell[0], column] = "missingRow"
        elif kind == "surplus" and concluded in sheet.figures:
            sheet.figures[concluded] = max(0, (sheet.number(*replied) or 0) - pick.randint(1, 6))
        elif kind == "deficit" and concluded in sheet.figures:
            sheet.figures[concluded] = (sheet.number(*replied) or 0) + pick.randint(1, 6)
        elif kind == "corrections" and corrections in sheet.figures:
            more = pick.randint(1, 9)
            for cell in (corrections, replied):
                sheet.figures[cell] = (sheet.number(*cell) or 0) + more
        elif kind == "negative":
            sheet.figures[cell] = -pick.randint(1, 9)
        elif kind == "fraction":
            sheet.figures[cell] = Decimal(pick.randint(1, 99)) / 10
        elif kind == "huge":
            sheet.figures[cell] = pick.choice((10**6, 11_398_889, 10**9, 10**12))
        elif kind == "says":
            sheet.prose = pick.choice(("其中含上年结转2件。", "收到申请含上年度结转的申请。"))
    return sheet


KINDS = (
    "total.less", "total.more", "total.blank", "total.zero", "less", "more", "parts.blank", "all.of.a.status", "status",
    "row.missing", "surplus", "surplus", "deficit", "corrections", "negative", "fraction", "huge", "says",
)
NO_NUMBERS = ("blank", "blank", "notApplicable", "missingRow", "unreadable", "ambiguous")


def random_sheets(number, seed):
    """Eight in ten are sheets of statistics, the others the form of 2019; every second one is spoilt."""
    pick = random.Random(seed)
    known = data.forms().values()
    sheets = [form for form in known if form.edition == "legacy" and data.crosswalk(form)]
    later = [form for form in known if form.edition == "2019"]
    for index in range(number):
        kinds = later if index % 10 >= 8 else sheets
        sheet = consistent(kinds[index // 2 % len(kinds)], pick)
        yield spoil(sheet, pick) if index % 2 else sheet


# The linear program


class System:
    """The sums of a form over all its cells, as matrices."""

    def __init__(self, form):
        self.form = form
        self.position = {cell: index for index, cell in enumerate(form.cells)}
        self.names = [name for name, _ in form.sums]
        self.matrix = numpy.array([self.row(terms) for _, terms in form.sums])

    def row(self, terms):
        row = numpy.zeros(len(self.position))
        for cell, sign in terms.items():
            row[self.position[cell]] = sign
        return row

    def is_feasible(self, bounds, joints=(), sums=None):
        """Whether numbers within the bounds {cell: (lower, upper)} keep the joint figures and the sums chosen."""
        limits = numpy.zeros((len(self.position), 2))
        limits[:, 1] = numpy.inf
        for cell, (lower, upper) in bounds.items():
            limits[self.position[cell]] = (lower, numpy.inf if upper is None else upper)
        rows, most = [], []
        for terms, lower, upper in joints:
            row = self.row(terms)
            if upper is not None:
                rows.append(row), most.append(upper)
            if lower is not None:
                rows.append(-row), most.append(-lower)
        finite = limits[numpy.isfinite(limits)]
        # The tolerances of the solver are absolute: all is brought to its scale.
        scale = max(1.0, finite.max() / 1e6, *(abs(value) / 1e6 for value in most))
        matrix = self.matrix if sums is None else self.matrix[sums]
        found = linprog(
            numpy.zeros(len(self.position)), A_ub=numpy.array(rows) if rows else None,
            b_ub=numpy.array(most) / scale if rows else None, A_eq=matrix if len(matrix) else None,
            b_eq=numpy.zeros(len(matrix)) if len(matrix) else None, bounds=limits / scale, method="highs")
        if found.status not in (0, 2):
            raise SystemExit(f"the linear program was not decided: {found.message}")
        return found.status == 0


def printed(sheet):
    """Between what the figures of a sheet lie that are counts."""
    result = {}
    for cell, value in sheet.figures.items():
        if value == "ambiguous":
            result[cell] = data.READINGS[0], data.READINGS[-1]
        elif isinstance(value, (int, Decimal)) and value >= 0 and value == int(value):
            result[cell] = int(value), int(value)
    return result


def can_hold(terms, bounds):
    """Whether a sum can hold by itself: whether 0 lies between the least and the most of it."""
    least = most = 0
    for cell, sign in terms.items():
        lower, upper = bounds.get(cell, (0, float("inf")))
        least += lower if sign > 0 else -upper
        most += upper if sign > 0 else -lower
    return least <= 0 <= most


def contradicted_sums(system, sheet):
    """The names of the source's sums that have a part in a contradiction of its figures."""
    bounds = printed(sheet)
    # Most contradictions are within one sum.
    rest = [position for position, (_, terms) in enumerate(system.form.sums) if can_hold(terms, bounds)]
    while not system.is_feasible(bounds, sums=rest):
        found = {key for kind, key in conflict(system, bounds, (), rest) if kind == "sum"}
        rest = [position for position in rest if position not in found]
    # What such a sum alone tells of a cell that is not printed is in doubt wherever the cell stands.
    doubtful = {
        cell for position, (_, terms) in enumerate(system.form.sums) if position not in rest
        for cell in terms if cell not in bounds}
    rest = [position for position in rest if doubtful.isdisjoint(system.form.sums[position][1])]
    return {name for position, name in enumerate(system.names) if position not in rest}


def bounds_of(outcome, level):
    """Between what each cell must lie at a level: a, b or c."""
    result = {}
    for cell, figure in outcome.figures.items():
        if not figure.is_count:
            continue
        fixed = {"presumed": level >= "b", "estimate": level >= "c"}.get(figure.status, False)
        result[cell] = (figure.value, figure.value) if fixed else (figure.lower, figure.upper)
    return result


def conflict(system, bounds, joints, sums):
    """What cannot hold together and could if any one of it were left out."""
    parts = [("sum", index) for index in sums] + [("joint", index) for index in range(len(joints))]
    parts += [("cell", cell) for cell in bounds if bounds[cell] != (0, None)]

    def feasible(kept):
        return system.is_feasible(
            {key: bounds[key] for kind, key in kept if kind == "cell"},
            [joints[key] for kind, key in kept if kind == "joint"], [key for kind, key in kept if kind == "sum"])

    size = max(1, len(parts) // 4)
    while size:
        position = 0
        while position < len(parts):
            fewer = parts[:position] + parts[position + size:]
            if fewer and not feasible(fewer):
                parts = fewer
            else:
                position += size
        size //= 2
    return parts


# What is asked


class Proof:
    def __init__(self):
        self.systems = {name: System(form) for name, form in data.forms().items()}
        self.target = self.systems["2021"]
        self.failures = 0
        self.asked = 0

    def fail(self, sheet, text):
        self.failures += 1
        if self.failures <= SHOWN:
            print(f"— {text}\n{sheet}\n")

    def wanted_sums(self, sheet):
        """The sums of the target that are asked for."""
        if sheet.form.edition == "legacy":
            return list(range(len(self.target.names)))
        lost = contradicted_sums(self.systems[sheet.form.name], sheet)
        # One row became three: its sum over the applicants is that of each of them, and of the three together.
        if "applications.outcome.other@*" in lost:
            lost |= {name for name in self.target.names if name.startswith("applications.outcome.other")}
        return [position for position, name in enumerate(self.target.names) if name not in lost]

    def judge(self, sheet, outcomes):
        sums = self.wanted_sums(sheet)
        for policy, outcome in outcomes.items():
            weakest = None
            # Numbers are within their bounds: where they can stand, the bounds can.
            for level in LEVELS[policy]:
                self.asked += 1
                bounds = bounds_of(outcome, level)
                if self.target.is_feasible(bounds, outcome.joints, sums):
                    break
                weakest = level, bounds
            if weakest:
                why = self.tell(outcome, weakest[1], sums) if self.failures < SHOWN else ""
                self.fail(sheet, f"{policy}: no report can have these figures at ({weakest[0]})\n{why}")
        self.compare(sheet, outcomes)

    def tell(self, outcome, bounds, sums):
        """A conflict in words; sums of applicants are the first to be left out of it."""
        sums = sorted(sums, key=lambda position: not self.target.names[position].endswith("@*"))
        lines = []
        for kind, key in conflict(self.target, bounds, outcome.joints, sums):
            if kind == "cell":
                lines.append(f"    {key[0]}{f'@{key[1]}' if key[1] else ''}: {outcome.figures[key]}")
            elif kind == "sum":
                lines.append(f"    sum {self.target.names[key]}")
            else:
                terms, lower, upper = outcome.joints[key]
                words = [f"{'+' if sign > 0 else '-'}{id}" for (id, _), sign in terms.items()]
                rest = f" and {len(words) - 4} more" if len(words) > 4 else ""
                lines.append(f"    together [{lower}, {upper}]: {' '.join(words[:4])}{rest}")
        return "\n".join(lines)

    def compare(self, sheet, outcomes):
        """Numbers lie within their bounds; bounds are the same by every policy, and what is certain is."""
        plain = outcomes["bounds"].figures
        for policy, outcome in outcomes.items():
            if outcome.figures.keys() != plain.keys():
                self.fail(sheet, f"{policy}: cells differ: {set(outcome.figures) ^ set(plain)}")
                continue
            for cell, figure in outcome.figures.items():
                other = plain[cell]
                certain = {"exact", "derived"}
                text = f"{policy}: {cell}: {figure}, by bounds {other}"
                if figure.status in certain or other.status in certain:
                    if (figure.status, figure.value) != (other.status, other.value):
                        self.fail(sheet, text)
                elif figure.status in ("presumed", "estimate"):
                    if figure.value < other.lower or other.upper is not None and figure.value > other.upper:
                        self.fail(sheet, text)
                if (figure.lower, figure.upper) != (other.lower, other.upper):
                    self.fail(sheet, text)
                if figure.upper is not None and figure.lower > figure.upper:
                    self.fail(sheet, text)


def main():
    gongkai, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 2021
    shutil.rmtree(folder, ignore_errors=True)
    sheets = list(random_sheets(number, seed))
    proof = Proof()
    for sheet, outcomes in zip(sheets, data.convert(gongkai, sheets, folder, POLICIES)):
        proof.judge(sheet, outcomes)
    shutil.rmtree(folder)
    print(f"{number} sheets by {len(POLICIES)} policies, {proof.asked} linear programs: {proof.failures} failures")
    return 1 if proof.failures else 0


if __name__ == "__main__":
    sys.exit(main())
