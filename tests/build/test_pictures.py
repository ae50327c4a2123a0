"""A site with photographs and a drawing: what goes out, what does not, and what is kept between builds."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path

import feedparser
import pytest
from lxml import html
from PIL import Image

from desk.checks.code import GOOD
from desk.checks.code import POST as POSTED
from desk.edition import Edition, edition_of
from desk.finish import finish
from desk.finish.made import Made
from desk.model.snapshot import Snapshot
from desk.pictures.container import parts
from desk.site.kept import Kept
from desk.site.site_path import below
from tests.build.illustrated_site import ALT, LEAD_ALT, illustrated_site
from tests.pages import SITE_URL
from tests.photographs import saved, scene

DAY = dt.date(2026, 11, 28)
POST = "room/index.html"


def page() -> html.HtmlElement:
    return html.document_fromstring((illustrated_site() / POST).read_bytes())


def images() -> list[Path]:
    """Every picture of the site, without those packed beside it."""
    packed = (".br", ".gz")
    return sorted(file for file in (illustrated_site() / "images").iterdir() if file.suffix not in packed)


def test_no_picture_goes_out_as_it_was_committed_nor_carries_anything() -> None:
    assert {re.sub(r"\.[0-9a-f]{8}", "", file.name).partition("-")[0] for file in images()} == {"room"}
    for file in images():
        assert re.fullmatch(r"[a-z-]+\.[0-9a-f]{8}(-\d+)?\.(avif|webp|jpg|svg)", file.name)
        if file.suffix != ".svg":
            assert not any(part.told for part in parts(file.read_bytes()))
            with Image.open(file) as image:
                assert str(image.width) == re.findall(r"-(\d+)\.\w+$", file.name)[0]


def test_every_version_that_a_page_offers_is_there() -> None:
    offered = [each.split()[0] for sources in page().xpath("//@srcset") for each in sources.split(",")]
    offered += page().xpath("//main//img/@src")
    assert len(offered) == 3 * (2 * 4 + 1)
    assert all((illustrated_site() / address.lstrip("/")).is_file() for address in offered)


def test_what_leads_a_page_is_not_late_and_what_is_below_its_first_screen_is() -> None:
    assert [(img.get("alt"), img.get("loading")) for img in page().xpath("//main//img")] == [
        (LEAD_ALT, None), (ALT, "lazy"), (ALT, "lazy"),
    ]  # fmt: skip


def test_a_shared_link_and_machines_get_one_plain_picture_with_its_size() -> None:
    tree = page()
    (address,) = tree.xpath("//meta[@property='og:image']/@content")
    assert address.startswith(f"{SITE_URL}/images/room-lead.")
    assert address.endswith("-1200.jpg")
    with Image.open(illustrated_site() / address.removeprefix(f"{SITE_URL}/")) as image:
        size = [str(side) for side in image.size]
    assert size == [tree.xpath(f"//meta[@property='og:image:{side}']/@content")[0] for side in ("width", "height")]
    data = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["@graph"][0]["image"] == address


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json"])
def test_a_feed_has_whole_addresses_and_sizes_and_no_choice(name: str) -> None:
    text = (illustrated_site() / "feeds" / name).read_text("utf-8")
    if name.endswith(".json"):
        bodies = {item["url"]: item["content_html"] for item in json.loads(text)["items"]}
    else:
        found = feedparser.parse(text).entries
        bodies = {item.link: item.content[0].value if "content" in item else item.summary for item in found}
    body = html.fragment_fromstring(bodies[f"{SITE_URL}/room/"], create_parent="div")
    assert body.xpath("//img/@alt") == [LEAD_ALT, ALT, "A curve that climbs", ALT]
    for img in body.xpath("//img"):
        assert (illustrated_site() / img.get("src").removeprefix(f"{SITE_URL}/")).is_file()
        assert int(img.get("width")) > 0
        assert int(img.get("height")) > 0
    assert not body.xpath("//picture | //source | //@srcset | //*[@class='drawing']")


def test_below_a_path_every_version_is_below_it() -> None:
    moved = below((illustrated_site() / POST).read_text("utf-8"), "/ketamine", ".html")
    sets = re.findall(r'srcset="([^"]*)"', moved)
    assert sets
    assert all(each.strip().startswith("/ketamine/images/") for found in sets for each in found.split(","))


def edition(count: int) -> Edition:
    """A post that shows `count` small photographs, all different."""
    files = {f"content/images/an-example-{i}.png": saved(scene(12 + i, 9), "PNG") for i in range(count)}
    shown = "\n\n".join(f"![A wall, seen {i} times]({{static}}../images/an-example-{i}.png)" for i in range(count))
    good = {path: text.encode() for path, text in GOOD.items() if isinstance(text, str)}
    return edition_of(Snapshot({**good, **files, POSTED: good[POSTED] + b"\n" + shown.encode() + b"\n"}), DAY)


def files(made: Mapping[str, Made]) -> dict[str, bytes]:
    """What each holds."""
    return {name: each.data for name, each in made.items()}


@pytest.mark.parametrize("count", [2, 100])
def test_pictures_are_made_once_and_damage_to_what_is_kept_is_survived(count: int, tmp_path: Path) -> None:
    pictured, kept = edition(count), Kept(tmp_path)
    first = finish(pictured, kept=kept)
    assert len([name for name in first if name.startswith("images/")]) == 3 * count
    made = {file: file.stat().st_mtime_ns for file in (tmp_path / "pictures").iterdir()}
    assert len(made) == 3 * count
    assert files(finish(pictured, kept=kept)) == files(first)
    assert {file: file.stat().st_mtime_ns for file in made} == made, "nothing is made a second time"
    damaged = sorted(made)
    damaged[0].write_bytes(b"")
    damaged[1].write_bytes(damaged[1].read_bytes()[:-3] + b"xyz")
    damaged[2].write_bytes(damaged[3].read_bytes()[:40])
    assert files(finish(pictured, kept=kept)) == files(first)
    assert files(finish(pictured)) == files(first), "what is kept changes nothing"
    finish(edition(1), kept=kept)
    assert len(list((tmp_path / "pictures").iterdir())) == 3, "what no picture needs is thrown away"


def test_a_folder_that_cannot_be_written_is_no_ones_problem(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    assert files(finish(edition(1), kept=Kept(tmp_path / "taken"))) == files(finish(edition(1)))
