"""Guards against what other programs leave in a text: marks of chat assistants and word processors, addresses that
mail programs have wrapped, documents that nobody else can open. What it looks for stands in residue.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from desk.checks.code import Code, in_body
from desk.checks.subject import Reporter, Text
from desk.model.problem import Problem

CODES = (
    Code(
        "residue/assistant", "a chat assistant left this.",
        "delete it, and compare what stands around it with its sources.", in_body("I hope this helps!\n"),
    ),
    Code(
        "residue/office", "a word processor, table or mail program left this.",
        "write what stood there, or delete it.", in_body("See Error! Reference source not found.\n"),
    ),
    Code(
        "residue/wrapped", "the address leads through another site, which counts our readers.",
        "open it, and copy the address from the browser.",
        in_body("See [the agency](https://urldefense.com/v3/__https://www.example.org/__;!!a).\n"),
    ),
    Code(
        "residue/patient", "this can tell who a patient is.",
        "take it out before anything is sent; if it was sent, say so at once: git remembers it.",
        in_body("She came back (MRN 1234567).\n"), always=True,
    ),
    Code(
        "residue/private", "only those with leave can open this address.", "give one that is open to all.",
        in_body("See [the agency](https://docs.google.com/document/d/1a2b/edit).\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)

SHOWN: Final = 40
"""How many characters of what was left are said."""
PLACE: Final = Path(__file__).with_name("residue.txt")
_FILES = (".md", ".bib", ".yml", ".toml")
_ADDRESS = re.compile(r"https?://[^\s<>\"'\])}|]+", re.IGNORECASE)
_INSIDE = re.compile(r"https?(?::|%3A|-3A)(?:/|%2F|_){1,2}", re.IGNORECASE)
_SHOWN_FIELD = re.compile(r"^\s*url\s*=", re.IGNORECASE)
_ARCHIVES = ("web.archive.org", "archive.org", "archive.ph", "archive.today")
"""An address within theirs is the page that they keep."""
_AS_TYPED = str.maketrans("\u2018\u2019\u201c\u201d\n\u00a0", "''\"\"  ")


def check(text: Text) -> Iterator[Problem]:
    """What other programs left in a text of content/."""
    if not (text.path.startswith("content/") and text.path.endswith(_FILES)):
        return
    words, marks, hosts = _looked_for()
    plain = text.text.lower().translate(_AS_TYPED)
    if len(plain) != len(text.text):
        plain = text.text.translate(_AS_TYPED)  # a letter that grows when small would move all places
    for kind in ("assistant", "office", "patient"):
        found = {at for word in words[kind] if (at := plain.find(word)) >= 0 and not plain[at - 1 : at].isalnum()}
        for hints, mark in marks[kind]:
            if any(hint in plain for hint in hints):  # the search is slow, and nearly always in vain
                found |= {match.start() for match in mark.finditer(plain)}
        told = -SHOWN
        for at in sorted(found):
            if at < told + SHOWN:
                continue  # the words that were shown hold this one as well
            told = at
            shown = text.text[at:].split("\n", 1)[0][:SHOWN]
            # A patient's own words are not said once more: reports are public.
            what = f'"{shown}" looks like what {_WHOSE[kind]} leaves.' if kind in _WHOSE else ""
            yield text.problem(_report, text.spot(at), f"residue/{kind}", what)
    if "://" in plain:
        for match in _ADDRESS.finditer(text.text):
            if text.path.endswith(".bib") and not _SHOWN_FIELD.search(text.line(text.spot(match.start())[0])):
                continue  # a note to ourselves on where it was read
            if kind := _kind_of(match[0], hosts):
                yield text.problem(_report, text.spot(match.start()), f"residue/{kind}")


_WHOSE: Final = {"assistant": "a chat assistant", "office": "a word processor, table or mail program"}


def _kind_of(address: str, hosts: dict[str, list[tuple[str, str] | re.Pattern[str]]]) -> str:
    """`wrapped`, `private` or nothing."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""  # desk/checks/link.py says so
    for kind, known in hosts.items():
        for each in known:
            if isinstance(each, re.Pattern):
                if each.search(host):
                    return kind
            elif (host == each[0] or host.endswith(f".{each[0]}")) and parts.path.startswith(each[1]):
                return kind
    return "wrapped" if host not in _ARCHIVES and _INSIDE.search(address, 8) else ""


@cache
def _looked_for() -> tuple[
    dict[str, list[str]],
    dict[str, list[tuple[list[str], re.Pattern[str]]]],
    dict[str, list[tuple[str, str] | re.Pattern[str]]],
]:
    """Words and marks by kind, and hosts by kind."""
    words: dict[str, list[str]] = {"assistant": [], "office": [], "patient": []}
    marks: dict[str, list[tuple[list[str], re.Pattern[str]]]] = {"assistant": [], "office": [], "patient": []}
    hosts: dict[str, list[tuple[str, str] | re.Pattern[str]]] = {"wrapped": [], "private": []}
    for line in PLACE.read_text("utf-8").split("\n"):
        kind, bar, sought = (part.strip() for part in line.partition("|"))
        if not bar or kind.startswith("#"):
            continue
        if kind in hosts:
            host, slash, path = sought.partition("/")
            hosts[kind].append(re.compile(sought[1:]) if sought.startswith("~") else (host, slash + path))
        elif sought.startswith("~"):
            hints, _, shape = sought[1:].partition("~")
            marks[kind].append((hints.split("|"), re.compile(shape)))
        else:
            words[kind].append(sought)
    return words, marks, hosts
