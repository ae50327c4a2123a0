"""plugins/reading_order.py"""

from __future__ import annotations

from types import SimpleNamespace

from plugins.reading_order import all_claims, asked, in_order, key_points, sort_topics
from tests.unit.written import site

MIGRAINE, DEPRESSION = SimpleNamespace(name="Migraine"), SimpleNamespace(name="Depression")


def posts(slugs: str, claims: int = 1) -> list[SimpleNamespace]:
    """Posts of those slugs, newest first."""
    return [SimpleNamespace(slug=slug, claims=[f"{slug}-{n}" for n in range(claims)]) for slug in slugs.split()]


def test_posts_come_as_they_are_ordered_and_the_others_after_them_as_they_came() -> None:
    assert [post.slug for post in in_order(posts("a b c d"), ["c", "gone", "a"])] == ["c", "a", "b", "d"]


def test_topics_come_as_the_site_lists_them_whatever_their_names() -> None:
    topics = [(DEPRESSION, posts("a")), (MIGRAINE, posts("b"))]
    sort_topics(topics, site())
    assert [category.name for category, _ in topics] == ["Migraine", "Depression"]


def test_all_claims_come_in_reading_order_with_their_posts() -> None:
    topics = [(MIGRAINE, posts("a b", 2)), (DEPRESSION, posts("c"))]
    assert [each["claim"] for each in all_claims(topics)] == ["a-0", "a-1", "b-0", "b-1", "c-0"]


def test_the_front_page_asks_the_first_claim_of_each_post_by_turns_of_topic() -> None:
    topics = [(MIGRAINE, posts("a b c", 2)), (DEPRESSION, [*posts("d", 0), *posts("e", 1)])]
    assert [each["claim"] for each in asked(topics)] == ["a-0", "b-0", "e-0", "c-0"]
    assert len(asked(topics, most=2)) == 2
    assert asked([]) == []


def test_who_hurts_now_is_led_to_the_post_that_the_owner_chose_or_else_to_the_newest_that_is_out() -> None:
    those = [SimpleNamespace(slug=slug, title=slug, url=f"{slug}/", draft=slug == "a") for slug in "abc"]
    assert [getattr(key_points(those, start), "title", None) for start in ("c", "a", "")] == ["c", "b", "b"]
    assert key_points(those[:1], "a") is None
