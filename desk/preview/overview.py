"""The page of all drafts and faults, and the page that stands where none can be shown. Plain values in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final
from urllib.parse import quote

from desk.model.problem import Problem, many
from desk.preview.standing import Shown, Standing

_PLACE: Final = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+)(?::(?P<column>\d+))?(?=:)", re.MULTILINE)
"""Where a file and a line of it stand first in a line of what is told."""
PAGE = """<!doctype html>
<html lang="en"{mark}>
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/__desk/desk.css">
</head>
<body class="desk overview">
<main>
<h1>{title}</h1>
{inside}
</main>
<script src="/__desk/panel.js" defer></script>
</body>
</html>
"""


def overview(standing: Standing, root: Path, *, busy: bool) -> str:
    """Every draft and scheduled post, and everything that is wrong, file by file."""
    waiting = [each for each in standing.documents if each.status != "published"]
    errors = sum(problem.severity == "error" for problem in standing.problems)
    told = f"{many(errors, 'error')}, {many(len(standing.problems) - errors, 'warning')}."
    if busy:  # what stands here is of the turn before, and before the first nobody has looked
        told = f"The pages are being made. {told if standing.documents else ''}"
    parts = [f"<p>{told} <a href='/'>To the front page</a></p>"]
    if waiting:
        wrong: dict[str, list[str]] = {}
        for problem in standing.problems:
            wrong.setdefault(problem.path, []).append(problem.severity)
        rows = "".join(f"<tr>{_row(each, wrong.get(each.path, []), root)}</tr>" for each in waiting)
        parts.append(
            "<h2>Drafts and scheduled posts</h2><table><thead><tr><th>Title</th><th>State</th><th>Wrong</th><th>File"
            f"</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    if standing.problems:
        parts.append("<h2>What is wrong</h2>")
        addresses = {each.path: each for each in standing.documents}
        for path, problems in groupby(standing.problems, key=lambda problem: problem.path):
            shown = addresses.get(path)
            page = f' <a href="{escape(shown.address)}">its page</a>' if shown else ""
            items = "".join(f"<li>{_problem(problem, root)}</li>" for problem in problems)
            parts.append(f"<h3>{escape(path)}{page}</h3><ul class='problems'>{items}</ul>")
    if standing.faults:
        faults = "".join(f"<li>{escape(fault)}</li>" for fault in standing.faults)
        parts.append(f"<h2>Faults of finished pages</h2><ul class='problems'>{faults}</ul>")
    if not standing.problems and not standing.faults and not busy:
        parts.append("<p>Nothing is wrong.</p>")
    return PAGE.format(title="Drafts and faults", mark=" data-instead", inside="\n".join(parts))


def shown_instead(standing: Standing, address: str, busy: bool) -> str:
    """What stands at `address` where there is no page: it is being made, cannot be made, or nobody wrote it."""
    document, (problems, _) = standing.of(address), standing.about(address)
    if document or problems:
        path = document.path if document else problems[0].path
        title, inside = "This page cannot be shown yet", f"<p><code>{escape(path)}</code></p>"
        if not problems and not standing.error and not busy:
            inside += "<p>Nothing is wrong with it, yet its page is gone. Save any file, and it is made anew.</p>"
    elif busy:
        title, inside = (
            "The pages are being made",
            "<p>This takes a moment. They show themselves when they are there.</p>",
        )
    else:
        title, inside = "Nothing stands here", f"<p>No post or page has the address <code>{escape(address)}</code>.</p>"
    return PAGE.replace('<script src="/__desk/panel.js" defer></script>\n', "").format(
        title=title, mark=" data-instead", inside=inside
    )


def editor(root: Path, path: str, line: int = 1, column: int = 1) -> str:
    """The address that opens the file at `path` in the editor."""
    return f"vscode://file/{quote((root / path).as_posix().lstrip('/'), safe='/:')}:{line}:{column}"


def with_places(told: str, root: Path) -> list[tuple[str, str]]:
    """The text `told` in parts, each with the address that opens the editor there; empty where it names no place."""
    parts: list[tuple[str, str]] = []
    end = 0
    for found in _PLACE.finditer(told):
        if (root / found["path"]).is_file():
            place = editor(root, found["path"], int(found["line"]), int(found["column"] or 1))
            parts += [(told[end : found.start()], ""), (found[0], place)]
            end = found.end()
    return [part for part in [*parts, (told[end:], "")] if part[0]]


def _row(shown: Shown, wrong: Sequence[str], root: Path) -> str:
    said = [many(wrong.count(kind), kind) for kind in ("error", "warning") if kind in wrong]
    return (
        f'<td><a href="{escape(shown.address)}">{escape(shown.title)}</a></td><td>{shown.state}</td>'
        f"<td>{', '.join(said) or 'nothing'}</td>"
        f'<td><a href="{escape(editor(root, shown.path))}"><code>{escape(shown.path)}</code></a></td>'
    )


def _problem(problem: Problem, root: Path) -> str:
    link = escape(editor(root, problem.path, problem.line, problem.column))
    return (
        f'<p><a href="{link}">Line {problem.line}</a> <span class="tone-{problem.severity}">{problem.severity}</span> '
        f'<span class="quiet">{escape(problem.code)}</span></p><p>{escape(problem.what)}</p>'
        f'<p class="quiet">Fix: {escape(problem.fix)}</p>'
    )
