"""Guards reading: a tired reader on a phone must take in each sentence at once.

The grade is Flesch and Kincaid's (Kincaid et al. 1975), of paragraphs and list items; headings and tables are not
counted. It says little of fewer than 100 words, so it is not taken of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyphen

from desk.checks.code import Code, in_body
from desk.checks.derived import derived
from desk.checks.passage import Passage
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem

GRADE: Final = "reading/grade"
TOO_HARD: Final = "reading/too-hard"
HIGHEST, HIGHEST_ALLOWED = 8.0, 9.0
LONGEST_SENTENCE = 30
LONGEST_PARAGRAPH = 5
PASSIVES = 3
LEAST_WORDS = 100

_EASY: Final = "Most people get ready soon after they have rested, and the room is not so big. "
_HARD: Final = "Individuals experiencing neurological disability continually require medication. "
_HARDER: Final = "Notwithstanding, municipal authorities reorganized neighborhood transportation. "
CODES = (
    Code(
        "reading/grade", "the text is too hard for a tired reader.",
        "use shorter sentences and words; for grade 9, <!-- allow: reading/grade because ... -->.",
        in_body("\n\n".join([_EASY.rstrip()] * 9 + [_HARD.rstrip()] * 4) + "\n"),
    ),
    Code(
        "reading/too-hard", "the text is far too hard for a tired reader.", "use shorter sentences and words.",
        in_body("\n\n".join([(_HARDER * 3).rstrip()] * 6) + "\n"),
    ),
    Code(
        "reading/long-sentence", "the sentence is long, and readers lose its beginning.", "make two of it.",
        in_body("The road went down and then it went up and then it went down and then it went up and then it went "
                "down and then it went up and then it went.\n"),
    ),
    Code(
        "reading/long-paragraph", "the paragraph is long, and a phone shows it as a wall.",
        "begin a new paragraph where a new idea begins.", in_body("It is so. " * 5 + "It is so.\n"),
    ),
    Code(
        "reading/passive", "many sentences here do not say who does what.", 'say who: "the clinic checks you".',
        in_body("You are checked first. The drip is started by a nurse. It is stopped in an hour.\n"),
        severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)
_PART: Final = re.compile(r"[A-Za-z]+")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SPLIT: Final = re.compile(r"i[ao](?!u)|[^qg]ua|eo(?!u)|iu|[^aeiou]ism")
"""Two vowels that are two sounds, ..."""
_JOINED: Final = re.compile(r"[tsc]i(?:on|a)|geo|[bp]eo")
"""... unless they are one."""
_SILENT_E: Final = re.compile(r".*[aeiouy](?:.*[^aeiouyl]|l)e")
_SILENT_ED: Final = re.compile(r".*[aeiouy].*[^aeiouytd]ed")
_SILENT_ES: Final = re.compile(r".*[aeiouy].*(?:[^aeiouysxzcghl]|[^aeiouysc]h)es")
_IRREGULAR: Final = (
    "begun|born|bought|broken|brought|built|caught|chosen|cut|done|driven|drawn|eaten|felt|found|forgotten|given|gone|"
    "grown|heard|held|hidden|hurt|kept|known|laid|led|left|lost|made|meant|met|paid|put|read|said|seen|sent|set|shown|"
    "shut|sold|spent|spoken|split|stopped|taken|taught|thought|told|understood|woken|worn|written"
)
_NO_PASSIVE: Final = (
    "aged|allergic|assured|bothered|complicated|concerned|confused|detached|excited|experienced|frightened|interested|"
    "involved|limited|married|mixed|pleased|prepared|related|relaxed|retired|scared|surprised|tired|unexpected|"
    "uncontrolled|unrelated|used|worried|need|indeed|speed|red|bed"
)
"""After "is" these say how someone feels or what something is like, not what was done."""
_PASSIVE: Final = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|isn't|aren't|wasn't|weren't)\s+(?:(?:not|also|now|then|often|never|only|"
    rf"usually|mostly|\w+ly)\s+){{0,2}}(?!(?:{_NO_PASSIVE})\b)(?:\w{{2,}}ed|{_IRREGULAR})\b",
    re.IGNORECASE,
)


def check_post(post: Post) -> Iterator[Problem]:
    if post.document.kind != "post":
        return
    syllables = words = count = 0
    hardest: list[tuple[float, int]] = []
    for passage in post.passages:
        if passage.kind not in ("paragraph", "item"):
            continue
        yield from _one(post, passage)
        for start, end in passage.sentences:
            sounds = [each for each in map(syllables_in, passage.text[start:end].split()) if each]
            if not sounds:
                continue
            syllables, words, count = syllables + sum(sounds), words + len(sounds), count + 1
            hardest.append((flesch_kincaid(sum(sounds), len(sounds), 1), passage.at + start))
            if len(sounds) > LONGEST_SENTENCE:
                what = f"the sentence has {len(sounds)} words; readers lose its beginning."
                yield post.body_problem(_report, passage.at + start, "reading/long-sentence", what)
    if words < LEAST_WORDS:
        return
    grade = round(flesch_kincaid(syllables, words, count), 1)
    if grade > HIGHEST:
        lines = sorted({post.at(at)[0] for _, at in sorted(hardest, reverse=True)[:3]})
        where = f"make the sentences on lines {', '.join(map(str, lines))} shorter and plainer"
        what = f"the text needs school grade {grade}, and tired readers need {HIGHEST:.0f} or less."
        if grade > HIGHEST_ALLOWED:
            yield post.body_problem(_report, post.passages[0].at, TOO_HARD, what, f"{where}.")
        else:
            fix = f"{where}, or write <!-- allow: reading/grade because ... -->."
            yield post.body_problem(_report, post.passages[0].at, GRADE, what, fix)


def _one(post: Post, passage: Passage) -> Iterator[Problem]:
    count = len(passage.sentences)
    if count > LONGEST_PARAGRAPH:
        at = passage.at + passage.sentences[LONGEST_PARAGRAPH][0]
        what = f"the paragraph has {count} sentences; a phone shows it as a wall."
        yield post.body_problem(_report, at, "reading/long-paragraph", what)
    if count >= PASSIVES:
        found = [_PASSIVE.search(passage.text, start, end) for start, end in passage.sentences]
        passive = [match for match in found if match]
        if len(passive) >= PASSIVES:
            what = f"{len(passive)} sentences here do not say who does what."
            yield post.body_problem(_report, passage.at + passive[0].start(), "reading/passive", what)


def flesch_kincaid(syllables: int, words: int, sentences: int) -> float:
    """The school grade of a text. https://en.wikipedia.org/wiki/Flesch%E2%80%93Kincaid_readability_tests"""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


@lru_cache(maxsize=50_000)
def syllables_in(word: str) -> int:
    """Of one word, or of the parts of a word with hyphens. A number counts as one, as is usual; a mere mark as none."""
    parts = _PART.findall(word.replace("'", "").replace("\u2019", ""))
    return sum(map(_sounds, parts)) or int(any(map(str.isalnum, word)))


def _sounds(word: str) -> int:
    """Hyphens fall between syllables, but not between all: pyphen alone finds 93 of 100. The vowels find most."""
    if word.isupper() and 1 < len(word) < 6:
        return len(word) + 2 * word.count("W")  # spelt out: FDA, MRI
    plain = word.lower()
    vowels = len(_VOWELS.findall(plain)) + len(_SPLIT.findall(plain)) - len(_JOINED.findall(plain))
    if _SILENT_E.fullmatch(plain) or _SILENT_ED.fullmatch(plain) or _SILENT_ES.fullmatch(plain):
        vowels -= 1
    return max(vowels, len(_hyphens().positions(plain)) + 1, 1)


@lru_cache(maxsize=1)
def _hyphens() -> pyphen.Pyphen:
    return derived(__file__, [Path(pyphen.__file__), pyphen.LANGUAGES["en_US"]], _read_hyphens)


def _read_hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
