"""desk/site/page_writer.py: of the pages, those are made that show something that changed, and they are made alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment

from desk.checks.examine import examine
from desk.edition import read
from desk.markup.converter import Converter
from desk.model.snapshot import Snapshot
from desk.site.compiled import names_asked
from desk.site.kept import PLACE, Kept
from desk.site.page_writer import Description, Unsayable
from desk.site.pages import told
from desk.site.render import KnownPages, render
from desk.site.site_folder import files_in
from tests.build.project import project, series

DAY = dt.date(2026, 11, 28)
EDITED = 7


def test_an_edit_has_those_pages_made_that_show_it(tmp_path: Path) -> None:
    """A heading more is on its own page alone; a title is on those of its neighbours and in every list that has it."""
    root = project(tmp_path / "project", series(16))
    edition, kept = read(root, DAY), Kept(root / PLACE)
    path = [path for path in edition.examined if path.startswith("content/posts/")][EDITED]
    before = edition.snapshot.files[path]
    heading = before.replace(b"## What it says", b"## What it says\n\nSome words.\n\n## What more it says")
    title = before.replace(b'title: "', b'title: "Once more: ')
    last: dict[str, str] = {}
    made: list[set[str]] = []
    for number, (data, known_by) in enumerate(((before, {}), (heading, last), (title, last), (title, {}))):
        snapshot = Snapshot({**edition.snapshot.files, path: data})
        examined = {**edition.examined, path: examine(path, data, Converter(edition.library))}
        edition = replace(edition, snapshot=snapshot, examined=examined)
        of_each = {path: each[2] for path, each in told(edition, {}, preview=True).items()}
        known = KnownPages("the same", of_each, dict(known_by))
        render(edition, root, tmp_path / str(number), preview=True, earlier=kept, known=known)
        made.append(set(known.now) - set(known.left))
        assert made[-1] == {name for name in files_in(tmp_path / str(number)) if name in known.now}
        last.update(known.now)
    whole, for_heading, for_title, anew = made
    posts = {f"{each.slug}/index.html" for each in edition.shown(preview=True) if each.kind == "post"}
    assert posts <= whole == anew
    assert for_heading & posts == {f"{Path(path).stem}/index.html"}
    shows = {name for name in anew if b"Once more" in (tmp_path / "3" / name).read_bytes()}
    assert for_title & posts == shows & posts
    assert 2 < len(shows & posts) < len(posts) / 2
    assert shows <= for_title, "a list is also made where one of its posts names others than before"
    assert {name: (tmp_path / "2" / name).read_bytes() for name in for_title} == {
        name: (tmp_path / "3" / name).read_bytes() for name in for_title
    }


def asked_by(**texts: str) -> list[str] | None:
    """What `a.html` among templates of those texts can ask for."""
    files = {f"theme/templates/{name}.html": text.encode() for name, text in texts.items()}
    loader = DictLoader({f"{name}.html": text for name, text in texts.items()})
    found = names_asked(Kept(None), Snapshot(files), Environment(loader=loader))["a.html"]
    return None if found is None else list(found)


def test_what_a_template_asks_for_is_read_out_of_all_that_it_includes() -> None:
    assert asked_by(a="{{ x }}{% include 'b.html' %}", b="{% extends 'c.html' %}{{ y.more }}", c="{% set q = z %}") == [
        "x", "y", "z",
    ]  # fmt: skip
    assert asked_by(
        a="{% from 'b.html' import m with context %}", b="{% macro m(p) %}{{ p }}{{ x }}{% endmacro %}"
    ) == ["x"]
    assert asked_by(a="{% include 'b.html' %}", b="{% include 'a.html' %}{{ x }}") == ["x"]


@pytest.mark.parametrize("text", ["{% include name %}", "{{ posts_page.paginator.count }}", "{% include 'no.html' %}"])
def test_of_a_template_that_could_ask_for_anything_nothing_is_said(text: str) -> None:
    assert asked_by(a="{% include 'b.html' %}", b=text) is None


def test_what_cannot_be_said_in_full_is_not_said() -> None:
    said = Description({})
    assert said.of(["a", (1, None)]) != said.of(["a", (1, 0)])
    assert said.of({"a": 1}) != said.of({"a": "1"})
    assert said.of(["a", "b"]) != said.of([["a"], "b"])
    with pytest.raises(Unsayable):
        said.of([SimpleNamespace(a=1)])
