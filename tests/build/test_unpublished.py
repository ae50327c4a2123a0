"""A draft, and a post of a later day, are nowhere in what a build writes: not their address, title, nor text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.build.project import post, project
from tests.build_site import build, built

SLUG, TITLE, TEXT = "quokka-nocturne", "Quokkas at night", "Wombats whisper underground."
DAY = dt.datetime(2027, 3, 1, tzinfo=ZoneInfo("America/New_York"))


def epoch(moment: dt.datetime) -> dict[str, str]:
    """The environment of a build at that moment."""
    return {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}


def traces(site: Path) -> list[str]:
    """The files of `site` that give the post away."""
    signs = [sign.encode() for sign in (SLUG, TITLE, TEXT, TITLE.split(maxsplit=1)[0], TEXT.split(maxsplit=1)[0])]
    return [
        file.relative_to(site).as_posix()
        for file in site.rglob("*")
        if SLUG in file.as_posix() or (file.is_file() and any(sign in file.read_bytes() for sign in signs))
    ]


def site_with(folder: Path, moment: dt.datetime, **fields: str) -> Path:
    """A site built at `moment` with one post that everyone may see, and the one that is told of here."""
    hidden = post(SLUG, title=TITLE, body=TEXT, **{"category": "Pain", "tags": "  - cost", **fields})
    project(folder / "project", {"seen": post("seen"), SLUG: hidden})
    return built(folder / "project", folder / "site", epoch(moment))


def test_a_draft_is_nowhere(tmp_path: Path) -> None:
    site = site_with(tmp_path, DAY, status="draft")
    assert traces(site) == []
    assert not (site / "category/pain").exists(), "nor a topic that it alone would have"
    assert not (site / "tag/cost").exists()
    assert not (site / "drafts").exists()


def test_a_post_is_nowhere_on_the_day_before_its_own(tmp_path: Path) -> None:
    site = site_with(tmp_path, DAY - dt.timedelta(seconds=1), date=f"{DAY:%Y-%m-%d}")
    assert traces(site) == []
    assert not (site / "category/pain").exists()


def test_a_post_is_there_from_the_first_moment_of_its_day(tmp_path: Path) -> None:
    site = site_with(tmp_path, DAY, date=f"{DAY:%Y-%m-%d}")
    assert f"{SLUG}/index.html" in traces(site)
    assert {"index.html", "sitemap.xml", "feeds/atom.xml", "feeds/rss.xml", "feeds/feed.json"} <= set(traces(site))


@pytest.mark.parametrize("header", ["Status : draft", "Stauts: draft", "status: Draft", "status: [draft]", "# draft"])
def test_a_slip_in_the_word_draft_never_publishes(tmp_path: Path, header: str) -> None:
    text = post(SLUG, title=TITLE, body=TEXT).replace("status: published", header)
    here = project(tmp_path / "project", {"seen": post("seen"), SLUG: text})
    result = build(here, tmp_path / "site", epoch(DAY))
    assert result.returncode != 0 or traces(tmp_path / "site") == []
