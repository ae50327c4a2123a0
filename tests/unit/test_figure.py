"""desk/markup/figure.py and desk/markup/picture.py: a picture, its words, and every version of it."""

from __future__ import annotations

import pytest
from lxml import html

from desk.checks.image import png
from desk.markup.picture import with_pictures
from desk.pictures.picture import Picture, picture_of
from tests.unit.written import words, written

FIGURE = """/// figure | A drip is slow
    credit: A. Nurse, CC BY 4.0

{}
///"""
IMAGE = "![A drip & its stand]({static}../images/a-drip.png)"
FILES = {
    "a-drip.png": png(1600, 900),
    "a-curve.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><g id="g"/></svg>',
}


def find(name: str) -> Picture | None:
    return picture_of(name, FILES[name]) if name in FILES else None


@pytest.mark.parametrize("inside", [f"{IMAGE}\n\nIt *takes* long.", f"{IMAGE}\nIt *takes* long."])
def test_the_picture_comes_first_then_what_it_shows_then_whose_it_is(inside: str) -> None:
    figure = written(FIGURE.format(inside)).xpath("//figure[@class='figure']")[0]
    assert [child.tag for child in figure] == ["p", "figcaption"]
    assert figure.xpath("p/img/@alt") == ["A drip & its stand"]
    assert [words(p) for p in figure.xpath("figcaption/p")] == [
        "A drip is slow", "It takes long.", "Picture: A. Nurse, CC BY 4.0",
    ]  # fmt: skip


def test_a_figure_without_a_credit_is_not_made() -> None:
    assert not written(FIGURE.format(IMAGE).replace("    credit: A. Nurse, CC BY 4.0\n", "")).xpath("//figure")


def test_a_photograph_is_offered_in_every_form_and_width_with_its_place_kept_free() -> None:
    made = with_pictures('<p><img alt="A drip &amp; its stand" src="/images/a-drip.png"></p>', find)
    page = html.fragment_fromstring(made)
    assert page.xpath("//source/@type") == ["image/avif", "image/webp"]
    for source in page.xpath("//source"):
        assert [each.split()[1] for each in source.get("srcset").split(",")] == ["360w", "544w", "720w", "1088w"]
        assert source.get("sizes").endswith("calc(100vw - 2rem)")
    (img,) = page.xpath("//img")
    assert (img.get("width"), img.get("height"), img.get("alt")) == ("1600", "900", "A drip & its stand")
    assert img.get("loading") is None, "it begins the text"
    assert "a-drip.png" not in made, "no file as it was committed"


def test_what_stands_below_the_first_screen_comes_late() -> None:
    above = f"<p>{'word ' * 70}</p>"
    assert 'loading="lazy"' in with_pictures(f'{above}<img alt="x" src="/images/a-drip.png">', find)


def test_a_figure_whose_picture_is_wider_than_the_text_has_the_room_at_its_right() -> None:
    figure = '<figure class="figure">\n<p><img alt="x" src="/images/{}"></p></figure>'
    wide = html.fragment_fromstring(with_pictures(figure.format("a-drip.png"), find))
    assert wide.get("class") == "figure figure--wide"
    assert "57.5rem" in wide.xpath("//source/@sizes")[0]
    narrow = html.fragment_fromstring(with_pictures(figure.format("a-curve.svg"), find))
    assert narrow.get("class") == "figure"


def test_a_drawing_stands_in_the_page_and_twice_with_ids_of_its_own() -> None:
    made = with_pictures('<p><img alt="x" src="/images/a-curve.svg"><img alt="y" src="/images/a-curve.svg"></p>', find)
    page = html.fragment_fromstring(made)
    assert page.xpath("//*[@role='img']/@aria-label") == ["x", "y"]
    assert page.xpath("//@id") == ["a-curve-g", "a-curve-2-g"]


def test_in_a_feed_a_picture_is_one_plain_file() -> None:
    made = with_pictures(
        '<img alt="x" src="/images/a-drip.png"><img alt="y" src="/images/a-curve.svg">', find, feed=True
    )
    photo, drawn = html.fragment_fromstring(made, create_parent="div").xpath("img")
    assert photo.get("src").endswith("-1200.png" if photo.get("src").endswith("png") else "-1200.jpg")
    assert (photo.get("width"), photo.get("height")) == ("1200", "675")
    assert (drawn.get("width"), drawn.get("height"), drawn.get("alt")) == ("320", "180", "y")


def test_a_link_leads_to_what_is_published_and_the_unknown_stays() -> None:
    made = with_pictures('<a href="/images/a-drip.png">x</a><img alt="z" src="/images/no.png">', find)
    assert "a-drip.png" not in made.replace("-1200.png", "")
    assert '<img alt="z" src="/images/no.png">' in made
