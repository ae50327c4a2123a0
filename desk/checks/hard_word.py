"""Guards hard words: medical jargon (hard_words.txt) is explained in the text or in the glossary, or avoided.

A word counts as explained where a comma, a bracket or a word such as "which", "means" or "is" follows it, or where
"called", "known as" or "or" comes before it; an abbreviation, where a line `*[...]:` says what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

CODES = (
    Code(
        "hard-word/unexplained", "many readers do not know this word.",
        "say it plainly, explain it right after a comma, or add it to content/glossary.yml.",
        in_body("Some people get nystagmus.\n"), severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)
_INSIDE: Final = re.compile(r"[\w-]")
LIST: Final = Path(__file__).with_name("hard_words.txt")
_EXPLAINS_AFTER: Final = re.compile(
    r"['\"\u201d\u2019]?\s*(?:,|\(|--|\u2014|\u2013|:)|['\"\u201d]?\s+(?:which|meaning|means?"
    r"|that is|or|is|are|was|were)\b"
)
_EXPLAINS_BEFORE: Final = re.compile(
    r"(?:\b(?:called|named|known as|as|say|term|or|means)|\()\s+(?:an? |the )?[*_'\"\u201c\u2018]*$"
)


_BEGINS: Final = 3
"""How much of a word is looked up first: to search the whole text for each of them would take most of the time."""
_WORD: Final = re.compile(r"[a-z0-9]{3,}|[a-z0-9]+")


@lru_cache(maxsize=1)
def hard_words() -> list[str]:
    """Each listed word."""
    words = (line.strip() for line in LIST.read_text("utf-8").lower().split("\n"))
    return [word for word in dict.fromkeys(words) if word]


@cache
def _pattern(word: str) -> re.Pattern[str]:
    """What finds `word`, also with s. Few of the list stand in a post."""
    return re.compile(rf"{re.escape(word)}(?:s|es)?(?![\w-])")


def check_post(post: Post) -> Iterator[Problem]:
    """The first place of each hard word that `post` uses, and neither it nor the glossary explains."""
    if post.document.kind != "post":
        return
    prose = post.body.prose.lower().replace("\n", " ")
    explained = {definition.label.lower() for definition in post.body.abbreviations}
    explained |= {post.body.text[at + 2 :].partition("]")[0].lower() for at in post.body.broken_abbreviations}
    explained |= post.library.explained
    begins = {word[:_BEGINS] for word in _WORD.findall(prose)}
    for word in hard_words():
        if word[:_BEGINS] in begins and word in prose and word not in explained:
            found = _pattern(word).finditer(prose)
            uses = [use for use in found if not _INSIDE.match(prose[use.start() - 1 : use.start()])]
            if uses and not any(_explained(prose, use) for use in uses):
                what = f'many readers do not know "{word}".'
                yield post.body_problem(_report, uses[0].start(), "hard-word/unexplained", what)


def _explained(prose: str, use: re.Match[str]) -> bool:
    before = prose[max(0, use.start() - 16) : use.start()]
    return bool(_EXPLAINS_AFTER.match(prose, use.end()) or _EXPLAINS_BEFORE.search(before))
