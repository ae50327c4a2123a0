"""desk/model/library.py"""

from __future__ import annotations

from desk.model.glossary import Term
from desk.model.library import Library
from desk.model.strict_yaml import Mark
from tests.unit.written import site


def test_a_word_is_explained_in_each_of_its_forms() -> None:
    term = Term("Aura", "A change.", ("Visual aura",), Mark(1, 1))
    assert Library(site(), {}, (term,)).explained == {"aura", "visual aura"}
