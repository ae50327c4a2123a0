"""YAML without its traps: text, lists and mappings only, with the place of every key and value.

Every scalar stays text until the model gives it a type, so none of YAML's own guesses (`yes`, `on`, `1_000`,
`12:30`) can happen. Anchors, aliases and tags are refused: these files are data that a writer can read at a glance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from desk.model.problem import Problem

Location = tuple[str | int, ...]
_MAGIC = (yaml.AnchorToken, yaml.AliasToken, yaml.TagToken, yaml.DirectiveToken)
_HAS_FIELD = re.compile(r"[ ]*(?:- )?[\"']?[\w-]+[\"']?[ ]*:(?:[ ]|$)")
_MAY_LACK_COLON = re.compile(r"[ ]*(?:- )?[A-Za-z_][\w-]*(?:[ :\uff1a]|$)")
_ONLY_A_NAME = re.compile(r"[ ]*(?:- )?[\w-]+[ ]*")
"""What stands before the first colon of a line that is a field and nothing else."""
_SEEN_LATE = 4
"""How many lines after a missing colon YAML may notice it."""
_SIGNS = frozenset("&*!%")
_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Mark:
    """A place in the file, from 1."""

    line: int
    column: int


@dataclass
class Tree:
    """What was read. `values` is None for nothing at all; the place of the whole is at ()."""

    values: Any = None
    keys: dict[Location, Mark] = field(default_factory=dict)
    places: dict[Location, Mark] = field(default_factory=dict)


def read_yaml(path: str, lines: list[str], first: int, end: int, family: str) -> tuple[Tree | None, list[Problem]]:
    """Read `lines[first:end]` of a file; problems carry codes of `family` and the file's own line numbers.

    None in place of a tree where it cannot be read. Never raises for anything a writer can type.
    """
    problems: list[Problem] = []
    what_it_is = "header" if family == "header" else "file"
    too_deep = f"the {what_it_is} is nested too deeply to read."

    def problem(line: int, column: int, code: str, what: str, fix: str) -> None:
        problems.append(Problem.on(lines, path, line, column, f"{family}/{code}", what, fix))

    # As many empty lines are put first as stand above, so that YAML's line numbers are the file's.
    text = "\n" * first + "\n".join(lines[first:end])
    try:
        try:
            # Refused before anything is composed: nested aliases can grow without bound.
            # Only where one of their signs stands at all: to scan takes as long as to read.
            tokens = yaml.scan(text, Loader=_FAST) if _SIGNS & set(text) else ()
            magic = [token for token in tokens if isinstance(token, _MAGIC)]
            root = None if magic else yaml.compose(text, Loader=_FAST)
        except yaml.YAMLError:
            # The slower reader says better what is wrong.
            magic = [token for token in yaml.scan(text, Loader=yaml.SafeLoader) if isinstance(token, _MAGIC)]
            root = None if magic else yaml.compose(text, Loader=yaml.SafeLoader)
        for token in magic:
            problem(
                token.start_mark.line + 1, token.start_mark.column + 1, "yaml-magic",
                "the value begins with a sign (& * ! %) that has a meaning of its own here.",
                "put the whole value between double quotation marks.",
            )  # fmt: skip
        if magic:
            return None, problems
    except yaml.MarkedYAMLError as error:
        # A quotation mark that is not closed is missed at the end of the header; what helps is where it was opened.
        opened = error.context_mark if "quoted scalar" in (error.context or "") else None
        mark = opened or error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        line = max(1, min(line, end))
        if bare := _without_colon(lines, first, line, error):
            what = "this line has no colon and space after its field's name."
            fix = 'write it as "field: value"; where it goes on from the line above, join the two.'
            problem(bare, len(lines[bare - 1]) - len(lines[bare - 1].lstrip()) + 1, "not-yaml", what, fix)
            return None, problems
        what, fix = _plain_words(error, lines[line - 1] if line <= len(lines) else "", column, what_it_is)
        problem(line, column, "not-yaml", what, fix)
        return None, problems
    except yaml.YAMLError as error:
        what = f"the {what_it_is} has a character that cannot be used: {error}".splitlines()[0] + "."
        problem(1, 1, "not-yaml", what, "delete that character and type the line again.")
        return None, problems
    except RecursionError:
        problem(first + 1, 1, "not-yaml", too_deep, "remove the extra brackets.")
        return None, problems
    tree = Tree()
    try:
        if root is not None:
            tree.values = _Reader(path, lines, tree, problems, family).value(root, ())
    except RecursionError:
        problem(first + 1, 1, "not-yaml", too_deep, "remove the extra brackets.")
        return None, problems
    return tree, problems


def _without_colon(lines: list[str], first: int, line: int, error: yaml.MarkedYAMLError) -> int:
    """The line that lacks its colon, where that is what is wrong: YAML notices it a line or more later. Else 0."""
    said = f"{error.context or ''} {error.problem or ''}"
    if not any(sign in said for sign in ("mapping values are not allowed", "expected ':'", "expected <block end>")):
        return 0
    for number in range(min(line, len(lines)), max(first, line - _SEEN_LATE), -1):
        typed = lines[number - 1]
        if not typed.strip() or _HAS_FIELD.match(typed) or not _MAY_LACK_COLON.match(typed) or typed.strip() == "---":
            continue
        below = lines[number] if number < len(lines) else ""
        if typed.lstrip().startswith("- ") and not (below.startswith(" ") and _HAS_FIELD.match(below)):
            continue  # a plain item of a list
        above = next((above for above in reversed(lines[first : number - 1]) if above.strip()), "")
        goes_on = _HAS_FIELD.match(above) and above.split(":", 1)[1].strip() not in ("", "|", ">")
        deeper = len(typed) - len(typed.lstrip()) > len(above) - len(above.lstrip(" -"))
        if not (goes_on and deeper):
            return number
    return 0


def _plain_words(error: yaml.MarkedYAMLError, line: str, column: int, what_it_is: str) -> tuple[str, str]:
    """YAML's complaint as a writer would say it: what is wrong, how to mend it."""
    said = f"{error.context or ''} {error.problem or ''}"
    if "\\t" in said or "\t" in line:
        return f"a tab stands in the {what_it_is}.", "use spaces instead of the tab."
    if "mapping values are not allowed" in said and _ONLY_A_NAME.fullmatch(line[: column - 1]):
        return (
            "this line and the one above it do not begin below each other.",
            'begin a field at the very edge; what belongs to a field such as "evidence:" has two spaces before it.',
        )
    if "mapping values are not allowed" in said:
        return (
            "a value holds a colon followed by a space.",
            'put the whole value between double quotation marks: title: "First: second".',
        )
    if "could not find expected ':'" in said:
        return "a line has no colon after its field's name.", 'write it as "field: value".'
    if "escape" in said:
        return "a backslash stands between double quotation marks.", "delete it, or use single quotation marks."
    if "quoted scalar" in said:
        return "a quotation mark is opened and not closed.", "close it at the end of the value."
    if line.lstrip().startswith("* "):
        return 'a line begins with "*".', 'begin each entry of a list with "- ".'
    if "alias" in said or "anchor" in said:
        return 'a value begins with "*" or "&".', "put the value between double quotation marks."
    if "cannot start any token" in said:
        return f'a value begins with "{line[column - 1 : column]}", which has a meaning of its own here.', (
            "put the value between double quotation marks."
        )
    value = line.partition(":")[2].strip()
    if value[:1] in ("'", '"'):
        return "words stand after the quotation mark that ends the value.", (
            "put the whole value between double quotation marks, and single ones inside it."
        )
    if value[:1] in tuple("[]{},?-|>"):
        return f'a value begins with "{value[0]}", which has a meaning of its own here.', (
            "put the whole value between double quotation marks."
        )
    if "document start" in said:
        return f'the {what_it_is} ends too early: "..." or "---" stands alone on a line above.', "delete that line."
    return f"the {what_it_is} cannot be read from here on.", (
        "compare this line and the one above it with the example in CONTRIBUTING.md; when in doubt, put the value "
        "between double quotation marks."
    )


@dataclass
class _Reader:
    """Turns YAML nodes into text, lists and mappings, keeping marks and refusing what hides meaning."""

    path: str
    lines: list[str]
    found: Tree
    problems: list[Problem]
    family: str

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
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        text = str(node.value)
        return "" if plain and text in {"~", "null", "Null", "NULL"} else text

    def _problem(self, node: yaml.Node, code: str, what: str, fix: str) -> None:
        mark = _mark(node)
        code = f"{self.family}/{code}"
        self.problems.append(Problem.on(self.lines, self.path, mark.line, mark.column, code, what, fix))


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
