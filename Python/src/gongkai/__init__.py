"""Yearly reports on open government information: read, converted, checked and made a panel of.

>>> import gongkai
>>> report = gongkai.read("2017.html")
>>> report.convert("2021").figures(as_="pandas")            # doctest: +SKIP
>>> gongkai.panel(paths, edition="2021").figures("polars")  # doctest: +SKIP

Nothing is guessed: every figure says whether it is exact, presumed, a range, an estimate or not known.
A program does the work; the package finds it, talks to it and gives its answers types.
"""

from gongkai._errors import (
    FailedError,
    Finding,
    GongkaiError,
    LocalizedText,
    NotInstalledError,
    RefusedError,
    UsageError,
    WorkerEndedError,
)
from gongkai._panel import Panel, Refusal, panel, write_parquet
from gongkai._program import find_program
from gongkai._reports import CheckedReport, CheckResult, Report, check, convert, read, read_all
from gongkai._tables import FIGURE_COLUMNS, Row
from gongkai._version import __version__
from gongkai._worker import Answer, Content, Source, Worker

__all__ = [
    "FIGURE_COLUMNS",
    "Answer",
    "CheckResult",
    "CheckedReport",
    "Content",
    "FailedError",
    "Finding",
    "GongkaiError",
    "LocalizedText",
    "NotInstalledError",
    "Panel",
    "Refusal",
    "RefusedError",
    "Report",
    "Row",
    "Source",
    "UsageError",
    "Worker",
    "WorkerEndedError",
    "__version__",
    "check",
    "convert",
    "find_program",
    "panel",
    "read",
    "read_all",
    "write_parquet",
]
