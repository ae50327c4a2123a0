"""JSON-LD: every word of it in the vocabulary, every value as the page shows it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.build.vocabulary import faults
from tests.pages import SITE_URL, Page, pages, posts


def data(page: Page) -> dict[str, Any]:
    """The page's JSON-LD."""
    found = page.tree.xpath("//script[@type='application/ld+json']/text()")
    assert len(found) == 1
    return dict(json.loads(found[0]))


def node(page: Page, kind: str) -> dict[str, Any]:
    """The part of the page's JSON-LD that is of a kind."""
    return next(part for part in data(page)["@graph"] if kind in part["@type"])


@pytest.mark.parametrize(
    "page", [page for page in pages() if page.tree.xpath("//script[contains(@type, 'json')]")], ids=str
)
def test_the_vocabulary_knows_every_word_and_allows_it_there(page: Page) -> None:
    assert data(page)["@context"] == "https://schema.org"
    assert list(faults(data(page))) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ({"@type": "BlogPosting", "headlin": "x"}, "headlin: is no property"),
        ({"@type": "BlogPostin", "headline": "x"}, "BlogPostin is no type"),
        ({"@type": "Organization", "headline": "x"}, "headline: is no property of"),
        ({"@type": "BlogPosting", "author": {"@type": "ListItem"}}, "author: takes"),
        ({"@type": "BlogPosting", "isAccessibleForFree": "True"}, "isAccessibleForFree: takes yes or no"),
        ({"@type": "BlogPosting", "author": {"name": "x"}}, "has no @type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_planted_slip_is_caught(planted: dict[str, Any], found: str) -> None:
    assert any(found in fault for fault in faults(planted))


@pytest.mark.parametrize("page", posts(), ids=str)
def test_a_post_says_of_itself_what_its_page_shows(page: Page) -> None:
    post = node(page, "BlogPosting")
    facts = {
        term.text_content(): term.xpath("following-sibling::dd[1]")[0]
        for term in page.tree.xpath("//dl[@class='about']/dt")
    }
    assert post["headline"] == " ".join(page.tree.xpath("//h1")[0].text_content().split())
    assert post["description"] == page.meta("description")
    assert post["url"] == post["@id"] == page.tree.xpath("//link[@rel='canonical']/@href")[0]
    published = facts["Published"].xpath(".//time/@datetime")
    assert post["datePublished"] == published[0] == page.meta("article:published_time")
    assert post["dateModified"] == published[-1] == page.meta("article:modified_time")
    assert post["lastReviewed"] == facts["Evidence"].xpath(".//time/@datetime")[0]
    assert post["audience"]["audienceType"] == facts["Written for"].text_content()
    assert post["keywords"] == page.tree.xpath("//a[starts-with(@href, '/tag/')]/text()")
    assert post["author"]["url"] == SITE_URL + page.tree.xpath("//a[.='Plain Ketamine'][@href='/about/']/@href")[0]
    assert post["image"] == page.meta("og:image")
    assert post["author"]["name"] == page.tree.xpath("//a[@href='/about/']/text()")[0] == "Plain Ketamine"
    assert post["inLanguage"] == page.tree.xpath("/html/@lang")[0]
    assert post["description"] == page.tree.xpath("//article/p[@class='lead']")[0].text_content()


@pytest.mark.parametrize("page", posts(), ids=str)
def test_a_post_claims_no_reviewer_that_its_page_does_not_name(page: Page) -> None:
    shown = page.tree.xpath("//dl[@class='about']/dt[.='Reviewer']/following-sibling::dd[1]")[0].text_content()
    reviewer = node(page, "BlogPosting").get("reviewedBy")
    assert reviewer is None or reviewer["name"] == shown


@pytest.mark.parametrize("page", posts(), ids=str)
def test_the_breadcrumbs_are_those_that_the_page_shows(page: Page) -> None:
    steps = node(page, "BreadcrumbList")["itemListElement"]
    shown = page.tree.xpath("//nav[@class='breadcrumbs']//a/@href")
    assert [step["item"].removeprefix(SITE_URL) for step in steps] == [*shown, page.address]
    assert [step["name"] for step in steps[:-1]] == page.tree.xpath("//nav[@class='breadcrumbs']//a/text()")
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[-1]["name"] == page.tree.xpath("//h1")[0].text_content().replace("\u00a0", " ")


@pytest.mark.parametrize("page", posts(), ids=str)
def test_a_post_s_picture_is_there(page: Page, site: Path) -> None:
    image = node(page, "BlogPosting")["image"]
    assert image.startswith(f"{SITE_URL}/")
    with Image.open(site / image.removeprefix(f"{SITE_URL}/")) as picture:
        assert picture.width >= 512


def test_the_home_page_says_what_the_site_is_and_who_publishes_it() -> None:
    home = next(page for page in pages() if page.address == "/")
    assert node(home, "WebSite")["url"] == f"{SITE_URL}/"
    assert node(home, "Organization")["name"] == home.meta("og:site_name")


@pytest.mark.parametrize("page", [page for page in pages() if page.meta("og:image:width")], ids=str)
def test_a_card_s_picture_is_as_large_as_it_says(page: Page, site: Path) -> None:
    with Image.open(site / (page.meta("og:image") or "").removeprefix(f"{SITE_URL}/")) as picture:
        assert [str(side) for side in picture.size] == [page.meta("og:image:width"), page.meta("og:image:height")]
