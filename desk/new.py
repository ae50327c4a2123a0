"""`make new`: a draft, ready to be written in."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from desk.model.post import read_document
from desk.model.problem import suggest
from desk.model.site import Site
from desk.refusal import Refusal
from desk.skeleton import skeleton


def address_of(title: str) -> str:
    """The file name that a title asks for: small letters, digits, hyphens."""
    return str(slugify(title, regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]))[:60].strip("-")


def new(root: Path, site: Site, title: str, category: str, day: dt.date) -> Path:
    """Write a draft named after `title` into content/posts and return where it is.

    Raises Refusal when the title or category will not do, or a post of that name is there already.
    """
    if category not in site.categories:
        raise Refusal(f'"{category}" is not a category. Fix: {suggest(category, site.categories)}')
    file = root / "content/posts" / f"{address_of(title)}.md"
    path = file.relative_to(root).as_posix()
    text = skeleton(title, category, next(iter(site.tags)), day)
    _, problems = read_document(path, text, site)
    if problems:
        raise Refusal("\n".join(f"{problem.what} Fix: {problem.fix}" for problem in problems))
    taken = [f for f in (file, root / "content/pages" / file.name) if f.exists()]
    if taken:
        raise Refusal(
            f"{taken[0].relative_to(root)} is there already. Fix: choose another title, or write in that file."
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def ask(question: str, choices: list[str] | None = None) -> str:
    """Ask at the terminal. With choices, a number or the first letters will do. Raises Refusal where nobody answers."""
    if not sys.stdin.isatty():
        raise Refusal('Nobody can be asked here. Fix: make new TITLE="..." CATEGORY=Migraine')
    for number, choice in enumerate(choices or [], 1):
        print(f"  {number}. {choice}")
    while True:
        answer = input(f"{question} ").strip()
        if not choices and answer:
            return answer
        found = [c for n, c in enumerate(choices or [], 1) if answer == str(n)]
        found = found or [c for c in choices or [] if answer and c.lower().startswith(answer.lower())]
        if len(found) == 1:
            return found[0]
        print("Please type one of the numbers." if choices else "Please type a title.")
