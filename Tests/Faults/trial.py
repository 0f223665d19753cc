"""Where one fault is tried: a folder with inputs, results and temporary files, and what is seen in it afterwards."""
import dataclasses
import itertools
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import time

# Marks every process that a trial starts, whoever starts it and however it is renamed.
MARK = "GONGKAI_FAULT_TRIAL"
CRASH_WORDS = ("Fatal error", "Backtrace", "Illegal instruction", "Segmentation", "core dumped", "terminate called")
CRASHES = {signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV}
LONGEST = 120
# What a run may leave that had no time to tidy up.
TEMPORARY = re.compile(r"\.gongkai-\d+-[0-9a-f]{8}\.tmp")
# Files of others, which look a little like ours: nobody touches them.
STRANGERS = ("out/.kept.tmp", "out/.gongkai-notes.tmp", "tmp/other-a1b2c3/notes.txt", "tmp/notes.gongkai",
    "out/gongkai-2017-report.docx", "tmp/gongkai-12345678-ABCD/notes.txt")


def limited(kind, amount):
    """What a run does before it begins, to have so much of a resource and no more."""
    return lambda: resource.setrlimit(kind, (amount, amount))


@dataclasses.dataclass
class Outcome:
    """How a run ended: its status as the shell gives it, and what it said and printed."""
    status: int
    said: str
    printed: bytes = b""

    def complaints(self):
        """What no fault excuses."""
        if self.status - 128 in CRASHES:
            yield f"crashed by signal {self.status - 128}"
        for word in CRASH_WORDS:
            if word in self.said:
                yield f"speaks of a crash: {word}"
        if "HANGS" in self.said:
            yield "hangs"
        if self.status in (2, 3, 4, 5) and "error:" not in self.said:
            yield f"ends with {self.status} and does not say why"


class Trial:
    numbers = itertools.count(1)

    def __init__(self, root, gongkai, materials):
        self.mark = f"{os.getpid()}.{next(self.numbers)}"
        self.gongkai = gongkai
        self.folder = pathlib.Path(root) / self.mark
        shutil.copytree(materials, self.folder / "in")
        for name in ("out", "tmp", "home"):
            (self.folder / name).mkdir()
        self.put_strangers()

    def put_strangers(self):
        for name in STRANGERS:
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(name)

    # Running

    def start(self, arguments, prepare=None, **streams):
        """Starts the command in a session of its own, with the signals that a shell gives it."""
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "TMPDIR": str(self.folder / "tmp"),
            "LANG": "C.UTF-8", MARK: self.mark, **streams.pop("environment", {})}

        def prepared():
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(number, signal.SIG_DFL)
            if prepare:
                prepare()

        # Files, not pipes: nobody waits for a judge that looks elsewhere.
        opened = []
        for name in ("stdout", "stderr"):
            if name not in streams:
                streams[name] = open(self.folder / name, "wb")
                opened.append(streams[name])
        try:
            return subprocess.Popen(
                [self.gongkai, *arguments], cwd=self.folder, env=environment, start_new_session=True,
                preexec_fn=prepared, **{"stdin": subprocess.DEVNULL, **streams})
        finally:
            for file in opened:
                file.close()

    def finish(self, process, seconds=LONGEST):
        """Waits for the end, and says how it was. What does not end is ended, and said to hang."""
        hangs = ""
        try:
            status = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self.end_all()
            status, hangs = process.wait(), "\nerror: HANGS"
        said, printed = ((self.folder / name) for name in ("stderr", "stdout"))
        return Outcome(
            128 - status if status < 0 else status,
            (said.read_text(errors="replace") if said.exists() else "") + hangs,
            printed.read_bytes() if printed.exists() else b"")

    def run(self, arguments, **how):
        return self.finish(self.start(arguments, **how))

    # Looking

    def results(self):
        """All that stands where results go, by its path; None for what cannot be read."""
        found = {}
        for folder, folders, files in os.walk(self.folder / "out"):
            for name in files:
                path = os.path.join(folder, name)
                found[os.path.relpath(path, self.folder)] = pathlib.Path(path).read_bytes()
            if not folders and not files:
                found[os.path.relpath(folder, self.folder) + "/"] = b""
        return {name: content for name, content in found.items() if name not in STRANGERS}

    def temporary(self):
        """What stands where temporary files go."""
        names = [
            os.path.relpath(os.path.join(folder, name), self.folder)
            for folder, folders, files in os.walk(self.folder / "tmp") for name in folders + files]
        return [name for name in names if not any(stranger.startswith(name) for stranger in STRANGERS)]

    def strangers_touched(self):
        return [
            name for name in STRANGERS
            if not (self.folder / name).is_file() or (self.folder / name).read_text() != name]

    def processes(self):
        """The processes of this trial that still run, with their command lines."""
        found = {}
        wanted = f"{MARK}={self.mark}".encode()
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                with open(f"/proc/{entry}/environ", "rb") as file:
                    if wanted not in file.read().split(b"\0"):
                        continue
                with open(f"/proc/{entry}/cmdline", "rb") as file:
                    found[int(entry)] = file.read().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                pass  # It has ended, or is not ours.
        return found

    def processes_after(self, seconds):
        """Those that still run when they have been given some time."""
        end = time.monotonic() + seconds
        while (found := self.processes()) and time.monotonic() < end:
            time.sleep(0.05)
        return found

    def end_all(self):
        while found := self.processes():
            for process in found:
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.02)

    # Leaving

    def remove(self):
        self.end_all()
        shutil.rmtree(self.folder, ignore_errors=True)
