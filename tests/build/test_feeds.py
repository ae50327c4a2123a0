"""Feeds: valid, whole, and the same posts as the site shows, in Atom, RSS and JSON."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from lxml import etree, html

from tests.build_site import real_site
from tests.pages import SITE_URL, Page, posts

ATOM = "{http://www.w3.org/2005/Atom}"
ITEMS = 20
HERE = ZoneInfo("America/New_York")
"""A post's day begins here (TIMEZONE in pelicanconf.py)."""
XML = ["feeds/atom.xml", "feeds/rss.xml"]
ALL = [*XML, "feeds/feed.json"]


def changed(entry: Any) -> str:
    """The field of an entry's last change: RSS has none."""
    return "updated_parsed" if "updated_parsed" in entry else "published_parsed"


@cache
def entries(feed: str) -> list[dict[str, Any]]:
    """The posts of a feed in one form: title, link, html, published, updated."""
    file = real_site() / feed
    if feed.endswith(".json"):
        return [
            {
                "title": item["title"],
                "link": item["url"],
                "html": item["content_html"],
                "published": dt.datetime.fromisoformat(item["date_published"]),
                "updated": dt.datetime.fromisoformat(item["date_modified"]),
                "tags": item["tags"],
            }
            for item in json.loads(file.read_text("utf-8"))["items"]
        ]
    return [
        {
            "title": entry.title,
            "link": entry.link,
            "html": entry.content[0].value if "content" in entry else entry.summary,
            "published": dt.datetime(*entry.published_parsed[:6], tzinfo=dt.UTC),
            "updated": dt.datetime(*entry[changed(entry)][:6], tzinfo=dt.UTC),
            "tags": [tag.term for tag in entry.get("tags", [])],
        }
        for entry in feedparser.parse(file.read_bytes(), sanitize_html=False).entries
    ]


def newest_posts() -> list[Page]:
    """The posts of the site, newest first, then by address: as a feed lists them."""
    by_address = sorted(posts(), key=lambda page: page.address)
    return sorted(by_address, key=lambda page: page.meta("article:published_time") or "", reverse=True)[:ITEMS]


@pytest.mark.parametrize("feed", XML)
def test_a_feed_is_well_formed_and_of_its_kind(feed: str) -> None:
    parsed = feedparser.parse((real_site() / feed).read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == {"feeds/atom.xml": "atom10", "feeds/rss.xml": "rss20"}[feed]
    assert parsed.feed.title == "Plain Ketamine"
    assert parsed.feed.link == f"{SITE_URL}/"


def test_the_atom_feed_has_all_that_its_standard_asks_for() -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    root = etree.parse(str(real_site() / "feeds/atom.xml")).getroot()
    for element in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, (element.tag, name)
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"{SITE_URL}/feeds/atom.xml"
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    for entry in root.findall(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Plain Ketamine"


def test_the_rss_feed_has_all_that_its_standard_asks_for() -> None:
    """https://www.rssboard.org/rss-specification: a channel's title, link and description; an item's permanent id."""
    channel = etree.parse(str(real_site() / "feeds/rss.xml")).getroot().find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    for item in channel.findall("item"):
        assert item.findtext("title")
        assert item.find("guid").get("isPermaLink") == "false", "it is an id, and no address"
        assert item.findtext("guid")


def test_the_json_feed_has_all_that_its_standard_asks_for() -> None:
    """https://www.jsonfeed.org/version/1.1/"""
    feed = json.loads((real_site() / "feeds/feed.json").read_text("utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == f"{SITE_URL}/feeds/feed.json"
    assert feed["home_page_url"] == f"{SITE_URL}/"
    assert feed["authors"][0]["name"] == "Plain Ketamine"
    assert all(item["id"] and item["content_html"] for item in feed["items"])


@pytest.mark.parametrize("feed", ALL)
def test_a_feed_lists_the_newest_posts_of_the_site(feed: str) -> None:
    assert [entry["link"] for entry in entries(feed)] == [SITE_URL + page.address for page in newest_posts()]


@pytest.mark.parametrize("feed", ALL)
def test_a_feed_gives_each_post_s_title_plain_and_its_dates_right(feed: str) -> None:
    for entry, page in zip(entries(feed), newest_posts(), strict=True):
        assert entry["title"] == page.meta("og:title")
        day = "%Y-%m-%d"
        assert entry["published"].astimezone(HERE).strftime(day) == page.meta("article:published_time")
        if feed != "feeds/rss.xml":  # RSS has no date of change
            assert entry["updated"].astimezone(HERE).strftime(day) == page.meta("article:modified_time")


@pytest.mark.parametrize("feed", ALL)
def test_a_feed_gives_the_full_text_of_a_post(feed: str) -> None:
    for entry, page in zip(entries(feed), newest_posts(), strict=True):
        in_feed = " ".join(html.fromstring(f"<div>{entry['html']}</div>").text_content().split())
        body = "//article/section | //article/div[contains(@class, 'body')]/*[not(@id='about-this-page')]"
        for part in page.tree.xpath(f"({body})[not(preceding::*[@id='about-this-page'])]"):
            # Of a chart, whose drawing a feed cannot show, its table stands open.
            told = ".//details/table" if part.tag == "figure" and "chart" in part.get("class", "") else "."
            shown = part.xpath(f"{told}//text()[not(ancestor::details[not(table)])]")
            assert " ".join("".join(shown).split()) in in_feed
        assert in_feed.startswith("How sure:")
        assert "Not yet reviewed by a clinician." in in_feed
        assert ("What changed" in in_feed) == bool(page.tree.xpath("//*[@id='changes']"))


@pytest.mark.parametrize("feed", ALL)
def test_every_address_in_a_feed_is_whole(feed: str) -> None:
    for entry in entries(feed):
        for address in html.fromstring(f"<div>{entry['html']}</div>").xpath("//@href | //@src"):
            assert str(address).startswith(("https://", "http://", "tel:", "sms:")), address


@pytest.mark.parametrize("feed", ALL)
def test_a_link_into_a_post_s_own_text_leads_to_its_page(feed: str) -> None:
    for entry, page in zip(entries(feed), newest_posts(), strict=True):
        links = html.fromstring(f"<div>{entry['html']}</div>").xpath("//a[contains(@href, '#source-')]/@href")
        assert links
        assert all(link.startswith(SITE_URL + page.address + "#") for link in links)
