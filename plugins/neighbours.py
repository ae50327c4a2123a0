"""What to read next: the posts before and after, the other posts of the same series, and up to three related ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pelican import signals

RELATED = 3


def related(article: Any, by_tag: dict[str, list[Any]], by_category: dict[str, list[Any]]) -> list[Any]:
    """The posts that share most tags with `article`, then its category; newest first among equals.

    Only posts that share something are weighed, so a site of thousands costs no more than its fullest tags.
    """
    shared: dict[int, int] = defaultdict(int)
    found: dict[int, Any] = {}
    for tag in article.tags:
        for other in by_tag[tag.slug]:
            shared[id(other)] += 2
            found[id(other)] = other
    for other in by_category[article.category.slug][: RELATED + 1]:
        shared[id(other)] += 1
        found[id(other)] = other
    found.pop(id(article), None)
    return sorted(found.values(), key=lambda other: (-shared[id(other)], other.order))[:RELATED]


def introduce(articles: Sequence[Any]) -> None:
    """Give each of `articles` (newest first) its newer, older, series and related_posts."""
    by_tag: dict[str, list[Any]] = defaultdict(list)
    by_category: dict[str, list[Any]] = defaultdict(list)
    by_series: dict[str, list[Any]] = defaultdict(list)
    for article in articles:
        by_category[article.category.slug].append(article)
        for tag in article.tags:
            by_tag[tag.slug].append(article)
        if article.header.series:
            by_series[article.header.series].insert(0, article)
    for i, article in enumerate(articles):
        article.newer = articles[i - 1] if i else None
        article.older = articles[i + 1] if i + 1 < len(articles) else None
        article.series = by_series.get(article.header.series, [])
        article.related_posts = related(article, by_tag, by_category)


def introduce_articles(generator: Any) -> None:
    introduce(generator.articles)


def register() -> None:
    signals.article_generator_finalized.connect(introduce_articles)
