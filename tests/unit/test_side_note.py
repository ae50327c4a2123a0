"""desk/markup/side_note.py"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from desk.markup.side_note import opening
from tests.unit.written import words, written


def test_the_word_stays_text_and_the_button_over_it_has_a_name() -> None:
    mark = opening("aura", "term-aura", "meaning of aura")
    assert mark.text == "aura"
    (button,) = mark
    assert button.get("aria-label") == "meaning of aura"
    assert not "".join(button.itertext())


def test_a_text_without_its_buttons_has_lost_no_word() -> None:
    page = written("An aura can come first [@zitek2018; @short2018].")
    whole = words(page)
    for button in page.xpath("//button"):
        button.drop_tree()
    assert words(page) == whole


def test_what_a_button_opens_is_there() -> None:
    page = written("An aura can come first [@zitek2018].")
    assert set(page.xpath("//button/@popovertarget")) <= set(page.xpath("//li[@popover]/@id"))
    assert etree.tostring(opening("1", "source-1", "source 1"), encoding="unicode").startswith("<span")
