"""desk/markup/quick_inline.py: quicker than Markdown's own, and the same to the byte."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from desk.markup.quick_inline import NEEDS, QuickInline, quicken

EXTENSIONS = ["markdown.extensions.extra", "markdown.extensions.sane_lists", "markdown.extensions.smarty"]
CONTENT = Path(__file__).parents[2] / "content"
SIGNS = ["`", "``", "\\", "[^1]", "[@key]", "[", "](/a)", "][r]", "]", "![", "<https://a.b>", "<a@b.c>", "  \n", "<i>",
         "</i>", "&amp;", "&", "*", "**", "_", "__", "---", "--", "...", "'", '"', "\"'", "'\"", "'90s", " ", "word",
         "\n\n", "- ", "[r]: /x\n", "[^1]: note\n", "*[word]: long\n", "\\*", "(", ")", "!", "7"]  # fmt: skip


@cache
def own() -> Markdown:
    return Markdown(extensions=EXTENSIONS)


@cache
def quick() -> Markdown:
    md = Markdown(extensions=EXTENSIONS)
    quicken(md)
    return md


def same(text: str) -> bool:
    return own().reset().convert(text) == quick().reset().convert(text)


def patterns(md: Markdown) -> Iterable[str]:
    for name in ("inline", "smarty"):
        passed = md.treeprocessors[name]
        assert isinstance(passed, InlineProcessor)
        yield from passed.inlinePatterns._data


@given(st.lists(st.sampled_from(SIGNS), max_size=30).map("".join))
def test_signs_in_any_order_give_the_same_page(text: str) -> None:
    assert same(text)


@pytest.mark.parametrize("file", sorted(CONTENT.glob("p*/*.md")), ids=lambda file: file.stem)
def test_each_post_and_page_gives_the_same_page(file: Path) -> None:
    assert same(file.read_text("utf-8"))


def test_every_sign_is_one_of_a_pattern_that_there_is() -> None:
    assert set(NEEDS) - set(patterns(quick())) == {"citation"}


class Counting(QuickInline):
    """Keeps the texts on which a pattern is tried."""

    tried_on: ClassVar[list[str]] = []

    def _InlineProcessor__applyPattern(self, pattern: Any, data: str, *at: int) -> tuple[str, bool, int]:
        self.tried_on.append(data)
        found: tuple[str, bool, int] = super()._InlineProcessor__applyPattern(pattern, data, *at)  # type: ignore[misc]
        return found


def test_a_text_without_signs_is_tried_by_no_pattern() -> None:
    md = Markdown(extensions=EXTENSIONS)
    quicken(md)
    for name, priority in (("inline", 20), ("smarty", 6)):
        quick_one = md.treeprocessors[name]
        assert isinstance(quick_one, InlineProcessor)
        md.treeprocessors.register(Counting(quick_one), name, priority)
    md.convert("One plain word after the other, and no sign at all.\n\n" * 50 + "*One* sign.")
    assert Counting.tried_on
    assert all("*One*" in data or "sign." in data for data in Counting.tried_on)
    assert not any("plain" in data for data in Counting.tried_on)
