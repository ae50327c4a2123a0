"""A claim, graded. A writer types

    /// claim | The relief lasts
        grade: very limited

    What was found, and who found it [@pomeroy2017].
    ///

and readers get the claim, how sure anyone can be of it in words, and what was found.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any, ClassVar

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_string_in

from desk.markup.box import level
from desk.markup.grade import grade_line
from desk.markup.quotes import curly
from desk.model.taxonomy import GRADES


class Claim(Block):
    """One claim; its title is the claim itself."""

    NAME = "claim"
    ARGUMENT = True
    OPTIONS: ClassVar[dict[str, Any]] = {"grade": ["", type_string_in(["", *GRADES])]}

    def on_create(self, parent: etree.Element) -> etree.Element:
        grade = self.options["grade"]
        claims = self.md.claims
        claims.append({"title": curly(self.argument), "grade": grade, "id": f"claim-{len(claims) + 1}"})
        box = etree.SubElement(parent, "section", {"class": "claim"})
        etree.SubElement(box, level(parent), {"id": claims[-1]["id"]}).text = self.argument
        box.append(grade_line(grade))
        return box


class ClaimExtension(BlocksExtension):
    """Loaded as `desk.markup.claim`. Leaves the claims of each document in `md.claims`, for the page of all claims."""

    def extendMarkdown(self, md: Any) -> None:
        self.document = md
        md.registerExtension(self)
        self.reset()
        super().extendMarkdown(md)

    def reset(self) -> None:
        """Before each document: nothing claimed yet."""
        self.document.claims = []

    def extendMarkdownBlocks(self, md: Any, block_mgr: Any) -> None:
        block_mgr.register(Claim, self.getConfigs())


def makeExtension(**kwargs: Any) -> ClaimExtension:
    return ClaimExtension(**kwargs)
