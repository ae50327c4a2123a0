"""What a deploy hands over: the site in output/, and everything that is asked of it before readers get it."""

from __future__ import annotations

import datetime as dt
import getpass
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk import COMMAND
from desk.build import clean_build
from desk.edition import Edition, Unreadable, read
from desk.history import git, has_git
from desk.hosting.beside import table_of
from desk.hosting.table import Table
from desk.model.header import PostHeader
from desk.refusal import Refusal

IMMUTABLE: Final = "immutable"
"""In the words of caching: a file whose name changes with its bytes. Pages that readers have open may still ask for
it when a new site has come."""
_MOST_SHOWN: Final = 5


@dataclass(frozen=True)
class Delivery:
    """A finished site in `folder` with its `files`, and `digest` of all of them; the `commit` that it was built of;
    what is said with each file; the `address` at which readers have it, and the `newest` post's there."""

    folder: Path
    files: Sequence[str]
    digest: str
    commit: str
    table: Table
    address: str
    newest: str = ""

    def is_immutable(self, name: str) -> bool:
        """Whether the file `name` can only ever hold the bytes that it holds."""
        return IMMUTABLE in self.table.headers(name).get("Cache-Control", "")


def sender() -> str:
    """Who deploys, for whoever comes while it lasts."""
    return f"{getpass.getuser()} on {socket.gethostname()}"


def delivery(root: Path, day: dt.date) -> Delivery:
    """The site in output/, if it may go to readers. Raises Refusal with every reason why it may not."""
    try:
        edition = read(root, day, cached=False)
    except Unreadable as unreadable:
        raise Refusal(str(unreadable)) from None
    reasons = [*_of_git(root), *_of_words(edition)]
    built = clean_build(root, root / "output", edition.snapshot, day)
    if not built:
        reasons.append(
            "output/ is not what a clean build of this commit makes today. "
            f"Fix: {COMMAND} build --clean, then the same again."
        )
    if reasons or not built:
        raise Refusal("\n".join([*reasons, "Nothing was sent."]))
    files, digest = built
    folder = root / "output"
    posts = [each for each in edition.shown() if isinstance(each.header, PostHeader)]
    dated = [(each.header.date, each.slug) for each in posts if isinstance(each.header, PostHeader)]
    newest = f"/{max(dated)[1]}/" if dated else ""
    commit = git(root, "rev-parse", "HEAD").stdout.strip()
    return Delivery(folder, files, digest, commit, table_of(edition, folder), edition.site.address, newest)


def _of_git(root: Path) -> list[str]:
    if not has_git(root):
        return ["The project is not kept in git, so nobody could tell later what was sent. Fix: git init, and commit."]
    if git(root, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        return ["Nothing is committed yet. Fix: commit, then the same again."]
    changed = git(root, "status", "--porcelain", "--untracked-files=all").stdout.splitlines()
    if not changed:
        return []
    shown = ", ".join(line[3:] for line in changed[:_MOST_SHOWN])
    more = f" and {len(changed) - _MOST_SHOWN} more" if len(changed) > _MOST_SHOWN else ""
    return [f"These are not as the last commit has them: {shown}{more}. Fix: commit them, or take them back."]


def _of_words(edition: Edition) -> list[str]:
    wrong = [str(problem) for problem in edition.problems if problem.severity == "error"]
    if not edition.site.is_real:
        wrong.append(
            f"content/site.toml: {edition.site.address} is an example, which no reader can reach. "
            "Fix: put the address of your site there."
        )
    return wrong
