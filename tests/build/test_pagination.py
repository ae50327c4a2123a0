"""Lists that are whole with 1, 10 and 61 posts: every post once, newest first, every page one step from the next."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.build.project import project, series
from tests.build_site import built
from tests.pages import Page

NOON = {"SOURCE_DATE_EPOCH": "1795348800"}
A_PAGE, IN_ARCHIVES = 10, 50


def walk(site: Path, start: str) -> list[Page]:
    """The pages of a list, by its links to older posts."""
    pages = [Page(site, site / start.lstrip("/") / "index.html")]
    while older := pages[-1].tree.xpath("//nav[@aria-label='More posts']//a[@rel='next']/@href"):
        pages.append(Page(site, site / older[0].lstrip("/") / "index.html"))
    return pages


def listed(page: Page) -> list[str]:
    """The addresses of the posts that a page lists."""
    return list(page.tree.xpath("//main//ul[contains(@class, 'posts')]/li//a/@href"))


def repeated(site: Path, part: str) -> dict[str, int]:
    """What more than one page of `site` has as its `part`, and how often: a reader could not tell them apart."""
    found = Counter(each for file in site.rglob("*.html") for each in re.findall(part, file.read_text("utf-8")))
    return {text: times for text, times in found.items() if times > 1}


@pytest.mark.parametrize("count", [1, 10, 61])
def test_every_post_is_listed_once_and_every_page_leads_on(tmp_path: Path, count: int) -> None:
    site = built(project(tmp_path / "project", series(count)), tmp_path / "site", NOON)
    newest_first = [f"/post-{i:04}/" for i in reversed(range(count))]

    pages = walk(site, "/")
    assert len(pages) == -(-count // A_PAGE)
    assert [address for page in pages for address in listed(page)] == newest_first
    assert all(len(listed(page)) <= A_PAGE for page in pages)
    for i, page in enumerate(pages[1:]):
        newer = page.tree.xpath("//nav[@aria-label='More posts']//a[@rel='prev']/@href")
        assert newer == [pages[i].address]
        assert page.tree.xpath("//link[@rel='canonical']/@href")[0].endswith(page.address)
    tagged = [address for page in walk(site, "/tag/off-label-use/") for address in listed(page)]
    assert tagged == newest_first
    by_topic = [
        address
        for topic in sorted((site / "category").iterdir())
        for page in walk(site, f"/category/{topic.name}/")
        for address in listed(page)
    ]
    assert sorted(by_topic, reverse=True) == newest_first
    archives = Page(site, site / "archives/index.html").tree.xpath("//main//li/a/@href")
    # All are of one year; of so many the archives show a page's worth, and lead to the year.
    assert archives == (newest_first if count <= IN_ARCHIVES else [*newest_first[:IN_ARCHIVES], "/archives/2023/"])
    by_year = [
        address
        for year in sorted((file for file in (site / "archives").iterdir() if file.is_dir()), reverse=True)
        for page in walk(site, f"/archives/{year.name}/")
        for address in listed(page)
    ]
    assert by_year == newest_first

    for part in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)">'):
        assert repeated(site, part) == {}


def test_a_post_leads_to_the_one_before_and_the_one_after(tmp_path: Path) -> None:
    site = built(project(tmp_path / "project", series(3)), tmp_path / "site", NOON)
    middle = Page(site, site / "post-0001/index.html").tree
    assert middle.xpath("//nav[@aria-label='Posts by date']//a[@rel='prev']/@href") == ["/post-0000/"]
    assert middle.xpath("//nav[@aria-label='Posts by date']//a[@rel='next']/@href") == ["/post-0002/"]
    first, last = (Page(site, site / f"post-000{i}/index.html").tree for i in (0, 2))
    assert not first.xpath("//nav[@aria-label='Posts by date']//a[@rel='prev']")
    assert not last.xpath("//nav[@aria-label='Posts by date']//a[@rel='next']")
