"""A snapshot: the bytes of every file that a site is made from, read once. Nothing reads them again."""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from desk.model.digest import digest_of

FOLDERS: Final = ("content", "theme/templates", "theme/static", "plugins")
FILES: Final = ("pelicanconf.py", "publishconf.py")
LARGEST: Final = 200_000_000
"""Bytes of a file that is still read; a larger one is reported and left alone."""
_LEFT_OUT: Final = frozenset({"__pycache__"})


@dataclass(frozen=True)
class Entry:
    """A path of the project that is not a plain file: a symbolic link, a pipe, a file that cannot be read."""

    path: str
    trouble: str


@dataclass(frozen=True)
class Snapshot:
    """`files`: bytes by path from the project's folder, sorted. `odd`: what stands there and is no plain file."""

    files: Mapping[str, bytes]
    odd: tuple[Entry, ...] = field(default=())

    @cached_property
    def digests(self) -> dict[str, str]:
        """What tells the bytes of each file from any others, by its path."""
        return {path: digest_of(data) for path, data in self.files.items()}

    def text(self, path: str) -> str:
        """The file at `path` as text, newlines as LF; empty where there is none. Bytes that are no text are replaced:
        whether it is text is judged elsewhere."""
        text = self.files.get(path, b"").decode("utf-8", "replace").removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def under(self, folder: str) -> dict[str, bytes]:
        """The files under `folder`, by their path from there."""
        start = f"{folder}/"
        first, after = (bisect_left(self._paths, each) for each in (start, f"{folder}0"))  # 0 comes right after a slash
        return {path[len(start) :]: self.files[path] for path in self._paths[first:after]}

    @cached_property
    def _paths(self) -> list[str]:
        return sorted(self.files)


def take_snapshot(root: Path, instead: Mapping[str, bytes] | None = None) -> Snapshot:
    """Read the project at `root`. Symbolic links are not followed.

    `instead` lays other bytes over files, by path, to see what would become of them.
    """
    files: dict[str, bytes] = {}
    odd: list[Entry] = []
    folders = list(FOLDERS)
    found = list(FILES)
    while folders:
        folder = folders.pop()
        if (root / folder).is_symlink():
            odd.append(Entry(_shown(folder), "symlink"))
            continue
        try:
            for each in os.scandir(root / folder):
                if each.name not in _LEFT_OUT:
                    (folders if each.is_dir(follow_symlinks=False) else found).append(f"{folder}/{each.name}")
        except FileNotFoundError:
            continue
        except OSError:
            odd.append(Entry(_shown(folder), "unreadable"))
    for file in sorted(found):
        path = _shown(file)
        place = os.path.join(root, file)  # noqa: PTH118 (a thousand Paths take as long as their files)
        try:
            status = os.lstat(place)
            if stat.S_ISLNK(status.st_mode):
                odd.append(Entry(path, "symlink"))
            elif not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
                odd.append(Entry(path, "unreadable"))
            else:
                with open(place, "rb") as opened:  # noqa: PTH123
                    files[path] = opened.read()
        except FileNotFoundError:
            continue
        except OSError:
            odd.append(Entry(path, "unreadable"))
    files.update(instead or {})
    return Snapshot(dict(sorted(files.items())), tuple(odd))


def _shown(path: str) -> str:
    """A path that can be printed: a name need not be UTF-8."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
