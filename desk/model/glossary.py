"""The glossary: each hard word once, with its meaning in plain words.

A writer types in content/glossary.yml

    - term: aura
      meaning: A short change in sight, feeling or speech that comes with some migraines.
      also: [visual aura]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from desk.model.problem import Problem, did_you_mean
from desk.model.strict_yaml import Location, Mark, Tree, read_yaml

GLOSSARY: Final = "content/glossary.yml"
"""Where it stands, from the project's folder."""
FIELDS: Final = ("term", "meaning", "also")
LONGEST_MEANING: Final = 300
_LINE: Final = re.compile(r"^[ \t]*(?:-[ \t]+)?(?:(\w+)[ \t]*:(?=\s))?([^#\n]*)", re.MULTILINE)
_APART: Final = re.compile(r"[\[\],\"']")


@dataclass(frozen=True)
class Term:
    """`also` are other forms of the word that mean the same."""

    term: str
    meaning: str
    also: tuple[str, ...]
    place: Mark


def anchor(term: Term) -> str:
    """The id of a term's entry: `NMDA receptor` -> `term-nmda-receptor`."""
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.term.lower()).strip("-")


def words_written(text: str) -> list[str]:
    """The forms of each term in `text`, in small letters, whether it can be read or not: what stands on its lines, but
    for meanings."""
    found = (line for line in _LINE.findall(text) if line[0] != "meaning")
    return [word for _, value in found for each in _APART.split(value) if (word := " ".join(each.lower().split()))]


def read_glossary(path: str, text: str) -> tuple[list[Term], list[Problem]]:
    """Every term in `text`, in its order, with every problem of form. Never raises for what a writer types."""
    lines = text.split("\n")
    tree, problems = read_yaml(path, lines, 0, len(lines), "glossary")
    found: list[Term] = []
    if tree is None or tree.values is None:
        return found, problems
    reader = _Reader(path, lines, tree, problems, {})
    if not isinstance(tree.values, list):
        reader.problem((), "bad-form", "the file is not a list of terms.", 'begin each term with "- term: ".')
        return found, problems
    for number, value in enumerate(tree.values):
        if term := reader.term(number, value):
            reader.address(number, term)
            found.append(term)
    return found, problems


@dataclass
class _Reader:
    path: str
    lines: list[str]
    tree: Tree
    problems: list[Problem]
    seen: dict[str, int]
    addresses: dict[str, Term] = field(default_factory=dict)

    def problem(self, at: Location, code: str, what: str, fix: str, *, key: bool = False) -> None:
        marks = self.tree.keys if key else self.tree.places
        mark = marks.get(at) or self.tree.places[at[:1] if at[:1] in self.tree.places else ()]
        code = f"glossary/{code}"
        self.problems.append(Problem.on(self.lines, self.path, mark.line, mark.column, code, what, fix))

    def term(self, number: int, value: Any) -> Term | None:
        if not isinstance(value, dict):
            self.problem((number,), "bad-form", "this is not a term.", 'begin it with "- term: " and its word.')
            return None
        before = len(self.problems)
        for name in value:
            if name not in FIELDS:
                near = did_you_mean(name, FIELDS)
                fix = f'did you mean "{near}"?' if near else f"use one of: {', '.join(FIELDS)}."
                self.problem((number, name), "unknown-field", f'"{name}" is not a field.', fix, key=True)
        for name in ("term", "meaning"):
            text = value.get(name)
            if text is None:
                self.problem((number,), "missing-field", f'the field "{name}" is missing.', f'add a line "{name}: ..."')
            elif not isinstance(text, str) or not text.strip():
                self.problem((number, name), "bad-value", f"{name}: words are needed here.", "write them.")
            elif "<" in text or ">" in text:
                self.problem((number, name), "bad-value", f"{name}: a < or > stands in it.", "write it in words.")
            elif len(text) > (LONGEST_MEANING if name == "meaning" else 60):
                self.problem((number, name), "bad-value", f"{name}: it has {len(text)} characters.", "say it shorter.")
        also = value.get("also", [])
        if not isinstance(also, list) or not all(isinstance(word, str) and word.strip() for word in also):
            self.problem((number, "also"), "bad-value", "also: a list of words is needed.", "write also: [one, two].")
            also = []
        words = [value.get("term"), *also]
        for place, word in enumerate(words):
            if isinstance(word, str) and word.strip():
                same = " ".join(word.casefold().split())
                if same in self.seen:
                    at: Location = (number, "also", place - 1) if place else (number, "term")
                    what = f'"{word}" is explained on line {self.seen[same]} already.'
                    self.problem(at, "duplicate-term", what, "keep one of them.")
                else:
                    self.seen[same] = self.tree.places[(number,)].line
        if len(self.problems) > before:
            return None
        clean = [" ".join(str(text).split()) for text in (value["term"], value["meaning"], *also)]
        return Term(clean[0], clean[1], tuple(clean[2:]), self.tree.places[(number,)])

    def address(self, number: int, term: Term) -> None:
        """Refuse a term whose entry would have the address of another's, or none."""
        other = self.addresses.setdefault(anchor(term), term)
        if anchor(term) == "term-":
            what = f'"{term.term}" has no letter from a to z, so its entry would have no address.'
            self.problem((number, "term"), "same-address", what, "write it in Latin letters, and this form under also.")
        elif other is not term:
            what = f'the entry of "{term.term}" would have the same address as that of "{other.term}".'
            fix = "make one term of them, with the other form under also."
            self.problem((number, "term"), "same-address", what, fix)
