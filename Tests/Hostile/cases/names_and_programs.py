"""Names, what is no regular file, arguments, and programs that read and write for us."""
from makers import *
from model import Case

GBK = "\udcb9\udcab\udcbf\udcaa"  # 公开 in GBK, as unzip leaves it on Linux.
GOOD = {"in.txt": report}


def named(name, what, file, says=(), status=(0, 1), command=None, **more):
    return Case(name, what, command or ["inspect", file], status, says, {file: report}, **more)


def program(name, what, text, says, status=3, **more):
    return Case(name, what, "convert in.txt --from exec:./p", status, says, {"in.txt": report, "p": script(text)}, traced=False, **more)


def writer(name, what, text, says, status=5, **more):
    return Case(name, what, "convert in.txt --to exec:./p -o out.x", status, says, {"in.txt": report, "p": script(text)}, traced=False, **more)


def folder_with(name, maker):
    return {"in/a.txt": report, f"in/{name}": maker}


def beside(work):
    """Does something in a process beside, for not longer than a minute."""
    import signal
    if os.fork() == 0:
        os.setsid()
        signal.alarm(60)
        try:
            work()
        finally:
            os._exit(0)


def endless_fifo(path):
    """A pipe into which another process writes for as long as somebody reads."""
    def write():
        with open(path, "wb", buffering=0) as pipe:
            while True:
                pipe.write(b"x\n" * 30_000)
    os.mkfifo(path)
    beside(write)


def read_fifo(path):
    """A pipe that another process reads to its end."""
    os.mkfifo(path)
    beside(lambda: open(path, "rb").read())


CASES = [
    # ------------------------------------------------------------------------------------------------ Names
    named("name-gbk", "a file whose name is GBK", GBK + ".txt", "\\xB9"),
    named("name-gbk-folder", "a folder of files whose names are GBK, written beside", f"in/{GBK}.txt", (), command="convert in --to text -o out/", writes=("out", "out/*")),
    named("name-gbk-output", "a result whose name is GBK", "in.txt", (), command=["convert", "in.txt", "-o", GBK + ".html"], writes=(GBK + ".html",)),
    named("name-gbk-missing", "a file whose name is GBK, and which is not there", "in.txt", ("[file.cannot-open]", "\\xB9"), status=3, command=["convert", GBK + ".txt"]),
    named("name-latin", "a name of bytes that are no text", "\udcff\udcfe\udc80.txt", "\\xFF\\xFE\\x80"),
    named("name-escapes", "a name that clears the screen and sets its title", "a\x1b[2J\x1b]0;x\x07.txt", "\\u{1B}[2J", tty=True),
    named("name-escapes-refused", "the same, of a file that is refused", "a\x1b[2J\x1b]0;x\x07.txt", "\\u{1B}[2J", status=3, command=["convert", "a\x1b[2J\x1b]0;x\x07.txt", "--from", "xlsx"], tty=True),
    named("name-lines", "a name of several lines, one of them a message of ours", "a\nin.txt: error: x [y]\n.txt", "\\u{A}", tty=True),
    named("name-carriage", "a name with a carriage return", "good.txt\rbad.txt", "\\u{D}", tty=True),
    named("name-bidi", "a name that reads backwards, as of a Word file", "a\u202excod.txt", "\\u{202E}", tty=True),
    named("name-c1", "a name with C1 controls", "a\u009b2J\u0085.txt", "\\u{9B}", tty=True),
    named("name-steering-checked", "a name that steers the terminal, checked", "a" + STEERING.replace("/", "") + ".txt", "\\u{1B}", command=["check", "a" + STEERING + ".txt", "--show", "note"], tty=True),
    named("name-steering-json", "the same, into JSON on a terminal", "a" + STEERING + ".txt", (), command=["check", "a" + STEERING + ".txt", "--format", "json"], tty=True),
    named("name-steering-csv", "the same, into CSV on a terminal", "a" + STEERING + ".txt", (), command=["convert", "a" + STEERING + ".txt", "--to", "csv"], tty=True),
    named("name-steering-xml", "the same, into XML on a terminal", "a" + STEERING + ".txt", (), command=["convert", "a" + STEERING + ".txt", "--to", "xml"], tty=True),
    named("name-steering-sarif", "the same, into SARIF on a terminal", "a" + STEERING + ".txt", (), command=["check", "a" + STEERING + ".txt", "--format", "sarif", "--show", "note"], tty=True),
    named("name-steering-compared", "the same, compared", "a" + STEERING + ".txt", "\\u{1B}", status=0, command=["diff", "a" + STEERING + ".txt", "a" + STEERING + ".txt"], tty=True),
    named("name-steering-verified", "the same, verified", "a" + STEERING + ".zip", "\\u{1B}", status=3, command=["verify", "a" + STEERING + ".zip"], tty=True),
    named("name-steering-packed", "the same, packed", "a" + STEERING + ".txt", (), status=(0, 1, 3), command=["archive", "a" + STEERING + ".txt", "-o", "out.zip", "--set", "全宗号=1", "--set", "全宗名称=局", "--set", "类别号=WS", "--set", "保管期限=永久"], writes=("out.zip",), tty=True),
    named("name-formula", "a name that spreadsheets compute, as CSV", "=1+1.txt", (), command=["convert", "=1+1.txt", "--to", "csv", "-o", "out.csv"], writes=("out.csv",), also=lambda folder, output: ["a field begins with ="] if re.search(r'(^|,)"?=', (folder / "out.csv").read_text()) else []),
    named("name-dash", "a name that is an option, behind --", "--overwrite", (), command=["inspect", "--", "--overwrite"]),
    named("name-dash-folder", "a name that is an option, in a folder", "in/-o.txt", (), command="convert in --to text -o out/", writes=("out", "out/*")),
    named("name-minus", "a file called -", "-", (), command="inspect ./-"),
    named("name-device", "a file called CON.txt, in a folder", "in/CON.txt", (), command="convert in --to text -o out/", writes=("out", "out/*"), also=lambda folder, output: ["a result is called CON"] if os.path.exists(folder / "out/CON.txt") else []),
    named("name-dots", "a name that ends with dots and spaces", "in/a. . .txt", (), command="convert in --to html -o out/", writes=("out", "out/*")),
    named("name-242", "a name of 242 bytes", "长" * 79 + "a.txt", (), command=["convert", "长" * 79 + "a.txt", "--to", "text", "-o", "长" * 79 + "b.txt"], writes=("长" * 79 + "b.txt",)),
    named("name-255", "a name of 255 bytes, whose result is longer by one", "in/" + "a" * 251 + ".txt", (), status=(0, 1, 2, 5), command="convert in --to html -o out/", writes=("out", "out/*")),
    named("name-256", "a result of 256 bytes", "in.txt", "[file.", status=5, command=["convert", "in.txt", "-o", "a" * 251 + ".html"]),
    named("name-path-long", "a path of 5,000 bytes", "in.txt", "[file.", status=3, command=["convert", "a/" * 2500 + "in.txt"]),
    named("name-steering-output", "a result in a folder whose name steers, and which is a file", "a\x1b[2J\u202e", ("[file.", "\\u{1B}"), status=5, command=["convert", "a\x1b[2J\u202e", "--from", "text", "-o", "a\x1b[2J\u202e/x.html"], tty=True),
    named("name-exists", "a result that exists, whose name steers the terminal", "a\x1b[2J.html", "\\u{1B}", status=(2, 5), command=["convert", "a\x1b[2J.html", "--from", "text", "-o", "a\x1b[2J.html"], tty=True),
    # ------------------------------------------------------------------------------------------------ What is no regular file
    Case("file-fifo-folder", "a named pipe in a folder", "convert in --to text -o out/", (1, 3), "in/p.txt", folder_with("p.txt", fifo), writes=("out", "out/*")),
    Case("file-socket-folder", "a socket in a folder", "convert in --to text -o out/", (1, 3), "in/s.txt", folder_with("s.txt", socket), writes=("out", "out/*")),
    Case("file-device-folder", "a device in a folder", "convert in --to text -o out/", (1, 3), "in/d.txt", folder_with("d.txt", lambda path: os.mknod(path, 0o020666, os.makedev(1, 5))), writes=("out", "out/*"), needs=("root", "linux")),
    Case("file-zero-link", "a link to /dev/zero in a folder", "convert in --to text -o out/", (1, 3), "in/z.txt", folder_with("z.txt", link("/dev/zero")), writes=("out", "out/*")),
    Case("file-zero", "/dev/zero itself", "convert /dev/zero", 3, "/dev/zero", needs=("linux",)),
    Case("file-random", "/dev/urandom as a Word file", "convert /dev/urandom --from docx", 3, "/dev/urandom", needs=("linux",)),
    Case("file-null", "/dev/null", "convert /dev/null", 3, "/dev/null"),
    Case("file-proc", "a file of /proc that says it is empty", "convert /proc/self/maps", 3, "/proc/self/maps", needs=("linux",)),
    Case("file-proc-memory", "the memory of the process", "convert /proc/self/mem", 3, "/proc/self/mem", needs=("linux",)),
    Case("file-fifo", "a named pipe without end, on the command line", "convert p", 3, "[file.too-large]", {"p": endless_fifo}),
    Case("file-link-loop", "a link to itself", "convert in.txt", 3, "in.txt", {"in.txt": link("in.txt")}),
    Case("file-link-loop-folder", "links to folders above in a folder", "convert in --to text -o out/", (0, 1, 3), (), {"in/a.txt": report, "in/up": link(".."), "in/self": link(".")}, writes=("out", "out/*")),
    Case("file-link-dangling", "a link to nothing in a folder", "convert in --to text -o out/", (1, 3), "in/x.txt", folder_with("x.txt", link("none.txt")), writes=("out", "out/*")),
    Case("file-folder-named", "a folder called x.txt in a folder", "convert in --to text -o out/", (0, 1, 3), (), {"in/a.txt": report, "in/x.txt/b.txt": report}, writes=("out", "out/*")),
    Case("file-folder-as-file", "a folder where a file is asked for", "explain in applications.received", 3, "in", {"in/a.txt": report}),
    Case("file-unreadable", "a file that may not be read", "convert in --to text -o out/", 3, "in/x.txt", {"in/a.txt": report, "in/x.txt": lambda path: (Path(path).write_text("x"), os.chmod(path, 0))[2:] or None}, writes=("out", "out/*"), needs=("not-root",)),
    Case("file-unreadable-folder", "a folder that may not be read", "convert in --to text -o out/", (1, 3), "in/x", {"in/a.txt": report, "in/x": folder(0)}, writes=("out", "out/*"), needs=("not-root",)),
    Case("file-deep", "100 folders in each other", "convert in --to text -o out/", 3, "[file.folders-too-deep]", {"in/" + "d/" * 100 + "a.txt": report, "in/b.txt": report}, writes=("out", "out/*")),
    Case("file-many", "2,000 empty files in a folder", "convert in --to text -o out/", 3, "2000", {"in": lambda path: [os.mkdir(path)] + [Path(path, f"{number}.txt").touch() for number in range(2000)] and None}, seconds=2, writes=("out",)),
    Case("file-output-fifo", "a result where a named pipe stands that somebody reads", "convert in.txt -o out.json", 0, (), {"in.txt": report, "out.json": read_fifo}),
    Case("file-output-link", "a result where a link to another file stands", "convert in.txt -o out.json", 5, "[file.exists]", {"in.txt": report, "other.json": "{}", "out.json": link("other.json")}),
    Case("file-output-input", "a result that is the input under another name", "convert in.txt --to text -o ./x/../in.txt --overwrite", (2, 5), "in.txt", {"in.txt": report, "x/y": b""}),
    Case("file-output-folder", "a result where a folder stands", "convert in.txt --to html -o out", (0, 1), (), {"in.txt": report, "out/x": b""}, writes=("out/in.html",)),
    # ------------------------------------------------------------------------------------------------ Arguments
    Case("argument-escape", "a value that steers the terminal", ["convert", "in.txt", "--edition", STEERING], 2, "\\u{1B}", GOOD, tty=True),
    Case("argument-option", "an option that steers the terminal", ["convert", "in.txt", "--\x1b[2J\u202e"], 2, "\\u{1B}", GOOD, tty=True),
    Case("argument-command", "a command that steers the terminal", ["\x1b[2J\u202e"], 2, "\\u{1B}", tty=True),
    Case("argument-lines", "a value of several lines", ["convert", "in.txt", "--policy", "a\nUsage: x\n"], 2, "a\\u{A}Usage", GOOD, tty=True),
    Case("argument-invalid", "a value that is no UTF-8", ["convert", "in.txt", "--edition", "\udcff\udcfe"], 2, "", GOOD),
    Case("argument-format", "a format that steers the terminal", ["convert", "in.txt", "--to", "\x1b[2J"], 2, ("[format.unknown]", "\\u{1B}"), GOOD, tty=True),
    Case("argument-cell", "a cell that steers the terminal", ["explain", "in.txt", "\x1b[2J\u202e"], 2, ("[command.unknown-cell]", "\\u{1B}"), GOOD, tty=True),
    Case("argument-rule", "a rule that steers the terminal", ["check", "in.txt", "--without", "\x1b[2J"], 2, "\\u{1B}", GOOD, tty=True),
    Case("argument-crosswalk", "a crosswalk that steers the terminal", ["crosswalk", "export", "\x1b[2J"], (2, 3), "\\u{1B}", GOOD, tty=True),
    Case("argument-set", "a setting that steers the terminal", ["archive", "in.txt", "-o", "out.zip", "--set", "\x1b[2J=\u202e"], (2, 3), "\\u{1B}", GOOD, tty=True),
    Case("argument-time", "a time that steers the terminal", ["archive", "in.txt", "-o", "out.zip", "--time", "\x1b[2J"], (2, 3), "\\u{1B}", GOOD, tty=True),
    Case("argument-long", "a value of 100,000 bytes", ["convert", "in.txt", "--edition", "9" * 100_000], 2, "[command.unknown-edition]", GOOD),
    Case("argument-many", "1,000 inputs that are not there", ["convert"] + [f"none{number}.txt" for number in range(1000)] + ["--to", "csv"], 3, "1000"),
    Case("argument-chinese", "a value that steers the terminal, refused in Chinese", ["convert", "in.txt", "--edition", "\x1b[2J", "--lang", "zh"], 2, ("没有年报格式", "\\u{1B}"), GOOD, tty=True),
    Case("input-endless", "standard input of 70 MB", "convert -", 3, "[file.too-large]", {}, stdin=lambda: b"\n" * (70 << 20)),
    # ------------------------------------------------------------------------------------------------ Programs that read
    program("program-garbage", "a reader that prints every byte", "head -c 100000 /dev/urandom\n", "[program.output]"),
    program("program-steering", "a reader that prints what steers the terminal", "printf '\\033[2J\\033]0;x\\007'\n", "[program.output]", tty=True),
    program("program-errors", "a reader that steers the terminal on standard error", f"printf '\\033[2J\\033]0;x\\007 \\302\\233 \\377' >&2; exit 3\n", "[program.failed]", tty=True),
    program("program-errors-endless", "a reader that says 100 MB on standard error", "head -c 100000000 /dev/zero | tr '\\0' x >&2; exit 3\n", "[program.failed]", seconds=5),
    program("program-endless", "a reader that prints without end", "exec yes\n", "[program.output-limit]", seconds=10),
    program("program-sleeping", "a reader that has printed all, with a child that keeps its output open", "sleep 300 & cat report.json 2>/dev/null || printf '{}'\n", "[program.output]"),
    program("program-children", "a reader that leaves children behind", "for i in 1 2 3; do sleep 300 >/dev/null 2>&1 & done; printf '{}'\n", "[program.output]"),
    program("program-session", "a reader whose child begins a session of its own", "setsid sleep 300 >/dev/null 2>&1 & printf '{}'\n", "[program.output]", needs=("setsid",), leaves=True),
    program("program-killed", "a reader that dies by a signal", "kill -SEGV $$\n", "[program.crashed]"),
    program("program-killed-late", "a reader that dies after it has printed half", "printf '{\"gongkai\":'; kill -KILL $$\n", "[program.crashed]"),
    program("program-closes-input", "a reader that reads nothing of 10 MB", "exec 0<&-; printf '{}'\n", "[program.output]"),
    program("program-nothing", "a reader that prints nothing", "exit 0\n", "[program.output]"),
    program("program-status", "a reader that ends with status 255", "exit 255\n", "[program.failed]"),
    program("program-deep", "a reader that prints JSON of a million arrays", "head -c 1000000 /dev/zero | tr '\\0' '['\n", "[program.output]"),
    program("program-memory", "a reader that takes all memory", "exec python3 -c 'x = bytearray(64 << 30)'\n", "[program.failed]", megabytes=8192),
    program("program-temporary", "a reader that looks where it is", "ls / >/dev/null; pwd >&2; printf '{}'\n", "[program.output]"),
    Case("program-missing", "a reader that is not there and steers the terminal", ["convert", "in.txt", "--from", "exec:./\x1b[2J"], 2, ("[program.cannot-start]", "\\u{1B}"), GOOD, tty=True, traced=False),
    Case("program-folder", "a reader that is a folder", "convert in.txt --from exec:./d", 2, "[program.cannot-start]", {"in.txt": report, "d": folder()}, traced=False),
    Case("program-text", "a reader that is no program", "convert in.txt --from exec:./in.txt", 2, "[program.cannot-start]", {"in.txt": lambda path: (Path(path).write_text(report()), os.chmod(path, 0o755))[2:] or None}, traced=False),
    # ------------------------------------------------------------------------------------------------ Programs that write
    writer("writer-fails", "a writer that prints half and fails", "printf half; exit 1\n", "[program.failed]"),
    writer("writer-killed", "a writer that prints half and dies", "printf half; kill -KILL $$\n", "[program.crashed]"),
    writer("writer-endless", "a writer that prints without end", "exec yes\n", "[program.output-limit]", seconds=10),
    writer("writer-reads-nothing", "a writer that reads nothing", "exec 0<&-; printf x\n", (), status=(0, 1), writes=("out.x",)),
]
