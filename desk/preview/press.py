"""The press: one process that keeps the edition and Pelican's objects of the preview in memory.

It is told which files changed, a line of JSON each time. A post or page alone is read, checked and shown at once
(`quick`); then a fork of this very process makes the whole site anew beside it and lays what differs over the folder
that is served (`whole`). So the quick way need not know what else shows a post: whatever it left out, or got wrong, is
put right by a build like any other, a moment later. A new save stops that fork, and takes its place.

What it says is a line of JSON each: `{"changed": [files]}`, `{"style": [{was, is}]}`, `{"standing": ...}`.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import IO, Any, Final

from desk.checks.examine import is_document
from desk.checks.subject import Examined
from desk.edition import Edition, LibraryRead, Unreadable, edition_of, unchecked
from desk.finish import finish, write
from desk.finish.offline import worker
from desk.model.build_day import build_day, today
from desk.model.digest import digest_of
from desk.model.snapshot import Snapshot, take_snapshot
from desk.preview.standing import Standing, documents_of
from desk.refusal import Refusal, disk_refused
from desk.sharing import work_alone
from desk.site.examined_before import ExaminedBefore
from desk.site.head_assets import head_assets
from desk.site.kept import PLACE, Kept
from desk.site.last_site import LastSite
from desk.site.laying import Bodies
from desk.site.new_site import NewSite
from desk.site.pages import make_pages
from desk.site.render import in_plain_words
from desk.site.site_folder import files_in
from desk.steps import promised
from desk.verify import Judged, verify

PATIENCE: Final = 60.0
"""Seconds, at least, after which a fork that has not ended is taken to hang."""

MINUTE: Final = 60.0
"""Seconds without work after which the day is looked at: a computer that slept wakes nobody at midnight."""


class Memory:
    """What was found of each file, for as long as this process lives: an edition's `Store`. It begins with what checks
    and builds of the project at `root` have kept on the disk, so that a preview begins where they ended."""

    def __init__(self, root: Path | None = None) -> None:
        self.disk = ExaminedBefore(Kept(root / PLACE if root else None))
        self.library = ""
        self.kept: dict[str, tuple[str, Examined]] = {}
        self.begins = False
        """Whether what is found is to be kept on the disk too: of many files, and not of one that is being written."""

    def read_library(self, version: str, read: Callable[[], LibraryRead]) -> LibraryRead:
        """Read: desk/edition.py keeps it as long as this process lives."""
        return read()

    def known(self, digests: Mapping[str, str], library: str) -> dict[str, Examined]:
        """What is known of the files that have these `digests`."""
        if library != self.library:
            self.library, self.begins = library, True
            self.kept = {path: (digests[path], each) for path, each in self.disk.known(digests, library).items()}
        found = {path: self.kept[path] for path in digests if path in self.kept}
        return {path: examined for path, (digest, examined) in found.items() if digest == digests[path]}

    def keep(self, digests: Mapping[str, str], examined: Mapping[str, Examined], library: str) -> None:
        """Keep what was found."""
        if self.begins:
            self.disk.keep(digests, examined, library)
            self.begins = False
        self.kept = {path: (digest, examined[path]) for path, digest in digests.items()}

    def body(self, path: str) -> str | None:
        """The html of the document at `path`, which has not changed since a preview began."""
        return self.disk.body(path)


class Press:
    """The project at `root`, shown in `folder`, which is all its own. `tell` hands on what it says."""

    def __init__(self, root: Path, folder: Path, said: IO[str]) -> None:
        self.root = root
        self.folder = folder
        self.next = folder.with_name(f"{folder.name}.next")
        self.said = said
        self.memory = Memory(root)
        self.edition: Edition | None = None
        self.generators: list[Any] = []
        self.fork = 0
        self.heard: int | None = None
        self.last = LastSite()
        self.held: dict[str, bytes] = {}
        """Pages that were written since the last whole was made, as they are in that."""
        self.faults: list[str] = []
        self.error = ""
        self.unsettled = False
        self.patience = PATIENCE

    def tell(self, **what: Any) -> None:
        """Say one thing to the server."""
        self.said.write(json.dumps(what) + "\n")
        self.said.flush()

    def tell_standing(self, error: str = "") -> None:
        """Say how things stand."""
        edition = self.edition
        if edition is None:
            self.tell(standing=Standing(error=error).as_json())
            return
        standing = Standing(documents_of(edition), edition.problems, self.faults, error)
        self.tell(standing=standing.as_json())

    def begin(self, *, reload: bool = True) -> None:
        """Make everything for the first time, or after something changed that all pages stand on. Without `reload`,
        browsers have been shown what changed."""
        self.stop_fork()
        self.unsettled = False
        began = time.monotonic()
        try:
            self.edition = edition_of(take_snapshot(self.root), today(self.root), self.memory)
            changed, manifest = self.make(self.edition, keep=True)
            self.take_over(manifest)
        except Unreadable as unreadable:
            documents = documents_of(self.edition) if self.edition else ()
            self.tell(standing=Standing(documents, unreadable.problems, (), str(unreadable)).as_json())
            return
        except Refusal as refusal:
            self.tell_standing(str(refusal))
            return
        self.patience = max(PATIENCE, 10 * (time.monotonic() - began))
        if reload:
            self.tell(changed=changed)
        self.tell_standing()

    def make(self, edition: Edition, *, keep: bool = False) -> tuple[list[str], dict[str, Any]]:
        """Make the whole preview of `edition` beside the folder, and lay what differs over it. Returns the files that
        are new, different or gone, and the manifest of the whole; `faults` are what verify says of it. With `keep`,
        Pelican's objects are kept."""
        shutil.rmtree(self.next, ignore_errors=True)
        from pelican import signals

        if keep:
            signals.all_generators_finalized.connect(self.keep_generators, weak=False)
        try:
            last = self.last.still(self.held)
            # Pelican's objects are there only where it runs.
            site = NewSite(self.next, replace(last, frames="") if keep else last)
            kept = Kept(self.root / PLACE)
            make_pages(edition, self.root, site, kept, preview=True)
            beside = finish(edition, preview=True, kept=kept)
            write(beside, site)
            made_last = worker(edition, self.next, preview=True)
            write(made_last, site)
            promise = promised(edition, beside | made_last, site, frozenset(), preview=True)
            faults = verify(self.next, promise, judged=Judged(kept.of("preview"), site.digests))
        except OSError as error:
            raise Refusal(disk_refused(error, self.next)) from None
        finally:
            signals.all_generators_finalized.disconnect(self.keep_generators)
        self.faults = [str(fault) for fault in faults]
        return lay_over(self.next, self.folder), site.manifest("", [])

    def take_over(self, manifest: Mapping[str, Any]) -> None:
        """The whole of that manifest is in the folder now."""
        self.last, self.held = LastSite.of(self.folder, manifest), {}

    def keep_generators(self, generators: list[Any]) -> None:
        """Pelican's signal: these hold the posts and pages, and write them."""
        self.generators = generators

    def changed(self, paths: Collection[str]) -> None:
        """Show what became of the files at `paths`."""
        read = self.read(paths) if self.edition and self.generators and self.may_be_quick(paths) else None
        if self.edition is None or read is None:
            styles = self.edition is not None and all(path.startswith("theme/static/css/") for path in paths)
            if styles:
                self.show_style()
            self.begin(reload=not styles)
            return
        self.end_work()
        files = {path: data for path, data in self.edition.snapshot.files.items() if path not in paths} | read
        snapshot = Snapshot(dict(sorted(files.items())), self.edition.snapshot.odd)
        self.error = ""
        try:
            if quick := self.quick(unchecked(self.edition, snapshot, paths), paths):
                self.tell(changed=quick)
        except Exception as failed:
            self.error = in_plain_words(failed)
        self.edition = edition_of(snapshot, self.edition.day, self.memory)
        self.unsettled = True

    def settle(self) -> None:
        """What follows a quick change, where the next is not there yet: say how things stand, and make the whole."""
        self.unsettled = False
        self.tell_standing(self.error)
        self.begin_fork()

    def may_be_quick(self, paths: Collection[str]) -> bool:
        """Whether what all pages stand on is as it was."""
        return all(map(is_document, paths)) and self.is_of_today()

    def read(self, paths: Collection[str]) -> dict[str, bytes] | None:
        """The bytes of the files at `paths`, without those that are gone. None where one of them is, or was, no plain
        file that can be read, of which only the whole snapshot tells."""
        assert self.edition is not None
        if any(each.path in paths for each in self.edition.snapshot.odd):
            return None
        files: dict[str, bytes] = {}
        for path in paths:
            place = self.root / path
            try:
                if not stat.S_ISREG(place.lstat().st_mode):
                    return None
                files[path] = place.read_bytes()
            except FileNotFoundError:
                continue
            except OSError:
                return None
        return files

    def is_of_today(self) -> bool:
        """Whether what is shown is of this day."""
        assert self.edition is not None
        return self.edition.day == build_day(os.environ, self.edition.site.timezone)

    def turn_the_day(self) -> None:
        """Where a day has begun since, make all of it: what is scheduled and what is due says so without a save."""
        if self.edition is not None and not self.is_of_today():
            self.begin()

    def quick(self, edition: Edition, paths: Collection[str]) -> list[str]:
        """Write the pages of the documents at `paths` as `edition` has them. Returns the files that differ."""
        from pelican import signals
        from pelican.contents import Article, Page

        posts, pages = self.generators[0], self.generators[1]
        for generator in (posts, pages):
            generator.settings["EDITION"] = generator.context["EDITION"] = edition
        made: list[tuple[Any, str]] = []
        moved = False
        for path in paths:
            inside = path.removeprefix("content/")
            generator, one = (posts, Article) if inside.startswith("posts/") else (pages, Page)
            lists = [generator.articles] if one is Article else [generator.pages, generator.hidden_pages]
            if not edition.page(path, preview=True):
                continue
            content = generator.readers.read_file(
                base_path=generator.path, path=inside, content_class=one, context=generator.context
            )
            listed = lists[content.status == "hidden"]
            before = next((other for each in lists for other in each if other.source_path == content.source_path), None)
            if one is Article and before and before.header == content.header:
                for name in ("newer", "older", "series", "related_posts"):
                    setattr(content, name, getattr(before, name))
            elif one is Article:
                moved = True
            for each in lists:
                each[:] = [other for other in each if other.source_path != content.source_path]
            listed.append(content)
            listed.sort(key=lambda other: other.order)
            made.append((content, "article" if one is Article else "page"))
        if moved:  # plugins say anew what each post shows of others
            signals.article_generator_finalized.send(posts)
        if any(name == "page" for _, name in made):
            signals.page_generator_finalized.send(pages)
        changed = []
        self.stop_fork()
        bodies = Bodies(edition, preview=True)
        for content, name in made:
            generator = posts if name == "article" else pages
            given = (
                {"article": content, "category": content.category, "blog": True}
                if name == "article"
                else {"page": content}
            )
            local = {**generator.context, "output_file": content.save_as, "url": content.url, **given}
            text = generator.get_template(content.template).render(local)
            whole, _ = bodies.lay(content.save_as, text.encode())
            self.hold(content.save_as)
            if put(self.folder / content.save_as, whole):
                changed.append(content.save_as)
        return changed

    def hold(self, name: str) -> None:
        """Hold the file `name` as the last whole has it: what is written in its place is no part of that."""
        with contextlib.suppress(OSError):
            data = (self.folder / name).read_bytes()
            if name not in self.held and digest_of(data) == self.last.digests.get(name):
                self.held[name] = data

    def show_style(self) -> None:
        """Say the style sheets as they are now, before any page is made with them."""
        assert self.edition is not None
        with contextlib.suppress(Exception):  # the whole way, which follows, says what is wrong with them
            was, now = (
                head_assets(snapshot.under("theme/static"), preview=True).style
                for snapshot in (self.edition.snapshot, take_snapshot(self.root))
            )
            self.tell(style=[{"was": str(css), "is": str(now[sheet])} for sheet, css in was.items()])

    def begin_fork(self) -> None:
        """Have a fork of this process make the whole."""
        assert self.edition is not None
        self.stop_fork()
        hear, speak = os.pipe()
        self.fork = os.fork()
        if self.fork:
            os.close(speak)
            self.heard = hear
            return
        work_alone()
        told: dict[str, Any]
        try:
            changed, manifest = self.make(self.edition)
            told = {"changed": changed, "faults": self.faults, "error": "", "manifest": manifest}
        except BaseException as error:
            said = str(error) if isinstance(error, Refusal) else in_plain_words(error)
            told = {"changed": [], "faults": [], "error": said}
        with os.fdopen(speak, "w") as out:
            json.dump(told, out)
        os._exit(0)

    def end_fork(self) -> None:
        """The fork has done its work: hand on what it says."""
        assert self.heard is not None
        with os.fdopen(self.heard) as out:
            text = out.read()
        os.waitpid(self.fork, 0)
        self.fork, self.heard = 0, None
        told: dict[str, Any] = (
            json.loads(text) if text else {"changed": [], "faults": [], "error": "The whole could not be made."}
        )
        self.faults = told["faults"]
        if "manifest" in told:
            self.take_over(told["manifest"])
        if told["changed"]:
            self.tell(changed=told["changed"])
        self.tell_standing(told["error"])

    def end_work(self) -> None:
        """Have a fork end that makes what is no longer wanted. What it has laid over is whole, file by file."""
        if self.heard is not None:
            os.kill(self.fork, signal.SIGKILL)
            os.close(self.heard)
            self.heard = None

    def stop_fork(self) -> None:
        """Have it end, and wait until it has: from then on it writes nothing."""
        self.end_work()
        if self.fork:
            os.waitpid(self.fork, 0)
            self.fork = 0

    def run(self, orders: int) -> None:
        """Begin, then do what the lines of `orders` say, until they end."""
        self.begin()
        rest = b""
        while True:
            waiting = [orders] if self.heard is None else [orders, self.heard]
            patience = 0 if self.unsettled else MINUTE if self.heard is None else self.patience
            ready, _, _ = select.select(waiting, [], [], patience)
            if orders in ready:
                more = os.read(orders, 1 << 16)
                if not more:
                    return
                *lines, rest = (rest + more).split(b"\n")
                paths = {path for line in lines if line for path in json.loads(line)["paths"]}
                if paths:
                    self.changed(sorted(paths))
            elif ready:
                self.end_fork()
            elif self.unsettled:
                self.settle()
            elif self.heard is None:
                self.turn_the_day()
            else:
                # A library whose threads a fork does not have can wait for them for ever; this process has them.
                self.begin()


def put(place: Path, data: bytes) -> bool:
    """Put `data` into the file `place`, whole or not at all. Whether anything became different."""
    with contextlib.suppress(OSError):
        if place.read_bytes() == data:
            return False
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(place)
    return True


def lay_over(new: Path, standing: Path) -> list[str]:
    """Make the folder `standing` equal to `new`, file by file, and take `new` away. Returns the files that are new,
    different or gone."""
    there = set(files_in(new))
    changed = []
    for name in sorted(there):
        place = standing / name
        with contextlib.suppress(OSError):
            one, other = place.stat(), (new / name).stat()
            if os.path.samestat(one, other):
                continue
            if one.st_size == other.st_size and place.read_bytes() == (new / name).read_bytes():
                continue
        place.parent.mkdir(parents=True, exist_ok=True)
        (new / name).replace(place)
        changed.append(name)
    for name in sorted(set(files_in(standing)) - there):
        (standing / name).unlink()
        with contextlib.suppress(OSError):
            (standing / name).parent.rmdir()
        changed.append(name)
    shutil.rmtree(new, ignore_errors=True)
    return changed


def _end(number: int, frame: FrameType | None) -> None:
    # The whole group: the fork, and whoever shares the work of checking.
    os.killpg(0, signal.SIGKILL)


@contextlib.contextmanager
def _own_voice() -> Iterator[IO[str]]:
    """The standard output as it was, for this module alone: whatever else prints goes to the standard error."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as said:
        os.dup2(2, 1)
        yield said


def main(argv: list[str]) -> None:
    """`python -m desk.preview.press FOLDER`, in the project's folder. It ends with whoever started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: also when the server is killed outright
    with _own_voice() as said:
        Press(Path.cwd(), Path(argv[0]), said).run(0)
    _end(0, None)


if __name__ == "__main__":
    main(sys.argv[1:])
