"""desk/model/chart.py and desk/markup/chart.py"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import replace

import pytest
from lxml import html

from desk.checks.code import GOOD
from desk.markup.chart import HEIGHT, drawing, scale
from desk.markup.converter import Converter
from desk.model.chart import Chart, numbers_in, read_chart, shown
from desk.site.feed_body import without_screen_parts
from tests.unit.written import document, library, words

GROUPS = """kind = "groups"
measure = "How far pain fell, of 100"
groups = ["on ketamine", "on the other drug"]

[[rows]]
name = "After one hour"
people = 54
values = [43.5, 63.5]
difference = -20
interval = [-37.2, -2.8]
sources = ["zitek2018"]
"""
DIFFERENCES = GROUPS.replace('"groups"', '"differences"').replace("[[rows]]", "low = -40\nhigh = 40\n\n[[rows]]")
TIMELINE = """kind = "timeline"
measure = "Minutes"
unit = "minutes"
high = 180

[[rows]]
name = "Drip"
start = 0
end = 45
sources = ["zitek2018"]

[[rows]]
name = "Rest"
start = 90
open = true
sources = ["zitek2018"]

[[rows]]
name = "Peak"
start = 30
sources = ["zitek2018"]
"""
COUNTS = GROUPS.replace('"groups"', '"counts"').replace("[43.5, 63.5]", "[37, 20]\nof = [62, 64]")
COUNTS = COUNTS.replace("difference = -20\ninterval = [-37.2, -2.8]\n", "")


def chart(text: str) -> Chart:
    read, problems = read_chart("content/data/attacks.toml", text)
    assert read, problems
    return read


def figure(text: str) -> html.HtmlElement:
    """The page of a post that shows the chart in `text`."""
    known = replace(library(), charts={"attacks": chart(text)})
    body = "/// chart | What was found\n    data: attacks\n\nA sentence.\n///"
    return html.fromstring(f"<div>{Converter(known).convert(document(body)).html}</div>")


def places(drawn: etree.Element, name: str) -> list[float]:
    """Where the lines or circles of a drawing begin, in percent."""
    return [float(each.get("cx", each.get("x1", "")).rstrip("%")) for each in drawn.iter(name)]


def test_each_number_stands_in_words_before_it_is_drawn() -> None:
    row = figure(GROUPS).xpath("//figure/ul/li")[0]
    assert words(row) == (
        "After one hour. 54 people; 43.5 on ketamine, 63.5 on the other drug; "
        "difference \u221220 (from \u221237.2 to \u22122.8).1"
    )
    assert row[-1].tag == "svg"


def test_a_disc_and_a_ring_stand_where_the_scale_has_their_numbers() -> None:
    drawn = drawing(chart(GROUPS), chart(GROUPS).rows[0])
    assert places(drawn, "circle") == [43.5, 63.5]
    assert [mark.get("fill") for mark in drawn.iter("circle")] == ["currentColor", "none"]


def test_marks_that_would_cover_each_other_have_a_lane_each() -> None:
    near = chart(GROUPS.replace("63.5]", "44]").replace("difference = -20\ninterval = [-37.2, -2.8]\n", ""))
    assert drawing(near, near.rows[0]).get("height") == str(2 * HEIGHT)


def test_counts_are_drawn_as_shares_of_their_own_whole() -> None:
    read = chart(COUNTS)
    assert places(drawing(read, read.rows[0]), "circle") == pytest.approx([59.68, 31.25], abs=0.01)
    assert "37 of 62 on ketamine, 20 of 64 on the other drug" in words(figure(COUNTS))


def test_a_difference_has_its_interval_and_the_line_of_no_difference() -> None:
    read = chart(DIFFERENCES)
    drawn = drawing(read, read.rows[0])
    assert places(drawn, "circle") == [25]
    assert places(drawn, "line") == [0, 50, 3.5]


def test_what_lasts_is_a_bar_and_what_has_no_end_goes_on() -> None:
    read = chart(TIMELINE)
    bars = [list(drawing(read, row).iter("line"))[1:] for row in read.rows]
    assert [(bar.get("x1"), bar.get("x2")) for each in bars for bar in each] == [("0%", "25%"), ("50%", "100%")]
    assert "Rest. From 90 minutes on." in words(figure(TIMELINE))
    assert "Peak. At 30 minutes." in words(figure(TIMELINE))
    assert [words(cell) for cell in figure(TIMELINE).xpath("//tr[3]/*")][1:3] == ["30 minutes", "30 minutes"]


@pytest.mark.parametrize("text", [GROUPS, DIFFERENCES, COUNTS, TIMELINE])
def test_the_table_has_as_many_cells_in_each_row_and_a_head_for_screen_readers(text: str) -> None:
    table = figure(text).xpath("//details/table")[0]
    assert len({len(row) for row in table.iter("tr")}) == 1
    assert table.xpath("//tbody//th/@scope") == ["row"] * len(chart(text).rows)
    assert table.xpath("//tbody/tr/td[last()]//a/@href") == ["#source-1"] * len(chart(text).rows)


@pytest.mark.parametrize("text", [GROUPS, TIMELINE])
def test_in_a_feed_the_table_stands_open_with_the_words_and_no_drawing(text: str) -> None:
    page = figure(text)
    fed = html.fromstring(without_screen_parts(html.tostring(page, encoding="unicode")))
    assert not fed.xpath("//svg | //details | //figure/ul")
    assert [words(each) for each in fed.xpath("//figure/*")][0::2] == ["What was found.", "A sentence."]
    assert words(fed.xpath("//figure/table")[0]) == words(page.xpath("//figure//table")[0])


def test_a_drawing_is_silent_and_has_the_colour_of_the_text() -> None:
    for drawn in (drawing(chart(GROUPS), chart(GROUPS).rows[0]), scale(chart(GROUPS))):
        assert drawn.get("aria-hidden") == "true"
        assert not [each for each in drawn.iter() if each.get("style") or "#" in each.get("fill", "")]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("[43.5, 63.5]", "[43.5, 163.5]"), "outside of the scale"),
        (("= -20", "= -21"), "the difference of the values is \u221220"),
        (("[-37.2, -2.8]", "[-37.2, -22.8]"), "not within its interval"),
        (("values = [43.5, 63.5]\n", ""), 'the row lacks "values"'),
        (('groups = ["on ketamine", "on the other drug"]\n', ""), '"groups" is missing'),
        (("[[rows]]", "high = 0\n\n[[rows]]"), '"low" is not below "high"'),
    ],
)
def test_what_cannot_be_right_is_not_drawn(change: tuple[str, str], says: str) -> None:
    read, problems = read_chart("content/data/attacks.toml", GROUPS.replace(*change))
    assert read is None
    assert [says in problem.what for problem in problems] == [True]


def test_a_count_is_not_more_than_its_whole_and_an_end_not_before_its_start() -> None:
    assert "more than its whole" in read_chart("x", COUNTS.replace("[37,", "[63,"))[1][0].what
    assert "ends before it starts" in read_chart("x", TIMELINE.replace("start = 0", "start = 60"))[1][0].what


def test_a_source_that_is_not_known_is_shown_as_it_was_typed() -> None:
    assert "[@nobody2018]" in words(figure(GROUPS.replace("zitek2018", "nobody2018")))


def test_a_slip_is_told_with_the_line_of_its_row() -> None:
    _, problems = read_chart("x", TIMELINE.replace("start = 90", "start = 900"))
    assert [(each.line, each.what) for each in problems] == [(12, "900 is outside of the scale.")]


def test_numbers_are_printed_as_people_read_them() -> None:
    assert [shown(n) for n in (43.5, 20.0, -5.8, 1072, 0.9)] == ["43.5", "20", "\u22125.8", "1,072", "0.9"]
    assert numbers_in("Of 1,072 people 3.5 in v2 had 40%") == {1072, 3.5, 40}


def test_the_good_project_of_the_checks_has_no_chart() -> None:
    assert not [path for path in GOOD if path.startswith("content/data/")]
