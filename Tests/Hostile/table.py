"""All cases in one list."""
import functools, importlib
from pathlib import Path


@functools.cache
def cases():
    result = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.py")):
        result += importlib.import_module(f"cases.{path.stem}").CASES
    names = [case.name for case in result]
    twice = {name for name in names if names.count(name) > 1}
    assert not twice, twice
    return result


@functools.cache
def by_name():
    return {case.name: case for case in cases()}


def case(name):
    return by_name()[name]


def show():
    for case in cases():
        command = " ".join(case.arguments()).encode(errors="backslashreplace").decode()
        status = "/".join(str(status) for status in case.statuses())
        print("\t".join([case.name, case.what, f"{command!r}"[1:-1], status, "; ".join(case.words()), case.by]))
