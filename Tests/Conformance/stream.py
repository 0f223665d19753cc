"""Has a stream answer lines, and judges the lines by their schemas; DuckDB reads the answers as they are.

    stream.py GONGKAI FOLDER INPUT…
"""
import json
import os
import pathlib
import subprocess
import sys

import duckdb
import jsonschema

SCHEMAS = pathlib.Path("Schemas/json")


def validator(name):
    schema = json.loads((SCHEMAS / f"{name}-1.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def main(gongkai, folder, *inputs):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    requests = [{"id": "hello", "hello": True}]
    for output in ("report", "figures", "findings"):
        requests += [
            {"id": f"{output} {path}", "path": path, "output": output, "edition": "2021"} for path in inputs]
    bad = ['{"id": 1}', "", "[]", '{"id": 2, "path": "a", "policy": "none"}', '{"id": 3, "pth": "a"}', "{"]
    lines = [json.dumps(request, ensure_ascii=False) for request in requests] + bad
    text = subprocess.run(
        [os.path.abspath(gongkai), "stream"], input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True).stdout
    answers = [json.loads(line) for line in text.splitlines()]
    assert len(answers) == len(lines), (len(answers), len(lines))
    judge, of_requests, of_reports = (validator(name) for name in ("stream-answer", "stream-request", "report"))
    for request, answer in zip(requests, answers):
        of_requests.validate(request)
        judge.validate(answer)
        assert answer["id"] == request["id"]
        if "report" in answer:
            of_reports.validate(answer["report"])
    for line, answer in zip(bad, answers[len(requests):]):
        judge.validate(answer)
        assert answer["status"] == "failed", answer
    place = folder / "answers.jsonl"
    place.write_bytes(b"".join(
        line + b"\n" for line, answer in zip(text.splitlines(), answers) if "figures" in answer))
    rows = duckdb.execute(
        "SELECT count(*), count(value) FROM (SELECT id, unnest(figures, recursive := true) FROM read_ndjson(?))",
        [str(place)]).fetchone()
    assert rows[0] == sum(len(answer.get("figures", [])) for answer in answers), rows
    print(f"stream: {len(answers)} answers are as the schema says; DuckDB reads {rows[0]} rows of them")


main(*sys.argv[1:])
