"""Numbers to call, as large as a thumb. A writer types

    /// calls
    - [**Call 999** Life in danger](tel:999)
    - [**Call 116 123** Someone to talk to](tel:116123) [@samaritans]
    ///

and readers get a button for each: the number in large letters, then what it is for. Without a style sheet and in a feed
it is a list of links.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from desk.markup.part import Part


class Calls(Part):
    """A list of numbers to call."""

    NAME = "calls"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "calls"})
