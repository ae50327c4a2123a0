"""How a grade reads, wherever it stands: in words, never by colour or a mark alone."""

from __future__ import annotations

import xml.etree.ElementTree as etree


def grade_line(grade: str, words: str) -> etree.Element:
    """`very limited`, "Not yet known" -> "How sure: very limited, not yet known", as a paragraph."""
    line = etree.Element("p", {"class": "grade"})
    line.text = "How sure: "
    etree.SubElement(line, "strong").text = grade
    line[0].tail = f", {words[0].lower()}{words[1:]}."
    return line
