"""`diff`: what changes for readers between two states of the project, in words: what comes and goes, grades, claims,
numbers, sources, warnings. A comparison of two editions; how the files differ is git's to say.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import html

from desk import COMMAND
from desk.commands.staged import tree
from desk.edition import Edition, Unreadable, read
from desk.history import COMMON, NO_GIT, git, has_git
from desk.model.header import PostHeader
from desk.model.post import Document
from desk.refusal import Refusal

_BLOCKS: Final = "//*[self::p or self::li or self::td or self::th or self::h2 or self::h3 or self::h4 or self::dd]"
_WARNINGS: Final = ("emergency", "urgent", "off-label")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z\d\"\u201c])")
_NUMBER = re.compile(
    r"\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|once|twice|none)\b",
    re.IGNORECASE,
)
_ALIKE: Final = 0.55
"""From which likeness on a new sentence is an old one put otherwise."""
_MOST_SHOWN: Final = 12


@dataclass(frozen=True)
class Change:
    """What changes on one page: its title and address, what becomes of it, and each point for readers."""

    title: str
    slug: str
    fate: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class _Said:
    """A document as its readers take it in."""

    title: str
    slug: str
    state: str
    header: Mapping[str, str]
    claims: Mapping[str, str]
    sources: frozenset[str]
    warnings: Mapping[str, str]
    sentences: tuple[str, ...]


def changes(before: Edition, now: Edition) -> list[Change]:
    """Every page that differs for its readers, those that readers have or will have first."""
    old, new = _all(before), _all(now)
    moved = {each.old: each.new.partition("#")[0] for each in now.redirects if each.new}
    gone = {each.old: each.gone for each in now.redirects if each.gone}
    came_from = {to: was for was, to in moved.items() if was in old and was not in new and to in new and to not in old}
    found = []
    for slug in sorted({*old, *new}):
        if slug in came_from.values():
            continue
        was, is_ = old.get(came_from.get(slug, slug)), new.get(slug)
        fate, points = _fate(was, is_, gone.get(slug, "")), tuple(_points(was, is_, now)) if was and is_ else ()
        if slug in came_from:
            fate = f"moves here from /{came_from[slug]}/" + (f", {fate}" if fate else "")
        said = is_ or was
        if said and (fate or points):
            found.append(Change(said.title, slug, fate, points))
    return sorted(found, key=lambda each: (each.fate in ("is a new draft", ""), each.slug))


def _all(edition: Edition) -> dict[str, _Said]:
    found = {}
    for path, document in edition.documents.items():
        shown = edition.page(path, preview=True)
        if shown:
            found[shown.slug] = _said(edition, shown, document)
    return found


def _said(edition: Edition, shown: Document, document: Document) -> _Said:
    header = shown.header
    assert header is not None
    rendered = edition.converted(document.path)
    page = html.fragment_fromstring(rendered.html, create_parent="article")
    warnings = {name: _text(page, f"//section[contains(@class, 'box--{name}')]") for name in _WARNINGS}
    for each in page.xpath(
        "//sup[@class='cite'] | //section[contains(@class, 'side-notes')] | //svg | //p[@class='verdict']"
    ):
        each.drop_tree()
    texts = [" ".join(each.text_content().split()) for each in page.xpath(_BLOCKS)]
    state, fields = "live", {"title": header.title, "summary": header.summary}
    if isinstance(header, PostHeader):
        fields |= {
            "How sure": f"{header.evidence.grade}: {header.evidence.reason}",
            "reviewer": edition.site.credited(header.reviewed_by) if header.reviewed_by else "none",
            "evidence checked": str(header.reviewed),
            "conflicts of interest": header.conflicts,
        }
        if header.date > edition.day:
            state = f"scheduled for {header.date}"
    if document.status != "published" or not document.header:
        state = "draft"
    return _Said(
        header.title,
        shown.slug,
        state,
        fields,
        {claim.title: claim.grade for claim in rendered.claims},
        frozenset(rendered.sources),
        {name: text for name, text in warnings.items() if text},
        tuple(dict.fromkeys(sentence for text in texts for sentence in _SENTENCE.split(text) if sentence)),
    )


def _text(page: html.HtmlElement, where: str) -> str:
    return " ".join(" ".join(each.text_content().split()) for each in page.xpath(where))


def _fate(was: _Said | None, is_: _Said | None, reason: str) -> str:
    if was is None:
        assert is_ is not None
        return {"live": "is new and goes live", "draft": "is a new draft"}.get(is_.state, f"is new, {is_.state}")
    if is_ is None:
        return f"is withdrawn: {reason}" if was.state == "live" and reason else "is taken away"
    if was.state == is_.state:
        return ""
    if was.state == "live":
        return "is taken off the site: it is a draft again" if is_.state == "draft" else f"leaves the site: {is_.state}"
    return "goes live" if is_.state == "live" else f"is now {is_.state} (it was {was.state})"


def _points(was: _Said, is_: _Said, now: Edition) -> Iterator[str]:
    for name, value in is_.header.items():
        if was.header.get(name, "") != value:
            yield f'{name}: "{value}" (was "{was.header.get(name, "")}")'
    for claim, grade in is_.claims.items():
        if claim not in was.claims:
            yield f'new claim, {grade}: "{claim}"'
        elif was.claims[claim] != grade:
            yield f'grade of the claim "{claim}": {grade} (was {was.claims[claim]})'
    yield from (f'claim taken out: "{claim}"' for claim in was.claims if claim not in is_.claims)
    for name in _WARNINGS:
        if (name in was.warnings) != (name in is_.warnings):
            yield f"the box {name} is {'new' if name in is_.warnings else 'taken out'}"
        elif was.warnings.get(name) != is_.warnings.get(name):
            yield f"the box {name} says something else"
    for keys, how in ((is_.sources - was.sources, "new source"), (was.sources - is_.sources, "source no longer cited")):
        for key in sorted(keys):
            source = now.library.sources.get(key)
            yield f"{how}: {f'{source.title} ({key})' if source else key}"
    yield from _sentences(was, is_)


def _sentences(was: _Said, is_: _Said) -> Iterator[str]:
    """Each sentence with a number that is new, gone or put otherwise; of the others, how many."""
    gone = [each for each in was.sentences if each not in is_.sentences]
    new = [each for each in is_.sentences if each not in was.sentences]
    others = 0
    shown = []
    for each in new:
        near = difflib.get_close_matches(each, gone, n=1, cutoff=_ALIKE)
        if near:
            gone.remove(near[0])
        numbers = _NUMBER.findall(each) != _NUMBER.findall(near[0] if near else "")
        if numbers:
            shown.append(f'now "{each}"' + (f' (was "{near[0]}")' if near else ""))
        else:
            others += 1
    shown += [f'no longer "{each}"' for each in gone if _NUMBER.search(each)]
    others += sum(not _NUMBER.search(each) for each in gone)
    yield from shown[:_MOST_SHOWN]
    if len(shown) > _MOST_SHOWN:
        yield f"and {len(shown) - _MOST_SHOWN} more sentences with numbers"
    if others:
        yield f"{others} other sentence{'s' if others > 1 else ''} changed, without a number"


def as_text(found: list[Change]) -> str:
    """For a terminal."""
    if not found:
        return "Nothing changes for readers."
    lines = []
    for each in found:
        lines.append(f"{each.title} (/{each.slug}/){f' {each.fate}' if each.fate else ''}")
        lines += [f"  - {point}" for point in each.points]
    return "\n".join(lines)


def as_markdown(found: list[Change]) -> str:
    """For a comment on a pull request. What a writer typed cannot become markup, a mention or a picture there."""
    lines = ["### What changes for readers", ""]
    if not found:
        lines.append("Nothing.")
    for each in found:
        lines.append(f"**{_plain(each.title)}** (`/{each.slug}/`) {_plain(each.fate)}".rstrip())
        lines += ["", *(f"- {_plain(point)}" for point in each.points), ""]
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text).replace("@", "@\u200b")


def diff(root: Path, day: dt.date, base: str = "") -> list[Change]:
    """What differs for readers between the commit `base` and what stands in the project's folder now.

    Without `base`: the point at which this branch left the main one. Raises Refusal where there is no such commit.
    """
    return since(root, day, _start(root, base))


def since(root: Path, day: dt.date, start: str) -> list[Change]:
    """What differs for readers between the commit `start` and what stands in the project's folder now."""
    with tempfile.TemporaryDirectory() as place:
        index = {"GIT_INDEX_FILE": str(Path(place, "index"))}
        there = tree(root, Path(place, "before"), start, index)
        try:
            before = read(there, day)
        except Unreadable:
            what = f"The project as it was at {start[:10]} cannot be read by the tool of today."
            raise Refusal(f"{what} Fix: name a later commit.") from None
        return changes(before, read(root, day))


def _start(root: Path, base: str) -> str:
    if not has_git(root):
        raise Refusal(NO_GIT)
    for name in [base] if base else COMMON:
        known = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").stdout.strip()
        if known:
            return git(root, "merge-base", known, "HEAD").stdout.strip() or known
    said = f'git knows no commit "{base}".' if base else "git knows no main branch to compare with."
    raise Refusal(f"{said} Fix: name a commit or a branch, such as {COMMAND} diff HEAD~1")
