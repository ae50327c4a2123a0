"""Lists of posts by tag, topic and year, made so that ten times as many posts take ten times as long, and the pages
that are named at the foot of each page, sorted once for all.

Pelican asks of each post of the site whether it is in each list, and goes through the list to answer. Ours answer at
once; what comes out is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pelican import signals

from plugins.neighbours import neighbour

YOURS = ("accessibility", "privacy")
"""Pages about how a reader reads."""


class Listed(list[Any]):
    """A list of posts that knows at once whether a post is one of them. It is not changed once it is made."""

    def __init__(self, posts: Iterable[Any]) -> None:
        super().__init__(posts)
        self._known = frozenset(map(id, self))

    def __contains__(self, post: object) -> bool:
        return id(post) in self._known


def years(dates: Sequence[Any], articles: Sequence[Any], settings: Any) -> dict[str, list[dict[str, Any]]]:
    """What Pelican's `_build_period_archives` gives for years: `dates` and `articles` of each, in their own order."""
    dated: dict[int, list[Any]] = defaultdict(list)
    listed: dict[int, list[Any]] = defaultdict(list)
    for article in dates:
        dated[article.date.year].append(article)
    for article in articles:
        listed[article.date.year].append(article)
    return {
        "year": [
            {
                "dates": those,
                "articles": listed[year],
                "save_as": settings["YEAR_ARCHIVE_SAVE_AS"].format(date=those[0].date),
                "url": settings["YEAR_ARCHIVE_URL"].format(date=those[0].date),
                "period": (year,),
                "period_num": (year,),
            }
            for year, those in dated.items()
        ]
    }


def group_by_year(generator: Any) -> None:
    generator._build_period_archives = years


def list_once(generator: Any) -> None:
    generator.tags.update({tag: Listed(posts) for tag, posts in generator.tags.items()})
    generator.categories[:] = [(category, Listed(posts)) for category, posts in generator.categories]
    generator.authors[:] = [(author, Listed(posts)) for author, posts in generator.authors]


def name_at_the_foot(generator: Any) -> None:
    named = sorted(generator.pages, key=lambda page: page.title.lower())
    about_us = [page for page in named if page.slug not in YOURS and not page.header.tool]
    generator.context["check_us"] = [neighbour(page) for page in about_us]
    generator.context["your_reading"] = [neighbour(page) for page in named if page.slug in YOURS]


def register() -> None:
    signals.article_generator_pretaxonomy.connect(group_by_year)
    signals.article_generator_finalized.connect(list_once)
    signals.page_generator_finalized.connect(name_at_the_foot)
