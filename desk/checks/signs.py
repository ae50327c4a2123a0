"""Signs: what stands in a sentence, as the judge weighs it: its words, alone, beside what is cited, and as words of a
kind; pairs of neighbours and of words with one between them; which classes of the lexicon stand in it, beside which
words and which before which in a clause; what a denial or a doubt governs; how it begins, and its numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
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
OVER_ONE: Final = ".."
"""Between words with one between them; ..."""
BEFORE: Final = "<"
"""... and between classes of which one stands before the other."""
KIND: Final = "~"
"""Before a word as it is written, which weighs what words of its kind weigh; ..."""
BESIDE: Final = "@"
"""... and before what is cited and a word beside it."""
_QUOTED: Final = re.compile(r"\"[^\"\n]{1,70}\"|(?<!\w)'[^'\n]{1,60}'(?!\w)")
_LONGEST_QUOTED: Final = 6
"""Words between quotation marks that can still be under discussion; more is speech."""
_BLANKED: Final = "\N{NO-BREAK SPACE}"
"""Stands where words under discussion were blanked out."""
_DENIES: Final = ("negative", "open", "hedge_end")
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


def signs(sentence: Sentence, designs: Collection[str], heading: bool) -> Counter[str]:
    """Every sign in `sentence`, and how often. `designs`: what kind of study each source was that it cites."""
    stems = [*map(stem, sentence.words)]
    affirmed, denied, unsure = governed(sentence, stems)
    words = ("^", *stems, "$")
    cites = cited(designs)
    found = Counter({
        *stems, *(f"+{each}" for each in affirmed), *(f"-{each}" for each in denied | unsure),
        *(f"{KIND}{word}" for word in sentence.words), *(f"{BESIDE}{cites} {own}" for own in stems),
        *about_all(sentence, stems, designs, heading),
    })  # fmt: skip
    found.update(f"{a} {b}" for a, b in pairwise(words))
    found.update(f"{a} {OVER_ONE} {b}" for a, b in zip(words, words[2:], strict=False))
    for first, after in neighbours(sentence, stems):
        found.update(f"{a} {b}" for a in first for b in after)
    for names in classes_by_clause(sentence):
        for before, after in combinations(names, 2):
            found.update(f"{a} {BEFORE} {b}" for a in before for b in after)
    return found


def cited(designs: Collection[str]) -> str:
    """What the sources cited can carry, together."""
    return "+".join(sorted({GROUPS.get(design, "nothing") for design in designs})) if designs else "none"


def neighbours(sentence: Sentence, stems: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The classes of each word and the word that stands before or after it: what stands first, what after."""
    last = len(stems) - 1
    for first, after, names in sentence.spots:
        if after == first + 1:
            if first:
                yield (stems[first - 1],), names
            if first < last:
                yield names, (stems[after],)


def classes_by_clause(sentence: Sentence) -> list[list[tuple[str, ...]]]:
    """The classes of each clause in order, which tell who acts on what."""
    clauses = sentence.clauses
    found: list[list[tuple[str, ...]]] = [[] for _ in range(clauses[-1] + 1)] if clauses else []
    for first, _, names in sentence.spots:
        found[clauses[first]].append(names)
    return found


def governed(sentence: Sentence, stems: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Classes that stand affirmed, and classes and words that a denial or a doubt governs."""
    by_clause = _denied(sentence)
    if not by_clause:
        return sentence.classes, set(), set()
    clauses, last = sentence.clauses, len(stems)
    affirmed: set[str] = set()
    denied: set[str] = set()
    for first, _, names in sentence.spots:
        (denied if by_clause.get(clauses[first], last) < first else affirmed).update(names)
    return affirmed, denied, {own for i, own in enumerate(stems) if by_clause.get(clauses[i], last) < i}


def about_all(sentence: Sentence, stems: Sequence[str], designs: Collection[str], heading: bool) -> list[str]:
    """The signs that are about the whole sentence, each after a "=": how clauses begin, its numbers, what it cites."""
    cites = cited(designs)
    numbers = stems.count("#")
    shares = min(len(SHARE.findall(sentence.text)), 2) if numbers else 0
    found = [
        f"=cites: {cites}", f"=counts: {shares}", f"=counts: {shares}, cites: {cites}", f"=numbers: {min(numbers, 3)}",
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
    by_clause, last = _denied(sentence), len(stems)

    def is_denied(at: int) -> bool:
        return by_clause.get(sentence.clauses[at], last) < at

    for i, own in enumerate(stems):
        yield own, i, i + 1
        yield f"{KIND}{sentence.words[i]}", i, i + 1
        if is_denied(i):
            yield f"-{own}", i, i + 1
        yield f"{stems[i - 1] if i else '^'} {own}", max(i - 1, 0), i + 1
        if i:
            yield f"{stems[i - 2] if i > 1 else '^'} {OVER_ONE} {own}", max(i - 2, 0), i + 1
    for first, after, names in sentence.spots:
        for name in names:
            yield f"{'-' if is_denied(first) else '+'}{name}", first, after
            if after == first + 1 and first:
                yield f"{stems[first - 1]} {name}", first - 1, after
            if after == first + 1 <= last - 1:
                yield f"{name} {stems[after]}", first, after + 1


def _denied(sentence: Sentence) -> dict[int, int]:
    """Clause -> the first of its words that denies, doubts or leaves open what stands after it."""
    found: dict[int, int] = {}
    for first in (at for name in _DENIES if sentence.has(name) for at in sentence.outside("no_negative", name)):
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
