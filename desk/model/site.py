"""The site's own facts and words: content/site.toml, typed. Who we are, whom readers call, how posts are sorted and
graded. A new tag, another country or another subject is a change of that file and of nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Set
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from desk.model.problem import Problem
from desk.model.strict_toml import Strict, Words, read_toml, words

SITE: Final = "content/site.toml"
"""Where it stands, from the project's folder."""
NOT_STATED: Final = "Not yet stated by the owner of this site."
CONTACT_HOLDS: Final = dt.timedelta(days=365)
"""For how long after the owner has confirmed it the contact is told to whoever finds a hole in the site; RFC 9116 asks
for no more than a year."""
BLOCKS_OF_ALL: Final = (("key-points",), ("how-sure",))
"""The boxes that every post needs; of each choice, one is enough."""
RESERVED_ADDRESSES: Final[frozenset[str]] = frozenset(
    {
        *("archives", "categories", "category", "tags", "tag", "page", "claims", "glossary"),
        *("search", "feeds", "fonts", "images", "404", "offline", "index"),
    }
)
"""First parts of addresses that the site itself uses, so no post or page may be named so."""


_WAY: Final = re.compile(r"https://[^\s<>\"]+[^\s<>\".,)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""A way to be reached, in the words of the owner's contact."""


def _sentence(value: str) -> str:
    if value and not (value[0].isupper() and value.endswith((".", "?", "!"))):
        raise PydanticCustomError("slip", "it is not a sentence; begin it with a capital letter and end it with a stop")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https://[^\s/?#]+(?:/[^\s?#]*[^\s/?#])?", value):
        raise PydanticCustomError("slip", "it must begin with https:// and have no slash at its end")
    return value


@cache
def _zones() -> Set[str]:
    """Python looks for them in hundreds of files, each time anew."""
    return available_timezones()


def _zone(value: str) -> str:
    if value not in _zones():
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
        words(name)
        slug = re.sub(r"\W+", "-", name.casefold()).strip("-")
        if not slug:
            raise PydanticCustomError("slip", "a name needs a letter")
        if slug in seen:
            raise PydanticCustomError("slip", '"{a}" and "{b}" would share an address', {"a": seen[slug], "b": name})
        seen[slug] = name
    return value


def _whole_names(value: dict[str, Any]) -> dict[str, Any]:
    for name in value:
        parts = name.split()
        if len(parts) < 2 or not (parts[0][0].isupper() and parts[-1][0].isupper()):
            raise PydanticCustomError("slip", '"{name}" is no whole name; write the first and the last', {"name": name})
    return value


Sentence = Annotated[Words, AfterValidator(_sentence)]
Phone = Annotated[str, AfterValidator(_number)]


class Fact(Strict):
    """What only the owner can know: what readers are told, and the day on which the owner confirmed it."""

    statement: str = ""
    confirmed: dt.date | None = None

    @property
    def shown(self) -> str:
        """What readers see: the statement, or that there is none yet."""
        return self.statement if self.confirmed and self.statement else NOT_STATED


class Owner(Strict):
    """The table `[owner]`: everything that a publish to a real address waits for."""

    name: Fact
    address: Fact
    contact: Fact
    pays: Fact
    conflicts: Fact
    logs: Fact


class Person(Strict):
    """Somebody who may be named, and the day on which they agreed to be."""

    qualification: str = ""
    agreed: dt.date


class Country(Strict):
    """Where most readers live. `clinicians` are the letters that those have behind their names who may review."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    where: Words
    emergency: Phone
    crisis_call: Phone
    crisis_text: Phone | Literal[""] = ""
    elsewhere: Sentence
    clinicians: list[Words] = Field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """Whom to call, each number once."""
        return [*dict.fromkeys(filter(None, (self.emergency, self.crisis_call, self.crisis_text)))]


class Category(Strict):
    """A topic. `introduction`: what its page says first, a paragraph an entry. `order`: its posts as a newcomer would
    read them; the others follow, newest first. `boxes`: of each choice, one is enough. `about`: type in schema.org,
    name, coding system, code."""

    meaning: Sentence
    introduction: list[Sentence] = Field(default_factory=list)
    order: list[str] = Field(default_factory=list)
    approval: str = ""
    crisis: bool = False
    boxes: Annotated[list[list[str]], BeforeValidator(_choices)] = Field(default_factory=list)
    about: list[Annotated[list[str], Field(min_length=4, max_length=4)]] = Field(default_factory=list)

    @property
    def blocks(self) -> list[list[str]]:
        """Every choice of boxes that its posts need, in the order of a page."""
        return [*(list(choice) for choice in BLOCKS_OF_ALL), *self.boxes]


class Grades(Strict):
    """The five grades, from most to least certain, each with its plain words. The scale itself is the method's
    (evidence notes, section 0), so its steps are fixed and only their words are data."""

    strong: Words
    moderate: Words
    limited: Words
    very_limited: Annotated[Words, Field(alias="very limited")]
    conflicting: Words


class Site(Strict):
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
    offline: bool = True
    """Whether readers keep on their device what they have read. False throws away what they have."""
    owner: Owner
    country: Country
    grade_words: Annotated[Grades, Field(alias="grades")]
    categories: Annotated[dict[str, Category], AfterValidator(_named), Field(min_length=1)]
    tags: Annotated[dict[str, Sentence], AfterValidator(_named), Field(min_length=1)]
    series: Annotated[dict[str, Sentence], AfterValidator(_named)] = Field(default_factory=dict)
    synonyms: dict[str, list[Words]] = Field(default_factory=dict)
    """A word of ours, and what readers type for it: brand names, other names, slips in spelling."""
    people: Annotated[dict[str, Person], AfterValidator(_named), AfterValidator(_whole_names)] = Field(
        default_factory=dict
    )

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
    def way_to_reach(self) -> str:
        """The address of the owner's confirmed contact, `mailto:` or `https:`; empty where there is none."""
        contact = self.owner.contact
        found = _WAY.search(contact.statement) if contact.confirmed else None
        if not found:
            return ""
        return found[0] if found[0].startswith("https:") else f"mailto:{found[0]}"

    @property
    def contact_ends(self) -> dt.date | None:
        """The day from which the contact is no longer told, unless the owner has confirmed it anew by then."""
        confirmed = self.owner.contact.confirmed
        return confirmed + CONTACT_HOLDS if confirmed else None

    @property
    def is_real(self) -> bool:
        """Whether readers can reach its address: names that end in .example never exist (RFC 2606)."""
        host = re.sub(r"^https://|[:/].*", "", self.address)
        return not host.endswith((".example", "localhost", ".test", ".invalid"))


def read_site(path: str, text: str) -> tuple[Site | None, list[Problem]]:
    """The site's facts in `text`, and every problem; None where they cannot be used. Never raises."""
    return read_toml(path, text, "site", Site)
