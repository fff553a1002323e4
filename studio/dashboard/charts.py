"""Numbers as charts that anybody can read: the geometry of an inline SVG, and the same rows as a table and as CSV."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpResponse

WIDTH, HEIGHT = 600, 150  # of the drawing, in SVG user units; it is stretched to its place
_GAP = 0.22  # of a column's share of the width


@dataclass(frozen=True)
class Column:
    """A bar and what it stands for; of lying bars `width` alone counts, in percent of the longest."""

    label: str
    value: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`rows` are (label, number, …), the number drawn is the first; `heads` name the columns, `unit` the number.

    `form` is standing columns, for what has an order, or lying bars, for what has names. `aside` says it in a sentence.
    """

    key: str
    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    unit: str
    form: Literal["columns", "bars"] = "columns"
    aside: str = ""

    @property
    def top(self) -> float:
        return max((row[1] for row in self.rows), default=0)

    @property
    def is_empty(self) -> bool:
        return not any(row[1] for row in self.rows)

    @property
    def columns(self) -> list[Column]:
        """The bars, in order. What a refund makes negative has no bar; its number stands in the table."""
        share, top = WIDTH / max(len(self.rows), 1), max(self.top, 1)
        columns = []
        for at, row in enumerate(self.rows):
            part = max(row[1], 0) / top
            if self.form == "bars":
                columns.append(Column(str(row[0]), row[1], 0, 0, round(100 * part, 2), 10))
                continue
            height = round(HEIGHT * part, 1)
            x, width = round(share * (at + _GAP / 2), 2), round(share * (1 - _GAP), 2)
            columns.append(Column(str(row[0]), row[1], x, round(HEIGHT - height, 1), width, height))
        return columns

    @property
    def ends(self) -> tuple[str, str, str]:
        """The labels below the first, the middle and the last column."""
        labels = [str(row[0]) for row in self.rows] or [""]
        return labels[0], labels[len(labels) // 2], labels[-1]

    @property
    def summary(self) -> str:
        """The chart in a sentence, for whoever does not see it."""
        if self.is_empty:
            return f"{self.title}: nothing yet"
        label, most, *_ = max(self.rows, key=lambda row: row[1])
        return f"{self.title}: {len(self.rows)} values, the highest {most:g} {self.unit} at {label}"


def as_csv(chart: Chart, filename: str) -> HttpResponse:
    """The chart's rows as a file."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    out = csv.writer(response)
    out.writerow([head.lower().replace(" ", "_") for head in chart.heads])
    out.writerows(["" if value is None else value for value in row] for row in chart.rows)
    return response
