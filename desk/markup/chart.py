"""Numbers drawn from content/data/. A writer types

    /// chart | Into a vein, ketamine did no better
        data: attacks

    A sentence that says what it means [@zitek2018].
    ///

and readers get the chart of content/data/attacks.toml: each row in words with its source, then drawn on the scale that
all rows share, and the same numbers as a table that can be unfolded. Discs, rings and bars are placed in percent of the
width and have the colour of the text, so that they fit a phone, follow the light and print. In a feed only the table
stands (plugins/feeds.py).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from typing import Any, ClassVar

from pymdownx.blocks.block import type_string

from desk.markup.part import Part
from desk.model.chart import Chart, Row, shown

HEIGHT, RADIUS, NEAR = 26, 8, 7
"""Pixels of a row, and of a disc; percent of the scale below which two marks would cover each other."""


def percent(number: float) -> str:
    """A place on the scale, as SVG has it."""
    return f"{number:.4g}%"


def svg(height: int) -> etree.Element:
    """An empty drawing; silent to screen readers, which have just heard the words."""
    sizes = {"width": "100%", "height": str(height), "stroke": "currentColor"}
    return etree.Element("svg", {"class": "bar", **sizes, "aria-hidden": "true"})


def line(parent: etree.Element, start: float, end: float, y: int, width: int) -> None:
    """A line from one place on the scale to another."""
    ends = {"x1": percent(start), "x2": percent(end), "y1": str(y), "y2": str(y)}
    etree.SubElement(parent, "line", {**ends, "stroke-width": str(width)})


def drawing(chart: Chart, row: Row) -> etree.Element:
    """One row: the scale as a thin line, and on it a filled disc for the first group and a ring for the second."""
    places = [chart.place(number) for number in chart.drawn(row)]
    if chart.kind == "timeline":
        drawn = svg(HEIGHT)
        line(drawn, 0, 100, HEIGHT // 2, 1)
        if len(places) == 2:
            line(drawn, places[0], places[1], HEIGHT // 2, 14)
        else:
            mark(drawn, places[0], HEIGHT // 2, filled=True)
        return drawn
    if chart.kind == "differences":
        drawn = svg(HEIGHT)
        line(drawn, 0, 100, HEIGHT // 2, 1)
        zero = percent(chart.place(0))
        etree.SubElement(drawn, "line", {"x1": zero, "x2": zero, "y2": str(HEIGHT)})
        line(drawn, places[1], places[2], HEIGHT // 2, 4)
        mark(drawn, places[0], HEIGHT // 2, filled=True)
        return drawn
    # Two lanes where one mark would cover the other.
    lanes = 2 if row.intervals or abs(places[0] - places[1]) < NEAR else 1
    drawn = svg(HEIGHT * lanes)
    middles = [HEIGHT // 2, HEIGHT // 2 + HEIGHT * (lanes - 1)]
    for y in dict.fromkeys(middles):
        line(drawn, 0, 100, y, 1)
    for (least, most), y in zip(row.intervals or [], middles, strict=False):
        line(drawn, chart.place(least), chart.place(most), y, 4)
    for place, y, filled in zip(places[:2], middles, (True, False), strict=True):
        mark(drawn, place, y, filled=filled)
    return drawn


def mark(parent: etree.Element, place: float, y: int, *, filled: bool) -> None:
    """A disc, or a ring."""
    at = {"cx": percent(place), "cy": str(y), "r": str(RADIUS)}
    etree.SubElement(
        parent, "circle", {**at, **({"fill": "currentColor"} if filled else {"class": "ring", "fill": "none"})}
    )


def scale(chart: Chart) -> etree.Element:
    """The numbers under all rows, and what the two halves mean."""
    drawn = svg(48 if chart.sides else 24)
    drawn.attrib.pop("stroke")
    ticks = chart.ticks or [chart.low, (chart.low + chart.high) / 2, chart.high]
    for tick in ticks:
        place = chart.place(tick)
        anchor = "start" if place < 5 else "end" if place > 95 else "middle"
        text = {"x": percent(place), "y": "18", "text-anchor": anchor}
        etree.SubElement(drawn, "text", text).text = shown(tick)
    for words, x, anchor in zip(chart.sides, ("0", "100%"), ("start", "end"), strict=False):
        etree.SubElement(drawn, "text", {"x": x, "y": "42", "text-anchor": anchor}).text = words
    return drawn


def said(chart: Chart, row: Row) -> str:
    """A row in words, after its name."""
    unit = f" {chart.unit}" if chart.unit else ""
    of = row.of or [0, 0]
    parts = []
    if row.people:
        parts.append(f"{row.people:,} people")
    if chart.kind == "counts" and row.values:
        pairs = zip(row.values, of, chart.groups, strict=True)
        parts.append(", ".join(f"{shown(count)} of {whole} {group}" for count, whole, group in pairs))
    elif row.values and chart.groups:
        ends_of: Sequence[Sequence[float] | None] = row.intervals or (None, None)
        pairs_ = zip(row.values, ends_of, chart.groups, strict=True)
        parts.append(", ".join(f"{shown(value)}{unit}{_range(ends)} {group}" for value, ends, group in pairs_))
    if row.difference is not None:
        parts.append(f"difference {shown(row.difference)}{unit}{_range(row.interval)}")
    if chart.kind == "timeline" and row.start is not None:
        parts.append(_time(row, unit))
    if row.note:
        parts.append(row.note)
    return f"{'; '.join(parts)}."


def _time(row: Row, unit: str) -> str:
    start = shown(row.start or 0)
    if row.open:
        return f"From {start}{unit} on"
    return f"At {start}{unit}" if row.end is None else f"From {start} to {shown(row.end)}{unit}"


def _range(ends: Sequence[float] | None) -> str:
    return f" (from {shown(ends[0])} to {shown(ends[1])})" if ends else ""


def cites(row: Row) -> str:
    """The sources of a row, as a writer would cite them."""
    return "[" + "; ".join(f"@{key}" for key in row.sources) + "]"


def table(chart: Chart) -> etree.Element:
    """All the numbers as a table."""
    heads = [chart.measure]
    if chart.kind == "timeline":
        heads += ["From", "To"]
    else:
        heads += [
            *(["People"] if any(row.people for row in chart.rows) else []),
            *(_head(group) for group in chart.groups),
        ]
        if any(row.difference is not None for row in chart.rows):
            heads += ["Difference"]
    heads += ["Source"]
    made = etree.Element("table")
    top = etree.SubElement(etree.SubElement(made, "thead"), "tr")
    for head in heads:
        etree.SubElement(top, "th").text = head
    body = etree.SubElement(made, "tbody")
    for row in chart.rows:
        line_ = etree.SubElement(body, "tr")
        for cell in (f"**{row.name}**", *_cells(chart, row, len(heads) - 2), cites(row)):
            etree.SubElement(line_, "td").text = cell
    return made


def _head(group: str) -> str:
    return group[0].upper() + group[1:]


def _cells(chart: Chart, row: Row, count: int) -> list[str]:
    if chart.kind == "timeline":
        unit = f" {chart.unit}" if chart.unit else ""
        end = row.start if row.end is None else row.end
        return [f"{shown(row.start or 0)}{unit}", "not set" if row.open else f"{shown(end or 0)}{unit}"]
    cells = []
    if any(each.people for each in chart.rows):
        cells.append(f"{row.people:,}" if row.people else "\u2013")
    for i in range(len(chart.groups)):
        if chart.kind == "counts" and row.values and row.of:
            cells.append(f"{shown(row.values[i])} of {row.of[i]}")
        elif row.values:
            cells.append(f"{shown(row.values[i])}{_range(row.intervals[i] if row.intervals else None)}")
        else:
            cells.append("\u2013")
    if len(cells) < count:
        cells.append(f"{shown(row.difference)}{_range(row.interval)}" if row.difference is not None else "\u2013")
    return cells


class ChartBlock(Part):
    """The chart of one file of content/data/."""

    NAME = "chart"
    ARGUMENT = True
    NEEDED = frozenset({"data"})
    OPTIONS: ClassVar[dict[str, Any]] = {"data": ["", type_string]}

    def sound(self) -> bool:
        return self.options["data"] in self.parts.library.charts

    def on_create(self, parent: etree.Element) -> etree.Element:
        figure = etree.SubElement(parent, "figure", {"class": "numbers chart"})
        caption = etree.SubElement(figure, "figcaption")
        caption.text = self.argument + (" " if self.argument.endswith(("?", "!", ".")) else ". ")
        if chart := self.chart:
            etree.SubElement(caption, "span").text = self.key(chart)
            listed = etree.SubElement(figure, "ul", {"class": "unlisted"})
            for row in chart.rows:
                item = etree.SubElement(listed, "li")
                item.text = f"**{row.name}.** {said(chart, row)} {cites(row)}"
                item.append(drawing(chart, row))
            figure.append(scale(chart))
        return figure

    def on_end(self, block: etree.Element) -> None:
        if chart := self.chart:
            details = etree.SubElement(block, "details")
            etree.SubElement(details, "summary").text = "The same numbers as a table"
            details.append(table(chart))

    @property
    def chart(self) -> Chart | None:
        """What is drawn; nothing where its file has an error, which the check names."""
        return self.parts.library.charts[self.options["data"]]

    @staticmethod
    def key(chart: Chart) -> str:
        """What is drawn, and how to read it."""
        if chart.kind == "timeline":
            return f"{chart.measure}."
        if chart.kind == "differences":
            return f"{chart.measure}. The disc is the difference; the true one probably lies within the bar."
        return f"{chart.measure}. Filled disc: {chart.groups[0]}. Ring: {chart.groups[1]}."
