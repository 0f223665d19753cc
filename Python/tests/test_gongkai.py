"""What the package promises, with the program that is installed and files made here."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import threading
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from pyarrow import parquet

import gongkai
from gongkai import _worker

EXAMPLES = Path(os.environ.get("GONGKAI_EXAMPLES", Path(__file__).resolve().parents[2] / "Examples"))
OLD = EXAMPLES / "legacy-shandong" / "input.txt"
NEW = EXAMPLES / "2021" / "input.txt"


def test_a_report_is_read_as_it_is() -> None:
    report = gongkai.read(OLD)
    assert (report.edition, report.source_edition, report.year) == ("legacy", "legacy", 2017)
    recorded = json.loads((EXAMPLES / "legacy-shandong" / "report.json").read_text(), parse_float=Decimal)
    assert report.data["statistics"] == recorded["statistics"]
    assert report.data["cells"] == recorded["cells"]


def test_figures_are_the_same_before_and_after_conversion_in_python() -> None:
    converted = gongkai.read(OLD).convert("2021")
    assert converted.source_edition == "legacy"
    assert converted.figures() == gongkai.read(OLD, edition="2021").figures()


def test_what_is_not_known_is_missing_and_never_zero() -> None:
    rows = gongkai.read(OLD, edition="2021").figures()
    unknown = [row for row in rows if row["status"] == "unknown"]
    assert unknown
    assert all("value" not in row for row in unknown)
    frame = gongkai.read(OLD, edition="2021").figures("pandas")
    assert frame.loc[frame.status == "unknown", "value"].isna().all()
    assert str(frame.year.dtype) == "Int64"
    assert str(frame.value.dtype) == "Float64"
    assert str(frame.status.dtype) == "category"


def test_types_do_not_depend_on_the_rows() -> None:
    for library in ("pandas", "polars", "arrow"):
        empty = gongkai.Panel([]).figures(library)
        full = gongkai.panel([NEW, OLD]).figures(library)
        types = [table.schema if library != "pandas" else list(table.dtypes.astype(str)) for table in (empty, full)]
        assert types[0] == types[1]


def test_decimals_are_exact() -> None:
    report = json.loads((EXAMPLES / "2021" / "2021.json").read_text())
    report["statistics"]["proactive"]["charges"]["amount"] = 0.1
    source = gongkai.Content("x.json", json.dumps(report).encode())
    rows = gongkai.panel([source]).figures("arrow").to_pylist()
    assert [row["value"] for row in rows if row["indicator"] == "proactive.charges.amount"] == [Decimal("0.1")]


def test_every_file_has_its_answer_in_order() -> None:
    sources: list[gongkai.Source] = [OLD, "nowhere.txt", NEW, gongkai.Content("empty.txt", b"")] * 5
    with gongkai.Worker(edition="2021", output="figures") as worker:
        answers = list(worker.answers(sources))
    assert [answer.source for answer in answers] == sources
    assert [answer.status for answer in answers] == ["ok", "refused", "ok", "refused"] * 5
    panel = gongkai.panel(sources[:4])
    assert next((refusal.source, refusal.findings[0].code) for refusal in panel.refusals) == (
        "nowhere.txt",
        "file.cannot-open",
    )
    assert len(panel.files("rows")) == 4


def test_errors_say_what_and_what_to_do() -> None:
    with pytest.raises(gongkai.RefusedError) as caught:
        gongkai.read("nowhere.txt")
    assert caught.value.code == "file.cannot-open"
    assert caught.value.remedy is not None
    assert caught.value.remedy.zh.endswith("。")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (type(again), again.findings) == (gongkai.RefusedError, caught.value.findings)


def test_a_program_that_ends_is_told_and_started_anew() -> None:
    worker = gongkai.Worker(output="findings")
    assert worker.ask(NEW).status == "ok"
    process = worker._process  # noqa: SLF001
    assert process is not None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert worker.ask(NEW).status == "ok"
    with pytest.raises(gongkai.WorkerEndedError):
        gongkai.Worker(edition="1999").ask(NEW)
    worker.close()


def test_a_program_killed_amid_answers_loses_no_line_silently() -> None:
    worker = gongkai.Worker(output="findings")
    answers = worker.answers([NEW] * 5000)
    for _ in range(20):
        assert next(answers).status == "ok"
    process = worker._process  # noqa: SLF001
    assert process is not None
    process.kill()
    with pytest.raises(gongkai.WorkerEndedError):
        list(answers)


def test_a_worker_that_is_left_early_can_be_asked_again() -> None:
    with gongkai.Worker(output="findings") as worker:
        for _, answer in zip(range(3), worker.answers([NEW] * 1000), strict=False):
            assert answer.status == "ok"
        assert worker.ask(OLD).source == OLD


def test_sources_without_end_are_taken_as_needed() -> None:
    taken = 0

    def sources() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield NEW

    with gongkai.Worker(output="findings") as worker:
        for _ in zip(range(10), worker.answers(sources()), strict=False):  # type: ignore[arg-type]
            pass
    assert taken <= 10 + 2 * _worker._Writing._most_ahead  # noqa: SLF001


def test_an_error_of_the_sources_is_raised() -> None:
    def sources() -> object:
        yield NEW
        message = "broken"
        raise LookupError(message)

    with gongkai.Worker(output="findings") as worker, pytest.raises(LookupError, match="broken"):
        list(worker.answers(sources()))  # type: ignore[arg-type]


def test_large_contents_do_not_stop_each_other() -> None:
    large = gongkai.Content("large.txt", NEW.read_bytes() + b"\n" + "说明文字。".encode() * 15_000)
    with gongkai.Worker(output="report") as worker:
        assert sum(answer.status in ("ok", "refused") for answer in worker.answers([large] * 6)) == 6


def test_threads_have_workers_of_their_own() -> None:
    found: list[int | None] = []
    threads = [threading.Thread(target=lambda: found.append(gongkai.read(NEW).year)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2021] * 4


def test_a_report_is_saved_and_read_back(tmp_path: Path) -> None:
    converted = gongkai.convert(OLD, tmp_path / "new.docx")
    assert gongkai.read(tmp_path / "new.docx").data["statistics"] == converted.data["statistics"]
    with pytest.raises(gongkai.UsageError):
        gongkai.convert(OLD, tmp_path / "new.docx")
    gongkai.convert(OLD, tmp_path / "new.docx", overwrite=True)


def test_reports_of_one_file_come_apart() -> None:
    both = subprocess.run(
        [gongkai.find_program(), "convert", NEW, OLD, "--to", "json"], capture_output=True, check=True
    ).stdout
    source = gongkai.Content("both.json", both)
    reports = gongkai.read_all(source)
    assert [report.year for report in reports] == [2021, 2017]
    assert [len(report.figures()) > 0 for report in reports] == [True, True]
    with pytest.raises(gongkai.UsageError):
        gongkai.read(source)


def test_checks_say_whether_a_report_can_be_published() -> None:
    assert gongkai.check(NEW, year=2021).is_publishable
    assert not gongkai.check(NEW, year=2022).is_publishable
    assert gongkai.check("nowhere.txt").refused[0][1][0].code == "file.cannot-open"


def test_parquet_is_whole_or_not_there(tmp_path: Path) -> None:
    counts = gongkai.write_parquet([NEW, "nowhere.txt", OLD], tmp_path / "panel")
    assert counts == {"ok": 2, "refused": 1, "failed": 0}
    files = pl.read_parquet(tmp_path / "panel/files.parquet")
    assert files["status"].to_list() == ["ok", "refused", "ok"]
    figures = parquet.read_table(tmp_path / "panel/figures.parquet")
    assert figures.to_pylist() == gongkai.panel([NEW, OLD]).figures("arrow").to_pylist()
    with pytest.raises(gongkai.UsageError):
        gongkai.write_parquet([NEW], tmp_path / "panel")
