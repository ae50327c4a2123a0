"""plugins/post_reader.py"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

import pelicanconf
from desk.checks.code import SITE
from desk.edition import Edition, edition_of
from desk.model.snapshot import Snapshot
from desk.site.laying import mark
from plugins.post_reader import PostReader, pelican_metadata
from tests.unit.written import HEADER, document, library, rendered

DAY = dt.date(2024, 6, 1)
POST = "content/posts/made-up.md"
BIB = "@article{good2020,\n title = {A trial},\n year = {2020},\n doi = {10.1000/1},\n design = {rct}\n}\n"


def settings(edition: Edition | None = None, *, preview: bool = False) -> dict[str, Any]:
    """The site's settings, as the build lays them."""
    own = {name: getattr(pelicanconf, name) for name in dir(pelicanconf) if name.isupper()}
    return {**DEFAULT_CONFIG, **own, "PATH": "/project/content", "EDITION": edition, "PREVIEW": preview}


def read(text: str, *, preview: bool = False) -> tuple[str, dict[str, Any]]:
    """What Pelican is told of a post with that text."""
    files = {POST: text.encode(), "content/site.toml": SITE.encode(), "content/references.bib": BIB.encode()}
    edition = edition_of(Snapshot(files), DAY)
    return PostReader(settings(edition, preview=preview)).read(f"/project/{POST}")


def test_a_post_has_its_words_its_contents_its_sources_and_its_time() -> None:
    html, metadata = read(HEADER + "## One\n\nSaid [@good2020].\n\n## Two\n\nMore.\n\n### Three\n\nEnd.")
    assert html == mark(POST), "Pelican is told of no body: it is laid in afterwards"
    assert metadata["anchors"] == ("one", "source-1", "sources", "three", "two")
    assert [part.name for part in metadata["contents"]] == ["One", "Two", "Sources"]
    assert [source.key for source in metadata["sources"]] == ["good2020"]
    assert (metadata["slug"], metadata["minutes"], metadata["status"]) == ("made-up", 1, "published")


@pytest.mark.parametrize(
    "change",
    [("status: published", "status: draft"), ("status: published\n", ""), ("date: 2024-01-02", "date: 2024-06-02")],
)
def test_what_may_not_be_seen_yet_is_not_even_read(change: tuple[str, str]) -> None:
    hidden = HEADER.replace(*change).replace("reviewed: 2024-01-02", "reviewed: 2024-06-02") + "Hidden."
    assert read(hidden) == ("", {"status": "skip"})
    html, metadata = read(hidden, preview=True)
    assert html == mark(POST)
    assert metadata["draft"]


def test_a_post_that_is_not_in_the_edition_is_not_there() -> None:
    edition = edition_of(Snapshot({"content/site.toml": SITE.encode()}), DAY)
    assert PostReader(settings(edition)).read(f"/project/{POST}") == ("", {"status": "skip"})


def test_a_header_with_an_error_is_left_out_and_not_the_reader_s_to_judge() -> None:
    assert read(HEADER.replace("category: Migraine", "category: Migrain")) == ("", {"status": "skip"})


def order(header: str = HEADER) -> Any:
    """What a post with that header is ordered by."""
    return pelican_metadata(document(header=header), rendered(""), library(), settings(), DAY)["order"]


def test_posts_are_ordered_newest_first_and_then_by_address() -> None:
    assert order() < order(HEADER.replace("date: 2024-01-02", "date: 2024-01-01"))


def test_a_day_begins_at_the_site_s_own_midnight() -> None:
    told = pelican_metadata(document(), rendered(""), library(), settings(), DAY)
    assert told["date"].isoformat() == "2024-01-02T00:00:00+00:00"
