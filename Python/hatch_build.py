"""Puts the program into the wheel, which is therefore of one system and machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface[Any]):
    """Takes the program that ``GONGKAI_PROGRAM`` names, for the platform that ``GONGKAI_PLATFORM`` names."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the program as a script, as it is."""
        del version
        program = Path(os.environ.get("GONGKAI_PROGRAM", ""))
        platform = os.environ.get("GONGKAI_PLATFORM", "")
        if not program.is_file() or not platform:
            message = "GONGKAI_PROGRAM must name the program, and GONGKAI_PLATFORM its platform: use `make wheel`"
            raise FileNotFoundError(message)
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["shared_scripts"][str(program)] = "gongkai"
