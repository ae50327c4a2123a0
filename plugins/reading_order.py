"""In what order a newcomer reads: topics as content/site.toml lists them, and each topic's posts as its `order` says.

What the owner types: `order = ["slug", ...]` under a topic. What comes out: the lists of topic pages in that order, and
the posts that it does not name after them, newest first. For the front page, the claims that people ask about most: the
first of each post, one topic after the other.

Templates are given what they show and no more: a page that could ask for every post is made again whenever one of them
changes (desk/site/page_writer.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pelican import signals

from desk.model.site import Site
from plugins.neighbours import Neighbour, neighbour

ASKED = 8
"""How many questions the front page shows."""
FIRST = 3
"""How many posts of a topic are shown with it."""


@dataclass(frozen=True)
class Topic:
    """A topic as a page names it: its first posts, in reading order, and how many it has."""

    category: Any
    first: Sequence[Any]
    count: int


def in_order(articles: Sequence[Any], order: Sequence[str]) -> list[Any]:
    """Those of `articles` that `order` names, as it names them; then the others, as they came."""
    place = {slug: number for number, slug in enumerate(order)}
    return sorted(articles, key=lambda article: place.get(article.slug, len(place)))


def sort_topics(topics: list[tuple[Any, list[Any]]], site: Site) -> None:
    """Put `topics`, Pelican's (category, posts), and the posts of each into reading order."""
    place = {name: number for number, name in enumerate(site.categories)}
    topics.sort(key=lambda topic: place[topic[0].name])
    for category, articles in topics:
        articles[:] = in_order(articles, site.categories[category.name].order)


def asked(topics: Sequence[tuple[Any, Sequence[Any]]], most: int = ASKED) -> list[dict[str, Any]]:
    """The first claim of each post with its post: first that of each topic's first post, then of the second ones."""
    longest = max((len(articles) for _, articles in topics), default=0)
    found = [
        {"claim": articles[row].claims[0], "article": articles[row]}
        for row in range(longest)
        for _, articles in topics
        if row < len(articles) and articles[row].claims
    ]
    return found[:most]


def all_claims(topics: Sequence[tuple[Any, Sequence[Any]]]) -> list[dict[str, Any]]:
    """Every claim with its post, in reading order."""
    return [{"claim": claim, "article": post} for _, articles in topics for post in articles for claim in post.claims]


def key_points(articles: Sequence[Any], start: str) -> Neighbour | None:
    """The post whose key points are for who hurts now: the one of the address `start`, or else the newest."""
    ready = [article for article in articles if not article.draft]
    chosen = [article for article in ready if article.slug == start] or ready
    return neighbour(chosen[0]) if chosen else None


def order_topics(generator: Any) -> None:
    site, context = generator.settings["EDITION"].site, generator.context
    sort_topics(generator.categories, site)
    context["topics"] = [Topic(category, posts[:FIRST], len(posts)) for category, posts in generator.categories]
    context["asked"] = asked(generator.categories)
    context["all_claims"] = claims = all_claims(generator.categories)
    context["graded"] = dict(Counter(each["claim"].grade for each in claims))
    context["key_points"] = key_points(generator.articles, site.start)
    context["newest"] = generator.articles[:1]


def register() -> None:
    signals.article_generator_finalized.connect(order_topics)
