"""theme/static/css/tokens.css: colours that neither fade nor glare."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.unit.colour import chroma, contrast, luminance
from tests.unit.tokens import LEVELS, TOKENS, tokens

TEXT = ["--ink", "--quiet", "--link", "--visited", "--caution", "--danger"]
GROUNDS = ["--paper", "--raised"]
EVERY = list(product(LEVELS, GROUNDS, TEXT))


def ratio(level: str, ground: str, text: str, wish: str = "") -> float:
    """The contrast of a text on a ground."""
    here = tokens(level, wish)
    return contrast(here[text], here[ground])


def test_contrast_and_chroma_are_computed_as_their_standards_say() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert chroma("#808080") == pytest.approx(0, abs=1e-6)
    assert chroma("#ff0000") == pytest.approx(0.2577, abs=0.0001)


def test_a_text_stands_out_7_to_13_times() -> None:
    assert {each: found for each in EVERY if not 7 <= (found := ratio(*each)) <= 13} == {}


@pytest.mark.parametrize("level", LEVELS)
def test_the_words_of_an_emergency_stand_out_of_its_ground_which_is_never_a_lamp(level: str) -> None:
    here = tokens(level)
    assert 7 <= contrast(here["--on-alarm"], here["--alarm"]) <= 13
    assert luminance(here["--alarm"]) <= 0.1


@pytest.mark.parametrize(("level", "ground"), list(product(LEVELS, GROUNDS)))
def test_a_drawing_is_seen_and_is_quiet(level: str, ground: str) -> None:
    assert 3 <= contrast(tokens(level)["--shade"], tokens(level)[ground]) <= 4.5


@pytest.mark.parametrize("level", LEVELS)
def test_a_wish_for_more_contrast_gives_more_and_never_more_light(level: str) -> None:
    more = "(prefers-contrast: more)"
    for ground, text in product(GROUNDS, TEXT):
        assert ratio(level, ground, text, more) >= max(10, ratio(level, ground, text)), (ground, text)
    assert tokens(level, more)["--paper"] == tokens(level)["--paper"]


@pytest.mark.parametrize("level", LEVELS)
def test_a_wish_for_less_contrast_gives_no_more_and_stays_readable(level: str) -> None:
    less = "(prefers-contrast: less)"
    for ground, text in product(GROUNDS, TEXT):
        assert 4.8 <= ratio(level, ground, text, less) <= ratio(level, ground, text), (ground, text)
        assert ratio(level, ground, "--ink", less) < ratio(level, ground, "--ink"), ground
    assert tokens(level, less)["--paper"] == tokens(level)["--paper"]


@pytest.mark.parametrize("level", LEVELS)
def test_paper_is_black_on_white(level: str) -> None:
    here = tokens(level, "print")
    assert {here[name] for name in GROUNDS} == {"#fff"}
    assert {here[name] for name in [*TEXT, "--rule"]} == {"#000"}


@pytest.mark.parametrize("level", LEVELS)
def test_no_colour_is_loud(level: str) -> None:
    loud = {
        name: chroma(value) for name, value in tokens(level).items() if value.startswith("#") and chroma(value) > 0.13
    }
    assert loud == {}


def test_dim_sends_about_half_of_white_s_light_and_keeps_dark_on_light() -> None:
    here = tokens("dim")
    assert 0.4 <= luminance(here["--paper"]) <= 0.55
    assert luminance(here["--ink"]) < luminance(here["--paper"])


def test_no_ground_is_pure_white_or_black_on_a_screen() -> None:
    grounds = {tokens(level)[ground] for level, ground in product(LEVELS, GROUNDS)}
    assert not grounds & {"#fff", "#ffffff", "#000", "#000000"}


def test_the_smallest_text_is_17_pixels() -> None:
    sizes = {name: tokens("day")[name] for name in ("--small", "--text", "--title-3", "--title-2", "--lead")}
    assert all(float(re.search(r"([\d.]+)rem", size)[1]) * 16 >= 17 for size in sizes.values())  # type: ignore[index]


def test_a_level_is_whole() -> None:
    text = TOKENS.read_text("utf-8")
    dim = re.search(r'\[data-light="dim"\] \{(.*?)\}', text, re.DOTALL)
    assert dim
    named = set(re.findall(r"(--[\w-]+):", dim[1]))
    assert {*TEXT, *GROUNDS, "--alarm", "--on-alarm", "--shade", "--rule", "--photograph"} == named, (
        "dim gives every colour anew"
    )
