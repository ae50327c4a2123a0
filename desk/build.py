"""The build: read, check, render into a fresh folder, verify, exchange. A step that fails leaves all as it was.

Where nothing has changed it says so, and nothing of what makes a site is loaded; desk/steps.py has that.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from desk import COMMAND
from desk.handouts.place import kept_names
from desk.model.digest import digest_of
from desk.model.snapshot import Snapshot, take_snapshot
from desk.refusal import Refusal, disk_refused
from desk.sharing import meanwhile
from desk.site.last_site import LastSite, digests_of
from desk.site.new_site import NewSite, Spare
from desk.site.site_folder import SiteFolder
from desk.site.unchanged import code_key, key_of


def build(
    root: Path,
    output: Path,
    day: dt.date,
    *,
    preview: bool = False,
    clean: bool = False,
    beyond_stopping: Callable[[], None] = lambda: None,
) -> str:
    """Build the project at `root`, as it is on `day`, into `output`. Returns one line about what was built.

    Where what stands there is what a build would make (desk/site/unchanged.py), nothing is done, unless it is to be
    `clean`.

    `beyond_stopping` is called right before the exchange: from there on it ends within moments, and always well.
    Raises Refusal with the reason, and then whatever stood in `output` before stands there still.
    """
    folder = SiteFolder(output, root)
    with folder.reserved():
        kind = "preview" if preview else "site"
        made = folder.made()
        there = made.get("kind", [kind])[0]
        if output.exists() and there != kind:
            holds = "a preview, with drafts" if there == "preview" else "the site that readers get"
            raise Refusal(f"{output} holds {holds}. Fix: name another folder, or delete this one.")
        snapshot = take_snapshot(root)
        key = key_of(snapshot, day, preview=preview, handouts=[] if preview else kept_names(root))
        last = None if clean else _last_site(folder, made)
        if last and last.key == key and _stands(folder, last):
            folder.fresh()
            print(*last.warnings, sep="\n", end="\n" if last.warnings else "", file=sys.stderr)
            return f"Nothing has changed: {output} is what a build would make."
        last = last if last and last.code == code_key() and last.key != key else None
        look = meanwhile(partial(_look, folder, last)) if last else lambda: None
        from desk.steps import checked, made_beside, make  # loaded late: it takes ten times as long as what is above

        try:
            edition = checked(snapshot, root, day, clean=clean)
            beside = cache(partial(made_beside, edition, root, preview=preview, clean=clean))
            if last:
                beside()  # while it is looked at; where all is made, Pelican's part goes first, and its memory is free
            spare = look()
            site = NewSite(folder.fresh(), last if spare else None, clean=clean, spare=spare)
            standing = frozenset() if preview else frozenset(made["addresses"])
            said, known = make(edition, root, site, beside, standing, preview=preview)
            folder.make_room()
            beyond_stopping()
            manifest = site.manifest(key, known["warnings"])
            folder.exchange({**manifest, "addresses": known["addresses"], "kind": [kind]})
        except OSError as error:
            raise Refusal(disk_refused(error, folder.next)) from None
    built = f"Built {said} into {output}."
    return built if preview else f"{built} {COMMAND} serve shows it."


def _last_site(folder: SiteFolder, made: Mapping[str, Any]) -> LastSite | None:
    """The site that stands, as its manifest tells it; None where it tells of none."""
    try:
        return LastSite.of(folder.output, made)
    except (KeyError, TypeError, ValueError):
        return None


def _stands(folder: SiteFolder, last: LastSite) -> bool:
    """Whether each file of it is there as it was made, and no other."""
    try:
        return digests_of(folder.output, folder.standing) == last.digests
    except OSError:
        return False


def _look(folder: SiteFolder, last: LastSite) -> Spare | None:
    """The site before the last, if the last stands as it was made."""
    return Spare.of(folder.previous, last) if _stands(folder, last) else None


def clean_build(root: Path, output: Path, snapshot: Snapshot, day: dt.date) -> tuple[list[str], str] | None:
    """The files of the site in `output` and the digest of all of them, where a clean build made it of `snapshot` on
    `day`; else None."""
    folder = SiteFolder(output, root)
    last = _last_site(folder, folder.made())
    if not last or not last.clean or last.key != key_of(snapshot, day, preview=False, handouts=kept_names(root)):
        return None
    if not _stands(folder, last):
        return None
    return list(last.digests), digest_of(repr(sorted(last.digests.items())).encode())
