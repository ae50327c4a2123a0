"""What only the owner of the site can say. A writer types

    /// stated | pays
    ///

and readers get the owner's statement from content/site.toml, or that there is none yet: a page never says of its
owner what the owner has not confirmed.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from desk.markup.part import Part


class Stated(Part):
    """One of the owner's facts, by its name."""

    NAME = "stated"
    ARGUMENT = True

    def sound(self) -> bool:
        return self.argument in self.parts.library.site.facts

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(parent, "div", {"class": "stated"})
        etree.SubElement(box, "p").text = self.parts.library.site.facts[self.argument].shown
        return box
