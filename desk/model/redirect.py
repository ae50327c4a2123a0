"""Redirects: what became of an address that readers may still have.

A writer types in content/redirects.yml

    old-post: new-post
    blog/2019/an-older-one: new-post#harms
    a-claim-we-withdrew: {gone: The study behind it was withdrawn.}
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from desk.model.problem import Problem
from desk.model.strict_yaml import Mark, read_yaml

REDIRECTS: Final = "content/redirects.yml"
"""Where redirects stand, from the project's folder."""
_OLD = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*")
_NEW = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:#[\w-]+)?")


@dataclass(frozen=True)
class Redirect:
    """`old` leads to `new`, the address of a post or page; or it is gone, and `gone` says why. No outer slashes."""

    old: str
    new: str
    gone: str
    place: Mark
    new_place: Mark

    @property
    def file(self) -> str:
        """Where its page stands: an address that names a file keeps its name, any other is a folder's index."""
        return self.old if self.old.endswith((".html", ".htm")) else f"{self.old}/index.html"

    @property
    def target(self) -> str:
        """The address it leads to, from the root: `new-post#harms` -> `/new-post/#harms`; empty where it is gone."""
        address, hash_sign, part = self.new.partition("#")
        return f"/{address}/{hash_sign}{part}" if address else ""


def read_redirects(path: str, text: str) -> tuple[list[Redirect], list[Problem]]:
    """Every redirect in `text`, in its order, with every problem of form. Never raises for what a writer types."""
    lines = text.split("\n")
    tree, problems = read_yaml(path, lines, 0, len(lines), "redirect")
    found: list[Redirect] = []
    if tree is None or tree.values is None:
        return found, problems

    def problem(mark: Mark, code: str, what: str, fix: str) -> None:
        problems.append(Problem.on(lines, path, mark.line, mark.column, f"redirect/{code}", what, fix))

    if not isinstance(tree.values, dict):
        problem(tree.places[()], "bad-form", "the file is not a list of redirects.", 'write one "old: new" a line.')
        return found, problems
    seen: dict[str, Mark] = {}
    for typed, value in tree.values.items():
        key, place = tree.keys[(typed,)], tree.places[(typed,)]
        old = typed.strip("/")
        if not _OLD.fullmatch(old) or ".." in old.split("/"):
            problem(key, "bad-address", f'"{typed}" is not an address of this site.',
                    "write what stood after the site's name, such as old-post.")  # fmt: skip
            continue
        if old.casefold() in seen:
            problem(key, "duplicate", f"line {seen[old.casefold()].line} has this address already.", "keep one.")
            continue
        seen[old.casefold()] = key
        if isinstance(value, dict):
            reason = _reason(value)
            if reason is None:
                problem(place, "bad-form", "this says neither where the page went nor that it is gone.",
                        'write "old: new", or "old: {gone: why, in one sentence}".')  # fmt: skip
            elif not reason:
                problem(place, "no-reason", "readers are not told why the page is gone.", "write why, in one sentence.")
            else:
                found.append(Redirect(old, "", reason, key, place))
        elif not isinstance(value, str) or not _NEW.fullmatch(value.strip("/")):
            shown = value if isinstance(value, str) else "a list"
            problem(place, "bad-address", f'"{shown}" is not the address of a post or page.',
                    "write the name of its file without .md.")  # fmt: skip
        else:
            found.append(Redirect(old, value.strip("/"), "", key, place))
    return found, problems


def _reason(value: dict[str, Any]) -> str | None:
    reason = value.get("gone")
    return " ".join(reason.split()) if len(value) == 1 and isinstance(reason, str) else None
