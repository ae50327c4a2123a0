"""A build where nothing has changed does nothing, and says so; any other build makes the site."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

from desk.build import clean_build
from desk.handouts.place import PLACE as HANDOUTS
from desk.model.snapshot import take_snapshot
from tests.build.project import post, project
from tests.build.test_reproducible import NOON, fingerprints
from tests.build_site import ROOT
from tests.forked_desk import desk

AGAIN = "Nothing has changed"
DAY = dt.datetime.fromtimestamp(int(NOON), dt.UTC).date()


def test_only_what_would_be_the_same_is_left_alone(tmp_path: Path) -> None:
    warned = post("three", status="draft", body="So it was said once [@nobody1999].")
    posts = {"one": post("one"), "two": post("two", date="2024-01-02"), "three": warned}
    root = project(tmp_path / "project", posts)
    (root / HANDOUTS).mkdir(parents=True)
    (root / HANDOUTS / "of-an-older-text").write_bytes(b"")  # what is on paper counts, for a deploy too

    def said(*more: str, by_its_own_desk: bool = False) -> tuple[str, str, int]:
        environ, words = {"SOURCE_DATE_EPOCH": NOON}, ["build", *more]
        done = (
            subprocess.run([sys.executable, "-m", "desk", *words], cwd=root, env={**os.environ, **environ},
                           capture_output=True, text=True, check=False)
            if by_its_own_desk
            else desk(root, *words, environ=environ)
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr, (root / "output").stat().st_ino

    first, warnings, folder = said()
    assert first.startswith("Built 2 posts")
    assert "nobody1999" in warnings
    made = fingerprints(root / "output")
    again = said()
    assert AGAIN in again[0]
    # Readers are only sent what was made anew from every byte.
    assert not clean_build(root, root / "output", take_snapshot(root), DAY)
    assert again[1:] == (warnings, folder)
    # A site that somebody touched is made anew.
    (root / "output/one/index.html").write_text("touched")
    assert AGAIN not in said()[0]
    assert fingerprints(root / "output") == made
    # So is one whose manifest says less than it should, or nothing.
    manifest = root / ".site/output/manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("digests", "digest"), "utf-8")
    assert AGAIN not in said()[0]
    # What proves it all does not ask.
    assert AGAIN in said()[0]
    clean = said("--clean")
    assert AGAIN not in clean[0]
    assert clean[2] != folder
    assert AGAIN in said()[0]
    assert clean_build(root, root / "output", take_snapshot(root), DAY)
    sent = fingerprints(root / "output")
    assert {name: what for name, what in sent.items() if not name.endswith((".br", ".gz"))} == made
    assert "one/index.html.br" in sent
    # The code of the desk counts too, and nothing that an editor leaves beside it stops a build.
    (root / "desk/.#box.py").symlink_to("somebody@nowhere.1")
    assert AGAIN in said(by_its_own_desk=True)[0]
    (root / "desk/markup/box.py").write_text(
        (root / "desk/markup/box.py").read_text("utf-8").replace('"Key points"', '"The key points"'), "utf-8"
    )
    assert AGAIN not in said(by_its_own_desk=True)[0]
    assert "The key points" in (root / "output/one/index.html").read_text("utf-8")


def test_that_nothing_has_changed_is_said_without_what_makes_a_site() -> None:
    loads = "import sys; from desk.command_line import parser; import desk.build; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not {"pydantic", "markdown", "lxml", "PIL", "yaml", "pelican", "desk.edition"} & set(told.split())
