"""desk/markup/box.py"""

from __future__ import annotations

import pytest

from desk.markup.box import BOXES
from tests.unit.written import words, written


@pytest.mark.parametrize("name", BOXES)
def test_a_box_says_what_it_is_in_words(name: str) -> None:
    box = written(f"/// {name}\nSome words.\n///").xpath(f"//section[@class='box box--{name}']")[0]
    assert words(box.xpath("h2")[0]) == BOXES[name].format(emergency="911")
    assert words(box).endswith("Some words.")


def test_a_box_takes_a_title_of_the_writer_s_own() -> None:
    box = written("/// urgent | Call the clinic today & rest\nNow.\n///").xpath("//section")[0]
    assert words(box.xpath("h2")[0]) == "Call the clinic today & rest"


def test_each_box_has_an_address_of_its_own() -> None:
    page = written("/// urgent\nToday.\n///\n\n/// urgent\nTomorrow.\n///\n\n## Urgent")
    assert page.xpath("//h2/@id") == ["urgent", "urgent-2", "urgent_1"]
    assert page.xpath("//section/h2/a/@href") == ["#urgent", "#urgent-2"]


def test_a_box_stands_under_the_section_that_it_is_in() -> None:
    page = written("/// note\nFirst.\n///\n\n## A section\n\n/// note\nSecond.\n///")
    assert [heading.tag for heading in page.xpath("//section/*[1]")] == ["h2", "h3"]


def test_the_box_of_certainty_gives_the_grade_of_the_header() -> None:
    assert "Not yet known. Very limited evidence." in words(written("/// how-sure\nOne study.\n///"))


def test_lists_and_citations_work_inside_a_box() -> None:
    box = written("/// key-points\n- One [@zitek2018].\n- Two.\n///").xpath("//section[contains(@class, 'box')]")[0]
    assert len(box.xpath("ul/li")) == 2
    assert box.xpath(".//sup/a/@href") == ["#source-1"]


def test_text_after_a_box_is_outside_it() -> None:
    assert written("/// note\nIn.\n///\n\nOut.").xpath("//p[not(ancestor::section)]/text()") == ["Out."]
