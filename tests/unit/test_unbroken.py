"""desk/markup/unbroken.py"""

from __future__ import annotations

import pytest
from markupsafe import Markup

from desk.markup.unbroken import LONGEST, SPACE, in_template, unbroken


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("0.5 mg/kg over 40 minutes", "0.5_mg/kg over 40_minutes"),
        ("half of it, 50 mg/day, 1.5\u20132 mg", "half of it, 50_mg/day, 1.5\u20132_mg"),
        ("It helped 12 of 20, or 1 in 10,000.", "It helped 12_of_20, or 1_in_10,000."),
        ("20 in 100 people after 2 weeks.", "20_in_100 people after 2_weeks."),
        ("see p. 5; Week 2, day 3 of it", "see p._5; Week_2, day_3 of it"),
        ("June 12, 2026; 3 May", "June_12, 2026; 3_May"),
        ("Call 911, or\ntext 988", "Call_911, or\ntext_988"),
        ("40\n  minutes", "40_minutes"),
        ("<strong>20 in 100</strong> fell &#39; 5 mg", "<strong>20_in_100</strong> fell &#39; 5_mg"),
    ],
)
def test_a_dose_a_count_and_what_has_a_number_stay_on_one_line(typed: str, held: str) -> None:
    assert unbroken(typed) == held.replace("_", SPACE)


@pytest.mark.parametrize(
    "typed",
    [
        "the NMDA receptor, and vitamin B 12 too",
        "<code>5 mg</code> <pre>p. 5\n5 mg</pre> <svg><text>5 mg</text></svg>",
        '<a href="/x/" title="5 mg" aria-label="Source 1. 5 mg">x</a>',
        "<!-- 5 mg -->",
        "123,456 of 789,012",
        "version 1.2.3 days-old, 5 mg-",
        "it may 5 times-over, x5 mg",
        "12 hours-long",
        "It was 2019 when 12 people came",
    ],
)
def test_all_else_breaks_where_it_did(typed: str) -> None:
    assert unbroken(typed) == typed


def test_nothing_that_is_held_is_long() -> None:
    text = "1,000 of 2,000 in 100,000 minutes, September 2026, 12 out of 20, 30 November 2026, 100000 thousands"
    assert max(len(held) for held in unbroken(text).split(" ")) <= LONGEST + 1


def test_only_spaces_differ_and_once_is_enough() -> None:
    text = "<p>On day 3, 12 of 20 had 0.5\nmg/kg <b>over 40 minutes</b> &amp; 5 % more.</p>"
    once = unbroken(text)
    assert once != text
    assert once.replace(SPACE, " ") == text.replace("\n", " ")
    assert unbroken(once) == once


def test_in_a_template_words_are_no_markup() -> None:
    assert in_template("5 mg < 6 mg") == f"5{SPACE}mg &lt; 6{SPACE}mg"


def test_a_compound_of_a_title_keeps_to_one_line() -> None:
    assert in_template("For hard-to-treat pain") == 'For <span class="whole">hard-to-treat</span> pain'
    assert in_template("long-term, 1-2, 5-7-day-long-way") == "long-term, 1-2, 5-7-day-long-way"


def test_a_compound_whose_first_part_says_nothing_keeps_to_one_line() -> None:
    text = '<a href="/off-label/">Off-label</a> use, off-label-like, <code>off-label</code>'
    once = unbroken(text)
    assert once == text.replace(">Off-label<", '><span class="whole">Off-label</span><')
    assert unbroken(once) == once
    assert in_template("Is it off-label?") == 'Is it <span class="whole">off-label?</span>'


def test_a_compound_has_the_marks_beside_it_with_it() -> None:
    assert in_template('"Hard-to-treat"?') == '<span class="whole">\u201cHard-to-treat\u201d?</span>'
    once = unbroken("<h2>What (&ldquo;off-label&rdquo;) is, &amp; off-label;</h2>")
    held = [f'<span class="whole">{each}</span>' for each in ("(&ldquo;off-label&rdquo;)", "off-label;")]
    assert once == f"<h2>What {held[0]} is, &amp; {held[1]}</h2>"


def test_words_of_a_template_have_printed_quotation_marks_and_its_markup_keeps_its_own() -> None:
    assert in_template('a clinic\'s "cure"') == "a clinic\u2019s \u201ccure\u201d"
    assert in_template(Markup('<a href="/x/">it\'s</a>')) == '<a href="/x/">it\'s</a>'
