"""Where the program is."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from functools import cache
from pathlib import Path

from gongkai._errors import NotInstalledError, problem

_NAME = "gongkai"


@cache
def find_program() -> str:
    """Find the program that the wheel brings, or another one on the path.

    ``GONGKAI_PROGRAM`` goes before all. Raises ``NotInstalledError`` where there is none.
    """
    for path in _candidates():
        if path.is_file() and os.access(path, os.X_OK):
            return str(path)
    if found := shutil.which(_NAME):
        return found
    raise NotInstalledError(
        [
            problem(
                "python.no-program",
                "找不到 gongkai 程序",
                "The program gongkai was not found",
                "请重新安装本软件包，或用环境变量 GONGKAI_PROGRAM 指明程序的位置。",
                "Install the package again, or name the program in GONGKAI_PROGRAM.",
            )
        ]
    )


def _candidates() -> list[Path]:
    package = Path(__file__).resolve().parent
    found: list[Path | str | None] = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")),
        # pip install --target puts it beside the package, --prefix where its own scripts are.
        package.parent / "bin",
        package.parents[2] / "bin" if len(package.parents) > 2 else None,  # noqa: PLR2004
        Path(sys.prefix) / "bin",
    ]
    own = os.environ.get("GONGKAI_PROGRAM")
    paths = [Path(folder) / _NAME for folder in found if folder]
    return [Path(own), *paths] if own else paths
