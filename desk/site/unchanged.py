"""The keys: of everything that a build depends on, and of the code. Where the site that stands has the key of what a
build would make, there is nothing to do, and that is said at once.

A page is a pure function of the edition, the templates, the settings and the code that makes it, on one day. So where
every byte of those is as it was, and every byte of the site too, a build would make the same again. No time of a file
is looked at, and nothing less than everything is compared. What proves it is a build that does not ask:
`./site build --clean`, which CI and publishing run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
import zlib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from desk.model.snapshot import Snapshot
from desk.site.site_folder import files_in


def key_of(snapshot: Snapshot, day: dt.date, *, preview: bool, handouts: Collection[str] = ()) -> str:
    """Changes with anything that a build of `snapshot` on `day` could depend on. `handouts` are the names of those that
    are kept: each says all that is in it."""
    odd = [(each.path, each.trouble) for each in snapshot.odd]
    said = (code_key(), odd, str(day), preview, [*handouts], snapshot.digests)
    return hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()


@cache
def code_key() -> str:
    """Changes with every byte of the desk itself, and with everything that is installed; the plugins and templates are
    in the snapshot."""
    digest = hashlib.sha256()
    # The folder of a distribution is named by its version; to read what each says of itself takes a tenth of a second.
    installed = sorted(
        each.name for place in sys.path if place and Path(place).is_dir() for each in Path(place).glob("*.dist-info")
    )
    digest.update(repr((sys.version, sys.platform, zlib.ZLIB_RUNTIME_VERSION, installed)).encode())
    desk = Path(__file__).parents[1]
    for name in files_in(desk):
        file = desk / name
        if "__pycache__" not in name and file.is_file():  # an editor's lock is a link that leads nowhere
            data = file.read_bytes()
            digest.update(f"\0{name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()
