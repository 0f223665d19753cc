#!/usr/bin/env python3
"""Validates files against the JSON Schema, with an implementation that is not ours.

usage: json_schema.py SCHEMA PATH...

Files below a folder named `refused` must not be valid, all others must. Prints counts, and exits with 1 where
a file is not what it must be.
"""
import json
import pathlib
import sys

from jsonschema import Draft202012Validator


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    files = []
    for path in map(pathlib.Path, sys.argv[2:]):
        files += sorted(path.rglob("*.json")) if path.is_dir() else [path]
    valid = invalid = wrong = 0
    for file in files:
        instance = json.loads(file.read_text(encoding="utf-8"))
        error = next(validator.iter_errors(instance), None)
        must_fail = "refused" in file.parts
        if error is None:
            valid += 1
        else:
            invalid += 1
        if (error is not None) != must_fail:
            wrong += 1
            print(f"{file}: " + (f"{error.json_path}: {error.message[:300]}" if error else "is valid, should not be"))
    print(f"{len(files)} files: {valid} valid, {invalid} not valid, {wrong} not as expected")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
