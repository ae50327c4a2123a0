"""Addresses that readers may still have: they lead on, or say why the page is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.project import post, project
from tests.build_site import built
from tests.pages import SITE_URL, Page
from tests.peers.html_checker import check

REDIRECTS = """old-post: new-post
blog/2019/older: new-post#what-it-says
withdrawn: {gone: 'The study behind it was "withdrawn" & the post with it.'}
"""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose posts moved."""
    folder = tmp_path_factory.mktemp("moved")
    project(folder / "project", {"new-post": post("new-post")})
    (folder / "project/content/redirects.yml").write_text(REDIRECTS, "utf-8")
    return built(folder / "project", folder / "site")


@pytest.mark.parametrize(("old", "new"), [("old-post", "/new-post/"), ("blog/2019/older", "/new-post/#what-it-says")])
def test_an_old_address_leads_on_by_itself_and_by_a_link(moved: Path, old: str, new: str) -> None:
    page = Page(moved, moved / old / "index.html")
    assert page.tree.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={new}"]
    assert new in page.tree.xpath("//main//a/@href")
    assert page.tree.xpath("//link[@rel='canonical']/@href") == [SITE_URL + new]


def test_an_address_that_is_gone_says_why(moved: Path) -> None:
    page = Page(moved, moved / "withdrawn/index.html")
    assert 'The study behind it was "withdrawn" & the post with it.' in page.tree.xpath("//main")[0].text_content()


def test_such_a_page_is_not_to_be_found_but_is_a_page_like_any_other(moved: Path) -> None:
    olds = [Page(moved, moved / old / "index.html") for old in ("old-post", "blog/2019/older", "withdrawn")]
    for page in olds:
        assert page.meta("robots") == "noindex"
        assert page.address.strip("/") not in (moved / "sitemap.xml").read_text("utf-8")
    assert [str(found) for found in check(page.file for page in olds) if found.kind == "error"] == []
