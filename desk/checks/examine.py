"""The two stages of a check. First each file alone, a pure function of its path and bytes, so that it can be cached;
then the whole project over the facts that the first stage found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from desk.checks import (
    abbreviation,
    allowance,
    blocks,
    box,
    citation,
    dose,
    emphasis,
    encoding,
    fence,
    file_name,
    footnote,
    glossary,
    hard_word,
    header,
    heading,
    image,
    link,
    lists,
    merge_marker,
    placeholder,
    raw_html,
    reading,
    redirect,
    residue,
    settings,
    source,
    spelling,
    support,
    table,
    template,
    wording,
)
from desk.checks.code import Code
from desk.checks.subject import Entry, Examined, Facts, Post, Project, Reference, Text
from desk.model.body import scan
from desk.model.post import PostHeader, read_document
from desk.model.problem import Problem

FAMILIES: Final = (
    encoding, merge_marker, file_name, header, heading, link, image, raw_html, footnote, abbreviation, lists, table,
    fence, box, blocks, citation, source, support, wording, reading, hard_word, allowance, emphasis, placeholder,
    spelling, dose, residue, glossary, redirect, settings, template,
)  # fmt: skip
"""Every family, in the order of the page of codes."""
CODES: Final[dict[str, Code]] = {code.name: code for family in FAMILIES for code in family.CODES}

_TEXT_CHECKS: Final[tuple[Callable[[Text], Iterator[Problem]], ...]] = (
    encoding.check, merge_marker.check, file_name.check, residue.check,
)  # fmt: skip
_POST_CHECKS: Final[tuple[Callable[[Post], Iterator[Problem]], ...]] = (
    header.check_post, heading.check_post, link.check_post, image.check_post, raw_html.check_post,
    footnote.check_post, abbreviation.check_post, lists.check_post, table.check_post, fence.check_post, box.check_post,
    blocks.check_post, citation.check_post, allowance.check_post, emphasis.check_post, placeholder.check_post,
    spelling.check_post, dose.check_post,
)  # fmt: skip
_PROJECT_CHECKS: Final[tuple[Callable[[Project], Iterator[Problem]], ...]] = (
    file_name.check_project, header.check_project, link.check_project, image.check_project, citation.check_project,
    source.check_project, support.check_project, hard_word.check_project, redirect.check_project,
    template.check_project,
)  # fmt: skip
_PICTURES: Final = {".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".svg", *image.OTHER_KINDS}
_READ: Final = {".md", ".bib", ".yml", ".yaml", ".py", ".html", ".xml", ".txt", ".webmanifest", ".json", ".css", ".js"}


def examine(path: str, data: bytes) -> Examined:
    """Everything that can be said of the file at `path` (relative to the project) from its bytes alone."""
    pure = PurePosixPath(path)
    facts = Facts()
    if pure.suffix.lower() in _PICTURES and path.startswith("content/"):
        facts.kind = "image"
        return Examined(list(image.check_file(path, data)), facts)
    if file_name.is_lock(path):
        return Examined([], facts)
    document = str(pure.parent) in ("content/posts", "content/pages") and pure.suffix == ".md"
    known = document or path in (citation.BIBLIOGRAPHY, redirect.REDIRECTS, glossary.GLOSSARY, *settings.FILES)
    if not known and not path.startswith(template.FOLDER) and (pure.suffix not in _READ or pure.name.startswith(".")):
        return Examined(list(merge_marker.check_bytes(path, data)), facts)
    text, problems = encoding.decode(path, data)
    if text is None:
        if document:
            facts.kind, facts.slug = pure.parent.name.removesuffix("s"), pure.stem
        return Examined(problems, facts)
    for check in _TEXT_CHECKS:
        problems += check(text)
    if any(problem.code == "merge/marker" for problem in problems):
        if document:
            facts.kind, facts.slug = pure.parent.name.removesuffix("s"), pure.stem
        return Examined(problems, facts)  # two texts in one: what else is wrong cannot be told
    if document:
        problems += _document(text, facts)
    elif path == citation.BIBLIOGRAPHY:
        facts.kind = "bibliography"
        problems += source.check(text, facts)
    elif path == redirect.REDIRECTS:
        facts.kind = "redirects"
        problems += redirect.check(path, text.text, facts)
        problems += dose.check_text(text)
    elif path == glossary.GLOSSARY:
        facts.kind = "glossary"
        problems += glossary.check(path, text.text, facts)
        problems += dose.check_text(text)
    elif path in settings.FILES:
        facts.kind = "settings"
        problems += settings.check(text, facts)
    elif path.startswith(template.FOLDER):
        facts.kind = "template"
        problems += template.check(text, facts)
    return Examined(problems, facts)


def _document(text: Text, facts: Facts) -> list[Problem]:
    document, problems = read_document(text.path, text.text)
    if file_name.is_judged(text.path):
        problems = [problem for problem in problems if problem.code != "file/bad-name"]
    front = document.front
    body = scan(document.body, document.body_line)
    places = {str(at[0]): (mark.line, mark.column) for at, mark in front.places.items() if len(at) == 1}
    post = Post(text, document, body, places, front.values)
    facts.kind, facts.slug, facts.status = document.kind, document.slug, document.status or ""
    if document.header:
        facts.title = document.header.title
        if document.header.status == "published":
            facts.shown_from = document.header.date.isoformat() if isinstance(document.header, PostHeader) else "always"
    facts.title_spot = places.get("title", (1, 1))
    for name in ("modified", "reviewed", *header.AHEAD):
        if day := header.iso_day(front.values.get(name)):
            facts.days[name] = [(day, *places[name])]
    changes = front.values.get("changes")
    for number, change in enumerate(changes if isinstance(changes, list) else []):
        day = header.iso_day(change.get("date")) if isinstance(change, dict) else ""
        if day:
            mark = front.places[("changes", number, "date")]
            facts.days.setdefault("changes", []).append((day, mark.line, mark.column))
    facts.anchors = sorted(body.anchors)
    for found in body.links:
        reference: Reference = (*post.at(found.target_at), found.target, "")
        if not found.image:
            facts.links.append(reference)
        elif found.target.startswith("{static}"):
            facts.images.append(reference)
    picture = front.values.get("image")
    if isinstance(picture, str) and picture:
        facts.images.append((*places["image"], picture, "header"))
    for cited in body.citations:
        if cited.well_formed:
            for key, at in cited.keys:
                facts.cited.setdefault(key, []).append(post.at(at))
    for gather in (support.gather, allowance.gather, hard_word.gather):
        gather(post, facts)
    for check in _POST_CHECKS:
        problems += check(post)
    return problems


def settle(problems: list[Problem], files: Mapping[str, Facts]) -> list[Problem]:
    """Sorted and single. What is wrong in a draft is a warning, unless it would leak or break what others made."""
    settled = set()
    for problem in problems:
        code = CODES.get(problem.code)
        facts = files.get(problem.path)
        severity = problem.severity
        if code and code.always:
            severity = "error"
        elif facts and facts.status == "draft":
            severity = "warning"
        settled.add(
            Problem(
                problem.path, problem.line, problem.column, problem.code, problem.what, problem.fix, severity,
                problem.source,
            )
        )  # fmt: skip
    return sorted(settled)


def examine_project(
    examined: Mapping[str, Examined], content: Mapping[str, bytes], odd: list[Entry], day: dt.date
) -> list[Problem]:
    """Every problem of the project, sorted: those of each file, and those between files."""
    files = {path: each.facts for path, each in examined.items()}
    project = Project(day, files, content, odd)
    problems = [problem for each in examined.values() for problem in each.problems]
    for check in _PROJECT_CHECKS:
        problems += check(project)
    return settle(problems, files)


def examine_all(content: Mapping[str, bytes], odd: list[Entry], day: dt.date) -> list[Problem]:
    """Both stages, in memory."""
    return examine_project({path: examine(path, data) for path, data in content.items()}, content, odd, day)
