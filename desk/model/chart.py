"""A chart: what it draws, number by number, each with its source. One file of content/data/ a chart.

    kind = "groups"
    measure = "How far pain fell, on a scale of 100"
    groups = ["on ketamine", "on the other drug"]

    [[rows]]
    name = "Into a vein, after one hour"
    people = 54
    values = [43.5, 63.5]
    sources = ["zitek2018"]

`groups` has two values to a row, `counts` two counts out of two wholes (`of`), `differences` one value between two
groups with its interval, `timeline` what lasts from one time to another. All rows of a chart have one scale.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from desk.model.problem import Problem
from desk.model.strict_toml import Strict, Words, read_toml

FOLDER: Final = "content/data"
_ROUNDED: Final = 0.11
"""How far a published difference may be from that of the published values, each of them rounded."""
Pair = Annotated[list[float], Field(min_length=2, max_length=2)]
Short = Annotated[Words, Field(max_length=18)]
"""Words under one half of a drawing: on a phone two of them stand in one line."""


def shown(number: float) -> str:
    """A number as it is printed: 43.5, 20, -5.8 with a minus sign."""
    return f"{number:,.10g}".replace("-", "\u2212")


class Row(Strict):
    """One line of a chart. `open`: it has a start, and no source sets its end."""

    name: Words
    sources: Annotated[list[str], Field(min_length=1)]
    people: Annotated[int, Field(gt=0)] | None = None
    values: Pair | None = None
    intervals: Annotated[list[Pair], Field(min_length=2, max_length=2)] | None = None
    of: Annotated[list[int], Field(min_length=2, max_length=2)] | None = None
    difference: float | None = None
    interval: Pair | None = None
    start: float | None = None
    end: float | None = None
    open: bool = False
    note: str = ""

    @property
    def estimates(self) -> list[tuple[float, list[float]]]:
        """Each number that has an interval, with it."""
        found = list(zip(self.values or [], self.intervals or [], strict=False))
        return [*found, (self.difference, self.interval)] if self.difference is not None and self.interval else found

    @property
    def numbers(self) -> list[float]:
        """Every number of the row, but those in its words."""
        pairs = [self.values, self.of, self.interval, *(self.intervals or [])]
        single = [self.people, self.difference, self.start, self.end]
        return [float(n) for pair in pairs if pair for n in pair] + [float(n) for n in single if n is not None]


class Chart(Strict):
    """A whole chart. `ticks` are the numbers under its scale; `sides` what its two halves mean."""

    kind: Literal["groups", "counts", "differences", "timeline"]
    measure: Words
    groups: Annotated[list[Words], Field(min_length=2, max_length=2)] = Field(default_factory=list)
    low: float = 0
    high: float = 100
    unit: str = ""
    ticks: list[float] = Field(default_factory=list)
    sides: Annotated[list[Short], Field(min_length=2, max_length=2)] = Field(default_factory=list)
    rows: Annotated[list[Row], Field(min_length=1, max_length=12)]

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Chart:
        if self.low >= self.high:
            raise _slip('"low" is not below "high"')
        if self.kind in ("groups", "counts") and not self.groups:
            raise _slip('"groups" is missing: the names of both groups')
        for number, row in enumerate(self.rows):
            if fault := self._fault(row):
                raise _slip(fault, ("rows", number))
        return self

    def _fault(self, row: Row) -> str:
        """Why `row` cannot be drawn; empty where it can."""
        if missing := [need for need in _NEEDS[self.kind] if getattr(row, need) is None]:
            return f'the row lacks "{missing[0]}"'
        if row.start is not None and row.end is not None and row.end < row.start:
            return "it ends before it starts"
        counts = zip(row.values or [], row.of or [], strict=False)
        if self.kind == "counts" and any(not 0 <= count <= whole for count, whole in counts):
            return "a count is more than its whole"
        if outside := [number for number in self.drawn(row) if not self.low <= number <= self.high]:
            return f"{shown(outside[0])} is outside of the scale"
        for middle, (least, most) in row.estimates:
            if not least <= middle <= most:
                return f"{shown(middle)} is not within its interval"
        if row.values and row.difference is not None:
            found = row.values[0] - row.values[1]
            if abs(found - row.difference) > _ROUNDED:
                return f"the difference of the values is {shown(round(found, 4))}"
        return ""

    def drawn(self, row: Row) -> list[float]:
        """The numbers of `row` that have a place on the scale."""
        if self.kind == "counts":
            return [100 * n / whole for n, whole in zip(row.values or [], row.of or [], strict=True)]
        if self.kind == "groups":
            return [*(row.values or []), *(n for pair in row.intervals or [] for n in pair)]
        if self.kind == "differences":
            return [*([row.difference] if row.difference is not None else []), *(row.interval or [])]
        end = self.high if row.open else row.end
        return [n for n in (row.start, end) if n is not None]

    def place(self, number: float) -> float:
        """Where `number` stands on the scale, in percent of its length."""
        return 100 * (number - self.low) / (self.high - self.low)

    @property
    def sources(self) -> list[str]:
        """Keys of the sources, each once."""
        return list(dict.fromkeys(key for row in self.rows for key in row.sources))

    @property
    def numbers(self) -> set[float]:
        """Every number that the chart or its words hold."""
        rows = [f"{row.name} {row.note}" for row in self.rows]
        words = " ".join([self.measure, self.unit, *self.groups, *self.sides, *rows])
        found = {self.low, self.high, *self.ticks, *(n for row in self.rows for n in row.numbers)}
        return found | {abs(n) for n in found} | numbers_in(words)


_NEEDS: Final = {
    "groups": ("values",),
    "counts": ("values", "of"),
    "differences": ("difference", "interval"),
    "timeline": ("start",),
}


def _slip(what: str, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    return PydanticCustomError("slip", "{what}", {"what": what, "at": at})


def numbers_in(text: str) -> set[float]:
    """The numbers that stand in `text` as digits."""
    return {float(found.replace(",", "")) for found in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])", text)}


def read_chart(path: str, text: str) -> tuple[Chart | None, list[Problem]]:
    """The chart in `text`, the file at `path`, and every problem; None where it cannot be drawn. Never raises."""
    return read_toml(path, text, "chart", Chart)
