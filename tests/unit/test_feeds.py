"""plugins/feeds.py"""

from __future__ import annotations

import datetime as dt
import json
from types import SimpleNamespace

import pytest

from desk.site.feed_body import whole_addresses, without_screen_parts
from desk.site.laying import mark
from plugins.feeds import json_feed
from tests.unit.written import document, site

PAGE = "https://site.example/a/"


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ('<a href="#source-1">1</a>', f'<a href="{PAGE}#source-1">1</a>'),
        (
            '<a class="x" href="#a">a</a> <a href="#b">b</a>',
            f'<a class="x" href="{PAGE}#a">a</a> <a href="{PAGE}#b">b</a>',
        ),
        ('<a href="https://b.example/#c">c</a>', '<a href="https://b.example/#c">c</a>'),
        ('<p data-href="#x">#y</p>', '<p data-href="#x">#y</p>'),
        ('<img src="/images/a-b.png">', '<img src="https://site.example/images/a-b.png">'),
    ],
)
def test_a_link_to_a_part_of_the_page_leads_to_the_page(typed: str, whole: str) -> None:
    assert whole_addresses(typed, "https://site.example", PAGE) == whole


def test_what_only_a_screen_needs_is_left_out_and_no_word_with_it() -> None:
    fold = "<details>\n<summary>Show 2 sources</summary>\n</details>\n"
    mark = '<svg class="mark" width="26"><path d="M1 1"></path></svg>'
    typed = f"<p>{mark}<strong>Not yet known.</strong></p>{fold}<ol></ol>"
    assert without_screen_parts(typed) == "<p><strong>Not yet known.</strong></p><ol></ol>"


def test_a_json_feed_holds_no_more_than_it_may_and_begins_with_the_newest() -> None:
    def article(day: int) -> SimpleNamespace:
        return SimpleNamespace(
            url=f"post-{day}/",
            title=f"Post {day} & more",
            header=document().header,
            summary="Said <plainly>.",
            for_feed=mark("content/posts/a.md", feed=True),
            date=dt.datetime(2024, 1, day, tzinfo=dt.UTC),
            tags=[SimpleNamespace(name="cost")],
        )

    settings = {
        "SITEURL": "https://site.example",
        "FEED_MAX_ITEMS": 2,
        "EDITION": SimpleNamespace(site=site()),
    }
    items = json.loads(json_feed([article(3), article(2), article(1)], settings))["items"]
    assert [item["id"] for item in items] == ["https://site.example/post-3/", "https://site.example/post-2/"]
    assert items[0]["title"] == "Post 3 & more"
    assert mark("content/posts/a.md", feed=True) in items[0]["content_html"]
    assert "<strong>How sure:</strong> Not yet known. It is made up." in items[0]["content_html"]
    assert items[0]["date_modified"] == items[0]["date_published"] == "2024-01-03T00:00:00+00:00"
