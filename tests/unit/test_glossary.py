"""desk/model/glossary.py"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.model.glossary import read_glossary

AURA = "- term: aura\n  meaning: A short change in sight.\n  also: [visual aura]\n"


def test_a_term_has_a_meaning_and_other_forms() -> None:
    (term,), problems = read_glossary("x", AURA)
    assert problems == []
    assert (term.term, term.meaning, term.also) == ("aura", "A short change in sight.", ("visual aura",))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("term: a", "glossary/bad-form", 1),
        ("- aura", "glossary/bad-form", 1),
        ("- term: aura", "glossary/missing-field", 1),
        ("- term: aura\n  meaning: ''", "glossary/bad-value", 2),
        ("- term: aura\n  meaning: <b>x</b>", "glossary/bad-value", 2),
        (AURA + "  se: x", "glossary/unknown-field", 4),
        (AURA + "- term: Aura\n  meaning: The same.", "glossary/duplicate-term", 4),
        ("- term: a\n  meaning: b\n  also: c", "glossary/bad-value", 3),
    ],
)
def test_a_slip_is_named_at_its_line(text: str, code: str, line: int) -> None:
    found = [(problem.code, problem.line) for problem in read_glossary("x", text)[1]]
    assert (code, line) in found


@given(st.text(alphabet=st.sampled_from("ab:-[]{} \n'\"")))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    read_glossary("x", text)
