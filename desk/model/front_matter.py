"""The header between the two `---` lines: split from the body, parsed, with the place of every key and value.

Every scalar stays text until the model gives it a type, so none of YAML's own guesses (`yes`, `on`, `1_000`,
`12:30`) can happen. Anchors, aliases and tags are refused: a header is data that a writer can read at a glance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from desk.model.problem import Problem

FENCE = "---"
Location = tuple[str | int, ...]
_MAGIC = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken)


@dataclass(frozen=True)
class Mark:
    """A place in the file, from 1."""

    line: int
    column: int


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
        source = lines[line - 1] if 0 < line <= len(lines) else ""
        problems.append(Problem(path, line, column, f"header/{code}", what, fix, source=source))

    if not text.strip():
        problem(1, 1, "empty-file", "the file is empty.", "write the post, or delete the file.")
        return FrontMatter(), problems
    if lines[0].rstrip() != FENCE:
        problem(
            1, 1, "no-header", "the file does not begin with a header.",
            f'put "{FENCE}" alone on the first line, then the fields, then "{FENCE}" again. `make new` writes one.',
        )  # fmt: skip
        return FrontMatter(body=text), problems
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        problem(
            1, 1, "not-closed", 'the header is opened with "---" but never closed.',
            f'put "{FENCE}" alone on the line after the last field.',
        )  # fmt: skip
        return FrontMatter(), problems

    found = FrontMatter(body="\n".join(lines[end + 1 :]), body_line=end + 2)
    # One line is put before the header's own, so that YAML's line numbers are the file's.
    header = "\n" + "\n".join(lines[1:end])
    try:
        # Refused before anything is composed: nested aliases can grow without bound.
        for token in yaml.scan(header, Loader=yaml.SafeLoader):
            if isinstance(token, _MAGIC):
                problem(
                    token.start_mark.line + 1, token.start_mark.column + 1, "yaml-magic",
                    "the value begins with a sign (& * ! %) that has a meaning of its own here.",
                    "put the whole value between double quotation marks.",
                )  # fmt: skip
        if problems:
            return found, problems
        root = yaml.compose(header, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        line = min(line, end)
        what, fix = _plain_words(error, lines[line - 1] if line <= len(lines) else "")
        problem(line, column, "not-yaml", what, fix)
        return found, problems
    except yaml.YAMLError as error:
        what = f"the header has a character that cannot be used: {error}".splitlines()[0] + "."
        problem(1, 1, "not-yaml", what, "delete that character and type the line again.")
        return found, problems
    except RecursionError:
        problem(2, 1, "not-yaml", "the header is nested too deeply to read.", "remove the extra brackets.")
        return found, problems

    if root is None:
        problem(1, 1, "empty", "the header has no fields.", 'write at least "title:" and "status:".')
    elif not isinstance(root, yaml.MappingNode):
        problem(
            root.start_mark.line + 1, root.start_mark.column + 1, "not-fields",
            "the header is not a list of fields.", 'write one "field: value" a line.',
        )  # fmt: skip
    else:
        try:
            found.values = _Reader(path, lines, found, problems).mapping(root, ())
        except RecursionError:
            problem(2, 1, "not-yaml", "the header is nested too deeply to read.", "remove the extra brackets.")
    return found, problems


def _plain_words(error: yaml.MarkedYAMLError, line: str) -> tuple[str, str]:
    """YAML's complaint as a writer would say it: what is wrong, how to mend it."""
    said = f"{error.context or ''} {error.problem or ''}"
    if "\\t" in said or "\t" in line:
        return "a tab stands in the header.", "use spaces instead of the tab."
    if "mapping values are not allowed" in said:
        return (
            "a value holds a colon followed by a space.",
            'put the whole value between double quotation marks: title: "First: second".',
        )
    if "could not find expected ':'" in said:
        return "a line has no colon after its field's name.", 'write it as "field: value".'
    if "quoted scalar" in said:
        return "a quotation mark is opened and not closed.", "close it at the end of the value."
    if "alias" in said or "anchor" in said:
        return 'a value begins with "*" or "&".', "put the value between double quotation marks."
    if "cannot start any token" in said:
        return f'a value begins with "{line.strip()[:1]}", which has a meaning of its own here.', (
            "put the value between double quotation marks."
        )
    return f"the header cannot be read here ({(error.problem or 'unclear').strip()}).", (
        "compare the line with the example in CONTRIBUTING.md; when in doubt, put the value between quotation marks."
    )


@dataclass
class _Reader:
    """Turns YAML nodes into text, lists and mappings, keeping marks and refusing what hides meaning."""

    path: str
    lines: list[str]
    found: FrontMatter
    problems: list[Problem]

    def mapping(self, node: yaml.MappingNode, at: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                self._problem(key_node, "not-fields", "a field's name is not a word.", 'write "field: value".')
                continue
            here = (*at, key)
            if key in values:
                first = self.found.keys[here].line
                self._problem(
                    key_node, "duplicate-key", f'"{key}" is given twice; the first is on line {first}.',
                    "keep the one that is right and delete the other.",
                )  # fmt: skip
                continue
            self.found.keys[here] = _mark(key_node)
            values[key] = self.value(value_node, here)
        return values

    def value(self, node: yaml.Node, at: Location) -> Any:
        self.found.places[at] = _mark(node)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*at, i)) for i, item in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        text = str(node.value)
        return "" if plain and text in {"~", "null", "Null", "NULL"} else text

    def _problem(self, node: yaml.Node, code: str, what: str, fix: str) -> None:
        mark = _mark(node)
        source = self.lines[mark.line - 1] if mark.line <= len(self.lines) else ""
        self.problems.append(Problem(self.path, mark.line, mark.column, f"header/{code}", what, fix, source=source))


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
