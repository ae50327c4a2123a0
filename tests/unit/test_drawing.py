"""desk/pictures/drawing.py: a drawing is made of the reader's ink, and brings nothing else into a page."""

from __future__ import annotations

import pytest
from lxml import html

from desk.checks.mend import mend
from desk.pictures import drawing
from desk.pictures.container import Unreadable

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180">{}</svg>'
INKSCAPE = """<?xml version="1.0"?>
<!-- Created by Somebody -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  width="320px" height="180px" inkscape:export-filename="/home/somebody/x.png">
<metadata>Somebody</metadata><title>drawing1</title>
<g id="layer1" inkscape:label="Layer 1" class="box" style="fill:none;stroke:#000000;stroke-width:2px">
<path d="M0 0h9"/></g><text x="1" y="20" style="font-size:20px">One <tspan>two</tspan> <tspan>three</tspan></text>
</svg>
"""


def data(inside: str) -> bytes:
    return SVG.format(inside).encode()


@pytest.mark.parametrize(
    "inside",
    [
        "<path d='M0 0h9'/>",
        "<path fill='currentColor' stroke='none' d='M0 0h9'/>",
        "<path style='fill:none;stroke:currentColor' d='M0 0h9'/>",
        "<path style='stroke:#000' fill='black' d='M0 0h9'/>",
        "<linearGradient id='g'><stop offset='1'/></linearGradient><path fill='url(#g)' d='M0 0h9'/>",
        "<mask id='m'><path fill='#fff' d='M0 0h9'/></mask><path mask='url(#m)' d='M0 0h9'/>",
        "<linearGradient id='g'><stop stop-color='currentColor'/></linearGradient><path fill='url(#g)' d='M0 0h9'/>",
    ],
)
def test_what_follows_the_light_may_stay(inside: str) -> None:
    assert drawing.fixed_colour(data(inside)) == (0, "")


@pytest.mark.parametrize(
    "inside",
    [
        "<rect width='9' height='9' fill='#fff'/>",
        "<rect width='9' height='9' fill='white'/>",
        "<path style='stroke: rgb(1, 2, 3)' d='M0 0h9'/>",
        "<g color='red'><path d='M0 0h9'/></g>",
        "<style>path { fill: red }</style>",
        "<path fill='var(--link)' d='M0 0h9'/>",
    ],
)
def test_a_colour_that_stays_as_it_is_is_found(inside: str) -> None:
    assert drawing.fixed_colour(data(inside))[0]


def test_what_a_program_added_is_gone_and_black_is_ink() -> None:
    drawn = drawing.drawn(INKSCAPE.encode())
    assert (drawn.width, drawn.height) == (320, 180)
    for trace in ("omebody", "inkscape", "layer 1", "drawing1", "class", "style", "#000"):
        assert trace not in drawn.file
    assert 'viewBox="0 0 320 180"' in drawn.file
    assert 'stroke="currentColor"' in drawn.file
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in drawn.file
    assert "One <tspan>two</tspan> <tspan>three</tspan>" in drawn.file
    assert drawing.drawn(drawn.file.encode()) == drawn, "twice is once"


def test_fix_mends_what_only_a_program_did_and_leaves_what_a_person_must_see() -> None:
    path = "content/images/a-b.svg"
    new, said = mend(path, INKSCAPE.encode())
    assert said
    assert mend(path, new) == (new, [])
    for left in (data("<script>1</script>"), data("<rect width='9' height='9' fill='#fff'/>"), data("<path/>")):
        assert mend(path, left) == (left, [])


def test_in_a_page_it_is_described_and_its_ids_are_its_own() -> None:
    inside = "<defs><path id='a' d='M0 0h9'/><clipPath id='c'><path d='M0 0'/></clipPath></defs>"
    drawn = drawing.drawn(data(f"{inside}<use href='#a' clip-path='url(#c)'/>"))
    page = html.fragment_fromstring(drawn.in_page("post-curve", 'A "curve" & more'))
    assert dict(page.attrib) == {
        "class": "drawing", "role": "img", "aria-label": 'A "curve" & more', "viewbox": "0 0 320 180", "width": "320",
        "height": "180", "fill": "currentColor",
    }  # fmt: skip
    assert page.xpath("//@id") == ["post-curve-a", "post-curve-c"]
    assert page.xpath("//use/@href") == ["#post-curve-a"]
    assert page.xpath("//use/@clip-path") == ["url(#post-curve-c)"]


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('viewBox="0 0 640 360"', (640, 360)),
        ('viewBox="0,0,640,360" width="320"', (640, 360)),
        ('viewBox="0 0 640 320" width="320" height="999"', (320, 160)),
        ('width="320px" height="160.5"', (320, 160.5)),
    ],
)
def test_its_size_is_known(head: str, size: tuple[float, float]) -> None:
    assert drawing.size_of(f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>'.encode()) == size


@pytest.mark.parametrize("head", ["", 'width="100%" height="100%"', 'viewBox="0 0 0 0"', 'width="0" height="0"'])
def test_a_drawing_without_a_size_is_refused(head: str) -> None:
    with pytest.raises(Unreadable):
        drawing.size_of(f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>'.encode())


def test_words_are_measured_as_a_phone_shows_them() -> None:
    assert drawing.smallest_words(data("<text font-size='17'>Hours</text>"))[1] == 17
    wide = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 656 9"><g font-size="20"><text>Hours</text></g></svg>'
    assert drawing.smallest_words(wide.encode())[1] == 10
    assert drawing.smallest_words(data("<text font-size='3'> </text>"))[1] == 100
