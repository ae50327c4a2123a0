"""Signs: what stands in a sentence, as the judge weighs it: its words and pairs of words, whether a denial or a doubt
governs them, their classes in the lexicon, how it begins, its numbers, and what kind of study it cites.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from desk.checks.lexicon import Sentence, approved

GROUPS: Final = {
    **dict.fromkeys(("rct", "meta-analysis", "systematic-review"), "trial"), "guideline": "guideline",
    **dict.fromkeys(("regulatory", "official-page"), "law"),
    **dict.fromkeys(("open-trial", "cohort", "chart-review", "survey", "case-series", "case-report", "surveillance"),
                    "uncontrolled"),
    **dict.fromkeys(("animal-study", "lab-study", "review"), "background"),
}  # fmt: skip
"""Design of a source -> what it can carry, as one sign; every other design carries nothing."""
SHARE: Final = re.compile(
    r"(?:\b\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|none))\s+(?:\w+\s+){0,2}?"
    r"(?:in|of|out of)\s+(?:the |every |about |all )?\d"
)
"""A count with its total: "20 of 38", "12 people in 100"."""
_QUOTED: Final = re.compile(r"\"[^\"\n]{1,70}\"|(?<!\w)'[^'\n]{1,60}'(?!\w)")
_LONGEST_QUOTED: Final = 6
"""Words between quotation marks that can still be under discussion; more is speech."""
_BLANKED: Final = "\N{NO-BREAK SPACE}"
"""Stands where words under discussion were blanked out."""
_DENIES: Final = frozenset({"{negative}", "{open}", "{hedge_end}"})
_ENDINGS: Final = (("ies", "y"), ("ied", "y"), ("ing", ""), ("edly", ""), ("ed", ""), ("ers", "er"), ("ly", ""),
                   ("es", ""), ("s", ""))  # fmt: skip
_SHORTEST: Final = 3


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without its ending, so that forms of one word are one sign; any number is "#"."""
    if word[0].isdigit():
        return "#"
    if word == "--":
        return "\N{EM DASH}"
    if len(word) > _SHORTEST + 1:
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                word = word[: len(word) - len(ending)] + instead
                break
        if len(word) > _SHORTEST and word[-1] == "e":
            word = word[:-1]
        if len(word) > _SHORTEST + 1 and word[-1] == word[-2] and word[-1] not in "sl":
            word = word[:-1]
    return word


def without_quoted(text: str) -> str:
    """`text`, as long, with an x for each letter that stands in a few words between quotation marks: words under
    discussion."""

    def blank(found: re.Match[str]) -> str:
        return found[0] if len(found[0].split()) > _LONGEST_QUOTED else _BLANKED + "x" * (len(found[0]) - 2) + " "

    return _QUOTED.sub(blank, text) if '"' in text or "'" in text else text


def signs(sentence: Sentence, designs: Collection[str], heading: bool) -> set[str]:
    """Every sign in `sentence`. `designs`: what kind of study each source was that it cites."""
    stems = [*map(stem, sentence.words)]
    plus, minus = marked(sentence, stems)
    return {
        *plus, *minus, *(f"+{each}" for each in plus), *(f"-{each}" for each in minus),
        *(f"{a} {b}" for a, b in pairwise(("^", *stems, "$"))), *about_all(sentence, stems, designs, heading),
    }  # fmt: skip


def marked(sentence: Sentence, stems: Sequence[str]) -> tuple[set[str], set[str]]:
    """Words and classes that stand affirmed in a sentence, and those that a denial or a doubt governs."""
    denied = _denied(sentence)
    if not denied:
        return {*stems, *sentence.classes}, set()
    clauses, last = sentence.clauses, len(stems)
    plus: set[str] = set()
    minus: set[str] = set()
    for i, own in enumerate(stems):
        (minus if denied.get(clauses[i], last) < i else plus).add(own)
    for name, spots in sentence.occurs.items():
        for i, _ in spots:
            (minus if denied.get(clauses[i], last) < i else plus).add(name)
    return plus, minus


def about_all(sentence: Sentence, stems: Sequence[str], designs: Collection[str], heading: bool) -> list[str]:
    """The signs that are about the whole sentence, each after a "=": how clauses begin, its numbers, what it cites."""
    cited = "+".join(sorted({GROUPS.get(design, "nothing") for design in designs})) if designs else "none"
    numbers = stems.count("#")
    shares = min(len(SHARE.findall(sentence.text)), 2) if numbers else 0
    found = [
        f"=cites: {cited}", f"=counts: {shares}", f"=counts: {shares}, cites: {cited}", f"=numbers: {min(numbers, 3)}",
        f"=length: {min(len(stems) // 5, 6)}", *{f"=clause: {stems[start]}" for start in sentence.begins.values()},
    ]  # fmt: skip
    if sentence.asked:
        found.append("=asked: you" if "you" in stems or "your" in stems else "=asked: other")
    if heading:
        found.append("=heading: asked" if sentence.asked else "=heading: said")
    if _BLANKED in sentence.text:
        found.append("=quoted: words")
    if "{approve}" in sentence.classes:
        found.append(f"=table: {_agrees(sentence)}")
    return found


def places(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """The signs that are words, each with its place: its first word, and the one after its last."""
    stems = [stem(word) for word in sentence.words]
    denied, last = _denied(sentence), len(stems)

    def governed(at: int) -> str:
        return "-" if denied.get(sentence.clauses[at], last) < at else "+"

    for i, own in enumerate(stems):
        yield own, i, i + 1
        yield governed(i) + own, i, i + 1
        yield f"{stems[i - 1] if i else '^'} {own}", max(i - 1, 0), i + 1
    for name, spots in sentence.occurs.items():
        for first, after in spots:
            yield name, first, after
            yield governed(first) + name, first, after


def _denied(sentence: Sentence) -> dict[int, int]:
    """Clause -> the first of its words that denies, doubts or leaves open what stands after it."""
    found: dict[int, int] = {}
    if _DENIES.isdisjoint(sentence.classes):
        return found
    traps = sentence.occurs.get("{no_negative}", ())
    for name in _DENIES:
        for first, _ in sentence.occurs.get(name, ()):
            if not any(start <= first < after for start, after in traps):
                clause = sentence.clauses[first]
                found[clause] = min(first, found.get(clause, first))
    return found


def _agrees(sentence: Sentence) -> str:
    """Whether an approval that is said agrees with the table of what is approved for what."""
    for at, _ in sentence.occurs["{approve}"]:
        clause = sentence.clauses[at]
        for row in approved():
            if not sentence.within(row.drug, clause) and not (row.anywhere and sentence.has(row.drug)):
                continue
            if any(sentence.within(name, clause) for name in row.never):
                return "against"
            if any(sentence.within(name, clause) for name in row.use):
                return "agrees" if not row.only or sentence.has(row.only) else "too wide"
            return "use not said"
    return "another drug"
