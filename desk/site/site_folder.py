"""The folder that is served, and how a new site takes its place: whole, or not at all.

A build goes into a fresh folder beside it. When that is finished and verified, the two are exchanged in one step by
the file system (renameat2 with RENAME_EXCHANGE on Linux, renamex_np with RENAME_SWAP on macOS), so a server that
looks at any moment finds the old site or the new one. The old one is kept until the next build, for requests that are
still reading it; that one begins with its files (desk/site/new_site.py). Folders that this tool did not make are never
emptied: it knows its own by the manifest.

Windows cannot exchange two folders. There the old one is put aside and the new one takes its name, by two renames:
where the second fails the first is taken back, and a build that was killed between them is mended by the next one.
For that moment a server on such a machine finds no site.

    output/                     what is served
    .site/output/next/          the build that is being made
    .site/output/previous/      the site before this one; after a first build, links to the files of that
    .site/output/*.json         manifests: every file that a build made
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from desk.lock import held
from desk.refusal import Refusal, disk_refused

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # macOS sys/stdio.h


class SiteFolder:
    """The folder `output`, and what stands beside it. `sources` is the project's folder, which it may not harm."""

    def __init__(self, output: Path, sources: Path) -> None:
        self.output = Path.cwd() / output
        self.sources = sources.resolve()
        self.beside = self.output.parent / ".site" / self.output.name
        self.next = self.beside / "next"
        self.previous = self.beside / "previous"
        self.manifest = self.beside / "manifest.json"
        self.next_manifest = self.beside / "next.json"

    @contextlib.contextmanager
    def reserved(self) -> Iterator[None]:
        """Hold the folder for one build; another build waits its turn. The system lets go if this one is killed."""

        def waiting() -> None:
            print("Another build of this site is running; waiting for it.", file=sys.stderr, flush=True)

        self._refuse_bad_place()
        with contextlib.ExitStack() as holding:
            try:
                self.beside.mkdir(parents=True, exist_ok=True)
                holding.enter_context(held(self.beside / "lock", waiting))
                if not self.output.exists() and self.previous.exists() and self.next_manifest.exists():
                    self.previous.rename(self.output)  # an exchange by two renames was cut off between them
            except OSError as error:
                raise Refusal(disk_refused(error, self.beside)) from None
            self._refuse_strange_files()
            yield

    def fresh(self) -> Path:
        """An address for the new site: what a build that failed left there is gone, and nothing is there yet."""
        if self.next.exists():
            shutil.rmtree(self.next)
        return self.next

    def make_room(self) -> None:
        """Throw the site before the one that stands away, which makes room for that."""
        if self.previous.exists():
            shutil.rmtree(self.previous)

    def exchange(self, manifest: dict[str, Any]) -> None:
        """Put the finished build in the place of the site that is served."""
        self.make_room()
        # The new manifest is there before the new site is: whichever of the two stands, its files are known.
        _write(self.next_manifest, _as_text(manifest))
        _sync(self.next)
        if self.output.exists() and sys.platform == "win32":
            turn(self.next, self.output, self.previous)
        elif self.output.exists():
            _swap(self.next, self.output)
            self.next.rename(self.previous)
        else:
            self.next.rename(self.output)
        self.next_manifest.replace(self.manifest)
        if not self.previous.exists():  # a first site: the next build begins with links to its files
            with contextlib.suppress(OSError):  # a disk that has none
                shutil.copytree(self.output, self.previous, copy_function=os.link)
        for known in ("standing", "_manifests"):
            self.__dict__.pop(known, None)

    def made(self) -> dict[str, Any]:
        """The manifest of the site that stands: {"files": [...], "addresses": [...]}; empty where there is none."""
        for made in self._manifests:
            if made and sorted(made["files"]) == self.standing:
                return made
        return self._manifests[1] or {"files": [], "addresses": []}

    @cached_property
    def standing(self) -> list[str]:
        """The files of the site that stands, as they were when this was first asked."""
        return files_in(self.output)

    @cached_property
    def _manifests(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The manifest that was written last, where that was not the end of it, and the one that is in its place."""
        return read_manifest(self.next_manifest), read_manifest(self.manifest)

    def _refuse_bad_place(self) -> None:
        place = self.output
        if place.is_symlink():
            raise Refusal(f"{place} is a link to another place. Fix: name a folder, or remove the link.")
        if place.exists() and not place.is_dir():
            raise Refusal(f"{place} is a file. Fix: name a folder for the site, or move the file.")
        real = place.resolve()
        if real == self.sources or real in self.sources.parents or real == Path.home().resolve():
            raise Refusal(f"{place} holds more than a site. Fix: name a folder of its own, such as output.")
        if self.sources in real.parents:
            first = real.relative_to(self.sources).parts[0]
            kept = {"content", "theme", "desk", "plugins", "tests", ".git", ".github", ".ci", ".venv"}
            if first in kept:
                raise Refusal(f"{place} is part of the project. Fix: name a folder of its own, such as output.")

    def _refuse_strange_files(self) -> None:
        if not self.output.exists():
            return
        known = {name for made in self._manifests if made for name in made["files"]}
        strange = [name for name in self.standing if name not in known]
        if strange:
            shown = ", ".join(strange[:3]) + (f" and {len(strange) - 3} more" if len(strange) > 3 else "")
            raise Refusal(
                f"{self.output} holds files that no build made: {shown}. "
                "Fix: move them away (or delete the folder if you do not need it), then build again."
            )


def files_in(folder: Path) -> list[str]:
    """Every file and link under `folder`, as paths relative to it, sorted."""
    return sorted(name for name, _ in listing(folder))


def listing(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The same, as the folders list them, with what these say of each."""
    folders = [""]
    while folders:
        inside = folders.pop()
        with contextlib.suppress(OSError), os.scandir(f"{folder}/{inside}") as entries:
            for each in entries:
                if each.is_dir(follow_symlinks=False):
                    folders.append(f"{inside}{each.name}/")
                else:
                    yield f"{inside}{each.name}", each


_TEXTS: Final = ("site", "bodies")
"""What a manifest holds as JSON already, for those who ask (desk/site/last_site.py): a line each, below the rest."""


def _as_text(manifest: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in manifest.items() if name not in _TEXTS}
    return "\n".join([json.dumps(rest), *(manifest[name] for name in _TEXTS)])


def read_manifest(file: Path) -> dict[str, Any] | None:
    """The manifest at `file`, or None where it is missing, cut short or not one."""
    try:
        rest, *texts = file.read_text("utf-8").split("\n")
        made = {**json.loads(rest), **dict(zip(_TEXTS, texts, strict=False))}
        lists = [made["files"], made["addresses"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    good = all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists)
    return made if good else None


def _write(file: Path, text: str) -> None:
    part = file.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(file)


def _sync(folder: Path) -> None:
    """Have the disk take what was written, so that a full disk says so now and not after the exchange."""
    if sys.platform == "linux":
        # One call for all: a call a file waits for the disk as often as there are files.
        handle = os.open(folder, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(handle):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        finally:
            os.close(handle)
        return
    for name in files_in(folder):
        with (folder / name).open("r+b") as file:  # Windows lets only those who may write ask for it
            os.fsync(file.fileno())


def turn(new: Path, standing: Path, aside: Path) -> None:
    """Put `standing` aside and `new` in its place, by two renames: both, or neither. Raises Refusal for neither."""
    try:
        standing.rename(aside)
    except OSError as error:
        raise Refusal(f"{disk_refused(error, standing)} Close what has a file of it open, then build again.") from None
    try:
        new.rename(standing)
    except OSError as error:
        aside.rename(standing)
        raise Refusal(f"{disk_refused(error, new)} The site stands as it was.") from None


def _swap(one: Path, other: Path) -> None:
    """Exchange two folders in one step. Raises Refusal where the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        failed = libc.renamex_np(a, b, _RENAME_SWAP)
    else:
        failed = libc.renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _RENAME_EXCHANGE)
    if failed:
        reason = os.strerror(ctypes.get_errno())
        raise Refusal(f"{other} cannot be exchanged in one step ({reason}). Fix: build on a local disk.")
