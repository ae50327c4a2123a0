"""desk/model/taxonomy.py"""

from __future__ import annotations

import re

import pytest

from desk.model.taxonomy import CATEGORIES, GRADES, RESERVED_ADDRESSES, TAGS


@pytest.mark.parametrize("meaning", [*CATEGORIES.values(), *TAGS.values()])
def test_a_meaning_is_a_sentence(meaning: str) -> None:
    assert meaning[0].isupper()
    assert meaning.endswith(".")


def test_the_grades_are_five_from_most_to_least_certain() -> None:
    assert list(GRADES) == ["strong", "moderate", "limited", "very limited", "conflicting"]


def test_no_two_words_would_share_an_address() -> None:
    for words in (CATEGORIES, TAGS):
        slugs = {re.sub(r"\W+", "-", word.lower()) for word in words}
        assert len(slugs) == len(words)


@pytest.mark.parametrize("address", ["archives", "categories", "category", "tags", "tag", "feeds", "fonts", "page"])
def test_an_address_of_the_site_s_own_is_kept(address: str) -> None:
    assert address in RESERVED_ADDRESSES
