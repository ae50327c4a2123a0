"""`python -m desk.check`: what it prints, what it returns, what it keeps, and what `--fix` leaves alone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from desk.check import as_github, main, run
from desk.checks.code import BODY, GOOD, HEADER, POST
from desk.edition import read
from desk.model.problem import Problem
from desk.site.examined_before import ExaminedBefore
from desk.site.kept import PLACE, Kept

BODY_LINE = HEADER.count("\n") + 1

DAY = dt.date(2026, 11, 22)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in GOOD.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(str(text), "utf-8")
    return tmp_path


def spoil(project: Path, text: str = HEADER + "# One\n") -> None:
    (project / POST).write_bytes(text.encode())


def test_a_good_project_returns_0_and_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], project) == 0
    assert capsys.readouterr().out == f"0 errors, 0 warnings; {len(GOOD)} files looked at\n"


def test_an_error_returns_1_and_stands_in_the_text(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(project)
    assert main([], project) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{POST}:{BODY_LINE}:1: error heading/h1: ")
    assert lines[-1] == f"1 error, 0 warnings in 1 file; {len(GOOD)} files looked at"


def test_a_warning_alone_returns_0(project: Path) -> None:
    spoil(project, HEADER + "Words. \n")
    assert main([], project) == 0


def test_paths_choose_what_is_shown(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(project)
    monkeypatch.chdir(project)
    assert main(["content/posts"], project) == 1
    assert main(["content/pages"], project) == 0
    assert main(["/"], project) == 2


def test_a_post_is_found_by_its_name_as_other_commands_find_it(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(project)
    monkeypatch.chdir(project)
    name = Path(POST).stem
    assert [main([given], project) for given in (name, f"{name}.md", POST)] == [1, 1, 1]
    assert main([f"{name}s"], project) == 2
    assert f'did you mean "{name}"?' in capsys.readouterr().err


def test_a_slip_in_what_a_post_draws_on_is_shown_with_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    chart = project / "content/data/doses.toml"
    chart.parent.mkdir(exist_ok=True)
    chart.write_text("kind = 'no such kind'\n", "utf-8")
    assert main([POST], project) == 0, "this post does not show it"
    spoil(project, HEADER + BODY + "\n/// chart | How much of it?\n    data: doses\n///\n")
    capsys.readouterr()
    assert main([POST], project) == 1
    assert "content/data/doses.toml:1:" in capsys.readouterr().out
    with (project / "content/references.bib").open("a") as file:
        file.write("@article{half,\n")
    assert main([POST], project) == 1
    assert "content/references.bib:" in capsys.readouterr().out


def test_json_holds_every_field(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(project)
    main(["--format=json"], project)
    (problem,) = json.loads(capsys.readouterr().out)
    assert (problem["path"], problem["line"], problem["code"], problem["severity"]) == (
        POST,
        BODY_LINE,
        "heading/h1",
        "error",
    )


def test_a_github_annotation_is_escaped() -> None:
    problem = Problem("a,b:c.md", 1, 2, "x/y", "100% of\nit", "do\nit.", "warning")
    assert as_github([problem]) == "::warning file=a%2Cb%3Ac.md,line=1,col=2,title=x/y::100%25 of it Fix: do%0Ait."


def test_fix_mends_only_what_it_names_and_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(project, HEADER.replace("status:", "stauts:") + BODY + "More. \r\n")
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*.*")}
    assert main(["--fix"], project) == 0
    said = capsys.readouterr().out
    assert f'{POST}: line 5: wrote "status" in place of "stauts".' in said
    assert (project / POST).read_bytes() == (HEADER + BODY + "More.\n").encode()
    changed = {path for path, when in before.items() if path.stat().st_mtime_ns != when}
    assert changed == {project / POST}
    main(["--fix"], project)
    assert capsys.readouterr().out == f"0 errors, 0 warnings; {len(GOOD)} files looked at\n"
    assert not list(project.rglob("*.new"))


def kept(project: Path) -> list[Path]:
    return [*(project / PLACE / "examined").iterdir()]


def test_what_is_kept_gives_the_same_messages(project: Path) -> None:
    spoil(project, HEADER + "# One\n\nSee [that post]({filename}nope.md) [@nobody].\n")
    fresh = run(project, day=DAY, cached=False)
    assert run(project, day=DAY) == fresh
    assert kept(project)
    assert run(project, day=DAY) == fresh


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b[: len(b) // 2],
        lambda b: b"",
        lambda b: b.replace(b"heading/h1", b"heading/h2"),
        lambda b: b"\x80" + b,
        lambda b: b + b" ",
    ],
)
def test_what_is_kept_and_not_as_it_was_written_is_as_good_as_nothing(project: Path, change: object) -> None:
    spoil(project)
    fresh = run(project, day=DAY)
    assert callable(change)
    for place in kept(project):
        place.write_bytes(change(place.read_bytes()))
    assert run(project, day=DAY) == fresh


def test_every_file_is_remembered_in_its_whole(project: Path) -> None:
    found = read(project, DAY, cached=True)
    digests = {path: found.snapshot.digests[path] for path in found.examined}
    again = ExaminedBefore(Kept(project / PLACE)).known(digests, found.library.version)
    assert {path: (each.problems, each.facts) for path, each in again.items()} == {
        path: (each.problems, each.facts) for path, each in found.examined.items()
    }
    assert any(each.facts for each in again.values())
    assert not ExaminedBefore(Kept(project / PLACE)).known(digests, "another library")


def test_a_folder_that_cannot_be_written_does_no_harm(project: Path) -> None:
    (project / ".site").write_text("a file where the folder should be")
    assert run(project, day=DAY) == []


def test_a_text_that_changes_within_one_second_is_read_again(project: Path) -> None:
    run(project, day=DAY)
    spoil(project)
    assert [p.code for p in run(project, day=DAY)] == ["heading/h1"]
