"""The files that machines ask for by name: sitemap, robots, manifest, icons."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from PIL import Image

from tests.pages import SITE_URL, pages, posts

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def listed(site: Path) -> dict[str, str | None]:
    """The sitemap: path -> lastmod."""
    root = etree.parse(str(site / "sitemap.xml")).getroot()
    found = {}
    for url in root.findall("s:url", SITEMAP):
        address = url.findtext("s:loc", namespaces=SITEMAP)
        assert address.startswith(f"{SITE_URL}/")
        found[address.removeprefix(SITE_URL)] = url.findtext("s:lastmod", namespaces=SITEMAP)
    return found


def test_the_sitemap_lists_every_page_that_may_be_found_and_no_other(site: Path) -> None:
    findable = {page.address for page in pages() if page.meta("robots") != "noindex"}
    years = {address for address in findable if re.fullmatch(r"/archives/\d+/", address)}
    further = {address for address in findable if "/page/" in address}
    assert findable - years - further <= listed(site).keys() <= findable


def test_a_post_in_the_sitemap_has_the_day_of_its_last_change(site: Path) -> None:
    for page in posts():
        assert listed(site)[page.address] == page.meta("article:modified_time")


def test_no_day_in_the_sitemap_is_later_than_every_post_and_page_s_own(site: Path) -> None:
    shown = {day for page in pages() for day in page.tree.xpath("//time/@datetime")}
    assert {day for day in listed(site).values() if day} <= shown, "a day that no page shows, such as the build's"


def test_robots_may_read_everything_and_are_told_of_the_sitemap(site: Path) -> None:
    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text("utf-8").splitlines())
    assert all(robots.can_fetch("AnyBot", SITE_URL + page.address) for page in pages())
    assert robots.site_maps() == [f"{SITE_URL}/sitemap.xml"]


def test_the_manifest_names_icons_that_are_there_in_the_sizes_it_says(site: Path) -> None:
    manifest = json.loads((site / "site.webmanifest").read_text("utf-8"))
    assert manifest["name"] == "Plain Ketamine"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        file = site / icon["src"].lstrip("/")
        assert file.is_file()
        if icon["type"] == "image/png":
            with Image.open(file) as image:
                assert f"{image.width}x{image.height}" == icon["sizes"]


@pytest.mark.parametrize(
    ("name", "size"), [("apple-touch-icon.png", (180, 180)), ("favicon.ico", (32, 32)), ("share.png", (1200, 630))]
)
def test_a_picture_that_others_ask_for_has_the_size_they_expect(site: Path, name: str, size: tuple[int, int]) -> None:
    with Image.open(site / name) as image:
        assert image.size == size


def test_the_icon_follows_no_address_and_runs_nothing(site: Path) -> None:
    icon = etree.parse(str(site / "icon.svg")).getroot()
    assert icon.tag.endswith("svg")
    assert not icon.xpath("//*[local-name() = 'script' or local-name() = 'image' or local-name() = 'foreignObject']")


def test_nothing_is_published_but_what_a_site_is_made_of(site: Path) -> None:
    known = {
        ".html",
        ".xml",
        ".json",
        ".txt",
        ".webmanifest",
        ".png",
        ".ico",
        ".svg",
        ".woff2",
        ".css",
        ".md",
        ".js",
        ".webp",
        ".avif",
    }
    strange = [file.name for file in site.rglob("*") if file.is_file() and file.suffix not in known]
    assert set(strange) <= {"LICENSE", "_headers", "_redirects"}, (
        "what hosts read and the fonts' licence have no ending"
    )
    assert not list(site.rglob(".*"))
