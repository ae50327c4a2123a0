"""plugins/lists.py: what Pelican gives, without going through every list for every post."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pelican.generators import ArticlesGenerator

from plugins.lists import Listed, list_once, years

SETTINGS = {
    **{f"{part}_ARCHIVE_{what}": "" for part in ("MONTH", "DAY") for what in ("SAVE_AS", "URL")},
    "YEAR_ARCHIVE_SAVE_AS": "archives/{date:%Y}/index.html",
    "YEAR_ARCHIVE_URL": "archives/{date:%Y}/",
}


@given(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2024, 1, 1)), min_size=1, max_size=30), st.randoms())
def test_the_years_are_those_of_pelican(days: list[dt.date], chance: Any) -> None:
    articles = [SimpleNamespace(date=day) for day in days]
    dates = sorted(articles, key=lambda article: article.date, reverse=True)
    chance.shuffle(articles)
    theirs = ArticlesGenerator._build_period_archives(None, dates, articles, SETTINGS)
    assert years(dates, articles, SETTINGS) == theirs


class Post:
    """A post that counts how often it is compared with another."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Post.compared += 1
        return self is other

    __hash__ = object.__hash__


def test_whether_a_post_is_in_a_list_is_known_without_going_through_it() -> None:
    every = [Post() for _ in range(300)]
    generator = SimpleNamespace(tags={"a": every[::2]}, categories=[("b", every[::3])], authors=[("c", every)])
    list_once(generator)
    lists = [generator.tags["a"], generator.categories[0][1], generator.authors[0][1]]
    Post.compared = 0
    found = [[post for post in every if post in listed] for listed in lists]
    assert [len(each) for each in found] == [150, 100, 300]
    assert Post.compared == 0


def test_a_list_is_a_list() -> None:
    assert Listed("ab") == ["a", "b"]
    assert Listed("ab")[:1] == ["a"]
