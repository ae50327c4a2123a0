"""Changes one field of a header and leaves every other byte of the file as it was, comments too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from desk.model.front_matter import FrontMatter, read_front_matter
from desk.model.header import PROMPT
from desk.model.strict_yaml import read_yaml
from desk.refusal import Refusal

_BESIDE = re.compile(r"""(?:[^"']*?|[^"']*"(?:[^"\\]|\\.)*"|[^"']*'(?:[^']|'')*')(\s+#.*)$""")
"""A line whose value has a remark beside it."""


def set_field(path: str, text: str, name: str, value: str) -> str:
    """`text`, the file at `path`, with the header's field `name` set to `value` (one line, as YAML).

    A field that is not there yet goes to the end of the header. Raises Refusal where the header cannot be read.
    """
    return _laid(path, text, (name,), lambda quoted: [f"{name}: {value}"])


def set_value(path: str, text: str, at: tuple[str, ...], value: Any) -> str:
    """`text` with the header's field at `at`, such as ("evidence", "grade"), holding `value`: text, a list or a
    mapping of such. What is empty has no line. Raises Refusal where the header cannot be read."""

    def lines(quoted: bool) -> list[str]:
        if quoted and isinstance(value, str) and value:
            return [f"{at[-1]}: {json.dumps(value, ensure_ascii=False)}"]
        return as_yaml(at[-1], value) if value else []

    return _laid(path, text, at, lines)


def as_yaml(name: str, value: Any) -> list[str]:
    """The lines of the field `name`, as a writer would type them."""
    if isinstance(value, list):
        return [f"{name}:", *(f"  {line}" for item in value for line in _item(item))]
    if isinstance(value, dict):
        inside = [line for key, each in value.items() if each for line in as_yaml(key, each)]
        return [f"{name}:", *(f"  {line}" for line in inside)]
    return [f"{name}: {_typed(str(value))}"]


def _item(value: Any) -> list[str]:
    if not isinstance(value, dict):
        return [f"- {_typed(str(value))}"]
    lines = [line for key, each in value.items() if each for line in as_yaml(key, each)]
    return [f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _typed(value: str) -> str:
    """`value` bare where that is read as the same text, else between quotation marks."""
    tree, problems = read_yaml("", ["---", f"x: {value}"], 1, 2, "header")
    bare = tree is not None and not problems and tree.values == {"x": value}
    return value if bare else json.dumps(value, ensure_ascii=False)


def _laid(path: str, text: str, at: tuple[str, ...], make: Callable[[bool], list[str]]) -> str:
    """`text` with the lines of the field at `at`, which `make` gives, told whether its value had quotation marks."""
    front, problems = read_front_matter(path, text.replace("\r\n", "\n").removeprefix("\ufeff"))
    if problems:
        raise Refusal("\n".join(map(str, problems)))
    lines = text.split("\n")
    end_of_line = "\r" if lines[0].endswith("\r") else ""
    begins = front.keys.get(at)
    if begins is None:
        new = make(False)
        row = _end(front, at[:-1])
        # A line of a field goes before what stands between that field and the next.
        while len(at) > 1 and _is_remark(lines[row - 1]):
            row -= 1
        column = next((mark.column for key, mark in front.keys.items() if key[:-1] == at[:-1]), 1)
        lines[row:row] = [f"{' ' * (column - 1)}{line}{end_of_line}" for line in new]
        return "\n".join(lines)
    first = begins.line - 1
    value = front.places[at]
    typed = lines[value.line - 1][value.column - 1 :]
    new = make(typed.startswith('"') and not typed.startswith(f'"{PROMPT}'))
    old = lines[first : _end(front, at)]
    # What stands between this field's value and the next field is a writer's remark, or a gap that they wanted.
    remarks = [line for line in old[1:] if _is_remark(line)]
    beside = _BESIDE.match(old[0].rstrip("\r"))
    indent = " " * (begins.column - 1)
    laid = [f"{indent}{line}{end_of_line}" for line in new]
    if laid and beside:
        laid[0] = f"{indent}{new[0]}{beside[1]}{end_of_line}"
    lines[first : first + len(old)] = [*laid, *remarks]
    return "\n".join(lines)


def _end(front: FrontMatter, at: tuple[str, ...]) -> int:
    """The row behind the field at `at`: that of the next one beside or above it, or of the second ---."""
    closing = front.body_line - 2
    if not at:
        return closing
    line = front.keys[at].line
    return min(
        (mark.line - 1 for key, mark in front.keys.items() if len(key) <= len(at) and mark.line > line), default=closing
    )


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
