"""Judges XML files by an XSD: Python's xmlschema for each, and xmllint for all of them.

    xml_schema.py SCHEMA FILE…
"""
import subprocess
import sys

import xmlschema

schema_path, *paths = sys.argv[1:]
schema = xmlschema.XMLSchema(schema_path)
failed = 0
for path in paths:
    error = next(schema.iter_errors(path), None)
    if error is not None:
        failed += 1
        print(f"{path}: {error.path}: {error.reason}", file=sys.stderr)
print(f"xmlschema: {len(paths) - failed} passed, {failed} failed")

judged = failed_lint = 0
for start in range(0, len(paths), 200):
    some = paths[start : start + 200]
    result = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", schema_path, *some], capture_output=True, text=True
    )
    judged += sum(line.endswith(" validates") for line in result.stderr.splitlines())
    if result.returncode:
        print(result.stderr[-2000:], file=sys.stderr)
failed_lint = len(paths) - judged
print(f"xmllint: {judged} passed, {failed_lint} failed")
sys.exit(1 if failed or failed_lint or not paths else 0)
