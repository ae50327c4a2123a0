"""The posts that `make bench` measures with are posts that a writer could publish."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desk.edition import read
from tests import corpus
from tests.build_site import project_copy


def test_made_up_posts_pass_the_check(tmp_path: Path) -> None:
    root = project_copy(tmp_path / "project")
    made = {f"content/posts/{file.name}" for file in corpus.write(root, 3)}
    edition = read(root, dt.date(2030, 1, 1))
    assert made <= set(edition.documents)
    assert not [problem for problem in edition.problems if problem.path in made and problem.severity == "error"]
