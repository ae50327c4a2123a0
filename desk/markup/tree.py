"""HTML as a tree, by the one parser of the project: lxml's, with its own elements and no choice between kinds of them.

lxml asks a function of Python which kind each single element is to be, form or link or label. Nobody here needs kinds.
"""

from __future__ import annotations

from typing import Final

from lxml import etree, html

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_PARSER: Final = etree.HTMLParser(encoding="utf-8")
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))


def parsed(text: str) -> html.HtmlElement:
    """A page as a browser would read it. One without anything in it is an empty one."""
    found = etree.fromstring(text.encode(), _PARSER)
    return parsed("<html></html>") if found is None else found


def fragment(text: str) -> html.HtmlElement:
    """A part of a page, as it stands in a body."""
    return parsed(f"<html><body>{text}</body></html>")[-1]
