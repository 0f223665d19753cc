"""Lines of a stream, while the processes that answer them are killed."""
import collections
import json
import os
import signal
import subprocess
import threading
import time

# Of each trial; `--times 200` makes 1,000 of them.
KILLS = 5
JOBS = 4


def workers_killed(bench):
    """Whatever is killed: each line is answered once, in order, and those that are answered with `ok` say the same."""
    return lambda times: [("stream", lambda random: _kill(bench, random)) for _ in range(times)]


def _kill(bench, random):
    trial = bench.trial()
    process = trial.start(
        ["stream", "--output", "findings", "--jobs", str(JOBS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    written = collections.deque()
    is_over = threading.Event()
    # What is written after the last kill only takes time.
    ahead = threading.Semaphore(32)

    def write():
        number = 0
        while not is_over.is_set():
            ahead.acquire()
            written.append(number)
            process.stdin.write(b'{"id":%d,"path":"in/plain/2021.txt"}\n' % number)
            process.stdin.flush()
            number += 1
        process.stdin.close()

    def kill():
        kills = 0
        while kills < KILLS and process.poll() is None:
            time.sleep(random.uniform(0, 0.05))
            workers = [
                number for number, words in trial.processes().items()
                if number != process.pid and "worker" in words.split()]
            if workers:
                try:
                    os.kill(random.choice(workers), signal.SIGKILL)
                    kills += 1
                except ProcessLookupError:
                    pass
        is_over.set()

    threads = [threading.Thread(target=work) for work in (write, kill)]
    for thread in threads:
        thread.start()
    answers = []
    for line in process.stdout:
        answers.append(json.loads(line))
        ahead.release()
    for thread in threads:
        thread.join()
    status = process.wait()
    trial.end_all()
    if status != 0:
        yield f"ends with {status}"
    if [answer["id"] for answer in answers] != list(written):
        yield f"lines are lost, doubled or out of order: {len(answers)} of {len(written)}"
    failed = [answer for answer in answers if answer["status"] != "ok"]
    if len(failed) > KILLS:
        yield f"more fail than were killed: {len(failed)} for {KILLS}"
    for answer in failed:
        if answer["status"] != "failed" or answer["findings"][0]["id"] != "worker.crashed":
            yield f"says something else of a kill: {answer}"
    if len({json.dumps(answer["findings"]) for answer in answers if answer["status"] == "ok"}) > 1:
        yield "the same file gives now this, now that"
    trial.remove()
