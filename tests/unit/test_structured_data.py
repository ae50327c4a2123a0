"""plugins/structured_data.py"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plugins.structured_data import as_script, breadcrumbs, post_data, site_data
from tests.unit.written import document, site


def data() -> dict[str, Any]:
    """The data of a made-up post."""
    header = document().header
    assert header
    article = SimpleNamespace(
        header=header,
        url="made-up/",
        title=header.title,
        summary=header.summary,
        sources=[],
        card=None,
        category=SimpleNamespace(url="category/migraine/"),
    )
    return post_data(article, "https://site.example", site())


def test_a_post_that_was_never_changed_was_last_changed_when_it_appeared() -> None:
    post = data()["@graph"][0]
    assert post["datePublished"] == post["dateModified"] == "2024-01-02"


def test_every_address_is_whole() -> None:
    post, crumbs = data()["@graph"]
    assert post["url"] == "https://site.example/made-up/"
    assert [step["item"] for step in crumbs["itemListElement"]] == [
        "https://site.example/",
        "https://site.example/category/migraine/",
        "https://site.example/made-up/",
    ]


def test_the_author_is_found_where_the_page_says() -> None:
    assert data()["@graph"][0]["author"]["url"] == "https://site.example/about/"


def test_the_home_page_says_what_the_site_is_and_who_publishes_it() -> None:
    website, publisher = site_data("https://site.example", site())["@graph"]
    assert (website["@type"], website["name"], website["inLanguage"]) == ("WebSite", site().name, "en")
    assert website["publisher"] == {"@id": publisher["@id"]}
    assert publisher["@type"] == "Organization"


def test_no_reviewer_is_invented() -> None:
    assert "reviewedBy" not in data()["@graph"][0]


def test_steps_are_counted_from_one() -> None:
    steps = breadcrumbs([("a", "x"), ("b", "y")])["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2]


@given(st.text())
def test_any_text_stands_in_a_script_and_comes_back_whole(text: str) -> None:
    script = as_script({"headline": text})
    assert not set("<>&") & set(script)
    assert json.loads(str(script)) == {"headline": text}
