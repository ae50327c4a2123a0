"""Whatever is done to a good post, the check comes to an end with messages and never with a traceback."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html

from desk.check import as_github, as_json, run
from desk.checks.code import GOOD, HEADER, POST
from desk.checks.examine import CODES, examine
from desk.edition import Edition, edition_of
from desk.markup.converter import Converter
from desk.model.build_day import today
from desk.model.problem import Problem, as_text
from desk.model.snapshot import Snapshot
from tests.examined import DAY, examine_all

ROOT = Path(__file__).resolve().parents[2]
MUTATIONS = int(os.environ.get("MUTATIONS", "400"))
"""`make fuzz` asks for more."""

RICH = (
    HEADER
    + """
/// key-points
- One [@good2020].
- Two.
///

## What it is

Some **words**, a [link]({filename}another-example.md#what-it-is), a note[^1] and `code`.

/// claim | Does it help?
    grade: limited

A trial said so [@good2020, p. 3].
///

/// numbers | Pain was lower
    of: 10
    with: 6
    without: 3
    labels: with it, without it

In one trial [@good2020].
///

| Drug | Dose |
| --- | --- |
| CRPS | 1 |

### A list

1. One.
    - Two.

<!-- a remark -->

[^1]: The note.

*[CRPS]: complex regional pain syndrome
"""
)
SEEDS = [RICH, *(path.read_text("utf-8") for path in sorted((ROOT / "content").glob("p*/*.md")))]


BOX = "/// numbers | Pain was lower\n    of: 10\n    {}: 6\n    without: 3\n    labels: a, b\n\nIn one trial.\n///\n"
ONCE = [  # what ended in a traceback of a library
    *(BOX.format(key) for key in ("10", "&alabels", "null", "yes", "2024-05-06", "1.5", "? [a]")),
    "/// how-sure\n: It was small.\n///\n",
    "/// claim | Does it help?\n    grade: limited\n\n: A trial said so [@good2020].\n///\n",
]


@pytest.mark.parametrize("body", ONCE)
def test_what_a_library_stumbles_over_gives_messages(body: str) -> None:
    told = edition_with(POST, (HEADER + body).encode()).problems
    assert any(problem.path == POST for problem in told)


def in_the_good_project(text: str) -> str:
    """A page of ours, as one of the good project: its links and citations lead somewhere."""
    text = re.sub(r"\{filename\}[^)]*", "{filename}../posts/another-example.md", text)
    return re.sub(r"\[@[^\]]*\]", "[@good2020]", text)


PAGE = "content/pages/a-page.md"
SOUND = [(POST, RICH), *((PAGE, in_the_good_project(text)) for text in SEEDS[1:] if "category:" not in text)]
"""Where, and a text that is accepted there as it stands."""
SHARP = st.sampled_from(
    [
        "---",
        "///",
        "/// claim | x",
        "    of: x",
        "```",
        "<!--",
        "-->",
        "[",
        "](",
        ")",
        "{",
        "{:",
        "{filename}",
        "[@",
        "[^",
        "*[",
        "|",
        "| --- |",
        "\t",
        "\x00",
        "\u202e",
        "\ufeff",
        "\r",
        "<script",
        "<",
        "&",
        "**",
        "`",
        "#",
        "- ",
        "    ",
        ": ",
        "'",
        '"',
        "!!",
        "&a",
        "*a",
        "{a: ",
        "\u2028",
        "\ud7ff",
        "\U0001f600",
        "\\",
        "%",
        "date: 0000-00-00",
        "http://",
        "://",
        "https://[",
        "[x](https://[",
        "[x](http://a:b)",
        "{static}../../..",
        "0x10",
        "1e400",
        "=====",
        "<<<<<<<",
    ]
)


@st.composite
def touched(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good text and its place, with one small thing done to its body, as a hand slips: most are still accepted."""
    path, text = draw(st.sampled_from(SOUND))
    start = text.index("\n---\n") + 5
    at = draw(st.integers(start, len(text)))
    kind = draw(st.sampled_from(["insert", "delete", "twice", "space", "newline", "indent"]))
    if kind == "insert":
        text = text[:at] + draw(st.one_of(SHARP, st.sampled_from(SIGNS))) + text[at:]
    elif kind == "delete":
        text = text[:at] + text[at + draw(st.integers(1, 3)) :]
    elif kind == "twice":
        text = text[: at + 1] + text[at:]
    elif kind == "space":
        text = text[:at] + draw(st.sampled_from([" ", "  ", "\u00a0"])) + text[at:]
    elif kind == "newline":
        text = text[:at] + draw(st.sampled_from(["\n", "\n\n", "\n    ", "\n- "])) + text[at:]
    else:
        line = text.rindex("\n", 0, at) + 1
        text = text[:line] + draw(st.sampled_from([" ", "    ", "> ", "- ", "1) ", "\u2013 ", "\t"])) + text[line:]
    return path, text.encode("utf-8", "surrogatepass")


SIGNS = [
    "*",
    "_",
    "**",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "/",
    "|",
    "~~",
    "$$",
    "#",
    "^",
    "@",
    "!",
    "<",
    ">",
    "=",
    "+",
    ":",
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A good text with one to four things done to it."""
    lines = draw(st.sampled_from(SEEDS)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["delete", "twice", "swap", "insert", "within", "cut", "join", "indent", "key"]))
        if kind == "delete" and len(lines) > 1:
            del lines[row]
        elif kind == "twice":
            lines.insert(other, lines[row])
        elif kind == "swap":
            lines[row], lines[other] = lines[other], lines[row]
        elif kind == "insert":
            lines.insert(row, draw(SHARP))
        elif kind == "within":
            at = draw(st.integers(0, len(lines[row])))
            lines[row] = lines[row][:at] + draw(SHARP) + lines[row][at:]
        elif kind == "cut":
            lines[row] = lines[row][: draw(st.integers(0, len(lines[row])))]
        elif kind == "join" and row + 1 < len(lines):
            lines[row : row + 2] = [lines[row] + lines[row + 1]]
        elif kind == "indent":
            lines[row] = draw(st.sampled_from([" ", "  ", "    ", "\t", "> "])) + lines[row]
        elif kind == "key":
            lines[row] = (
                draw(st.sampled_from(["", "stauts", "on", "{}", "[]", "?"])) + ":" + lines[row].partition(":")[2]
            )
    data = "\n".join(lines).encode()
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=4)) + data[at + draw(st.integers(0, 3)) :]
    if draw(st.integers(0, 9)) == 0:
        data = data[: draw(st.integers(0, len(data)))]
    return data


SHOWN = {
    path.relative_to(ROOT).as_posix(): re.sub(
        rb"^sources = .*", b'sources = ["good2020"]', path.read_bytes(), flags=re.M
    )
    for folder in ("data", "images")
    for path in sorted((ROOT / "content" / folder).iterdir())
    if path.is_file()
}
"""What our own pages draw from and show: charts and pictures."""
CONTENT = {**SHOWN, **{path: text.encode() for path, text in GOOD.items() if isinstance(text, str)}}


@cache
def standing() -> Edition:
    """The edition of all that."""
    return edition_of(Snapshot(CONTENT), DAY)


@cache
def converter() -> Converter:
    """By which its texts are read."""
    return Converter(standing().library)


def edition_with(path: str, data: bytes) -> Edition:
    """The good project when the document at `path` holds `data`."""
    snapshot = Snapshot({**CONTENT, path: data})
    examined = {**standing().examined, path: examine(path, data, converter())}
    return replace(standing(), snapshot=snapshot, examined=examined)


def problems_with(path: str, data: bytes) -> list[Problem]:
    """What is said of the good project when the file at `path` holds `data`."""
    if path in standing().examined or path not in CONTENT:
        return edition_with(path, data).problems
    return examine_all({**CONTENT, path: data})


RAW = re.compile(
    r"///|\[@|\[\^|\]\(|\]\[|\[\[|\{\w+\}|\{[:#.{%]|~~|\$\$|\*\S|\S\*|`|<!--|-->|!\[|^\s*(?:[-+\u2013\u2022]|\d+[.)]|#{1,6})\s"
    r"|^\s*\|.*\|\s*$|</?[a-z]+[\s>]",
    re.MULTILINE,
)
"""Marks of Markdown that no reader should see. Written without a look at desk/checks/unread.py's own."""


def raw_marks(page: str) -> list[str]:
    """The marks that readers would see in `page`, but for those in code."""
    tree = html.fragment_fromstring(page, create_parent="div")
    for literal in tree.xpath("//code | //pre | //kbd | //svg | //*[contains(@class, 'side-notes')]"):
        literal.text, literal[:] = "", []
    return [found[0] for text in tree.itertext() for found in RAW.finditer(text)]


@settings(
    max_examples=MUTATIONS // 2,
    suppress_health_check=list(HealthCheck),
)
@given(mutated(), st.sampled_from([POST, "content/pages/a-page.md"]))
def test_a_spoilt_post_gives_messages_and_never_a_traceback(data: bytes, path: str) -> None:
    problems = problems_with(path, data)
    for problem in problems:
        assert problem.code in CODES
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.what
        assert problem.fix
        assert "\n" not in problem.what + problem.fix + problem.source
    for form in (as_text, as_github, as_json):
        form(problems).encode()


@settings(
    max_examples=MUTATIONS,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(touched())
def test_what_is_accepted_shows_readers_no_mark_of_markdown(touched: tuple[str, bytes]) -> None:
    path, data = touched
    edition = edition_with(path, data)
    if not any(problem.path == path and problem.severity == "error" for problem in edition.problems):
        assert raw_marks(edition.rendered(path).html) == []


@pytest.mark.parametrize(("path", "text"), SOUND)
def test_a_text_that_is_to_be_touched_is_accepted_as_it_stands(path: str, text: str) -> None:
    errors = [str(p) for p in edition_with(path, text.encode()).problems if p.path == path and p.severity == "error"]
    assert errors == []


OTHER_FILES = [
    "content/references.bib",
    "content/redirects.yml",
    "content/glossary.yml",
    "content/site.toml",
    "pelicanconf.py",
    "publishconf.py",
    "theme/templates/x.html",
    "content/images/an-example-x.svg",
    "content/images/an-example-x.jpg",
    "content/extra/x.txt",
]
STARTS = [
    *(text for text in GOOD.values() if isinstance(text, str)), "a: b\nc: {gone: why}\n",
    "- term: a\n  meaning: b\n  also: [c]\n", '{% extends "a.html" %}{% from "b" import c %}<p class="{{ d }}">\n',
    "\xff\xd8\xff\xe1Exif\0\0II*\0", "<svg><a href='#b'/></svg>",
]  # fmt: skip


@settings(max_examples=max(100, MUTATIONS // 100), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_other_file_spoilt_gives_messages_and_never_a_traceback(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(STARTS))
    at = data.draw(st.integers(0, len(text)))
    spoilt = text[:at] + data.draw(st.one_of(SHARP, st.text(max_size=8))) + text[at + data.draw(st.integers(0, 5)) :]
    path = data.draw(st.sampled_from(OTHER_FILES))
    raw = spoilt.encode("utf-8", "surrogatepass") + data.draw(st.binary(max_size=3))
    for problem in problems_with(path, raw):
        assert problem.code in CODES


def test_our_own_content_has_no_error() -> None:
    errors = [str(p) for p in run(ROOT, day=today(ROOT), cached=False) if p.severity == "error"]
    assert errors == []
