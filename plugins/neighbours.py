"""What to read next: the posts before and after, the other posts of the same series, and up to three related ones.

Of each a page knows the title and the address and no more, so that no page can show what is not said to be shown on it
(desk/site/page_writer.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pelican import signals

RELATED = 3
COUNTED = 8
"""Tags of a post that are weighed: one that has more touches on everything. Each more would double the work."""


@dataclass(frozen=True)
class Neighbour:
    """Another post, as a post names it: `url` is its address without the first slash."""

    title: str
    url: str


def neighbour(article: Any) -> Neighbour:
    """The article as others name it."""
    return Neighbour(article.title, article.url)


def subsets(tags: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of `tags`, the largest first; none of them is no choice."""
    for size in range(len(tags), 0, -1):
        yield from combinations(tags, size)


def introduce_related(articles: Sequence[Any]) -> None:
    """Give each article up to three that share most tags with it, then its category; newest first among equals.

    Of the posts that share certain tags only the newest few can be among the best, so no more of them are kept, and
    ten times as many posts take ten times as long.
    """
    sharing: dict[Any, list[Any]] = defaultdict(list)
    tags_of: dict[int, list[str]] = {}
    for article in articles:
        tags = tags_of[id(article)] = sorted(tag.slug for tag in article.tags[:COUNTED])
        for some in (*subsets(tags), article.category.slug):
            if len(sharing[some]) <= RELATED:
                sharing[some].append(article)
    for article in articles:
        mine = set(tags_of[id(article)])
        near = sharing[article.category.slug]
        found = {id(other): other for some in subsets(tags_of[id(article)]) for other in sharing[some]}
        found.update((id(other), other) for other in near)
        found.pop(id(article), None)
        of_category = {id(other) for other in near}
        shared = {key: 2 * len(mine.intersection(tags_of[key])) + (key in of_category) for key in found}
        nearest = sorted(found.values(), key=lambda other: (-shared[id(other)], other.order))[:RELATED]
        article.related_posts = [neighbour(other) for other in nearest]


def introduce(articles: Sequence[Any]) -> None:
    """Give each of `articles` (newest first) its newer, older, series and related_posts."""
    by_series: dict[str, list[Neighbour]] = defaultdict(list)
    for article in reversed(articles):
        if article.header.series:
            by_series[article.header.series].append(neighbour(article))
    for i, article in enumerate(articles):
        article.newer = neighbour(articles[i - 1]) if i else None
        article.older = neighbour(articles[i + 1]) if i + 1 < len(articles) else None
        article.series = by_series.get(article.header.series, [])
    introduce_related(articles)


def introduce_articles(generator: Any) -> None:
    introduce(generator.articles)


def register() -> None:
    signals.article_generator_finalized.connect(introduce_articles)
