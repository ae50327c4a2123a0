"""The build: check, render into a fresh folder, verify, exchange. A step that fails leaves all as it was."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from desk.model.post import Document, read_document
from desk.refusal import Refusal
from desk.render import render
from desk.site_folder import SiteFolder, files_in
from desk.verify import verify


def build(root: Path, output: Path, *, settings: str = "publishconf.py", preview: bool = False) -> str:
    """Build the project at `root` into `output`. Returns one line about what was built.

    Raises Refusal with the reason, and then whatever stood in `output` before stands there still.
    """
    signal.signal(signal.SIGTERM, _stop)
    folder = SiteFolder(output, root)
    with folder.reserved():
        try:
            before = set(folder.made()["addresses"])
            used = render(root, folder.fresh(), settings, preview=preview)
            shown = [d for d in documents(root) if d.header and (preview or d.published_on(used["BUILD_DAY"]))]
            faults = verify(folder.next, shown, used["SITEURL"], set() if preview else before, set())
            if faults:
                raise Refusal("\n".join(faults))
            addresses = sorted(f"/{document.slug}/" for document in shown)
            # From here on it ends within moments, and always well: the exit status tells the truth.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            folder.exchange({"files": files_in(folder.next), "addresses": addresses})
        except OSError as error:
            raise Refusal(
                f"{error.filename or folder.next}: {error.strerror}. "
                "Fix: free the disk, or mend its permissions, then build again."
            ) from None
    posts = sum(document.kind == "post" for document in shown)
    return f"{posts} post{'s' if posts != 1 else ''} and {len(shown) - posts} pages"


def documents(root: Path) -> Iterator[Document]:
    """Every post and page of the project at `root`."""
    for kind in ("posts", "pages"):
        for file in sorted((root / "content" / kind).glob("*.md")):
            yield read_document(file.relative_to(root).as_posix(), file.read_text("utf-8"))[0]


def _stop(number: int, frame: FrameType | None) -> None:
    print("Stopped. What readers see has not changed.", file=sys.stderr)
    raise SystemExit(128 + number)
