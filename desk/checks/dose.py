"""Guards how doses are written, by the rules of the Institute for Safe Medication Practices (ISMP): a point that is
overlooked, or a unit that is misread, has made doses ten or a thousand times too large.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from desk.checks.code import Code, Example, in_body
from desk.checks.subject import Post, Reporter, Text
from desk.model.glossary import GLOSSARY
from desk.model.problem import Problem
from desk.model.redirect import REDIRECTS


def _in(dose: str) -> Example:
    return in_body(f"They had {dose} of it [@good2020].\n")


CODES = (
    Code(
        "dose/number", "a number written so can be read as ten or a thousand times as much.",
        "write 0.5, 5 or 1,000: a zero before the point, none at the end, a comma after thousands.", _in(".5 mg"),
    ),
    Code(
        "dose/unit", "this unit is easily misread.", "write mcg, mg, g, kg, mL, L or units.", _in("5 \u00b5g"),
    ),
    Code(
        "dose/space", "no space stands between the number and its unit, so the unit can be read as a digit.",
        "write a space between them.", _in("50mg"),
    ),
    Code(
        "dose/abbreviation", "this short form is easily misread.", "write it in words.", _in("50 mg q.d."),
    ),
)  # fmt: skip
_report = Reporter(CODES)

UNITS: Final = {
    "mcg": "mcg", "ug": "mcg", "mg": "mg", "mgm": "mg", "mgr": "mg", "g": "g", "gm": "g", "gr": "g", "kg": "kg",
    "ng": "ng", "ml": "mL", "cc": "mL", "l": "L", "dl": "dL", "iu": "units", "u": "units", "unit": "units",
    "meq": "mEq", "mmol": "mmol",
}  # fmt: skip
"""A unit in small letters, its micro sign as u and without a last s -> how it is written."""
RIGHT: Final = frozenset(UNITS.values()) | {"unit"}
SHORT: Final = {
    "qd": "every day", "od": "every day", "qod": "every other day", "qhs": "at bedtime", "hs": "at bedtime",
    "qam": "every morning", "qpm": "every evening", "bid": "twice a day", "tid": "three times a day",
    "qid": "four times a day", "tiw": "three times a week", "biw": "twice a week", "prn": "when needed",
    "po": "by mouth", "sq": "under the skin", "sc": "under the skin", "ij": "as an injection",
    "IN": "into the nose",
}  # fmt: skip
"""What often follows a dose -> the words for it. In large letters: only so, because else it is a word."""

_AFTER_DIGIT = re.compile(
    r"(?<=\d)(?P<gap>[ \u00a0\u202f\u2009]{0,2}-?)"
    r"(?P<unit>(?:&micro;|&mu;|[\u00b5\u03bc])?[A-Za-z]{1,5})(?!\w|\.\w|['\u2019]\w)"
    r"(?P<per>(?:[ ]?/[ ]?(?:&micro;|&mu;|[\u00b5\u03bc])?[A-Za-z]+)*)(?:[ ]+(?P<short>(?:[A-Za-z]\.?){2,4})(?!\w))?"
)
_NUMBER = r"(?:[.,\u00b7]|(?<![\w.,\u00b7]))\d+(?:[.,\u00b7\u066b]\d+|[\u00a0\u202f\u2009]\d{3}(?!\d)|[ ]000(?!\d))*"
_NUMBERS = re.compile(rf"(?:{_NUMBER}(?:,?[ ]?(?:--?|[\u2013\u2014/]|\bto\b|\bor\b|\band\b|(?<=,))[ ]?))*{_NUMBER}$")
_ONE = re.compile(_NUMBER)
_RIGHT_NUMBER = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})*)(?:\.\d*[1-9])?")
_LONGEST = 60


def check_post(post: Post) -> Iterator[Problem]:
    """The body's words, and the header as it is typed."""
    for at, name, what, fix in _faults(post.body.prose):
        yield post.body_problem(_report, at, name, what, fix)
    header = "\n".join(post.lines[: post.document.body_line - 1])
    for at, name, what, fix in _faults(header):
        yield post.problem(_report, post.spot(at), name, what, fix)


def check_data(text: Text) -> Iterator[Problem]:
    """A file of data whose words readers see."""
    for at, name, what, fix in _faults(text.text) if text.path in (GLOSSARY, REDIRECTS) else ():
        yield text.problem(_report, text.spot(at), name, what, fix)


def _faults(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Place, code, what and fix of each slip."""
    for match in _AFTER_DIGIT.finditer(text):
        unit = _unit(match["unit"])
        if not unit:
            continue
        start = max(0, match.start() - _LONGEST)
        if not (numbers := _NUMBERS.search(text[start : match.start()])):
            continue  # a digit of a name: B12 g
        found = list(_ONE.finditer(numbers[0]))
        for number in found:
            plain = re.sub(r"[\u00a0\u202f\u2009]", " ", number[0])
            only_year = number is not found[-1] and re.fullmatch(r"(?:19|20)\d\d", plain)
            if not _RIGHT_NUMBER.fullmatch(plain) and not only_year:
                at = start + numbers.start() + number.start()
                yield (
                    at,
                    "dose/number",
                    f'"{plain} {match["unit"]}" can be read as ten or a thousand times as much.',
                    _how_to_write(plain),
                )
                break
        if not match["gap"]:
            what = f'no space stands before "{match["unit"]}", so it can be read as a digit.'
            yield match.start("unit"), "dose/space", what, ""
        for typed in (match["unit"], *filter(None, re.split(r"[ /]+", match["per"]))):
            right = _unit(typed)
            if right and typed not in RIGHT:
                yield match.start("unit"), "dose/unit", f'"{typed}" is easily misread.', f'write "{right}".'
                break
        if short := match["short"]:
            bare = short.replace(".", "")
            if words := SHORT.get(bare) or SHORT.get(bare.lower()):
                what, fix = f'"{short}" after a dose is easily misread.', f'write "{words}".'
                yield match.start("short"), "dose/abbreviation", what, fix


def _unit(typed: str) -> str:
    """How the unit is written, or nothing where it is none of a dose."""
    name = unicodedata.normalize("NFKC", re.sub("&micro;|&mu;", "u", typed)).replace("\u03bc", "u").lower()
    return UNITS.get(name) or UNITS.get(name.removesuffix("s") if len(name) > 2 else "", "")  # "720 US people"


def _how_to_write(number: str) -> str:
    plain = number.replace(" ", "").replace("\u00b7", ".").replace("\u066b", ".")
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain):
        return f"write {_shown(plain)} or {_shown(plain.replace('.', ''))}, whichever is meant."
    if not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain) or plain.startswith("0"):
        plain = plain.replace(",", ".", 1) if "." not in plain else plain
    plain = plain.replace(",", "")
    return f"write {_shown(plain)}." if plain.count(".") <= 1 else ""


def _shown(number: str) -> str:
    return f"{Decimal(number).normalize():,f}"
