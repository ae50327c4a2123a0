"""What an editor is told: made from the data, and its tasks understand what the check says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from desk.command_line import parser
from desk.commands.editor import SCHEMA, SNIPPETS, files, keep, snippets
from desk.markup.box import BOXES
from desk.markup.converter import Converter
from desk.model.post import read_document
from desk.model.problem import Problem
from tests.build_site import ROOT
from tests.unit.written import library

FOLDER = ROOT / ".vscode"


def test_each_source_and_box_and_word_has_a_snippet() -> None:
    known = library()
    made = snippets(known)
    for key in known.sources:
        assert made[f"source {key}"]["body"] == [f"@{key}"]
    assert {f"box {name}" for name in BOXES} <= set(made)
    assert made["field grade"]["body"] == [f"grade: ${{1|{','.join(known.site.grades)}|}}"]


def test_what_a_snippet_types_is_what_the_grammar_knows() -> None:
    known = library()
    for name in (*(f"box {name}" for name in BOXES), "claim", "table"):
        text = "\n".join(snippets(known)[name]["body"])
        text = re.sub(
            r"\$\{\d+\|([^,|]*)[^}]*\}|\$\{\d+:([^}]*)\}|\[@\$\d+\]|\$\d+", lambda m: m[1] or m[2] or "x", text
        )
        document, _ = read_document("content/posts/a-post.md", f"---\nstatus: draft\n---\n{text}\n", known.site)
        page = Converter(known).convert(document).html
        assert "///" not in page, page
        assert "| ---" not in page, page


def test_they_are_written_once_and_only_where_an_editor_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    keep(tmp_path, library())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / ".vscode").mkdir()
    keep(tmp_path, library())
    assert {file.name for file in (tmp_path / ".vscode").iterdir()} == {SNIPPETS, SCHEMA}
    before = (tmp_path / ".vscode" / SCHEMA).stat().st_mtime_ns
    keep(tmp_path, library())
    assert (tmp_path / ".vscode" / SCHEMA).stat().st_mtime_ns == before
    assert json.loads(files(library())[SCHEMA])["properties"]["tags"]


def test_the_tasks_run_commands_that_there_are_and_understand_what_the_check_says() -> None:
    tasks = json.loads((FOLDER / "tasks.json").read_text("utf-8"))["tasks"]
    for task in tasks:
        assert task["command"] == "./site"
        assert task["args"][0] in parser().format_help()
    pattern = tasks[0]["problemMatcher"]["pattern"]
    said = str(Problem("content/posts/x.md", 7, 3, "header/not-yaml", "it is so.", "mend it.", "error", "x: y: z"))
    found = re.match(pattern["regexp"], said.splitlines()[0])
    assert found
    assert found.group(1, 2, 3, 4, 5) == ("content/posts/x.md", "7", "3", "error", "header/not-yaml")
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {f"/.vscode/{name}" for name in (SNIPPETS, SCHEMA)} <= set(ignored)
