"""A command that is killed, or meets a full disk, at any of its writes leaves the tree as before or as after."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from desk.change_set import ChangeSet, finish_what_was_cut_off
from desk.refusal import Refusal
from tests.build.project import post, project
from tests.build_site import ROOT
from tests.content.cut_off import KILLED, digest
from tests.forked_desk import desk

SOURCE = """@article{zitek2018,
  author = {Zitek, Tony},
  title = {A made-up title},
  journal = {A Journal},
  year = {2018},
  doi = {10.1000/z},
  urldate = {2026-01-01},
  design = {rct}
}
"""
RIS = """TY  - JOUR
AU  - Brown, Ann
TI  - A made-up trial of nothing at all
JO  - Journal of Tests
PY  - 2020
DO  - 10.1000/made-up
ER  -
"""
COMMANDS = {
    "new": ("new", "--title", "Is this a new post?", "--category", "Safety"),
    "publish": ("publish", "a-draft", "--no-commit"),
    "schedule": ("schedule", "a-draft", "2028-05-06", "--no-commit"),
    "move": ("move", "live", "still-live", "--no-commit"),
    "retire": ("retire", "other", "--reason", "It was never more than a test.", "--no-commit", "--yes"),
    "cite": ("cite", "entry.ris", "--design", "rct"),
    "fix": ("check", "--fix", "--no-cache"),
}

STEP = 1 if "KILLS" in os.environ else 3
"""A command is killed at each third of its writes; `make drill` kills it at each."""

DESK = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a draft, two posts, a picture and slips that --fix mends, which was checked before."""
    made = project(
        tmp_path_factory.mktemp("cut-off") / "project",
        {
            "a-draft": post("a-draft", status="draft"),
            "live": post("live", date="2024-02-02"),
            "other": post("other", date="2024-03-03"),
            "linking": post("linking", date="2024-04-04", body="See [it]({filename}live.md). \t\n\nMore. \t"),
        },
    )
    for part in ("desk", "plugins", "theme/static"):  # copied many times: only what the commands read
        shutil.rmtree(made / part)
    (made / "content/references.bib").write_text(SOURCE, "utf-8")
    (made / "content/posts/live.md").chmod(0o640)
    (made / "content/redirects.yml").write_text("older: live\n", "utf-8")
    (made / "content/images/live-drip.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", "utf-8"
    )
    (made / "entry.ris").write_text(RIS, "utf-8")
    assert desk(made, "status").returncode == 0  # as a writer's tree is: what was found of each file is kept
    return made


@pytest.fixture
def small(checked: Path, tmp_path: Path) -> Path:
    """A copy of that."""
    return Path(shutil.copytree(checked, tmp_path / "project"))


@dataclass(frozen=True)
class Ended:
    """A command that ended in a copy of the project: how, what was said, what it left, and what the next made of it."""

    status: int
    said: str
    left: str
    half: list[str]
    mended: str


def ended(project: Path, copy: Path, words: Sequence[str], *within: str) -> Ended:
    """Run the command `words` in a copy of `project`, within what of tests/content/cut_off.py; then the next."""
    shutil.copytree(project, copy)
    run = desk(copy, *words, within=["tests.content.cut_off", *within] if within else [])
    left, half = digest(copy), [folder.name for folder in copy.rglob(".site/change*/")]
    after = desk(copy, "status")
    said = run.stdout + run.stderr + after.stdout + after.stderr
    mended = digest(copy)
    shutil.rmtree(copy)
    return Ended(run.returncode, said, left, half, mended)


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_of_its_writes_a_command_is_undone_or_finished(small: Path, tmp_path: Path, name: str) -> None:
    before = digest(small)
    killed: list[Ended] = []
    while True:
        one = ended(small, tmp_path / "copy", COMMANDS[name], "killed_at", str(1 + len(killed) * STEP))
        assert "Traceback" not in one.said
        if one.status != KILLED:
            break
        killed.append(one)
    assert one.status in ((0, 1) if name == "fix" else (0,)), one.said
    after = one.mended
    assert after != before
    seen = [each.mended for each in killed]
    assert set(seen) <= {before, after}
    # Both ends are seen, and once it is decided there is no way back.
    assert before in seen
    assert after in seen
    assert seen == sorted(seen, key=[before, after].index)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_leaves_everything_as_it_was(small: Path, tmp_path: Path, name: str) -> None:
    one = ended(small, tmp_path / "copy", COMMANDS[name], "full_disk")
    assert one.status == 1, one.said
    assert "File too large" in one.said
    assert "Fix: free the disk" in one.said
    assert "fault of the tool" not in one.said
    assert one.left == digest(small)
    assert one.half == []


def test_modes_are_kept_and_follow_a_post(small: Path) -> None:
    assert desk(small, *COMMANDS["move"]).returncode == 0
    assert (small / "content/posts/still-live.md").stat().st_mode & 0o777 == 0o640


def test_where_a_later_step_fails_all_is_as_before(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("one")
    changes = ChangeSet(tmp_path)
    changes.rename(tmp_path / "one.md", tmp_path / "two.md")
    changes.write(tmp_path / "new.md", "new")

    def refuses() -> None:
        assert (tmp_path / "two.md").read_text() == "one"
        raise Refusal("no")

    with pytest.raises(Refusal, match="no"):
        changes.carry_out(refuses)
    assert sorted(file.name for file in tmp_path.glob("*.md")) == ["one.md"]


def test_what_somebody_else_changes_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "one.md"
    file.write_text("one")
    changes = ChangeSet(tmp_path)
    changes.write(file, changes.text(file) + " more")
    file.write_text("another's")
    with pytest.raises(Refusal, match="changed while this command ran"):
        changes.carry_out()
    assert file.read_text() == "another's"


def test_what_was_changed_since_a_cut_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "one.md"
    file.write_text("one")
    changes = ChangeSet(tmp_path)
    changes.write(file, "two")
    (tmp_path / ".site").mkdir()
    changes._prepare()
    file.write_text("by hand")
    with pytest.raises(Refusal, match=r"delete \.site/change/"):
        finish_what_was_cut_off(tmp_path)
    assert file.read_text() == "by hand"


def test_ctrl_c_at_any_moment_is_answered_in_words(small: Path) -> None:
    # As ./site starts it: Python itself lets the signal pass, and the desk answers from its first line on.
    command = subprocess.Popen(
        [sys.executable, "-m", "desk", "status"], cwd=small, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, env=DESK, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    while command.poll() is None:
        command.send_signal(signal.SIGINT)
    said, _ = command.communicate()
    assert "Traceback" not in said
    assert command.returncode in (0, 130)


def test_a_remark_under_a_changed_field_stays(small: Path) -> None:
    draft = small / "content/posts/a-draft.md"
    text = draft.read_text("utf-8").replace("status: draft\n", "status: draft  # Ann reads it\n# and Bob too\n\n")
    draft.write_text(text, "utf-8")
    assert desk(small, *COMMANDS["schedule"]).returncode == 0
    wanted = text.replace("status: draft", "status: published").replace("date: 2024-01-01", "date: 2028-05-06")
    assert draft.read_text("utf-8") == wanted


def test_a_file_that_is_not_there_is_not_fine(small: Path) -> None:
    run = desk(small, "check", "content/posts/nope.md")
    assert run.returncode == 2
    assert "There is no content/posts/nope.md." in run.stderr
