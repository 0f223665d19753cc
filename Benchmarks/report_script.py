"""The script that a data person writes in an afternoon: reads the figures of text reports, turns the old sheet
into the new form by a dictionary, and dumps JSON. It keeps neither places nor prose, and knows one row for each
old category. Honest and not slowed: lines are split once, labels are looked up in a dictionary.

    report_script.py ROUNDS FILE…      prints nanoseconds for each report
"""
import json
import pathlib
import re
import sys
import time

FORMS = pathlib.Path(__file__).parent.parent / "Schemas" / "forms"
NUMBERING = re.compile(r"^(其中：)?\s*([一二三四五六七八九十]+[、．]|[（(][一二三四五六七八九十]+[）)]|\d+[.．、])?\s*")
FIGURE = re.compile(r"^[+-]?\d[\d,]*(\.\d+)?")
APPLICANTS = [
    "naturalPerson", "organisation.business", "organisation.research", "organisation.publicInterest",
    "organisation.legalService", "organisation.other", "total",
]
TO_2021 = {
    "applications.received.total": "applications.received", "applications.replied.total": "applications.outcome.total",
    "applications.replied.alreadyPublic": "applications.outcome.disclosed",
    "applications.replied.agreed": "applications.outcome.disclosed",
    "applications.replied.partlyAgreed": "applications.outcome.partlyDisclosed",
    "applications.replied.refused.stateSecret": "applications.outcome.refused.stateSecret",
    "applications.replied.refused.tradeSecret": "applications.outcome.refused.thirdPartyRights",
    "applications.replied.refused.personalPrivacy": "applications.outcome.refused.thirdPartyRights",
    "applications.replied.refused.otherByLaw": "applications.outcome.refused.prohibitedByLaw",
    "applications.replied.notThisAuthority": "applications.outcome.notProvided.notHeld",
    "applications.replied.nonexistent": "applications.outcome.notProvided.notHeld",
    "applications.replied.otherRoute": "applications.outcome.notProcessed.petition",
    "review.total": "review.total", "review.upheld": "review.upheld", "litigation.total": "litigation.direct.total",
    "proactive.normativeDocumentsIssued": "proactive.normativeDocuments.issued",
}


def rows(form):
    section = (FORMS / f"{form}.tsv").read_text(encoding="utf-8").split("[rows]\n")[1].split("\n\n")[0].split("\n")
    header = section[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in section[1:]]


LEGACY = {}
NEW = {}
BLOCK = {}
for name in ("legacy", "legacy.fujian"):
    for row in rows(name):
        LEGACY.setdefault(row["label"], []).append(row["id"])
for name in ("2019", "2021"):
    for row in rows(name):
        if row["table"] == "三":
            NEW.setdefault(row["label"], row["id"])
        elif row["table"] == "二":
            BLOCK[row["label"], row["column"]] = row["id"]
COLUMNS = {column for _, column in BLOCK}
ROWS = {label for label, _ in BLOCK}
OUTCOMES = [r["id"] for r in rows("2021") if r["table"] == "四"]


def number(text):
    match = FIGURE.match(text)
    if not match:
        return None
    digits = match.group().replace(",", "")
    return float(digits) if "." in digits else int(digits)


def cells(text):
    """Rows of cells: a row a line, or a cell a line behind a tab with blank lines between rows."""
    row = []
    for line in text.split("\n"):
        if line.startswith("\t") and line.count("\t") == 1:
            row.append(line[1:].strip())
            continue
        if row:
            yield row
            row = []
        if "\t" in line:
            yield [part.strip() for part in line.split("\t")]
        elif " 条 " in line or " 件 " in line:
            yield line.split()
    if row:
        yield row


def read(text):
    figures = {}
    used = {}
    columns = []
    for row in cells(text):
        labels = [NUMBERING.sub("", cell) for cell in row if cell and number(cell) is None or "（" in cell]
        found = [cell for cell in row if cell and FIGURE.match(cell)]
        if any(label in COLUMNS for label in labels):
            columns = [label for label in labels if label in COLUMNS]
            continue
        label = next((label for label in reversed(labels) if label in LEGACY or label in NEW or label in ROWS), None)
        if label in ROWS and columns:
            for column, cell in zip(columns, found):
                if (label, column) in BLOCK:
                    figures[BLOCK[label, column]] = number(cell)
        elif label in NEW and len(found) >= 7:
            for applicant, cell in zip(APPLICANTS, found[-7:]):
                figures[f"{NEW[label]}@{applicant}"] = number(cell)
        elif label in LEGACY and found:
            ids = LEGACY[label]
            position = min(used.get(label, 0), len(ids) - 1)
            used[label] = position + 1
            figures[ids[position]] = number(found[-1])
        elif len(found) == 15:
            figures.update(zip(OUTCOMES, map(number, found)))
    return figures


def convert(figures):
    result = {}
    for key, value in figures.items():
        if key in TO_2021 and value is not None:
            target = TO_2021[key]
            result[target] = result.get(target, 0) + value
        elif "@" in key or key.startswith(("proactive.", "review.", "litigation.")):
            result.setdefault(key, value)
    return result


def main():
    rounds, paths = int(sys.argv[1]), sys.argv[2:]
    contents = [pathlib.Path(path).read_bytes() for path in paths]
    size = 0
    start = time.process_time_ns()
    for _ in range(rounds):
        for content in contents:
            size += len(json.dumps(convert(read(content.decode("utf-8"))), ensure_ascii=False, indent=2))
    print((time.process_time_ns() - start) // (rounds * len(contents)))


if __name__ == "__main__":
    main()
