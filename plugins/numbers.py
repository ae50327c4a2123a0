"""Two counts out of one whole. A writer types

    /// numbers | No thoughts of suicide on day three
        of: 100
        with: 63
        without: 32
        labels: on ketamine, on salt water
        time: three days after the first infusion

    One sentence of context [@abbar2022].
    ///

and readers get both counts in words first, then two plain bars on the same scale.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_integer, type_string

SVG = "http://www.w3.org/2000/svg"


def bar(count: int, whole: int) -> etree.Element:
    """A bar that is filled by `count` of `whole`; hidden from screen readers, which have just heard the words."""
    svg = etree.Element(
        "svg", {"class": "numbers__bar", "viewBox": "0 0 100 1", "preserveAspectRatio": "none", "aria-hidden": "true"}
    )
    etree.SubElement(svg, "rect", {"width": f"{100 * count / whole:.4g}", "height": "1"})
    return svg


class Numbers(Block):
    """Two counts, one denominator."""

    NAME = "numbers"
    ARGUMENT = True
    OPTIONS: ClassVar[dict[str, Any]] = {
        "of": [100, type_integer],
        "with": [0, type_integer],
        "without": [0, type_integer],
        "labels": ["with ketamine, without it", type_string],
        "time": ["", type_string],
    }

    def on_create(self, parent: etree.Element) -> etree.Element:
        whole = self.options["of"]
        box = etree.SubElement(parent, "div", {"class": "numbers"})
        title = etree.SubElement(box, "p", {"class": "numbers__title"})
        title.text = self.argument + (f", {self.options['time']}" if self.options["time"] else "")
        listed = etree.SubElement(box, "ul", {"class": "numbers__counts"})
        labels = [label.strip() for label in self.options["labels"].split(",")]
        for count, label in zip((self.options["with"], self.options["without"]), labels, strict=True):
            row = etree.SubElement(listed, "li")
            etree.SubElement(row, "strong").text = f"{count} of {whole}" if whole != 100 else f"{count} in 100"
            row[0].tail = f" {label}"
            row.append(bar(count, whole))
        return box


class NumbersExtension(BlocksExtension):
    """Loaded as `plugins.numbers`."""

    def extendMarkdownBlocks(self, md: Any, block_mgr: Any) -> None:  # noqa: N802
        block_mgr.register(Numbers, self.getConfigs())


def makeExtension(**kwargs: Any) -> NumbersExtension:  # noqa: N802
    return NumbersExtension(**kwargs)
