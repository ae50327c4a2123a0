"""Doses, counts and abbreviations that stay on one line: "0.5 mg/kg", "40 minutes", "12 of 20", "p. 5". A writer types
a plain space; on a page and on paper a space that does not break stands in its place, two bytes for one. A compound
that reads badly when a line ends inside it, such as "off-label", is set as whole: its letters stay what they are, for
those who copy or look for it.

What belongs together is data (unbroken.toml). Nothing longer than LONGEST is held, so that no line of a narrow phone or
of large letters is too long for it. Code, drawings and attributes stay as they are. Machines, feeds and the search get
bodies as they were (desk/edition.py). Any other hyphen may end a line: what is before it then says that more comes.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from desk.markup.marks import LITERAL
from desk.model.quotes import curly

LONGEST: Final = 12
"""Letters and spaces that are held together at most."""
SPACE: Final = "\u00a0"
_SPACES: Final = re.compile(r"[ \n\t]+")
_APART: Final = re.compile(
    rf"(<(?P<apart>{'|'.join(sorted(LITERAL))})\b.*?</(?P=apart)>|<!--.*?-->|<[^>]+>)", re.DOTALL
)
_NUMBER: Final = r"(?<![\w.,/:;&#\u2013-])\d+(?:[.,\u2013]\d+)*"
_DIGIT: Final = re.compile(r"[0-9]")
_OPENS: Final = r"(?:[(\[\u2018\u201c]|&l[sd]quo;)*"
_ENDS: Final = r"(?:[.,:;?!)\]\u2019\u201d\u2026]|&r[sd]quo;)*"
"""Marks beside a compound: a title sets it as a box of its own (theme/static/css/elements.css), from which a line might
part them."""
_COMPOUND: Final = re.compile(rf"{_OPENS}(?<![\w-])\w{{1,6}}(?:-\w{{1,6}}){{2,3}}(?![\w-]){_ENDS}")
"""Short words that are one: "hard-to-treat". A title that ends a line inside it reads as two."""
WHOLE: Final = r'<span class="whole">\g<0></span>'


@cache
def _data() -> dict[str, list[str]]:
    """Names of kinds -> what is of each."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


@cache
def _compounds() -> re.Pattern[str]:
    """Finds each compound."""
    words = "|".join(map(re.escape, _data()["compounds"]))
    return re.compile(rf"{_OPENS}(?<![\w-])(?:{words})(?![\w-]){_ENDS}", re.IGNORECASE)


@cache
def _pattern() -> re.Pattern[str]:
    """Finds each pair, the longest first where two begin at one place."""
    data = _data()
    count = r"\d+(?:[.,]\d+)*(?![\w%/\u2013-]|[.,]\d)"
    gap = r"[ \n\t]+"
    units, between, names = (
        "|".join(
            re.sub(r"^[a-z]", lambda first: f"[{first[0]}{first[0].upper()}]", re.escape(each))
            if name == "names"
            else re.escape(each).replace(r"\ ", gap)
            for each in sorted(data[name], key=len, reverse=True)
        )
        for name in ("units", "between", "names")
    )
    return re.compile(
        rf"{_NUMBER}{gap}(?:{between}){gap}{count}"
        rf"|{_NUMBER}{gap}(?:{units})(?:(?<=\w)s)?(?![\w-])"
        rf"|(?<![\w.-])(?:{names}){gap}{count}"
    )


def unbroken(html: str) -> str:
    """`html` with a space that does not break in each pair, and each compound whole. Nothing else differs."""
    parts = _APART.split(html)
    for at in range(0, len(parts), 3):  # text, the tag or what is set apart, the name of that
        text = parts[at]
        if len(text) > 2 and _DIGIT.search(text):
            text = parts[at] = _pattern().sub(_held, text)
        if "-" in text and (at == 0 or 'class="whole"' not in parts[at - 2]):
            parts[at] = _compounds().sub(WHOLE, text)
        if at + 2 < len(parts):
            parts[at + 2] = ""
    return "".join(parts)


def _held(found: re.Match[str]) -> str:
    together = _SPACES.sub(SPACE, found[0])
    return together if len(together) <= LONGEST else found[0]


@lru_cache(maxsize=10_000, typed=True)  # a title stands in many lists
def in_template(text: str) -> Markup:
    """Words for readers, which hold no markup unless they say so, as HTML with the same spaces, with printed
    quotation marks and with compounds that keep to one line: a filter."""
    if isinstance(text, Markup):
        return Markup(unbroken(str(text)))
    return Markup(unbroken(_COMPOUND.sub(WHOLE, str(escape(curly(text))))))
