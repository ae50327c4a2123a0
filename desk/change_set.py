"""What one command changes in the project's files: all of it, or nothing, whatever happens in between.

Everything is first written into a folder of its own, with what stands there now beside it. Renaming that folder is
the one moment at which the change is made; what follows only puts files in their places, and can be done again.

    .site/change.part/     being prepared: worth nothing yet, and thrown away by the next command
    .site/change/          decided: finished by this command, or by the next one where this one was cut off
    .site/change.undone/   failed: taken back by this command, or by the next one
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, TypedDict

from desk.lock import held
from desk.refusal import Refusal, disk_refused

_PLACE: Final = ".site/change"
_LIST: Final = "files.json"
Kind = Literal["old", "new"]


class _Listed(TypedDict):
    """One file of a change: its path, and what it holds before and after, as a digest; None for no file."""

    file: str
    old: str | None
    new: str | None


class ChangeSet:
    """Changes to files of the project at `root`, made together by `carry_out`.

    A file is read by `text` or `data`, which show what is planned so far. One that somebody else changes between
    that reading and `carry_out` is not written over.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._before: dict[Path, bytes | None] = {}
        self._after: dict[Path, bytes | None] = {}
        self._mode_of: dict[Path, Path] = {}

    def data(self, file: Path) -> bytes | None:
        """The bytes of `file` as planned so far, None where there is (or will be) none."""
        if file not in self._before:
            self._before[file] = file.read_bytes() if file.exists() else None
        return self._after[file] if file in self._after else self._before[file]

    def text(self, file: Path) -> str:
        """The text of `file` as planned so far, every line end as it is; empty where there is no file."""
        try:
            return (self.data(file) or b"").decode("utf-8")
        except UnicodeDecodeError:
            name = file.relative_to(self.root).as_posix()
            raise Refusal(f"{name} is not UTF-8, so it was not touched. Fix: save it as UTF-8 first.") from None

    def write(self, file: Path, new: bytes | str) -> None:
        """Plan that `file` holds `new`."""
        self.data(file)
        self._after[file] = new.encode("utf-8") if isinstance(new, str) else new

    def delete(self, file: Path) -> None:
        """Plan that `file` is no more."""
        self.data(file)
        self._after[file] = None

    def rename(self, old: Path, new: Path) -> None:
        """Plan that `old`, with the text planned for it, stands at `new`."""
        self.data(new)
        self._after[new] = self.data(old)
        self._mode_of[new] = old
        self.delete(old)

    @property
    def files(self) -> list[Path]:
        """Every file that changes, also those that will be no more, sorted."""
        return sorted(file for file, data in self._after.items() if data != self._before[file])

    def carry_out(self, then: Callable[[], None] = lambda: None) -> list[Path]:
        """Make the changes, then call `then`. Returns `files`.

        Where anything fails, `then` too, all files are as they were before, and the failure is raised: a Refusal
        where the disk would not have it.
        """
        if not self.files:
            then()
            return []
        (self.root / ".site").mkdir(exist_ok=True)
        with held(self.root / f"{_PLACE}.lock"):
            decided = self._prepare()
            try:
                _put(self.root, decided, "new")
                then()
            except BaseException as error:
                _take_back(self.root, decided)
                if isinstance(error, OSError):
                    raise Refusal(f"{disk_refused(error)} Nothing was changed.") from None
                raise
            _forget(decided)
        return self.files

    def _prepare(self) -> Path:
        """Write all that is needed to finish the change or to undo it, and decide it. Returns its folder."""
        part, decided = self.root / f"{_PLACE}.part", self.root / _PLACE
        try:
            _clear(part)
            part.mkdir()
            listed: list[_Listed] = []
            for number, file in enumerate(self.files):
                now = file.read_bytes() if file.exists() else None
                if now != self._before[file]:
                    name = file.relative_to(self.root).as_posix()
                    raise Refusal(f"{name} was changed while this command ran, so nothing was. Fix: run it again.")
                model = self._mode_of.get(file, file)
                mode = stat.S_IMODE(model.stat().st_mode) if model.exists() else None
                for kind, data in (("old", now), ("new", self._after[file])):
                    if data is not None:
                        _write(part / f"{kind}-{number}", data, mode)
                listed.append(_Listed(file=file.relative_to(self.root).as_posix(), old=_digest(now),
                                      new=_digest(self._after[file])))  # fmt: skip
            _write(part / _LIST, json.dumps(listed).encode(), None)
            part.rename(decided)
        except OSError as error:
            with contextlib.suppress(OSError):
                _clear(part)
            raise Refusal(f"{disk_refused(error, self.root)} Nothing was changed.") from None
        except BaseException:
            _clear(part)
            raise
        return decided


def finish_what_was_cut_off(root: Path) -> list[str]:
    """Finish the change, or the taking back, in which an earlier command was cut off. Returns the files it concerned.

    Raises Refusal, with nothing touched, where one of them has been changed by somebody since.
    """
    part, decided, undone = (root / f"{_PLACE}{end}" for end in (".part", "", ".undone"))
    if not any(place.exists() for place in (part, decided, undone)):
        return []
    names: list[str] = []
    with held(root / f"{_PLACE}.lock"):
        try:
            _clear(part)
            ends: tuple[tuple[Path, Kind], ...] = ((undone, "old"), (decided, "new"))
            for place, kind in ends:
                if place.exists():  # else the command that made it has finished it meanwhile
                    _refuse_if_changed_since(root, place, kind)
                    _put(root, place, kind)
                    names += [each["file"] for each in _listed(place)]
                    _forget(place)
        except OSError as error:
            raise Refusal(f"A change that was cut off cannot be finished. {disk_refused(error)}") from None
    return names


def _refuse_if_changed_since(root: Path, place: Path, kind: Kind) -> None:
    for number, each in enumerate(_listed(place)):
        file = root / each["file"]
        waits = each[kind] is None or (place / f"{kind}-{number}").exists()
        if waits and _digest(file.read_bytes() if file.exists() else None) not in (each["old"], each["new"]):
            raise Refusal(
                f"{each['file']} has been changed since a command that was changing it was cut off. "
                f"Fix: see that it is as you want it, and delete {place.relative_to(root).as_posix()}/, then go on."
            )


def _put(root: Path, place: Path, kind: Kind) -> None:
    """Have every file hold what `kind` says. What is kept in `place` is used up by it, so that a second time is none.

    It takes no room on the disk: what could fail for want of it has been written before.
    """
    for number, each in enumerate(_listed(place)):
        file, kept = root / each["file"], place / f"{kind}-{number}"
        if each[kind] is None:
            file.unlink(missing_ok=True)
        elif kept.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            _move(kept, file)


def _move(kept: Path, file: Path) -> None:
    try:
        kept.replace(file)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near = file.with_name(f".{file.name}.new")  # content/ is on another disk than .site/
        try:
            shutil.copy2(kept, near)
            near.replace(file)
        finally:
            near.unlink(missing_ok=True)


def _take_back(root: Path, decided: Path) -> None:
    undone = decided.with_name(f"{decided.name}.undone")
    try:
        decided.rename(undone)
        _put(root, undone, "old")
    except OSError as error:
        raise Refusal(f"{disk_refused(error)} The next command will put back what was changed.") from None
    _forget(undone)


def _listed(place: Path) -> list[_Listed]:
    listed: list[_Listed] = json.loads((place / _LIST).read_text("utf-8"))
    return listed


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _write(file: Path, data: bytes, mode: int | None) -> None:
    """Write and have the disk take it, so that a full disk says so before anything is changed."""
    with file.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    if mode is not None:
        file.chmod(mode)


def _forget(place: Path) -> None:
    """Renamed first: half a folder is of no meaning, and only thrown away."""
    part = place.with_name(f"{Path(_PLACE).name}.part")
    with contextlib.suppress(OSError):
        place.rename(part)
        _clear(part)


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
