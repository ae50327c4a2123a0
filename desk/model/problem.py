"""A problem: where it is, what it is, how to mend it. The one form of every message to a writer."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
LONGEST_QUOTED = 60
"""How many characters of what a writer typed are quoted in a message."""
_QUOTED = re.compile(rf'"([^"]{{{LONGEST_QUOTED}}})[^"]+"')
LONGEST_LIST = 100
SHOWN = 100
"""How many characters of a line are shown under a message."""


@dataclass(frozen=True, order=True)
class Problem:
    """One slip. `line` and `column` count from 1; `path` is relative to the project's folder."""

    path: str
    line: int
    column: int
    code: str
    what: str
    fix: str
    severity: Severity = "error"
    source: str = ""
    """The line of the file that the problem stands on, for the caret; empty where there is none."""

    @classmethod
    def on(cls, lines: Sequence[str], path: str, line: int, column: int, code: str, what: str, fix: str) -> Problem:
        """An error at a place of the file at `path`, of which `lines` are all."""
        return cls(path, line, column, code, what, fix, source=lines[line - 1] if 0 < line <= len(lines) else "")

    def __post_init__(self) -> None:
        # What a writer typed is quoted in the message, and may be long or have several lines.
        what = " ".join(self.what.split()) if "\n" in self.what else self.what
        object.__setattr__(self, "what", _QUOTED.sub(r'"\1..."', what) if len(what) > LONGEST_QUOTED else what)

    def __str__(self) -> str:
        head = f"{self.path}:{self.line}:{self.column}: {self.severity} {self.code}: {self.what} Fix: {self.fix}"
        if not self.source:
            return head
        # A paragraph is one long line: show what stands around the slip, so that the caret points at it.
        start = max(0, min(self.column - 1, len(self.source)) - SHOWN // 2) if len(self.source) > SHOWN else 0
        shown = self.source[start : start + SHOWN].expandtabs(1)
        return f"{head}\n    {shown}\n    {' ' * min(self.column - 1 - start, len(shown))}^"


def counts_by_file(problems: Iterable[Problem]) -> dict[str, Counter[str]]:
    """How many problems of each severity each file has, by path, in the order of `problems`."""
    found: dict[str, Counter[str]] = {}
    for problem in problems:
        found.setdefault(problem.path, Counter())[problem.severity] += 1
    return found


def counted(severities: Mapping[str, int]) -> list[str]:
    """How many of each there are, in words, errors first: `["1 error", "2 warnings"]`."""
    return [many(number, kind) for kind, number in sorted(severities.items())]


OFTEN = 3
"""How often the same is told of a file, word for word, each time with its line."""


def _told(problems: Sequence[Problem]) -> list[str]:
    """Each of them as it is printed. What is the same all over a file is told of its first place, which names the
    others: fifty odd characters that one paste has brought are one slip."""
    same: dict[tuple[str, ...], list[int]] = {}
    for problem in problems:
        same.setdefault((problem.path, problem.code, problem.what, problem.fix), []).append(problem.line)
    told: list[str] = []
    for problem in problems:
        lines = same.get((problem.path, problem.code, problem.what, problem.fix))
        if lines is None:
            continue  # it was told with the first
        told.append(str(problem))
        if len(lines) > OFTEN:
            others = [str(line) for line in dict.fromkeys(lines) if line != problem.line]
            where = f", on {'line' if len(others) == 1 else 'lines'} {', '.join(others[:8])}" if others else ""
            where += " and further down" if len(others) > 8 else ""
            told.append(f"    (and {len(lines) - 1} more like it{where})")
            del same[problem.path, problem.code, problem.what, problem.fix]
    return told


def as_text(problems: Sequence[Problem], looked_at: int | None = None) -> str:
    """Each of them, and a last line that counts them and the files that were looked at, where known."""
    counts = Counter(problem.severity for problem in problems)
    last = f"{many(counts['error'], 'error')}, {many(counts['warning'], 'warning')}"
    if problems:
        last += f" in {many(len({problem.path for problem in problems}), 'file')}"
    if looked_at is not None:
        last += f"; {many(looked_at, 'file')} looked at"
    return "\n".join([*_told(problems), last])


def many(count: int, name: str) -> str:
    """`count` of what one is called `name`, in words: "1 file", "2 files"."""
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word` (case aside), or None when nothing is near enough to suggest."""
    by_lower = {k.lower(): k for k in known}
    near = difflib.get_close_matches(word.lower().strip(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[near[0]] if near else None


def suggest(word: str, known: Iterable[str]) -> str:
    """A fix that names the closest known word, or else those that there are, in their own order."""
    choices = list(known)
    if near := did_you_mean(word, choices):
        return f'did you mean "{near}"?'
    shown = [choice for i, choice in enumerate(choices) if len(", ".join(choices[: i + 1])) <= LONGEST_LIST]
    more = f" and {len(choices) - len(shown)} more" if len(shown) < len(choices) else ""
    return f"use one of: {', '.join(shown)}{more}."
