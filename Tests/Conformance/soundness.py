#!/usr/bin/env python3
"""Draws what really happened to every case, fills in a sheet of it as the old form would have had it, converts that,
and sees that the truth lies within every bound and joint figure, and is what is called exact.

usage: soundness.py GONGKAI OUT [SHEETS [SEED]]

Where a case may stand is read from Schemas/crosswalks: each case of an old row is drawn into one of its targets, or of
those that practice adds, `none` among them. Replies may be more than the applications that they answer, cases may
stand in rows that the old sheet is silent about, and figures may be left out of the sheet. Every third truth follows
the letter alone: there what is presumed is true.
"""
import pathlib
import random
import shutil
import sys

import forms as data
from feasibility import POLICIES, YEARS

NONE = "none"
SHOWN = 40
OUTCOMES = "applications.outcome."


class World:
    """What happened in a year: cases by cell of the form of 2021, and the sheet that tells of them."""

    def __init__(self, form, pick, by_letter):
        self.form, self.pick, self.by_letter = form, pick, by_letter
        self.crosswalk = data.crosswalk(form)
        self.target = data.forms()["2021"]
        self.truth = dict.fromkeys((id for id, _ in self.target.cells), 0)
        self.sheet = data.Sheet(form, pick.choice([None, *YEARS[form.edition]]))
        self.sheet.prose = pick.choice(("", "", "收到的申请中含上年结转的申请。", "件数含上年度结转数。"))
        self.missing = {id for id, _ in form.cells if id == "applications.replied.otherKinds" and pick.random() < 0.3}
        self.zeros = {row["target"] for row in self.crosswalk.zeros if self.holds(row.get("when", ""))}
        self.counts = dict.fromkeys((id for id, column in form.cells), 0)
        self.draw()
        self.add_up()
        self.write()

    def holds(self, condition):
        return data.holds(condition, self.sheet.year, self.sheet.prose, self.missing)

    def mapping(self, id):
        """The first row of a source whose condition holds; nothing where it leads nowhere."""
        for row in self.crosswalk.mappings:
            if row.source == id and self.holds(row.when):
                return row if row.targets or row.also else None
        return None

    def places(self, ids):
        """The rows that a set names: a total stands for all that is part of it."""
        result = []
        for id in ids:
            leaves = [NONE] if id == NONE else self.target.leaves(id)
            result += [leaf for leaf in leaves if leaf not in self.zeros and leaf not in result]
        return result

    def practice(self, mapping):
        """What practice adds to the targets of a row, where the practice is known to hold."""
        return [id for id, practice in mapping.also if self.holds(self.crosswalk.practices.get(practice, ""))]

    def is_total_of_mapped(self, id):
        return any(self.mapping(leaf) for leaf in self.form.leaves(id) if leaf != id)

    def draw(self):
        """Puts each case of each old row where it really stood."""
        scale = self.pick.choice((1, 2, 4, 9, 30))
        surplus = 0 if self.by_letter or "applications.concluded.total" not in self.counts else self.pick.choice((0, 0, 1, 3, 9))
        self.surplus = 0
        for id in self.counts:
            mapping = self.mapping(id)
            if id in self.missing or self.is_total_of_mapped(id) or not mapping:
                continue
            self.counts[id] = self.pick.randint(0, scale) if self.pick.random() < 0.6 else 0
            by_letter = self.places(mapping.targets)
            places = by_letter if self.by_letter else self.places(mapping.targets + self.practice(mapping))
            # People are of one mind: most cases of a row stand in one place.
            favourite = self.pick.choice(places) if places else NONE
            is_reply = id.startswith("applications.replied.")
            for _ in range(self.counts[id]):
                place = favourite if self.pick.random() < 0.7 else self.pick.choice(places)
                if is_reply and self.surplus < surplus and self.pick.random() < 0.5:
                    self.surplus += 1
                    # A further reply to an application that is counted elsewhere; not always is it so.
                    place = NONE if self.pick.random() < 0.8 else place
                if place != NONE:
                    self.truth[place] += 1
        for id in self.crosswalk.silent:
            if not self.by_letter and id in self.truth and self.pick.random() < 0.5:
                self.truth[id] += self.pick.randint(0, 5)

    def add_up(self):
        """Totals of the truth, and the balance of what came in and went out."""
        for id in self.truth:
            if self.target.parts(id):
                self.truth[id] = sum(self.truth[leaf] for leaf in self.target.leaves(id))
        done = self.truth["applications.outcome.total"]
        received, carried = "applications.received", "applications.carriedIn"
        self.truth[carried] += max(0, done - self.truth[received] - self.truth[carried])
        self.truth["applications.carriedOver"] = self.truth[received] + self.truth[carried] - done

    def write(self):
        """The sheet: totals of its own parts, applications concluded, and some of it left out."""
        for id in sorted(self.counts, key=lambda id: -id.count(".")):
            parts = [part for part in self.form.parts(id) if part in self.counts]
            if parts and not (self.mapping(id) and not self.is_total_of_mapped(id)):
                self.counts[id] = sum(self.counts[part] for part in parts)
        for id in self.counts:
            parts = [part for part in self.form.parts(id) if part in self.counts]
            # How applications came in matters to nobody but the total of them.
            if parts and self.mapping(id) and not self.is_total_of_mapped(id):
                for _ in range(self.counts[id]):
                    self.counts[self.pick.choice(parts)] += 1
        if "applications.concluded.total" in self.counts:
            extended = self.pick.randint(0, self.counts["applications.replied.total"] - self.surplus)
            self.counts["applications.concluded.extended"] = extended
            self.counts["applications.concluded.onTime"] = self.counts["applications.replied.total"] - self.surplus - extended
            self.counts["applications.concluded.total"] = self.counts["applications.replied.total"] - self.surplus
        gaps = self.pick.choice((0, 0, 0.05, 0.3))
        for cell in self.form.cells:
            id = cell[0]
            # How many replies and how many applications there were is told wherever they differ.
            is_kept = id in ("applications.concluded.total", "applications.replied.total") and self.surplus
            gap = "missingRow" if id in self.missing else None
            if not is_kept and self.pick.random() < gaps:
                gap = self.pick.choice(("blank", "blank", "notApplicable", "missingRow", "unreadable"))
            self.sheet.figures[cell] = gap or self.counts[id]

    def applicants(self):
        """The truth in all cells: each row is shared among the applicants as it comes."""
        shared = {}
        for id, column in self.target.cells:
            if column and id in self.truth and not self.target.parts(id) and column == self.target.columns[0]:
                split = dict.fromkeys(self.target.columns, 0)
                for _ in range(self.truth[id]):
                    split[self.pick.choice(self.target.columns)] += 1
                shared |= {(id, one): number for one, number in split.items()}
        for id, column in self.target.cells:
            if column in self.target.columns and self.target.parts(id):
                shared[id, column] = sum(shared[leaf, column] for leaf in self.target.leaves(id))
        # What is carried over is what the balance of each column leaves.
        for column in self.target.columns:
            received, done = shared["applications.received", column], shared["applications.outcome.total", column]
            if received + shared["applications.carriedIn", column] < done:
                return None
            shared["applications.carriedOver", column] = received + shared["applications.carriedIn", column] - done
        return shared


def judge(world, outcomes):
    """What is wrong with what came out, in words."""
    truth = {(id, column): world.truth[id] for id, column in world.target.cells if column in (None, world.target.total_column)}
    truth |= world.applicants() or {}
    for policy, outcome in outcomes.items():
        for cell, figure in outcome.figures.items():
            if cell not in truth or not figure.is_count:
                continue
            true = truth[cell]
            name = f"{policy}: {cell[0]}{f'@{cell[1]}' if cell[1] else ''}: {figure}, and in truth {true}"
            if true < figure.lower or figure.upper is not None and true > figure.upper:
                yield name
            elif figure.status in ("exact", "derived") and figure.value != true:
                yield name
            elif figure.status == "presumed" and world.by_letter and figure.value != true:
                yield name + " by the letter"
        for terms, lower, upper in outcome.joints:
            if any(cell not in truth for cell in terms):
                continue
            total = sum(sign * truth[cell] for cell, sign in terms.items())
            if lower is not None and total < lower or upper is not None and total > upper:
                words = " ".join(f"{'+' if sign > 0 else '-'}{id}" for (id, _), sign in list(terms.items())[:4])
                yield f"{policy}: {len(terms)} together, {words}: [{lower}, {upper}], and in truth {total}"


def main():
    gongkai, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    number = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    pick = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 2014)
    shutil.rmtree(folder, ignore_errors=True)
    known = [form for form in data.forms().values() if form.edition == "legacy" and data.crosswalk(form)]
    worlds = [World(known[index % len(known)], pick, by_letter=index % 3 == 0) for index in range(number)]
    failures = 0
    for world, outcomes in zip(worlds, data.convert(gongkai, [world.sheet for world in worlds], folder, POLICIES)):
        wrong = list(judge(world, outcomes))
        failures += bool(wrong)
        if wrong and failures <= SHOWN:
            true = "\n".join(f"  {id} = {count}" for id, count in world.truth.items() if count)
            print("— " + "\n  ".join(wrong[:12]) + f"\nsheet: {world.sheet}\ntruth:\n{true}\n")
    shutil.rmtree(folder)
    print(f"{number} truths: {failures} sheets whose conversion leaves the truth out")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
