"""desk/site/compiled.py: what is kept of a template is what compiling it would give."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from desk.model.snapshot import Snapshot
from desk.site.compiled import Compiled
from desk.site.kept import Kept


class Counting(Environment):
    """Counts how often it compiles."""

    compiled = 0

    def _generate(self, *words: object, **named: object) -> str:
        self.compiled += 1
        return super()._generate(*words, **named)  # type: ignore[arg-type]


def again(
    folder: Path, kept: Path | None, *, code: bytes = b"", shout: Callable[[str], str] = str.upper
) -> tuple[str, int]:
    """What `a.html` of the theme in `folder` gives, and how many templates were compiled for it."""
    compiled = Compiled(Kept(kept), Snapshot({"plugins/a.py": code}))
    environment = Counting(loader=FileSystemLoader(folder), bytecode_cache=compiled)
    environment.filters["shout"] = shout
    given = environment.get_template("a.html").render(b=1)
    compiled.forget_the_rest()
    return given, environment.compiled


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/a.html").write_text('{{ "a"|shout }}{% include "c.html" %}\n')
    (tmp_path / "theme/c.html").write_text("\n{{ 1 / b }}")
    return tmp_path / "theme"


def test_a_template_is_compiled_once_wherever_it_stands(theme: Path, tmp_path: Path) -> None:
    kept = tmp_path / "made"
    assert again(theme, kept) == ("A\n1.0", 2)
    assert again(theme, kept) == ("A\n1.0", 0)
    elsewhere = theme.rename(tmp_path / "elsewhere")
    assert again(elsewhere, kept) == ("A\n1.0", 0)
    assert again(elsewhere, None) == ("A\n1.0", 2), "a clean build asks nothing"


def test_another_text_another_place_and_another_code_are_compiled(theme: Path, tmp_path: Path) -> None:
    kept = tmp_path / "made"
    again(theme, kept)
    (theme / "c.html").write_text("\n{{ 2 / b }}")
    assert again(theme, kept) == ("A\n2.0", 1)
    (theme / "c.html").write_text((theme / "a.html").read_text().replace('{% include "c.html" %}', ""))
    (theme / "a.html").write_text('{% include "c.html" %}')
    assert again(theme, kept) == ("A", 2)
    assert again(theme, kept, code=b"other", shout=str.swapcase)[1] == 2
    assert len(list((kept / "templates").iterdir())) == 2, "what is not asked for goes"


def test_what_was_altered_is_as_good_as_none(theme: Path, tmp_path: Path) -> None:
    kept = tmp_path / "made"
    again(theme, kept)
    for number, file in enumerate(sorted((kept / "templates").iterdir())):
        data = file.read_bytes()
        file.write_bytes(data[:40] if number else data[:-1] + bytes([data[-1] ^ 1]))
    assert again(theme, kept) == ("A\n1.0", 2)


def test_what_fails_is_told_where_it_stands_now(theme: Path, tmp_path: Path) -> None:
    kept = tmp_path / "made"
    again(theme, kept)
    elsewhere = theme.rename(tmp_path / "elsewhere")
    environment = Environment(
        loader=FileSystemLoader(elsewhere), bytecode_cache=Compiled(Kept(kept), Snapshot({"plugins/a.py": b""}))
    )
    environment.filters["shout"] = str.upper
    with pytest.raises(ZeroDivisionError) as failed:
        environment.get_template("a.html").render(b=0)
    places = [(each.filename, each.lineno) for each in traceback.extract_tb(failed.value.__traceback__)]
    assert (str(elsewhere / "c.html"), 2) in places
