"""desk/edition.py: the bytes are read once, and what was checked is what is published."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from desk.edition import edition_of, read
from desk.finish import finish
from desk.model.snapshot import Snapshot
from desk.pictures.picture import begins
from desk.site.kept import Kept
from desk.site.new_site import NewSite
from desk.site.pages import make_pages
from tests.build.project import post, project

DAY = dt.date(2026, 11, 24)
COUNTED = """
import collections, json, sys
opens = collections.Counter()
def heard(event, words):
    if event == "open" and isinstance(words[0], str) and "content/" in words[0] and "r" in (words[1] or "r"):
        opens[words[0].rpartition("content/")[2]] += 1
sys.addaudithook(heard)
from desk.command_line import main
status = main(["build", "--output", sys.argv[1]])
print(json.dumps(opens))
sys.exit(status)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two posts and a draft."""
    texts = {
        "one": post("one"),
        "two": post("two", body="See [the other]({filename}one.md)."),
        "three": post("three", status="draft"),
    }
    return project(tmp_path_factory.mktemp("edition"), texts)


def test_a_build_opens_each_file_of_content_once(made: Path, tmp_path: Path) -> None:
    """site.toml is opened once more, before: it says in which time zone today is."""
    done = subprocess.run(
        [sys.executable, "-c", COUNTED, str(tmp_path / "site")], cwd=made, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    opens: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    files = {file.relative_to(made / "content").as_posix() for file in (made / "content").rglob("*") if file.is_file()}
    assert set(opens) == files
    assert {name: count for name, count in opens.items() if count > 1} == {"site.toml": 2}


def test_what_is_saved_after_the_check_is_not_published(made: Path, tmp_path: Path) -> None:
    edition = read(made, DAY)
    assert [problem for problem in edition.problems if problem.severity == "error"] == []
    file = made / "content/posts/one.md"
    before = file.read_text("utf-8")
    try:
        file.write_text(before.replace("One plain sentence", "<script>alert(1)</script> One plain sentence"), "utf-8")
        (made / "content/posts/late.md").write_text(post("late"), "utf-8")
        (made / "content/extra/late.txt").write_text("late")
        make_pages(edition, made, NewSite(tmp_path / "site"), Kept(None), preview=True)
    finally:
        file.write_text(before, "utf-8")
        (made / "content/posts/late.md").unlink()
        (made / "content/extra/late.txt").unlink()
    page = (tmp_path / "site/one/index.html").read_text("utf-8")
    assert "alert(1)" not in page
    assert edition.in_page("content/posts/one.md") in page
    assert not (tmp_path / "site/late").exists()
    assert not (tmp_path / "site/late.txt").exists()


def test_pictures_go_out_only_with_a_page_that_shows_them(made: Path) -> None:
    files = dict(read(made, DAY).snapshot.files)
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    shown = "![A square]({static}../images/%s-square.svg)"
    files |= {f"content/images/{name}-square.svg": picture for name in ("one", "three", "nobody")}
    files["content/images/one-notes.csv"] = b"a,b\n"
    files["content/posts/one.md"] = post("one", body=shown % "one").encode()
    files["content/posts/three.md"] = post("three", status="draft", body=shown % "three").encode()
    edition = edition_of(Snapshot(files), DAY)
    guide = {name for name in finish(edition_of(read(made, DAY).snapshot, DAY)) if name.startswith("images/")}
    out = {name for name in finish(edition) if name.startswith("images/")} - guide
    one, three = (f"{begins(f'{name}-square.svg', picture)}.svg" for name in ("one", "three"))
    assert out == {one}
    assert {name for name in finish(edition, preview=True) if name.startswith("images/")} - guide == {one, three}
