"""Whether the site that stands is what a build would make: then there is nothing to do, and that is said at once.

A page is a pure function of the edition, the templates, the settings and the code that makes it, on one day. So where
every byte of those is as it was, and every byte of the site too, a build would make the same again. No time of a file
is looked at, and nothing less than everything is compared. What proves it is a build that does not ask:
`./site build --clean`, which CI and publishing run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Collection, Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from desk.model.snapshot import Snapshot


def key_of(snapshot: Snapshot, day: dt.date, *, preview: bool, handouts: Collection[str] = ()) -> str:
    """Changes with anything that a build of `snapshot` on `day` could depend on. `handouts` are the names of those that
    are kept: each says all that is in it."""
    digest = hashlib.blake2b(digest_size=32)
    odd = [(each.path, each.trouble) for each in snapshot.odd]
    digest.update(repr((sys.version, sys.platform, _versions(), odd, str(day), preview, [*handouts])).encode())
    for path, data in (*snapshot.files.items(), *_code()):
        digest.update(f"\0{path}\0{len(data)}\0".encode("utf-8", "backslashreplace") + data)
    return digest.hexdigest()


@cache
def _versions() -> list[tuple[str, str]]:
    return sorted((each.name, each.version) for each in distributions())


def _code() -> Iterator[tuple[str, bytes]]:
    """Every file of the desk itself; the plugins and templates are in the snapshot."""
    desk = Path(__file__).parent
    for file in sorted(desk.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield f"desk/{file.relative_to(desk).as_posix()}", file.read_bytes()


def hash_of(folder: Path, names: Collection[str]) -> str:
    """Changes with the name and the content of any of the files `names` of `folder`."""
    digest = hashlib.blake2b(digest_size=32)
    for name in names:
        data = (folder / name).read_bytes()
        digest.update(f"\0{name}\0{len(data)}\0".encode("utf-8", "backslashreplace") + data)
    return digest.hexdigest()
