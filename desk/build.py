"""The build: read, check, render into a fresh folder, verify, exchange. A step that fails leaves all as it was."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from desk import COMMAND
from desk.check import as_text
from desk.edition import Edition, Store, Unreadable, edition_of
from desk.finish import finish, write
from desk.finish.kept import PLACE, Kept
from desk.finish.made import Made
from desk.finish.offline import worker
from desk.handouts import current, kept_names
from desk.handouts import made as handouts
from desk.hosting.beside import made as hosting
from desk.model.problem import Problem
from desk.model.snapshot import Snapshot, take_snapshot
from desk.refusal import Refusal, disk_refused
from desk.site.examined_before import ExaminedBefore
from desk.site.new_site import LastSite, NewSite, digests_of
from desk.site.packed import heavy, pack, readable
from desk.site.pages import make_pages
from desk.site.site_folder import SiteFolder, files_in
from desk.site.site_path import move_below, path_of
from desk.site.unchanged import code_key, digest_of, key_of
from desk.verify import Hidden, Judged, Promise, Shown, slug_of, verify
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

    Where what stands there is what a build would make (desk/site/unchanged.py), nothing is done, unless it is to be
    `clean`.

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
        last = None if clean else _last_site(folder, made)
        if last and last.key == key:
            folder.fresh()
            print(*last.warnings, sep="\n", end="\n" if last.warnings else "", file=sys.stderr)
            return f"Nothing has changed: {output} is what a build would make."
        kept = Kept(None if clean else root / PLACE)
        try:
            edition = checked(snapshot, day, None if clean else ExaminedBefore(kept))
            paper = {} if preview else current(edition, root)
            site = NewSite(folder.fresh(), last if last and last.code == code_key() else None, clean=clean)
            make_pages(edition, root, site, kept, preview=preview, handouts=paper)
            beside = finish(edition, preview=preview, kept=kept)
            write(beside, site)
            write(handouts(paper), site)
            beside |= handouts(paper)
            made_last = worker(edition, site.folder, preview=preview)
            write(made_last, site)
            beside |= made_last
            if not preview:
                hosts = hosting(edition, site.folder, site.digests)
                write(hosts, site)
                beside |= hosts
            shown = edition.shown(preview=preview)
            standing = frozenset() if preview else frozenset(made["addresses"])
            promise = promised(edition, beside, site, standing, preview=preview)
            if faults := verify(site.folder, promise, judged=Judged(kept, site.digests)):
                raise Refusal(told(faults))
            if path_of(site.address):
                move_below(site.folder, site.address)
                site.forget()
            addresses = [] if preview else sorted(f"/{document.slug}/" for document in shown)
            warnings = [str(problem) for problem in edition.problems]
            if not preview:
                if clean:
                    pack(site)
                weighty = heavy(site, {f"{each.slug}/index.html": each.path for each in shown}, kept)
                print(*weighty, sep="\n", end="\n" if weighty else "", file=sys.stderr)
                warnings += weighty
            readable(site.folder)
            beyond_stopping()
            folder.exchange({**site.manifest(key, warnings), "addresses": addresses, "kind": [kind]})
        except OSError as error:
            raise Refusal(disk_refused(error, folder.next)) from None
    posts = sum(document.kind == "post" for document in shown)
    built = f"Built {posts} post{'s' if posts != 1 else ''} and {len(shown) - posts} pages into {output}."
    return built if preview else f"{built} {COMMAND} serve shows it."


def _key(root: Path, snapshot: Snapshot, day: dt.date, *, preview: bool = False) -> str:
    return key_of(snapshot, day, preview=preview, handouts=[] if preview else kept_names(root))


def _last_site(folder: SiteFolder, made: Mapping[str, Any]) -> LastSite | None:
    """The site that stands; None where there is none, or where any file of it is not there as it was made."""
    try:
        last = LastSite.of(folder.output, made)
        stands = digests_of(folder.output, files_in(folder.output)) == last.digests
        return last if stands else None
    except (OSError, KeyError, TypeError, ValueError):
        return None


def clean_build(root: Path, output: Path, snapshot: Snapshot, day: dt.date) -> tuple[list[str], str] | None:
    """The files of the site in `output` and the digest of all of them, where a clean build made it of `snapshot` on
    `day`; else None."""
    folder = SiteFolder(output, root)
    last = _last_site(folder, folder.made())
    if not last or not last.clean or last.key != _key(root, snapshot, day):
        return None
    return list(last.digests), digest_of(repr(sorted(last.digests.items())).encode())


def promised(
    edition: Edition, beside: Mapping[str, Made], new: NewSite, standing: frozenset[str], *, preview: bool
) -> Promise:
    """What the site `new` is to be, with the files `beside` its pages, where `standing` are the addresses that readers
    have now."""
    site = edition.site
    country = (site.country.emergency, site.country.crisis_call, site.country.crisis_text)
    shown = [
        Shown.of(
            d,
            partial(edition.in_page, d.path),
            edition.traces_of(d),
            site,
            draft=not d.published_on(edition.day),
            made_from=edition.made_from(d.path),
            slug=lambda name: new.slug(name, slug_of),
        )
        for d in edition.shown(preview=preview)
    ]
    return Promise(
        new.address,
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


def checked(snapshot: Snapshot, day: dt.date, store: Store | None = None) -> Edition:
    """The edition of what `snapshot` holds; `store` is what is known of files that have not changed. Shows its
    warnings; raises Refusal with everything where there is an error."""
    try:
        edition = edition_of(snapshot, day, store)
        problems: list[Problem] = edition.problems
    except Unreadable as unreadable:
        raise Refusal(as_text(unreadable.problems)) from None
    if any(problem.severity == "error" for problem in problems):
        raise Refusal(as_text(problems))
    for problem in problems:
        print(problem, file=sys.stderr)
    return edition
