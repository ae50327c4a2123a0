"""The kinds of page that the browser tests look at are all there are."""

from __future__ import annotations

import re

import pytest

from tests.build_site import ROOT
from tests.pages import KINDS, example, pages

NOT_PAGES = {"base", "listing", "author", "moved", "gone", "offline", "handout"}
"""Templates that are never written by themselves or go on paper, those of redirects (test_redirects.py), and the page
that stands in place of others without a network, which is of the kind of the one that stands at no address."""


def test_every_page_is_of_a_known_kind() -> None:
    assert [
        page.address for page in pages() if not any(re.fullmatch(kind, page.address) for kind in KINDS.values())
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_an_example(kind: str) -> None:
    assert example(kind)


def test_there_are_as_many_kinds_as_templates() -> None:
    templates = {file.stem for file in (ROOT / "theme/templates").glob("*.html")} - NOT_PAGES
    of_page = {"page", "tool", "style guide"}
    assert len(KINDS) - len(of_page) + 1 == len(templates), "three kinds share the template of pages"
