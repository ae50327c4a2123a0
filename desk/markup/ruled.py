"""Room to write by hand. A writer types

    /// ruled | My medicines
        columns: Name, How much, How often
        rows: 8

    Bring the boxes if you can.
    ///

and on paper there are that many lines under the title, or a table of that many empty rows. A phone, which nobody writes
on with a pen, shows the title and the words alone.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pymdownx.blocks.block import type_integer, type_string

from desk.markup.part import Part

LINE = 34
"""Pixels from one line to the next: 9 mm on paper, enough for a hand that is tired, and too far apart for stripes."""
MOST_ROWS, MOST_COLUMNS = 20, 4


def lines(rows: int, columns: int) -> etree.Element:
    """`rows` lines to write on, cut into `columns`; silent to screen readers, which have no use for them."""
    height = rows * LINE
    attributes = {"class": "bar", "width": "100%", "height": str(height + 1), "stroke": "currentColor"}
    svg = etree.Element("svg", {**attributes, "aria-hidden": "true"})
    tops = range(0 if columns > 1 else LINE, height + 1, LINE)
    for y in map(str, tops):
        etree.SubElement(svg, "line", {"x2": "100%", "y1": y, "y2": y})
    for i in range(1, columns):
        x = f"{100 * i / columns:.4g}%"
        etree.SubElement(svg, "line", {"x1": x, "x2": x, "y2": str(height)})
    return svg


class Ruled(Part):
    """Lines, or an empty table, to write on."""

    NAME = "ruled"
    ARGUMENT = True
    OPTIONS: ClassVar[dict[str, Any]] = {"columns": ["", type_string], "rows": [3, type_integer]}

    @property
    def columns(self) -> list[str]:
        """The heads of the columns; none where there are only lines."""
        return [name.strip() for name in self.options["columns"].split(",") if name.strip()]

    def sound(self) -> bool:
        return 0 < self.options["rows"] <= MOST_ROWS and len(self.columns) <= MOST_COLUMNS

    def on_create(self, parent: etree.Element) -> etree.Element:
        room = etree.SubElement(parent, "figure", {"class": "ruled"})
        etree.SubElement(room, "figcaption").text = self.argument
        return room

    def on_end(self, block: etree.Element) -> None:
        if self.columns:
            heads = etree.SubElement(block, "ul", {"class": "unlisted"})
            for name in self.columns:
                etree.SubElement(heads, "li").text = name
        block.append(lines(self.options["rows"], max(1, len(self.columns))))
