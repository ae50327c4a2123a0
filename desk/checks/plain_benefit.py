"""The plainest statement of a benefit: a treatment, what it does, and what it does that to (rules/plain_benefit.toml).

The weights judge a sentence by all that stands in it, so the shortest ones may slip through: little stands in them.
What is stated so, and neither denied, doubted nor asked, needs a source beside it whose kind can show it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from desk.checks.judge import Context, Finding
from desk.checks.lexicon import FOLDER, Sentence, read
from desk.checks.passage import Passage
from desk.checks.signs import GROUPS, governed, stem, without_quoted

_CARRIES: Final = frozenset({"trial", "guideline", "law"})
"""Groups of sources that can show a benefit, or say what an authority found."""
_OPENS: Final = frozenset({"{embed}", "{says}", "{claims}", "{negative}", "{open}", "{hedge_end}"})
"""Classes with which a sentence may leave open what it speaks of; the weights know more of that."""


def plain_benefits(passage: Passage, designs: Mapping[str, str]) -> Iterator[Finding]:
    """Each sentence of `passage` that states a benefit so, and has no source beside it that could carry that. `designs`
    gives what kind of study each source was, by key."""
    context = Context(passage)
    for number, (start, end) in enumerate(passage.sentences):
        sentence = read(without_quoted(passage.text[start:end]))
        found = _stated(sentence)
        if not found:
            continue
        first, last = found
        cited = [designs.get(key, "") for key in (context.keys(number) if passage.cited else ())]
        if "" not in cited and _CARRIES.isdisjoint(GROUPS.get(design, "") for design in cited):
            yield Finding(number, "benefit", start + sentence.tokens[first][1], (sentence.shown(first, last + 1),))


def _stated(sentence: Sentence) -> tuple[int, int] | None:
    """The first and the last word of such a statement."""
    words, clauses = sentence.words, sentence.clauses
    if sentence.asked or not _OPENS.isdisjoint(sentence.classes):
        return None
    _, _, denied = governed(sentence, [stem(word) for word in words])
    verbs, between, before, ills = _words()
    for first, after in sentence.occurs.get("{treatment}", ()):
        at = after
        while at < len(words) and words[at] in between:
            at += 1
        if at == len(words) or words[at] not in verbs or stem(words[at]) in denied:
            continue
        if at == after and not words[at].endswith("s"):  # "ketamine help" is a kind of help
            continue
        to = at + 1
        while to < len(words) and words[to] in before:
            to += 1
        if to < len(words) and words[to] in ills and clauses[to] == clauses[first]:
            return first, to
    return None


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], ...]:
    data = tomllib.loads((FOLDER / "plain_benefit.toml").read_text("utf-8"))
    return tuple(frozenset(data[name].split()) for name in ("verbs", "between", "before", "ills"))
