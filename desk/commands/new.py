"""`new`: a draft, ready to be written in."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Final

from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from desk import COMMAND
from desk.change_set import ChangeSet
from desk.commands.question import answer_to
from desk.commands.skeleton import skeleton
from desk.model.post import read_document
from desk.model.problem import suggest
from desk.model.redirect import REDIRECTS, read_redirects
from desk.model.site import Site
from desk.refusal import Refusal

LONGEST: Final = 60
"""Characters of an address."""


def address_of(title: str, longest: int = LONGEST) -> str:
    """The file name that a title asks for: small letters, digits, hyphens, and no word cut in two."""
    whole = str(slugify(title, regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])).strip("-")
    if len(whole) <= longest:
        return whole
    return whole[: longest + 1].rpartition("-")[0] or whole[:longest]


def new(root: Path, site: Site, title: str, category: str, day: dt.date) -> Path:
    """Write a draft named after `title` into content/posts and return where it is.

    Raises Refusal when the title or category will not do, or a post of that name is there already.
    """
    if category not in site.categories:
        raise Refusal(f'"{category}" is not a category. Fix: {suggest(category, site.categories)}')
    if not address_of(title):
        raise Refusal("The title has no letter or digit. Fix: give the reader's question, or a plain statement.")
    file = root / "content/posts" / f"{address_of(title)}.md"
    path = file.relative_to(root).as_posix()
    text = skeleton(title, category, day)
    _, problems = read_document(path, text, site)
    if problems:
        raise Refusal("\n".join(f"{problem.what} Fix: {problem.fix}" for problem in problems))
    led = root / REDIRECTS
    redirects, _ = read_redirects(REDIRECTS, led.read_text("utf-8") if led.is_file() else "")
    if any(redirect.old == file.stem for redirect in redirects):
        raise Refusal(f"Readers of an earlier post still use /{file.stem}/ ({REDIRECTS}). Fix: choose another title.")
    taken = [f for f in (file, root / "content/pages" / file.name) if f.exists()]
    if taken:
        raise Refusal(
            f"{taken[0].relative_to(root)} is there already. Fix: choose another title, or write in that file."
        )
    changes = ChangeSet(root)
    changes.write(file, text)
    changes.carry_out()
    return file


def ask(question: str, choices: list[str] | None = None) -> str:
    """Ask at the terminal. With choices, a number or the first letters will do. Raises Refusal where nobody answers."""
    if not sys.stdin.isatty():
        raise Refusal(f'Nobody can be asked here. Fix: {COMMAND} new --title "..." --category Migraine')
    for number, choice in enumerate(choices or [], 1):
        print(f"  {number}. {choice}")
    while True:
        answer = answer_to(question)
        if not choices and answer:
            return answer
        found = [c for n, c in enumerate(choices or [], 1) if answer == str(n)]
        found = found or [c for c in choices or [] if answer and c.lower().startswith(answer.lower())]
        if len(found) == 1:
            return found[0]
        print("Please type one of the numbers." if choices else "Please type a title.")
