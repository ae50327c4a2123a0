"""desk/model/glossary.py and desk/markup/glossary.py"""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from desk.markup.glossary import Glossary
from desk.markup.parts import Parts
from desk.model.glossary import Term, read_glossary, words_written
from desk.model.library import Library
from desk.model.strict_yaml import Mark
from tests.unit.written import site

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


def marked(html: str, *terms: Term) -> str:
    """`html` after the plugin, without the list of meanings."""
    root = etree.fromstring(f"<div>{html}</div>")
    Glossary(Markdown(), Parts(Library(site(), {}, terms))).run(root)
    for section in root.findall("section"):
        root.remove(section)
    return etree.tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>")


WORD = Term("aura", "A short change in sight.", ("auras",), Mark(1, 1))
OTHER = Term("NMDA receptor", "A switch on nerve cells.", (), Mark(2, 1))
OPENER = '<a href="#term-aura" class="term">{0}</a>'


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("<p>An aura. An aura.</p>", f"<p>An {OPENER.format('aura')}. An aura.</p>"),
        ("<p>Auras and an aura.</p>", f"<p>{OPENER.format('Auras')} and an aura.</p>"),
        ("<p><a>aura</a> aura</p>", f"<p><a>aura</a> {OPENER.format('aura')}</p>"),
        ("<p><em>aura</em></p>", f"<p><em>{OPENER.format('aura')}</em></p>"),
        ("<h2>aura</h2><p>x</p>", "<h2>aura</h2><p>x</p>"),
        ('<p class="verdict">aura</p>', '<p class="verdict">aura</p>'),
        ("<p>auras-like preaura</p>", "<p>auras-like preaura</p>"),
    ],
)
def test_the_first_use_of_a_word_opens_its_meaning(typed: str, made: str) -> None:
    assert marked(typed, WORD) == made


def test_two_words_in_one_text_keep_their_order() -> None:
    html = marked("<p>An nmda receptor and an aura, then.</p>", WORD, OTHER)
    assert "".join(etree.fromstring(html).itertext()) == "An nmda receptor and an aura, then."
    assert html.index("term-nmda-receptor") < html.index("term-aura")


def test_only_words_that_are_used_are_explained() -> None:
    root = etree.fromstring("<div><p>An aura.</p></div>")
    Glossary(Markdown(), Parts(Library(site(), {}, (WORD, OTHER)))).run(root)
    assert [item.get("id") for item in root.iter("li")] == ["term-aura"]


def test_the_words_of_the_glossary_are_known_also_where_it_cannot_be_read() -> None:
    text = f'# Each word once.\n{AURA}- term: "ECT"\n  meaning: A treatment by current.\n  also:\n    - shock therapy\n'
    forms = {word.lower() for term in read_glossary("x", text)[0] for word in (term.term, *term.also)}
    assert {*words_written(text)} == forms == {"aura", "visual aura", "ect", "shock therapy"}
    astray = text.replace("  meaning", "     meaning")
    assert read_glossary("x", astray)[0] == []
    assert {*words_written(astray)} == forms
