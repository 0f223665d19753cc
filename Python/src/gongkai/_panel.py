"""Many reports as one table."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai._errors import Finding, UsageError, problem
from gongkai._tables import FIGURE_COLUMNS, Kind, Library, Row, arrow_schema, table
from gongkai._worker import Answer, Content, Policy, Source, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FINDING_COLUMNS: dict[str, Kind] = {
    "source": "text",
    "report": "text",
    "code": "category",
    "severity": "category",
    "zh": "text",
    "en": "text",
    "place": "text",
}
FILE_COLUMNS: dict[str, Kind] = {
    "source": "text",
    "status": "category",
    "code": "category",
    "zh": "text",
    "en": "text",
    "remedyZh": "text",
    "remedyEn": "text",
    "milliseconds": "integer",
}

# Some 20,000 rows: large enough for columns to pay, small enough to be held.
_FILES_A_BATCH = 100


@dataclass(frozen=True)
class Refusal:
    """A file of which nothing is in the panel, and why."""

    source: str
    #: ``refused`` by what is in it, or ``failed``: it may be tried again.
    status: str
    findings: tuple[Finding, ...]


class Panel:
    """The figures of many reports. Every file is counted: what gave none is in ``refusals``."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        """Take the answers of a worker."""
        self._figures: list[Row] = []
        self._findings: list[Row] = []
        self._files: list[Row] = []
        #: The files that gave nothing.
        self.refusals: list[Refusal] = []
        for answer in answers:
            self._figures += answer.figures
            self._findings += _finding_rows(answer)
            self._files.append(file_row(answer))
            if answer.status != "ok":
                self.refusals.append(Refusal(_name(answer.source), answer.status, answer.findings))

    def figures(self, as_: Library = "pandas") -> Any:  # noqa: ANN401
        """One row for each figure; what is not known has no ``value`` and says so in ``status``."""
        return table(self._figures, FIGURE_COLUMNS, as_)

    def findings(self, as_: Library = "pandas") -> Any:  # noqa: ANN401
        """What was found in files, those that gave nothing included."""
        return table(self._findings, FINDING_COLUMNS, as_)

    def files(self, as_: Library = "pandas") -> Any:  # noqa: ANN401
        """One row for each file, in the order in which they were given."""
        return table(self._files, FILE_COLUMNS, as_)

    def __repr__(self) -> str:
        """Say how much there is."""
        return f"<Panel of {len(self._files)} files, {len(self._figures)} figures, {len(self.refusals)} refused>"


def panel(
    sources: Iterable[Source],
    *,
    edition: str = "2021",
    policy: Policy | None = None,
    check: bool = True,
    jobs: int | None = None,
) -> Panel:
    """Read many files and hold the figures of all, under one form.

    A file that cannot be read stops nothing: see ``Panel.refusals``. For more than memory holds see ``write_parquet``
    or the command ``gongkai panel``.
    """
    with Worker(edition=edition, output="figures", policy=policy, check=check, jobs=jobs) as worker:
        return Panel(worker.answers(sources))


def write_parquet(
    sources: Iterable[Source],
    folder: str | os.PathLike[str],
    *,
    edition: str = "2021",
    policy: Policy | None = None,
    check: bool = True,
    jobs: int | None = None,
) -> dict[str, int]:
    """Write ``figures.parquet``, ``findings.parquet`` and ``files.parquet`` while files are read, in flat memory.

    :return: how many files were ``ok``, ``refused`` and ``failed``.
    """
    from pyarrow import parquet  # noqa: PLC0415

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    columns = {"figures": FIGURE_COLUMNS, "findings": FINDING_COLUMNS, "files": FILE_COLUMNS}
    paths = {name: target / f"{name}.parquet" for name in columns}
    if present := [path for path in paths.values() if path.exists()]:
        raise UsageError(
            [
                problem(
                    "python.exists",
                    f"{present[0]} 已经存在",
                    f"{present[0]} is there already",
                    "请换一个文件夹，或先移走已有的文件。",
                    "Name another folder, or move the files away first.",
                )
            ]
        )
    # Written beside and named at the end, so that nobody takes a half for a whole.
    unfinished = {name: path.with_suffix(".parquet.part") for name, path in paths.items()}
    counts: Counter[str] = Counter(ok=0, refused=0, failed=0)
    writers = {name: parquet.ParquetWriter(unfinished[name], arrow_schema(kinds)) for name, kinds in columns.items()}
    try:
        with Worker(edition=edition, output="figures", policy=policy, check=check, jobs=jobs) as worker:
            for batch in _batches(worker.answers(sources)):
                part = Panel(batch)
                counts.update(answer.status for answer in batch)
                for name, writer in writers.items():
                    writer.write_table(getattr(part, name)("arrow"))
    finally:
        for writer in writers.values():
            writer.close()
    for name, path in paths.items():
        unfinished[name].rename(path)
    return dict(counts)


def _batches(answers: Iterator[Answer]) -> Iterator[list[Answer]]:
    batch: list[Answer] = []
    for answer in answers:
        batch.append(answer)
        if len(batch) == _FILES_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _name(source: Source) -> str:
    return source.name if isinstance(source, Content) else os.fspath(source)


def _texts(finding: Finding) -> Row:
    row: Row = {}
    if finding.message:
        row |= {"zh": finding.message.zh, "en": finding.message.en}
    return row


def _finding_rows(answer: Answer) -> list[Row]:
    return [
        {
            "source": _name(answer.source),
            "report": finding.report,
            "code": finding.code,
            "severity": finding.severity,
            "place": finding.place,
            **_texts(finding),
        }
        for finding in answer.findings
    ]


def file_row(answer: Answer) -> Row:
    """Say what came of a file."""
    row: Row = {
        "source": _name(answer.source),
        "status": answer.status,
        "milliseconds": answer.milliseconds,
    }
    if answer.status != "ok" and answer.findings:
        finding = answer.findings[0]
        row |= {"code": finding.code, **_texts(finding)}
        if finding.remedy:
            row |= {"remedyZh": finding.remedy.zh, "remedyEn": finding.remedy.en}
    return row
