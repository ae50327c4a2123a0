"""Guards boxes: a closed set, each whole, so that the build never stops at one and readers never see its slashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from desk.checks.code import Code, in_body, in_page
from desk.checks.subject import Post, Reporter
from desk.markup.box import BOXES
from desk.markup.calls import Calls
from desk.markup.chart import ChartBlock
from desk.markup.claim import Claim
from desk.markup.figure import Figure
from desk.markup.numbers import Numbers
from desk.markup.part import Part
from desk.markup.ruled import MOST_COLUMNS, MOST_ROWS, Ruled
from desk.markup.stated import Stated
from desk.model.body import Box
from desk.model.problem import Problem, did_you_mean, suggest

PARTS: Final[tuple[type[Part], ...]] = (Calls, ChartBlock, Claim, Figure, Numbers, Ruled, Stated)
PLAIN: Final = (*BOXES, *(kind.NAME for kind in PARTS if not kind.OPTIONS and not kind.ARGUMENT))
"""Boxes without options."""
OPTIONS: Final[dict[str, dict[str, bool]]] = {
    kind.NAME: {option: option in kind.NEEDED for option in kind.OPTIONS} for kind in PARTS if kind.NAME not in PLAIN
}
"""Box -> its options, and whether each must be given."""
TITLED: Final = frozenset(kind.NAME for kind in PARTS if kind.ARGUMENT)
"""Boxes that need a title."""
MAY_BE_EMPTY: Final = frozenset({"stated", "ruled", "chart"})
"""Boxes whose first line says it all."""
SOURCED: Final = frozenset({"claim", "numbers"})
"""Boxes that say what a study found."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NAMES: Final = (*PLAIN, *OPTIONS)
MOST: Final = 1_000_000

_NUMBERS = "/// numbers | Pain was lower\n    of: 10\n    with: 6\n    without: 3\n{}\nSaid so [@good2020].\n///\n"
CODES = (
    Code(
        "box/unknown", "there is no such box.", "use one of the list.",
        in_body("/// keypoints\nWords.\n///\n"),
    ),
    Code(
        "box/no-title", "this box needs a title after a bar.", "write /// claim | What is claimed.",
        in_body("/// claim\n    grade: limited\n\nWords [@good2020].\n///\n"),
    ),
    Code(
        "box/missing-option", "the box lacks a line that it needs.", "write it right below, after four spaces.",
        in_body("/// claim | Does it help?\n\nWords [@good2020].\n///\n"),
    ),
    Code(
        "box/unknown-option", "the box has no such option.", "use one of its list.",
        in_body("/// claim | Does it help?\n    grade: limited\n    sure: yes\n\nNobody knows [@good2020].\n///\n"),
    ),
    Code(
        "box/bad-option", "the option's value cannot be used.", "correct it.",
        in_body("/// claim | Does it help?\n    grade: A\n\nWords [@good2020].\n///\n"),
    ),
    Code(
        "box/unknown-fact", "the owner of the site states nothing of this name.", "use one of the list.",
        in_body("/// stated | payments\n///\n"),
    ),
    Code("box/bad-count", "a count is larger than the whole.", "correct it.", in_body(
        _NUMBERS.format("").replace("with: 6", "with: 16"))),
    Code(
        "box/option-place", "options stand right below the box's first line, after four spaces.", "move it there.",
        in_body("/// claim | Does it help?\n\n    grade: limited\n\nWords [@good2020].\n///\n"),
    ),
    Code(
        "box/nested", "a box stands inside another box.", 'close the first with "///" before it.',
        in_body("/// note\nWords.\n\n/// urgent\nMore words.\n///\n\n///\n"),
    ),
    Code(
        "box/heading", "a heading stands inside a box.", "put the heading before the box, or make it bold.",
        in_body("/// note\n## Words\n\nMore words.\n///\n"),
    ),
    Code("box/empty", "the box is empty.", "write what it should say, or delete it.", in_body("/// note\n///\n")),
    Code(
        "box/indented", "a box stands in a list or a quotation.", "begin it at the start of the line.",
        in_body("- An item.\n\n    /// note\n    Words.\n    ///\n"),
    ),
    Code(
        "box/other-marks", "boxes of other systems are shown as they are typed.",
        'write "/// note" before and "///" after it.', in_body("::: note\nWords.\n:::\n"),
    ),
    Code(
        "box/no-number", "this item leads to no number, so it would look like a button and be none.",
        "write - [**Call 911**](tel:911) Life in danger.",
        in_page("/// calls\n- Call your own emergency number.\n///\n"),
    ),
    Code(
        "box/no-source", "the box makes a claim without a source.", "cite one: [@key].",
        in_body("/// claim | Does it help?\n    grade: limited\n\nNobody knows.\n///\n"), severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)
_OTHER = re.compile(
    r"(?:!!!|\?\?\?\+?)[ ]+\w.*|:::+[ ]*\{?\.?[\w-]*.*|>[ ]*\[!\w+\].*|\\{3,}[ ]*[\w-]*|//[ ]+[\w-]+(?:[ ]*\|.*)?"
)
LOST_OPTION = re.compile(r"[ \t]*(grade|of|with|without|labels|time|columns|rows|data|credit)[ ]*:.*")
_REACHED = re.compile(r"\]\((?:tel:|sms:|https://)")


def check_post(post: Post) -> Iterator[Problem]:
    for box in post.body.boxes:
        yield from _one(post, box)
    opened = min((box.at for box in post.body.boxes if box.end is None), default=len(post.body.text))
    for heading in post.body.headings:
        if heading.in_box and heading.at < opened:  # fence/unclosed-box tells of one that takes in all that follows
            yield post.body_problem(_report, heading.at, "box/heading")
    for paragraph in post.body.paragraphs:
        at = paragraph.at
        for line in paragraph.text.split("\n"):
            if _OTHER.fullmatch(line.strip()):
                yield post.body_problem(_report, at, "box/other-marks")
                break
            at += len(line) + 1


def _one(post: Post, box: Box) -> Iterator[Problem]:
    name = box.name.lower()
    if name not in NAMES:
        yield post.body_problem(
            _report, box.at, "box/unknown", f'there is no box "{box.name}".', suggest(box.name, NAMES)
        )
        return
    if box.indented:
        yield post.body_problem(_report, box.at, "box/indented")
        return
    if box.parent and box.parent.end is not None:
        yield post.body_problem(_report, box.at, "box/nested")
    if name in TITLED and not box.title.strip():
        yield post.body_problem(_report, box.at, "box/no-title", f'the box "{name}" needs a title after a bar.',
                                f"write /// {name} | Its title.")  # fmt: skip
    facts = post.library.site.facts
    if name == "stated" and box.title not in facts:
        what = f'"{box.title}" is nothing that the owner of the site states.'
        yield post.body_problem(_report, box.at, "box/unknown-fact", what, suggest(box.title, facts))
    inside = post.body.text[box.content_at : box.end]
    if name not in MAY_BE_EMPTY and box.end is not None and not post.body.plain[box.content_at : box.end].strip():
        yield post.body_problem(_report, box.at, "box/empty")
    if name == "calls":
        for item in post.body.items:
            line = post.body.text[item.at :].partition("\n")[0]
            if box.at < item.at < (box.end or box.at) and not _REACHED.search(line):
                yield post.body_problem(_report, item.at, "box/no-number")
    yield from _options(post, box, name, inside)
    cited = "[@" in inside or post.document.kind == "page"
    if name in SOURCED and box.end is not None and inside.strip() and not cited:
        yield post.body_problem(_report, box.at, "box/no-source")


def _options(post: Post, box: Box, name: str, inside: str) -> Iterator[Problem]:
    known = OPTIONS.get(name, {})
    given: dict[str, str] = {}
    if name in PLAIN and box.options:
        yield post.body_problem(
            _report, box.options[0].at, "box/unknown-option", f'the box "{name}" takes no options.',
            "delete the four spaces before this text.",
        )  # fmt: skip
        return
    for option in box.options:
        if option.name not in known:
            near = did_you_mean(option.name, known) if option.name else None
            fix = f'did you mean "{near}"?' if near else f"use one of: {', '.join(known)}."
            what = f'the box "{name}" has no option "{option.name or option.value}".'
            yield post.body_problem(_report, option.at, "box/unknown-option", what, fix)
            continue
        if option.name in given:
            what = f'"{option.name}" is given twice.'
            yield post.body_problem(_report, option.at, "box/bad-option", what, "keep one.")
        given[option.name] = option.value
        if fault := _fault(option.name, option.value, post.library.site.grades):
            yield post.body_problem(_report, option.at, "box/bad-option", *fault)
    missing = [option for option, needed in known.items() if needed and option not in given]
    lost = next((line for line in inside.lstrip("\n").split("\n")[:3] if LOST_OPTION.fullmatch(line)), None)
    if missing and lost is not None and not any(option.name in missing for option in box.options):
        at = box.content_at + inside.index(lost)
        yield post.body_problem(_report, at + len(lost) - len(lost.lstrip()), "box/option-place")
        return
    for option_name in missing:
        yield post.body_problem(
            _report, box.at, "box/missing-option", f'the box "{name}" lacks "{option_name}: ...".',
            f'write "    {option_name}: ..." right below its first line.',
        )  # fmt: skip
    if name == "numbers":
        whole = given.get("of", "")
        for option in box.options:
            count = option.value
            if option.name not in ("with", "without") or _fault("of", whole, {}) or _fault("with", count, {}):
                continue
            if int(count) > int(whole):
                what = f"{count} is more than the whole, {whole}."
                yield post.body_problem(_report, option.at, "box/bad-count", what)


def _fault(name: str, value: str, grades: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with an option's value, and its fix; None when the build can use it."""
    if name in ("of", "with", "without"):
        if not re.fullmatch(r"0|[1-9][0-9]{0,6}", value) or int(value) > MOST:
            return f'{name}: "{value}" is not a whole number.', "write digits alone, such as 77."
        if name == "of" and value == "0":
            return "of: nothing can be out of 0.", "write how many there were in all."
        return None
    if name == "rows":
        if not re.fullmatch(r"[1-9][0-9]?", value) or int(value) > MOST_ROWS:
            return f'rows: "{value}" is not a number of lines.', f"write a whole number from 1 to {MOST_ROWS}."
        return None
    if value in grades and name == "grade":
        return None
    try:
        read = yaml.load(f"{name}: {value}", Loader=_LOADER)
        read = read.get(name) if isinstance(read, dict) else None
    except (yaml.YAMLError, ValueError, RecursionError):
        read = None
    if not isinstance(read, str) or not read.strip():
        return f'{name}: "{value}" is not plain words.', "put the words between double quotation marks."
    if name == "grade" and read.lower() not in grades:
        return f'"{read}" is not a grade.', suggest(read, grades)
    if name == "labels" and [bool(label.strip()) for label in read.split(",")] != [True, True]:
        return "labels: two are needed, with one comma between.", "write: labels: with ketamine, without it."
    if name == "columns" and len([head for head in read.split(",") if head.strip()]) > MOST_COLUMNS:
        return (
            "columns: there are too many for a sheet of paper.",
            f"write at most {MOST_COLUMNS}, with commas between.",
        )
    return None
