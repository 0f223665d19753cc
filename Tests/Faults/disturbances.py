"""Disks, targets and inputs that change or fail."""
import contextlib
import os
import resource
import shutil
import time

from tasks import INTO_FOLDER, TASKS, is_json, is_root, mounted, unmount, with_office
from trial import limited


def once(tasks, trial):
    """A trial of each task."""
    return lambda times: [
        (task.name, lambda random, task=task: trial(task, random)) for task in tasks for _ in range(times)]


# Two runs

def two_runs(bench):
    """Each result is written whole by one of them; the other one says that it stands there."""
    def both(task, random, overwrites):
        status, expected, seconds = bench.expected(task)
        words = [*task.arguments, "--overwrite"] if overwrites else task.arguments
        trial = bench.trial()
        with open(trial.folder / "second", "wb") as second:
            first = trial.start(words)
            time.sleep(random.choice([0, random.uniform(0, seconds)]))
            other = trial.start(words, stderr=second)
        outcomes = [trial.finish(first), trial.finish(other)]
        outcomes[1].said = (trial.folder / "second").read_text()
        done = {status} if overwrites and not task.needs_new_folder else {status, 5}
        for outcome in outcomes:
            yield from bench.told(outcome, done)
        if not task.is_batch and not overwrites and [o.status for o in outcomes].count(5) != 1:
            yield f"both say that they wrote it: {[o.status for o in outcomes]}"
        if trial.results() != expected:
            yield f"not all results are there: {sorted(set(expected) - set(trial.results()))[:3]}"
        yield from bench.partial(trial, task)
        yield from bench.leftovers(trial)
        trial.remove()

    def different(task, random):
        """Two runs with inputs of their own in one folder: both are complete."""
        trial = bench.trial()
        inputs = sorted(p.name for p in (trial.folder / "in/plain").iterdir())
        random.shuffle(inputs)
        _, expected, _ = bench.expected(task)
        # Those of one name are kept apart by numbers, which one run gives: the same order in one run, so one stem each.
        stems = sorted({name.split(".")[0] for name in inputs})
        halves = [[n for n in inputs if n.split(".")[0] in part] for part in (stems[::2], stems[1::2])]
        words = [["convert", *(f"in/plain/{n}" for n in sorted(half)), "-o", "out/converted/"] for half in halves]
        with open(trial.folder / "second", "wb") as second:
            runs = [trial.start(words[0]), trial.start(words[1], stderr=second)]
        for run in runs:
            outcome = trial.finish(run)
            yield from bench.told(outcome, {0, 1})
        if set(trial.results()) != set(expected):
            yield f"not all results are there: {sorted(set(expected) ^ set(trial.results()))[:3]}"
        yield from bench.leftovers(trial)
        trial.remove()

    def trials(times):
        for task in TASKS:
            for turn in range(times):
                yield task.name, lambda random, task=task, turn=turn: both(task, random, turn % 2 == 1)
        for _ in range(times):
            yield "different inputs", lambda random: different(INTO_FOLDER, random)

    return trials


# Disks and targets

@contextlib.contextmanager
def small_disk(bench, folder, size):
    """A disk of some kilobytes over a folder; False where none can be had."""
    folder.mkdir(exist_ok=True)
    has = mounted(folder, "-t", "tmpfs", "-o", f"size={size}k,nr_inodes=4k", "tmpfs")
    if not has:
        bench.skipped.add("a disk that is full: nothing may be mounted here")
    try:
        yield has
    finally:
        if has:
            unmount(folder)


def full_disk(bench):
    def trial_of(task, random):
        status, expected, _ = bench.expected(task)
        size = sum(-(-len(content) // 4096) * 4 for content in expected.values())
        trial = bench.trial()
        with small_disk(bench, trial.folder / "out", random.randrange(20, max(size * 5 // 4, 40))) as has:
            if has:
                trial.put_strangers()
                outcome = trial.run(task.arguments)
                whole = trial.results() == expected
                yield from bench.told(outcome, {status, 5} if whole else {5})
                if not whole and "space" not in outcome.said:
                    yield f"does not say that the disk is full: {outcome.said[-200:]}"
                yield from bench.partial(trial, task)
                yield from bench.leftovers(trial)
                mounted(trial.folder / "out", "-o", "remount,size=64m")
                yield from bench.repeated(trial, task)
        trial.remove()

    return once(TASKS, trial_of)


def file_size_limit(bench):
    """Also where no disk can be had: what `ulimit -f` bounds is refused, not ended by a signal."""
    def trial_of(task, random):
        status, expected, _ = bench.expected(task)
        limit = random.randrange(0, max(map(len, expected.values())))
        trial = bench.trial()
        with open("/dev/null", "wb") as null:
            outcome = trial.run(
                task.arguments, stdout=null,
                prepare=limited(resource.RLIMIT_FSIZE, limit))
        # What is said goes into a file as well, so it may be cut off; the status is not.
        if outcome.status not in (5, 3):
            yield f"ends with {outcome.status}, not 5"
        yield from bench.partial(trial, task)
        yield from bench.leftovers(trial)
        yield from bench.repeated(trial, task)
        trial.remove()

    return once(TASKS, trial_of)


def read_only_target(bench):
    def trial_of(task, random):
        trial = bench.trial()
        out = trial.folder / "out"
        has = is_root() and mounted(out, "-t", "tmpfs", "-o", "size=1m", "tmpfs")
        if has:
            trial.put_strangers()
            mounted(out, "-o", "remount,ro")
        elif is_root():
            bench.skipped.add("a target that is read-only: nothing may be mounted here, and root may write anywhere")
            return trial.remove()
        else:
            out.chmod(0o555)
        outcome = trial.run(task.arguments)
        yield from bench.told(outcome, {5})
        yield from bench.partial(trial, task)
        yield from bench.leftovers(trial)
        unmount(out) if has else out.chmod(0o755)
        trial.put_strangers()
        yield from bench.repeated(trial, task)
        trial.remove()

    return once(TASKS, trial_of)


def temporary_folder(bench):
    """Only what needs a temporary folder is refused, and says so."""
    def trial_of(task, random, kind):
        _, expected, _ = bench.expected(task)
        status, plain, _ = bench.expected(INTO_FOLDER)
        trial = bench.trial()
        temporary = trial.folder / "tmp"
        place, has = temporary, False
        if kind == "missing":
            place = trial.folder / "nowhere"
        elif kind == "full":
            has = mounted(temporary, "-t", "tmpfs", "-o", "size=64k", "tmpfs")
        else:
            has = mounted(temporary, "-t", "tmpfs", "-o", "size=64k", "tmpfs")
            if has:
                trial.put_strangers()
            has = has and mounted(temporary, "-o", "remount,ro")
        if kind != "missing" and not has:
            bench.skipped.add(f"a folder for temporary files that is {kind}: nothing may be mounted here")
            return trial.remove()
        trial.put_strangers() if kind != "read-only" else None
        outcome = trial.run(task.arguments, environment={"TMPDIR": str(place)})
        missing = set(expected) - set(trial.results())
        yield from bench.partial(trial, task)
        yield from bench.leftovers(trial)
        yield from bench.told(outcome, {3} if missing else {bench.expected(task)[0]})
        if missing and not task.has_office or len(missing) > 2:
            yield f"what needs no temporary folder is not done: {sorted(missing)[:3]}"
        if missing and "in/office" not in outcome.said:
            yield f"does not say what is wrong with which input: {outcome.said[-200:]}"
        if has:
            unmount(temporary)
        trial.put_strangers()
        yield from bench.repeated(trial, task)
        trial.remove()

    def trials(times):
        for kind in ("missing", "full", "read-only"):
            for task in [INTO_FOLDER] + ([with_office(INTO_FOLDER)] if bench.has_office else []):
                yield f"{kind}, {task}", lambda random, kind=kind, task=task: trial_of(task, random, kind)

    return trials


# Inputs

def _disturbed(bench, disturb, judge):
    """Inputs are disturbed at some moment of a conversion into a folder."""
    def trial_of(task, random):
        _, _, seconds = bench.expected(task)
        trial = bench.trial()
        inputs = sorted((trial.folder / "in/plain").iterdir())
        chosen = random.sample(inputs, 6)
        # All are named, as if listed already; results are numbered in this order.
        process = trial.start(["convert", *(f"in/plain/{path.name}" for path in inputs), *task.arguments[2:]])
        time.sleep(random.uniform(0, seconds / 2))
        for path in chosen:
            disturb(trial, path, random)
            time.sleep(random.uniform(0, seconds / 12))
        outcome = trial.finish(process)
        yield from outcome.complaints()
        yield from judge(trial, task, chosen, outcome)
        yield from bench.leftovers(trial)
        trial.remove()

    return once([INTO_FOLDER], trial_of)


def _done_or_named(bench, trial, task, chosen, outcome):
    """All others are done, and those concerned done or named."""
    status, expected, _ = bench.expected(task)
    missing = set(expected) - set(trial.results())
    if len(missing) > len(chosen):
        yield f"others are not done: {len(missing)} missing"
    named = [path for path in chosen if f"{path.name}:" in outcome.said]
    if len(named) < len(missing):
        yield f"is silent about an input that is not done: {sorted(missing)[:3]}"
    if missing and outcome.status != 3:
        yield f"ends with {outcome.status}, not 3, where inputs were refused"


def vanishing_inputs(bench):
    def disturb(trial, path, random):
        path.unlink()

    def judge(trial, task, chosen, outcome):
        yield from bench.partial(trial, task)
        yield from _done_or_named(bench, trial, task, chosen, outcome)

    return _disturbed(bench, disturb, judge)


def replaced_inputs(bench):
    """A file that another is moved over is read as it was or as it is."""
    def disturb(trial, path, random):
        new = trial.folder / f"new.{path.name}"
        shutil.copy(path, new)
        if path.suffix == ".txt":
            new.write_text(new.read_text().replace("青禾市", "青木市"))
        os.replace(new, path)

    def judge(trial, task, chosen, outcome):
        status, expected, _ = bench.expected(task)
        if set(trial.results()) != set(expected):
            yield f"not all results are there: {sorted(set(expected) ^ set(trial.results()))[:3]}"
        for name, content in trial.results().items():
            if content != expected.get(name) and b"\xe9\x9d\x92\xe6\x9c\xa8\xe5\xb8\x82" not in content:
                yield f"a result is neither of the one nor of the other: {name}"

    return _disturbed(bench, disturb, judge)


def truncated_inputs(bench):
    """What is cut off is refused, or read as far as it goes; each result still is a whole file."""
    def disturb(trial, path, random):
        os.truncate(path, random.randrange(path.stat().st_size))

    def judge(trial, task, chosen, outcome):
        for name, content in trial.results().items():
            if not is_json(content):
                yield f"a result is not whole: {name}"
        yield from _done_or_named(bench, trial, task, chosen, outcome)

    return _disturbed(bench, disturb, judge)
