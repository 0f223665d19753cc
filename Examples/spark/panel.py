"""Turns a folder of reports into a panel in Parquet, with Spark.

    spark-submit panel.py hdfs:///pages hdfs:///panel

writes `files`, a row for each file with its status, its reasons and its figures, and `figures`, a row for each figure;
and proves that every file of the folder is there once. See the page "Beyond one machine" of the documentation.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from gongkai import spark as reports
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def write(spark: SparkSession, source: str, target: str, edition: str) -> DataFrame:
    """Read each file once, and make the rows of figures of what is written."""
    reports.read_files(spark, source, edition=edition).write.parquet(f"{target}/files")
    files = spark.read.parquet(f"{target}/files")
    reports.figures(files).write.parquet(f"{target}/figures")
    return files


def proof(spark: SparkSession, source: str, files: DataFrame, target: str) -> dict[str, int]:
    """Count what went in and what came out, each by another way."""
    there = spark.createDataFrame(reports.list_files(spark, source), "path string, size bigint")
    counts = {row.status: row["count"] for row in files.groupBy("status").count().collect()}
    return {
        "inputs": there.count(),
        "missing": there.join(files, "path", "left_anti").count(),
        "doubled": files.count() - files.select("path").distinct().count(),
        "figures": spark.read.parquet(f"{target}/figures").count(),
        "figures of files": files.agg(f.sum(f.coalesce(f.size("figures"), f.lit(0)))).first()[0] or 0,
        **{status: counts.get(status, 0) for status in ("ok", "refused", "failed")},
    }


def is_whole(counts: dict[str, int]) -> bool:
    """Whether inputs = results + refusals, and no figure was lost on the way."""
    return (
        counts["inputs"] == counts["ok"] + counts["refused"] + counts["failed"]
        and counts["missing"] == counts["doubled"] == 0
        and counts["figures"] == counts["figures of files"]
    )


def main() -> None:
    """Run the job."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--edition", default="2021")
    parser.add_argument("--master", help="local[2,4]: two cores, four tries of a task; that of spark-submit if not given")
    options = parser.parse_args()
    builder = SparkSession.builder.appName("gongkai")
    if options.master:
        builder = builder.master(options.master)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    files = write(spark, options.source, options.target, options.edition)
    counts = proof(spark, options.source, files, options.target)
    print(", ".join(f"{count} {name}" for name, count in counts.items()))  # noqa: T201
    if not is_whole(counts):
        sys.exit("inputs and results do not agree")


if __name__ == "__main__":
    main()
