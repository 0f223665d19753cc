"""Memory that is bounded, and memory over many inputs."""
import os
import pathlib
import resource
import time

from disturbances import once
from tasks import INTO_FOLDER, TASKS
from trial import limited

MEGABYTE = 1 << 20
# Names, results and messages of an input may be kept, its contents not.
BYTES_KEPT_FOR_EACH = 1024


def little_memory(bench):
    """However little there is: no result is cut off, and what is left is tidied up by the next run."""
    def trial_of(task, random):
        limit = int(random.uniform(40, 1200) * MEGABYTE)
        trial = bench.trial()
        trial.run(
            task.arguments, prepare=limited(resource.RLIMIT_AS, limit))
        trial.end_all()
        yield from bench.after_kill(trial, task)
        yield from bench.repeated(trial, task)
        trial.remove()

    return once(TASKS, trial_of)


def one_input_too_large(bench):
    """An input that needs more memory than there is is refused, and the others are done."""
    def trial_of(task, random):
        status, expected, _ = bench.expected(task)
        trial = bench.trial()
        line = "\t\u672c\u5e74\u65b0\u6536\u653f\u5e9c\u4fe1\u606f\u516c\u5f00\u7533\u8bf7\u6570\u91cf\t1\t2\t3\n"
        (trial.folder / "in/plain/zzz.txt").write_text(
            (trial.folder / "in/plain/2021.txt").read_text() + line * (60 * MEGABYTE // len(line.encode())))
        limit = int(os.environ.get("GONGKAI_FAULTS_MEMORY", 1500)) * MEGABYTE
        outcome = trial.run(
            task.arguments, prepare=limited(resource.RLIMIT_AS, limit))
        (trial.folder / "out/converted/zzz.json").unlink(missing_ok=True)
        yield from bench.told(outcome, {3, status})
        if outcome.status == 3 and "zzz" not in outcome.said:
            yield f"does not say which input it is: {outcome.said[-200:]}"
        if missing := sorted(set(expected) - set(trial.results())):
            yield f"others are not done: {missing[:3]}"
        yield from bench.partial(trial, task)
        yield from bench.leftovers(trial)
        trial.remove()

    return once([INTO_FOLDER], trial_of)


def flat(bench):
    """What a batch holds in memory does not grow with its inputs."""
    def trial_of(random):
        peaks = {}
        for count in (500, 2500):
            trial = bench.trial()
            folder = trial.folder / "in/many"
            folder.mkdir()
            good = (trial.folder / "in/plain/2021.report.json").read_bytes()
            for number in range(count):
                content = good if number % 10 == 0 else b"" if number % 2 else b"{}"
                (folder / f"{number:05}.json").write_bytes(content)
            process = trial.start(["convert", "in/many", "-o", "out/many/"])
            peak = 0
            while process.poll() is None:
                peak = max(peak, resident(process.pid))
                time.sleep(0.02)
            outcome = trial.finish(process)
            yield from bench.told(outcome, {3})
            peaks[count] = peak
            written = len(trial.results())
            if written != len(range(0, count, 10)):
                yield f"not all are done: {written} of {count // 10}"
            refused = {line.split(":")[0] for line in outcome.said.splitlines() if "error:" in line}
            if len(refused - {"gongkai"}) != count - written:
                yield f"not all that are refused are named: {len(refused)} of {count - written}"
            yield from bench.leftovers(trial)
            trial.remove()
        growth = peaks[2500] - peaks[500]
        if growth > 2000 * BYTES_KEPT_FOR_EACH + 8 * MEGABYTE:
            yield f"memory grows with the inputs: {peaks[500] >> 10} kB for 500, {peaks[2500] >> 10} kB for 2,500"

    def one_file(random):
        """The rows of all go into one file as they come."""
        peaks, sizes = {}, {}
        for count in (200, 1000):
            trial = bench.trial()
            folder = trial.folder / "in/many"
            folder.mkdir()
            good = (trial.folder / "in/plain/2021.report.json").read_bytes()
            for number in range(count):
                (folder / f"{number:05}.json").write_bytes(good)
            process = trial.start(["convert", "in/many", "-o", "out/many.csv"])
            peak = 0
            while process.poll() is None:
                peak = max(peak, resident(process.pid))
                time.sleep(0.02)
            outcome = trial.finish(process)
            yield from bench.told(outcome, {0, 1})
            peaks[count], sizes[count] = peak, (trial.folder / "out/many.csv").stat().st_size
            yield from bench.leftovers(trial)
            trial.remove()
        if sizes[1000] < 4 * sizes[200]:
            yield f"not all are there: {sizes}"
        if peaks[1000] - peaks[200] > 8 * MEGABYTE:
            yield f"memory grows with the inputs: {peaks[200] >> 10} kB for 200, {peaks[1000] >> 10} kB for 1,000"

    return lambda times: [("convert into a folder", trial_of), ("convert into one file", one_file)]


def resident(process):
    """Bytes of a process in memory."""
    try:
        for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0
