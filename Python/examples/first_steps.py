"""First steps, cell by cell: ``python first_steps.py FOLDER``, or open it in Jupyter or VS Code."""

# ruff: noqa: T201
# %%
import sys
from collections import Counter
from pathlib import Path

import gongkai

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "Examples")

# %% One report of 2017, in the form of its year
report = gongkai.read(folder / "legacy-shandong" / "input.txt")
print(report, report.title)

# %% The same in the current form: what is certain, what is not
new = report.convert("2021")
print(Counter(row["status"] for row in new.figures()))

# %% Where a figure comes from
received = new.data["cells"]["applications.received@total"]
print(received["lineage"]["sources"])

# %% A folder as one table
panel = gongkai.panel(sorted(folder.glob("*/input.*")), edition="2021")
print(panel)
figures = panel.figures("polars")
totals = figures.filter((figures["indicator"] == "applications.received") & (figures["applicant"] == "total"))
print(totals.select("body", "year", "sourceEdition", "status", "value", "lower", "upper"))

# %% The years side by side: only what is certain, and nothing for a year that does not say it
certain = totals.filter(totals["status"].is_in(["exact", "derived"]))
wide = certain.sort("year").pivot(on="year", index="body", values="value", aggregate_function="first")
print(wide)

# %% What could not be read, and what to do about it
for refusal in gongkai.panel([folder / "nothing-here.docx"]).refusals:
    print(refusal.source, "—", refusal.findings[0])
