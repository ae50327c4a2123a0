"""Markdown's inline patterns, tried only on texts that hold a sign which they need.

Markdown tries each of its 34 patterns on each of the 360 texts of a post, and most of those texts hold no sign at all.
The output is the same to the byte: tests/unit/test_quick_inline.py converts with both.
"""

from __future__ import annotations

from typing import Final

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "citation": ("[@",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("://",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
    "smarty-ellipses": ("...",),
    **{f"smarty-quotes-{i}": ("'",) for i in (0, 6, 7, 8, 9, 10)},
    **{f"smarty-quotes-{i}": ('"',) for i in (1, 11, 12, 13, 14)},
    **{f"smarty-quotes-{i}": ("''", '""', "'\"", "\"'") for i in (2, 3, 4, 5)},
}
"""Pattern -> signs; without any of them it cannot match. One that is not here is always tried."""


class QuickInline(InlineProcessor):
    """Stands in for `slow`, one of Markdown's own, with the same patterns."""

    def __init__(self, slow: InlineProcessor) -> None:
        super().__init__(slow.md)
        self.inlinePatterns = slow.inlinePatterns
        names = {id(pattern): name for name, pattern in self.inlinePatterns._data.items()}  # type: ignore[attr-defined]
        self.tried = [
            (at, pattern, frozenset(NEEDS.get(names[id(pattern)], ("",))))
            for at, pattern in enumerate(self.inlinePatterns)
        ]
        self.signs = frozenset().union(*(needs for _, _, needs in self.tried))

    # Markdown's own method, under the name that Python gives it.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        found = {sign for sign in self.signs if sign in data}
        if isinstance(data, AtomicString) or not found:
            return data
        # No pattern puts new signs into a text: one that is missing at first is missing at last.
        for at, pattern, needs in self.tried:
            if at < patternIndex or needs.isdisjoint(found):
                continue
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
