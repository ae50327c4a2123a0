"""Guards hard words: medical jargon (hard_words.txt) is explained in the text or in the glossary, or avoided.

A word counts as explained where a comma, a bracket or a word such as "which", "means" or "is" follows it, or where
"called", "known as" or "or" comes before it; an abbreviation, where a line `*[...]:` says what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.glossary import GLOSSARY
from desk.checks.subject import Facts, Post, Project, Reporter
from desk.model.problem import Problem

CODES = (
    Code(
        "hard-word/unexplained", "many readers do not know this word.",
        "say it plainly, explain it right after a comma, or add it to content/glossary.yml.",
        in_body("Some people get nystagmus.\n"), severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)
LIST: Final = Path(__file__).with_name("hard_words.txt")
_EXPLAINS_AFTER: Final = re.compile(
    r"['\"\u201d\u2019]?\s*(?:,|\(|--|\u2014|\u2013|:)|['\"\u201d]?\s+(?:which|meaning|means?|that is|or|is|are|was|were)\b"
)
_EXPLAINS_BEFORE: Final = re.compile(r"(?:\b(?:called|named|known as|as|say|term|or|means)|\()\s+(?:an? |the )?['\"\u201c\u2018]?$")


@lru_cache(maxsize=1)
def hard_words() -> re.Pattern[str]:
    """The listed words, each also with s."""
    words = [word for line in LIST.read_text("utf-8").split("\n") if (word := line.strip())]
    listed = "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<![\w-])({listed})(?:s|es)?(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(line.strip().lower().split()[0].split("-")[0] for line in LIST.open(encoding="utf-8") if line.strip())


def gather(post: Post, facts: Facts) -> None:
    """Keep, for the second stage, the first place of each hard word that `post` uses and does not explain."""
    if post.document.kind != "post":
        return
    first: dict[str, int] = {}
    explained = {definition.label.lower() for definition in post.body.abbreviations}
    explained |= {post.body.text[at + 2 :].partition("]")[0].lower() for at in post.body.broken_abbreviations}
    have = set(re.findall(r"[a-z]+", post.body.prose.lower()))
    have |= {word.removesuffix("es") for word in have} | {word.removesuffix("s") for word in have}
    if _stems().isdisjoint(have):
        return
    for passage in post.passages:
        for match in hard_words().finditer(passage.text):
            word = match[1].lower()
            first.setdefault(word, passage.at + match.start())
            before = passage.text[max(0, match.start() - 16) : match.start()]
            if _EXPLAINS_AFTER.match(passage.text, match.end()) or _EXPLAINS_BEFORE.search(before):
                explained.add(word)
    facts.hard_words = [(*post.at(at), word) for word, at in first.items() if word not in explained]


def check_project(project: Project) -> Iterator[Problem]:
    known = {term.lower() for term in project.files.get(GLOSSARY, Facts()).terms}
    for path, facts in project.documents.items():
        for line, column, word in facts.hard_words:
            if word not in known:
                what = f'many readers do not know "{word}".'
                yield project.problem(_report, path, (line, column), "hard-word/unexplained", what)
