"""How a grade reads, wherever it stands: its plain words, with a mark before them that never stands alone.

The mark is a disc, filled by a quarter for each step; where studies disagree, a disc cut in two. It is told apart by
its amount and its outline, not by colour (visual.md of the project, section 4).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from functools import cache

QUARTERS = ("very limited", "limited", "moderate", "strong")
"""The grades on the scale, each a quarter more than the one before."""
FILLED = ("M12 12V2a10 10 0 0 1 10 10z", "M12 2a10 10 0 0 1 0 20z", "M12 12V2a10 10 0 1 1-10 10z", "")
"""What is filled of a disc: clockwise from twelve. A full one needs no path."""
CUT = ("M10 1a8.5 8.5 0 0 0 0 17z", "M14 6a8.5 8.5 0 0 1 0 17z")
"""A disc cut down the middle: the left half filled and raised, the right half open and lowered."""


def mark(grade: str) -> etree.Element:
    """The mark of `grade`: right without a style sheet, in the colour of the text, silent to screen readers. Attributes
    stand in the order that a body gives them, so that templates' marks and a body's weigh as one."""
    svg = etree.Element(
        "svg",
        {
            "aria-hidden": "true",
            "class": "mark",
            "fill": "none",
            "height": "26",
            "stroke": "currentColor",
            "stroke-width": "2",
            "viewBox": "0 0 24 24",
            "width": "26",
        },
    )
    if grade in QUARTERS:
        disc = etree.SubElement(svg, "circle", {"cx": "12", "cy": "12", "r": "10"})
        if path := FILLED[QUARTERS.index(grade)]:
            etree.SubElement(svg, "path", {"d": path, "fill": "currentColor"})
        else:
            disc.set("fill", "currentColor")
    else:
        etree.SubElement(svg, "path", {"d": CUT[0], "fill": "currentColor"})
        etree.SubElement(svg, "path", {"d": CUT[1]})
    return svg


@cache
def mark_html(grade: str) -> str:
    """The mark of `grade` as HTML, for templates."""
    return etree.tostring(mark(grade), encoding="unicode", short_empty_elements=False)


def grade_line(grade: str, words: str) -> etree.Element:
    """`very limited`, "Not yet known" -> its mark, "**Not yet known.** Very limited evidence.", as a paragraph."""
    line = etree.Element("p", {"class": "verdict"})
    line.append(mark(grade))
    verdict = etree.SubElement(line, "strong")
    verdict.text = f"{words}."
    verdict.tail = " "
    etree.SubElement(line, "span").text = f"{grade[0].upper()}{grade[1:]} evidence."
    return line
