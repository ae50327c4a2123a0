"""Numbers to call, as large as a thumb. A writer types

    /// calls
    - [**Call 999**](tel:999) Life in danger
    - [**Call 116 123**](tel:116123) Someone to talk to [@samaritans]
    ///

and readers get a button for each: the number in large letters, then what it is for. The link holds the number alone,
though the whole button answers: what stands in links is taken for a menu by reader modes, and goes. Without a style
sheet and in a feed it is a list.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from desk.markup.part import Part


class Calls(Part):
    """A list of numbers to call."""

    NAME = "calls"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "calls"})

    def on_end(self, block: etree.Element) -> None:
        # The list itself is the part: nothing stands around it.
        if [each.tag for each in block] == ["ul"]:
            block.tag, block[:] = "ul", block[0][:]
