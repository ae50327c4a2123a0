"""The index in which the page /search/ searches, made of pages and their parts: one file, or many above `MOST` posts.

One file (`whole`) makes the lightest first search of a small site. It holds of each part its heading, the beginning of
its text, and its other words once: every word of the site, sorted, and for each the parts that have it, as steps from
one to the next.

It grows with every post. So a large site has `pieces`, and a search fetches few of them: which words there are, so that
slips in spelling are forgiven before anything more is asked for; where the words of a question stand, by ranges of the
alphabet; and how those parts read that are shown. What belongs together by number must be of one build. So the words'
pieces stand in a folder that is named by their content, and the parts' in one that is named by which pages there are
and how many parts each has: whoever has the list of an earlier build finds none that is counted otherwise, and an edit
of one page changes one of a thousand pieces.

theme/static/js/search.js reads both, and makes the same engine of either. Up to MOST posts one file is there sooner on
a slow line, for pieces are two more answers to wait for; above it they are.

Measured on made-up posts, first searches with all that they fetch, in KB: 60 posts one file 97, pieces 38 to 45,
Pagefind 184 to 392; 1,000 posts 1,210, 71 to 96, 124 to 479. Pagefind forgives no slip in spelling, and its wasm needs
an exception in the policy.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

MOST: Final = 60
"""Posts up to which the index is one file."""
RANGE: Final = 12_000
"""Letters of where words stand from which a new range begins: about 4 KB packed."""
START: Final = 80
"""Letters of the beginning of a part's text."""
SHORT: Final = 40
"""Letters under which a beginning says too little."""
LONGEST: Final = 9
"""Pairs of words of a heading that are counted: one digit tells how long it is."""
COMMON: Final = (
    "a about after all also am an and any are as at be been before but by can cant could did didnt do does doesnt "
    "dont for from get had has have he her his how i if im in into is isnt it its ive just may me might more most my "
    "need no not of off on one only or other our out own per please really should so some such than that the their "
    "them then there these they this those to up very want was we were what when where which who why will with wont "
    "would you your"
)
"""Words too common to find anything by."""
_COMMON: Final = frozenset(COMMON.split())
_WORD: Final = re.compile(r"\w+")
_END: Final = re.compile(r"[.?!](?=\s)")
_STOP: Final = re.compile(r"[.?!:;,\u2026][)\u2019\u201d]*$")
_ASKS_WHAT: Final = re.compile(r"what is( \S+){1,4}", re.IGNORECASE)
"""A heading that asks what something is, and not "What is known about it at home, and what is not?" """


@dataclass(frozen=True)
class Part:
    """A heading's id (empty for the document itself), its words, how the text below it begins, and the words that are
    to be found by the index alone: not those of heading and start, which are there."""

    id: str
    heading: str
    start: str
    words: frozenset[str]

    @classmethod
    def of(cls, id_: str, heading: str, texts: Iterable[str] = ()) -> Part:
        """The part with these `texts` below its heading."""
        text = " ".join(map(_ended, texts)).removesuffix(";")
        start = _start(text)
        shown = set(_words(f"{heading} {start}"))
        found = {word for word in set(_words(text)) if len(word) > 2 and not word[0].isdigit()} - shown - _COMMON
        # Whoever looks for the one finds the other.
        words = (word for word in found if not (word.endswith("s") and (word[:-1] in found or word[:-1] in shown)))
        return cls(id_, heading, start, frozenset(words))


def _ended(text: str) -> str:
    """`text` on one line, with something between it and what may follow: points of a list and cells of a table end
    without a stop."""
    line = " ".join(text.split())
    return f"{line};" if line and not _STOP.search(line) else line


def _start(text: str) -> str:
    """How `text` begins: as many whole sentences as there is room for, or else as many words."""
    if len(text) <= START:
        return text
    room = text[:START]
    ends = [found.end() for found in _END.finditer(room)]
    return room[: ends[-1]] if ends and ends[-1] >= SHORT else room.rpartition(" ")[0].rstrip(";") + "\u2026"


@dataclass(frozen=True)
class Page:
    """A document that readers see, as results tell of it, with its parts; `claims` gives the grades of some by id."""

    slug: str
    title: str
    kind: str
    topic: str
    grade: str
    parts: Sequence[Part]
    claims: Mapping[str, str]


def files(pages: Sequence[Page], *, synonyms: Mapping[str, str], grades: Mapping[str, str]) -> dict[str, bytes]:
    """The files of the index of `pages`, by their place in the site. `synonyms` gives our word for what readers call
    a thing, `grades` the words of each grade."""
    if sum(page.kind == "post" for page in pages) <= MOST:
        index = whole(pages)
        shown = {word for page in pages for part in page.parts for word in _words(f"{part.heading} {part.start}")}
        known = sorted(shown | set(index["words"].split()))
        shared = {"common": COMMON, "synonyms": leading(synonyms, known), "grades": grades}
        return {"search/index.json": _json({**shared, **index})}
    return in_pieces(Pieces.of(pages, list(grades)), synonyms=synonyms, grades=grades)


def leading(synonyms: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    """Those of `synonyms` that lead to something: each part of our word begins one of the `known` words, all that pages
    hold, sorted. Another would take a question that has an answer to one that has none."""

    def held(part: str) -> bool:
        at = bisect_left(known, part)
        return at < len(known) and known[at].startswith(part)

    parts = {ours: re.findall(r"[^\W_]+", ours.lower()) for ours in set(synonyms.values())}
    return {
        theirs: ours for theirs, ours in synonyms.items() if all(held(part) or part in _COMMON for part in parts[ours])
    }


def in_pieces(pieces: Pieces, *, synonyms: Mapping[str, str], grades: Mapping[str, str]) -> dict[str, bytes]:
    """The files of an index in pieces, by their place in the site."""
    told, words, parts = pieces.files()
    shared = {"common": COMMON, "synonyms": leading(synonyms, told["words"].split()), "grades": grades}
    by_words = _digest(b"".join(name.encode() + data for name, data in words.items()))
    by_parts = _digest(repr(pieces.counted).encode())
    named = {f"search/{by_words}/{name}": data for name, data in words.items()}
    named |= {f"search/{by_parts}/{name}": data for name, data in parts.items()}
    return {"search/index.json": _json({**shared, "folders": [by_words, by_parts], **told}), **named}


def whole(pages: Sequence[Page]) -> dict[str, Any]:
    """The index as one file holds it."""
    sections: list[list[Any]] = []
    places: dict[str, list[int]] = {}
    for number, page in enumerate(pages):
        for part in page.parts:
            for word in part.words:
                places.setdefault(word, []).append(len(sections))
            grade = page.claims.get(part.id)
            sections.append([number, part.id, part.heading, part.start, *([grade] if grade else [])])
    words = sorted(places)
    return {
        "pages": [[page.slug, page.title, page.kind, page.topic, page.grade] for page in pages],
        "sections": sections,
        "words": " ".join(words),
        "places": ";".join(_steps(places[word]) for word in words),
    }


@dataclass
class Pieces:
    """The index in pieces, as it is made, so that a page that changed is changed in it alone.

    A part is known by its number. `slugs` are those of the pages; `told` holds how the parts of each page read, `heads`
    what every search knows of a page, `lengths` a digit for each of its parts, how many pairs of words the heading has,
    by which short ones come first, and `marks` a sign: the number of a claim's grade, a dot for a page itself, or a
    question mark where its heading asks what something is.
    `places` gives the parts that have a word, in three lists: in headings, in beginnings, elsewhere.
    """

    slugs: list[str]
    told: list[bytes]
    heads: list[list[Any]]
    lengths: list[str]
    marks: list[str]
    places: dict[str, str]

    @classmethod
    def of(cls, pages: Iterable[Page], grades: Sequence[str]) -> Pieces:
        """The index of `pages`, each of which is let go before the next."""
        made = cls([], [], [], [], [], {})
        places: defaultdict[str, _Numbers] = defaultdict(lambda: ([], [], []))
        first = 0
        for page in pages:
            made._tell(None, page, grades)
            for word, found in _places(page, first).items():
                for all_, more in zip(places[word], found, strict=True):
                    all_ += more
            first += len(page.parts)
        made.places = {word: _as_text(found) for word, found in places.items()}
        return made

    def change(self, at: int, before: Page, now: Page, grades: Sequence[str]) -> bool:
        """Have the page with that number read as `now`, where it read as `before`. Returns whether it could be: where
        it has more parts or fewer, every number after it is another, and all is to be made anew."""
        if len(before.parts) != len(now.parts):
            return False
        self._tell(at, now, grades)
        first = sum(map(len, self.lengths[:at]))
        end = first + len(now.parts)
        old, new = _places(before, first), _places(now, first)
        for word in old.keys() | new.keys():
            if old.get(word) != new.get(word):
                found = _as_numbers(self.places.get(word, ";;"))
                for numbers, more in zip(found, new.get(word, ([], [], [])), strict=True):
                    start = bisect_left(numbers, first)
                    numbers[start : bisect_left(numbers, end)] = more
                self.places[word] = _as_text(found)
                if self.places[word] == ";;":
                    del self.places[word]
        return True

    def _tell(self, at: int | None, page: Page, grades: Sequence[str]) -> None:
        told = _json([page.slug, page.title, [[part.id, part.heading, part.start] for part in page.parts]])
        head = [page.kind, page.topic, page.grade, len(page.parts)]
        lengths = "".join(str(min(-(-len(_words(part.heading)) // 2), LONGEST)) for part in page.parts)
        marks = "".join(
            str(grades.index(page.claims[part.id])) if part.id in page.claims else _mark(part) for part in page.parts
        )
        where = slice(len(self.told), None) if at is None else slice(at, at + 1)
        self.slugs[where], self.told[where], self.heads[where] = [page.slug], [told], [head]
        self.lengths[where], self.marks[where] = [lengths], [marks]

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Which page has each number, and how many parts it has: what the numbers of parts go by."""
        return [(slug, len(lengths)) for slug, lengths in zip(self.slugs, self.lengths, strict=True)]

    def files(self) -> tuple[dict[str, Any], dict[str, bytes], dict[str, bytes]]:
        """What every search needs, and the files of which it needs few, by their names: `words-N.json` holds the places
        of a range of words, `page-N.json` how the parts of a page read."""
        words = sorted(self.places)
        cut: dict[str, bytes] = {}
        firsts: list[int] = []
        for first, texts in _ranges([self.places[word] for word in words]):
            cut[f"words-{len(firsts)}.json"] = _json(texts)
            firsts.append(first)
        parts = {f"page-{number}.json": told for number, told in enumerate(self.told)}
        every = {
            "pages": self.heads,
            "lengths": "".join(self.lengths),
            "marks": "".join(self.marks),
            "words": " ".join(words),
            "ranges": _steps(firsts),
        }
        return every, cut, parts


_Numbers = tuple[list[int], list[int], list[int]]


def _places(page: Page, first: int) -> dict[str, _Numbers]:
    """The parts of `page` that have each word, of which `first` is the number of the first."""
    places: defaultdict[str, _Numbers] = defaultdict(lambda: ([], [], []))
    for number, part in enumerate(page.parts, first):
        for which, words in enumerate((_words(part.heading), _words(part.start), part.words)):
            for word in set(words) - _COMMON:
                places[word][which].append(number)
    return places


def _mark(part: Part) -> str:
    """The sign of a part that is no claim."""
    return "." if not part.id else "?" if _ASKS_WHAT.fullmatch(part.heading) else "-"


def _as_text(places: _Numbers) -> str:
    return ";".join(map(_steps, places))


def _as_numbers(text: str) -> _Numbers:
    heading, start, elsewhere = (
        [*accumulate(map(int, steps.split(",")))] if steps else [] for steps in text.split(";")
    )
    return heading, start, elsewhere


def _ranges(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """`texts` in runs of about RANGE letters: the number of the first, and all of them."""
    first = room = 0
    for at, text in enumerate(texts):
        room += len(text)
        if room > RANGE or at + 1 == len(texts):
            yield first, texts[first : at + 1]
            first, room = at + 1, 0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _steps(numbers: Sequence[int]) -> str:
    return ",".join(str(number - before) for before, number in zip([0, *numbers], numbers, strict=False))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
