"""Whatever is done to a good post, the check comes to an end with messages and never with a traceback."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.check import as_github, as_json, as_text, run
from desk.checks.code import GOOD, HEADER, POST
from desk.checks.examine import CODES, examine, examine_project
from desk.model.problem import Problem

DAY = dt.date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[2]
MUTATIONS = int(os.environ.get("MUTATIONS", "2500"))
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

/// claim | It helps
    grade: limited

Said so [@good2020, p. 3].
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


CONTENT = {path: text.encode() for path, text in GOOD.items() if isinstance(text, str)}
EXAMINED = {path: examine(path, data) for path, data in CONTENT.items()}


def problems_with(path: str, data: bytes) -> list[Problem]:
    """What is said of the good project when the file at `path` holds `data`."""
    return examine_project({**EXAMINED, path: examine(path, data)}, {**CONTENT, path: data}, [], DAY)


@settings(
    max_examples=MUTATIONS, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
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


OTHER_FILES = [
    "content/references.bib",
    "content/redirects.yml",
    "content/glossary.yml",
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


@settings(max_examples=300, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
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
    errors = [str(p) for p in run(ROOT, day=DAY, cached=False) if p.severity == "error"]
    assert errors == []
