"""Single reports."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gongkai._errors import Finding, GongkaiError, RefusedError, UsageError, problem
from gongkai._program import find_program
from gongkai._tables import FIGURE_COLUMNS, Library, table
from gongkai._worker import Content, Output, Policy, Source, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable

_shared = threading.local()


def _worker(output: Output, edition: str | None = None, policy: Policy | None = None, *, check: bool = True) -> Worker:
    """One that is kept for the thread, so that reading many files one by one starts the program once."""
    key = (os.getpid(), output, edition, policy, check)
    workers: dict[Any, Worker] = _shared.__dict__.setdefault("workers", {})
    if key not in workers:
        workers[key] = Worker(output=output, edition=edition, policy=policy, check=check, jobs=1)
    return workers[key]


@dataclass(frozen=True)
class Report:
    """A report as canonical JSON, which has all that was read of it."""

    #: The text of the JSON: figures as they were printed, digit by digit.
    json: str
    #: What was found while it was read, converted and checked.
    findings: tuple[Finding, ...] = ()

    @cached_property
    def data(self) -> dict[str, Any]:
        """The JSON as Python objects; numbers with decimals are ``Decimal``."""
        return dict(json.loads(self.json, parse_float=Decimal))

    @property
    def _identity(self) -> dict[str, Any]:
        return dict(self.data.get("identity", {}))

    @property
    def body(self) -> str | None:
        """The body that reports."""
        return cast("str | None", self._identity.get("body"))

    @property
    def year(self) -> int | None:
        """The year that is reported on."""
        return cast("int | None", self._identity.get("year"))

    @property
    def title(self) -> str | None:
        """The title as printed."""
        return cast("str | None", self._identity.get("title"))

    @property
    def edition(self) -> str:
        """The form that its figures are in: ``legacy``, ``2019`` or ``2021``."""
        return str(self.data["edition"])

    @property
    def source_edition(self) -> str:
        """The form that it was read in."""
        return str(self.data.get("conversion", self.data)["edition"])

    @property
    def _content(self) -> Content:
        return Content("report.json", self.json.encode())

    def figures(self, as_: Library = "rows") -> Any:  # noqa: ANN401
        """Its figures, a row each, as ``rows``, a ``pandas`` or ``polars`` data frame or an ``arrow`` table."""
        answer = _worker("figures", check=False).ask(self._content).checked()
        return table(answer.figures, FIGURE_COLUMNS, as_)

    def convert(self, edition: str = "2021", *, policy: Policy | None = None) -> Report:
        """Return the same report in another form, with how each figure came about."""
        return _one(_worker("report", edition, policy).ask(self._content).checked())

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write it as the file's extension says: .docx, .xlsx, .html, .json, .xml, .md, .txt or .csv."""
        target = Path(path)
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "report.json"
            source.write_text(self.json, encoding="utf-8")
            _run("convert", str(source), "-o", str(target), *(["--overwrite"] if overwrite else []))
        return target

    def __repr__(self) -> str:
        """Say whose report it is."""
        return f"<Report {self.body} {self.year}, {self.edition}>"


def read(source: Source, *, edition: str | None = None, policy: Policy | None = None) -> Report:
    """Read one report from a file, whatever kind of file it is.

    Raises ``RefusedError`` where it gives no report, and ``UsageError`` where it holds several: see ``read_all``.

    :param edition: the form that it is converted to; ``None`` leaves it in its own.
    :param policy: how readings become figures: ``letter``, ``bounds`` or ``best-fit``.
    """
    return _one(_worker("report", edition, policy).ask(source).checked())


def read_all(source: Source, *, edition: str | None = None, policy: Policy | None = None) -> list[Report]:
    """Read all reports of a file."""
    return _all(_worker("report", edition, policy).ask(source).checked())


def _all(answer: Any) -> list[Report]:  # noqa: ANN401
    text = str(answer.report)
    if "reports" not in (data := json.loads(text)):
        return [Report(text, answer.findings)]
    # Each is given its version again, and its text is cut out so that its numbers stay as they are.
    decoder = json.JSONDecoder()
    position = text.index("[", text.index('"reports"')) + 1
    reports = []
    for _ in data["reports"]:
        position = text.index("{", position)
        end = decoder.raw_decode(text, position)[1]
        version = json.dumps(data["gongkai"])
        reports.append(Report(f'{{"gongkai":{version},{text[position + 1 : end]}', answer.findings))
        position = end
    return reports


def _one(answer: Any) -> Report:  # noqa: ANN401
    reports = _all(answer)
    if len(reports) == 1:
        return reports[0]
    raise UsageError(
        [
            problem(
                "python.several-reports",
                f"文件里有 {len(reports)} 份年报",
                f"The file holds {len(reports)} reports",
                "请改用 gongkai.read_all。",
                "Use gongkai.read_all.",
            )
        ]
    )


def convert(
    source: Source,
    output: str | os.PathLike[str],
    *,
    edition: str = "2021",
    policy: Policy | None = None,
    overwrite: bool = False,
) -> Report:
    """Convert a report into a file of another form, and return it: ``convert("2017.doc", "2021.docx")``.

    Raises ``RefusedError`` where the source gives no report, and ``UsageError`` where the file cannot be written.
    """
    report = read(source, edition=edition, policy=policy)
    report.save(output, overwrite=overwrite)
    return report


@dataclass(frozen=True)
class CheckedReport:
    """What checks found in one report."""

    file: str
    body: str | None
    year: int | None
    #: Whether nothing stands against publishing it.
    is_publishable: bool
    findings: tuple[Finding, ...]
    #: All that the program says, as ``gongkai schema check`` describes it.
    data: dict[str, Any]


@dataclass(frozen=True)
class CheckResult:
    """What checks found in files; a file that gives no report is among those refused."""

    reports: tuple[CheckedReport, ...]
    refused: tuple[tuple[str, tuple[Finding, ...]], ...]

    @property
    def is_publishable(self) -> bool:
        """Whether every file was read and nothing stands against publishing any."""
        return not self.refused and all(report.is_publishable for report in self.reports)


def check(
    *paths: str | os.PathLike[str],
    year: int | None = None,
    against: str | os.PathLike[str] | None = None,
) -> CheckResult:
    """Check files as before publication.

    :param year: the year that all must report on.
    :param against: the report of the year before, or a folder of such.
    """
    options = [] if year is None else ["--year", str(year)]
    options += [] if against is None else ["--against", os.fspath(against)]
    text = _run("check", "--format", "json", *options, "--", *[os.fspath(path) for path in paths], statuses=(0, 1, 3))
    data = json.loads(text, parse_float=Decimal)
    return CheckResult(
        reports=tuple(
            CheckedReport(
                file=report["file"],
                body=report.get("body"),
                year=report.get("year"),
                is_publishable=report["verdict"]["publishable"],
                findings=tuple(Finding.of(finding) for finding in report["findings"]),
                data=report,
            )
            for report in data["reports"]
        ),
        refused=tuple(
            (refusal["file"], tuple(Finding.of(finding) for finding in refusal["findings"]))
            for refusal in data["refused"]
        ),
    )


def _run(*arguments: str, statuses: Iterable[int] = (0,)) -> str:
    run = subprocess.run([find_program(), *arguments], capture_output=True, check=False)
    told = run.stderr.decode(errors="replace").strip()
    if run.returncode in statuses and (run.stdout or not told or run.returncode == 0):
        return run.stdout.decode()
    kind: type[GongkaiError] = RefusedError if run.returncode == 3 else UsageError  # noqa: PLR2004
    raise kind([problem("python.command", told, told, "", "")])
