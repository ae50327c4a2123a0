"""The picture that a post is shared with is its own, and says what its page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import SITE_URL, Page, posts


@pytest.mark.parametrize("page", posts(), ids=str)
def test_a_post_without_a_photograph_has_a_picture_of_its_own_words(page: Page, site: Path) -> None:
    picture = page.meta("og:image")
    assert picture == f"{SITE_URL}{page.address}share.png"
    assert (site / page.address.strip("/") / "share.png").stat().st_size < 30 * 1024
    alt = page.meta("og:image:alt") or ""
    verdict = page.tree.xpath("string(//article/p[@class='verdict']/strong)")
    title = page.meta("og:title")
    assert alt.startswith(f"{title} {page.meta('description')} {verdict.rstrip('.')}, ")
    assert alt.endswith(" evidence.")
    assert page.meta("twitter:card") == "summary_large_image"
