"""Notes that open from the text: how a number opens its source (plugins/citation.py), a word its meaning
(plugins/glossary.py). No script, and each note is on the page, and on the line, once.

The note is an entry of a list at the end of the page, and is a popover; the style sheet shows an entry that is not open
in its place in the list. The number or word stays plain text with an empty button laid over it: a reader mode or a
feed reader takes buttons out, and must never take a word of the text with them.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree


def opening(text: str, note: str, name: str) -> etree.Element:
    """`text` as it is read, with the button that opens the entry whose id is `note`; `name` is what a screen reader
    calls the button."""
    mark = etree.Element("span", {"class": "opens"})
    mark.text = text
    etree.SubElement(mark, "button", {"popovertarget": note, "aria-label": name})
    return mark
