"""Where a site may be built, and what becomes of what stands there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk.refusal import Refusal
from desk.site.last_site import LastSite, digests_of
from desk.site.new_site import NewSite, Spare
from desk.site.site_folder import SiteFolder, files_in, turn
from tests.build.project import post, standing
from tests.build_site import build, built

POST = "content/posts/one.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a site in output/."""
    return standing(tmp_path / "project")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in files_in(folder) if not (folder / name).is_symlink()}


@pytest.mark.parametrize("place", [".", "content", "content/images", "theme", ".git", "..", "/", "~"])
def test_a_folder_that_holds_more_than_a_site_is_refused(project: Path, place: str) -> None:
    (project / ".git").mkdir()
    output = Path(place).expanduser() if place in ("/", "~") else project / place
    before = snapshot(project)
    with pytest.raises(Refusal, match="Fix:"), SiteFolder(output, project).reserved():
        raise AssertionError("the folder was taken")
    assert snapshot(project) == before


def test_a_link_is_refused_and_what_it_leads_to_stays(project: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "mine.txt").write_text("keep me")
    shutil.rmtree(project / "output")
    (project / "output").symlink_to(notes)
    result = build(project, project / "output")
    assert result.returncode == 1
    assert "is a link" in result.stderr
    assert (notes / "mine.txt").read_text() == "keep me"


def test_a_folder_of_notes_is_refused_and_stays(project: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "mine.txt").write_text("keep me")
    result = build(project, notes)
    assert result.returncode == 1
    assert "mine.txt" in result.stderr
    assert snapshot(notes) == {"mine.txt": b"keep me"}


def test_a_strange_file_in_the_built_site_is_named_and_stays(project: Path) -> None:
    output = project / "output"
    (output / "google1234.html").write_text("verification")
    before = snapshot(output)
    result = build(project, output)
    assert result.returncode == 1
    assert "google1234.html" in result.stderr
    assert snapshot(output) == before


def test_a_read_only_place_is_refused_in_words(project: Path) -> None:
    place = Path("/proc/site") if Path("/proc").exists() else Path("/System/site")
    result = build(project, place)
    assert result.returncode == 1
    assert "Fix:" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("theme/templates/article.html", "{% extends 'base.html' %}{{ nothing.like.this }}"),
        ("theme/templates/article.html", "{% if %}"),
        ("plugins/neighbours.py", "def broken(:"),
        ("plugins/neighbours.py", "def register():\n    raise ValueError('boom')\n"),
        ("theme/static/css/site.css", "@import 'nowhere.css';"),
        ("pelicanconf.py", "1/0"),
        (POST, "---\ntitle: A post that is broken\nstatus: published\n---\nWords.\n"),
    ],
)
def test_a_failed_build_says_why_and_leaves_the_site_as_it_was(project: Path, file: str, text: str) -> None:
    output = project / "output"
    before = snapshot(output)
    (project / file).write_text(text)
    result = build(project, output)
    assert result.returncode == 1
    assert "Traceback" not in result.stdout + result.stderr
    assert "Fix" in result.stderr
    assert snapshot(output) == before


def test_a_post_that_vanishes_is_named_and_the_site_stays(project: Path) -> None:
    """A post that no other links to: else the check names the links first."""
    output = project / "output"
    before = snapshot(output)
    (project / POST).write_text(post("one", status="draft"))
    result = build(project, output)
    assert result.returncode == 1
    assert "/one/" in result.stderr
    assert snapshot(output) == before


def test_two_builds_at_once_both_end_well(project: Path) -> None:
    command = [sys.executable, "-m", "desk", "build"]
    running = [subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE) for _ in range(2)]
    said = [one.communicate()[1] for one in running]
    assert [one.returncode for one in running] == [0, 0], said
    assert (project / "output/index.html").exists()


@pytest.mark.parametrize("kilobytes", [8, 60, 260])
def test_a_full_disk_is_said_and_the_site_stays(project: Path, tmp_path: Path, kilobytes: int) -> None:
    """A small disk of its own (tmpfs), with the old site on it and too little room for the new one."""
    site = tmp_path / "disk"
    site.mkdir()
    script = (
        f"mount -t tmpfs -o size=9m none {site} && cp -a output {site} && mkdir {site}/.site && "
        f"cp -a .site/output {site}/.site && cp -a {site}/output {tmp_path}/before && "
        f"used=$(df -k --output=used {site} | tail -1) && mount -o remount,size=$((used + {kilobytes}))k {site} && "
        f"{sys.executable} -m desk build --clean --output {site}/output; echo status $? >&2; "
        f"cp -a {site}/output {tmp_path}/after"
    )
    result = subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=project, capture_output=True, text=True)
    assert "status 1" in result.stderr, result.stdout + result.stderr
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr
    assert snapshot(tmp_path / "after") == snapshot(tmp_path / "before")


def test_leftovers_of_a_killed_build_are_cleaned_by_the_next(project: Path) -> None:
    output = project / "output"
    leftover = project / ".site/output/next"
    leftover.mkdir()
    (project / POST).write_text(post("one", title="What is changed?"))
    (leftover / "half.html").write_text("<p>half")
    built(project, output)
    assert not leftover.exists()
    assert "half.html" not in files_in(output)


def test_a_manifest_cut_short_is_no_reason_to_empty_a_folder(project: Path) -> None:
    output = project / "output"
    before = snapshot(output)
    manifest = project / ".site/output/manifest.json"
    manifest.write_text(manifest.read_text()[:20])
    result = build(project, output)
    assert result.returncode == 1
    assert "no build made" in result.stderr
    assert snapshot(output) == before
    shutil.rmtree(output)
    built(project, output)


def test_a_preview_never_takes_the_place_of_the_site_nor_the_site_that_of_a_preview(project: Path) -> None:
    built(project, project / "seen", preview=True)
    for output, preview in ((project / "output", True), (project / "seen", False)):
        before = snapshot(output)
        refused = build(project, output, preview=preview)
        assert refused.returncode == 1
        assert "Fix: name another folder" in refused.stderr
        assert snapshot(output) == before


def a_folder(place: Path, word: str) -> Path:
    place.mkdir(parents=True)
    (place / "index.html").write_text(word, "utf-8")
    return place


def test_where_folders_cannot_be_exchanged_two_renames_do_it(tmp_path: Path) -> None:
    new, standing = a_folder(tmp_path / "next", "new"), a_folder(tmp_path / "output", "old")
    turn(new, standing, tmp_path / "previous")
    assert (standing / "index.html").read_text("utf-8") == "new"
    assert (tmp_path / "previous/index.html").read_text("utf-8") == "old"
    assert not new.exists()


def test_two_renames_of_which_one_fails_leave_the_site_as_it_was(tmp_path: Path) -> None:
    standing = a_folder(tmp_path / "output", "old")
    with pytest.raises(Refusal, match="stands as it was"):
        turn(tmp_path / "next", standing, tmp_path / "previous")
    with pytest.raises(Refusal, match="Close what has"):
        turn(a_folder(tmp_path / "next", "new"), standing, a_folder(tmp_path / "previous", "in the way"))
    assert (standing / "index.html").read_text("utf-8") == "old"


def test_an_exchange_cut_off_between_its_two_renames_is_mended_by_the_next_build(project: Path) -> None:
    folder = SiteFolder(project / "output", project)
    shutil.rmtree(folder.output)
    shutil.rmtree(folder.previous, ignore_errors=True)
    a_folder(folder.next, "new")
    a_folder(folder.previous, "old")
    folder.manifest.write_text('{"files": ["index.html"], "addresses": []}', "utf-8")
    shutil.copy(folder.manifest, folder.next_manifest)
    with folder.reserved():
        assert (folder.output / "index.html").read_text("utf-8") == "old"
        assert not folder.fresh().exists()


def test_a_build_that_begins_with_the_site_before_the_last_makes_no_other_site(tmp_path: Path) -> None:
    """Of the files that are there some are the last site's, some are not, some nobody asks for, and some are in the
    way of a folder, or a folder is in theirs."""

    def site(name: str, **words: str) -> Path:
        for path, text in words.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return tmp_path / name

    output = site("output", **{"a/index.html": "A", "b.txt": "B", "way/deep/one.txt": "1", "_headers": "said"})
    last = LastSite(output, digests=digests_of(output, files_in(output)))
    spare = site("previous", **{"b.txt": "old", "way": "a file", "gone/far/x.txt": "x", "in/the/way.txt": "y"})
    (spare / "a").mkdir()
    for name in ("a/index.html", "_headers"):
        (spare / name).hardlink_to(output / name)
    made = NewSite(tmp_path / "next", last, spare=Spare.of(spare, last))
    made.begin_with_spare()
    made.take("a/index.html")
    made.put("b.txt", b"B")
    made.put("in", b"a file")
    made.put("way/deep/one.txt", b"2")
    made.sweep()
    made.put("_headers", b"said")
    assert snapshot(made.folder) == {
        "_headers": b"said", "a/index.html": b"A", "b.txt": b"B", "in": b"a file", "way/deep/one.txt": b"2",
    }  # fmt: skip
    assert made.digests == digests_of(made.folder, files_in(made.folder))
    assert sorted(each.name for each in made.folder.iterdir()) == ["_headers", "a", "b.txt", "in", "way"]
    assert snapshot(output) == {"a/index.html": b"A", "b.txt": b"B", "way/deep/one.txt": b"1", "_headers": b"said"}


def test_a_build_begins_with_no_folder_that_leads_elsewhere(tmp_path: Path) -> None:
    output = a_folder(tmp_path / "output", "new")
    notes = a_folder(tmp_path / "notes", "mine")
    spare = a_folder(tmp_path / "previous", "old")
    (spare / "a").symlink_to(notes)
    last = LastSite(output, digests=digests_of(output, files_in(output)))
    made = NewSite(tmp_path / "next", last, spare=Spare.of(spare, last))
    made.begin_with_spare()
    assert not made.folder.exists()
    made.put("a/index.html", b"other")
    assert (notes / "index.html").read_text() == "mine"
