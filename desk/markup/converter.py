"""Markdown as this site reads it: one grammar, for the check, the build and the preview.

Quotes and dashes are Markdown's own `smarty`, which leaves code, titles and the header alone. Of a body comes a
`Rendered`: the html, and what lists, notes and machines need to know of it. It is a pure function of the
document and the library.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from typing import Final

from markdown import Markdown
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.toc import TocExtension

from desk.markup.address import with_addresses
from desk.markup.box import KINDS
from desk.markup.calls import Calls
from desk.markup.chart import ChartBlock
from desk.markup.citation import CitationExtension
from desk.markup.claim import Claim, findings
from desk.markup.evidence_base import EvidenceBaseExtension
from desk.markup.figure import Figure
from desk.markup.glossary import GlossaryExtension
from desk.markup.named import Named
from desk.markup.numbers import Numbers
from desk.markup.part import PartExtension
from desk.markup.parts import Parts, Rendered, Section
from desk.markup.quick_inline import quicken
from desk.markup.reading_time import minutes
from desk.markup.ruled import Ruled
from desk.markup.stacked_table import StackedTableExtension
from desk.markup.stated import Stated
from desk.model.library import Library
from desk.model.post import Document

_COMMENT: Final = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_ID: Final = re.compile(r'\sid="([^"]*)"')
_PICTURE: Final = re.compile(r'\s(?:src|href)="/images/([^"#?]+)"')
_TAG: Final = re.compile(r"<[^>]+>")


class _Definitions(DefListProcessor):
    """Markdown's own lists of terms, but for a ": " that has no words before it to define: there they would end."""

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        before, found = self.lastChild(parent), self.RE.search(blocks[0])
        wordless = before is not None and before.tag == "p" and not before.text
        if wordless and found and not blocks[0][: found.start()].strip():
            return False
        return super().run(parent, blocks)


class Converter:
    """Converts bodies, one after the other."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.parts = Parts(library)
        self.markdown = Markdown(
            extensions=[
                "markdown.extensions.extra",
                "markdown.extensions.sane_lists",
                "markdown.extensions.smarty",
                # Nobody types a contents list: without its mark, no text is searched for that.
                TocExtension(anchorlink=True, anchorlink_class="", marker=""),
                PartExtension(self.parts, *KINDS, Calls, ChartBlock, Claim, Figure, Numbers, Ruled, Stated),
                CitationExtension(self.parts),
                EvidenceBaseExtension(self.parts),
                GlossaryExtension(self.parts),
                StackedTableExtension(),
            ],
            output_format="html",
        )
        self.markdown.treeprocessors.register(Named(self.markdown), "named", 4)
        self.markdown.parser.blockprocessors.register(_Definitions(self.markdown.parser), "deflist", 25)
        quicken(self.markdown)

    def convert(self, document: Document) -> Rendered:
        """The body of `document` as readers get it. Never raises for what a writer types."""
        evidence = getattr(document.header, "evidence", None)
        self.parts.begin(*((evidence.grade, evidence.better, evidence.no_better) if evidence else ()))
        self.markdown.reset()
        # The contents extension gives every heading's link a class, also an empty one. Remarks between writers stay
        # between writers; in code a comment is escaped, so it is none.
        html = self.markdown.convert(document.body).replace('<a class="" href="#', '<a href="#')
        html = with_addresses(document.path, _COMMENT.sub("", html))
        tokens: list[dict[str, object]] = self.markdown.toc_tokens  # type: ignore[attr-defined]
        found = findings(html)
        sections = [Section(str(t["id"]), _TAG.sub("", str(t["name"]))) for t in _walk(tokens) if t["level"] == 2]
        return Rendered(
            tuple(sections),
            tuple(sorted(set(_ID.findall(html)))),
            tuple(self.parts.cited),
            tuple(replace(claim, finding=found.get(claim.id, "")) for claim in self.parts.claims),
            tuple(term.term for term in self.parts.explained),
            tuple(dict.fromkeys(_PICTURE.findall(html))),
            minutes(html),
            html=html,
        )


def _walk(tokens: object) -> list[dict[str, object]]:
    """Every heading of the contents, in order."""
    found: list[dict[str, object]] = []
    for token in tokens if isinstance(tokens, list) else []:
        found += [token, *_walk(token["children"])]
    return found
