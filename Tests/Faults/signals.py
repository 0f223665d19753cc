"""Runs that are stopped."""
import os
import signal
import time

from tasks import INTO_FOLDER, TASKS, TO_FOLDER, TO_ZIP

# LibreOffice may end its work after its master has been killed, and not more than that.
ORPHAN_SECONDS = 15


def killed(bench):
    return _stopped(bench, signal.SIGKILL)


def terminated(bench):
    return _stopped(bench, signal.SIGTERM)


def interrupted(bench):
    return _stopped(bench, signal.SIGINT)


def hung_up(bench):
    return _stopped(bench, signal.SIGHUP)


def _stopped(bench, number):
    def trials(times):
        for task in TASKS:
            for turn in range(times):
                chosen = bench.office_turns(task, turn)
                # A terminal sends INT and HUP to all that it has started, `kill` to one process.
                to_all = number in (signal.SIGINT, signal.SIGHUP) and turn % 2 == 0
                yield chosen.name, lambda random, task=chosen, to_all=to_all: _stop(bench, task, number, to_all, random)

    return trials


def _stop(bench, task, number, to_all, random):
    status, expected, seconds = bench.expected(task)
    trial = bench.trial()
    process = trial.start(task.arguments)
    time.sleep(random.uniform(0, 1.05 * seconds))
    try:
        os.killpg(process.pid, number) if to_all else os.kill(process.pid, number)
    except ProcessLookupError:
        pass
    start = time.monotonic()
    outcome = trial.finish(process)
    took = time.monotonic() - start
    if number == signal.SIGKILL:
        if found := trial.processes_after(ORPHAN_SECONDS):
            yield f"left running {ORPHAN_SECONDS} s after kill -9: {list(found.values())[0][:120]}"
            trial.end_all()
        yield from bench.after_kill(trial, task)
    else:
        leftovers = list(bench.leftovers(trial))
        trial.end_all()
        yield from bench.partial(trial, task)
        yield from leftovers
        if took > 2:
            yield f"takes its time to end: {took:.1f} s"
        if outcome.status == status and trial.results() != expected:
            yield f"says that it is done and is not: {len(trial.results())} of {len(expected)} results"
    yield from bench.told(outcome, {status, 128 + number})
    yield from bench.repeated(trial, task)
    trial.remove()


def worker_killed(bench):
    """One of the processes that read inputs is killed: one input is refused, the others are done."""
    def trials(times):
        seen = set()
        for turn in range(times):
            yield INTO_FOLDER.name, lambda random: _kill_worker(bench, random, seen)

    return trials


def _kill_worker(bench, random, seen):
    task = INTO_FOLDER
    status, expected, seconds = bench.expected(task)
    trial = bench.trial()
    process = trial.start(task.arguments)
    end = time.monotonic() + random.uniform(0, seconds)
    killed = None
    while process.poll() is None and killed is None:
        workers = [
            number for number, words in trial.processes().items()
            if number != process.pid and "worker" in words.split()]
        seen.update(workers)
        if workers and time.monotonic() >= end:
            killed = random.choice(workers)
            try:
                os.kill(killed, signal.SIGKILL)
            except ProcessLookupError:
                killed = None
        time.sleep(0.003)
    outcome = trial.finish(process)
    if not seen:
        yield "no process that reads inputs was seen"
    missing = sorted(set(expected) - set(trial.results()))
    yield from bench.partial(trial, task)
    yield from bench.leftovers(trial)
    if len(missing) > 1:
        yield f"more than one input is not done: {missing}"
    yield from bench.told(outcome, {3} if missing else {status})
    for name in missing:
        if os.path.splitext(os.path.basename(name))[0] not in outcome.said:
            yield f"does not say which input was refused: {name}"
    yield from bench.repeated(trial, task)
    trial.remove()


def beside_one_that_stands_still(bench):
    """A run that goes on afterwards finds its temporary files, though another has tidied up meanwhile."""
    def trials(times):
        for task in (TO_ZIP, TO_FOLDER, INTO_FOLDER):
            for _ in range(times):
                yield task.name, lambda random, task=task: _beside(bench, task, random)

    return trials


def _beside(bench, task, random):
    status, expected, seconds = bench.expected(task)
    trial = bench.trial()
    process = trial.start(task.arguments)
    time.sleep(random.uniform(0, seconds))
    os.killpg(process.pid, signal.SIGSTOP)
    for folder in ("out", "out/converted"):
        if (trial.folder / folder).is_dir():
            outcome = trial.run(["convert", "in/plain/2021.txt", "-o", f"{folder}/other.json"])
            yield from (f"the other run {complaint}" for complaint in bench.told(outcome, {0, 1}))
            (trial.folder / folder / "other.json").unlink(missing_ok=True)
    os.killpg(process.pid, signal.SIGCONT)
    outcome = trial.finish(process)
    yield from bench.told(outcome, {status})
    if trial.results() != expected:
        yield f"is not complete: {len(trial.results())} of {len(expected)} results"
    yield from bench.leftovers(trial)
    trial.remove()
