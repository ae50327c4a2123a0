"""Builds are killed at random moments while a real nginx serves the folder under load. Readers must never notice."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk.site.site_folder import files_in
from tests.build.project import post
from tests.build.project import project as project_of
from tests.peers.nginx import serving
from tests.peers.reader import Reader

KILLS = int(os.environ.get("KILLS", "12"))
"""How many builds are cut off; `make drill` asks for more."""
POST = "content/posts/one.md"
PAGES = ("", "one/", "about/", "feeds/atom.xml", "404.html", "sitemap.xml")


def build(project: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "desk", "build"], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def tree(folder: Path) -> str:
    """One hash for all names and bytes under a folder."""
    whole = hashlib.sha256()
    for name in files_in(folder):
        whole.update(f"{name}\0".encode() + hashlib.sha256((folder / name).read_bytes()).digest())
    return whole.hexdigest()


def identity(folder: Path) -> str:
    """What tells a site that is being made from one that an earlier build left: its front page."""
    try:
        return f"{(folder / 'index.html').stat().st_ino} {(folder / 'index.html').stat().st_mtime_ns}"
    except FileNotFoundError:
        return ""


def reached(project: Path, running: subprocess.Popen[bytes], moment: int, written: int, leftover: str) -> bool:
    """Whether the build is over, or has come as far as `moment` files; past all of them stands the exchange."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.wait(0.002)
        return True
    if moment > written:
        return (project / ".site/output/next.json").exists()
    made = project / ".site/output/next"
    return identity(made) not in ("", leftover) and len(files_in(made)) >= moment


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project: a build of it is cut off at the same steps as one of many posts."""
    return project_of(tmp_path / "project", {slug: post(slug) for slug in ("one", "two", "three")})


def test_killing_a_build_at_any_moment_leaves_the_old_site_or_the_new_one(project: Path, tmp_path: Path) -> None:
    output, source = project / "output", project / POST
    old_text = source.read_text("utf-8")
    texts = [old_text, old_text.replace("One plain sentence", "Another plain sentence")]
    trees, good = [], {page: set() for page in PAGES}
    for text in reversed(texts):
        source.write_text(text, "utf-8")
        done = build(project)
        said, _ = done.communicate()
        assert done.returncode == 0, said.decode()
        trees.insert(0, tree(output))
        for page in PAGES:
            file = output / page
            good[page].add((file / "index.html" if file.is_dir() else file).read_bytes())
    assert trees[0] != trees[1]
    written = len(files_in(output))
    chance = random.Random(20261122)
    state = tmp_path / "nginx"
    state.mkdir()
    standing, finished = 0, 0
    with serving(output, state) as port, Reader(f"http://127.0.0.1:{port}", good) as reader:
        for _ in range(KILLS):
            wanted = 1 - standing
            source.write_text(texts[wanted], "utf-8")
            leftover = identity(project / ".site/output/next")
            running = build(project)
            # The moment is a point of the build's progress: before any file, after so many of them, or at the exchange.
            # Each of the three has its share, however many files a site has.
            moment = chance.choice([0, chance.randrange(1, written + 1), written + 1])
            while moment > 0 and not reached(project, running, moment, written, leftover):
                pass
            # Before any file, Python itself is starting, and only its own words could answer SIGINT.
            number = chance.choice([signal.SIGTERM, signal.SIGKILL] + [signal.SIGINT] * (moment > 0))
            running.send_signal(number)
            said, _ = running.communicate()
            now = tree(output)
            assert now in trees, "the served folder is neither the old site nor the new one"
            assert b"Traceback" not in said, said.decode()
            if running.returncode == 0:
                assert now == trees[wanted], "it said it was done, and the old site stands"
                finished += 1
            elif number != signal.SIGKILL:
                assert now == trees[standing], "it said it was stopped, and the new site stands"
            standing = trees.index(now)
        last = build(project)
        said, _ = last.communicate()
        assert last.returncode == 0, said.decode()
    assert not reader.wrong, reader.wrong[:5]
    assert reader.answers > KILLS
    assert 0 < finished < KILLS, "the moments were all too early, or all too late"
    assert not (project / ".site/output/next").exists()
