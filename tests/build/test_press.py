"""desk/preview/press.py: after whatever saves, whichever wholes were cut off, the preview is what it would be anew."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import random
import re
import select
import shutil
from dataclasses import replace
from pathlib import Path

from desk.edition import read
from desk.model.digest import digest_of
from desk.preview.press import Memory, Press
from desk.site.kept import PLACE
from desk.site.site_folder import files_in
from tests.build.project import post, project, series
from tests.build.walk import in_process

DAY = dt.date(2026, 11, 1)
SAVES = 16


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder)}


KINDS = ("words", "words", "heading", "title", "back", "new", "gone", "broken")
ENDS = ("goes on", "is cut off", "is lost", "ends", "ends")
"""What becomes of the whole that is made after a save."""
FIRST = [("title", "is lost"), ("its title back", "ends")]
"""The lists of a whole that nobody heard of, and then nothing but words since the one before."""


def saved(root: Path, rng: random.Random, what: str) -> list[str]:
    """Save something in the project at `root`. Returns which files."""
    files = sorted((root / "content/posts").glob("*.md"))
    file = rng.choice(files)
    text = file.read_text("utf-8")
    if what == "words":
        text += f"\nMore words of number {rng.randrange(1000)}.\n"
    elif what == "heading":
        text = text.replace("## What it says", f"## What {rng.randrange(1000)} says\n\nWords.\n\n## What it says", 1)
    elif what == "title":
        text = text.replace('title: "', f'title: "Number {rng.randrange(1000)}: ', 1)
    elif what == "its title back":
        text = re.sub('title: "Number [0-9]+: ', 'title: "', text, count=1)
    elif what == "broken":
        text = text.replace("date: 20", "date: x20", 1)
    elif what == "back":
        text = post(file.stem)
    elif what == "new":
        file = file.with_name(f"new-{rng.randrange(1000)}.md")
        text = post(file.stem, status="draft")
    elif what == "gone" and len(files) > 2:
        file.unlink()
        return [file.relative_to(root).as_posix()]
    file.write_text(text, "utf-8")
    return [file.relative_to(root).as_posix()]


def test_after_any_saves_the_preview_is_what_it_would_be_anew(tmp_path: Path) -> None:
    root = project(tmp_path / "project", series(6))
    for name in ("served", "anew"):
        (tmp_path / name).mkdir()

    def work() -> str:
        rng = random.Random(3)
        press = Press(root, tmp_path / "served", io.StringIO())
        press.begin()
        at_first = contents(tmp_path / "served")
        saves = [*FIRST, *((rng.choice(KINDS), rng.choice(ENDS)) for _ in range(SAVES))]
        for number, (what, then) in enumerate(saves):
            press.changed(saved(root, random.Random(1) if number < len(FIRST) else rng, what))
            if then != "goes on" and press.unsettled:
                press.settle()
            if then == "is lost" and press.heard is not None:
                select.select([press.heard], [], [])  # it is done, and nobody has heard of it
            if then == "ends" and press.heard is not None:
                press.end_fork()
            if number == len(FIRST) - 1:
                assert contents(tmp_path / "served") == at_first
        press.begin_fork()
        press.end_fork()
        Press(root, tmp_path / "anew", said := io.StringIO()).begin()
        return said.getvalue().splitlines()[-1]

    said, refused = in_process(root, work)
    assert not refused, refused
    assert "error" in json.loads(said)["standing"]
    served, anew = contents(tmp_path / "served"), contents(tmp_path / "anew")
    assert served == anew


def test_a_day_that_has_begun_is_shown_without_a_save(tmp_path: Path) -> None:
    root = project(tmp_path / "project", series(2))
    (tmp_path / "served").mkdir()

    def work() -> str:
        press = Press(root, tmp_path / "served", io.StringIO())
        press.begin()
        press.said = io.StringIO()
        press.turn_the_day()
        same = press.said.getvalue()
        assert press.edition
        press.edition = replace(press.edition, day=press.edition.day - dt.timedelta(days=1))
        press.turn_the_day()
        assert press.is_of_today()
        return json.dumps([same, "standing" in press.said.getvalue()])

    assert in_process(root, work) == (json.dumps(["", True]), "")


def test_a_file_that_is_none_or_cannot_be_read_is_told_and_so_is_its_return(tmp_path: Path) -> None:
    root = project(tmp_path / "project", series(2))
    (tmp_path / "served").mkdir()
    path = "content/posts/odd.md"
    place = root / path

    def work() -> str:
        press = Press(root, tmp_path / "served", io.StringIO())
        press.begin()
        told = []

        def look() -> None:
            press.changed([path])
            assert press.edition
            told.append([each.path for each in press.edition.snapshot.odd] + [path] * (path in press.edition.documents))

        place.symlink_to(root / "content/site.toml")
        look()
        place.unlink()
        os.mkfifo(place)
        look()
        place.unlink()
        look()
        place.write_text(post("odd", status="draft"), "utf-8")
        look()
        return json.dumps(told)

    assert in_process(root, work) == (json.dumps([[path], [path], [], [path]]), "")


def test_a_preview_begins_with_what_a_check_has_found(tmp_path: Path) -> None:
    root = project(tmp_path / "project", series(2))
    found = read(root, DAY, cached=True)
    files, version = {path: found.snapshot.digests[path] for path in found.examined}, found.library.version
    path = next(iter(found.documents))
    memory = Memory(root)
    assert memory.known(files, version).keys() == files.keys()
    assert memory.body(path) == found.converted(path).html
    shutil.rmtree(root / PLACE)
    assert memory.known(files, version).keys() == files.keys(), "the disk is asked once"
    typed = {**files, path: digest_of(b"More.\n")}
    assert memory.known(typed, version).keys() == files.keys() - {path}
    memory.keep(typed, found.examined, version)
    assert memory.known(typed, version).keys() == files.keys()
    assert not memory.known(typed, "another library")
