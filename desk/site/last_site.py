"""The site that stands, as the build that made it left it: what a build may take from it, and whether it is still so.

It is told by its manifest, whose own digest says that nobody has altered it. What a build that takes nothing need not
know, the bodies that were laid into files, is only read where it is asked for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from desk.model.digest import digest_of
from desk.site.site_folder import files_in

Form = Literal["page", "xml", "json"]


class Laid(NamedTuple):
    """A body in a file: of which document, in what form, from which byte, how many, and what it was made from."""

    path: str
    form: Form
    start: int
    length: int
    made_from: str


@dataclass(frozen=True)
class LastSite:
    """The site that stands: its folder, its key (desk/site/unchanged.py), what was warned of, the digest of each file,
    and of Pelican's files which bodies were laid into them (`bodies`, as JSON). A `clean` one was made anew from every
    byte. `code` is the key of the code that made it, `frames` that of what Pelican made, `address` what it was made
    for, `slugs` the addresses of lists by their name, `told` what Pelican was told of each document
    (desk/site/pages.py), `made_from` all that a file beside the pages was made from, where that is known
    (desk/finish/made.py), and `shown` what each page of Pelican's is known by (desk/site/page_writer.py)."""

    folder: Path = Path()
    key: str = ""
    clean: bool = False
    warnings: Sequence[str] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    frames: str = ""
    address: str = ""
    slugs: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    made_from: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    bodies: str = "{}"
    held: Mapping[str, bytes] = field(default_factory=dict)
    """Files that stand there otherwise by now, as they were."""

    @classmethod
    def of(cls, folder: Path, manifest: Mapping[str, Any]) -> LastSite:
        """The site in `folder` by its manifest. Raises KeyError, TypeError or ValueError where that is no good."""
        known, bodies = manifest["site"], manifest["bodies"]
        if manifest["proof"] != proof(known, bodies):
            raise ValueError("it was altered")
        return cls(folder, bodies=bodies, **json.loads(known))

    def read(self, name: str) -> bytes:
        """The file `name`, as the build made it."""
        held = self.held.get(name)
        return (self.folder / name).read_bytes() if held is None else held

    def still(self, held: Mapping[str, bytes]) -> LastSite:
        """The same without the files that are no longer there as they were made, but for those that are `held`."""
        names = [name for name in files_in(self.folder) if name in self.digests and name not in held]
        digests = {name: digest for name, digest in digests_of(self.folder, names).items()
                   if digest == self.digests[name]}  # fmt: skip
        if len(digests) + len(held) == len(self.digests):
            return replace(self, digests=digests, held=held)
        known = {*digests, *held}
        return replace(
            self,
            digests=digests,
            held=held,
            frames="",
            made_from={name: source for name, source in self.made_from.items() if name in digests},
            shown={name: page for name, page in self.shown.items() if name in known},
            bodies=json.dumps({name: laid for name, laid in self.laid.items() if name in known}),
        )

    @cached_property
    def laid(self) -> Mapping[str, list[Laid]]:
        """The bodies in each of Pelican's files."""
        return {name: [Laid(*each) for each in several] for name, several in json.loads(self.bodies).items()}


def proof(known: str, bodies: str) -> str:
    """What tells the two texts of a manifest from any others."""
    return digest_of(f"{len(known)} {known}{bodies}".encode("utf-8", "surrogatepass"))


def digests_of(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """The digest of each of the files `names` of `folder`. Raises OSError where one cannot be read."""
    # Reading and digesting both let go of Python, so threads are enough to use every core.
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        shares = pool.map(partial(_digests_in, str(folder)), (names[which::workers] for which in range(workers)))
        found = {name: digest for share in shares for name, digest in share}
    return {name: found[name] for name in names}


def _digests_in(folder: str, names: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for name in names:
        # Without what Python puts round a file: there are ten thousand of them.
        handle = os.open(f"{folder}/{name}", os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            parts = []
            while part := os.read(handle, _AT_ONCE):
                parts.append(part)
        finally:
            os.close(handle)
        found.append((name, digest_of(b"".join(parts))))
    return found


_AT_ONCE: Final = 1 << 20
