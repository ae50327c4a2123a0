"""The build: check, render into a fresh folder, verify, exchange. A step that fails leaves all as it was."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from desk.check import as_text, run, today
from desk.model.post import Document, read_document
from desk.model.problem import Problem
from desk.model.redirect import REDIRECTS, read_redirects
from desk.refusal import Refusal, disk_refused
from desk.render import render
from desk.site_folder import SiteFolder, files_in
from desk.verify import Promise, verify


def build(root: Path, output: Path, *, settings: str = "publishconf.py", preview: bool = False) -> str:
    """Build the project at `root` into `output`. Returns one line about what was built.

    Raises Refusal with the reason, and then whatever stood in `output` before stands there still.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    folder = SiteFolder(output, root)
    with folder.reserved():
        try:
            refuse_errors(run(root, day=today(root), cached=preview))
            used = render(root, folder.fresh(), settings, preview=preview)
            every = list(documents(root))
            shown = [d for d in every if d.header and (preview or d.published_on(used["BUILD_DAY"]))]
            seen = {d.path for d in shown}
            hidden = [d for d in every if d.path not in seen and not preview]
            standing = frozenset() if preview else frozenset(folder.made()["addresses"])
            extra = frozenset(files_in(root / "content/extra"))
            faults = verify(folder.next, Promise(used["SITEURL"], shown, hidden, standing, moved(root), extra))
            if faults:
                raise Refusal("\n".join(faults))
            addresses = sorted(f"/{document.slug}/" for document in shown)
            # From here on it ends within moments, and always well: the exit status tells the truth.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            folder.exchange({"files": files_in(folder.next), "addresses": addresses})
        except OSError as error:
            raise Refusal(disk_refused(error, folder.next)) from None
    posts = sum(document.kind == "post" for document in shown)
    return f"{posts} post{'s' if posts != 1 else ''} and {len(shown) - posts} pages"


def refuse_errors(problems: list[Problem]) -> None:
    """Show the warnings; raise Refusal with everything where there is an error."""
    if any(problem.severity == "error" for problem in problems):
        raise Refusal(as_text(problems))
    for problem in problems:
        print(problem, file=sys.stderr)


def moved(root: Path) -> frozenset[str]:
    """The old addresses that content/redirects.yml answers for."""
    file = root / REDIRECTS
    redirects, _ = read_redirects(REDIRECTS, file.read_text("utf-8") if file.exists() else "")
    return frozenset(f"/{redirect.old}/" for redirect in redirects)


def documents(root: Path) -> Iterator[Document]:
    """Every post and page of the project at `root`."""
    for kind in ("posts", "pages"):
        for file in sorted((root / "content" / kind).glob("[!.]*.md")):  # no editor's lock
            yield read_document(file.relative_to(root).as_posix(), file.read_text("utf-8"))[0]


def _stop(number: int, frame: FrameType | None) -> None:
    # Ends at once: an exception could be swallowed on its way up, and a killed build harms nothing.
    os.write(2, b"\nStopped. What readers see has not changed.\n")
    os._exit(128 + number)
