"""On paper: black on white, every source's address written out, nothing that only a screen can use."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.browser.conftest import Open, choose
from tests.browser.pixels import picture
from tests.pages import example, pages, posts

TALL = 2000
FOOT = 0.05
"""How much of a sheet's height its margin takes, where its number stands."""


@dataclass(frozen=True)
class Printed:
    """A post as a PDF, and the words of each of its sheets."""

    pdf: PdfReader
    sheets: list[str]

    @property
    def text(self) -> str:
        """All the words, without spaces: a line may break anywhere in an address."""
        return re.sub(r"\s", "", "".join(self.sheets))


@pytest.fixture(scope="module", params=[("day", "A4"), ("night", "Letter")], ids=str)
def printed(request: pytest.FixtureRequest, tab: Page, served: str) -> Printed:
    """A post, printed on some paper by a reader who chose a light."""
    tab.goto(served + example("post").address)
    light, paper = request.param
    choose(tab, light)
    pdf = PdfReader(io.BytesIO(tab.pdf(format=paper)))
    tab.evaluate("localStorage.clear()")
    return Printed(pdf, [page.extract_text() for page in pdf.pages])


def colours(pdf: PdfReader) -> Iterator[tuple[float, ...]]:
    """Every colour that the pages draw with."""
    for page in pdf.pages:
        stream: Any = ContentStream(page.get_contents(), pdf)
        for operands, operator in stream.operations:
            if operator in {b"rg", b"RG", b"g", b"G"}:
                yield tuple(float(part) for part in operands)


def test_it_is_black_on_white_whatever_the_light(printed: Printed) -> None:
    used = {tuple(round(part, 2) for part in colour) for colour in colours(printed.pdf)}
    assert used
    assert {part for colour in used for part in colour} <= {0.0, 1.0, 0.47}, "black, white, and the grey of drawings"


def test_every_source_stands_there_with_its_address(printed: Printed) -> None:
    words = printed.text
    links = example("post").tree.xpath("//section[@aria-labelledby='sources']//a/@href[starts-with(., 'http')]")
    assert links
    assert [link for link in links if re.sub(r"\s", "", link) not in words] == []


def test_the_end_of_the_longest_post_stands_there_too(turn_to: Open) -> None:
    longest = max(posts(), key=lambda post: len(post.text))
    pdf = PdfReader(io.BytesIO(turn_to(longest.address).pdf(format="Letter")))
    words = Printed(pdf, [page.extract_text() for page in pdf.pages]).text
    links = longest.tree.xpath("//section[@aria-labelledby='sources']//a/@href[starts-with(., 'http')]")
    assert [link for link in links if re.sub(r"\s", "", link) not in words] == []
    assert longest.tree.xpath("//dl[@class='about']/dt[last()]/text()") == ["Tags"]
    assert "ConflictsofinterestNone" in words
    assert "Tags" in words


def test_what_only_a_screen_can_use_is_left_away(printed: Printed) -> None:
    words = printed.text
    for gone in ("AutoDayDimNight", "Skiptothetext", "Onthispage", "Atomfeed", "Show30sources", "Gethelpnow"):
        assert gone not in words
    assert "PlainKetamine" in words
    assert "Notyetreviewedbyaclinician" in words


def test_a_long_post_is_at_most_6_pages_each_numbered_and_the_first_says_where_it_came_from(printed: Printed) -> None:
    count = len(printed.sheets)
    assert count <= 6
    for i, sheet in enumerate(printed.sheets, 1):
        assert f"{i} / {count}" in sheet
    assert f"https://plainketamine.example{example('post').address}" in printed.sheets[0]


def test_a_tool_is_at_most_two_sheets_and_says_where_it_came_from(turn_to: Open) -> None:
    tools = [page for page in pages() if page.tree.xpath("//main/div[contains(@class, 'tool')]")]
    assert len(tools) >= 4
    for tool in tools:
        page = turn_to(tool.address)
        for paper in ("A4", "Letter"):
            sheets = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
            assert len(sheets) <= 2, (tool, paper)
            assert tool.address in sheets[0].extract_text()


def test_no_page_is_blank(printed: Printed) -> None:
    assert all(sheet.strip() for sheet in printed.sheets)


def test_no_sheet_is_spent_on_the_foot_of_a_page_or_on_air(turn_to: Open) -> None:
    """Two columns that fill a sheet leave no room below them: what a page is not stands at its top instead."""
    for kind in ("page", "home", "claims"):
        pdf = PdfReader(io.BytesIO(turn_to(kind).pdf(format="Letter")))
        sheets = [sheet.extract_text() for sheet in pdf.pages]
        assert "is not medical advice" in sheets[0]
        assert all(len(sheet) > 20 for sheet in sheets), kind


def lowest(sheet: pypdfium2.PdfPage) -> float:
    """How far up a sheet its lowest words stand, of its height; those at its foot are its number."""
    words = sheet.get_textpage()
    bottoms = (words.get_rect(at)[1] / sheet.get_height() for at in range(words.count_rects()))
    return float(min(bottom for bottom in bottoms if bottom > FOOT))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_only_the_last_sheet_of_a_post_may_have_room_left(turn_to: Open, paper: str) -> None:
    for post in posts():
        sheets = [*pypdfium2.PdfDocument(turn_to(post.address).pdf(format=paper))]
        assert [number for number, sheet in enumerate(sheets[:-1], 1) if lowest(sheet) > 0.3] == [], post.address


@pytest.mark.parametrize("kind", ["post", "style guide", "page", "home"])
def test_nothing_on_paper_has_a_colour(open_page: Open, kind: str) -> None:
    page = open_page(kind, width=800, light="night")
    page.emulate_media(media="print")
    drawn = picture(page, {"x": 0, "y": 0, "width": 800, "height": TALL})
    seen = {colour for _, colour in drawn.getcolors(maxcolors=1 << 24) or []}
    assert all(max(colour) - min(colour) <= 2 for colour in seen if isinstance(colour, tuple))  # type: ignore[type-var]
    assert drawn.getpixel((2, 2)) == (255, 255, 255)


def test_text_on_paper_is_11_to_13_points(open_page: Open) -> None:
    page = open_page("post")
    page.emulate_media(media="print")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('article .body > p')).fontSize) * 72 / 96")
    assert 11 <= size <= 13
