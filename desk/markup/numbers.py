"""Two counts out of one whole. A writer types

    /// numbers | No thoughts of suicide on day three
        of: 100
        with: 63
        without: 32
        labels: on ketamine, on salt water
        time: three days after the first infusion

    One sentence of context [@abbar2022].
    ///

and readers get both counts and their difference in words first, then ten squares for each count. A square is a tenth of
the people; the squares stand far enough apart never to look like stripes (visual.md of the project, section 2).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pymdownx.blocks.block import type_integer, type_string

from desk.markup.part import Part

SQUARE, PITCH, ACROSS, TENTHS = 24, 40, 5, 10
"""Pixels of a square, from one to the next, squares in a row, squares in all. At 40 pixels, less than one a degree."""


def squares(count: int, whole: int) -> etree.Element:
    """Ten squares, filled for `count` of `whole`; hidden from screen readers, which have just heard the words."""
    width, height = ACROSS * PITCH, TENTHS // ACROSS * PITCH
    svg = etree.Element("svg", {"class": "numbers__squares", "viewBox": f"0 0 {width} {height}", "aria-hidden": "true"})
    svg.set("width", str(width))
    svg.set("height", str(height))
    etree.SubElement(svg, "path", {"d": outline(TENTHS)})
    etree.SubElement(svg, "path", {"d": outline(count * TENTHS / whole), "class": "numbers__filled"})
    return svg


def outline(tenths: float) -> str:
    """The outline of that many squares, the last one cut where a part of it is meant."""
    parts = []
    for i in range(TENTHS):
        width = min(max(tenths - i, 0), 1) * SQUARE
        if width:
            parts.append(f"M{i % ACROSS * PITCH} {i // ACROSS * PITCH}h{width:.3g}v{SQUARE}h-{width:.3g}z")
    return "".join(parts)


class Numbers(Part):
    """Two counts, one denominator."""

    NAME = "numbers"
    ARGUMENT = True
    NEEDED = frozenset({"of", "with", "without"})
    OPTIONS: ClassVar[dict[str, Any]] = {
        "of": [100, type_integer],
        "with": [0, type_integer],
        "without": [0, type_integer],
        "labels": ["with it, without it", type_string],
        "time": ["", type_string],
    }

    @property
    def labels(self) -> list[str]:
        """The two labels; more or fewer where the writer slipped."""
        return [label.strip() for label in self.options["labels"].split(",") if label.strip()]

    def sound(self) -> bool:
        whole, counts = self.options["of"], (self.options["with"], self.options["without"])
        return whole > 0 and all(0 <= count <= whole for count in counts) and len(self.labels) == len(counts)

    def on_create(self, parent: etree.Element) -> etree.Element:
        whole = self.options["of"]
        box = etree.SubElement(parent, "div", {"class": "numbers"})
        title = etree.SubElement(box, "p", {"class": "numbers__title"})
        title.text = self.argument + (f", {self.options['time']}" if self.options["time"] else "")
        listed = etree.SubElement(box, "ul", {"class": "numbers__counts"})
        for count, label in zip((self.options["with"], self.options["without"]), self.labels, strict=True):
            row = etree.SubElement(listed, "li")
            etree.SubElement(row, "strong").text = f"{count} of {whole}" if whole != 100 else f"{count} in 100"
            row[0].tail = f" {label}"
            row.append(squares(count, whole))
        more = self.options["with"] - self.options["without"]
        unit = "in 100" if whole == 100 else f"of {whole}"
        # Two counts that make up the whole are its parts: those who did and those who did not.
        if more and self.options["with"] + self.options["without"] != whole:
            etree.SubElement(box, "p").text = f"The difference: {abs(more)} {unit} {'more' if more > 0 else 'fewer'}."
        etree.SubElement(box, "p", {"class": "quiet"}).text = "Each square is a tenth of the people."
        return box
