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
from typing import TYPE_CHECKING, Any

from gongkai._panel import FILE_COLUMNS
from gongkai._tables import FIGURE_COLUMNS, Kind
from gongkai._worker import Content, Policy, Worker

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

    What begins with ``_`` or ``.`` is left out, as Spark does.
    """
    java: Any = spark.sparkContext
    root = java._jvm.org.apache.hadoop.fs.Path(path)  # noqa: SLF001
    found = root.getFileSystem(java._jsc.hadoopConfiguration()).listFiles(root, recursive)  # noqa: SLF001
    files = []
    while found.hasNext():
        status = found.next()
        if not status.getPath().getName().startswith(("_", ".")):
            files.append((status.getPath().toString(), status.getLen()))
    return files


def figures(files: DataFrame) -> DataFrame:
    """Tidy rows, one for each figure, of what ``read_files`` gave."""
    return files.selectExpr("path", "inline(figures)")


def _schema() -> str:
    def members(columns: Mapping[str, Kind], separator: str) -> str:
        types = {"integer": "bigint", "number": "decimal(38,9)"}
        return ", ".join(f"`{name}`{separator} {types.get(kind, 'string')}" for name, kind in columns.items())

    rest = {name: kind for name, kind in FILE_COLUMNS.items() if name != "source"}
    return f"`path` string, {members(rest, '')}, `figures` array<struct<{members(FIGURE_COLUMNS, ':')}>>"


def _reader(edition: str, policy: Policy | None, *, check: bool, jobs: int) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def read(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415

        from gongkai._panel import file_row  # noqa: PLC0415
        from gongkai._tables import decimals  # noqa: PLC0415

        key = (os.getpid(), edition, policy, check, jobs)
        if key not in _workers:
            _workers[key] = Worker(edition=edition, output="figures", policy=policy, check=check, jobs=jobs)
        types = {
            "text": pa.string(),
            "category": pa.string(),
            "integer": pa.int64(),
            "number": pa.decimal128(38, 9),
        }
        figure = pa.struct([(name, types[kind]) for name, kind in FIGURE_COLUMNS.items()])
        numbers = [name for name, kind in FIGURE_COLUMNS.items() if kind == "number"]
        for batch in batches:
            paths = batch.column("path").to_pylist()
            contents = batch.column("content").to_pylist()
            sources = (Content(path.rsplit("/", 1)[-1], content) for path, content in zip(paths, contents, strict=True))
            answers = list(_workers[key].answers(sources))
            rows = [file_row(answer) for answer in answers]
            columns = [pa.array(paths, pa.string())]
            for name, kind in FILE_COLUMNS.items():
                if name != "source":
                    columns.append(pa.array([row.get(name) for row in rows], types[kind]))
            columns.append(
                pa.array(
                    [[row | decimals(row, numbers) for row in answer.figures] for answer in answers],
                    pa.list_(figure),
                )
            )
            names = ["path", *[name for name in FILE_COLUMNS if name != "source"], "figures"]
            yield pa.RecordBatch.from_arrays(columns, names=names)

    return read
