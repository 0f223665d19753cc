"""Streams that are closed or full, and descriptors that are few."""
import itertools
import os
import resource
import subprocess

from tasks import INTO_FILE, INTO_FOLDER, TASKS, TO_FOLDER, TO_ZIP, with_office
from trial import limited

# The three standard streams, and one.
LEAST_DESCRIPTORS = 4
AMONG_REFUSED = ("convert", "in/plain", "in/refused", "--to", "json", "-o", "out/converted/")
TO_STANDARD_OUTPUT = ("convert", "in/plain/2021.txt", "in/plain/2019.txt", "--to", "json")
FROM_STANDARD_INPUT = ("convert", "-", "-o", "out/stdin.json")


def few_descriptors(bench):
    def trial_of(task, random, limit):
        status, expected, _ = bench.expected(task)
        trial = bench.trial()
        outcome = trial.run(
            task.arguments,
            prepare=limited(resource.RLIMIT_NOFILE, limit))
        whole = trial.results() == expected
        if not (outcome.status == 127 and "error while loading shared libraries" in outcome.said):
            yield from bench.told(outcome, {status} if whole else {2, 3, 5})
        yield from bench.partial(trial, task)
        yield from bench.leftovers(trial)
        yield from bench.repeated(trial, task)
        trial.remove()

    def trials(times):
        for task in TASKS:
            for limit in (*range(LEAST_DESCRIPTORS, 20), 24, 32, 40):
                yield f"{task} with {limit}", lambda random, task=task, limit=limit: trial_of(task, random, limit)

    return trials


def closed_streams(bench):
    """Results do not change with what is closed; what cannot be read or printed then is refused."""
    def into_files(task, random, closed):
        status, expected, _ = bench.expected(task)
        trial = bench.trial()
        outcome = trial.run(task.arguments, prepare=lambda: [os.close(number) for number in closed])
        # Archives print a slip.
        allowed = {status, 5} if 1 in closed and task in (TO_ZIP, TO_FOLDER) else {status}
        if 2 in closed:
            outcome.said = "error: (nobody hears it)" + outcome.said
        yield from bench.told(outcome, allowed)
        if trial.results() != expected:
            yield f"results differ: {sorted(n for n in expected if trial.results().get(n) != expected[n])[:3]}"
        yield from bench.partial(trial, task)
        yield from bench.leftovers(trial)
        trial.remove()

    def from_and_to(words, random, closed):
        trial = bench.trial()
        with open(trial.folder / "in/plain/2021.txt", "rb") as file:
            outcome = trial.run(words, stdin=file, prepare=lambda: [os.close(number) for number in closed])
        if 2 in closed:
            outcome.said = "error: (nobody hears it)" + outcome.said
        fault = {3} if words == FROM_STANDARD_INPUT and 0 in closed else set()
        fault |= {5} if words == TO_STANDARD_OUTPUT and 1 in closed else set()
        yield from bench.told(outcome, fault or {0, 1})
        yield from bench.leftovers(trial)
        trial.remove()

    def among_refused(random, closed):
        """What is said goes into no result and to no worker."""
        runs = []
        for prepare in (None, lambda: [os.close(number) for number in closed]):
            trial = bench.trial()
            outcome = trial.run(AMONG_REFUSED, prepare=prepare)
            outcome.said += "error: (nobody hears it)" if prepare and 2 in closed else ""
            yield from outcome.complaints()
            runs.append((outcome.status, trial.results()))
            trial.remove()
        if runs[0] != runs[1]:
            yield f"ends with {runs[1][0]} and {len(runs[1][1])} results, not {runs[0][0]} and {len(runs[0][1])}"

    def trials(times):
        sets = [closed for n in (1, 2, 3) for closed in itertools.combinations((0, 1, 2), n)]
        for closed in sets:
            for task in TASKS + ([with_office(INTO_FOLDER)] if bench.has_office and len(closed) == 3 else []):
                yield f"{task} without {closed}", lambda random, t=task, c=closed: into_files(t, random, c)
            for words in (FROM_STANDARD_INPUT, TO_STANDARD_OUTPUT):
                name = f"{' '.join(words[:2])} without {closed}"
                yield name, lambda random, w=words, c=closed: from_and_to(w, random, c)
            yield f"much that is refused without {closed}", lambda random, c=closed: among_refused(random, c)

    return trials


def full_streams(bench):
    def output_full(random):
        trial = bench.trial()
        with open("/dev/full", "wb") as full:
            outcome = trial.run(TO_STANDARD_OUTPUT, stdout=full)
        yield from bench.told(outcome, {5})
        if "space" not in outcome.said:
            yield f"does not say that nothing more can be written: {outcome.said[-200:]}"
        trial.remove()

    def errors_full(random):
        status, expected, _ = bench.expected(INTO_FOLDER)
        trial = bench.trial()
        with open("/dev/full", "wb") as full:
            outcome = trial.run(INTO_FOLDER.arguments, stderr=full)
        if outcome.status != status or trial.results() != expected:
            yield f"is disturbed by messages that nobody can read: {outcome.status}"
        yield from bench.leftovers(trial)
        trial.remove()

    def pipe_closed(random, name, words):
        """It ends as other programs do, and without a word of a crash."""
        trial = bench.trial()
        process = trial.start(words, **{name: subprocess.PIPE})
        getattr(process, name).close()
        outcome = trial.finish(process)
        if outcome.status not in {0, 1, 5, 141}:
            yield f"ends with {outcome.status}, not 5 or 141"
        yield from (c for c in outcome.complaints() if name != "stderr")
        trial.remove()

    def trials(times):
        yield "standard output", output_full
        yield "standard error", errors_full
        for name, words in (
            ("stdout", TO_STANDARD_OUTPUT), ("stdout", TO_ZIP.arguments), ("stderr", INTO_FILE.arguments),
            ("stderr", INTO_FOLDER.arguments),
        ):
            yield f"a closed pipe for {name}", lambda random, n=name, w=words: pipe_closed(random, n, w)

    return trials
