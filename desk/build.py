"""The build: read, check, render into a fresh folder, verify, exchange. A step that fails leaves all as it was."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from desk import COMMAND
from desk.check import as_text
from desk.edition import Edition, Unreadable, edition_of
from desk.finish import finish
from desk.finish.kept import PLACE, Kept
from desk.finish.made import Made
from desk.finish.offline import worker
from desk.handouts import current, kept_names
from desk.handouts import made as handouts
from desk.hosting.beside import made as hosting
from desk.model.problem import Problem
from desk.model.snapshot import Snapshot, take_snapshot
from desk.packed import heavy, pack, readable
from desk.refusal import Refusal, disk_refused
from desk.render import render, write
from desk.site_folder import SiteFolder, files_in
from desk.site_path import move_below
from desk.unchanged import hash_of, key_of
from desk.verify import Hidden, Promise, Shown, verify
from desk.verify import as_text as told


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

    Where what stands there is what a build would make, nothing is done (desk/unchanged.py), unless it is to be `clean`.

    `beyond_stopping` is called right before the exchange: from there on it ends within moments, and always well.
    Raises Refusal with the reason, and then whatever stood in `output` before stands there still.
    """
    folder = SiteFolder(output, root)
    with folder.reserved():
        kind = "preview" if preview else "site"
        made = folder.made()
        stands = made.get("kind", [kind])[0]
        if output.exists() and stands != kind:
            holds = "a preview, with drafts" if stands == "preview" else "the site that readers get"
            raise Refusal(f"{output} holds {holds}. Fix: name another folder, or delete this one.")
        snapshot = take_snapshot(root)
        key = _key(root, snapshot, day, preview=preview)
        if not clean and made.get("key") == [key] and _stands(folder, made):
            folder.fresh()
            print(*made["warnings"], sep="\n", end="\n" if made["warnings"] else "", file=sys.stderr)
            return f"Nothing has changed: {output} is what a build would make."
        try:
            edition = checked(snapshot, day)
            paper = {} if preview else current(edition, root)
            kept = None if clean else Kept(root / PLACE)
            address = render(edition, root, folder.fresh(), preview=preview, handouts=paper, earlier=kept)
            beside = finish(edition, preview=preview, kept=kept)
            write(beside, folder.next)
            write(handouts(paper), folder.next)
            beside |= handouts(paper)
            last = worker(edition, folder.next, preview=preview)
            write(last, folder.next)
            beside |= last
            if not preview:
                hosts = hosting(edition, folder.next, files_in(folder.next))
                write(hosts, folder.next)
                beside |= hosts
            shown = edition.shown(preview=preview)
            standing = frozenset() if preview else frozenset(made["addresses"])
            if faults := verify(folder.next, promised(edition, beside, address, standing, preview=preview)):
                raise Refusal(told(faults))
            move_below(folder.next, address)
            addresses = [] if preview else sorted(f"/{document.slug}/" for document in shown)
            warnings = [str(problem) for problem in edition.problems]
            if not preview:
                pack(folder.next, files_in(folder.next), kept)
                weighty = heavy(folder.next, {f"{each.slug}/index.html": each.path for each in shown})
                print(*weighty, sep="\n", end="\n" if weighty else "", file=sys.stderr)
                warnings += weighty
            readable(folder.next)
            files = files_in(folder.next)
            content = [hash_of(folder.next, files)]
            beyond_stopping()
            folder.exchange(
                {
                    "files": files,
                    "addresses": addresses,
                    "kind": [kind],
                    "key": [key],
                    "content": content,
                    "warnings": warnings,
                }
            )
        except OSError as error:
            raise Refusal(disk_refused(error, folder.next)) from None
    posts = sum(document.kind == "post" for document in shown)
    built = f"Built {posts} post{'s' if posts != 1 else ''} and {len(shown) - posts} pages into {output}."
    return built if preview else f"{built} {COMMAND} serve shows it."


def _key(root: Path, snapshot: Snapshot, day: dt.date, *, preview: bool = False) -> str:
    return key_of(snapshot, day, preview=preview, handouts=[] if preview else kept_names(root))


def _stands(folder: SiteFolder, made: Mapping[str, list[str]]) -> bool:
    """Whether every file of the site is there as it was made, and no other."""
    try:
        return files_in(folder.output) == made["files"] and made["content"] == [hash_of(folder.output, made["files"])]
    except (OSError, KeyError):
        return False


def last_build(root: Path, output: Path, snapshot: Snapshot, day: dt.date) -> tuple[list[str], str] | None:
    """The files of the site in `output` and the digest of all of them, where it is what a build of `snapshot` on `day`
    would make; else None."""
    folder = SiteFolder(output, root)
    made = folder.made()
    key = _key(root, snapshot, day)
    same = made.get("key") == [key] and made.get("kind") == ["site"] and _stands(folder, made)
    return (made["files"], made["content"][0]) if same else None


def promised(
    edition: Edition, beside: Mapping[str, Made], address: str, standing: frozenset[str], *, preview: bool
) -> Promise:
    """What the site at `address` is to be, with the files `beside` its pages, where `standing` are the addresses that
    readers have now."""
    site = edition.site
    country = (site.country.emergency, site.country.crisis_call, site.country.crisis_text)
    shown = [
        Shown.of(d, edition.in_page(d.path), edition.traces_of(d), site, draft=not d.published_on(edition.day))
        for d in edition.shown(preview=preview)
    ]
    return Promise(
        address,
        shown,
        [] if preview else [Hidden.of(document, edition.traces_of(document)) for document in edition.hidden()],
        edition.redirects,
        {name: made.why for name, made in beside.items() if made.ours},
        {name: made.why for name, made in beside.items() if not made.ours},
        standing,
        feeds=not preview,
        language=site.language.partition("-")[0],
        numbers=list(dict.fromkeys(number for number in country if number)),
    )


def checked(snapshot: Snapshot, day: dt.date) -> Edition:
    """The edition of what `snapshot` holds, made anew from every byte. Shows its warnings; raises Refusal with
    everything where there is an error."""
    try:
        edition = edition_of(snapshot, day)
        problems: list[Problem] = edition.problems
    except Unreadable as unreadable:
        raise Refusal(as_text(unreadable.problems)) from None
    if any(problem.severity == "error" for problem in problems):
        raise Refusal(as_text(problems))
    for problem in problems:
        print(problem, file=sys.stderr)
    return edition
