"""Reports as data frames of Spark.

>>> from gongkai import spark as gongkai_spark                    # doctest: +SKIP
>>> files = gongkai_spark.read_files(spark, "hdfs:///reports")    # doctest: +SKIP
>>> gongkai_spark.figures(files).write.parquet("panel")           # doctest: +SKIP

Each Python worker of Spark keeps one program running and hands it the files of its partitions. A file that
gives nothing is a row as well, so that inputs = results + refusals can be counted; a worker that dies has its
partition read again by Spark, and rows are neither lost nor doubled.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai._errors import Finding
from gongkai._panel import FILE_COLUMNS, file_row
from gongkai._tables import DECIMALS, DIGITS, FIGURE_COLUMNS, Kind, arrow_types
from gongkai._worker import Answer, Content, Policy, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pyspark.sql import DataFrame, SparkSession

#: Rows of a batch: enough for the program's processes, few enough for files of some MB each.
_FILES_A_BATCH = 128
_COST_OF_OPENING = 64 << 10
_workers: dict[tuple[Any, ...], Worker] = {}


def read_files(
    spark: SparkSession,
    path: str,
    *,
    edition: str = "2021",
    policy: Policy | None = None,
    check: bool = False,
    jobs: int = 1,
    recursive: bool = True,
) -> DataFrame:
    """Read all files below a path: one row for each, with its status and its figures.

    :param jobs: how many files a Python worker of Spark reads at a time; Spark runs as many workers as it has cores.
    """
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", _FILES_A_BATCH)
    # As if a file took 4 MB to open, Spark would make a task of each.
    spark.conf.set("spark.sql.files.openCostInBytes", _COST_OF_OPENING)
    files = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", str(recursive).lower())
        .load(path)
        .select("path", "content")
    )
    # Spark passes over files without a byte and says nothing.
    if empty := [(found, bytearray()) for found, size in list_files(spark, path, recursive=recursive) if size == 0]:
        files = files.unionByName(spark.createDataFrame(empty, "path string, content binary"))
    return files.mapInArrow(_reader(edition, policy, check=check, jobs=jobs), schema=_schema())


def list_files(spark: SparkSession, path: str, *, recursive: bool = True) -> list[tuple[str, int]]:
    """List the files below a path with their sizes, as the file system has them and not as Spark reads them.

    What begins with ``_`` or ``.`` is left out, as Spark does. Other file systems than this machine's are asked file by
    file, some hundred a second.
    """
    local = path.removeprefix("file:")
    if local != path or "://" not in path:
        return _list_local(Path(f"/{local.lstrip('/')}" if local != path else path).resolve(), recursive=recursive)
    java: Any = spark.sparkContext
    root = java._jvm.org.apache.hadoop.fs.Path(path)  # noqa: SLF001
    found = root.getFileSystem(java._jsc.hadoopConfiguration()).listFiles(root, recursive)  # noqa: SLF001
    files = []
    while found.hasNext():
        status = found.next()
        files.append((status.getPath().toString(), status.getLen()))
    return [(name, size) for name, size in files if not name.rsplit("/", 1)[-1].startswith(("_", "."))]


def _list_local(root: Path, *, recursive: bool) -> list[tuple[str, int]]:
    files = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if recursive and not name.startswith(("_", "."))]
        for name in names:
            if not name.startswith(("_", ".")):
                path = Path(folder) / name
                files.append((f"file:{path}", path.stat().st_size))
    return files


def figures(files: DataFrame) -> DataFrame:
    """Tidy rows, one for each figure, of what ``read_files`` gave."""
    return files.selectExpr("path", "inline(figures)")


def _schema() -> str:
    def members(columns: Mapping[str, Kind], separator: str) -> str:
        types = {"integer": "bigint", "number": f"decimal({DIGITS},{DECIMALS})"}
        return ", ".join(f"`{name}`{separator} {types.get(kind, 'string')}" for name, kind in columns.items())

    rest = {name: kind for name, kind in FILE_COLUMNS.items() if name != "source"}
    return f"`path` string, {members(rest, '')}, `figures` array<struct<{members(FIGURE_COLUMNS, ':')}>>"


def _reader(edition: str, policy: Policy | None, *, check: bool, jobs: int) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def read(batches: Iterator[Any]) -> Iterator[Any]:
        key = (os.getpid(), edition, policy, check, jobs)
        if key not in _workers:
            _workers[key] = Worker(edition=edition, output="figures", policy=policy, check=check, jobs=jobs)
        for batch in batches:
            paths = batch.column("path").to_pylist()
            contents = batch.column("content").to_pylist()
            sources = [Content(path.rsplit("/", 1)[-1], content) for path, content in zip(paths, contents, strict=True)]
            yield _batch(paths, [line for _, line in _workers[key].lines(sources)])

    return read


def _batch(paths: list[str], lines: list[bytes]) -> Any:  # noqa: ANN401
    """Make columns of answers: by Arrow, since rows of Python take ten times as long as reading the files."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.json  # noqa: PLC0415

    types = arrow_types()
    text = pa.struct([("zh", pa.string()), ("en", pa.string())])
    finding = pa.struct([("id", pa.string()), ("message", text), ("remedy", text)])
    figure = pa.struct([(name, types[kind]) for name, kind in FIGURE_COLUMNS.items()])
    answers = pa.schema(
        [
            ("id", pa.int64()),
            ("status", pa.string()),
            ("findings", pa.list_(finding)),
            ("figures", pa.list_(figure)),
            ("ms", pa.int64()),
        ]
    )
    content = b"".join(lines)
    table = pyarrow.json.read_json(
        pa.BufferReader(content),
        read_options=pyarrow.json.ReadOptions(block_size=len(content) + 1, use_threads=False),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=answers, unexpected_field_behavior="ignore"),
    )
    if table.column("id").to_pylist() != list(range(len(paths))):
        message = f"{len(paths)} files have {table.num_rows} answers"
        raise RuntimeError(message)
    rows = [
        file_row(Answer(path, status, tuple(map(Finding.of, findings or ())), milliseconds=ms))
        for path, status, findings, ms in zip(
            paths,
            table.column("status").to_pylist(),
            _of_refused(table),
            table.column("ms").to_pylist(),
            strict=True,
        )
    ]
    columns = {"path": pa.array(paths, pa.string())}
    for name, kind in FILE_COLUMNS.items():
        if name != "source":
            columns[name] = pa.array([row.get(name) for row in rows], types[kind])
    columns["figures"] = table.column("figures").combine_chunks()
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


def _of_refused(table: Any) -> list[Any]:  # noqa: ANN401
    """The findings of files that gave nothing; those of others are many, and not asked for."""
    statuses, findings = table.column("status").to_pylist(), table.column("findings")
    return [
        None if status == "ok" else [finding | {"severity": "error"} for finding in findings[index].as_py() or ()]
        for index, status in enumerate(statuses)
    ]
