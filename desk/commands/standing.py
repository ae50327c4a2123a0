"""Where a post stands for readers, and so what a command may do to it.

What readers have seen is what the main branch has held, or the built site holds; what is in the folder alone is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from desk import COMMAND
from desk.history import COMMON, git, has_git
from desk.model.front_matter import read_front_matter
from desk.model.problem import did_you_mean
from desk.model.redirect import REDIRECTS, read_redirects
from desk.refusal import Refusal
from desk.site.site_folder import read_manifest

State = Literal["draft", "scheduled", "ready", "live", "taken back", "moved", "withdrawn"]
STATES: Final[dict[State, str]] = {
    "draft": "not published, and readers have never seen it",
    "scheduled": "published on a day to come, and readers have never seen it",
    "ready": "published here, but not merged: readers have never seen it",
    "live": "readers see it",
    "taken back": "readers have seen it, and now it is a draft or dated later",
    "moved": "its address leads to another",
    "withdrawn": "its address says why it is gone",
}
"""State -> what it means."""
_COMMANDS: Final = ("publish", "schedule", "move", "retire")
DOES: Final[dict[State, dict[str, str]]] = {
    "draft": {
        "publish": "goes out today",
        "schedule": "goes out on the day",
        "move": "gets the new name; nothing leads to it from the old one",
        "retire": "refused: Readers have never seen it. Fix: delete {file}.",
    },
    "scheduled": {
        "publish": "goes out today",
        "schedule": "goes out on the new day",
        "move": "gets the new name; nothing leads to it from the old one",
        "retire": 'refused: Readers have never seen it. Fix: delete {file}, or write "status: draft" in it.',
    },
    "ready": {
        "publish": "refused: It is published already, and goes out once your branch is merged. Nothing was changed.",
        "schedule": "goes out on the day",
        "move": "gets the new name; nothing leads to it from the old one",
        "retire": 'refused: Readers have never seen it. Fix: delete {file}, or write "status: draft" in it.',
    },
    "live": {
        "publish": "refused: Readers see it already, since {date}, and that day stays. Nothing was changed. "
        "Fix: to send a correction, write it, note it under `changes:`, then " + COMMAND + " send.",
        "schedule": "asks: Readers see it now. It would be gone from the site until {day}, and its address dead.",
        "move": "gets the new address, and the old one leads there",
        "retire": "asks: Readers see it now. It would be gone, and its address would say why.",
    },
    "taken back": {
        "publish": "goes out again, with the day it had",
        "schedule": "goes out again on the day",
        "move": "refused: Readers have had this address, and it cannot lead to a draft. "
        f"Fix: {COMMAND} publish it first, or {COMMAND} retire it.",
        "retire": "is gone, and its address says why",
    },
    "moved": dict.fromkeys(_COMMANDS, "refused: It has moved to {new}. Fix: use that name."),
    "withdrawn": dict.fromkeys(
        _COMMANDS, "refused: It was withdrawn, and its address says so. Fix: give a new post another name."
    ),
}  # fmt: skip
"""State -> command -> what it does. `refused: ` and `asks: ` begin what the writer is told."""


@dataclass(frozen=True)
class Standing:
    """A post's file and where it stands. `day` is the date in its header; `new` is where it went, if it moved."""

    slug: str
    file: Path
    state: State
    day: dt.date | None = None
    new: str = ""

    def question(self, command: str, root: Path, **words: object) -> str:
        """What the writer must be asked before `command`, or nothing. Raises Refusal where it is not for this state."""
        file = self.file.relative_to(root).as_posix()
        kind, _, said = DOES[self.state][command].partition(": ")
        if kind not in ("refused", "asks"):
            return ""
        said = f"{self.slug}: " + said.format(file=file, date=self.day, new=self.new, **words)
        if kind == "refused":
            raise Refusal(said)
        return said


def standing(root: Path, name: str, today: dt.date) -> Standing:
    """Where the post `name` (its file's name, or address) stands. Raises Refusal, with the nearest name, for none."""
    posts = root / "content/posts"
    slug = name.strip("/").rpartition("/")[2].removesuffix(".md")
    file = posts / f"{slug}.md"
    redirects = root / REDIRECTS
    moves, _ = read_redirects(REDIRECTS, redirects.read_text("utf-8") if redirects.is_file() else "")
    if not file.is_file():
        for move in moves:
            if move.old == slug:
                return Standing(slug, file, "withdrawn" if move.gone else "moved", None, move.new)
        near = did_you_mean(slug, [f.stem for f in posts.glob("*.md")])
        hint = f'did you mean "{near}"?' if near else f"{COMMAND} status lists the posts."
        raise Refusal(f'There is no post "{slug}". Fix: {hint}')
    path = file.relative_to(root).as_posix()
    status, day = _said(path, file.read_bytes().decode("utf-8", "replace"))
    out = status == "published" and day is not None and day <= today
    led_to = any(move.new.partition("#")[0] == slug for move in moves)
    seen = led_to or f"/{slug}/" in _built(root) or _was_out(root, path, today)
    seen = seen or (out and not has_git(root))
    if out:
        return Standing(slug, file, "live" if seen else "ready", day)
    unseen: State = "scheduled" if status == "published" else "draft"
    return Standing(slug, file, "taken back" if seen else unseen, day)


def _built(root: Path) -> list[str]:
    """The addresses of the site that was built here last; the next build answers for each."""
    made = read_manifest(root / ".site/output/manifest.json")
    return list(made["addresses"]) if made else []


def _was_out(root: Path, path: str, today: dt.date) -> bool:
    """Whether any version of the file on the main branch was one that readers could see."""
    said = (_said(path, text) for text in _versions(root, path))
    return any(status == "published" and day is not None and day <= today for status, day in said)


def _said(path: str, text: str) -> tuple[str, dt.date | None]:
    """The status and the date that a header says, as far as it can be read."""
    front, _ = read_front_matter(path, text.replace("\r\n", "\n").removeprefix("\ufeff"))
    try:
        day = dt.date.fromisoformat(str(front.values.get("date")))
    except ValueError:
        day = None
    return str(front.values.get("status", "draft")), day


def _versions(root: Path, path: str) -> Iterator[str]:
    if not has_git(root):
        return
    main = next(
        (b for b in (*COMMON, "HEAD") if git(root, "rev-parse", "--verify", "--quiet", f"{b}^{{commit}}").stdout), ""
    )
    for version in git(root, "log", "--format=%H", main, "--", path).stdout.split() if main else ():
        shown = git(root, "show", f"{version}:./{path}")
        if not shown.returncode:
            yield shown.stdout
