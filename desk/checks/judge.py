"""Judges sentences by what they do (benefit, safety, advice, ...): weighs the signs in each, role by role.

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
from pathlib import Path
from typing import Final

from desk.checks.lexicon import FOLDER, Sentence, read
from desk.checks.passage import Passage
from desk.checks.signs import about_all, marked, places, stem, without_quoted
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
_SHOWN: Final = 3
"""Signs that a message names."""
_ANSWERS: Final = ("eases", "lasts", "works", "good", "better", "best", "recovers", "relief", "safe")
"""What a heading must not ask without an answer."""
_CONTINUES: Final = re.compile(
    r"\W*(?:it|they|this|that|these|those|their|its|nobody|no one|both|there|he|she|his|her|neither|all of them"
    r"|some of them|of (?:these|those|them|the)|the (?:same|trial|study|review|report|label|survey|other|others|rest"
    r"|gain|drop|difference|average|authors|researchers|people|group|effect|paper|reports|charts|guideline|number"
    r"|numbers|figures?|placebo|gap|fall)|in (?:that|this|both|it|the other)|on placebo|with placebo|by then"
    r"|half of them|here)\b",
    re.IGNORECASE,
)


Row = tuple[int, ...]


@dataclass(frozen=True)
class Weights:
    """`signs`: for each sign, what it weighs for each role, in hundredths. A role whose sum is above 0 is found."""

    least: Row
    signs: Mapping[str, Row]

    @cached_property
    def _packed(self) -> dict[str, int]:
        return {sign: _pack(row) for sign, row in self.signs.items()}

    @cached_property
    def _affirmed(self) -> dict[str, int]:
        return self._with("+")

    @cached_property
    def _denied(self) -> dict[str, int]:
        return self._with("-")

    def _with(self, mark: str) -> dict[str, int]:
        """What a word or class weighs by itself, and so marked, in one."""
        found = {sign: row for sign, row in self._packed.items() if " " not in sign and sign[0] not in "+-="}
        for sign, row in self._packed.items():
            if sign[0] == mark:
                found[sign[1:]] = found.get(sign[1:], 0) + row
        return found

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], int]:
        pairs = ((sign.split(" "), row) for sign, row in self._packed.items() if sign[0] != "=")
        return {(words[0], words[1]): row for words, row in pairs if len(words) > 1}

    def sums(self, sentence: Sentence, designs: Sequence[str], heading: bool) -> Row:
        """What the signs of a sentence weigh together, role by role: as if each of `signs` were looked up."""
        affirmed, known, pairs = self._affirmed, self._packed, self._pairs
        stems = [*map(stem, sentence.words)]
        plus, minus = marked(sentence, stems)
        rows = [affirmed[each] for each in plus if each in affirmed]
        rows += [pairs[pair] for pair in {*zip(("^", *stems), (*stems, "$"), strict=True)} if pair in pairs]
        rows += [known[sign] for sign in about_all(sentence, stems, designs, heading) if sign in known]
        if minus:
            rows += [known[sign] for each in minus & plus if (sign := f"-{each}") in known]
            rows += [self._denied[each] for each in minus - plus if each in self._denied]
        return _unpack(sum(rows, self._start))

    @cached_property
    def _start(self) -> int:
        return _pack(self.least)


_BITS: Final = 32
_HALF: Final = 1 << (_BITS - 1)
_LIFT: Final = sum(_HALF << (_BITS * place) for place in range(len(ROLES)))


def _pack(row: Row) -> int:
    """The weights of a sign as one number, so that those of a sentence are added role by role in one sum."""
    return sum(each << (_BITS * place) for place, each in enumerate(row))


def _unpack(packed: int) -> Row:
    lifted = packed + _LIFT
    return tuple((lifted >> (_BITS * place) & (2 * _HALF - 1)) - _HALF for place in range(len(ROLES)))


@lru_cache(maxsize=1)
def weights(place: Path = WEIGHTS) -> Weights:
    data = json.loads(place.read_text("utf-8"))
    return Weights(tuple(data["least"]), {sign: tuple(row) for sign, row in data["signs"].items()})


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
    for number, (start, end) in enumerate(passage.sentences):
        text = passage.text[start:end]
        sentence = read(without_quoted(text))
        if len(sentence.words) < _SHORTEST:
            continue
        keys = context.keys(number) if passage.cited else ()
        if passage.kind == "heading" and sentence.asked and not answered and (asks := _asks(sentence)):
            yield Finding(number, "benefit", start + sentence.tokens[asks[0]][1], (sentence.shown(*asks),))
            continue
        cited = [designs.get(key, "") for key in keys]
        sums = weights().sums(sentence, cited, heading)
        most = max(sums)
        if most <= 0:
            continue
        role = ROLES[sums.index(most)]
        if role in OF_STUDIES and "" in cited:
            continue  # what is not known has a problem of its own
        at, words = _weighed(sentence, ROLES.index(role))
        yield Finding(number, role, start + at, words)


def _asks(sentence: Sentence) -> tuple[int, int] | None:
    return next((spots[0] for name in _ANSWERS if (spots := sentence.occurs.get(f"{{{name}}}"))), None)


def _weighed(sentence: Sentence, role: int) -> tuple[int, tuple[str, ...]]:
    """Where the words begin that weighed most for a role, and those words, heaviest first."""
    known, words = weights().signs, sentence.words
    by_word = [0.0] * len(words)
    for sign, first, after in places(sentence):
        if sign in known:
            for i in range(first, after):
                by_word[i] += known[sign][role] / (after - first)
    order = sorted((i for i, word in enumerate(words) if word[0].isalnum()), key=lambda i: (-by_word[i], i))
    heaviest = [i for i in order[:_SHOWN] if by_word[i] > 0] or order[:1]
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
