"""The plainest statements of each role, such as "Ketamine eases migraine" (rules/plain_statement.toml).

The weights judge a sentence by all that stands in it, so the shortest ones may slip through: little stands in them.
What is stated so, and by nothing else in the sentence denied, doubted or asked, must be carried, whatever it weighs.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from desk.checks.judge import Context, Finding
from desk.checks.lexicon import FOLDER, Sentence
from desk.checks.passage import Passage
from desk.checks.signs import GROUPS, stem

_SHOW_BENEFIT: Final = frozenset({"trial", "guideline", "law"})
"""Groups of sources that can show a benefit, or say what an authority found."""
_OPENS: Final = ("{embed}", "{says}", "{claims}", "{negative}", "{open}", "{hedge_end}")
"""Classes with which a sentence may leave open what it speaks of; the weights know more of that."""


@dataclass(frozen=True)
class Statement:
    """One, by its parts (see the file of rules), and what carries it."""

    role: str
    parts: tuple[str, ...]
    carried: Literal["benefit", "count", "nothing"]


def plain_statements(passage: Passage, designs: Mapping[str, str]) -> Iterator[Finding]:
    """Each sentence of `passage` that states something so which nothing carries, once. `designs` gives what kind of
    study each source was, by key."""
    context = Context(passage)
    for number, (start, sentence) in enumerate(passage.said):
        if sentence.asked:
            continue
        for statement in _may_be(sentence):
            found = _stated(sentence, statement.parts)
            if found and not _is_carried(sentence, statement, context.cited(number, designs)):
                first, after = found
                said = (sentence.shown(first, after),)
                yield Finding(number, statement.role, start + sentence.tokens[first][1], said)
                break


def _is_carried(sentence: Sentence, statement: Statement, cited: Sequence[str]) -> bool:
    if statement.carried == "nothing" or not cited:
        return False
    if "" in cited:
        return True  # what is not known has a problem of its own
    if statement.carried == "count":
        return any(stem(word) == "#" for word in sentence.words)
    return not _SHOW_BENEFIT.isdisjoint(GROUPS.get(design, "") for design in cited)


def _may_be(sentence: Sentence) -> list[Statement]:
    """The statements of which each part that must be there is somewhere in the sentence: of most, one is not."""
    statements, _, needs, by_last = _rules()
    present = {*sentence.words, *sentence.classes}
    found = sorted({number for each in by_last.keys() & present for number in by_last[each]})
    return [statements[each] for each in found if not any(map(present.isdisjoint, needs[each]))]


def _stated(sentence: Sentence, parts: Sequence[str]) -> tuple[int, int] | None:
    """Where the parts stand in a row, in one clause, and nothing outside them leaves it open: the first word, and the
    one after the last."""
    for first in range(len(sentence.words)):
        after = _end(sentence, first, parts)
        if after is None or after == first or sentence.clauses[first] != sentence.clauses[after - 1]:
            continue
        around = (at for name in _OPENS for at, _ in sentence.occurs.get(name, ()))
        if all(first <= at < after for at in around):
            return first, after
    return None


def _end(sentence: Sentence, at: int, parts: Sequence[str]) -> int | None:
    """The word after `parts`, where they stand in a row from `at` on."""
    if not parts:
        return at
    part, rest = parts[0], parts[1:]
    if part == "^":
        return _end(sentence, at, rest) if at in sentence.begins.values() else None
    if part == "$":
        ends = at == len(sentence.words) or sentence.clauses[at] != sentence.clauses[at - 1]
        return _end(sentence, at, rest) if ends or not sentence.words[at][0].isalnum() else None
    if part[-1] in "?*":
        one = _end(sentence, at, (part[:-1], *(parts if part[-1] == "*" else rest)))
        return one if one is not None else _end(sentence, at, rest)
    for after in _after(sentence, at, part):
        if (end := _end(sentence, after, rest)) is not None:
            return end
    return None


def _after(sentence: Sentence, at: int, part: str) -> Iterator[int]:
    """The word after `part`, in each way in which it may stand at `at`."""
    if at >= len(sentence.words):
        return
    if part.startswith("{"):
        yield from (after for first, after in sentence.occurs.get(part, ()) if first == at)
    elif part == "#":
        if stem(sentence.words[at]) == "#":
            yield at + 1
    elif sentence.words[at] in _rules()[1][part]:
        yield at + 1


@lru_cache(maxsize=1)
def _rules() -> tuple[
    Sequence[Statement], Mapping[str, frozenset[str]], Sequence[Sequence[frozenset[str]]], Mapping[str, Sequence[int]]
]:
    """The statements; the words of each name; of each statement, the words and classes of which one must be there, part
    by part; and by word and class, of which statements it is in the last such part."""
    data = tomllib.loads((FOLDER / "plain_statement.toml").read_text("utf-8"))
    statements = [Statement(**{**row, "parts": tuple(row["parts"].split())}) for row in data["statement"]]
    words = {name: frozenset(each.split()) for name, each in data["words"].items()}
    needs = [
        [words.get(part, frozenset({part})) for part in statement.parts if part[-1] not in "^$#?*"]
        for statement in statements
    ]
    by_last: defaultdict[str, list[int]] = defaultdict(list)
    for number, need in enumerate(needs):
        for each in need[-1]:
            by_last[each].append(number)
    return statements, words, needs, dict(by_last)
