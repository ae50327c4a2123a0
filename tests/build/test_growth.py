"""What a build does grows with what is there, and no faster: calls are counted, never time.

The same project is built with one, two and three times as much of everything that a site gathers. Of each function, the
calls grow by as much from the second to the third as from the first to the second; where they grow by more, something
is looked at once for each of something else.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from desk import sharing
from tests.build.project import post, project, series
from tests.forked_desk import desk

AT_ONCE = 20
"""Posts, and as many drafts, of the smallest project."""
LISTED = 10
"""Sources, old addresses and words for each of them."""
IN_STEPS = (".html", "paginator.py")
"""What makes lists, of which a new page begins with every so many posts."""
NOISE = 40
"""Calls that one build makes more than another for no reason of size."""
OF_WHAT_CHANGED = (
    "examine.py examine",
    "converter.py convert",
    "examined_before.py body",
    "__init__.py read",
    "contracts.py breaches",
    "links.py all_there",
    "leaks.py hits",
    "packed.py _weight",
)
"""What an edit of words asks of what it changes, and of nothing else: to check and convert a text, to read a body that
is kept, to read, judge and weigh a page, to follow where it leads, and to look through it for what is not published."""


@contextmanager
def counted(file: str) -> Iterator[None]:
    """Count the calls of each function meanwhile, and write them to `file`."""
    sharing.work_alone()
    profile = cProfile.Profile()
    profile.enable()
    try:
        yield
    finally:
        profile.disable()
        found = pstats.Stats(profile).stats  # type: ignore[attr-defined]
        calls: dict[str, int] = {}
        for (where, _, name), (_, times, *_) in found.items():
            if where.endswith(IN_STEPS) or "_thread.lock" in name:  # how often a thread waits is chance
                continue
            place = f"{where.rpartition('/')[2]} {name}"
            calls[place] = calls.get(place, 0) + times
        Path(file).write_text(json.dumps(calls), "utf-8")


def grown(place: Path, times: int) -> Path:
    """A project with `times` as much of everything."""
    posts = series(AT_ONCE * times)
    posts |= {f"draft-{i}": post(f"draft-{i}", status="draft") for i in range(AT_ONCE * times)}
    root = project(place, posts)
    sources = root / "content/references.bib"
    known = sources.read_text("utf-8")
    entry = re.search(r"(?ms)^@article\{zitek2018,.*?^\}\n", known)
    assert entry
    bare = re.sub(r"(?m)^  (pmid|pmcid|url|note) = .*\n", "", entry[0])
    many = range(LISTED * AT_ONCE * times)
    sources.write_text(
        "\n".join(
            [known, *(re.sub(r"doi = \{.*\}", f"doi = {{10.1000/made{i}}}", bare).replace("zitek2018", f"made{i}")
                      for i in many)]
        ),
        "utf-8",
    )  # fmt: skip
    (root / "content/redirects.yml").write_text("".join(f"old-{i}: post-0000\n" for i in many), "utf-8")
    terms = "".join(f"- term: word{i}\n  meaning: A word that is made up, the number {i}.\n" for i in many)
    (root / "content/glossary.yml").write_text(terms, "utf-8")
    return root


def test_what_a_build_does_grows_with_what_is_there_and_no_faster(tmp_path: Path) -> None:
    calls = []
    for times in (1, 2, 3):
        file = tmp_path / f"{times}.json"
        done = desk(
            grown(tmp_path / str(times), times), "build", within=("tests.build.test_growth", "counted", str(file))
        )
        assert done.returncode == 0, done.stderr
        calls.append(json.loads(file.read_text("utf-8")))
    one, two, three = calls
    faster = {}
    for name in set(chain(*calls)):
        first, second, third = (each.get(name, 0) for each in (one, two, three))
        if (third - second) - (second - first) > NOISE + third / 20 and third > max(first, second):
            faster[name] = (first, second, third)
    assert not faster, "\n".join(f"{name} {of}" for name, of in sorted(faster.items(), key=lambda each: -each[1][2]))


def test_an_edit_of_words_looks_at_no_more_where_there_is_more(tmp_path: Path) -> None:
    calls = []
    for times in (2, 3):
        root, file = grown(tmp_path / str(times), times), tmp_path / f"{times}.json"
        assert desk(root, "build").returncode == 0
        with (root / "content/posts/post-0000.md").open("a", encoding="utf-8") as text:
            text.write("\nOne more plain sentence stands here.\n")
        done = desk(root, "build", within=("tests.build.test_growth", "counted", str(file)))
        assert done.returncode == 0, done.stderr
        found = json.loads(file.read_text("utf-8"))
        calls.append({name: found.get(name, 0) for name in OF_WHAT_CHANGED})
    assert calls[0] == calls[1], calls
    assert calls[0]["examine.py examine"] == 1 <= calls[0]["__init__.py read"]
