"""The header between the two `---` lines: split from the body, parsed, with the place of every key and value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from desk import COMMAND
from desk.model.problem import Problem
from desk.model.strict_yaml import Location, Mark, read_yaml

FENCE = "---"
_NEARLY = re.compile(r"-{2,}|[\u2010-\u2015\u2212]+|[*+=_~]{3,}")
"""A line that was meant to be that, and is not."""


@dataclass
class FrontMatter:
    """What stands above and below the second `---`.

    `values` holds text, lists and mappings only. `keys` and `places` give the mark of a key and of its value by
    location, such as ("evidence", "grade"). `body_line` is the line of the file on which the body begins.
    """

    values: dict[str, Any] = field(default_factory=dict)
    keys: dict[Location, Mark] = field(default_factory=dict)
    places: dict[Location, Mark] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1


def read_front_matter(path: str, text: str) -> tuple[FrontMatter, list[Problem]]:
    """Split `text` (a whole file, newlines as LF) into header and body.

    Returns what could be read and every problem of form. Never raises for anything a writer can type.
    """
    lines = text.split("\n")
    problems: list[Problem] = []

    def problem(line: int, column: int, code: str, what: str, fix: str) -> None:
        problems.append(Problem.on(lines, path, line, column, f"header/{code}", what, fix))

    if not text.strip():
        problem(1, 1, "empty-file", "the file is empty.", "write the post, or delete the file.")
        return FrontMatter(), problems
    if lines[0].rstrip() != FENCE:
        if _NEARLY.fullmatch(lines[0].strip()):
            what = f'the first line is "{lines[0].strip()}" and has to be exactly "{FENCE}".'
            problem(1, 1, "no-header", what, f"write three hyphens there, and {FENCE} again below the last field.")
            return FrontMatter(body=text), problems
        above = next((i for i, line in enumerate(lines) if line.strip()), 0)
        if above and lines[above].rstrip() == FENCE:
            what = f'an empty line stands above the first "{FENCE}", so this is no header.'
            problem(1, 1, "no-header", what, f'delete all that stands above "{FENCE}".')
            return FrontMatter(body=text), problems
        problem(
            1, 1, "no-header", "the file does not begin with a header.",
            f'put "{FENCE}" alone on the first line, then the fields, then "{FENCE}" again. {COMMAND} new writes one.',
        )  # fmt: skip
        return FrontMatter(body=text), problems
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        nearly = next((i for i, line in enumerate(lines[1:], 1) if _NEARLY.fullmatch(line.strip())), 0)
        if nearly:
            what = f'this line is "{lines[nearly].strip()}" and has to be exactly "{FENCE}" to close the header.'
            problem(nearly + 1, 1, "not-closed", what, "write three hyphens there.")
        else:
            problem(
                1, 1, "not-closed", 'the header is opened with "---" but never closed.',
                f'put "{FENCE}" alone on the line after the last field.',
            )  # fmt: skip
        # What stands below a blank line is hardly a header: so a preview can show it.
        blank = next((i for i, line in enumerate(lines) if not line.strip()), len(lines))
        return FrontMatter(body="\n".join(lines[blank + 1 :]), body_line=blank + 2), problems

    found = FrontMatter(body="\n".join(lines[end + 1 :]), body_line=end + 2)
    tree, slips = read_yaml(path, lines, 1, end, "header")
    problems += slips
    if tree is None:
        return found, problems
    found.keys, found.places = tree.keys, tree.places
    if isinstance(tree.values, dict):
        found.values = tree.values
    elif tree.values is None:
        problem(1, 1, "empty", "the header has no fields.", 'write at least "title:" and "status:".')
    else:
        place = tree.places[()]
        problem(
            place.line, place.column, "not-fields", "the header is not a list of fields.",
            'write one "field: value" a line.',
        )  # fmt: skip
    return found, problems
