"""desk/handouts/parts.py"""

from __future__ import annotations

import pytest
from lxml import html

from desk.handouts.parts import Body, first_sentence

ONE = '<sup class="cite"><a href="#source-1">1</a></sup>'
TWO = '<sup class="cite"><a href="#source-2">2</a></sup>'


@pytest.mark.parametrize(
    ("paragraph", "left"),
    [
        (f"<p>It did.{ONE} It did more.{TWO}</p>", f"<p>It did.{ONE}</p>"),
        ("<p>It did 1.5 times. More.</p>", "<p>It did 1.5 times.</p>"),
        (f"<p>In <b>one</b>,{ONE} it did.{TWO}</p>", f"<p>In <b>one</b>,{ONE} it did.{TWO}</p>"),
        (f"<p>It <b>did</b>. So <b>did</b> he.{ONE}</p>", "<p>It <b>did</b>.</p>"),
        (f"<p>No end{ONE}</p>", f"<p>No end{ONE}</p>"),
    ],
)
def test_a_finding_is_cut_after_its_first_sentence_and_the_sources_of_that(paragraph: str, left: str) -> None:
    found = html.fragment_fromstring(paragraph)
    first_sentence(found)
    assert html.tostring(found, encoding="unicode") == left


def test_no_line_ends_between_a_word_and_its_source() -> None:
    body = Body(f"<p>It did so.{ONE} And more.</p>", "https://x.example", "#777")
    assert body.on_paper(body.whole()) == f"<p>It did so.\u2060{ONE} And more.</p>"
    assert body.cited == [1]


def test_no_line_ends_between_the_numbers_of_two_sources() -> None:
    two = '<sup class="cite"><a href="#source-1">1</a> <a href="#source-2">2</a></sup>'
    body = Body(f"<p>So <b>it did</b>{two}.</p>", "https://x.example", "#777")
    assert html.fragment_fromstring(body.on_paper(body.whole())).text_content() == "So it did\u20601\u00a02."


def test_room_to_write_is_as_many_lines_as_on_the_page() -> None:
    lines = '<figure class="ruled"><figcaption>Plan</figcaption><svg class="bar" height="103"></svg></figure>'
    body = Body(lines, "https://x.example", "#777")
    assert body.on_paper(body.whole()).count('<div class="line">') == 3
    heads = '<ul class="unlisted"><li>Who</li><li>When</li></ul>'
    table = Body(lines.replace("<svg", f"{heads}<svg"), "https://x.example", "#777")
    made = html.fragment_fromstring(table.on_paper(table.whole()))
    assert made.xpath("table/thead/tr/th/text()") == ["Who", "When"]
    assert len(made.xpath("table/tbody/tr")) == 3


def test_a_word_is_explained_where_it_stands_on_the_sheet() -> None:
    words = (
        '<section class="glossary side-notes" aria-labelledby="words"><h2 id="words">Words used here</h2><ul>'
        '<li id="term-aura"><strong>aura</strong>: A sign.</li><li id="term-drip"><strong>drip</strong>: Slow.</li>'
        "</ul></section>"
    )
    text = '<p>An <a class="term" href="#term-aura">aura</a>.</p><p>A <a class="term" href="#term-drip">drip</a>.</p>'
    body = Body(text + words, "https://x.example", "#777")
    assert body.on_paper(body.whole()[:1]) == "<p>An aura.</p>"
    assert body.explained() == ["<strong>aura</strong>: A sign."]
