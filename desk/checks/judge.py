"""Judges sentences by what they do (benefit, safety, advice, ...): weighs the signs in each.

The weights are data, `rules/weights.json`, learned from sentences that people called risky or fine (`make weights`; see
tests/content/learn.py). What is weighed is plain: words, their classes, who denies them, what is cited beside them. A
citation carries its own sentence, and the one before or after where that plainly continues.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations, pairwise, product
from pathlib import Path
from typing import Final

from desk.checks import signs as signs_
from desk.checks.derived import derived
from desk.checks.lexicon import FOLDER, WHEN, Sentence
from desk.checks.passage import Passage
from desk.checks.signs import (
    BEFORE,
    BESIDE,
    GROUPS,
    KIND,
    OVER_ONE,
    about_all,
    cited,
    classes_by_clause,
    governed,
    neighbours,
    places,
    signs,
    stem,
)
from desk.model.source import COMPARED

WEIGHTS: Final = FOLDER / "weights.json"
TRIALS: Final = COMPARED
SHOWS: Final = TRIALS | {"guideline"}
"""Designs that can show a benefit, or what caused what."""
UNCONTROLLED: Final = frozenset({"open-trial", "cohort", "chart-review", "survey", "case-series", "case-report"})
CLINICAL: Final = SHOWS | UNCONTROLLED
ROLES: Final = ("advice", "approval", "benefit", "cause", "relative", "safety", "vague", "voice")
OF_STUDIES: Final = frozenset({"benefit", "safety", "vague", "cause", "relative"})
"""Roles that a source could carry."""
_SHORTEST: Final = 2
"""Words of which nothing can be said."""
_MOST_PAIRS: Final = 200_000
"""Of words and classes beside each other, whose weights are remembered."""
_SHOWN: Final = 3
"""Signs that a message names."""
_SAY_LITTLE: Final = frozenset(
    """
    a an the this that these those it its they their them he she his her we our i is are was were be been being has have
    had do does did of to in on at by for from with as and or but so if than then there who whom which what where while
    into out up about over after before too
    """.split()
)
"""Words that a message names only where no other weighs anything: they tell a writer little."""
_ANSWERS: Final = ("eases", "lasts", "works", "good", "better", "best", "recovers", "relief", "safe")
"""What a heading must not ask without an answer."""
_SELLS: Final = frozenset(f"{{{name}}}" for name in ("invite", "lure", "price", "seller", "relief", "works"))
_CONTINUES: Final = re.compile(
    r"\W*(?:it|they|this|that|these|those|their|its|nobody|no one|both|there|he|she|his|her|neither|all of them"
    r"|some of them|of (?:these|those|them|the)|the (?:same|trial|study|review|report|label|survey|other|others|rest"
    r"|gain|drop|difference|average|authors|researchers|people|group|effect|paper|reports|charts|guideline|number"
    r"|numbers|figures?|placebo|gap|fall)|in (?:that|this|both|it|the other)|on placebo|with placebo|by then"
    r"|half of them|here)\b",
    re.IGNORECASE,
)


Row = tuple[int, ...]


class Tables:
    """What signs weigh by what kind of sign each is, without the marks that tell the kind: so a sentence is weighed
    without its signs being put together. A sentence whose signs and `least` weigh more than 0 together is risky."""

    def __init__(self, least: int, signs: Mapping[str, int]) -> None:
        self.least = least
        self.alone: dict[str, int] = {}
        """Words, and what is about the whole sentence."""
        self.affirmed: dict[str, int] = {}
        self.denied: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self.beside: dict[str, dict[str, int]] = {}
        """What is cited -> word -> what it weighs beside that."""
        self.near: dict[tuple[str, str], int] = {}
        """Neighbours: two words, or a word and a class."""
        self.over_one: dict[tuple[str, str], int] = {}
        self.next_to = _Between(self.near)
        self.before = _Between({})
        by_mark = {"+": self.affirmed, "-": self.denied, KIND: self.kinds}
        pairs = {OVER_ONE: self.over_one, BEFORE: self.before.pairs}
        for sign, each in signs.items():
            if sign[0] == BESIDE:
                cites, word = sign[1:].split(" ")
                self.beside.setdefault(cites, {})[word] = each
            elif sign[0] != "=" and " " in sign:
                first, *between, last = sign.split(" ")
                pairs.get("".join(between), self.near)[first, last] = each
            elif sign[0] in by_mark:
                by_mark[sign[0]][sign[1:]] = each
            else:
                self.alone[sign] = each

    def sum(self, sentence: Sentence, designs: Sequence[str], heading: bool) -> int:
        """What the signs of a sentence weigh together: as if each of `signs` were looked up."""
        stems = [*map(stem, sentence.words)]
        words = ("^", *stems, "$")
        affirmed, denied, unsure = governed(sentence, stems)
        found = [
            map(self.alone.get, {*stems}), map(self.kinds.get, {*sentence.words}),
            map(self.beside.get(cited(designs), {}).get, {*stems}),
            map(self.affirmed.get, affirmed), map(self.denied.get, denied | unsure),
            map(self.near.get, pairwise(words)), map(self.over_one.get, zip(words, words[2:], strict=False)),
            map(self.alone.get, about_all(sentence, stems, designs, heading)),
        ]  # fmt: skip
        total = self.least + sum(filter(None, chain.from_iterable(found)))
        total += sum(map(self.next_to.__getitem__, neighbours(sentence, stems)))
        by_clause = (map(self.before.__getitem__, combinations(names, 2)) for names in classes_by_clause(sentence))
        return total + sum(chain.from_iterable(by_clause))


class _Between(dict[tuple[tuple[str, ...], tuple[str, ...]], int]):
    """What the classes of a word weigh before a word, after one, or before the classes of another; looked up once."""

    def __init__(self, pairs: dict[tuple[str, str], int]) -> None:
        self.pairs = pairs

    def __missing__(self, both: tuple[tuple[str, ...], tuple[str, ...]]) -> int:
        found = sum(filter(None, map(self.pairs.get, product(*both))))
        if len(self) < _MOST_PAIRS:
            self[both] = found
        return found


@dataclass(frozen=True)
class Weights:
    """What signs weigh, in hundredths, each by its whole name. `roles` tells what a risky sentence does: the role that
    weighs most."""

    least: int
    signs: Mapping[str, int]
    base: Row
    roles: Mapping[str, Row]

    @cached_property
    def tables(self) -> Tables:
        """The same by what kind of sign it is."""
        return Tables(self.least, self.signs)

    def sum(self, sentence: Sentence, designs: Sequence[str], heading: bool) -> int:
        """As `Tables.sum`."""
        return self.tables.sum(sentence, designs, heading)

    def role(self, sentence: Sentence, designs: Sequence[str], heading: bool) -> str:
        """The role that a sentence, if it is risky, most likely has."""
        rows = [self.roles[sign] for sign in signs(sentence, designs, heading).keys() & self.roles.keys()]
        sums = [*map(sum, zip(self.base, *rows, strict=True))]
        return ROLES[sums.index(max(sums))]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """What was learned: only asked for where a sentence is risky, because to read it takes a while."""
    data = json.loads(WEIGHTS.read_text("utf-8"))
    roles = {sign: tuple(row) for sign, row in data["roles"].items()}
    return Weights(data["least"], data["signs"], tuple(data["base"]), roles)


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables of what was learned."""
    return derived(__file__, [WEIGHTS, Path(signs_.__file__)], _tables)


def _tables() -> Tables:
    return weights().tables


@dataclass(frozen=True)
class Finding:
    """What a sentence does that nothing carries. `at` is an offset into the passage's text; `words` weighed most."""

    sentence: int
    role: str
    at: int
    words: tuple[str, ...]


def judge(passage: Passage, designs: Mapping[str, str], answered: bool = False) -> Iterator[Finding]:
    """What `passage` says that nothing carries; `designs` gives what kind of study each source was, by key.

    `answered`: the passage is a heading or title, and its section answers what it asks.
    """
    context = Context(passage)
    heading = passage.kind in ("heading", "title")
    for number, (start, sentence) in enumerate(passage.said):
        if len(sentence.words) < _SHORTEST:
            continue
        if passage.kind == "heading" and sentence.asked and not answered and (asks := _asks(sentence)):
            yield Finding(number, "benefit", start + sentence.tokens[asks[0]][1], (sentence.shown(*asks),))
            continue
        cited = context.cited(number, designs)
        if tables().sum(sentence, cited, heading) <= 0 or calls_for_help(sentence):
            continue
        role = weights().role(sentence, cited, heading)
        if "" in cited and (role in OF_STUDIES or _may_be_carried(sentence, cited, heading)):
            continue  # what is not known has a problem of its own
        at, words = _weighed(sentence)
        yield Finding(number, role, start + at, words)


def _may_be_carried(sentence: Sentence, cited: Sequence[str], heading: bool) -> bool:
    """Whether it would be fine if what is cited and not known were some kind of study."""
    return any(tables().sum(sentence, [each or kind for each in cited], heading) <= 0 for kind in GROUPS)


def calls_for_help(sentence: Sentence) -> bool:
    """Whether it does nothing but call an emergency or crisis line: some clause does, and each other one does too, or
    says when. Such a sentence is never accused."""
    if not sentence.has("help_line") or not sentence.has("calls") or not _SELLS.isdisjoint(sentence.classes):
        return False
    words, found = sentence.words, False
    for clause, first in sentence.begins.items():
        at = first + 2 if words[first + 1 : first + 2] == ["can"] else first
        if at in sentence.within("calls", clause):
            found |= bool(sentence.within("help_line", clause))
        elif words[first] not in WHEN:
            return False
    return found


def _asks(sentence: Sentence) -> tuple[int, int] | None:
    return next((spots[0] for name in _ANSWERS if (spots := sentence.occurs.get(f"{{{name}}}"))), None)


def _weighed(sentence: Sentence) -> tuple[int, tuple[str, ...]]:
    """Where the words begin that weighed most, and those words, heaviest first."""
    known, words = weights().signs, sentence.words
    by_word = [0.0] * len(words)
    for sign, first, after in places(sentence):
        if sign in known:
            for i in range(first, after):
                by_word[i] += known[sign] / (after - first)
    order = sorted((i for i, word in enumerate(words) if word[0].isalnum()), key=lambda i: (-by_word[i], i))
    heavy = [i for i in order if by_word[i] > 0] or order[:1]
    heaviest = ([i for i in heavy if words[i] not in _SAY_LITTLE] or heavy)[:_SHOWN]
    runs: list[list[int]] = []
    for i in sorted(heaviest):
        if runs and i == runs[-1][1]:
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    runs.sort(key=lambda run: -max(by_word[run[0] : run[1]]))
    return sentence.tokens[runs[0][0]][1], tuple(sentence.shown(*run) for run in runs)


class Context:
    """What stands around a sentence: its passage, and the sources that carry it."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    def cited(self, number: int, designs: Mapping[str, str]) -> list[str]:
        """What kind of study each source was that is cited for sentence `number`; empty for one that is not known."""
        return [designs.get(key, "") for key in self.keys(number)] if self.passage.cited else []

    def keys(self, number: int) -> tuple[str, ...]:
        """The sources cited for sentence `number`: in it, or next to it where one plainly continues the other."""
        if own := self._own(number):
            return own
        spans = self.passage.sentences
        if number and self._continues(number) and (before := self._own(number - 1)):
            return before
        if number + 1 < len(spans) and self._continues(number + 1):
            return self._own(number + 1)
        return ()

    def _own(self, number: int) -> tuple[str, ...]:
        start, end = self.passage.sentences[number]
        at = self.passage.at
        return tuple(key for where, keys in self.passage.cited for key in keys if start <= where - at < end)

    def _continues(self, number: int) -> bool:
        start, end = self.passage.sentences[number]
        return bool(_CONTINUES.match(self.passage.text[start:end]))
