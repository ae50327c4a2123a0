"""A post and a page: one reader of them for the check, the build and the commands."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from desk import COMMAND
from desk.model.front_matter import FENCE, FrontMatter, read_front_matter
from desk.model.header import FIRST_YEAR, LAST_YEAR, PROMPT, PageHeader, PostHeader, Status, fields_at, meant_field
from desk.model.problem import Problem, Severity, did_you_mean
from desk.model.site import RESERVED_ADDRESSES, SITE, Site
from desk.model.strict_yaml import Location, Mark

_ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STEERING = {"save_as", "url", "template", "slug", "lang", "translation", "author", "authors", "path", "reader"}


def documents_in(root: Path) -> list[Path]:
    """The files of all posts, then of all pages, of the project at `root`, each by name."""
    return [file for kind in ("posts", "pages") for file in sorted((root / "content" / kind).glob("*.md"))]


def paths_of(slug: str) -> tuple[str, str]:
    """Where the post of that address would stand, and where the page would, from the project's folder."""
    return f"content/posts/{slug}.md", f"content/pages/{slug}.md"


def is_address(name: str) -> bool:
    """Whether a post or page may have `name` as its file's name, and so as its address."""
    return bool(_ADDRESS.fullmatch(name)) and name not in RESERVED_ADDRESSES


def address_near(name: str) -> str:
    """The address that comes closest to a file's name without its ending; nothing where none does."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    near = re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?:\.(?:md|markdown|txt))+$", "", plain)).strip("-")
    letters = sum(char.isalpha() for char in name)
    whole = sum(char.isalpha() for char in near) * 2 > letters  # or most of it was of another alphabet
    return near if whole and is_address(near) else ""


@dataclass(frozen=True)
class Document:
    """A file that was read. `header` is None when its header has an error.

    `slug` is the file's name and its address; `body` begins on line `body_line` of the file.
    """

    path: str
    slug: str
    kind: Literal["post", "page"]
    status: Status | None
    header: PostHeader | PageHeader | None
    body: str
    body_line: int
    front: FrontMatter = field(default_factory=FrontMatter, compare=False, repr=False)
    """The header as it was typed, with the place of every field."""
    stand_in: PostHeader | PageHeader | None = field(default=None, compare=False, repr=False)
    """Where `header` is None: a draft's header of what could be read of it, so that a preview can show the page."""

    def examined(self) -> Document:
        """The same for whoever no longer asks where a field of the header stands: of what was typed, its title."""
        typed = {name: value for name, value in self.front.values.items() if name == "title"}
        return replace(self, front=FrontMatter(typed))

    @property
    def listed(self) -> bool:
        """Whether it stands in lists, once readers see it: a hidden page stands in none."""
        return not (isinstance(self.header, PageHeader) and self.header.hidden)

    def published_on(self, day: dt.date) -> bool:
        """Whether readers may see it on `day`: said to be published, and not dated later."""
        if not self.header or self.header.status != "published":
            return False
        return not isinstance(self.header, PostHeader) or self.header.date <= day


def read_document(path: str, text: str, site: Site) -> tuple[Document, list[Problem]]:
    """Read the file at `path` (relative to the project, under content/posts or content/pages), holding `text`, by the
    words of `site`.

    Returns it with every problem of its name and header, sorted. A file that says `status: draft` in so many
    words gets warnings where another gets errors: half a draft is no slip. Never raises for what a writer types.
    """
    pure = PurePosixPath(path)
    kind: Literal["post", "page"] = "page" if pure.parent.name == "pages" else "post"
    model: type[BaseModel] = PageHeader if kind == "page" else PostHeader
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    front, problems = read_front_matter(path, text)
    lines = text.split("\n")
    status = _meant_status(front.values or _typed(lines), readable=bool(front.values))
    values = _as_if_written(front.values, site) if status == "draft" else front.values
    header: Any = None
    if not problems or front.values:  # a header that could not be read has no fields to judge
        try:
            header = model.model_validate(values, context={"site": site})
        except ValidationError as error:
            details = error.errors()
            astray = [d["loc"] for d in details if d["type"] == "extra_forbidden" and d["loc"][0] in _POSTS_ALONE]
            if kind == "page" and len(astray) > len(_POSTS_ALONE) // 2:
                mark = front.keys[astray[0]]
                what, fix = (
                    "this is the header of a post, and here are pages.",
                    f"move it to content/posts/{pure.name}.",
                )
                problems.append(Problem.on(lines, path, mark.line, mark.column, "header/unknown-key", what, fix))
                details = [detail for detail in details if detail["loc"] not in astray]
            renamed = {meant_field(str(d["loc"][-1]), fields_at(model, d["loc"])) for d in details
                       if d["type"] == "extra_forbidden"}  # fmt: skip
            # A field under another name is not missing as well.
            details = [d for d in details if d["type"] != "missing" or d["loc"][-1] not in renamed]
            problems += [_problem(path, lines, front, model, detail) for detail in details]
    if not is_address(pure.stem):
        reserved = pure.stem in RESERVED_ADDRESSES
        what = "this name is kept for the site itself." if reserved else f'"{pure.stem}" cannot be an address.'
        near = address_near(pure.stem)
        fix = "choose another name." if reserved else f"rename it to {near}.md." if near else (
            "name the file in small letters, digits and single hyphens, such as ketamine-and-sleep.md."
        )  # fmt: skip
        problems.append(Problem(path, 1, 1, "file/bad-name", what, fix))
    severity: Severity = "warning" if status == "draft" else "error"
    problems = sorted(
        Problem(p.path, p.line, p.column, p.code, p.what, p.fix, severity, p.source) for p in set(problems)
    )
    valid = None if problems else header
    stand_in = None
    if valid is None and is_address(pure.stem):
        stand_in = _stand_in(model, pure.stem, front.values or _typed(lines), site)
    return Document(path, pure.stem, kind, status, valid, front.body, front.body_line, front, stand_in), problems


_POSTS_ALONE = frozenset(PostHeader.model_fields) - frozenset(PageHeader.model_fields)


def _as_if_written(values: dict[str, Any], site: Site) -> dict[str, Any]:
    """The fields of a draft, with something that will do wherever a prompt still asks for a word or a day.

    So a draft can be looked at from its first minute. No prompt is published: the check sees what was typed.
    """

    def asks(value: Any) -> bool:
        return isinstance(value, str) and value.startswith(PROMPT)

    day = str(values.get("date"))
    filled = dict(values)
    if asks(values.get("reviewed")):
        filled["reviewed"] = day
    if asks(values.get("review_due")):
        filled["review_due"] = f"{int(day[:4]) + 1}-{day[5:7]}-01" if day[:4].isdecimal() else day
    tags, evidence = values.get("tags"), values.get("evidence")
    if isinstance(tags, list) and any(map(asks, tags)):
        filled["tags"] = [tag for tag in tags if not asks(tag)] or [next(iter(site.tags), "")]
    if isinstance(evidence, dict) and asks(evidence.get("grade")):
        filled["evidence"] = {**evidence, "grade": list(site.grades)[-1]}
    return filled


def _typed(lines: list[str]) -> dict[str, Any]:
    """The fields of a header that cannot be read as a whole, each from its own line, as near as that goes."""
    fields: dict[str, Any] = {}
    begun = False
    for line in lines:
        if line.rstrip() == FENCE:
            if begun:
                break
            begun = True
        elif found := re.fullmatch(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*\S)[ \t]*", line):
            value = re.fullmatch(r"([\"'])(.*)\1(?:[ \t]+#.*)?|(.*?)(?:[ \t]+#.*)?", found[2])
            assert value
            fields.setdefault(found[1], value[2] if value[1] else value[3].strip("\"'"))
    return fields


def _meant_status(fields: dict[str, Any], *, readable: bool) -> Status | None:
    """The status that a header means, though it be mistyped; None where it may mean to be published and does not say
    so. A slip beside it makes no draft a post that readers are to see."""
    said = fields.get("status") or next((v for k, v in fields.items() if did_you_mean(k, ["status"])), None)
    if said == "published":
        return "published" if "status" in fields else None
    if not isinstance(said, str):
        return None if readable or not fields else "draft"
    return "draft" if did_you_mean(said, ["draft", "published"]) == "draft" else None


def _stand_in(model: type[BaseModel], slug: str, fields: dict[str, Any], site: Site) -> Any:
    """A draft's header of those of `fields` that can be used, and of words that say so in place of the others."""
    kept: dict[str, Any] = {
        "title": f"Draft: {slug.replace('-', ' ')}"[:90],
        "summary": "Some fields of this draft cannot be read yet. The check says which, and how to mend them.",
    }
    if model is PostHeader:
        kept |= {
            "date": f"{FIRST_YEAR}-01-01",
            "category": next(iter(site.categories)),
            "tags": [next(iter(site.tags))],
            "audience": "those who write it",
            "evidence": {"grade": list(site.grades)[-1], "reason": "The header does not say yet."},
            "reviewed": f"{FIRST_YEAR}-01-01",
            "review_due": f"{LAST_YEAR}-01-01",
            "conflicts": "Not yet said.",
        }
    named = [name for name in fields if name in model.model_fields and name != "status"]
    each: list[dict[str, Any]] = [{name: fields[name]} for name in named]
    for more in [*each, {name: fields[name] for name in named if name in ("image", "alt")}]:
        with contextlib.suppress(ValidationError):
            model.model_validate({**kept, **more}, context={"site": site})
            kept |= more
    return model.model_validate(kept, context={"site": site})


def _problem(path: str, lines: list[str], front: FrontMatter, model: type[BaseModel], detail: Any) -> Problem:
    """One of pydantic's findings, as a problem with its place in the file."""
    at: Location = tuple(detail["loc"])
    name = str(at[-1]) if at else ""
    context = detail.get("ctx", {})
    mark = _place(front.places, at)
    if detail["type"] == "missing":
        mark = _place(front.keys, at[:-1]) if len(at) > 1 else Mark(1, 1)
        code, what = "missing-field", f'the field "{".".join(map(str, at))}" is missing.'
        if len(at) > 1 and isinstance(at[-2], int):
            mark = _place(front.places, at[:-1])
            what = f'an entry of "{at[0]}" has no "{name}".'
        fix = f'add a line "{name}: ...".'
    elif detail["type"] == "extra_forbidden":
        mark = front.keys.get(at, mark)
        known = fields_at(model, at)
        near = meant_field(name, known)
        code, what = "unknown-key", f'"{name}" is not a field.'
        fix = f'did you mean "{near}"?' if near else f"use one of: {', '.join(known)}."
        if near == "written_by":
            fix = f'delete the line, or write "written_by:" with a name that stands under [people] in {SITE}.'
        elif name in _STEERING:
            fix = "delete the line: the file's name is the address, and the site sets the rest."
        elif near == "status":
            fix = 'write "status: draft" or "status: published".'
    elif detail["type"] == "slip":
        code, what, fix = context["code"], context["what"], context["fix"]
        if ":" in code:  # found by the model as a whole: the code names the field it stands at
            code, name = code.split(":")
            mark = _place(front.places, (name,))
        elif name:
            what = f"{name if isinstance(at[-1], str) else at[-2]}: {what}"
    elif detail["type"] == "too_short":
        code, what, fix = "empty-value", f"{name}: the list is empty.", "give at least one."
    elif detail["type"].startswith("bool"):
        code, what, fix = "wrong-type", f"{name} is not yes or no.", 'write "true" or "false".'
    elif name == "evidence" or name.isdecimal() or isinstance(at[-1], int):
        within = ("grade", "reason") if at[0] == "evidence" else ("date", "what")
        code, what = "wrong-type", f'"{at[0]}" holds fields of its own: {" and ".join(within)}.'
        fix = f'write "{within[0]}: ..." and "{within[1]}: ..." each on its own line below it, with two spaces before.'
    else:
        code, what, fix = "wrong-type", f"{name} has the wrong form.", f'write "{name}: ..." as {COMMAND} new does.'
    return Problem.on(lines, path, mark.line, mark.column, f"header/{code}", what, fix)


def _place(marks: dict[Location, Mark], at: Location) -> Mark:
    while at and at not in marks:
        at = at[:-1]
    return marks.get(at, Mark(1, 1))
