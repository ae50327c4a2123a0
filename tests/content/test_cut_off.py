"""A command that is killed, or meets a full disk, at any of its writes leaves the tree as before or as after."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk.change_set import ChangeSet, finish_what_was_cut_off
from desk.refusal import Refusal
from tests.build.project import post, project
from tests.build_site import ROOT
from tests.content.cut_off import digest

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

STEP = "1" if "KILLS" in os.environ else "3"
"""A command is killed at each third of its writes; `make drill` kills it at each."""

DESK = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with a draft, two posts, a picture and slips that --fix mends."""
    made = project(
        tmp_path / "project",
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
    return made


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_of_its_writes_a_command_is_undone_or_finished(small: Path, tmp_path: Path, name: str) -> None:
    before = digest(small)
    copies = tmp_path / "copies"
    copies.mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "tests.content.cut_off", str(small), str(copies), STEP, *COMMANDS[name]],
        cwd=ROOT, capture_output=True, text=True, env=DESK,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    *killed, whole = [json.loads(line) for line in run.stdout.splitlines()]
    assert not whole["killed"]
    assert whole["status"] in ((0, 1) if name == "fix" else (0,)), whole["said"]
    after = whole["mended"]
    assert after != before
    seen = [each["mended"] for each in killed]
    assert set(seen) <= {before, after}
    # Both ends are seen, and once it is decided there is no way back.
    assert before in seen
    assert after in seen
    assert seen == sorted(seen, key=[before, after].index)
    assert not any("Traceback" in each["said"] for each in killed)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_leaves_everything_as_it_was(small: Path, name: str) -> None:
    before = digest(small)

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    run = subprocess.run(
        [sys.executable, "-m", "desk", *COMMANDS[name]],
        cwd=small, capture_output=True, text=True, preexec_fn=full, stdin=subprocess.DEVNULL,
        env=DESK,
    )  # fmt: skip
    said = run.stdout + run.stderr
    assert run.returncode == 1, said
    assert "File too large" in said
    assert "Fix: free the disk" in said
    assert "fault of the tool" not in said
    assert digest(small) == before
    assert not list(small.rglob(".site/change*/"))


def test_modes_are_kept_and_follow_a_post(small: Path) -> None:
    command = [sys.executable, "-m", "desk", *COMMANDS["move"]]
    subprocess.run(command, cwd=small, check=True, capture_output=True, env=DESK)
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
    command = [sys.executable, "-m", "desk", *COMMANDS["schedule"]]
    subprocess.run(command, cwd=small, check=True, capture_output=True, env=DESK)
    wanted = text.replace("status: draft", "status: published").replace("date: 2024-01-01", "date: 2028-05-06")
    assert draft.read_text("utf-8") == wanted


def test_a_file_that_is_not_there_is_not_fine(small: Path) -> None:
    command = [sys.executable, "-m", "desk", "check", "content/posts/nope.md"]
    run = subprocess.run(command, cwd=small, capture_output=True, text=True, env=DESK)
    assert run.returncode == 2
    assert "There is no content/posts/nope.md." in run.stderr
