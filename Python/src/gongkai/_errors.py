"""What is wrong, with a code, a reason and what to do."""

from __future__ import annotations

import locale
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in both languages; as a ``str`` in that of the locale."""

    zh: str
    en: str

    def __str__(self) -> str:
        """The text in Chinese where the locale is, else in English."""
        return self.zh if _is_chinese() else self.en

    @classmethod
    def of(cls, value: object) -> LocalizedText | None:
        """The text of an answer; a program that is told a language may give one of them."""
        if isinstance(value, str):
            return cls(value, value)
        if not isinstance(value, dict):
            return None
        texts = [str(value[key]) for key in ("zh", "en") if key in value]
        return cls(texts[0], texts[-1]) if texts else None


def _is_chinese() -> bool:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return value.startswith("zh")
    return (locale.getlocale()[0] or "").startswith(("zh", "Chinese"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found in a file or that is wrong with it."""

    #: What is meant, in all versions and languages: ``figure.unreadable``.
    code: str
    #: ``error``, ``warning`` or ``note``.
    severity: str
    message: LocalizedText | None = None
    #: What to do.
    remedy: LocalizedText | None = None
    #: Where, as the program writes it: ``t2 r3 c4`` is table 2, row 3, column 4.
    place: str | None = None
    #: Ids of cells.
    cells: tuple[str, ...] = ()
    #: The report that it is about, where a file holds several.
    report: str | None = None

    def __str__(self) -> str:
        """One line: what, where, and what to do."""
        parts = [str(self.message or self.code)]
        if self.place:
            parts.append(f"({self.place})")
        if self.remedy:
            parts.append(f"— {self.remedy}")
        return " ".join(parts)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Finding:
        """The finding that an answer has as an object."""
        place = value.get("place") or next(iter(value.get("places", [])), None)
        return cls(
            code=str(value["id"]),
            severity=str(value["severity"]),
            message=LocalizedText.of(value.get("message")),
            remedy=LocalizedText.of(value.get("remedy")),
            place=str(place["text"]) if isinstance(place, dict) else place,
            cells=tuple(value.get("cells", ())),
            report=value.get("report"),
        )


class GongkaiError(Exception):
    """Something could not be done. All that is wrong is in ``findings``."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep what is wrong, the most important first."""
        super().__init__("\n".join(map(str, findings)))
        #: What is wrong, the most important first.
        self.findings = tuple(findings)

    @property
    def code(self) -> str:
        """What is wrong first, in all versions and languages."""
        return self.findings[0].code if self.findings else "unknown"

    @property
    def message(self) -> LocalizedText | None:
        """Why."""
        return self.findings[0].message if self.findings else None

    @property
    def remedy(self) -> LocalizedText | None:
        """What to do about it."""
        return self.findings[0].remedy if self.findings else None

    def __reduce__(self) -> tuple[type[GongkaiError], tuple[tuple[Finding, ...]]]:
        """Errors come back from other processes as they were."""
        return (type(self), (self.findings,))


class RefusedError(GongkaiError):
    """The file gives nothing, whoever reads it."""


class FailedError(GongkaiError):
    """The work was cut short: by a limit, or because a process ended. It may be tried again."""


class UsageError(GongkaiError, ValueError):
    """What was asked for cannot be meant."""


class NotInstalledError(GongkaiError, ImportError):
    """The program, or a package that was asked for, is not installed."""


class WorkerEndedError(GongkaiError, RuntimeError):
    """The program ended while answers were awaited."""


def problem(code: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Finding:
    """A finding of this package's own."""
    return Finding(code, "error", LocalizedText(zh, en), LocalizedText(remedy_zh, remedy_en))
