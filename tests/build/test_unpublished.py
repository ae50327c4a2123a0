"""A draft, and a post of a later day, are nowhere in what a build writes: not its address, title, text or picture."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.checks.image import PNG
from desk.model.post import read_document
from desk.model.site import SITE, read_site
from tests.build.project import post, project
from tests.build_site import ROOT, built

DAY = dt.datetime(2026, 3, 1, tzinfo=ZoneInfo("America/New_York"))


@dataclass(frozen=True)
class Told:
    """A post that is hard to take for another, with a topic and a tag that no other has."""

    slug: str
    title: str
    text: str
    category: str
    tag: str

    def source(self, **fields: str) -> str:
        body = f"![A drip on its stand]({{static}}../images/{self.slug}-drip.png)\n\n{self.text}"
        own = {"title": self.title, "body": body, "category": self.category, "tags": f"  - {self.tag}"}
        return post(self.slug, **{**own, **fields})

    def traces(self, site: Path) -> list[str]:
        """The files of `site` that give it away."""
        words = (self.slug, self.title, self.text, self.title.split(maxsplit=1)[0], self.text.split(maxsplit=1)[0])
        signs = [word.encode() for word in words]
        return [
            file.relative_to(site).as_posix()
            for file in site.rglob("*")
            if self.slug in file.as_posix() or (file.is_file() and any(sign in file.read_bytes() for sign in signs))
        ]


DRAFT = Told("quokka-nocturne", "Quokkas at night", "Wombats whisper underground.", "Pain", "cost")
LATER = Told("numbat-matinee", "Numbats by day", "Termites tremble audibly.", "Depression", "mood")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site built in the last moment before LATER's day, and one built in the first moment of it."""
    folder = tmp_path_factory.mktemp("unpublished")
    sources = {
        "seen": post("seen"),
        DRAFT.slug: DRAFT.source(status="draft"),
        LATER.slug: LATER.source(date=f"{DAY:%Y-%m-%d}"),
    }
    here = project(folder / "project", sources)
    for told in (DRAFT, LATER):
        (here / f"content/images/{told.slug}-drip.png").write_bytes(PNG)
    moments = {"before": DAY - dt.timedelta(seconds=1), "after": DAY}
    before, after = (
        built(here, folder / name, {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))})
        for name, moment in moments.items()
    )
    return before, after


def test_a_draft_is_nowhere(sites: tuple[Path, Path]) -> None:
    for site in sites:
        assert DRAFT.traces(site) == []
        assert not (site / "category/pain").exists(), "nor a topic that it alone would have"
        assert not (site / "tag/cost").exists()
        assert not (site / "drafts").exists()


def test_a_post_is_nowhere_on_the_day_before_its_own(sites: tuple[Path, Path]) -> None:
    before, _ = sites
    assert LATER.traces(before) == []
    assert not (before / "category/depression").exists()


def test_a_post_is_there_from_the_first_moment_of_its_day(sites: tuple[Path, Path]) -> None:
    found = set(LATER.traces(sites[1]))
    assert f"{LATER.slug}/index.html" in found
    assert any(name.startswith(f"images/{LATER.slug}-drip.") for name in found)
    assert {"index.html", "sitemap.xml", "feeds/atom.xml", "feeds/rss.xml", "feeds/feed.json"} <= found


@pytest.mark.parametrize("header", ["Status : draft", "Stauts: draft", "status: Draft", "status: [draft]", "# draft"])
def test_a_slip_in_the_word_draft_never_publishes(header: str) -> None:
    site, _ = read_site(SITE, (ROOT / SITE).read_text("utf-8"))
    assert site
    text = DRAFT.source()
    assert read_document("content/posts/x.md", text, site)[0].published_on(DAY.date())
    slipped, _ = read_document("content/posts/x.md", text.replace("status: published", header), site)
    assert not slipped.published_on(DAY.date())
