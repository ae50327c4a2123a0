"""Guards charts: the data of content/data/, each number with its source, and the words that stand beside a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from desk.checks.code import HEADER, POST, Code, Example
from desk.checks.subject import Facts, Post, Project, Reporter
from desk.model.body import Box
from desk.model.chart import FOLDER, numbers_in, shown
from desk.model.problem import Problem, did_you_mean, suggest

_FILE: Final = f"{FOLDER}/attacks.toml"
_DATA: Final = """\
kind = "groups"
measure = "How far pain fell, of 100"
groups = ["on ketamine", "on salt water"]

[[rows]]
name = "After one hour"
people = 54
values = [43.5, 63.5]
sources = ["good2020"]
"""
_BOX: Final = "/// chart | What one trial found\n    data: attacks\n\nIn 54 people pain fell [@good2020].\n///\n"


def _data(old: str, new: str) -> Example:
    return Example(f"{_FILE}:\n{new}", {_FILE: _DATA.replace(old, new, 1), POST: HEADER + _BOX})


def _box(old: str, new: str) -> Example:
    return Example(_BOX.replace(old, new, 1), {_FILE: _DATA, POST: HEADER + _BOX.replace(old, new, 1)})


CODES = (
    Code("chart/not-toml", "the file cannot be read.", 'write name = "words".',
         _data('kind = "groups"', "kind = groups")),
    Code("chart/unknown-field", "there is no such field.", "correct its name.", _data("people", "poeple")),
    Code("chart/missing-field", "a field is missing.", "add it.", _data('name = "After one hour"\n', "")),
    Code("chart/bad-value", "the value cannot be drawn.", "correct the value.", _data("[43.5, 63.5]", "[43.5, 163.5]")),
    Code(
        "chart/unknown-source", "no source has this key, so nobody could check the numbers.",
        "correct it, or add the source to content/references.bib.", _data("good2020", "goood2020"),
    ),
    Code("chart/unknown", "there are no data of this name.", "use the name of a file in content/data.",
         Example(_BOX, {POST: HEADER + _BOX})),
    Code(
        "chart/number-differs", "this number stands beside the chart, and the chart's data do not have it.",
        "correct the one that is wrong, or move the sentence out of the box.", _box("54", "45"),
    ),
    Code(
        "chart/unused", "no post or page shows these data.", "name them in the data: of a /// chart, or delete them.",
        Example(f"{_FILE} (shown nowhere)", {_FILE: _DATA}), severity="warning",
    ),
)  # fmt: skip
_report = Reporter(CODES)
_LEAST_JUDGED: Final = 10
"""Whole numbers below it are counts of trials or groups in a sentence."""


def gather(post: Post, facts: Facts) -> None:
    """Add to `facts` the charts that `post` shows."""
    facts.charts += [(*post.at(box.at), name) for box, name in _shown(post)]


def check_post(post: Post) -> Iterator[Problem]:
    charts = post.library.charts
    for box, name in _shown(post):
        if name not in charts:
            at = next(option.at for option in box.options if option.name == "data")
            what = f"there is no file {FOLDER}/{name}.toml."
            fix = suggest(name, charts) if charts else ""
            if (bare := name.removesuffix(".toml")) in charts:
                what, fix = "the data are named without .toml.", f"write data: {bare}."
            yield post.body_problem(_report, at, "chart/unknown", what, fix)
            continue
        chart = charts[name]
        known = chart.numbers if chart else set()
        prose = post.body.prose[box.content_at : box.end]
        for found in re.finditer(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?!\w)", prose):
            number = next(iter(numbers_in(found[0])))
            if chart and number not in known and not (number.is_integer() and number < _LEAST_JUDGED):
                what = f"{shown(number)} stands beside the chart, and {FOLDER}/{name}.toml does not have it."
                yield post.body_problem(_report, box.content_at + found.start(), "chart/number-differs", what)


def check_project(project: Project) -> Iterator[Problem]:
    used = {name for facts in project.documents.values() for _, _, name in facts.charts}
    for name, chart in project.library.charts.items():
        path = f"{FOLDER}/{name}.toml"
        if name not in used and not project.names_unread(name):
            yield project.problem(_report, path, (1, 1), "chart/unused")
        for key in chart.sources if chart else ():
            known = {*project.library.sources, *project.library.written}
            if known and key not in known:
                near = did_you_mean(key, project.library.sources)
                what, fix = f"no source has the key {key}.", f'did you mean "{near}"?' if near else ""
                spot = (project.line_with(path, holds=f'"{key}"'), 1)
                yield project.problem(_report, path, spot, "chart/unknown-source", what, fix)


def _shown(post: Post) -> Iterator[tuple[Box, str]]:
    """Each chart of the body, and the name of its data."""
    for box in post.body.boxes:
        if box.name.lower() == "chart":
            for option in box.options:
                if option.name == "data":
                    yield box, option.value
