"""Markdown's inline patterns, tried only on texts that hold a sign which they need.

Markdown tries each of its 34 patterns on each of the 360 texts of a post, and most of those texts hold no sign at all.
The output is the same to the byte: tests/unit/test_quick_inline.py converts with both.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any, Final

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

NEEDS: Final[dict[str, str]] = {
    "backtick": "`",
    "escape": r"\\",
    "footnote": r"\[\^",
    "citation": r"\[@",
    "reference": r"\[",
    "link": r"\[",
    "image_link": r"!\[",
    "image_reference": r"!\[",
    "short_reference": r"\[",
    "short_image_ref": r"!\[",
    "autolink": "://",
    "automail": "<",
    "linebreak": r"  \n",
    "html": "<",
    "entity": "&",
    "em_strong": "[*_]",
    "smarty-em-dashes": "---",
    "smarty-en-dashes": "--",
    "smarty-ellipses": r"\.{3}",
    **{f"smarty-quotes-{i}": "'" for i in (0, 6, 7, 8, 9, 10)},
    **{f"smarty-quotes-{i}": '"' for i in (1, 11, 12, 13, 14)},
    **{f"smarty-quotes-{i}": "[\"']{2}" for i in (2, 3, 4, 5)},
}
"""Pattern -> a regular expression without which it cannot match. One that is not here is always tried."""


class QuickInline(InlineProcessor):
    """Stands in for `slow`, one of Markdown's own, with the same patterns."""

    def __init__(self, slow: InlineProcessor) -> None:
        super().__init__(slow.md)
        self.inlinePatterns = slow.inlinePatterns
        self.tried: list[tuple[int, Any, re.Pattern[str]]] = []
        self.worth_a_look = re.compile("")

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        names = {id(pattern): name for name, pattern in self.inlinePatterns._data.items()}  # type: ignore[attr-defined]
        needs = [NEEDS.get(names[id(pattern)], "") for pattern in self.inlinePatterns]
        self.tried = [
            (at, pattern, re.compile(need))
            for at, (pattern, need) in enumerate(zip(self.inlinePatterns, needs, strict=True))
        ]
        self.worth_a_look = re.compile("|".join(dict.fromkeys(needs)))
        return super().run(tree, ancestors)

    # Markdown's own method, under the name that Python gives it.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString) or not self.worth_a_look.search(data):
            return data
        # No pattern puts new signs into a text: one that is missing at first is missing at last.
        for at, pattern, _ in [each for each in self.tried if each[0] >= patternIndex and each[2].search(data)]:
            matched, start = True, 0
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, at, start
                )
        return data


def quicken(md: Markdown) -> None:
    """Put it in the place of both passes of `md`, whose other extensions have registered all that they bring."""
    priorities = {item.name: item.priority for item in md.treeprocessors._priority}  # type: ignore[attr-defined]
    for name in ("inline", "smarty"):
        slow = md.treeprocessors[name]
        assert isinstance(slow, InlineProcessor)
        md.treeprocessors.register(QuickInline(slow), name, priorities[name])
