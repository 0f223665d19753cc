"""Runs a case and says what is not as it was stated."""
import errno, fcntl, fnmatch, os, pty, re, select, shutil, signal, stat, struct, subprocess, termios, time, zipfile
from dataclasses import dataclass, field
from pathlib import Path

import table

MARK = "GONGKAI_HOSTILE"

# What steers a terminal, a browser or the direction of writing.
RAW = re.compile(
    rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c|\xef\xbb\xbf")
# The program's own colours, and its line of progress.
OWN = re.compile(rb"\x1b\[(?:0|1|2|31|32|33|1;31|1;33|1;36)m|\r\x1b\[K")
TEXTS = (".txt", ".text", ".md", ".html", ".csv", ".tsv", ".json", ".sarif", ".xml", ".rels")
# How much of a stream or file is looked at.
MOST = 64 << 20

# Only read, and not the user's: libraries, fonts, locales, what programs ask of the system.
SYSTEM = ("/lib", "/usr", "/etc/", "/proc/", "/sys/", "/dev/", "/var/cache/fontconfig", "/var/lib/", "/var/spool/libreoffice/", "/opt/", "/run/", "/bin", "/sbin")
# What LibreOffice keeps for itself, whatever it reads.
OFFICE = re.compile(rb"^/usr/lib/libreoffice/share/uno_packages/cache/|^/tmp/OSL_PIPE_|^/var/tmp$")
WRITABLE = ("/dev/null", "/dev/tty", "/dev/pts", "/dev/ptmx", "/dev/shm", "/dev/full", "/proc/self")


@dataclass
class Verdict:
    faults: list = field(default_factory=list)
    skipped: bool = False
    measured: str = ""
    shown: str = ""


def make_removable(root):
    for folder, folders, _ in os.walk(root):
        for name in folders:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, 0o700)


class Judge:
    def __init__(self, setting):
        self.setting = setting

    def __call__(self, name):
        case, verdict = table.case(name), Verdict()
        if not all(self.setting.has(need) for need in case.needs):
            verdict.skipped = True
            return name, verdict
        folder = self.setting.root / case.name
        for part in ("in", "tmp", "home", "outside"):
            (folder / part).mkdir(parents=True)
        (folder / "outside" / "secret.txt").write_text("SECRET-OF-THE-OUTSIDE\n")
        try:
            Run(self.setting, case, folder, verdict).judge()
        except Exception as error:  # A fault of the judge is a fault of the case.
            import traceback
            verdict.faults.append(f"the judge failed: {traceback.format_exc()}")
        finally:
            if not os.environ.get("HOSTILE_KEEP"):
                make_removable(folder)
                shutil.rmtree(folder, ignore_errors=True)
        return name, verdict


class Run:
    def __init__(self, setting, case, folder, verdict):
        self.setting, self.case, self.folder, self.verdict = setting, case, folder, verdict
        self.work, self.tmp, self.outside = folder / "in", folder / "tmp", folder / "outside"
        self.log, self.output = folder / "trace", folder / "stdout"

    def fault(self, text):
        self.verdict.faults.append(text)

    def judge(self):
        self.make()
        before = self.state()
        status, usage, seconds, errors, output, timed_out = self.run()
        survivors = self.end_survivors()
        case, took = self.case, usage.ru_utime + usage.ru_stime
        size = usage.ru_maxrss / 1024
        self.verdict.measured = f"status {status}, {took:.2f} s of processor time, {seconds:.1f} s, {size:.0f} MB"
        text = (errors + b"\n" + output[:1 << 20]).decode(errors="replace")
        self.verdict.shown = text[:3000]
        if timed_out:
            self.fault(f"was not done after {seconds:.0f} s")
        elif status not in case.statuses():
            self.fault(f"exit status {status}, not {case.status}: {excerpt(text)}")
        elif took > case.time(self.setting):
            self.fault(f"took {took:.1f} s of processor time, and may take {case.time(self.setting):.0f}")
        if size > case.memory():
            self.fault(f"took {size:.0f} MB, and may take {case.memory()}")
        plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
        for words in case.words():
            if words not in plain and not timed_out:
                self.fault(f"does not say “{words}”: {excerpt(plain)}")
        for words in case.hides + ("SECRET-OF-THE-OUTSIDE",):
            if words in plain:
                self.fault(f"shows “{words}”: {excerpt(plain)}")
        self.judge_inert("standard error", errors, is_terminal=True)
        self.judge_inert("standard output", output, is_terminal=case.tty)
        for survivor in [] if case.leaves else survivors:
            self.fault(f"left a process: {survivor}")
        self.judge_leftovers(before)
        if self.setting.strace and case.traced:
            self.judge_trace()
        if case.also and not self.verdict.faults:
            for fault in case.also(self.work, output) or []:
                self.fault(fault)

    # ------------------------------------------------------------------------------------------------ Making

    def make(self):
        """In a process of its own, whose memory is not that of the program."""
        child = os.fork()
        if child == 0:
            status = 1
            try:
                files = dict(self.case.files)
                if self.case.stdin is not None:
                    files["../stdin"] = self.case.stdin
                for name, content in files.items():
                    path = os.path.join(self.work, name)
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    if callable(content):
                        count = content.__code__.co_argcount - len(content.__defaults__ or ())
                        content = content(*(path, self)[:count])
                    if isinstance(content, str):
                        content = content.encode()
                    if content is not None:
                        with open(path, "wb") as file:
                            file.write(content)
                status = 0
            except BaseException:
                import traceback
                traceback.print_exc()
            os._exit(status)
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("its files were not made")

    # ------------------------------------------------------------------------------------------------ Running

    def run(self):
        case = self.case
        names = dict(outside=str(self.outside), shared=str(self.setting.shared), work=str(self.work))
        arguments = [part.format(**names) if "{" in part else part for part in case.arguments()]
        command = [str(self.setting.binary), *arguments]
        if self.setting.strace and case.traced:
            command = [self.setting.strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=%file,%network", "-e",
                       "signal=none", "-s", "4096", "-o", str(self.log)] + command
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "TMPDIR": str(self.tmp),
            "LC_ALL": "C.UTF-8", MARK: case.name}
        master, slave = terminal()
        masters, out_master = [master], None
        with open(self.output, "wb") as out, open(os.devnull, "rb") as nothing:
            standard_output = out
            if case.tty:
                out_master, standard_output = terminal()
                masters.append(out_master)
            standard_input = nothing
            if case.stdin is not None:
                standard_input = open(self.folder / "stdin", "rb")
            started = time.monotonic()
            process = subprocess.Popen(
                [os.fsencode(part) for part in command], cwd=self.work, env=environment, stdin=standard_input,
                stdout=standard_output, stderr=slave, start_new_session=True)
            os.close(slave)
            if case.tty:
                os.close(standard_output)
            read = {descriptor: bytearray() for descriptor in masters}
            status, usage, timed_out = self.wait(process, list(masters), read, started)
        seconds = time.monotonic() - started
        for descriptor in masters:
            os.close(descriptor)
        output = bytes(read[out_master]) if case.tty else read_most(self.output)
        return status, usage, seconds, bytes(read[master]), output, timed_out

    def wait(self, process, masters, read, started):
        timed_out = False
        while True:
            drain(masters, read, 0.02)
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                process.returncode = 0
                break
            if time.monotonic() - started > self.case.wall(self.setting) and not timed_out:
                timed_out = True
                os.killpg(process.pid, signal.SIGKILL)
                self.end_survivors()
        drain(masters, read, 0)
        return os.waitstatus_to_exitcode(status), usage, timed_out

    def end_survivors(self):
        """The processes that are there still, by the mark in their environment."""
        mark, found = f"{MARK}={self.case.name}\0".encode(), []
        if not os.path.isdir("/proc"):
            return found
        # What was told to end has a moment to do so.
        for attempt in range(4):
            found = []
            for entry in os.listdir("/proc"):
                if not entry.isdigit() or int(entry) == os.getpid():
                    continue
                try:
                    with open(f"/proc/{entry}/environ", "rb") as file:
                        if mark not in file.read() + b"\0":
                            continue
                    with open(f"/proc/{entry}/cmdline", "rb") as file:
                        found.append((int(entry), file.read().replace(b"\0", b" ").decode(errors="replace")[:100]))
                except OSError:
                    continue
            if not found:
                return []
            time.sleep(0.1)
        for process, _ in found:
            try:
                os.kill(process, signal.SIGKILL)
            except OSError:
                pass
        return [name for _, name in found]

    # ------------------------------------------------------------------------------------------------ Judging

    def judge_inert(self, where, content, is_terminal=False):
        if is_terminal:
            content = OWN.sub(b"", content)
        found = RAW.search(content)
        if found:
            around = content[max(0, found.start() - 30):found.end() + 30]
            self.fault(f"{where} holds {found.group()!r} raw: {around!r}")
            return
        try:
            content.decode()
        except UnicodeDecodeError as error:
            self.fault(f"{where} is not UTF-8: {content[max(0, error.start - 30):error.end + 30]!r}")

    def state(self):
        result = {}
        for root in (self.work, self.tmp, self.outside):
            for folder, folders, files in os.walk(os.fsencode(root)):
                for name in folders + files:
                    path = os.path.join(folder, name)
                    about = os.lstat(path)
                    kind = stat.S_IFMT(about.st_mode)
                    isfile = kind == stat.S_IFREG
                    result[path] = (kind, about.st_size if isfile else 0, about.st_mtime_ns if isfile else 0)
        return result

    def judge_leftovers(self, before):
        after = self.state()
        for path in before:
            if path not in after:
                self.fault(f"removed {self.relative(path)}")
            elif before[path] != after[path] and not self.is_result(path):
                self.fault(f"changed {self.relative(path)}")
        for path in after:
            if path in before:
                continue
            if not self.is_result(path):
                self.fault(f"left {self.relative(path)}")
            elif after[path][0] == stat.S_IFREG:
                self.judge_written(path)

    def relative(self, path):
        return os.path.relpath(path, os.fsencode(self.folder)).decode(errors="backslashreplace")

    def is_result(self, path):
        name = os.path.relpath(os.fsdecode(path), self.work)
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.case.writes)

    def judge_written(self, path):
        name = os.fsdecode(path)
        if name.endswith(TEXTS):
            self.judge_inert(self.relative(path), read_most(path))
        elif name.endswith((".zip", ".docx", ".xlsx")):
            with zipfile.ZipFile(os.fsdecode(path)) as container:
                for entry in container.infolist():
                    self.judge_inert(f"a name in {self.relative(path)}", entry.filename.encode())
                    if entry.filename.endswith(TEXTS) and "原件" not in entry.filename:
                        self.judge_inert(f"{self.relative(path)}/{entry.filename}", container.read(entry))

    def judge_trace(self):
        faults = dict.fromkeys(TraceReader(self).faults())
        for fault in list(faults)[:5]:
            self.fault(fault)


class TraceReader:
    """Looks through what strace saw."""

    LINE = re.compile(rb'^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)$')
    STRING = re.compile(rb'"((?:[^"\\]|\\.)*)"')
    CHANGES = (b"mkdir", b"unlink", b"rename", b"rmdir", b"symlink", b"link", b"chmod", b"chown", b"truncate", b"mknod", b"utime")

    def __init__(self, run):
        self.run = run
        self.own = os.fsencode(run.folder)
        self.binary = os.fsencode(run.setting.binary)

    def faults(self):
        pending, folders = {}, {}
        with open(self.run.log, "rb") as file:
            for line in file:
                line = line.rstrip(b"\n")
                process = line.split(b" ", 1)[0]
                if line.endswith(b"<unfinished ...>"):
                    pending[process] = line[:-len(b"<unfinished ...>")].rstrip()
                    continue
                resumed = re.match(rb"^\d+ +<\.\.\. \w+ resumed>", line)
                if resumed:
                    line = pending.pop(process, b"") + line[resumed.end():]
                match = self.LINE.match(line)
                if not match:
                    continue
                _, call, arguments, result, _ = match.groups()
                if call == b"chdir" and result == b"0":
                    folders[process] = self.resolved(arguments, folders.get(process))[0]
                yield from self.judged(call, arguments, result, folders.get(process))

    def resolved(self, arguments, folder):
        paths = []
        for text in self.STRING.findall(arguments):
            path = text.decode("unicode_escape").encode("latin-1") if b"\\" in text else text
            paths.append(os.path.normpath(os.path.join(folder or os.fsencode(self.run.work), path)))
        return paths

    def judged(self, call, arguments, result, folder):
        if call in (b"socket", b"connect", b"bind", b"sendto", b"sendmsg"):
            if b"AF_INET" in arguments and call != b"socket":
                yield f"went to a network: {call.decode()}({arguments.decode(errors='replace')[:120]})"
            return
        if call == b"execve":
            arguments = arguments.split(b", [", 1)[0]
        paths = self.resolved(arguments, folder)
        outside = os.fsencode(self.run.outside)
        for path in paths:
            if path.startswith(outside) and not self.is_named(path):
                yield f"asked for {path.decode(errors='replace')}: {call.decode()}"
        writes = call.startswith(self.CHANGES) or (
            call in (b"open", b"openat", b"creat") and re.search(rb"O_WRONLY|O_RDWR|O_CREAT", arguments))
        if result.startswith(b"-") or result == b"?":
            return
        for path in paths:
            if path.startswith(self.own) or OFFICE.match(path):
                continue
            if writes and not path.startswith(tuple(os.fsencode(place) for place in WRITABLE)) and not self.isRelativeToDescriptor(arguments):
                yield f"wrote {path.decode(errors='replace')}: {call.decode()}"
            elif call in (b"open", b"openat") and not self.is_system(path):
                yield f"opened {path.decode(errors='replace')}"

    def isRelativeToDescriptor(self, arguments):
        return re.match(rb"\d+, ", arguments) is not None

    def is_system(self, path):
        if path in (b"/", b"/tmp", self.binary) or path.startswith(os.fsencode(self.run.setting.shared)):
            return True
        return (path + b"/").startswith(tuple(os.fsencode(place) for place in SYSTEM))

    def is_named(self, path):
        """Whether the command line names it, so that it may be asked for."""
        return any("{outside}" in part for part in self.run.case.arguments())


def terminal():
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    return master, slave


def drain(masters, read, seconds):
    while True:
        ready = select.select(masters, [], [], seconds)[0]
        if not ready:
            return
        for descriptor in ready:
            try:
                piece = os.read(descriptor, 1 << 16)
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                piece = b""
            if not piece:
                masters.remove(descriptor)
                # The descriptor is closed by who opened it.
                continue
            if len(read[descriptor]) < 4 << 20:
                read[descriptor] += piece
        if not masters:
            time.sleep(seconds)
            return
        seconds = 0


def read_most(path):
    with open(path, "rb") as file:
        return file.read(MOST)


def excerpt(text):
    return " ⏎ ".join(line for line in text.strip().splitlines() if line)[:400]
