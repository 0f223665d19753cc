"""What a case is, and the limits that it is held to."""
import os, platform, shutil, subprocess, time
from dataclasses import dataclass, field
from pathlib import Path

# ---------------------------------------------------------------------------------------------------- LIMITS
# Processor time of a release build in seconds, children included, and memory in MB. What poppler and LibreOffice
# read has their own. A debug build is five to ten times slower, and is given this much more:
DEBUG = 10
# Cases run beside each other, which makes each slower by up to a half; a slower machine is given more, by a loop that is
# timed first and takes so many seconds where the limits were set.
CROWD = 1.5
LOOP = 0.13
SECONDS = {"own": 1.0, "poppler": 10.0, "office": 30.0}
MEGABYTES = {"own": 256, "poppler": 512, "office": 1024}
# Nothing may take longer than this by the clock, however little it does.
WALL = {"own": 20.0, "poppler": 40.0, "office": 60.0}


@dataclass
class Case:
    """One hostile thing."""

    name: str
    #: What it is, in few words.
    what: str
    #: The command line without the program; a string is split at spaces, a list is taken as it is.
    command: object
    #: The exit status; several where the build or the machine decides.
    status: object
    #: What must be shown: ids of findings as `[id]`, or words.
    says: object = ()
    #: The files in the case's folder: bytes, what gives bytes, or what makes something at a path.
    files: dict = field(default_factory=dict)
    #: The results that may stand beside them, as patterns.
    writes: tuple = ()
    #: Whose limits: own, poppler, office.
    by: str = "own"
    #: What must not be shown.
    hides: tuple = ()
    #: Standard input: bytes, or "tty"; /dev/null if not given.
    stdin: object = None
    #: Whether standard output is a terminal as well.
    tty: bool = False
    #: Programs that start others are not traced: strace would wait for those too.
    traced: bool = True
    #: Whether a process that hides from all who look for children may stay.
    leaves: bool = False
    #: Judges what was written: called with the folder, gives what is wrong.
    also: object = None
    #: What the machine must have.
    needs: tuple = ()
    #: Lifts a limit that this case has by its nature, such as a file of 60 MB that is kept whole.
    megabytes: int = 0
    seconds: float = 0

    def wall(self, setting):
        return max(WALL[self.by] * setting.pace * (2 if setting.is_debug else 1), self.time(setting))

    def time(self, setting):
        limit = max(SECONDS[self.by], self.seconds) * setting.pace * CROWD
        return limit * (DEBUG if setting.is_debug and self.by == "own" else 1)

    def memory(self):
        return max(MEGABYTES[self.by], self.megabytes)

    def words(self):
        return (self.says,) if isinstance(self.says, str) else tuple(self.says)

    def statuses(self):
        return (self.status,) if isinstance(self.status, int) else tuple(self.status)

    def arguments(self):
        return self.command.split() if isinstance(self.command, str) else list(self.command)


def pace():
    """How long a loop takes on this machine, at best."""
    def once():
        start, total = time.process_time(), 0
        for number in range(3_000_000):
            total += number
        return time.process_time() - start
    return min(once() for _ in range(3))


class Setting:
    """The program at hand, and packages that it made for cases to damage."""

    def __init__(self, binary, root):
        self.binary, self.root = binary, root
        self.is_debug = "/debug/" in str(binary)
        self.pace = max(1.0, pace() / LOOP)
        self.strace = shutil.which("strace") if platform.system() == "Linux" else None
        # Some machines have it and do not let it look.
        if self.strace and subprocess.run(
                [self.strace, "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, "true"], capture_output=True).returncode:
            self.strace = None

    @property
    def shared(self):
        return self.root / "shared"

    def has(self, need):
        if need == "not-root":
            return os.geteuid() != 0
        if need == "root":
            return os.geteuid() == 0
        if need == "linux":
            return platform.system() == "Linux"
        return shutil.which(need) is not None

    def prepare(self):
        self.shared.mkdir()
        archive = [
            self.binary, "archive", "Examples/2019/input.txt", "--time", "2026-01-31T09:00:00+08:00", "--set",
            "全宗号=0123", "--set", "全宗名称=临溪县教育局", "--set", "类别号=WS", "--set", "保管期限=永久"]
        for profile, name in [("transfer", "transfer.zip"), ("bagit", "bag.zip"), ("bagit", "bag/"), ("eep", "eep.zip"),
                              ("eep", "eep.xml")]:
            made = subprocess.run(archive + ["--profile", profile, "-o", f"{self.shared}/{name}"], capture_output=True)
            if made.returncode:
                raise SystemExit(f"The package {name} was not made:\n{made.stderr.decode()}")
