"""A picture with its words. A writer types

    /// figure | A drip is slow: the dose runs in over forty minutes
        credit: A. Nurse, CC BY 4.0

    ![A drip on its stand beside a chair]({static}../images/ketamine-and-sleep-drip.jpg)

    More of what it shows [@zitek2018].
    ///

and readers get the picture, under it what it shows, and whose it is. Who cannot see it is told what stands between the
square brackets.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pymdownx.blocks.block import type_string

from desk.markup.part import Part


class Figure(Part):
    """One picture; its title and its other paragraphs are the caption."""

    NAME = "figure"
    ARGUMENT = None
    NEEDED = frozenset({"credit"})
    OPTIONS: ClassVar[dict[str, Any]] = {"credit": ["", type_string]}

    def sound(self) -> bool:
        return bool(self.options["credit"].strip())

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "figure", {"class": "figure"})

    def on_end(self, block: etree.Element) -> None:
        """All but the picture goes below it. A picture and its caption may stand in one paragraph."""
        caption = etree.Element("figcaption")
        if self.argument:
            etree.SubElement(etree.SubElement(caption, "p"), "strong").text = self.argument
        for child in list(block):
            text = child.text or ""
            if child.tag == "p" and text.startswith("!["):
                picture, _, after = text.partition("\n")
                child.text = picture
                if after.strip():
                    etree.SubElement(caption, "p").text = after
            else:
                block.remove(child)
                caption.append(child)
        etree.SubElement(caption, "p", {"class": "quiet"}).text = f"Picture: {self.options['credit']}"
        block.append(caption)
