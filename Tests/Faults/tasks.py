"""What is disturbed, and what it gives undisturbed."""
import dataclasses
import json
import os
import shutil
import subprocess
import threading
import time

from trial import TEMPORARY, Trial

TIME = "2026-01-31T09:00:00+08:00"
ARCHIVED = [f"in/plain/{name}" for name in ("2019.txt", "2021.txt", "legacy-national.txt", "2021.chromium.pdf")]


@dataclasses.dataclass(frozen=True)
class Task:
    """A command with its results below `out`."""
    name: str
    arguments: tuple
    # Whether LibreOffice reads some of its inputs.
    has_office: bool = False

    def __str__(self):
        return self.name

    @property
    def needs_new_folder(self):
        """A folder of records is never replaced."""
        return self.name.startswith("archive to a folder")

    @property
    def is_batch(self):
        """Each input has a result of its own."""
        return self.arguments[-1].endswith("converted/")


def task(name, *words):
    return Task(name, tuple(words))


TASKS = [
    task("convert into a folder", "convert", "in/plain", "-o", "out/converted/"),
    task(
        "convert into a file", "convert", "in/plain/2021.chromium.pdf", "--ledger", "out/ledger.txt",
        "-o", "out/1.json"),
    task("check", "check", "in/plain", "-o", "out/findings.json"),
    task("archive to a ZIP", "archive", *ARCHIVED, "--settings", "in/settings.txt", "--time", TIME, "-o", "out/t.zip"),
    task(
        "archive to a folder", "archive", *ARCHIVED, "--settings", "in/settings.txt", "--time", TIME, "-o", "out/t/"),
    task(
        "convert by a program", "convert", *(f"in/program/{n}.txt" for n in ("2019", "2021", "legacy-fujian")),
        "--from", "exec:in/program/reader", "-o", "out/converted/"),
]
INTO_FOLDER, INTO_FILE, CHECK, TO_ZIP, TO_FOLDER, BY_PROGRAM = TASKS


def with_office(task):
    """The same with files that LibreOffice reads."""
    command, *rest = task.arguments
    return dataclasses.replace(
        task, name=f"{task.name}, with LibreOffice", has_office=True,
        arguments=(command, "in/office/2021.rtf", *rest))


class Bench:
    """Makes trials, knows what undisturbed runs give, and judges."""

    def __init__(self, gongkai, root):
        self.gongkai, self.root = gongkai, root
        self.skipped = set()
        self.undisturbed = {}
        self.lock = threading.Lock()
        self.has_office = shutil.which("soffice") is not None
        if not self.has_office:
            self.skipped.add("files that LibreOffice reads: it is not installed")

    def trial(self):
        return Trial(self.root, self.gongkai, self.root / "materials")

    def office_turns(self, task, number):
        """Now and then with a file that LibreOffice reads, which takes ten times as long."""
        turn = {INTO_FOLDER: 0, TO_ZIP: 1}.get(task)
        return with_office(task) if self.has_office and number % 8 == turn else task

    def expected(self, task):
        """The exit status, the results and the duration without a fault, which two runs agree about."""
        with self.lock:
            if task not in self.undisturbed:
                runs = []
                for _ in range(1 if task.has_office else 2):
                    trial = self.trial()
                    start = time.monotonic()
                    outcome = trial.run(task.arguments)
                    runs.append((outcome.status, trial.results(), time.monotonic() - start))
                    if outcome.status not in (0, 1) or not runs[-1][1]:
                        raise RuntimeError(f"{task} undisturbed: {outcome.status} {outcome.said[:500]}")
                    trial.remove()
                if runs[0][1] != runs[-1][1]:
                    differing = [name for name in runs[0][1] if runs[0][1][name] != runs[-1][1].get(name)]
                    raise RuntimeError(f"{task} gives now this, now that: {differing[:3]}")
                self.undisturbed[task] = (*runs[0][:2], max(run[2] for run in runs))
            return self.undisturbed[task]

    # Judging

    def partial(self, trial, task, may_refuse=True):
        """Complaints about results that are neither whole nor absent, and about what else stands there."""
        _, expected, _ = self.expected(task)
        results = trial.results()
        for name, content in results.items():
            if name in expected:
                # Findings name the inputs that a fault has kept from being read.
                if content != expected[name] and not (task == CHECK and may_refuse and is_json(content)):
                    yield f"a result is not whole: {name}, {len(content)} of {len(expected[name])} bytes"
            elif not name.endswith("converted/") or name != "out/converted/":
                yield f"left beside the results: {name}"
        if task.needs_new_folder and 0 < len(set(results) & set(expected)) < len(expected):
            yield f"a folder is not whole: {len(set(results) & set(expected))} of {len(expected)} files"

    def leftovers(self, trial, seconds=1.0):
        """Complaints about temporary files, processes and what was done to files of others."""
        if names := trial.temporary():
            yield f"left in TMPDIR: {names[0]} and {len(names) - 1} more"
        if found := trial.processes_after(seconds):
            yield f"left running: {list(found.values())[0][:120]} and {len(found) - 1} more"
        if touched := trial.strangers_touched():
            yield f"touched a file of others: {touched}"

    def repeated(self, trial, task):
        """A run after the fault gives the full result, and leaves nothing."""
        status, expected, _ = self.expected(task)
        if task.needs_new_folder:
            shutil.rmtree(trial.folder / "out/t", ignore_errors=True)
            outcome = trial.run(task.arguments)
        else:
            outcome = trial.run([*task.arguments, "--overwrite"])
        yield from (f"repeated, it {complaint}" for complaint in outcome.complaints())
        if outcome.status != status:
            yield f"repeated, it ends with {outcome.status}, not {status}: {outcome.said[-200:]}"
        results = trial.results()
        for name in sorted(set(results) | set(expected)):
            if results.get(name) != expected.get(name):
                kind = "misses" if name not in results else "leaves" if name not in expected else "differs in"
                yield f"repeated, it {kind}: {name}"
                break
        yield from (f"repeated, {complaint}" for complaint in self.leftovers(trial))

    def after_kill(self, trial, task):
        """What a run has left that could not tidy up must be of a kind that the next one removes."""
        _, expected, _ = self.expected(task)
        for name, content in trial.results().items():
            parts = name.rstrip("/").split("/")
            if any(TEMPORARY.fullmatch(part) for part in parts[1:]):
                continue
            if name in expected:
                if content != expected[name]:
                    yield f"a result is not whole: {name}, {len(content)} of {len(expected[name])} bytes"
            elif name != "out/converted/":
                yield f"left beside the results: {name}"
        if not all(TEMPORARY.fullmatch(name.split("/")[1]) for name in trial.temporary()):
            yield f"left in TMPDIR under a name that says nothing: {trial.temporary()}"

    def told(self, outcome, allowed):
        """The exit status is one of these, and where it is a fault a message says it."""
        yield from outcome.complaints()
        if outcome.status not in allowed:
            last = outcome.said.strip().splitlines()[-1:]
            yield f"ends with {outcome.status}, not {' or '.join(map(str, sorted(allowed)))}: {last}"


def is_json(content):
    try:
        json.loads(content)
    except ValueError:
        return False
    return True


def mounted(folder, *words):
    """Whether something could be mounted there."""
    try:
        return subprocess.run(
            ["mount", *words, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def unmount(folder):
    subprocess.run(["umount", "-l", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def is_root():
    return os.geteuid() == 0
