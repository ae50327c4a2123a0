"""`./site status`: what waits, and what is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desk.checks.code import GOOD, HEADER, POST
from desk.commands.status import status

DAY = dt.date(2026, 11, 22)


def test_every_file_with_a_problem_is_named_with_how_many(tmp_path: Path) -> None:
    for path, text in GOOD.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(str(text), "utf-8")
    assert "With problems (./site check says more): none" in status(tmp_path, DAY)
    (tmp_path / POST).write_text(HEADER + "# One\n\nWords. \n", "utf-8")
    (tmp_path / "content/glossary.yml").write_text("- term: half\n", "utf-8")
    said = status(tmp_path, DAY).partition("With problems")[2].partition("\n\n")[0].splitlines()[1:]
    assert said == ["  content/glossary.yml: 1 error", f"  {POST}: 1 error, 1 warning"]
