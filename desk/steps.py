"""The steps of a build: check, make the pages and what stands beside them, verify. Nothing here is asked where nothing
has changed (desk/build.py), so what this takes to load is only paid where there is something to make.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from desk.edition import Edition, Unreadable, edition_of
from desk.finish import finish, write
from desk.finish.made import Made
from desk.finish.offline import worker
from desk.handouts.kept import current
from desk.handouts.kept import made as handouts
from desk.hosting.beside import made as hosting
from desk.hosting.policy import policy_in
from desk.model.problem import Problem, as_text, many
from desk.model.snapshot import Snapshot
from desk.refusal import Refusal
from desk.site.examined_before import ExaminedBefore
from desk.site.kept import PLACE, Kept
from desk.site.new_site import NewSite
from desk.site.packed import heavy, pack, readable
from desk.site.pages import make_pages
from desk.site.site_path import move_below, path_of
from desk.site.unchanged import code_key
from desk.verify import Hidden, Judged, Promise, Shown, slug_of, verify
from desk.verify import as_text as told


def made_beside(edition: Edition, root: Path, *, preview: bool = False, clean: bool = False) -> dict[str, Made]:
    """What stands beside the pages of `edition`, the project at `root`. It asks nothing of any site."""
    return finish(edition, preview=preview, kept=Kept(None if clean else root / PLACE))


def make(
    edition: Edition,
    root: Path,
    site: NewSite,
    beside: Callable[[], Mapping[str, Made]],
    standing: frozenset[str],
    *,
    preview: bool = False,
) -> tuple[str, dict[str, Any]]:
    """Make of `edition`, the project at `root`, all that is in its site, or the preview's. `beside` gives what stands
    beside its pages (`made_beside`), and `standing` are the addresses that readers have now.

    Returns a line about what was made, and what the next build is to know: what was warned of, and the addresses.
    Raises Refusal where anything is wrong with it.
    """
    kept = Kept(None if site.clean else root / PLACE)
    paper = {} if preview else current(edition, root)
    make_pages(edition, root, site, kept, preview=preview, handouts=paper)
    known: dict[str, Made] = {}

    def add(files: Mapping[str, Made]) -> None:
        write(files, site)
        known.update(files)

    add(beside())
    add(handouts(paper))
    add(worker(edition, site.folder, preview=preview))
    site.sweep()
    if not preview:
        pages = {name: digest for name, digest in site.digests.items() if name.endswith(".html")}
        stated = kept.of("policy").get_together(pages, code_key(), partial(map, partial(policy_in, site.folder)))
        add(hosting(edition, stated, site.digests))
    shown = edition.shown(preview=preview)
    promise = promised(edition, known, site, standing, preview=preview)
    if faults := verify(site.folder, promise, judged=Judged(kept, site.digests)):
        raise Refusal(told(faults))
    if path_of(site.address):
        move_below(site.folder, site.address)
        site.forget()
    warnings = [str(problem) for problem in edition.problems]
    if not preview:
        if site.clean:
            pack(site)
        weighty = heavy(site, {f"{each.slug}/index.html": each.path for each in shown}, kept)
        print(*weighty, sep="\n", end="\n" if weighty else "", file=sys.stderr)
        warnings += weighty
    readable(site)
    posts = sum(document.kind == "post" for document in shown)
    addresses = [] if preview else sorted(f"/{document.slug}/" for document in shown)
    made = f"{many(posts, 'post')} and {len(shown) - posts} pages"
    return made, {"warnings": warnings, "addresses": addresses}


def promised(
    edition: Edition, beside: Mapping[str, Made], new: NewSite, standing: frozenset[str], *, preview: bool
) -> Promise:
    """What the site `new` is to be, with the files `beside` its pages, where `standing` are the addresses that readers
    have now."""
    site = edition.site
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
        numbers=site.country.numbers,
    )


def checked(snapshot: Snapshot, root: Path, day: dt.date, *, clean: bool = False) -> Edition:
    """The edition of what `snapshot` holds, the project at `root`; a `clean` one takes nothing from earlier builds.
    Shows its warnings; raises Refusal with everything where there is an error."""
    store = None if clean else ExaminedBefore(Kept(root / PLACE))
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
