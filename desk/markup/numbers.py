"""Two counts out of one whole. A writer types

    /// numbers | No thoughts of suicide on day three
        of: 100
        with: 63
        without: 32
        labels: on ketamine, on salt water
        time: three days after the first infusion

    One sentence of context [@abbar2022].
    ///

and readers get both counts and their difference in words first, each with a bar: its outline is everyone, its filling
those who were counted. Both bars are as long, because both have the same whole. They are drawn in the colour of the
text, and are right without a style sheet, in a feed and on paper.

Two counts that make up the whole are its parts, those who did and those who did not: they share one bar.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pymdownx.blocks.block import type_integer, type_string

from desk.markup.part import Part

HEIGHT = 28
"""Pixels of a bar: as high as a line, so that two of them never look like stripes."""


def bar(count: int, whole: int) -> etree.Element:
    """An outline filled by `count` of `whole`; hidden from screen readers, which have just heard the words."""
    svg = etree.Element("svg", {"class": "bar", "width": "100%", "height": str(HEIGHT), "aria-hidden": "true"})
    around = {"y": "1", "height": str(HEIGHT - 2)}
    etree.SubElement(svg, "rect", {**around, "width": "100%", "fill": "none", "stroke": "currentColor"})
    etree.SubElement(svg, "rect", {**around, "width": f"{100 * count / whole:.4g}%", "fill": "currentColor"})
    return svg


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
        box = etree.SubElement(parent, "figure", {"class": "numbers"})
        title = etree.SubElement(box, "figcaption")
        title.text = self.argument + (f", {self.options['time']}" if self.options["time"] else "")
        listed = etree.SubElement(box, "ul", {"class": "unlisted"})
        counts = (self.options["with"], self.options["without"])
        unit = "in 100" if whole == 100 else f"of {whole}"
        if sum(counts) == whole:
            row = etree.SubElement(listed, "li")
            for count, label, end in zip(counts, self.labels, (", ", "."), strict=True):
                etree.SubElement(row, "strong").text = f"{count} {unit}"
                row[-1].tail = f" {label}{end}"
            row.append(bar(counts[0], whole))
            etree.SubElement(box, "p").text = "These are the parts of one group. There was no comparison group."
            return box
        for count, label in zip(counts, self.labels, strict=True):
            row = etree.SubElement(listed, "li")
            etree.SubElement(row, "strong").text = f"{count} {unit}"
            row[0].tail = f" {label}"
            row.append(bar(count, whole))
        if more := counts[0] - counts[1]:
            etree.SubElement(box, "p").text = f"The difference: {abs(more)} {unit} {'more' if more > 0 else 'fewer'}."
        return box
