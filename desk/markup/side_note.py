"""How a number leads to its source (desk/markup/citation.py), a word to its meaning (desk/markup/glossary.py).

Each is a link in the text to an entry of a list at the end of the page. That is all of it in a feed, in a reader mode,
in a browser without scripts, and on paper: no word of the text stands in a button, which such readers take out, and
none stands there twice. Where it can, the theme's script (theme/static/js/notes.js) shows the entry as a card beside
the line instead of going to it.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree


def opening(text: str, note: str, **attributes: str) -> etree.Element:
    """`text` as a link to the entry whose id is `note`."""
    link = etree.Element("a", {"href": f"#{note}", **attributes})
    link.text = text
    return link


def fold(count: int, one: str, many: str) -> etree.Element:
    """What opens a list of notes on a narrow screen, where it is folded. It is empty: the list stands after it, for the
    style sheet to hide while it is closed, so that without one, on paper and in a feed every note is there."""
    details = etree.Element("details")
    etree.SubElement(details, "summary").text = f"Show {count} {one if count == 1 else many}"
    return details
