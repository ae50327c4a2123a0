"""desk/model/snapshot.py"""

from __future__ import annotations

from pathlib import Path

from desk.model.snapshot import Entry, Snapshot, take_snapshot


def test_every_file_is_there_by_its_path_and_in_order(tmp_path: Path) -> None:
    for name in ("content/posts/b.md", "content/posts/a.md", "pelicanconf.py", "theme/templates/x.html", "other/y"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    taken = take_snapshot(tmp_path)
    assert list(taken.files) == ["content/posts/a.md", "content/posts/b.md", "pelicanconf.py", "theme/templates/x.html"]
    assert taken.under("content/posts") == {"a.md": b"content/posts/a.md", "b.md": b"content/posts/b.md"}


def test_a_link_is_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/here").symlink_to("/etc")
    (tmp_path / "content/there.md").symlink_to("/etc/hostname")
    taken = take_snapshot(tmp_path)
    assert taken.files == {}
    assert sorted(taken.odd, key=lambda entry: entry.path) == [
        Entry("content/here", "symlink"),
        Entry("content/there.md", "symlink"),
    ]


def test_other_bytes_can_be_laid_over_a_file(tmp_path: Path) -> None:
    assert take_snapshot(tmp_path, {"content/a.md": b"x"}).files == {"content/a.md": b"x"}


def test_a_text_is_read_without_marks_and_with_plain_line_ends(tmp_path: Path) -> None:
    taken = take_snapshot(tmp_path, {"a": b"\xef\xbb\xbfone\r\ntwo\rthree"})
    assert taken.text("a") == "one\ntwo\nthree"
    assert taken.text("b") == ""


def test_what_is_under_a_folder_is_what_stands_in_it_and_below() -> None:
    files = {"a-b": b"1", "a/b": b"2", "a/c/d": b"3", "a0": b"4", "a": b"5", "b/a/b": b"6"}
    assert Snapshot(files).under("a") == {"b": b"2", "c/d": b"3"}
    assert Snapshot(files).under("a/c") == {"d": b"3"}
    assert Snapshot(files).under("c") == {}
