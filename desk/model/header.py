"""The header of a post and of a page: its fields, and what each takes.

To add a field: name it here with its type, and it exists everywhere.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from desk.model.problem import did_you_mean, suggest
from desk.model.quotes import curly
from desk.model.site import SITE, Site
from desk.model.strict_yaml import Location

NOT_REVIEWED = "Not yet reviewed by a clinician"
PROMPT = "Write here:"
"""How everything begins, in a new draft, that its writer has still to replace. Nothing with it is published."""
FIRST_YEAR = 2023
"""The year of the first post: an earlier date is a slip of the keys."""

LAST_YEAR = 2100
WORDS = ("title", "summary", "audience", "conflicts", "alt")
"""Fields that readers see as they are typed."""
_ELSEWHERE = {
    "author": "written_by", "authors": "written_by", "by": "written_by", "byline": "written_by",
    "description": "summary", "excerpt": "summary", "abstract": "summary", "subtitle": "summary",
    "headline": "title", "keywords": "tags", "labels": "tags", "topic": "category", "topics": "category",
    "section": "category", "updated": "modified", "lastmod": "modified", "last_modified": "modified",
    "draft": "status", "published": "status", "publish": "status", "state": "status",
    "written_for": "audience", "readers": "audience", "coi": "conflicts", "competing_interests": "conflicts",
    "disclosure": "conflicts", "disclosures": "conflicts", "reviewer": "reviewed_by", "next_review": "review_due",
    "picture": "image", "cover": "image", "thumbnail": "image", "changelog": "changes",
}  # fmt: skip
"""What other systems call a field of ours."""


def _slip(code: str, what: str, fix: str) -> PydanticCustomError:
    # Pydantic fills {braces} in a message; what a writer typed may hold some, so it travels in the context.
    return PydanticCustomError("slip", "{what}", {"code": code, "what": what, "fix": fix})


def _text(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        raise _slip("wrong-type", "this field takes text, not a list.", "write the value on the field's own line.")
    if isinstance(value, str) and not value.strip():
        raise _slip("empty-value", "the field has no value.", "write the value, or delete the line.")
    return " ".join(value.split()) if isinstance(value, str) else value


def _day(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    text = _text(value)
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if not found:
        meant = meant_days(text)
        why = f" It can be read two ways, as {' or '.join(meant)}." if len(meant) > 1 else ""
        fix = f"write {meant[0]}." if len(meant) == 1 else "write year-month-day, such as 2026-11-22."
        raise _slip("not-a-date", f'"{text}" is not a date as it is written here.{why}', fix)
    try:
        day = dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        raise _slip("no-such-day", f'there is no day "{text}".', "write a day that is in the calendar.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        fix = "look at the year." if day.year > LAST_YEAR else f"write a year from {FIRST_YEAR} on."
        raise _slip("unlikely-year", f"the year {day.year} cannot be meant.", fix)
    return day


_FORMS = ("%Y-%m-%d", "%m-%d-%Y", "%d-%m-%Y", "%Y%m%d", "%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y")


def meant_days(typed: str) -> list[str]:
    """The days, as 2026-11-22, that a date typed in another way can mean: 6 May 2024, 2024/5/6, 13.5.2024."""
    plain = re.sub(r"[\u2010-\u2015\u2212/.]", "-", typed)
    plain = re.sub(r"(?<=\d)[oO]|[oO](?=\d)", "0", plain)
    plain = re.sub(r"(?<=\d)[ ]?(?:T|\s)\d{1,2}:\d{2}.*", "", plain)
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|,|(?<=[A-Za-z])-(?=\s)", "", plain)
    plain = re.sub(r"\s*-\s*", "-", plain)
    found = []
    for form in _FORMS:
        with contextlib.suppress(ValueError):
            day = dt.datetime.strptime(" ".join(plain.split()), form).date()
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                found.append(day.isoformat())
    return list(dict.fromkeys(found))


def _one_of(choices: tuple[str, ...], code: str, kind: str) -> Any:
    def check(value: Any) -> Any:
        text = _text(value)
        if text not in choices:
            raise _slip(code, f'"{text}" is not a {kind}.', suggest(text, choices))
        return text

    return BeforeValidator(check)


_ADDED = {
    "categories": '[categories."{}"], with its meaning below,',
    "tags": '"{}" = "What it gathers, in one sentence." under [tags]',
    "series": '"{}" = "What its posts have in common." under [series]',
    "people": '[people."{}"], with agreed = (the day on which they agreed to be named) below,',
    "reviewers": '[people."{}"], with qualification and agreed (the day on which they agreed to be named) below,',
}
"""How a word is added to each of the site's open lists."""


@dataclass(frozen=True, slots=True)
class OfTheSite(BeforeValidator):
    """A word of a list of content/site.toml. `words` is that list's name in desk.model.site.Site."""

    words: str = ""


def _of_the_site(words: str, code: str, kind: str = "") -> Any:
    """One of the words in the list `words` of content/site.toml; the site comes as the context of the validation."""

    def check(value: Any, info: ValidationInfo) -> Any:
        assert info.context is not None
        site: Site = info.context["site"]
        text, choices = _text(value), getattr(site, words)
        if text not in choices:
            add = f" Or add it: {_ADDED[words].format(text)} in {SITE}." if words in _ADDED else ""
            what = f'"{text}" is not a {kind or code}.'
            raise _slip(f"unknown-{code}", what, (suggest(text, choices) if choices else "delete the line.") + add)
        return text

    return OfTheSite(check, words=words)


def _length(least: int, most: int) -> AfterValidator:
    def check(value: str) -> str:
        if not re.search(r"[^\W_]", value):
            raise _slip("no-words", "there is no letter in it.", "write it in words.")
        if len(value) < least:
            raise _slip("too-short", f"it has {len(value)} characters.", f"write at least {least}.")
        if len(value) > most:
            raise _slip("too-long", f"it has {len(value)} characters.", f"say it in at most {most}.")
        if "<" in value or ">" in value:
            raise _slip("html-in-header", "a < or > stands in it.", "write it in words; a header takes no HTML.")
        return value

    return AfterValidator(check)


def _list(value: Any) -> Any:
    if isinstance(value, str):
        raise _slip("wrong-type", "this field takes a list.", 'write each on its own line, with "- " before it.')
    return value


Text = Annotated[str, BeforeValidator(_text), _length(2, 300)]
Title = Annotated[str, BeforeValidator(_text), _length(4, 90)]
Summary = Annotated[str, BeforeValidator(_text), _length(50, 200)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Status = Literal["draft", "published"]


class _Header(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: Title
    summary: Summary
    status: Annotated[Status, _one_of(("draft", "published"), "bad-status", "status")] = "draft"
    modified: Day | None = None

    @property
    def printed_title(self) -> str:
        """The title as readers get it, wherever they do."""
        return curly(self.title)

    @property
    def printed_summary(self) -> str:
        """The summary, likewise."""
        return curly(self.summary)


class Evidence(BaseModel):
    """How sure the main claim of a post is: a grade of the closed list, and why, in a line. Of studies that compare,
    by their keys: in which the treatment did better than what it was compared with, and in which it did not."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    grade: Annotated[str, _of_the_site("grades", "grade")]
    reason: Text
    better: Annotated[list[Text], BeforeValidator(_list)] = []
    no_better: Annotated[list[Text], BeforeValidator(_list)] = []


class Change(BaseModel):
    """One line of the history that readers see."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    date: Day
    what: Text


class PostHeader(_Header):
    """The header of `content/posts/<slug>.md`."""

    date: Day
    category: Annotated[str, _of_the_site("categories", "category")]
    tags: Annotated[list[Annotated[str, _of_the_site("tags", "tag")]], BeforeValidator(_list), Field(min_length=1)]
    audience: Annotated[str, BeforeValidator(_text), _length(5, 80)]
    evidence: Evidence
    reviewed: Day
    written_by: Annotated[str, _of_the_site("people", "writer", "person who may be named")] | None = None
    reviewed_by: Annotated[str, _of_the_site("reviewers", "reviewer", "clinician who may be named")] | None = None
    review_due: Day
    conflicts: Text
    series: Annotated[str, _of_the_site("series", "series")] | None = None
    image: Text | None = None
    alt: Text | None = None
    changes: Annotated[list[Change], BeforeValidator(_list)] = []

    @model_validator(mode="after")
    def _dates_in_order(self) -> PostHeader:
        def order(early: str, late: str) -> None:
            first, second = getattr(self, early), getattr(self, late)
            if first and second and second < first:
                raise _slip(
                    f"date-order:{late}", f"{late} ({second}) is before {early} ({first}).", "put the dates in order."
                )

        order("date", "modified")
        order("reviewed", "review_due")
        if self.review_due == self.reviewed:
            raise _slip("date-order:review_due", "review_due is the day of the review.", "give a later day.")
        if self.reviewed_by and self.reviewed_by == self.written_by:
            raise _slip(
                "own-reviewer:reviewed_by",
                "nobody reviews what they wrote.",
                "name another clinician, or delete the line.",
            )
        if bool(self.image) != bool(self.alt):
            raise _slip(
                "image-alt:image", "image and alt go together.", "give both: the file, and what it shows in words."
            )
        if len(set(self.tags)) != len(self.tags):
            raise _slip("duplicate-tag:tags", "a tag is given twice.", "keep it once.")
        return self


Yes = Annotated[bool, BeforeValidator(lambda value: {"true": True, "false": False}.get(value, value))]


class PageHeader(_Header):
    """The header of `content/pages/<slug>.md`. A hidden page is built but stands in no list. A tool is a page to be
    printed on one or two sheets and kept: the front page lists it, and paper shows it without columns."""

    hidden: Yes = False
    tool: Yes = False


def meant_field(name: str, known: list[str]) -> str | None:
    """The field of `known` that a writer means by `name`, or None."""
    elsewhere = _ELSEWHERE.get(name.lower().replace("-", "_").replace(" ", "_"))
    return elsewhere if elsewhere in known else did_you_mean(name, known)


def meant_fields(values: dict[str, Any], kind: Literal["post", "page"]) -> set[str]:
    """The fields that the names in a header mean: those that are ours, and those that are mistyped."""
    known = fields_at(PageHeader if kind == "page" else PostHeader, ("",))
    return {name if name in known else meant_field(name, known) or name for name in values}


def fields_at(model: type[BaseModel], at: Location) -> list[str]:
    """The names of the fields beside the one at `at`."""
    inner: dict[str | int, type[BaseModel]] = {"evidence": Evidence, "changes": Change}
    return list((inner.get(at[0], model) if len(at) > 1 else model).model_fields)
