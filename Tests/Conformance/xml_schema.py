#!/usr/bin/env python3
"""Validates files against the XSD, with two implementations that are not ours: libxml2's xmllint and xmlschema.

usage: xml_schema.py SCHEMA PATH...

Files below a folder named `refused` must not be valid, all others must. Prints counts, and exits with 1 where
a file is not what it must be.
"""
import pathlib
import subprocess
import sys

import xmlschema

BATCH = 200


def invalid_by_xmllint(schema, files):
    """The files that xmllint does not find valid, each with its first complaint."""
    invalid = {}
    for start in range(0, len(files), BATCH):
        batch = files[start : start + BATCH]
        run = subprocess.run(
            ["xmllint", "--noout", "--nonet", "--schema", schema, *map(str, batch)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        valid = set()
        complaints = {}
        for line in run.stderr.splitlines():
            if line.endswith(" validates"):
                valid.add(line[: -len(" validates")])
            elif ": " in line:
                complaints.setdefault(line.split(":", 1)[0], line)
        for file in batch:
            if str(file) not in valid:
                invalid[file] = complaints.get(str(file), "xmllint says nothing")
    return invalid


def invalid_by_xmlschema(schema, files):
    validator = xmlschema.XMLSchema10(schema)
    invalid = {}
    for file in files:
        try:
            error = next(validator.iter_errors(str(file)), None)
        except Exception as exception:  # not well-formed
            error = exception
        if error is not None:
            invalid[file] = str(getattr(error, "reason", None) or error)[:300]
    return invalid


def main():
    schema = sys.argv[1]
    files = []
    for path in map(pathlib.Path, sys.argv[2:]):
        files += sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    wrong = 0
    for name, invalid in (
        ("xmllint", invalid_by_xmllint(schema, files)),
        ("xmlschema", invalid_by_xmlschema(schema, files)),
    ):
        surprises = [file for file in files if (file in invalid) != ("refused" in file.parts)]
        for file in surprises:
            print(f"{name}: {file}: {invalid.get(file, 'is valid, should not be')}")
        print(f"{name}: {len(files)} files, {len(files) - len(invalid)} valid, {len(invalid)} not valid, "
              f"{len(surprises)} not as expected")
        wrong += len(surprises)
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
