"""What a page may weigh: one round trip on a poor line. Held by a made-up post, so that no writer's post breaks it."""

from __future__ import annotations

import gzip
import itertools
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import brotli
import pytest

from desk.model.snapshot import take_snapshot
from desk.site.head_assets import head_assets
from tests.build.project import post, project
from tests.build_site import ROOT, once
from tests.pages import Page, fonts_of, pages, posts

KIB = 1024
WORDS, SOURCES = 1500, 30
RENDER = """
import datetime, pathlib, sys
from desk.edition import read
from desk.site.kept import Kept
from desk.site.new_site import NewSite
from desk.site.pages import make_pages
here, site = pathlib.Path.cwd(), NewSite(pathlib.Path(sys.argv[1]))
make_pages(read(here, datetime.date(2026, 11, 24)), here, site, Kept(None))
"""
PLAIN = Path(__file__).with_name("plain_words.txt").read_text("utf-8").split()
"""Words of our own pages, from the commonest on; so that a made-up text weighs, and is checked, like a real one."""


def words(seed: int) -> Iterator[str]:
    """Made-up prose, without end, the same each time."""
    chance = random.Random(seed)
    odds = list(itertools.accumulate(1 / (i + 12) ** 0.8 for i in range(len(PLAIN))))
    while True:
        yield from chance.choices(PLAIN, cum_weights=odds, k=100)


def sentence(source: Iterator[str], count: int) -> str:
    """The next `count` words, the first of them with a capital."""
    return " ".join(itertools.islice(source, count)).capitalize()


def source_entry(i: int) -> str:
    """A made-up source in BibTeX, as long as a real one."""
    at = words(100 + i)
    authors = " and ".join(f"{sentence(at, 1)}, {sentence(at, 1)[0]}." for _ in range(3))
    return (
        f"@article{{made{i},\n  author = {{{authors}}},\n  title = {{{sentence(at, 14)}}},\n"
        f"  journal = {{{sentence(at, 3)}}},\n  year = {{{1990 + i}}},\n  volume = {{{i * 7 + 3}}},\n"
        f"  pages = {{{i * 37}--{i * 37 + 9}}},\n  doi = {{10.1000/{sentence(at, 1)}.{i * 7919}}},\n"
        f"  design = {{rct}},\n  n = {{{i * 13 + 20}}}\n}}\n"
    )


def heavy_body() -> str:
    """1,500 words in ten sections, with claims, a table, numbers, and a citation for each paragraph."""
    text = words(1)
    keys = itertools.cycle([f"made{i}" for i in range(1, SOURCES)])  # the post's boxes cite the thirtieth
    parts: list[str] = []
    for i in range(10):
        parts.append(f"## {sentence(text, 4)}?")
        for _ in range(3):
            said = ". ".join(sentence(text, 10) for _ in range(3))
            parts.append(f"{said} [@{next(keys)}; @{next(keys)}].")
        if i % 2:
            said = ". ".join(sentence(text, 10) for _ in range(4))
            parts.append(f"/// claim | {sentence(text, 6)}\n    grade: limited\n\n{said} [@{next(keys)}].\n///")
    rows = "\n".join(f"| {sentence(text, 5)} | {sentence(text, 3)} | {sentence(text, 12)} |" for _ in range(4))
    parts.append(f"| {sentence(text, 3)} | {sentence(text, 2)} | {sentence(text, 2)} |\n| --- | --- | --- |\n{rows}")
    counts = "    of: 100\n    with: 63\n    without: 32"
    parts.append(f"/// numbers | {sentence(text, 8)}\n{counts}\n\n{sentence(text, 12)} [@{next(keys)}].\n///")
    while (short := WORDS - len(" ".join(parts).split())) > 0:
        parts.append(". ".join(sentence(text, 10) for _ in range(min(4, short // 10 + 1))) + ".")
    return "\n\n".join(parts)


@cache
def heavy() -> Page:
    """The page of a post of 1,500 words with thirty sources, between two neighbours of its topic."""
    site = once("heavy", make_heavy) / "site"
    return Page(site, site / "heavy/index.html")


def make_heavy(folder: Path) -> None:
    texts = {
        "before": post("before", date="2024-01-01"),
        "heavy": post("heavy", date="2024-01-02", body=heavy_body()),
        "after": post("after", date="2024-01-03"),
    }
    made = project(folder / "project", texts)
    with (made / "content/references.bib").open("a", encoding="utf-8") as known:
        known.write("\n" + "\n".join(source_entry(i) for i in range(1, SOURCES)))
    # The words are made up at random, so the check would have much to say of them: here they only weigh.
    command = [sys.executable, "-c", RENDER, str(folder / "site")]
    subprocess.run(command, cwd=made, check=True, capture_output=True)


def packed(text: str) -> int:
    """The bytes of `text` by brotli."""
    return len(brotli.compress(text.encode()))


def style(page: Page) -> bytes:
    """The style sheet, which stands in the page."""
    return re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)[0].encode()


def script(page: Page) -> bytes:
    """The script, which stands in the page."""
    return re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)[0].encode()


def later() -> str:
    """The script that comes after each page, with the look of the cards that it opens."""
    return head_assets(take_snapshot(ROOT).under("theme/static"), preview=False, offline=True).later.data.decode()


def test_the_made_up_words_weigh_what_real_ones_do() -> None:
    assert 1.85 <= packed(sentence(words(1), WORDS)) / WORDS <= 2.1


def test_a_post_of_1500_words_and_30_sources_is_at_most_14_kb_packed() -> None:
    """14 KB fit into the ten packets that a server may send before it hears back (RFC 6928)."""
    page = heavy()
    assert len(page.tree.xpath("//section[@aria-labelledby='sources']//li")) == SOURCES
    assert page.tree.xpath("//nav[@aria-label='Posts by date']//li")
    assert packed(page.text) <= 14 * KIB


def test_what_comes_after_the_page_and_is_kept_for_every_other_is_at_most_two_kb_packed() -> None:
    assert packed(later()) <= 2 * KIB


@pytest.mark.parametrize("page", [page for page in pages() if not page.is_post and "style-guide" not in page.address])
def test_any_other_page_is_at_most_14_kb_packed(page: Page) -> None:
    assert packed(page.text) <= 14 * KIB


def test_the_style_sheets_are_at_most_6_kb_packed() -> None:
    for page in (posts()[0], pages()[-1]):
        assert len(gzip.compress(style(page), 9)) <= 6 * KIB


def test_the_script_that_the_first_paint_waits_for_is_under_half_a_kb_packed() -> None:
    assert packed(script(posts()[0]).decode()) < KIB / 2


def test_no_page_fetches_a_font_ahead_since_a_first_paint_waits_for_it() -> None:
    assert not [page for page in pages() if page.tree.xpath("//link[@rel='preload']")]


@pytest.mark.parametrize("page", posts(), ids=str)
def test_the_fonts_that_a_post_may_ask_for_are_at_most_36_kb(page: Page, site: Path) -> None:
    fonts = fonts_of(style(page).decode())
    assert fonts
    assert sum((site / font).stat().st_size for font in fonts) <= 36 * KIB
