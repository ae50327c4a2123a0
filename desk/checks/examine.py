"""The two stages of a check. First each file alone, a pure function of its path, its bytes and the library, so that it
can be cached and shared between processes; then the whole project over the facts that the first stage found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from desk.checks import (
    abbreviation,
    allowance,
    blocks,
    box,
    chart,
    citation,
    dose,
    emphasis,
    encoding,
    fence,
    figure,
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
    published,
    raw_html,
    reading,
    redirect,
    residue,
    settings,
    site,
    source,
    spelling,
    support,
    table,
    template,
    unread,
    verdict,
    wording,
)
from desk.checks.code import Code
from desk.checks.subject import Examined, Facts, Post, Project, TemplateFacts, Text
from desk.markup.converter import Converter
from desk.model.front_matter import FENCE
from desk.model.header import PROMPT, PostHeader
from desk.model.library import DATA
from desk.model.post import read_document
from desk.model.problem import Problem
from desk.model.scanner import scan

FAMILIES: Final = (
    encoding, merge_marker, file_name, header, heading, link, image, raw_html, footnote, abbreviation, lists, table,
    fence, box, chart, figure, blocks, citation, source, support, verdict, wording, reading, hard_word, allowance,
    emphasis, placeholder, spelling, dose, residue, glossary, redirect, published, site, settings, template,
    unread,
)  # fmt: skip
"""Every family, in the order of the page of codes."""
CODES: Final[dict[str, Code]] = {code.name: code for family in FAMILIES for code in family.CODES}

_TEXT_CHECKS: Final[tuple[Callable[[Text], Iterator[Problem]], ...]] = (
    encoding.check, merge_marker.check, file_name.check, residue.check, dose.check_data,
)  # fmt: skip
_POST_CHECKS: Final[tuple[Callable[[Post], Iterator[Problem]], ...]] = (
    header.check_post, heading.check_post, link.check_post, image.check_post, raw_html.check_post,
    footnote.check_post, abbreviation.check_post, lists.check_post, table.check_post, fence.check_post, box.check_post,
    chart.check_post, figure.check_post, blocks.check_post, citation.check_post, hard_word.check_post,
    wording.check_post, support.check_post, verdict.check_post,
    reading.check_post, emphasis.check_post, placeholder.check_post, spelling.check_post, dose.check_post,
)  # fmt: skip
_PROJECT_CHECKS: Final[tuple[Callable[[Project], Iterator[Problem]], ...]] = (
    file_name.check_project, header.check_project, link.check_project, image.check_project, chart.check_project,
    citation.check_project,
    source.check_project, redirect.check_project, published.check_project,
    site.check_project,
    template.check_project,
)  # fmt: skip
_READ: Final = {
    *(".md", ".bib", ".yml", ".yaml", ".toml", ".py", ".html", ".xml", ".txt", ".webmanifest", ".json", ".css", ".js"),
}


def is_document(path: str) -> bool:
    """Whether the file at `path` is a post or a page."""
    pure = PurePosixPath(path)
    return str(pure.parent) in ("content/posts", "content/pages") and pure.suffix == ".md"


def read_text(path: str, data: bytes) -> tuple[Text | None, list[Problem]]:
    """The file as a text, with what is wrong with its characters and its name; None where it cannot be read at all."""
    text, problems = encoding.decode(path, data)
    if text is None:
        return None, problems
    for check in _TEXT_CHECKS:
        problems += check(text)
    # Two texts in one: what else is wrong cannot be told.
    return (None if any(problem.code == "merge/marker" for problem in problems) else text), problems


def examine(path: str, data: bytes, converter: Converter) -> Examined:
    """Everything that can be said of the file at `path` (relative to the project) from its bytes and the library."""
    found = _inside(path, data, converter)
    return replace(found, problems=[*file_name.check_file(path, data), *found.problems])


def _inside(path: str, data: bytes, converter: Converter) -> Examined:
    """The same, but for its name."""
    pure = PurePosixPath(path)
    if file_name.is_aside(path):
        return Examined([])
    if image.is_picture(path):
        return Examined(list(image.check_file(path, data)))
    known = is_document(path) or path in (*settings.FILES, *DATA)
    if not known and not path.startswith(template.FOLDER) and (pure.suffix not in _READ or pure.name.startswith(".")):
        return Examined(list(merge_marker.check_bytes(path, data)))
    text, problems = read_text(path, data)
    if text is None:
        return Examined(problems, _salvaged(path, data, converter) if is_document(path) else None)
    if is_document(path):
        return _document(text, problems, converter)
    if path in settings.FILES:
        problems += settings.check(text)
    elif path.startswith(template.FOLDER):
        facts = TemplateFacts()
        problems += template.check(text, facts)
        return Examined(problems, facts)
    return Examined(problems)


def _salvaged(path: str, data: bytes, converter: Converter) -> Facts:
    """What is known of a post or page that cannot be read as a text: a draft is one still."""
    document, _ = read_document(path, data.decode("utf-8", "replace"), converter.library.site)
    return Facts(document.kind, document.slug, document.status if document.status == "draft" else "", unread=True)


def _document(text: Text, problems: list[Problem], converter: Converter) -> Examined:
    library = converter.library
    document, slips = read_document(text.path, text.text, library.site)
    if file_name.is_judged(text.path):
        slips = [problem for problem in slips if problem.code != "file/bad-name"]
    problems += slips
    front = document.front
    body = scan(document.body, document.body_line)
    rendered = converter.convert(document)
    post = Post(text, document, body, rendered, library)
    facts = Facts(document.kind, document.slug, document.status or "")
    if document.header:
        facts.title = document.header.title
        facts.category = getattr(document.header, "category", "")
        if document.header.status == "published":
            facts.shown_from = document.header.date.isoformat() if isinstance(document.header, PostHeader) else "always"
    facts.title_spot = post.places.get("title", (1, 1))
    for name in ("modified", "reviewed", *header.AHEAD):
        if day := header.iso_day(front.values.get(name)):
            facts.days[name] = [(day, *post.places[name])]
    changes = front.values.get("changes")
    for number, change in enumerate(changes if isinstance(changes, list) else []):
        day = header.iso_day(change.get("date")) if isinstance(change, dict) else ""
        if day:
            mark = front.places[("changes", number, "date")]
            facts.days.setdefault("changes", []).append((day, mark.line, mark.column))
    facts.anchors = list(rendered.anchors)
    facts.cites = bool(body.citations)
    link.gather(post, facts)
    for found in body.links:
        if found.image and found.target.startswith("{static}"):
            facts.images.append((*post.at(found.target_at), found.target, ""))
    picture = front.values.get("image")
    if isinstance(picture, str) and picture:
        facts.images.append((*post.places["image"], picture, "header"))
    chart.gather(post, facts)
    for check in _POST_CHECKS:
        problems += check(post)
    # What a prompt of `new` says is not its writer's: that it is still there is told, and no more.
    problems = [each for each in problems if PROMPT not in each.source or each.code.startswith("placeholder/")]
    problems = _said_better(allowance.settle(post, problems))
    if any(problem.code in ("header/no-header", "header/not-closed") for problem in problems):
        last = _end_of_lost_header(post)
        kept = ("header/", "encoding/", "merge/")
        problems = [each for each in problems if each.line > last or each.code.startswith(kept)]
    if any(problem.code == "header/field-in-body" for problem in problems):
        # A field that stands in the body is not missing as well.
        astray = {post.line(number).partition(":")[0].strip().lower() for number in header.field_lines(post)}
        problems = [each for each in problems if each.code != "header/missing-field"
                    or each.what.split('"')[1] not in astray]  # fmt: skip
    if PROMPT not in text.text and not any(problem.severity == "error" for problem in problems):
        problems += unread.check_post(post)
    return Examined(problems, facts, document.examined(), rendered)


_BETTER: Final = {
    "residue/assistant": ("placeholder/left",),
    "html/attribute": ("citation/bad-form", "placeholder/left"),
}
"""What another family says of the same line, and knows better."""


def _said_better(problems: list[Problem]) -> list[Problem]:
    said = {(each.line, each.code) for each in problems}
    wrong = {line for line, code in said if code != "heading/no-text"}
    problems = [each for each in problems if each.code != "heading/no-text" or each.line not in wrong]
    return [each for each in problems if not any((each.line, code) in said for code in _BETTER.get(each.code, ()))]


def _end_of_lost_header(post: Post) -> int:
    """The last line of a header that was not taken for one; 0 where there is none. Its fields are no faulty text."""
    return next((row for row, typed in enumerate(post.lines[1:_LONGEST_HEADER], 2) if typed.rstrip() == FENCE), 0)


_LONGEST_HEADER: Final = 60


def settle(problems: list[Problem], documents: Mapping[str, Facts]) -> list[Problem]:
    """Sorted and single. What is wrong in a draft is a warning, unless it would leak or break what others made."""
    settled = set()
    for problem in problems:
        code = CODES.get(problem.code)
        facts = documents.get(problem.path)
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


def examine_project(project: Project, problems: list[Problem]) -> list[Problem]:
    """Every problem of the project, sorted: `problems`, which its files have alone, and those between files."""
    for check in _PROJECT_CHECKS:
        problems = [*problems, *check(project)]
    return settle(_without_echoes(problems), project.documents)


_ECHOES: Final = {
    "header/future-day": ("support/checked", "header/date-order"),
    "header/far-day": ("header/date-order",),
    "published/lost": ("header/no-status",),
    "merge/marker": ("published/bad-line",),
    "encoding/not-utf8": ("published/bad-line",),
}
"""What a slip brings with it in the same file, and what goes when it is mended."""


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    echoes = {(each.path, echo) for each in problems for echo in _ECHOES.get(each.code, ())}
    return [each for each in problems if (each.path, each.code) not in echoes] if echoes else problems
