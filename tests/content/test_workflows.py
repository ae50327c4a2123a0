"""What runs on the host: judged by a linter of its own, and its one decision, whether code has changed, run here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.build_site import ROOT

FOLDER = ROOT / ".github/workflows"
IDENTITY = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.example"}
IDENTITY |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b.example"}


def test_every_workflow_is_one_that_the_host_can_run(tmp_path: Path) -> None:
    linter = [str(Path(sys.executable).with_name("actionlint")), "-shellcheck=", "-pyflakes=", "-oneline"]
    done = subprocess.run([*linter, *map(str, sorted(FOLDER.glob("*.yml")))], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    spoiled = tmp_path / "site.yml"
    spoiled.write_text((FOLDER / "site.yml").read_text("utf-8").replace("github.ref", "github.reff"), "utf-8")
    assert "reff" in subprocess.run([*linter, str(spoiled)], capture_output=True, text=True).stdout


def test_no_workflow_has_a_weakness_that_the_linter_knows() -> None:
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress"]
    done = subprocess.run([*command, str(FOLDER)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_a_fork_sends_gets_neither_a_secret_nor_a_right_to_write() -> None:
    workflow = yaml.safe_load((FOLDER / "content.yml").read_text("utf-8"))
    for job in workflow["jobs"].values():
        if "write" in job.get("permissions", {}).values():
            assert "head.repo.full_name == github.repository" in job["if"]
            assert not any("checkout" in step.get("uses", "") for step in job["steps"])
    assert all("secrets." not in file.read_text("utf-8") for file in FOLDER.glob("*.yml"))


@pytest.mark.parametrize(
    ("event", "changed", "code"),
    [
        ("push", "content/a.md", "false"),
        ("push", "desk/a.py", "true"),
        ("schedule", "desk/a.py", "false"),
        ("push", "", "true"),
    ],
)
def test_words_and_the_day_wait_for_no_test_of_the_code(tmp_path: Path, event: str, changed: str, code: str) -> None:
    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=tmp_path, check=True, capture_output=True, text=True, env={**os.environ, **IDENTITY}
        )
        return done.stdout.strip()

    git("init", "--quiet")
    git("commit", "--quiet", "--allow-empty", "-m", "first")
    base = git("rev-parse", "HEAD") if changed else "0" * 40
    file = tmp_path / (changed or "content/a.md")
    file.parent.mkdir()
    file.write_text("x", "utf-8")
    git("add", "--all")
    git("commit", "--quiet", "-m", "second")
    steps = yaml.safe_load((FOLDER / "site.yml").read_text("utf-8"))["jobs"]["changed"]["steps"]
    script = next(step["run"] for step in steps if step.get("id") == "look")
    environ = {**os.environ, "EVENT": event, "BASE": base, "GITHUB_OUTPUT": str(tmp_path / "said")}
    subprocess.run(["sh", "-e", "-c", script], cwd=tmp_path, check=True, env=environ, capture_output=True)
    assert (tmp_path / "said").read_text("utf-8") == f"code={code}\n"
