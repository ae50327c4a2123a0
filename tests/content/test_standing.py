"""What each command does to a post in each state is what the table in desk/commands/standing.py says."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.commands.standing import DOES, STATES, State
from tests.build.project import post, project
from tests.clones import cloned, commit, git
from tests.forked_desk import desk

FILE = "content/posts/it.md"
WORDS = {
    "publish": ("publish", "it"),
    "schedule": ("schedule", "it", "2028-05-06"),
    "move": ("move", "it", "other-name"),
    "retire": ("retire", "it", "--reason", "It was a test."),
}


def in_state(folder: Path, state: State) -> Path:
    """A project in whose branch the post `it` is in `state`."""
    made = cloned(project(folder, {"live": post("live")}))
    file = made / FILE
    if state in ("live", "taken back", "moved", "withdrawn"):
        file.write_text(post("it", date="2024-02-02"))
        commit(made)
    git(made, "switch", "--quiet", "-c", "my-post")
    text = {
        "draft": post("it", status="draft", date="2024-02-02"),
        "scheduled": post("it", date="2028-01-01"),
        "ready": post("it", date="2024-02-02"),
        "live": post("it", date="2024-02-02"),
        "taken back": post("it", status="draft", date="2024-02-02"),
    }.get(state)
    if text:
        file.write_text(text)
    else:
        file.rename(made / "content/posts/gone-on.md") if state == "moved" else file.unlink()
        becomes = "gone-on" if state == "moved" else "{gone: It was wrong.}"
        (made / "content/redirects.yml").write_text(f"it: {becomes}\n")
    git(made, "add", "--all")
    if git(made, "status", "--porcelain"):
        commit(made)
    return made


@pytest.mark.parametrize("state", STATES)
def test_each_command_does_what_the_table_says(tmp_path: Path, state: State) -> None:
    made = in_state(tmp_path / "project", state)
    redirects = made / "content/redirects.yml"
    start = git(made, "rev-parse", "HEAD")
    for command, words in WORDS.items():
        does = DOES[state][command]
        done = desk(made, *words)
        said = done.stdout + done.stderr
        if does.startswith(("refused: ", "asks: ")):
            assert done.returncode == 1, (command, said)
            assert does.partition(": ")[2].partition("{")[0].strip() in said
            assert git(made, "status", "--porcelain") == ""
            assert git(made, "rev-parse", "HEAD") == start
        if does.startswith("asks: "):
            done = desk(made, *words, "--yes")
            said = done.stdout + done.stderr
        if not does.startswith("refused: "):
            assert done.returncode == 0, (command, said)
            assert git(made, "status", "--porcelain") == ""
            text = (made / FILE).read_text() if (made / FILE).exists() else ""
            led = redirects.read_text() if redirects.exists() else ""
            if command == "publish":
                assert "status: published" in text
                assert ("date: 2024-02-02" in text) == (state == "taken back")
            elif command == "schedule":
                assert "status: published\n" in text
                assert "date: 2028-05-06" in text
            elif command == "move":
                assert (made / "content/posts/other-name.md").exists()
                assert ("it: other-name" in led) == ("the old one leads there" in does)
            else:
                assert not text
                assert 'it: {gone: "It was a test."}' in led
        git(made, "reset", "--quiet", "--hard", start.strip())


def test_a_post_is_committed_with_all_that_it_needs_and_nothing_else(tmp_path: Path) -> None:
    made = in_state(tmp_path / "project", "draft")
    text = post("it", status="draft", body="Words [@made2020].\n\n![A drip]({static}../images/it-drip.svg)\n\n"
                "/// chart | What one trial found\n    data: it-found\n///\n")  # fmt: skip
    (made / "content/data").mkdir(exist_ok=True)
    (made / "content/data/it-found.toml").write_text(
        'kind = "groups"\nmeasure = "People with less pain"\ngroups = ["on it", "not on it"]\nlow = 0\nhigh = 9\n'
        '[[rows]]\nname = "After a week"\nvalues = [6, 3]\nsources = ["made2020"]\n'
    )
    (made / FILE).write_text(text)
    (made / "content/images/it-drip.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>\n')
    with (made / "content/references.bib").open("a") as bib:
        bib.write("\n@article{made2020,\n  author = {Made, Up},\n  title = {A made-up trial},\n  journal = {A Journal},"
                  "\n  year = {2020},\n  doi = {10.1000/made},\n  design = {rct}\n}\n")  # fmt: skip
    other = made / "content/pages/about.md"
    other.write_text(other.read_text() + "\nAn idea of mine.\n")
    done = desk(made, "publish", "it")
    assert done.returncode == 0, done.stdout + done.stderr
    listed = [
        "content/data/it-found.toml",
        "content/images/it-drip.svg",
        FILE,
        "content/published.txt",
        "content/references.bib",
    ]
    assert git(made, "show", "--name-only", "--format=").split() == listed
    assert all(f"  {name}\n" in done.stdout for name in listed)
    assert git(made, "status", "--porcelain") == " M content/pages/about.md\n"


def refused(made: Path, *words: str, environ: dict[str, str] | None = None) -> str:
    """What `publish it` says where it is refused, with everything left as it was."""
    before = (made / FILE).read_text(), git(made, "status", "--porcelain"), git(made, "rev-parse", "HEAD")
    done = desk(made, "publish", "it", environ=environ)
    assert done.returncode == 1, done.stdout
    assert before == ((made / FILE).read_text(), git(made, "status", "--porcelain"), git(made, "rev-parse", "HEAD"))
    return done.stderr


def test_who_has_no_name_in_git_is_told_how_to_get_one(tmp_path: Path) -> None:
    made = in_state(tmp_path / "project", "draft")
    git(made, "config", "--unset", "user.name")
    git(made, "config", "--unset", "user.email")
    git(made, "config", "user.useConfigOnly", "true")
    said = refused(made, environ={"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)})
    assert 'git config --global user.name "Your Name"' in said


def test_who_is_on_no_branch_is_told_so(tmp_path: Path) -> None:
    made = in_state(tmp_path / "project", "draft")
    git(made, "switch", "--quiet", "--detach")
    assert "git switch -c my-post" in refused(made)


def test_all_that_a_hook_says_is_shown(tmp_path: Path) -> None:
    made = in_state(tmp_path / "project", "draft")
    hook = made / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'a warning' >&2\necho 'the cause' >&2\nexit 1\n")
    hook.chmod(0o755)
    said = refused(made)
    assert "a warning" in said
    assert "the cause" in said


def test_a_new_file_that_git_would_not_commit_is_not_left_staged(tmp_path: Path) -> None:
    made = in_state(tmp_path / "project", "draft")
    git(made, "rm", "--cached", "--quiet", FILE)
    commit_without = git(made, "commit", "--quiet", "--message", "posts: not yet")
    assert commit_without == ""
    git(made, "switch", "--quiet", "--detach")
    refused(made)
    assert git(made, "diff", "--cached", "--name-only") == ""
