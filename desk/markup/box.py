"""Boxes, a closed set. A writer types

    /// ask-your-clinician
    - What have I not tried yet?
    ///

and readers get a box whose heading says in words what it is, before any colour does, and can be linked to. A title of
the writer's own follows a bar: `/// urgent | Call the clinic the same day`.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from desk.markup.grade import grade_line
from desk.markup.part import Part

BOXES = {
    "key-points": "Key points",
    "how-sure": "How sure are we?",
    "ask-your-clinician": "Ask your clinician",
    "urgent": "Get help today",
    "emergency": "Emergency: call {emergency}",
    "off-label": "Off-label use",
    "note": "Note",
}
"""What a writer types -> the title that stands unless the writer gives another. `{emergency}` is a number."""


def level(parent: etree.Element) -> str:
    """The heading of a box: under the section that it stands in, or of its own where none has begun."""
    return "h3" if any(before.tag == "h2" for before in parent) else "h2"


class Box(Part):
    """One kind of box; the kinds are made below."""

    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        kind = f"box box--{self.NAME}"
        before = sum(other.get("class") == kind for other in parent)
        box = etree.SubElement(parent, "section", {"class": kind})
        title = etree.SubElement(box, level(parent), {"id": f"{self.NAME}-{before + 1}" if before else self.NAME})
        site = self.parts.library.site
        title.text = self.argument or BOXES[self.NAME].format(emergency=site.country.emergency)
        if self.NAME == "how-sure" and self.parts.grade:
            box.append(grade_line(self.parts.grade, site.grades[self.parts.grade]))
        return box


KINDS: list[type[Part]] = [type(name.title().replace("-", ""), (Box,), {"NAME": name}) for name in BOXES]
