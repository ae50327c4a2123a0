"""Another site, on another subject and in another country, is made of data alone: no word of this one is left in it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from lxml import html

from tests.build_site import ROOT, built

OURS = re.compile(r"ketamine|migraine|\b911\b|\b988\b|\bFDA\b|\bNMDA\b|plain-|In the US\b|Not yet known", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second site, built by this project's code and theme; pictures of extra/ are this project's own."""
    project = tmp_path_factory.mktemp("second")
    for folder in ("desk", "plugins", "theme"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    for file in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / file, project / file)
    shutil.copytree(ROOT / "content/extra", project / "content/extra")
    shutil.copytree(Path(__file__).with_name("second_site"), project / "content", dirs_exist_ok=True)
    return built(project, project / "output")


def texts(site: Path) -> dict[str, str]:
    """Every text file of the site. A space that does not break is a space."""
    endings = {".html", ".xml", ".json", ".txt", ".webmanifest", ".svg"}
    files = [file for file in sorted(site.rglob("*")) if file.suffix in endings and file.name != "OFL.txt"]
    return {file.relative_to(site).as_posix(): file.read_text("utf-8").replace("\u00a0", " ") for file in files}


def test_no_word_of_this_site_is_left_in_it(site: Path) -> None:
    left = {name: sorted(set(OURS.findall(text))) for name, text in texts(site).items()}
    assert {name: words for name, words in left.items() if words} == {}


def test_its_own_words_stand_where_ours_do(site: Path) -> None:
    pages = texts(site)
    post, home = pages["does-a-light-box-help/index.html"], pages["index.html"]
    assert '<html lang="en' in post
    assert "It may be so" in post
    assert "Emergency: call 999" in post
    assert 'href="tel:116123"' in post
    assert "A light box is a device, and no medicine." in post
    assert "Light boxes, in plain words" in home
    assert all("999" in text and "116 123" in text for name, text in pages.items() if name.endswith("index.html"))
    assert "https://winterlight.example/does-a-light-box-help/" in pages["feeds/atom.xml"]


def test_whoever_searches_by_a_number_of_its_country_finds_help(site: Path) -> None:
    led = json.loads((site / "search/index.json").read_text("utf-8"))["synonyms"]
    assert {number for number, ours in led.items() if ours == "=get help now"} == {"999", "116 123", "116123"}


def test_what_its_owner_confirmed_is_said_and_the_rest_is_not_yet_stated(site: Path) -> None:
    about = texts(site)["about/index.html"]
    assert "Winter Light is owned by nobody" in about
    assert "Not yet stated by the owner of this site." in about


def test_where_its_owner_wants_no_pages_kept_none_asks_for_it_and_what_was_kept_is_thrown_away(site: Path) -> None:
    assert "registration.unregister()" in (site / "sw.js").read_text("utf-8")
    (later,) = site.glob("later.*.js")
    assert "serviceWorker" not in later.read_text("utf-8")
    assert not any("worker-src" in text for text in texts(site).values())


def test_the_posts_of_a_series_say_so_in_the_order_of_their_days(site: Path) -> None:
    for number, slug in enumerate(("does-a-light-box-help", "does-a-dawn-lamp-help"), 1):
        page = html.parse(str(site / slug / "index.html"))
        assert f" Part {number} of 2 in Winter light. " in page.xpath("string(//p[@class='facts'])")
        (told,) = page.xpath("//h2[@id='in-this-series']/..")
        listed = [" ".join(item.text_content().split()) for item in told.xpath("ol/li")]
        assert listed[number - 1].endswith("(this page)")
        assert [title.split(" help")[0] for title in listed] == ["Does a light box", "Does a dawn lamp"]
        assert told.xpath("p/text()") == ["What light can do for a low mood in winter, one question a post."]
