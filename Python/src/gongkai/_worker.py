"""Conversations with ``gongkai stream``, which answers each line with one."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import threading
from collections import deque
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import IO, TYPE_CHECKING, Literal, TypeAlias

from gongkai._errors import FailedError, Finding, GongkaiError, RefusedError, WorkerEndedError, problem
from gongkai._program import find_program
from gongkai._tables import Row  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from typing_extensions import Self

_DECODER = json.JSONDecoder()

Output: TypeAlias = Literal["report", "figures", "findings"]
Policy: TypeAlias = Literal["letter", "bounds", "best-fit"]


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file that is not on this disk, and what it is called."""

    name: str
    bytes: bytes


#: A path, or a file's content.
Source: TypeAlias = "str | os.PathLike[str] | Content"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one file."""

    source: Source
    status: Literal["ok", "refused", "failed"]
    findings: tuple[Finding, ...] = ()
    #: Canonical JSON of one report, or of several in ``reports``, where it was asked for: the text as it came.
    report: str | None = None
    #: Tidy rows, where they were asked for; numbers with decimals are ``Decimal``.
    figures: list[Row] = field(default_factory=list)
    milliseconds: int = 0

    def checked(self) -> Answer:
        """Return the answer, or raise ``RefusedError`` or ``FailedError``."""
        if self.status == "ok":
            return self
        error = RefusedError if self.status == "refused" else FailedError
        raise error(self.findings)


class Worker:
    """A running program that reads file after file.

    >>> with Worker(edition="2021", output="figures") as worker:   # doctest: +SKIP
    ...     for answer in worker.answers(paths):
    ...         print(answer.source, answer.status, len(answer.figures))

    As many files are read at a time as there are cores, each within limits of time and memory and in a process of
    its own that may end without harm to others. Answers come in the order of the sources, one for each: what cannot
    be read is an answer as well. A worker belongs to one thread at a time.
    """

    def __init__(
        self,
        *,
        edition: str | None = None,
        output: Output = "report",
        policy: Policy | None = None,
        check: bool = True,
        omit_personal_data: bool = False,
        include_hidden: bool = False,
        jobs: int | None = None,
        time_limit: float | None = None,
        memory_limit: float | None = None,
        program: str | None = None,
    ) -> None:
        """Start the program.

        :param edition: the form that reports are converted to, ``"2021"``; ``None`` leaves them in their own.
        :param policy: how readings become figures: ``letter``, ``bounds`` or ``best-fit``.
        :param check: whether reports are checked as well.
        :param jobs: how many files are read at a time; one on each core if not given.
        :param time_limit: seconds that a file may take.
        :param memory_limit: gigabytes that a file may take.
        """
        options: dict[str, object] = {
            "--output": output,
            "--edition": edition,
            "--policy": policy,
            "--jobs": jobs,
            "--time-limit": time_limit,
            "--memory-limit": memory_limit,
        }
        flags = {
            "--no-check": not check,
            "--omit-personal-data": omit_personal_data,
            "--include-hidden": include_hidden,
        }
        self._command = [program or find_program(), "stream"]
        for name, value in options.items():
            if value is not None:
                self._command += [name, str(value)]
        self._command += [name for name, isset in flags.items() if isset]
        self._process: subprocess.Popen[bytes] | None = None
        self._told: deque[bytes] = deque(maxlen=50)
        self._start()

    def ask(self, source: Source) -> Answer:
        """Return the answer for one file."""
        (answer,) = self.answers([source])
        return answer

    def answers(self, sources: Iterable[Source]) -> Iterator[Answer]:
        """Yield an answer for each source, in their order.

        Sources are taken as they are needed, so that they may be without end; one that is not taken to its end
        starts the program anew. Raises ``WorkerEndedError`` where the program itself ends.
        """
        for number, (source, line) in enumerate(self.lines(sources)):
            yield self._answer(line.decode(), number, source)

    def lines(self, sources: Iterable[Source]) -> Iterator[tuple[Source, bytes]]:
        """Yield each source with its answer as it came: a line of JSON, as ``gongkai schema stream-answer`` has it."""
        process = self._process if self._is_running() else self._start()
        if process is None or process.stdin is None or process.stdout is None:
            raise self._ended()
        asked: deque[Source] = deque()
        writing = _Writing(process.stdin, sources, asked)
        writing.start()
        is_whole = False
        try:
            for number in count():
                if not writing.wait_for(number):
                    break
                line = process.stdout.readline()
                if not line:
                    raise self._ended()
                yield asked.popleft(), line
            if writing.error is not None:
                raise writing.error
            is_whole = True
        finally:
            if not is_whole:
                writing.stop()
                self.close()

    def _answer(self, line: str, number: int, source: Source) -> Answer:
        value = json.loads(line, parse_float=Decimal)
        if value["id"] != number:
            raise self._ended()
        report = None
        if "report" in value:
            # As it came, so that no number is written otherwise than it was.
            start = line.index('"report":') + len('"report":')
            report = line[start : _DECODER.raw_decode(line, start)[1]]
        return Answer(
            source=source,
            status=value["status"],
            findings=tuple(map(Finding.of, value.get("findings", ()))),
            report=report,
            figures=value.get("figures", []),
            milliseconds=value["ms"],
        )

    def _start(self) -> subprocess.Popen[bytes]:
        self._told.clear()
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._process = process
        if process.stderr is not None:
            # Read at once, so that the program never waits for it.
            threading.Thread(target=self._told.extend, args=(process.stderr,), daemon=True).start()
        return process

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _ended(self) -> GongkaiError:
        status = self._process.wait() if self._process else None
        told = b"".join(self._told).decode(errors="replace").strip()
        return WorkerEndedError(
            [
                problem(
                    "python.worker-ended",
                    f"gongkai 程序已经结束（{status}）：{told}",
                    f"The program gongkai has ended ({status}): {told}",
                    "请按上面的提示修改参数，然后重试。",
                    "Change the arguments as it says, and try again.",
                )
            ]
        )

    def close(self) -> None:
        """End the program; what it has not answered is not waited for."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
        process.wait()

    def __enter__(self) -> Self:
        """Return the worker."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program."""
        self.close()

    def __del__(self) -> None:
        """End the program of a worker that was forgotten."""
        if getattr(self, "_process", None) is not None:
            self.close()


class _Writing(threading.Thread):
    """Writes lines while another thread reads answers, never so many that both would wait for each other."""

    _most_ahead = 200

    def __init__(self, stream: IO[bytes], sources: Iterable[Source], asked: deque[Source]) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self._sources = sources
        self._asked = asked
        self._changed = threading.Condition()
        self._written = 0
        self._awaited = 0
        self._is_done = False
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            for number, source in enumerate(self._sources):
                with self._changed:
                    self._changed.wait_for(lambda: self._is_done or self._written - self._awaited < self._most_ahead)
                    if self._is_done:
                        return
                    # Before the line is written, since its answer may come at once.
                    self._asked.append(source)
                self._stream.write(self._line(number, source))
                self._stream.flush()
                with self._changed:
                    self._written += 1
                    self._changed.notify_all()
        except BrokenPipeError:
            # Whoever reads finds that the program has ended.
            with self._changed:
                self._written += 1
        except BaseException as error:  # noqa: BLE001
            self.error = error
        finally:
            self.stop()

    @staticmethod
    def _line(number: int, source: Source) -> bytes:
        line: dict[str, object] = {"id": number}
        if isinstance(source, Content):
            line |= {"name": source.name, "base64": base64.b64encode(source.bytes).decode()}
        else:
            line["path"] = os.fspath(source)
        return json.dumps(line).encode() + b"\n"

    def wait_for(self, number: int) -> bool:
        """Whether a line of that number was written; waits until it is known."""
        with self._changed:
            self._awaited = number
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._is_done or self._written > number)
            return self._written > number

    def stop(self) -> None:
        """Let no more be written."""
        with self._changed:
            self._is_done = True
            self._changed.notify_all()
