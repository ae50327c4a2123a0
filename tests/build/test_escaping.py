"""Signs that mean something to a machine reach the reader as signs, in every place that shows them; quotation marks as
they are printed."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from tests.build.project import post, project
from tests.build_site import built
from tests.pages import Page
from tests.peers.html_checker import check

TYPED_TITLE = 'Ketamine & "off-label" use: does Müller\'s 50% ≥ 30%?'
TYPED_SUMMARY = "R&D said \"it's fine\" & { SITENAME } -- naïve £5 'quotes' and 日本, 100% of it."
TITLE = "Ketamine & \u201coff-label\u201d use: does Müller\u2019s 50% ≥ 30%?"
SUMMARY = "R&D said \u201cit\u2019s fine\u201d & { SITENAME } -- naïve £5 \u2018quotes\u2019 and 日本, 100% of it."


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one post whose title and summary hold every sign that could break something."""
    folder = tmp_path_factory.mktemp("nasty")
    text = post(
        "nasty",
        title=TYPED_TITLE.replace('"', '\\"'),
        summary=TYPED_SUMMARY.replace('"', '\\"'),
        tags="  - nasal ketamine\n  - off-label use",
        body='AT&T said 5 &lt; 6 & x; it costs &pound;5 and `a < b && c` -- "so" `]]>` they said.',
    )
    return built(project(folder / "project", {"nasty": text}), folder / "site")


def test_the_page_shows_them_whole(nasty: Path) -> None:
    page = Page(nasty, nasty / "nasty/index.html")
    assert page.tree.xpath("//h1")[0].text_content().replace("\u00a0", " ") == TITLE
    assert page.tree.xpath("//head/title")[0].text == f"{TITLE} \N{EN DASH} Plain Ketamine"
    assert page.meta("og:title") == TITLE
    for name in ("description", "og:description"):
        assert page.meta(name) == SUMMARY


def test_the_lists_show_them_whole(nasty: Path) -> None:
    for name in (
        "index.html",
        "category/migraine/index.html",
        "tag/off-label-use/index.html",
        "archives/2024/index.html",
    ):
        shown = Page(nasty, nasty / name).tree.xpath("//main")[0].text_content()
        assert TITLE in shown
        assert SUMMARY in shown


def test_the_structured_data_holds_them_whole(nasty: Path) -> None:
    page = Page(nasty, nasty / "nasty/index.html")
    script = page.tree.xpath("//script[@type='application/ld+json']/text()")[0]
    assert not set("<>&") & set(script)
    post_data, crumbs = json.loads(script)["@graph"]
    assert (post_data["headline"], post_data["description"]) == (TITLE, SUMMARY)
    assert crumbs["itemListElement"][-1]["name"] == TITLE


@pytest.mark.parametrize("feed", ["atom.xml", "rss.xml"])
def test_a_feed_holds_them_whole(nasty: Path, feed: str) -> None:
    parsed = feedparser.parse((nasty / "feeds" / feed).read_bytes())
    assert not parsed.bozo
    raw = etree.parse(str(nasty / "feeds" / feed)).xpath("//*[local-name() = 'entry' or local-name() = 'item']")[0]
    assert raw.xpath("string(*[local-name() = 'title'])") == TITLE
    assert "AT&amp;T said 5 &lt; 6" in "".join(raw.itertext())


def test_the_json_feed_holds_them_whole(nasty: Path) -> None:
    item = json.loads((nasty / "feeds/feed.json").read_text("utf-8"))["items"][0]
    assert (item["title"], item["summary"]) == (TITLE, SUMMARY)


def test_the_html_checker_finds_nothing(nasty: Path) -> None:
    assert [
        str(found) for found in check([nasty / "nasty/index.html", nasty / "index.html"]) if found.kind == "error"
    ] == []


def test_no_page_takes_what_was_typed_for_a_template(nasty: Path) -> None:
    assert "{ SITENAME }" in (nasty / "nasty/index.html").read_text("utf-8")
