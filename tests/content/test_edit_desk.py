"""What the browser's editor may ask of the desk, and what it is refused; the answers are files and commits."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from desk.edit.desk_of import Desk, Unknown
from desk.edit.rooms import shortly
from desk.preview.standing import Standing
from desk.refusal import Refusal
from tests.build.project import post, project
from tests.clones import cloned, git
from tests.photographs import jpeg

ONE = "content/posts/one.md"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cloned(project(tmp_path_factory.mktemp("desk"), {"one": post("one"), "two": post("two", status="draft")}))


@pytest.fixture
def desk(begun: Path) -> Desk:
    git(begun, "switch", "--quiet", "main")
    git(begun, "reset", "--quiet", "--hard")
    git(begun, "clean", "--quiet", "-d", "--force", "content")
    for branch in git(begun, "for-each-ref", "--format=%(refname:short)", "refs/heads").split():
        if branch != "main":
            git(begun, "branch", "--quiet", "-D", branch)
    return Desk(begun, Standing)


def opened(desk: Desk, path: str = ONE, tab: str = "a") -> dict[str, Any]:
    """The post as the page has it once it is opened."""
    data: dict[str, Any] = json.loads(desk.answer("getEntry", {"path": path}, tab)["data"])
    return data


@pytest.mark.parametrize(
    "path",
    [
        "content/site.toml", "content/posts/../site.toml", "../x.md", "/etc/passwd", "content/posts/none.md",
        "content/posts/sub/one.md", "desk/edit/page/page.html", "content/posts/linked.md", "content/posts\\one.md", "",
        "content/data/../posts/one.md", "content/posts/one.md\0", None, 3,
    ],
)  # fmt: skip
@pytest.mark.parametrize("action", ["getEntry", "typed", "save", "picture", "place"])
def test_nothing_but_posts_and_pages_is_read_or_written(desk: Desk, tmp_path: Path, action: str, path: object) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(post("outside"), "utf-8")
    link = desk.root / "content/posts/linked.md"
    link.symlink_to(outside)
    with pytest.raises(Refusal):
        desk.answer(action, {"path": path, "data": {"title": "x", "body": "x"}}, "a")
    link.unlink()
    assert outside.read_text("utf-8") == post("outside")
    assert git(desk.root, "status", "--porcelain") == ""


@pytest.mark.parametrize("action", ["deleteFiles", "persistMedia", "publishUnpublishedEntry", "__class__", ""])
def test_what_the_editor_does_not_do_is_told_in_words(desk: Desk, action: str) -> None:
    with pytest.raises(Refusal, match="not done in the editor"):
        desk.answer(action, {"paths": [ONE]}, "a")


def test_what_is_typed_is_kept_and_what_somebody_else_wrote_is_not_written_over(desk: Desk) -> None:
    data, file = opened(desk), desk.root / ONE
    state = desk.answer("typed", {"path": ONE, "data": {**data, "title": "What is one now?"}}, "a")
    assert state["unsaved"] == [ONE]
    assert file.read_text("utf-8") == post("one", title="What is one now?")
    opened(desk, tab="b")
    for change, tab in (("by another page", "b"), ("by another program", "")):
        if tab:
            desk.answer("typed", {"path": ONE, "data": {**data, "title": change}}, tab)
        else:
            file.write_text(post("one", title=change), "utf-8")
        with pytest.raises(Refusal, match="changed elsewhere"):
            desk.answer("typed", {"path": ONE, "data": {**data, "title": "Lost?"}}, "a")
        assert change in file.read_text("utf-8")
    with pytest.raises(Refusal):
        desk.answer("typed", {"path": "content/posts/two.md", "data": data}, "a")  # never opened
    file.unlink()
    with pytest.raises(Refusal, match="deleted or renamed elsewhere"):
        desk.answer("typed", {"path": ONE, "data": data}, "a")


def test_a_page_goes_on_where_the_desk_was_started_again(desk: Desk) -> None:
    data, file = opened(desk), desk.root / ONE
    again = Desk(desk.root, Standing)
    again.answer("typed", {"path": ONE, "data": {**data, "title": "Is it kept?"}}, "a")
    assert "Is it kept?" in file.read_text("utf-8")
    file.write_text(post("one", title="Changed?"), "utf-8")
    with pytest.raises(Refusal, match="changed elsewhere"):
        Desk(desk.root, Standing).answer("typed", {"path": ONE, "data": data}, "a")
    (desk.root / ".site/edit/seen.json").write_text('{"a": 1', "utf-8")
    with pytest.raises(Refusal, match="changed elsewhere"):
        Desk(desk.root, Standing).answer("typed", {"path": ONE, "data": data}, "a")


def test_what_comes_after_a_save_is_what_can_be_done_here(desk: Desk) -> None:
    data = opened(desk)
    desk.answer("typed", {"path": ONE, "data": {**data, "audience": "people who write"}}, "a")
    assert "knows no place to send it" in desk.answer("save", {"path": ONE}, "a")["said"]
    git(desk.root, "remote", "add", "origin", "https://git.example.org/x.git")
    assert "./site send" in desk.next_step()
    git(desk.root, "remote", "remove", "origin")


def test_a_save_is_a_commit_of_that_post_alone_on_a_branch_of_its_own(desk: Desk) -> None:
    data = opened(desk)
    (desk.root / "content/posts/two.md").write_text(post("two", status="draft", title="Not mine?"), "utf-8")
    raw = json.dumps({**data, "audience": "people who write"})
    said = desk.answer("persistEntry", {"dataFiles": [{"path": ONE, "raw": raw, "slug": "one"}], "assets": []}, "a")
    assert said["branch"] == "one"
    assert "Your work has a branch of its own now: one." in said["said"]
    assert git(desk.root, "log", "--format=%s", "main..one") == "posts: one\n"
    assert git(desk.root, "show", "--name-only", "--format=", "one").split() == [ONE]
    assert said["unsaved"] == ["content/posts/two.md"]


def test_who_is_not_known_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    git(desk.root, "config", "user.useConfigOnly", "true")
    git(desk.root, "config", "--unset", "user.email")
    data = opened(desk)
    desk.answer("typed", {"path": ONE, "data": {**data, "audience": "people who write"}}, "a")
    with pytest.raises(Unknown):
        desk.answer("save", {"path": ONE}, "a")
    desk.answer("save", {"path": ONE, "name": "Another", "email": "nurse@example.org"}, "a")
    assert git(desk.root, "log", "-1", "--format=%an %ae") == "A nurse nurse@example.org\n"


def test_a_post_is_begun_as_by_its_command_and_opens_in_fields(desk: Desk) -> None:
    path = desk.answer("begin", {"title": "Does it last?", "topic": "Migraine"}, "a")["path"]
    assert path == "content/posts/does-it-last.md"
    assert opened(desk, path)["title"] == "Does it last?"
    listed = desk.answer("entriesByFolder", {"folder": "content/posts", "extension": "md", "depth": 1}, "a")
    entries = {each["file"]["path"]: json.loads(each["data"]) for each in listed}
    assert entries[path]["state"] == "draft, not saved"
    assert {entry["body"] for entry in entries.values()} == {""}, "a list needs no bodies"
    with pytest.raises(Refusal):
        desk.answer("begin", {"title": "Does it last?", "topic": "Migraine"}, "a")
    with pytest.raises(Refusal):
        desk.answer("entriesByFolder", {"folder": "content"}, "a")


def test_a_picture_that_is_none_or_has_no_words_is_refused(desk: Desk) -> None:
    good = base64.b64encode(jpeg()).decode()
    for content, alt in (
        (good, ""),
        (good, "image"),
        ("no base64!", "A wall"),
        (base64.b64encode(b"x").decode(), "A wall"),
    ):
        with pytest.raises(Refusal) as refused:
            desk.answer("picture", {"path": ONE, "name": "../../a.jpg", "content": content, "alt": alt}, "a")
        assert "/" not in str(refused.value), "whoever chose it knows it by its name"
    assert git(desk.root, "status", "--porcelain") == ""
    made = desk.answer("picture", {"path": ONE, "name": "../../a.jpg", "content": good, "alt": "A red wall"}, "a")
    assert made["line"] == f"![A red wall]({{static}}../images/{made['file']})"
    assert (desk.root / "content/images" / made["file"]).is_file()


def test_a_line_leads_to_the_text_or_to_a_field(desk: Desk) -> None:
    lines = post("one").split("\n")
    for text, place in (("summary: ", {"field": "summary"}), ("  grade: ", {"field": "evidence"})):
        line = next(number for number, each in enumerate(lines, 1) if each.startswith(text))
        assert desk.answer("place", {"path": ONE, "line": line}, "a") == place
    row = desk.answer("place", {"path": ONE, "line": lines.index("## What it says") + 1}, "a")["row"]
    assert opened(desk)["body"].split("\n")[row] == "## What it says"


def test_what_publish_refuses_is_said_shortly() -> None:
    said = f"{ONE}:8:6: error a/b: it is wrong. Fix: mend it.\n    - x\n      ^\none is not ready. Nothing was changed."
    assert shortly(said) == "one is not ready. Nothing was changed.\nLine 8: it is wrong. Fix: mend it.\n    - x"
    assert shortly("Readers see it already.") == "Readers see it already."
