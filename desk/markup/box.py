"""Boxes, a closed set. A writer types

    /// ask-your-clinician
    - What have I not tried yet?
    ///

and readers get a box whose title says in words what it is, before any colour does. A title of the writer's own
follows a bar: `/// urgent | Call the clinic the same day`.
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


class Box(Part):
    """One kind of box; the kinds are made below."""

    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        box = etree.SubElement(parent, "div", {"class": f"box box--{self.NAME}"})
        title = etree.SubElement(box, "p", {"class": "box__title"})
        site = self.parts.library.site
        title.text = self.argument or BOXES[self.NAME].format(emergency=site.country.emergency)
        if self.NAME == "how-sure" and self.parts.grade:
            box.append(grade_line(self.parts.grade, site.grades[self.parts.grade]))
        return box


KINDS: list[type[Part]] = [type(name.title().replace("-", ""), (Box,), {"NAME": name}) for name in BOXES]
