"""The site that is being made. Every file goes in by one door, and what the last site has is taken from there.

A file is taken only where its bytes are known to be the same: its digest says so, and the digests of the last site are
proved by its bytes before anything is taken. So this saves writing, packing and judging, and changes nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from desk.site.last_site import Laid, LastSite, digests_of, proof
from desk.site.unchanged import code_key, digest_of


class NewSite:
    """The site that is made in `folder`, which does not exist yet, where `last` stands; a `clean` one takes nothing
    from earlier builds."""

    def __init__(self, folder: Path, last: LastSite | None = None, *, clean: bool = False) -> None:
        self.folder = folder
        self.clean = clean
        self.last = last or LastSite()
        self.digests: dict[str, str] = {}
        self.frames = ""
        self.address = ""
        self.laid: dict[str, list[Laid]] = {}
        self.told: Mapping[str, Sequence[Any]] = {}
        self.slugs: dict[str, str] = dict(self.last.slugs)
        self._folders: set[str] = set()

    def put(self, name: str, data: bytes) -> None:
        """Put `data` into the file `name`."""
        digest = digest_of(data)
        if self.last.digests.get(name) == digest:
            self.take(name)
            return
        self.digests[name] = digest
        with open(self._place(name), "xb") as file:  # noqa: PTH123 (never into a file that readers have too)
            file.write(data)

    def take(self, name: str) -> None:
        """Take the file `name` as the last site has it."""
        self.digests[name] = self.last.digests[name]
        here, there = f"{self.last.folder}/{name}", self._place(name)
        try:
            os.link(here, there)
        except OSError:  # a disk that has no links
            shutil.copyfile(here, there)

    def taken(self, name: str) -> bool:
        """Whether the file `name` is the same as in the last site."""
        return self.digests[name] == self.last.digests.get(name)

    def _place(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        if folder not in self._folders:
            Path(self.folder, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self.folder}/{name}"

    def slug(self, name: str, make: Callable[[str], str]) -> str:
        """The address of the list `name`, as `make` finds it; what makes it is slow to load."""
        if name not in self.slugs:
            self.slugs[name] = make(name)
        return self.slugs[name]

    def forget(self) -> None:
        """Files were changed where they stand: nothing is the last site's any more, nor the next one's."""
        self.last = LastSite()
        self.digests = digests_of(self.folder, sorted(self.digests))
        self.frames, self.laid = "", {}

    def manifest(self, key: str, warnings: Sequence[str]) -> dict[str, Any]:
        """What LastSite.of makes the next build's last site of."""
        known: dict[str, Any] = {
            "key": key,
            "clean": self.clean,
            "warnings": list(warnings),
            "digests": dict(sorted(self.digests.items())),
            "code": code_key(),
            "frames": self.frames,
            "address": self.address,
            "slugs": self.slugs,
            "told": self.told,
        }
        site, bodies = json.dumps(known), json.dumps(self.laid)
        return {"files": list(known["digests"]), "site": site, "bodies": bodies, "proof": proof(site, bodies)}
