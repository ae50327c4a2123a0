"""The site that is being made. Every file goes in by one door, and what the last site has is taken from there.

A file is taken only where its bytes are known to be the same: its digest says so, and the digests of the last site are
proved by its bytes before anything is taken. So this saves writing, packing and judging, and changes nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from desk.model.digest import digest_of
from desk.site.last_site import Laid, LastSite, digests_of, proof
from desk.site.unchanged import code_key


@dataclass(frozen=True)
class Spare:
    """The site before the last, of which nobody has need: its `folder`, if there is one. Most of its files are those of
    the last site, by links; `lacks` are those of the last that it has otherwise or not at all, and `others` what it has
    beside them."""

    folder: Path | None = None
    lacks: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @classmethod
    def of(cls, folder: Path, last: LastSite) -> Spare:
        """What is in `folder`, where its files can be told from those of `last`."""
        with suppress(OSError, ValueError):
            found = _files_of(folder)
            standing = f"{last.folder}/"
            known = found.keys() & last.digests.keys()
            same = {name for name in known if found[name] == _file(os.lstat(standing + name))}
            return cls(folder, frozenset(last.digests.keys() - same), frozenset(found.keys() - same))
        return cls()


class NewSite:
    """The site that is made in `folder`, which does not exist yet, where `last` stands; a `clean` one takes nothing
    from earlier builds."""

    def __init__(
        self, folder: Path, last: LastSite | None = None, *, clean: bool = False, spare: Spare | None = None
    ) -> None:
        self.folder = folder
        self.clean = clean
        self.last = last or LastSite()
        self.digests: dict[str, str] = {}
        self.frames = ""
        self.address = ""
        self.laid: dict[str, list[Laid]] = {}
        self.made_from: dict[str, str] = {}
        self.shown: Mapping[str, str] = {}
        self.told: Mapping[str, Sequence[Any]] = {}
        self.slugs: dict[str, str] = dict(self.last.slugs)
        self._folders: set[str] = set()
        """Those that are there. What the spare site has is not in it until something new is put there."""
        self._spare = spare
        self._same: set[str] = set()
        """Files that are in the folder from the beginning, and are the very files of the last site."""
        self._stale: set[str] = set()
        """Those that are there and not yet said to be of this site."""

    def begin_with_spare(self) -> None:
        """Begin with the files of the spare site, where there is one: most are neither made nor thrown away again."""
        if not self._spare or not self._spare.folder:
            return
        with suppress(OSError):
            self._spare.folder.rename(self.folder)
            self._same = set(self.last.digests.keys() - self._spare.lacks)
            self._stale = self._same | self._spare.others

    def sweep(self) -> None:
        """Take away what was not put there: what is put there later is as in a fresh folder."""
        folders: set[PurePosixPath] = set()
        for name in self._stale:
            (self.folder / name).unlink()
            folders.update(PurePosixPath(name).parents)
        for folder in sorted(folders - {PurePosixPath()}, key=lambda each: len(each.parts), reverse=True):
            with suppress(OSError):  # something of this site is in it
                (self.folder / folder).rmdir()
        self._same -= self._stale
        self._stale.clear()

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
        if name in self._same:
            self._stale.discard(name)
            return
        here, there = f"{self.last.folder}/{name}", self._place(name)
        try:
            os.link(here, there)
        except OSError:  # a disk that has no links
            shutil.copyfile(here, there)

    def take_made(self, name: str, made_from: str) -> bool:
        """Take the file `name` as the last site has it, where it was made from the same. Whether it was."""
        if not made_from:
            return False
        self.made_from[name] = made_from
        if self.last.made_from.get(name) != made_from:
            return False
        self.take(name)
        return True

    @property
    def folders(self) -> set[str]:
        """The folders that may be new, from the site's own."""
        above = (map(str, PurePosixPath(folder).parents) for folder in self._folders)
        return {"", *self._folders, *(each for parents in above for each in parents)}

    def taken(self, name: str) -> bool:
        """Whether the file `name` is the same as in the last site."""
        return self.digests[name] == self.last.digests.get(name)

    def _place(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        if self._stale:
            self._clear(name, folder)
        if folder not in self._folders:
            Path(self.folder, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self.folder}/{name}"

    def _clear(self, name: str, folder: str) -> None:
        """Take away what stands in the place of the file `name` and of its folder."""
        above = [] if folder in self._folders else [folder, *map(str, PurePosixPath(folder).parents)]
        for each in {name, *above} & self._stale:
            (self.folder / each).unlink()
            self._stale.discard(each)
            self._same.discard(each)
        place = self.folder / name
        if place.is_dir():
            shutil.rmtree(place)
            inside = {each for each in self._stale if each.startswith(f"{name}/")}
            self._stale -= inside
            self._same -= inside

    def slug(self, name: str, make: Callable[[str], str]) -> str:
        """The address of the list `name`, as `make` finds it; what makes it is slow to load."""
        if name not in self.slugs:
            self.slugs[name] = make(name)
        return self.slugs[name]

    def forget(self) -> None:
        """Files were changed where they stand: nothing is the last site's any more, nor the next one's."""
        self.last = LastSite()
        self.digests = digests_of(self.folder, sorted(self.digests))
        self.frames, self.laid, self.made_from, self.shown = "", {}, {}, {}

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
            "made_from": self.made_from,
            "shown": self.shown,
        }
        site, bodies = json.dumps(known), json.dumps(self.laid)
        return {"files": list(known["digests"]), "site": site, "bodies": bodies, "proof": proof(site, bodies)}


_File = tuple[int, int]


def _file(status: os.stat_result) -> _File:
    """Which file of the disk it is, whatever its name."""
    return status.st_dev, status.st_ino


def _files_of(folder: Path) -> dict[str, _File]:
    """The files in `folder`. Raises ValueError where anything else is there, which could lead out of it."""
    found: dict[str, _File] = {}
    folders = [""]
    while folders:
        inside = folders.pop()
        with os.scandir(f"{folder}/{inside}") as entries:
            for each in entries:
                if each.is_dir(follow_symlinks=False):
                    folders.append(f"{inside}{each.name}/")
                elif each.is_file(follow_symlinks=False):
                    # Not what the listing says of it, which on Windows names no file.
                    found[f"{inside}{each.name}"] = _file(os.lstat(f"{folder}/{inside}{each.name}"))
                else:
                    raise ValueError(f"{each.name} is no file")
    return found
