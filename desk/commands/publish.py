"""`publish` and `schedule`: a draft goes out, today or on a day, and only if it is ready."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.change_set import ChangeSet
from desk.check import run
from desk.commands.header_edit import set_field
from desk.commands.standing import standing
from desk.model.front_matter import read_front_matter
from desk.model.glossary import GLOSSARY
from desk.model.published import PUBLISHED, read_published, with_address, without_address
from desk.model.site import SITE
from desk.model.source import BIBLIOGRAPHY
from desk.refusal import Refusal

SHARED: Final = (BIBLIOGRAPHY, GLOSSARY, SITE)
"""What posts rest on: new entries there go out with the first post that may need them."""
_DATA: Final = re.compile(r"^[ \t]+data:[ \t]*([\w-]+)", re.MULTILINE)


@dataclass(frozen=True)
class Decision:
    """What a command is about to do. `also` are files that its commit needs besides those that change.

    Where `question` is not empty, readers would lose something, and the writer has to say yes.
    """

    changes: ChangeSet
    said: str
    message: str
    question: str = ""
    also: list[Path] = field(default_factory=list)


def publish(root: Path, name: str, today: dt.date, day: dt.date | None = None) -> Decision:
    """What it takes to have the post `name` published: today, or on `day`.

    Raises Refusal, naming all that is missing, when the post is not ready, or is live already.
    """
    post = standing(root, name, today)
    if day and day <= today:
        raise Refusal(f"{day} has come already. Fix: give a later day, or {COMMAND} publish {post.slug}")
    question = post.question("schedule" if day else "publish", root, day=day)
    path = post.file.relative_to(root).as_posix()
    changes = ChangeSet(root)
    if not read_front_matter(path, changes.text(post.file))[0].values:
        slips = [p for p in run(root, day=today) if p.path == path]
        raise Refusal("\n".join([*map(str, slips), f"{post.slug} is not ready. Nothing was changed."]))
    text = set_field(path, changes.text(post.file), "status", "published")
    # What comes back keeps the day that readers knew.
    if day or post.state != "taken back" or not post.day or post.day > today:
        text = set_field(path, text, "date", str(day or today))
    _remember(changes, post.slug, day or today, today)
    instead = {path: text.encode("utf-8"), PUBLISHED: changes.text(root / PUBLISHED).encode("utf-8")}
    # What holds on the day may not hold today: the next build must not stop at it.
    found = {p for when in {today, day or today} for p in run(root, day=when, instead=instead)}
    problems = sorted(p for p in found if p.path == path and p.severity == "error")
    if problems:
        raise Refusal("\n".join([*map(str, problems), f"{post.slug} is not ready. Nothing was changed."]))
    changes.write(post.file, text)
    when = f" on {day}" if day else ""
    message = f"posts: schedule {post.slug} for {day}" if day else f"posts: publish {post.slug}"
    said = f"{post.slug} will be public{when} once your branch is merged."
    return Decision(changes, said, message, question, needed_by(root, text))


def _remember(changes: ChangeSet, slug: str, day: dt.date, today: dt.date) -> None:
    """Note in content/published.txt that readers have `slug` from `day` on. A day that has come stays, unless the
    writer takes the post back until a later one."""
    file = changes.root / PUBLISHED
    text = changes.text(file)
    known = read_published(text)[0].get(slug)
    if known and (known[0] > today or day > today):
        text = without_address(text, slug)
    changes.write(file, with_address(text, slug, day))


def needed_by(root: Path, text: str) -> list[Path]:
    """What a post with `text` needs besides its own file: its pictures, the data of its charts, and the lists that all
    posts share."""
    pictures = [file for file in sorted((root / "content/images").glob("*")) if file.name in text]
    named = set(_DATA.findall(text))
    data = [file for file in sorted((root / "content/data").glob("*.toml")) if file.stem in named]
    return [*pictures, *data, *(root / name for name in SHARED if (root / name).is_file())]
