"""What was made by earlier builds, kept by its content in .site/made/: it saves time, and cannot change what is made.

A file there begins with a digest of the rest: one that is cut off or altered is as good as none. Its name says all
that it was made from, so nothing old is ever taken for new. A folder that cannot be written is no one's problem.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

from desk.site.unchanged import digest_of

PLACE: Final = Path(".site/made")
_DIGEST: Final = 32


class Kept:
    """What is kept in `folder`; nothing at all where that is None."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._used: set[str] = set()

    def of(self, kind: str) -> Kept:
        """What is kept of one kind, which one maker alone looks after."""
        return Kept(self.folder / kind if self.folder else None)

    def get(self, source: str, what: str, make: Callable[[], bytes]) -> bytes:
        """What `make` returns for a source of that digest; `what` says everything else that it depends on."""
        data = self.find(source, what)
        if data is None:
            data = make()
            self.keep(source, what, data)
        return data

    def find(self, source: str, what: str) -> bytes | None:
        """What is kept of that, or None."""
        if self.folder:
            with suppress(OSError):
                with open(self._place(source, what), "rb") as file:  # noqa: PTH123 (many: a Path takes as long)
                    found = file.read()
                if _digest(found[_DIGEST:]) == found[:_DIGEST]:
                    return found[_DIGEST:]
        return None

    def use(self, source: str, what: str) -> None:
        """Say that what is kept of that is still of use, without reading it."""
        self._place(source, what)

    def keep(self, source: str, what: str, data: bytes) -> None:
        """Keep `data` as what was made of that."""
        if self.folder:
            self._keep(Path(self._place(source, what)), _digest(data) + data)

    def _place(self, source: str, what: str) -> str:
        name = f"{source}-{digest_of(what.encode())}"
        self._used.add(name)
        return f"{self.folder}/{name}"

    def _keep(self, place: Path, data: bytes) -> None:
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent, prefix="new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(name).replace(place)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def forget_all_but(self, sources: Collection[str]) -> None:
        """Throw away what was made from anything else, so that the folder never outgrows the project."""
        self._forget(lambda name: name.partition("-")[0] not in sources)

    def forget_unused(self) -> None:
        """Throw away what was not asked for, for the same end."""
        self._forget(lambda name: name not in self._used)

    def _forget(self, outgrown: Callable[[str], bool]) -> None:
        with suppress(OSError):
            for file in sorted(self.folder.iterdir()) if self.folder else ():
                if outgrown(file.name):
                    file.unlink(missing_ok=True)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
