"""Pages for an index of search, as many as one likes: those of a built site, and made-up posts beside them.

The made-up ones are as long as ours, and have as many words as ours would have by then: of our first 33,000 words 1,900
differ, and eight times as many words have 2.3 times as many that differ, so 1,000 posts have about 9,400.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path

from desk.finish.search_index import Page, Part

_PARTS, _WORDS = 18, 36
"""Parts of a post, and words of a part that differ."""
_SYLLABLES = [a + b + c for a in "bcdfghklmnprstvwz" for b in ("a", "e", "i", "o", "u", "ea", "y") for c in "lmnrst"]
_ENDS = ["", "al", "ance", "ed", "er", "ine", "ing", "ion", "ist", "ly", "ness", "ous"]


def there(site: Path) -> Iterator[Page]:
    """The pages of a site whose index is one file, as that tells of them."""
    index = json.loads((site / "search/index.json").read_text("utf-8"))
    words: list[list[str]] = [[] for _ in index["sections"]]
    for word, steps in zip(index["words"].split(), index["places"].split(";"), strict=True):
        for place in itertools.accumulate(map(int, steps.split(","))):
            words[place].append(word)
    for number, (slug, title, kind, topic, grade) in enumerate(index["pages"]):
        mine = [(each, more) for each, more in zip(index["sections"], words, strict=True) if each[0] == number]
        parts = [Part.of(each[1], each[2], [f"{each[3]} {' '.join(more)}"]) for each, more in mine]
        yield Page(slug, title, kind, topic, grade, parts, {each[1]: each[4] for each, _ in mine if len(each) > 4})


def made_up(posts: int, topics: list[str], grades: list[str]) -> Iterator[Page]:
    """That many posts; the same each time."""
    rng = random.Random(7)
    words = [
        "".join(rng.choices(_SYLLABLES, k=2)) + rng.choice(_ENDS) for _ in range(round(1900 * (posts / 18) ** 0.4))
    ]
    sums = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    for number in range(posts):
        parts = []
        for part in range(_PARTS):
            some = rng.choices(words, cum_weights=sums, k=_WORDS)
            parts.append(Part.of(f"part-{part}" if part else "", " ".join(some[: rng.randint(2, 9)]), [" ".join(some)]))
        claims = {f"part-{part}": rng.choice(grades) for part in rng.sample(range(1, _PARTS), 6)}
        slug = f"made-up-{number:05}"
        yield Page(slug, parts[0].heading, "post", rng.choice(topics), rng.choice(grades), parts, claims)
