"""desk/markup/stated.py"""

from __future__ import annotations

from desk.model.site import NOT_STATED
from tests.unit.written import words, written


def test_what_the_owner_has_not_confirmed_is_said_to_be_not_yet_stated() -> None:
    assert words(written("/// stated | pays\n///")) == NOT_STATED


def test_what_no_owner_states_stays_as_it_was_typed() -> None:
    assert "/// stated" in words(written("/// stated | payz\n///"))
