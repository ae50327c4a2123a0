"""desk/markup/box.py"""

from __future__ import annotations

import pytest

from desk.markup.box import BOXES
from tests.unit.written import words, written


@pytest.mark.parametrize("name", BOXES)
def test_a_box_says_what_it_is_in_words(name: str) -> None:
    box = written(f"/// {name}\nSome words.\n///").xpath(f"//div[@class='box box--{name}']")[0]
    assert box.xpath("p[@class='box__title']")[0].text == BOXES[name].format(emergency="911")
    assert words(box).endswith("Some words.")


def test_a_box_takes_a_title_of_the_writer_s_own() -> None:
    box = written("/// urgent | Call the clinic today & rest\nNow.\n///").xpath("//div")[1]
    assert box.xpath("p[@class='box__title']")[0].text == "Call the clinic today & rest"


def test_the_box_of_certainty_gives_the_grade_of_the_header() -> None:
    assert "very limited, not yet known" in words(written("/// how-sure\nOne study.\n///"))


def test_lists_and_citations_work_inside_a_box() -> None:
    box = written("/// key-points\n- One [@zitek2018].\n- Two.\n///").xpath("//div[contains(@class, 'box')]")[0]
    assert len(box.xpath("ul/li")) == 2
    assert box.xpath(".//button/@popovertarget") == ["source-1"]


def test_text_after_a_box_is_outside_it() -> None:
    assert written("/// note\nIn.\n///\n\nOut.").xpath("//div/p[not(ancestor::div/@class)]/text()") == ["Out."]
