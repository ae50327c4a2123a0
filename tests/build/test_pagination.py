"""Lists that are whole with 1, 10, 20 and 51 posts: each post once, newest first, each page one step from the next."""

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


def topic_of(i: int) -> str:
    """Pain has ten posts, as many as a page holds, and Depression twice as many."""
    return "Pain" if i % 5 == 0 and i < 50 else "Depression" if i % 5 < 3 and i < 50 else "Migraine"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one post more than the archives show."""
    folder = tmp_path_factory.mktemp("many")
    posts = {slug: re.sub("(?m)^category: .*", f"category: {topic_of(i)}", text)
             for i, (slug, text) in enumerate(series(IN_ARCHIVES + 1).items())}  # fmt: skip
    return built(project(folder / "project", posts), folder / "site", NOON)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one post."""
    folder = tmp_path_factory.mktemp("one")
    return built(project(folder / "project", series(1)), folder / "site", NOON)


@pytest.mark.parametrize(("which", "count"), [("one", 1), ("many", 51)])
def test_every_post_is_listed_once_and_every_page_leads_on(
    request: pytest.FixtureRequest, which: str, count: int
) -> None:
    site: Path = request.getfixturevalue(which)
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
    topics = {
        topic.name: [listed(page) for page in walk(site, f"/category/{topic.name}/")]
        for topic in (site / "category").iterdir()
    }
    every = [address for pages in topics.values() for page in pages for address in page]
    assert sorted(every, reverse=True) == newest_first
    if which == "many":
        full = {name: [len(page) for page in pages] for name, pages in topics.items()}
        assert full == {"pain": [10], "depression": [10, 10], "migraine": [10, 10, 1]}
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


def test_a_post_leads_to_the_one_before_and_the_one_after(many: Path) -> None:
    def neighbours(i: int) -> dict[str, str]:
        links = Page(many, many / f"post-{i:04}/index.html").tree.xpath("//nav[@aria-label='Posts by date']//a")
        return {link.get("rel"): link.get("href") for link in links}

    assert neighbours(1) == {"prev": "/post-0000/", "next": "/post-0002/"}
    assert neighbours(0) == {"next": "/post-0001/"}
    assert neighbours(50) == {"prev": "/post-0049/"}
