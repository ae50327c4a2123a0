"""What was made by earlier builds, kept by its content in .site/made/: it saves time, and cannot change what is made.

A file there is sealed (desk/checks/sealed.py): one that is cut off or altered is as good as none. Its name says all
that it was made from, so nothing old is ever taken for new. A folder that cannot be written is no one's problem.
"""

from __future__ import annotations

import os
import pickle
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar

from desk.checks.sealed import read_sealed, write_sealed
from desk.model.digest import digest_of
from desk.sharing import share

PLACE: Final = Path(".site/made")
T = TypeVar("T")


@dataclass(frozen=True)
class Keeping:
    """One thing that is kept, or could not be: `made_from` says all that it is made from, in whatever folder."""

    made_from: str
    _data: bytes | None
    _read: Callable[[], bytes]

    @property
    def data(self) -> bytes:
        """It itself, read anew each time: there may be ten thousand."""
        return self._read() if self._data is None else self._data


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

    def get_each(self, sources: Mapping[str, str], what: str, make: Callable[[str], bytes]) -> dict[str, Keeping]:
        """The same for each of many, name -> digest of its source, where `make` is given the name. What is not kept is
        made in as many processes as pay for themselves, what is kept is read where it is asked for, and what nobody
        asks for any more is thrown away."""
        there = self._names()
        fresh = [name for name, source in sources.items() if _name(source, what) not in there]
        made = dict(zip(fresh, share(partial(self._made, sources, what, make), fresh), strict=True))
        each = {
            name: Keeping(_name(source, what), made.get(name), partial(self.get, source, what, partial(make, name)))
            for name, source in sources.items()
        }
        self._used.update(keeping.made_from for keeping in each.values())
        self.forget_unused()
        return each

    def get_together(
        self, sources: Mapping[str, str], what: str, make: Callable[[Sequence[str]], Iterable[T]]
    ) -> dict[str, T]:
        """The same for each of many that are small and all asked for by every build: they are kept in one file. `make`
        is given the names of all that are not kept, and gives what it makes of each in their order."""
        known: dict[str, T] = self.load("all", what) or {}
        fresh = [name for name, source in sources.items() if source not in known]
        made = dict(zip(fresh, make(fresh), strict=True))
        each = {name: known[source] if source in known else made[name] for name, source in sources.items()}
        if fresh or len(known) > len(sources):
            now = {source: each[name] for name, source in sources.items()}
            self.store("all", what, now)
        self.forget_unused()
        return each

    def _made(self, sources: Mapping[str, str], what: str, make: Callable[[str], bytes], name: str) -> bytes | None:
        """What `make` returns, kept by the process that made it, which takes half as long as to make it: then there is
        no need to hand it on."""
        data = make(name)
        return None if self.keep(sources[name], what, data) else data

    def find(self, source: str, what: str) -> bytes | None:
        """What is kept of that, or None."""
        if self.folder:
            with suppress(OSError):
                return read_sealed(self._place(source, what))
        return None

    def use(self, source: str, what: str) -> None:
        """Say that what is kept of that is still of use, without reading it."""
        self._place(source, what)

    def keep(self, source: str, what: str, data: bytes) -> bool:
        """Keep `data` as what was made of that. Whether it could be."""
        if self.folder:
            with suppress(OSError):
                write_sealed(self._place(source, what), data)
                return True
        return False

    def load(self, source: str, what: str) -> Any:
        """The thing that was stored of that; None where there is none, or none that can be read."""
        with suppress(Exception):  # what cannot be read is not known
            return pickle.loads(self.find(source, what) or b"")
        return None

    def store(self, source: str, what: str, thing: object) -> None:
        """Keep `thing` as what was made of that."""
        self.keep(source, what, pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))

    def _place(self, source: str, what: str) -> str:
        name = _name(source, what)
        self._used.add(name)
        return f"{self.folder}/{name}"

    def _names(self) -> set[str]:
        with suppress(OSError):
            return set(os.listdir(self.folder)) if self.folder else set()  # noqa: PTH208 (thousands of names)
        return set()

    def forget_all_but(self, sources: Collection[str]) -> None:
        """Throw away what was made from anything else, so that the folder never outgrows the project."""
        self._forget(lambda name: name.partition("-")[0] not in sources)

    def forget_unused(self) -> None:
        """Throw away what was not asked for, for the same end."""
        self._forget(lambda name: name not in self._used)

    def _forget(self, outgrown: Callable[[str], bool]) -> None:
        with suppress(OSError):
            for name in self._names():
                if outgrown(name):
                    Path(f"{self.folder}/{name}").unlink(missing_ok=True)


class Bundles:
    """Many things by their names, which `kept` keeps in so many `files`: to open one for each takes longer than to read
    them all. Where a thing changes, the file that it is in is written anew, of ten thousand with forty others."""

    def __init__(self, kept: Kept, files: int = 256) -> None:
        self._kept = kept
        self._files = files
        self._what = ""
        self._read: dict[int, dict[str, Any]] = {}

    def open(self, what: str) -> None:
        """From now on it is of things that were made from `what`, whatever else they were made from."""
        self._what = what
        self._read.clear()

    def get(self, name: str) -> Any:
        """What is kept by that name, or None."""
        return self._bundle(self._number(name)).get(name)

    def all(self) -> dict[str, Any]:
        """Everything that is kept, by its name."""
        return {name: thing for number in range(self._files) for name, thing in self._bundle(number).items()}

    def keep(self, things: Mapping[str, Any], names: Collection[str]) -> None:
        """Keep `things` too; of what was kept, no more than `names`."""
        for name, thing in things.items():
            self._bundle(self._number(name))[name] = thing
        for number in {self._number(name) for name in things}:
            bundle = self._read[number] = {name: each for name, each in self._read[number].items() if name in names}
            self._kept.store(str(number), self._what, bundle)
        for number in range(self._files):
            self._kept.use(str(number), self._what)
        self._kept.forget_unused()

    def _number(self, name: str) -> int:
        """In which file it is."""
        return zlib.crc32(name.encode("utf-8", "backslashreplace")) % self._files

    def _bundle(self, number: int) -> dict[str, Any]:
        if number not in self._read:
            self._read[number] = self._kept.load(str(number), self._what) or {}
        return self._read[number]


def _name(source: str, what: str) -> str:
    return f"{source}-{_digest(what)}"


@lru_cache(maxsize=64)
def _digest(what: str) -> str:
    return digest_of(what.encode())
