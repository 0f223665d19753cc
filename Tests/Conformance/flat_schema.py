#!/usr/bin/env python3
"""Compares two JSON Schemas: whatever one accepts the other accepts, over files and damaged copies of them.

usage: flat_schema.py SCHEMA FLAT_SCHEMA DAMAGED_EACH PATH...

Each file is judged as it is, as version 1.7, and with one place changed as often as DAMAGED_EACH says. Prints
counts, and exits with 1 where the two differ.
"""
import copy
import json
import pathlib
import random
import sys

from jsonschema import Draft7Validator, Draft202012Validator

VALUES = [None, True, 0, -3.5, 2021, 10**30, -(10**24), "", "2021", "legacy", "own", "p1 l3", "l3 p1", "p01", "b9-9",
          "exact", "range", "blank", "entered", "2020-13", "fees", "+fees", "1.0", "1.7", "2.0", [], {}, {"zh": "", "en": ""}]
NAMES = ["extra", "$schema", "gongkai", "status", "value", "atLeast", "place", "origin", "reports", "dialect", "message",
         "fees", "total"]


def containers(value, found):
    if isinstance(value, (dict, list)) and value:
        found.append(value)
        for child in value.values() if isinstance(value, dict) else value:
            containers(child, found)
    return found


def damage(instance, chance):
    """Changes one place: those near the root are few, so that each depth gets its turn."""
    found = containers(instance, [])
    place = chance.choice(found[:8] if chance.random() < 0.4 else found)
    if isinstance(place, list):
        index = chance.randrange(len(place))
        if chance.random() < 0.3:
            place.insert(index, copy.deepcopy(chance.choice(VALUES)))
        else:
            place[index] = copy.deepcopy(chance.choice(VALUES))
        return
    name = chance.choice(list(place))
    match chance.randrange(4):
        case 0:
            place[chance.choice(NAMES)] = place.pop(name)
        case 1:
            del place[name]
        case 2:
            place[chance.choice(NAMES)] = copy.deepcopy(chance.choice(VALUES))
        case _:
            place[name] = copy.deepcopy(chance.choice(VALUES))


def main():
    schema, flat = (json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:3])
    Draft202012Validator.check_schema(schema)
    Draft7Validator.check_schema(flat)
    validator, flat_validator = Draft202012Validator(schema), Draft7Validator(flat)
    accepted = refused = differing = 0

    def judge(instance, what):
        nonlocal accepted, refused, differing
        verdicts = validator.is_valid(instance), flat_validator.is_valid(instance)
        accepted += verdicts[0]
        refused += not verdicts[0]
        if verdicts[0] != verdicts[1]:
            differing += 1
            print(f"{what}: {'accepted' if verdicts[0] else 'refused'}, by the flat schema not so")
            for error in (flat_validator if verdicts[0] else validator).iter_errors(instance):
                print(f"  {error.json_path}: {error.message[:300]}")
                break

    for file in map(pathlib.Path, sys.argv[4:]):
        instance = json.loads(file.read_text(encoding="utf-8"))
        judge(instance, file)
        chance = random.Random(file.name)
        for number in range(int(sys.argv[3])):
            damaged = copy.deepcopy(instance)
            if number % 2:
                damaged["gongkai"] = "1.7"
            damage(damaged, chance)
            judge(damaged, f"{file}, damage {number}")
    print(f"{accepted} accepted, {refused} refused, {differing} differing")
    return 1 if differing or not accepted or not refused else 0


if __name__ == "__main__":
    sys.exit(main())
