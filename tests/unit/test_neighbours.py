"""plugins/neighbours.py"""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from plugins.neighbours import RELATED, Neighbour, introduce


def posts(*described: tuple[str, str, str]) -> list[SimpleNamespace]:
    """Posts, newest first, of (category, tags, series)."""
    return [
        SimpleNamespace(
            title=str(i),
            url=f"{i}/",
            order=(i, str(i)),
            category=SimpleNamespace(slug=category),
            tags=[SimpleNamespace(slug=tag) for tag in tags.split()],
            header=SimpleNamespace(series=series or None),
        )
        for i, (category, tags, series) in enumerate(described)
    ]


def names(found: list[Neighbour]) -> list[str]:
    """Which posts they are."""
    return [post.title for post in found]


def test_each_post_knows_the_one_before_and_the_one_after() -> None:
    listed = posts(("a", "x", ""), ("a", "x", ""), ("a", "x", ""))
    introduce(listed)
    assert [post.newer and post.newer.title for post in listed] == [None, "0", "1"]
    assert [post.older and post.older.title for post in listed] == ["1", "2", None]


def test_posts_that_share_more_tags_come_first_and_the_newest_among_equals() -> None:
    listed = posts(("a", "x y", ""), ("b", "x", ""), ("b", "x y", ""), ("b", "y", ""), ("b", "z", ""))
    introduce(listed)
    assert names(listed[0].related_posts) == ["2", "1", "3"]


def test_a_post_is_not_related_to_itself_nor_to_what_it_shares_nothing_with() -> None:
    listed = posts(("a", "x", ""), ("b", "y", ""))
    introduce(listed)
    assert [names(post.related_posts) for post in listed] == [[], []]


def test_no_more_are_named_than_a_reader_would_look_at() -> None:
    listed = posts(*[("a", "x", "")] * 50)
    introduce(listed)
    assert {len(post.related_posts) for post in listed} == {RELATED}


def test_a_series_reads_from_its_first_post_on() -> None:
    listed = posts(("a", "x", "s"), ("a", "x", ""), ("a", "x", "s"))
    introduce(listed)
    assert names(listed[0].series) == ["2", "0"]
    assert listed[1].series == []


def test_one_post_alone_has_no_neighbours() -> None:
    listed = posts(("a", "x", ""))
    introduce(listed)
    assert (listed[0].newer, listed[0].older, listed[0].related_posts) == (None, None, [])


def plainly(articles: list[SimpleNamespace]) -> list[list[str]]:
    """The related posts of each, found by weighing every other post."""
    found = []
    for article in articles:
        near = [other for other in articles if other.category.slug == article.category.slug][: RELATED + 1]
        weighed = [
            (-2 * len({t.slug for t in article.tags} & {t.slug for t in other.tags}) - (other in near), other.order)
            for other in articles
        ]
        best = sorted((w, o.title) for w, o in zip(weighed, articles, strict=True) if o is not article and w[0])
        found.append([name for _, name in best[:RELATED]])
    return found


DESCRIBED = st.tuples(
    st.sampled_from("ab"), st.sets(st.sampled_from("tuvwxyz"), min_size=1, max_size=4).map(" ".join), st.just("")
)


@given(st.lists(DESCRIBED, max_size=40))
def test_the_few_that_are_weighed_are_the_best_of_all(described: list[tuple[str, str, str]]) -> None:
    listed = posts(*described)
    introduce(listed)
    assert [names(post.related_posts) for post in listed] == plainly(listed)


def looks(count: int) -> int:
    """How often the order of a post is looked at among `count` posts."""
    seen = 0

    class Post(SimpleNamespace):
        def __getattribute__(self, name: str) -> object:
            nonlocal seen
            seen += name == "order"
            return super().__getattribute__(name)

    introduce([Post(**vars(post)) for post in posts(*[("a", "x y z", "")] * count)])
    return seen


def test_ten_times_as_many_posts_are_ten_times_the_work() -> None:
    assert looks(500) <= 11 * looks(50)
