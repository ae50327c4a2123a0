"""`./site`, the one command: sets itself up once, hands its words on, and needs neither make nor a shell's tricks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.project import standing
from tests.build_site import ROOT
from tests.clones import give_python


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project with this test's own packages as its .venv, so that nothing is fetched."""
    place = standing(tmp_path / "project")
    for name in ("site", "requirements.txt"):
        shutil.copy(ROOT / name, place / name)
    give_python(place)
    shutil.copy(ROOT / "requirements.txt", place / ".venv/site.stamp")
    return place


def types(place: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [str(place / "site"), *words]
    return subprocess.run(
        command, cwd=place.parent, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env={**os.environ, **environ},
    )  # fmt: skip


def test_alone_it_lists_what_it_does(clone: Path) -> None:
    done = types(clone)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: ./site")
    assert "publish" in done.stdout


def test_it_hands_on_its_words_and_the_exit(clone: Path) -> None:
    assert types(clone, "publish", "nothing-of-the-kind").returncode == 1
    assert "0 errors" in types(clone, "check").stdout


def test_who_has_read_enough_is_told_of_no_fault(clone: Path) -> None:
    for words in ([], ["check"], ["check", "--format", "json"]):
        command = subprocess.Popen(
            [str(clone / "site"), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
        )
        assert command.stdout
        assert command.stderr
        command.stdout.close()
        assert command.stderr.read() == b""
        command.stderr.close()
        assert command.wait() == 141


def test_it_needs_no_make_and_no_git_for_a_check(clone: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "cmp"):
        (tools / name).symlink_to(shutil.which(name) or "")
    done = types(clone, "check", PATH=str(tools))
    assert done.returncode == 0, done.stderr
    # On Windows there is no sh either: site.cmd starts this.
    command = [sys.executable, "-m", "desk", "new", "--title", "Is there a way without?", "--category", "Safety"]
    bare = subprocess.run(command, cwd=clone, capture_output=True, text=True, env={**os.environ, "PATH": str(tmp_path)})
    assert bare.returncode == 0, bare.stderr


def test_it_sets_up_anew_where_the_packages_have_changed(clone: Path) -> None:
    (clone / "requirements.txt").write_text("a-package==1 --hash=sha256:00\n")
    (clone / "desk/set_up.py").write_text("import sys; sys.exit(print('setting up from', sys.argv[1]) or 1)\n")
    done = types(clone, "check")
    assert done.returncode == 1
    assert done.stdout == "setting up from requirements.txt\n"


def test_an_old_python_is_told_from_a_new_one(clone: Path, tmp_path: Path) -> None:
    shutil.rmtree(clone / ".venv")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "cmp"):
        (tools / name).symlink_to(shutil.which(name) or "")
    (tools / "python3").write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit\nexit 1\n')
    (tools / "python3").chmod(0o755)
    done = types(clone, "check", PATH=str(tools))
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed (found: Python 3.9.2)" in done.stderr


def test_ctrl_c_at_any_moment_shows_no_traceback(clone: Path) -> None:
    command = subprocess.Popen(
        [str(clone / "site"), "status"], cwd=clone, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    while command.poll() is None:
        command.send_signal(signal.SIGINT)
    said, _ = command.communicate()
    assert "Traceback" not in said
    assert command.returncode in (0, 130, -signal.SIGINT)


def test_windows_has_the_same_command() -> None:
    text = (ROOT / "site.cmd").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n")
    for part in (b"desk\\set_up.py requirements.txt", b"-m desk %*", b"site.stamp"):
        assert part in text


def test_a_mistyped_command_is_told_which_was_meant(clone: Path) -> None:
    done = types(clone, "pubish", "a-post")
    assert done.returncode == 1
    assert done.stderr == '"pubish" is no command. Fix: did you mean "publish"? ./site alone says what each does.\n'


def test_a_draft_that_was_just_begun_has_nothing_wrong(clone: Path) -> None:
    assert types(clone, "new", "--title", "Is this a beginning?", "--category", "Migraine").returncode == 0
    assert "0 errors, 0 warnings" in types(clone, "check", "content/posts/is-this-a-beginning.md").stdout
