"""desk/markup/side_note.py"""

from __future__ import annotations

from lxml import html

from desk.markup.converter import Converter
from desk.model.glossary import Term
from desk.model.library import Library
from desk.model.strict_yaml import Mark
from tests.unit.written import document, library, words

AURA = Term("aura", "A short change in sight.", ("auras",), Mark(1, 1))


def written(body: str) -> html.HtmlElement:
    """The HTML of `body` where a word is explained."""
    known = library()
    made = Converter(Library(known.site, known.sources, (AURA,))).convert(document(body))
    return html.fromstring(f"<div>{made.html}</div>")


def test_what_opens_is_a_link_to_a_note_that_is_there() -> None:
    page = written("An aura can come first [@zitek2018].")
    opens = page.xpath("//p//a/@href")
    assert opens == ["#term-aura", "#source-1"]
    assert {link.removeprefix("#") for link in opens} <= set(page.xpath("//li/@id"))


def test_no_word_stands_where_a_reader_mode_takes_it_out() -> None:
    """Firefox's Readability drops buttons and inputs, and whatever is hidden."""
    page = written("An aura can come first [@zitek2018; @short2018].")
    whole = words(page)
    for lost in page.xpath("//button | //input | //*[@hidden] | //*[@aria-hidden='true'] | //*[@popover]"):
        lost.drop_tree()
    assert words(page) == whole


def test_a_list_is_folded_by_an_empty_details_before_it_so_that_its_words_are_never_in_one() -> None:
    page = written("An aura can come first [@zitek2018; @short2018].")
    assert [words(fold) for fold in page.xpath("//details")] == ["Show 1 word", "Show 2 sources"]
    assert not page.xpath("//details//li")
