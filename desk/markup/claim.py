"""A claim, graded. A writer types

    /// claim | Does the relief last?
        grade: very limited

    What was found, and who found it [@pomeroy2017].
    ///

and readers get the claim, how sure anyone can be of it in words, and what was found. The first sentence is the
finding: lists of claims show it alone.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from typing import Any, ClassVar, Final

from pymdownx.blocks.block import type_string_insensitive

from desk.markup.box import level
from desk.markup.grade import grade_line
from desk.markup.part import Part
from desk.markup.parts import ClaimShown
from desk.model.quotes import curly

_TEXT: Final = re.compile(
    r'<section class="claim">\n<h\d id="([^"]+)">(?:(?!</section>).)*?</p>\s*<p>(.*?)</p>', re.DOTALL
)
_CITED: Final = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_SENTENCE: Final = re.compile(r".+?[.!?][\u201d\u2019\"')]*(?=\s+[A-Z\u201c\"(\d]|\s*$)", re.DOTALL)


def findings(page: str) -> dict[str, str]:
    """What was found, by the id of the claim: the first sentence under its verdict, as plain text. None where a claim
    begins with something else than a paragraph."""
    found = {}
    for each in _TEXT.finditer(page):
        text = " ".join(html.unescape(_TAG.sub("", _CITED.sub("", each[2]))).split())
        if sentence := _SENTENCE.match(text):
            found[each[1]] = sentence[0]
    return found


class Claim(Part):
    """One claim; its title is the claim itself."""

    NAME = "claim"
    ARGUMENT = True
    NEEDED = frozenset({"grade"})
    OPTIONS: ClassVar[dict[str, Any]] = {"grade": ["", type_string_insensitive]}

    def sound(self) -> bool:
        return self.options["grade"] in self.parts.library.site.grades

    def on_create(self, parent: etree.Element) -> etree.Element:
        grade = self.options["grade"]
        claim = ClaimShown(curly(self.argument), grade, f"claim-{len(self.parts.claims) + 1}")
        self.parts.claims.append(claim)
        box = etree.SubElement(parent, "section", {"class": "claim"})
        etree.SubElement(box, level(parent), {"id": claim.id}).text = self.argument
        box.append(grade_line(grade, self.parts.library.site.grades[grade]))
        return box
