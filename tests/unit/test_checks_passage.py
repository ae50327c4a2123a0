"""desk/checks/passage.py: passages and their sentences."""

from __future__ import annotations

import pytest

from desk.checks.passage import passages, sentences
from desk.model.scanner import scan


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It hurts. It stops.", 2),
        ("Pain fell by 2.5 points. Then it rose.", 2),
        ("Ask Dr. Smith first.", 1),
        ("The U.S. Food and Drug Administration says so.", 1),
        ("Some drugs, e.g. Triptans, help.", 1),
        ("Smith et al. Found it in 2018.", 1),
        ("It was 5 mg. Daily, that is.", 1),
        ("Ketamine vs. Placebo was the question.", 1),
        ('He said "stop." She did.', 2),
        ("Does it last? No! It does not.", 3),
        ("No stop at the end", 1),
        ("", 0),
        ("See p. 3 for more. Then go on.", 2),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    assert len(split(text)) == count, split(text)


def test_a_citation_and_markup_are_not_words() -> None:
    body = scan("It **eases** pain [@a2020; @b2021]. See [this page](https://x.example/a.b).\n")
    (passage,) = passages(body)
    assert passage.text.split() == ["It", "eases", "pain", ".", "See", "this", "page", "."]
    assert len(passage.sentences) == 2
    assert len(passage.cited) == 1


def test_each_kind_of_passage_is_found_at_its_place() -> None:
    text = (
        "## A heading\n\nWords.\n\n- One.\n- Two.\n\n| a | b |\n| --- | --- |\n| c | d |\n\n"
        "/// claim | It helps\n    grade: limited\n\nInside.\n///\n\nAfter.\n"
    )
    found = [(p.kind, p.text.split(), p.box.name if p.box else "") for p in passages(scan(text))]
    assert found == [
        ("heading", ["A", "heading"], ""),
        ("paragraph", ["Words."], ""),
        ("item", ["One."], ""),
        ("item", ["Two."], ""),
        ("row", ["a", "b"], ""),
        ("row", ["c", "d"], ""),
        ("title", ["It", "helps"], "claim"),
        ("paragraph", ["Inside."], "claim"),
        ("paragraph", ["After."], ""),
    ]


def test_the_items_of_a_list_are_led_by_a_line_that_cites() -> None:
    body = scan("The label names these [@a]:\n\n- 1 in 10 people\n- more\n\nOther words:\n\n- none\n")
    assert [passage.led for passage in passages(body) if passage.kind == "item"] == [True, True, False]
