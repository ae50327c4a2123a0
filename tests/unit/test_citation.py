"""desk/model/citation.py and desk/markup/citation.py"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.model.citation import cited_in, parse_citation
from tests.unit.written import rendered, words, written


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        ("@a", [("a", "")]),
        ("@a; @b", [("a", ""), ("b", "")]),
        ("@a;@b , p. 3", [("a", ""), ("b", "p. 3")]),
        ("@a, pp. 3, 5; @b", [("a", "pp. 3, 5"), ("b", "")]),
    ],
)
def test_a_citation_is_keys_and_where_in_them(typed: str, parsed: list[tuple[str, str]]) -> None:
    assert parse_citation(typed) == parsed


LETTERS = "abcdefghijklmnopqrstuvwxyz"
KEYS = st.builds(str.__add__, st.sampled_from(LETTERS), st.text(LETTERS + "0123456789_:-", max_size=8))


@given(st.lists(KEYS, min_size=1, max_size=5))
def test_any_keys_come_back_in_their_order(keys: list[str]) -> None:
    assert parse_citation("; ".join(f"@{key}" for key in keys)) == [(key, "") for key in keys]


def test_the_keys_of_a_text_are_told_as_often_as_they_stand() -> None:
    assert cited_in("One [@a; @b, p. 3]. Two [@a]. me@b.org [a]") == ["a", "b", "a"]


def test_sources_are_numbered_in_the_order_of_their_first_use() -> None:
    page = written("One [@zitek2018]. Two [@etchison2018; @zitek2018]. Three [@zitek2018, p. 3].")
    assert words(page).startswith("One.1 Two.1 2 Three.1, p. 3"), "those of one place stand in the order of the list"
    assert page.xpath("//p//a/@href") == ["#source-1", "#source-1", "#source-2", "#source-1"]
    assert page.xpath("//section[@aria-labelledby='sources']/ol/li/@id") == ["source-1", "source-2"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("So it is [@zitek2018].", "So it is.1"),
        ("So it is [@zitek2018], they say.", "So it is,1 they say."),
        ("So it is [@zitek2018] now.", "So it is1 now."),
        ("So *it is* [@zitek2018].", "So it is.1"),
        ("As [@zitek2018] says.", "As1 says."),
        ('"So it is" [@zitek2018].', "\u201cSo it is\u201d.1"),
    ],
)
def test_a_number_follows_its_sentence_with_nothing_between(typed: str, text: str) -> None:
    assert words(written(typed).xpath("//p")[0]) == text


def test_a_number_is_named_once_for_screen_readers() -> None:
    page = written("One [@zitek2018; @etchison2018].")
    assert page.xpath("//sup/a/@aria-label") == ["Source 1", "Source 2"]


def test_a_citation_in_a_box_is_numbered_where_it_is_read() -> None:
    page = written(
        "/// key-points\n- First [@etchison2018].\n///\n\nThen [@zitek2018].\n\n| A |\n| --- |\n| [@short2018] |"
    )
    assert page.xpath("//sup[@class='cite']/a/text()") == ["1", "2", "3"]


def test_a_source_says_how_many_people_then_who_what_and_where() -> None:
    source = words(written("It did not [@etchison2018].").xpath("//li[@id='source-1']")[0])
    assert source == (
        "Randomized trial, 34 people. "
        "Etchison AR, Bos L, Ray M, et al. Low-dose Ketamine Does Not Improve Migraine in the Emergency Department: "
        "A Randomized Placebo-controlled Trial. West J Emerg Med. 2018;19(6):952-960."
    )


def test_a_text_that_cites_nothing_has_no_list() -> None:
    assert not written("Plain words.").xpath("//section")


def test_nothing_is_kept_from_one_text_to_the_next() -> None:
    written("One [@zitek2018].")
    written("Two [@etchison2018].")
    assert rendered("Two [@etchison2018].").sources == ("etchison2018",)


def test_a_key_that_no_source_has_is_shown_as_it_was_typed_so_that_a_draft_can_be_looked_at() -> None:
    page = written("So they say [@nobody1999; @zitek2018, p. 3].")
    assert words(page) == "So they say [@nobody1999; @zitek2018, p. 3]."
    assert not page.xpath("//section")


@pytest.mark.parametrize("typed", ["`[@zitek2018]`", "[zitek2018]", "me@zitek2018.org"])
def test_what_is_no_citation_stays_as_it_was_typed(typed: str) -> None:
    assert not written(typed).xpath("//sup")
