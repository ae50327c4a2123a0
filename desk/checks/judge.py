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
from functools import lru_cache
from pathlib import Path
from typing import Final

from desk.checks.lexicon import FOLDER, Sentence, read
from desk.checks.passage import Passage
from desk.checks.signs import signs, without_quoted

WEIGHTS: Final = FOLDER / "weights.json"
TRIALS: Final = frozenset({"rct", "meta-analysis", "systematic-review"})
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


@dataclass(frozen=True)
class Weights:
    """`signs`: for each sign, what it weighs for each role, in hundredths. A role whose sum is above 0 is found."""

    least: Sequence[int]
    signs: Mapping[str, Sequence[int]]

    def sums(self, found: Iterator[tuple[str, int, int]]) -> list[int]:
        """What the signs weigh together, role by role; each counts once."""
        known = self.signs
        rows = [known[sign] for sign in {sign for sign, _, _ in found} if sign in known]
        return [sum(column) for column in zip(self.least, *rows, strict=True)]


@lru_cache(maxsize=1)
def weights(place: Path = WEIGHTS) -> Weights:
    data = json.loads(place.read_text("utf-8"))
    return Weights(data["least"], data["signs"])


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
        sums = weights().sums(signs(sentence, cited, heading))
        most = max(sums)
        if most <= 0:
            continue
        role = ROLES[sums.index(most)]
        if role in OF_STUDIES and "" in cited:
            continue  # what is not known has a problem of its own
        at, words = _weighed(sentence, cited, heading, ROLES.index(role))
        yield Finding(number, role, start + at, words)


def _asks(sentence: Sentence) -> tuple[int, int] | None:
    return next((spots[0] for name in _ANSWERS if (spots := sentence.occurs.get(name))), None)


def _weighed(sentence: Sentence, cited: Sequence[str], heading: bool, role: int) -> tuple[int, tuple[str, ...]]:
    """Where the words begin that weighed most for a role, and those words, heaviest first."""
    known, words = weights().signs, sentence.words
    by_word = [0.0] * len(words)
    for sign, first, after in set(signs(sentence, cited, heading)):
        if first >= 0 and sign in known:
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
