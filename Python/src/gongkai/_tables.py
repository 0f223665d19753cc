"""Tables of rows for pandas, polars and Arrow, with types that do not depend on what the rows hold."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from gongkai._errors import NotInstalledError, UsageError, problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A row by the names of its columns; what it has nothing of is left out.
Row: TypeAlias = dict[str, Any]
Kind: TypeAlias = Literal["text", "category", "integer", "number"]
Library: TypeAlias = Literal["rows", "pandas", "polars", "arrow"]

#: The columns of tidy rows with what they hold, in the order of tidy CSV.
FIGURE_COLUMNS: dict[str, Kind] = {
    "report": "text",
    "file": "text",
    "body": "text",
    "code": "text",
    "year": "integer",
    "sourceEdition": "category",
    "dialect": "category",
    "scope": "category",
    "edition": "category",
    "table": "category",
    "indicator": "category",
    "applicant": "category",
    "label": "category",
    "unit": "category",
    "value": "number",
    "lower": "number",
    "upper": "number",
    "status": "category",
    "raw": "text",
    "place": "text",
}

# Money has six decimals at most, and no form more than nine.
DIGITS, DECIMALS = 38, 9
# Beyond it two whole numbers are one float.
_LARGEST_FLOAT = 2**53


def table(rows: Sequence[Row], columns: Mapping[str, Kind], as_: Library) -> Any:  # noqa: ANN401
    """Rows as a list, a pandas or polars data frame, or an Arrow table.

    Arrow and polars hold numbers as exact decimals, pandas as ``Float64``.
    What a row has nothing of is missing, never 0.
    """
    if as_ == "rows":
        return list(rows)
    if as_ not in ("pandas", "polars", "arrow"):
        raise UsageError([_unknown_library(as_)])
    values = {name: [row.get(name) for row in rows] for name in columns}
    library = _library("pyarrow" if as_ == "arrow" else as_)
    if as_ == "pandas":
        dtypes = {"text": "string", "category": "category", "integer": "Int64", "number": "Float64"}
        return library.DataFrame(
            {
                name: library.Series(_floats(values[name]) if kind == "number" else values[name], dtype=dtypes[kind])
                for name, kind in columns.items()
            }
        )
    exact = {name: _decimals(column) if columns[name] == "number" else column for name, column in values.items()}
    if as_ == "polars":
        types = {
            "text": library.String,
            "category": library.Categorical,
            "integer": library.Int64,
            "number": library.Decimal(DIGITS, DECIMALS),
        }
        return library.DataFrame(exact, schema={name: types[kind] for name, kind in columns.items()})
    return library.table(exact, schema=arrow_schema(columns))


def arrow_schema(columns: Mapping[str, Kind]) -> Any:  # noqa: ANN401
    """The Arrow schema of a table; the same in Parquet."""
    arrow = _library("pyarrow")
    types = arrow_types() | {"category": arrow.dictionary(arrow.int32(), arrow.string())}
    return arrow.schema([(name, types[kind]) for name, kind in columns.items()])


def arrow_types() -> dict[Kind, Any]:
    """Arrow's types for those who have no categories, such as Spark."""
    arrow = _library("pyarrow")
    return {
        "text": arrow.string(),
        "category": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.decimal128(DIGITS, DECIMALS),
    }


def _decimals(values: list[Any]) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


def _floats(values: list[Any]) -> list[float | None]:
    for value in values:
        if value is not None and abs(value) > _LARGEST_FLOAT:
            raise UsageError(
                [
                    problem(
                        "python.not-exact",
                        f"pandas 的 Float64 不能准确表示 {value}",
                        f"Float64 of pandas cannot hold {value} exactly",
                        '请改用 as_="arrow" 或 as_="polars"。',
                        'Use as_="arrow" or as_="polars".',
                    )
                ]
            )
    return [None if value is None else float(value) for value in values]


def _library(name: str) -> Any:  # noqa: ANN401
    try:
        return import_module(name)
    except ImportError as error:
        extra = "arrow" if name == "pyarrow" else name
        raise NotInstalledError(
            [
                problem(
                    "python.no-library",
                    f"没有安装 {name}",
                    f"{name} is not installed",
                    f"请运行 pip install 'gongkai[{extra}]'。",
                    f"Run pip install 'gongkai[{extra}]'.",
                )
            ]
        ) from error


def _unknown_library(name: str) -> Any:  # noqa: ANN401
    return problem(
        "python.unknown-library",
        f"as_ 不能是 {name}",
        f"as_ cannot be {name}",
        "请改为 rows、pandas、polars 或 arrow。",
        "Use rows, pandas, polars or arrow.",
    )
