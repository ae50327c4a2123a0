"""What a page may weigh: one round trip on a poor line."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest

from tests.pages import Page, pages, posts

KIB = 1024


def style(page: Page) -> bytes:
    """The style sheet, which stands in the page."""
    return re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)[0].encode()


def script(page: Page) -> bytes:
    """The script, which stands in the page."""
    return re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)[0].encode()


@pytest.mark.parametrize("page", [page for page in pages() if "style-guide" not in page.address], ids=str)
def test_a_page_with_its_style_and_script_is_at_most_14_kb_packed(page: Page) -> None:
    """14 KB fit into the ten packets that a server may send before it hears back (RFC 6928)."""
    assert len(brotli.compress(page.text.encode())) <= 14 * KIB


def test_the_style_sheet_is_at_most_6_kb_packed() -> None:
    assert len(gzip.compress(style(posts()[0]), 9)) <= 6 * KIB


def test_the_script_is_under_1_kb() -> None:
    assert len(script(posts()[0])) < KIB


@pytest.mark.parametrize("page", posts(), ids=str)
def test_the_fonts_that_a_post_asks_for_at_once_are_at_most_36_kb(page: Page, site: Path) -> None:
    fonts = page.tree.xpath("//link[@rel='preload'][@as='font']/@href")
    assert fonts
    assert sum((site / font.lstrip("/")).stat().st_size for font in fonts) <= 36 * KIB
