"""plugins/post_reader.py"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

import pelicanconf
from plugins.post_reader import PostReader, pelican_metadata
from tests.unit.written import HEADER, document

DAY = dt.date(2024, 6, 1)


def settings(content: Path, *, preview: bool = False) -> dict[str, Any]:
    """The site's settings, for another content folder and day."""
    own = {name: getattr(pelicanconf, name) for name in dir(pelicanconf) if name.isupper()}
    return {**DEFAULT_CONFIG, **own, "PATH": str(content), "BUILD_DAY": DAY, "PREVIEW": preview}


def read(folder: Path, text: str, *, preview: bool = False) -> tuple[str, dict[str, Any]]:
    """What Pelican is told of a post with that text."""
    file = folder / "content/posts/made-up.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return PostReader(settings(folder / "content", preview=preview)).read(str(file))


def test_a_post_has_its_words_its_contents_its_sources_and_its_time(tmp_path: Path) -> None:
    html, metadata = read(tmp_path, HEADER + "## One\n\nSaid [@zitek2018].\n\n## Two\n\nMore.\n\n### Three\n\nEnd.")
    assert "<h2" in html
    assert [part["name"] for part in metadata["contents"]] == ["One", "Two", "Sources"]
    assert [source.key for source in metadata["sources"]] == ["zitek2018"]
    assert (metadata["slug"], metadata["minutes"], metadata["status"]) == ("made-up", 1, "published")


@pytest.mark.parametrize(
    "change",
    [("status: published", "status: draft"), ("status: published\n", ""), ("date: 2024-01-02", "date: 2024-06-02")],
)
def test_what_may_not_be_seen_yet_is_not_even_read(tmp_path: Path, change: tuple[str, str]) -> None:
    hidden = HEADER.replace(*change).replace("reviewed: 2024-01-02", "reviewed: 2024-06-02") + "Hidden."
    assert read(tmp_path, hidden) == ("", {"status": "skip"})
    html, metadata = read(tmp_path, hidden, preview=True)
    assert "Hidden." in html
    assert metadata["draft"]


def test_a_header_with_an_error_stops_the_build_and_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"content/posts/made-up\.md:6:11: error header/unknown-category"):
        read(tmp_path, HEADER.replace("category: Migraine", "category: Migrain"))


def test_posts_are_ordered_newest_first_and_then_by_address() -> None:
    own = settings(Path("content"))
    first = pelican_metadata(document(), own, DAY)["order"]
    later = pelican_metadata(document(header=HEADER.replace("date: 2024-01-02", "date: 2024-01-01")), own, DAY)["order"]
    assert first < later


def test_a_day_begins_at_the_site_s_own_midnight() -> None:
    assert (
        pelican_metadata(document(), settings(Path("content")), DAY)["date"].isoformat() == "2024-01-02T00:00:00-05:00"
    )
