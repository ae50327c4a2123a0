"""`publish` and `schedule`: a draft goes out, today or on a day, and only if it is ready."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desk.change_set import ChangeSet
from desk.check import run
from desk.header_edit import set_field
from desk.model.problem import did_you_mean
from desk.refusal import Refusal


def post_file(root: Path, slug: str) -> Path:
    """The file of the post `slug`. Raises Refusal, with the nearest name, when there is none."""
    posts = root / "content/posts"
    file = posts / f"{slug.removesuffix('.md').rpartition('/')[2]}.md"
    if not file.is_file():
        near = did_you_mean(file.stem, [f.stem for f in posts.glob("*.md")])
        hint = f'did you mean "{near}"?' if near else "`python -m desk status` lists the posts."
        raise Refusal(f'There is no post "{file.stem}". Fix: {hint}')
    return file


def publish(root: Path, slug: str, day: dt.date, today: dt.date) -> ChangeSet:
    """What it takes to have the post `slug` published on `day`.

    Raises Refusal, naming all that is missing, when the post is not ready.
    """
    file = post_file(root, slug)
    path = file.relative_to(root).as_posix()
    changes = ChangeSet(root)
    text = changes.text(file)
    for name, value in (("status", "published"), ("date", str(day))):
        text = set_field(path, text, name, value)
    instead = {path: text.encode("utf-8")}
    problems = [p for p in run(root, day=max(day, today), instead=instead) if p.path == path and p.severity == "error"]
    if problems:
        raise Refusal("\n".join([*map(str, problems), f"{file.stem} is not ready; it stays a draft."]))
    changes.write(file, text)
    return changes
