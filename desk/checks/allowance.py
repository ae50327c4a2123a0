"""Guards allowances: `<!-- allow: wording/benefit because an ad is quoted here -->` lets one case stand.

It holds for the paragraph, list, table or box that comes next; before the first words of a post, for its header too;
`reading/grade` holds for the whole post. Families find; this one settles afterwards what may
stand. It names one code, or several with commas between, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from desk.checks import reading, support, wording
from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem, suggest

LEAST_WORDS: Final = 3
"""What a reason needs; fewer say nothing."""
CODES = (
    Code(
        "allowance/bad-form", "this allowance cannot be read, so it allows nothing.",
        "write <!-- allow: wording/benefit because the sentence quotes an advertisement -->.",
        in_body("<!-- allow wording/benefit, it is quoted -->\n\nWords.\n"),
    ),
    Code(
        "allowance/no-reason", "the allowance does not say why.", "write the reason after because, in a few words.",
        in_body("<!-- allow: wording/benefit because needed -->\n\nKetamine eases migraine.\n"),
    ),
    Code(
        "allowance/unknown-code", "there is nothing of this name to allow.", "copy the code from the message.",
        in_body("<!-- allow: wording/benefits because the sentence quotes an advertisement -->\n\nWords.\n"),
    ),
    Code(
        "allowance/unused", "this allows what does not occur.", "delete it, or put it right before its paragraph.",
        in_body("<!-- allow: wording/benefit because the sentence quotes an advertisement -->\n\nWords.\n"),
        severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)
_COMMENT: Final = re.compile(r"^[ ]{0,3}<!--\s*(allow\b.*?)-->", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_FORM: Final = re.compile(r"allow:\s*([\w/-]+(?:\s*,\s*[\w/-]+)*)\s+because\b\s*(.*)", re.DOTALL)
_WORDS_NEXT: Final = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)
FAMILIES: Final = (wording, support, reading)
ALLOWABLE: Final = tuple(
    code.name for family in FAMILIES for code in family.CODES if code.name not in (reading.TOO_HARD,)
)
WHOLE_POST: Final = (reading.GRADE,)


@dataclass
class Allowance:
    """Codes that may stand from line `first` to line `last`."""

    at: int
    codes: tuple[str, ...]
    first: int
    last: int
    used: set[str] = field(default_factory=set)

    def covers(self, code: str, line: int) -> bool:
        return code in self.codes and (self.first <= line <= self.last or code in WHOLE_POST)


def read_allowances(post: Post) -> tuple[list[Allowance], list[Problem]]:
    """Those that `post` gives, and what is wrong with them."""
    found: list[Allowance] = []
    problems: list[Problem] = []
    text = post.body.text
    if "<!--" not in text:
        return found, problems
    for comment in _COMMENT.finditer(text):
        at = comment.start() + comment[0].index("<")
        if post.body.plain[at] != " ":
            continue  # it is not closed, and reported as such
        form = _FORM.fullmatch(comment[1].strip())
        if not form:
            problems.append(post.body_problem(_report, at, "allowance/bad-form"))
            continue
        codes = tuple(re.split(r"\s*,\s*", form[1]))
        if len(form[2].split()) < LEAST_WORDS:
            problems.append(post.body_problem(_report, at, "allowance/no-reason"))
        for code in codes:
            if code not in ALLOWABLE:
                family = [name for name in ALLOWABLE if name.split("/")[0] == code.split("/")[0]]
                what = f'there is no "{code}" to allow.'
                problems.append(
                    post.body_problem(_report, at, "allowance/unknown-code", what, suggest(code, family or ALLOWABLE))
                )
        first = post.at(at)[0] if _WORDS_NEXT.fullmatch(text[:at]) is None else 1
        known = tuple(code for code in codes if code in ALLOWABLE)
        found.append(Allowance(at, known, first, _last_line(post, comment.end())))
    return found, problems


def _last_line(post: Post, after: int) -> int:
    """The last line of what follows the offset `after`: a box to its end, anything else to the next blank line."""
    text = post.body.text
    skipped = _WORDS_NEXT.match(text, after)
    start = skipped.end() if skipped else after
    for box in post.body.boxes:
        if text.rfind("\n", 0, box.at) + 1 == text.rfind("\n", 0, start + 1) + 1 and box.end is not None:
            return post.at(box.end)[0]
    blank = re.compile(r"\n[ \t]*(?:\n|$)").search(text, start)
    return post.at(blank.start() if blank else len(text))[0]


def settle(post: Post, problems: list[Problem]) -> list[Problem]:
    """What the families found in `post`, but for what is allowed; and what is wrong with the allowances."""
    allowances, slips = read_allowances(post)
    if not allowances:
        return [*problems, *slips]
    left: list[Problem] = []
    for problem in problems:
        covering = [allowance for allowance in allowances if allowance.covers(problem.code, problem.line)]
        for allowance in covering:
            allowance.used.add(problem.code)
        if not covering:
            left.append(problem)
    for allowance in allowances:
        for code in allowance.codes:
            if code not in allowance.used:
                what = f'nothing here needs "{code}" to be allowed.'
                slips.append(post.body_problem(_report, allowance.at, "allowance/unused", what))
    return [*left, *slips]


def listed(body: str, first_line: int) -> Iterator[tuple[int, str, str]]:
    """Every allowance in `body`, which begins on `first_line` of its file: line, codes, reason."""
    for comment in _COMMENT.finditer(body):
        if form := _FORM.fullmatch(comment[1].strip()):
            yield first_line + body.count("\n", 0, comment.start()), form[1], " ".join(form[2].split())
