"""desk/finish/share.py"""

from __future__ import annotations

import io
from functools import cache

import pytest
from PIL import Image

from desk.finish.share import EDGE, HEIGHT, WIDTH, Painter
from desk.markup.grade import QUARTERS
from desk.model.snapshot import take_snapshot
from tests.build_site import ROOT

LIMIT = 30 * 1024
FOOT = HEIGHT - 120
TITLE, ANSWER = "Do ketamine infusions help migraine?", "Nobody knows yet. Nobody has compared them with anything."


@cache
def look() -> dict[str, bytes]:
    """The theme's real files."""
    return take_snapshot(ROOT).under("theme/static")


def drawn(title: str = TITLE, answer: str = ANSWER, grade: str = "limited") -> Image.Image:
    """The picture of a post."""
    data = Painter(look()).card(("Plain Ketamine", title, answer, grade, "Possible; early evidence"))
    assert len(data) < LIMIT
    return Image.open(io.BytesIO(data)).convert("RGB")


def blank(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether nothing is drawn there."""
    colours = picture.crop(box).getcolors()
    return colours is not None and len(colours) == 1


def test_the_same_post_gives_the_same_bytes_and_another_grade_others() -> None:
    assert drawn().tobytes() == drawn().tobytes()
    seen = {drawn(grade=grade).crop((EDGE, FOOT, EDGE + 60, HEIGHT)).tobytes() for grade in (*QUARTERS, "conflicting")}
    assert len(seen) == 5, "each grade has a mark of its own"
    assert drawn().getcolors(16), "more colours than four bits a pixel can tell apart"


@pytest.mark.parametrize(
    ("title", "answer"),
    [
        (TITLE, ANSWER),
        ("Why?", "Nobody knows. " * 4),
        ("What happens " * 6 + "then, we ask?", "Wide words make mammoth murmurs warm. " * 5),  # the longest allowed
        ("Why does caf\u00e9 na\u00efvet\u00e9 hurt?", "It\u2019s \u201cknown\u201d \u2013 or is it? " * 3),
    ],
)
def test_the_words_stay_within_the_edges_and_above_the_grade(title: str, answer: str) -> None:
    picture = drawn(title[:90], answer[:200])
    assert picture.size == (WIDTH, HEIGHT)
    assert blank(picture, (0, 0, EDGE - 6, HEIGHT))
    assert blank(picture, (WIDTH - EDGE + 6, 0, WIDTH, HEIGHT))
    assert blank(picture, (0, FOOT - 8, WIDTH, FOOT + 4)), "the answer runs into the grade"
