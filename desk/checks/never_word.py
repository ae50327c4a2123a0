"""Words that are never said of a treatment, such as "cure" (rules/never.toml). What is cited beside them carries none.

A word may be denied ("no study showed a cure"), asked about ("Does it rewire the brain?") and spoken of between
quotation marks. A question to the reader is a lure, and no question.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from desk.checks.lexicon import FOLDER, Sentence
from desk.checks.passage import Passage
from desk.checks.signs import governed, stem


@dataclass(frozen=True)
class NeverWord:
    """A word that is never said: its forms and why. `of`, where it has any, are words of which one stands beside it;
    before one of `but` it is another thing."""

    why: str
    forms: frozenset[str]
    of: frozenset[str]
    but: frozenset[str]


@dataclass(frozen=True)
class Said:
    """Such a word where it is said: its place in the passage, itself, and why it is never said."""

    at: int
    word: str
    why: str


def never_said(passage: Passage) -> Iterator[Said]:
    """Each such word that `passage` says."""
    for start, sentence in passage.said:
        if not never_words().keys().isdisjoint(sentence.words):
            for i in _said(sentence):
                word, first, _ = sentence.tokens[i]
                yield Said(start + first, word, never_words()[word].why)


def _said(sentence: Sentence) -> Iterator[int]:
    """The tokens that are such words, and neither denied nor asked about."""
    words, clauses = sentence.words, sentence.clauses
    if sentence.asked and {"you", "your", "yours"}.isdisjoint(words):
        return
    _, _, denied = governed(sentence, [stem(word) for word in words])
    denials = sentence.outside("no_negative", "negative")
    for i, word in enumerate(words):
        known = never_words().get(word)
        if not known or not known.but.isdisjoint(words[i + 1 : i + 2]):
            continue
        if known.of and known.of.isdisjoint(other for at, other in enumerate(words) if clauses[at] == clauses[i]):
            continue
        if stem(word) not in denied and not any(at > i and clauses[at] == clauses[i] for at in denials):
            yield i


@lru_cache(maxsize=1)
def never_words() -> dict[str, NeverWord]:
    """The words by each of their forms."""
    rows = tomllib.loads((FOLDER / "never.toml").read_text("utf-8"))["word"]
    each = [
        NeverWord(row["why"], *(frozenset(row.get(name, "").split()) for name in ("forms", "of", "but")))
        for row in rows
    ]
    return {form: word for word in each for form in word.forms}
