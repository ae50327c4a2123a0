"""The site's own facts and words: content/site.toml, typed. Who we are, whom readers call, how posts are sorted and
graded. A new tag, another country or another subject is a change of that file and of nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from desk.model.problem import Problem, did_you_mean

SITE: Final = "content/site.toml"
"""Where it stands, from the project's folder."""
NOT_STATED: Final = "Not yet stated by the owner of this site."
BLOCKS_OF_ALL: Final = (("key-points",), ("how-sure",))
"""The boxes that every post needs; of each choice, one is enough."""
RESERVED_ADDRESSES: Final[frozenset[str]] = frozenset(
    {
        *("archives", "categories", "category", "tags", "tag", "page", "claims", "glossary"),
        *("feeds", "fonts", "images", "404", "index"),
    }
)
"""First parts of addresses that the site itself uses, so no post or page may be named so."""


def _words(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("slip", "no words stand here")
    if "<" in value or ">" in value:
        raise PydanticCustomError("slip", "a < or > stands in it; write it in words")
    return value


def _sentence(value: str) -> str:
    if value and not (value[0].isupper() and value.endswith((".", "?", "!"))):
        raise PydanticCustomError("slip", "it is not a sentence; begin it with a capital letter and end it with a stop")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https://[^\s/?#]+(?:/[^\s?#]*[^\s/?#])?", value):
        raise PydanticCustomError("slip", "it must begin with https:// and have no slash at its end")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise PydanticCustomError("slip", "there is no such time zone; write one such as America/New_York")
    return value


def _number(value: str) -> str:
    if not re.fullmatch(r"\+?\d[\d ]*", value):
        raise PydanticCustomError("slip", "it is not a phone number; write digits")
    return value


def _choices(value: Any) -> Any:
    return [[each] if isinstance(each, str) else each for each in value] if isinstance(value, list) else value


def _named(value: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, str] = {}
    for name in value:
        _words(name)
        slug = re.sub(r"\W+", "-", name.casefold()).strip("-")
        if not slug:
            raise PydanticCustomError("slip", "a name needs a letter")
        if slug in seen:
            raise PydanticCustomError("slip", '"{a}" and "{b}" would share an address', {"a": seen[slug], "b": name})
        seen[slug] = name
    return value


def _whole_names(value: dict[str, Any]) -> dict[str, Any]:
    for name in value:
        words = name.split()
        if len(words) < 2 or not (words[0][0].isupper() and words[-1][0].isupper()):
            raise PydanticCustomError("slip", '"{name}" is no whole name; write the first and the last', {"name": name})
    return value


_PLAIN: Final = {
    "string_type": ("words are needed", "put the value between double quotation marks."),
    "bool_type": ("it is neither yes nor no", "write true or false."),
    "date_type": ("it is not a day", "write year-month-day without quotation marks, such as 2027-01-15."),
    "list_type": ("a list is needed", 'write ["one", "two"].'),
    "dict_type": ("a table is needed", 'write its fields under a line such as [tags], each as name = "words".'),
    "string_pattern_mismatch": ("it has the wrong form", "compare it with the file as it came with the project."),
}
Words = Annotated[str, AfterValidator(_words)]
Sentence = Annotated[str, AfterValidator(_words), AfterValidator(_sentence)]
Phone = Annotated[str, AfterValidator(_number)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Fact(_Part):
    """What only the owner can know: what readers are told, and the day on which the owner confirmed it."""

    statement: str = ""
    confirmed: dt.date | None = None

    @property
    def shown(self) -> str:
        """What readers see: the statement, or that there is none yet."""
        return self.statement if self.confirmed and self.statement else NOT_STATED


class Owner(_Part):
    """The table `[owner]`: everything that a publish to a real address waits for."""

    name: Fact
    address: Fact
    contact: Fact
    pays: Fact
    conflicts: Fact
    logs: Fact


class Person(_Part):
    """Somebody who may be named, and the day on which they agreed to be."""

    qualification: str = ""
    agreed: dt.date


class Country(_Part):
    """Where most readers live. `clinicians` are the letters that those have behind their names who may review."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    where: Words
    emergency: Phone
    crisis_name: Words
    crisis_call: Phone
    crisis_text: Phone | Literal[""] = ""
    regulator: Words
    spelling: Literal["American", "British"]
    elsewhere: Sentence
    clinicians: list[Words] = []


class Category(_Part):
    """A topic. `introduction`: what its page says first, a paragraph an entry. `order`: its posts as a newcomer would
    read them; the others follow, newest first. `boxes`: of each choice, one is enough. `about`: type in schema.org,
    name, coding system, code."""

    meaning: Sentence
    introduction: list[Sentence] = []
    order: list[str] = []
    approval: str = ""
    crisis: bool = False
    boxes: Annotated[list[list[str]], BeforeValidator(_choices)] = []
    about: list[Annotated[list[str], Field(min_length=4, max_length=4)]] = []

    @property
    def blocks(self) -> list[list[str]]:
        """Every choice of boxes that its posts need, in the order of a page."""
        return [*(list(choice) for choice in BLOCKS_OF_ALL), *self.boxes]


class Grades(_Part):
    """The five grades, from most to least certain, each with its plain words. The scale itself is the method's
    (evidence notes, section 0), so its steps are fixed and only their words are data."""

    strong: Words
    moderate: Words
    limited: Words
    very_limited: Annotated[Words, Field(alias="very limited")]
    conflicting: Words


class Site(_Part):
    """All of content/site.toml."""

    name: Words
    subtitle: Words
    headline: Words
    lead: Sentence
    author: Words
    address: Annotated[str, AfterValidator(_address)]
    repository: Annotated[str, AfterValidator(_address)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
    timezone: Annotated[str, AfterValidator(_zone)]
    start: str = ""
    """The post whose key points the front page offers to someone who hurts now; empty for the newest."""
    owner: Owner
    country: Country
    grade_words: Annotated[Grades, Field(alias="grades")]
    categories: Annotated[dict[str, Category], AfterValidator(_named), Field(min_length=1)]
    tags: Annotated[dict[str, Sentence], AfterValidator(_named), Field(min_length=1)]
    series: Annotated[dict[str, Sentence], AfterValidator(_named)] = {}
    people: Annotated[dict[str, Person], AfterValidator(_named), AfterValidator(_whole_names)] = {}

    @property
    def grades(self) -> Mapping[str, str]:
        """Grade -> plain words, from most to least certain."""
        return MappingProxyType(self.grade_words.model_dump(by_alias=True))

    @property
    def reviewers(self) -> list[str]:
        """Names of those people who may be said to have reviewed a post: their qualification is a clinician's."""
        return [name for name, person in self.people.items() if self._is_clinician(person)]

    def _is_clinician(self, person: Person) -> bool:
        words = re.findall(r"[^\W\d_]+", person.qualification)
        return bool(words) and (not self.country.clinicians or not {*words}.isdisjoint(self.country.clinicians))

    def credited(self, name: str) -> str:
        """A person as readers see them: the name, and the qualification behind it."""
        return ", ".join(part for part in (name, self.people[name].qualification) if part)

    @property
    def facts(self) -> dict[str, Fact]:
        """The owner's facts by name."""
        return {name: getattr(self.owner, name) for name in Owner.model_fields}

    @property
    def unconfirmed(self) -> list[str]:
        """Names of the owner's facts that the owner has not confirmed."""
        return [name for name, fact in self.facts.items() if fact.shown == NOT_STATED]

    @property
    def is_real(self) -> bool:
        """Whether readers can reach its address: names that end in .example never exist (RFC 2606)."""
        host = re.sub(r"^https://|[:/].*", "", self.address)
        return not host.endswith((".example", "localhost", ".test", ".invalid"))


def read_site(path: str, text: str) -> tuple[Site | None, list[Problem]]:
    """The site's facts in `text`, and every problem; None where they cannot be used. Never raises."""
    lines = text.split("\n")

    def problem(line: int, code: str, what: str, fix: str) -> Problem:
        source = lines[line - 1] if 0 < line <= len(lines) else ""
        column = len(source) - len(source.lstrip()) + 1
        return Problem(path, line, column, f"site/{code}", what, fix, source=source)

    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else len(lines)
        what = re.sub(r"\s*\(at .*", "", str(error)).rstrip(".").lower()
        fix = 'write name = "words", with double quotation marks round the words.'
        return None, [problem(line, "not-toml", f"the file cannot be read here ({what}).", fix)]
    try:
        return Site.model_validate(values), []
    except ValidationError as error:
        found_problems = []
        for detail in error.errors():
            at = tuple(part for part in detail["loc"] if part != "[key]")
            name = str(at[-1]) if at else ""
            line = _line_of(lines, at)
            if detail["type"] == "missing":
                line = _line_of(lines, at[:-1])
                entry = problem(line, "missing-field", f'"{".".join(map(str, at))}" is missing.',
                                f'add a line: {name} = "..."')  # fmt: skip
            elif detail["type"] == "extra_forbidden":
                near = did_you_mean(name, _names_at(at[:-1]))
                fix = f'did you mean "{near}"?' if near else f"use one of: {', '.join(_names_at(at[:-1]))}."
                entry = problem(line, "unknown-field", f'there is no field "{name}" here.', fix)
            else:
                what, fix = _PLAIN.get(detail["type"], ("", "correct the value."))
                what = what or detail["msg"][0].lower() + detail["msg"][1:]
                entry = problem(line, "bad-value", f"{name}: {what.rstrip('.')}.", fix)
            found_problems.append(entry)
        return None, sorted(set(found_problems))


def _names_at(at: tuple[Any, ...]) -> list[str]:
    model: Any = Site
    for part in at:
        known = {(field.alias or name): field.annotation for name, field in getattr(model, "model_fields", {}).items()}
        inner = known.get(str(part))
        model = inner if isinstance(inner, type) else Category if part == "categories" else model
    fields = getattr(model, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _line_of(lines: list[str], at: tuple[Any, ...]) -> int:
    """The line on which the value at `at` stands, as near as its table and key can be found; at least 1."""
    best, wanted = 1, tuple(str(part) for part in at)
    table: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if head := re.fullmatch(r"\[\[?\s*(.+?)\s*\]\]?(?:\s*#.*)?", bare):
            table = tuple(_keys(head[1]))
            if table == wanted[: len(table)]:
                best = number
            continue
        key = re.match(r"(\"[^\"]*\"|[\w-]+)\s*=", bare)
        if key and (*table, *_keys(key[1])) == wanted[: len(table) + 1]:
            return number
    return best


def _keys(text: str) -> list[str]:
    return [part.strip('"') for part in re.findall(r'"[^"]*"|[\w-]+', text)]
