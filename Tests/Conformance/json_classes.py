#!/usr/bin/env python3
"""Has datamodel-code-generator make classes from the flat JSON Schema, and reads and writes files with them.

usage: json_classes.py FLAT_SCHEMA FOLDER PATH...

What is written must be equal in value to what was read, each member must have found a field, and no class may have a
number for its name. Prints counts, and exits with 1 where something is not so.
"""
import importlib.util
import json
import pathlib
import re
import subprocess
import sys

import pydantic

NAMES = {"ReportFile", "Report", "Reports", "Identity", "Identifier", "Entry", "Conversion", "Finding", "Section",
         "FigureStatus", "FigureOrigin", "ConversionPolicy", "Edition", "Statistics2021", "Applicants2021"}


def classes(schema, folder):
    module = folder / "gongkai_report.py"
    subprocess.run(
        [pathlib.Path(sys.executable).parent / "datamodel-codegen", "--input", schema, "--input-file-type", "jsonschema",
         "--output-model-type", "pydantic_v2.BaseModel", "--output", module, "--disable-timestamp"],
        check=True, stderr=subprocess.DEVNULL)
    spec = importlib.util.spec_from_file_location(module.stem, module)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[module.stem] = loaded
    spec.loader.exec_module(loaded)
    names = set(re.findall(r"^class (\w+)", module.read_text(encoding="utf-8"), re.MULTILINE))
    return loaded, names


def wrong_names(names):
    """Names that are missing, and those that a generator makes up where two things are called the same."""
    return sorted(NAMES - names) + sorted(
        name for name in names
        if (end := re.search(r"\d+$", name)) and not re.fullmatch(r"20\d\d", end[0]) or "Model" in name)


def without_field(value):
    """Members that no class has: there are none in version 1.0."""
    if isinstance(value, pydantic.RootModel):
        yield from without_field(value.root)
    elif isinstance(value, pydantic.BaseModel):
        yield from value.model_extra or {}
        for name in value.model_fields_set & type(value).model_fields.keys():
            yield from without_field(getattr(value, name))
    elif isinstance(value, (list, dict)):
        for element in value.values() if isinstance(value, dict) else value:
            yield from without_field(element)


def main():
    schema, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    module, names = classes(schema, folder)
    wrong = wrong_names(names)
    if wrong:
        print("not as expected:", ", ".join(wrong))
    differing = 0
    files = []
    for path in map(pathlib.Path, sys.argv[3:]):
        files += sorted(path.rglob("*.json")) if path.is_dir() else [path]
    for file in files:
        text = file.read_text(encoding="utf-8")
        read = module.ReportFile.model_validate_json(text)
        written = read.model_dump_json(by_alias=True, exclude_unset=True)
        others = sorted(set(without_field(read)))
        if json.loads(written) != json.loads(text) or others:
            differing += 1
            print(f"{file}: not the same; without a field: {others}")
    print(f"{len(names)} classes, {len(files)} files read and written, {differing} not the same")
    return 1 if wrong or differing or not files else 0


if __name__ == "__main__":
    sys.exit(main())
