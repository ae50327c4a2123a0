"""Guards the answer to a claim: its first sentence, which lists of claims show alone.

It says which way it went, or that nobody can tell; and no more surely than the claim's grade. What was done in a study,
and to whom, comes after it. The words by which an answer is known are data: `rules/verdict.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from desk.checks.code import Code, in_body
from desk.checks.lexicon import FOLDER, Lexicon, Sentence
from desk.checks.passage import Passage
from desk.checks.signs import SHARE
from desk.checks.subject import Post, Reporter
from desk.model.body import Box
from desk.model.header import PROMPT
from desk.model.problem import Problem

_CLAIM: Final = "/// claim | Does it help?\n    grade: limited\n\n{} [@good2020].\n///\n"
CODES = (
    Code(
        "verdict/none", "the first sentence of the claim is no answer to it, and lists of claims show that one alone.",
        'begin with the answer ("Nobody knows.", "In one small trial it did [@key]."), then say who was studied.',
        in_body(_CLAIM.format("One team gave a spray to twenty adults at home")),
    ),
    Code(
        "verdict/too-sure", "the claim opens with a plain yes, and its grade is below moderate.",
        'say how far it goes: "In one small trial it did [@key]."',
        in_body(_CLAIM.format("Yes, it does")),
    ),
    Code(
        "verdict/too-unsure", "the claim opens as if nothing were known, and its grade says that much is.",
        "lower the grade, or begin with what is known.",
        in_body(_CLAIM.format("Nobody knows").replace("limited", "moderate")),
    ),
)  # fmt: skip
_report = Reporter(CODES)
_SURE: Final = ("strong", "moderate")
_HOW_MUCH: Final = re.compile(r"(?:how|which|what|who|when|where)\b", re.IGNORECASE)
"""A claim that asks so is answered by a number, or by a name."""
_ORDER: Final = re.compile(r"(?:ask|tell|call|see|read|look|take|bring|note|think|remember)\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _words() -> Lexicon:
    return Lexicon(tomllib.loads((FOLDER / "verdict.toml").read_text("utf-8")))


def check_post(post: Post) -> Iterator[Problem]:
    if post.document.kind != "post":
        return
    first: dict[int, Passage] = {}
    for passage in post.passages:
        if passage.box and passage.box.name == "claim" and passage.kind != "title":
            first.setdefault(passage.box.at, passage)
    for box in post.body.boxes:
        grade = next((option.value for option in box.options if option.name == "grade"), "")
        if box.name == "claim" and box.title.strip() and grade in post.library.site.grades and box.at in first:
            yield from _one(post, box, grade, first[box.at])


def _one(post: Post, box: Box, grade: str, passage: Passage) -> Iterator[Problem]:
    if not passage.sentences:
        return
    start, end = passage.sentences[0]
    text = passage.text[start:end]
    if PROMPT in post.body.text[passage.at : passage.at + end]:
        return
    if name := judged(text, box.title, grade, listed=passage.kind != "paragraph"):
        yield post.body_problem(_report, passage.at + start, f"verdict/{name}")


def judged(text: str, claim: str, grade: str, listed: bool = False) -> str:
    """What is wrong with `text` as the first sentence under `claim`, by the last part of its code; empty where nothing
    is. `listed`: it is no paragraph."""
    sentence = Sentence(text, _words())
    unknown = sentence.has("unknown")
    if listed or sentence.asked or _ORDER.match(text) or not (unknown or _answers(sentence, claim)):
        return "none"
    if grade in _SURE:
        return "too-unsure" if unknown and not _more(sentence) else ""
    return "" if sentence.has("limit") or SHARE.search(sentence.text) else "too-sure"


def _answers(sentence: Sentence, claim: str) -> bool:
    if _HOW_MUCH.match(claim.strip()) and any(word[0].isdigit() for word in sentence.words):
        return True
    # A word that says which way it went may be part of a phrase that says nothing.
    return sentence.has("yes") or bool(sentence.outside("empty", "result"))


def _more(sentence: Sentence) -> bool:
    """Whether something is said beside what is unknown: "True, but nobody has counted it"."""
    return sentence.has("yes") or "but" in sentence.words or ";" in sentence.words
