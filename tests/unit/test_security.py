"""desk/finish/security.py: whom to tell of a hole in the site, for as long as the owner stands by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from desk.checks.code import GOOD
from desk.checks.site import WARNED_BEFORE, check_project
from desk.checks.subject import Project
from desk.edition import Edition, edition_of
from desk.finish.security import PLACE, made
from desk.model.site import Site
from desk.model.snapshot import Snapshot
from desk.site.kept import Kept
from tests.build_site import ROOT

CONFIRMED = dt.date(2027, 1, 2)
ENDS = dt.date(2028, 1, 2)


@cache
def ours() -> Edition:
    """The facts of our own site, with the good project's few posts."""
    files = {path: text.encode() for path, text in GOOD.items() if isinstance(text, str)}
    files["content/site.toml"] = (ROOT / "content/site.toml").read_bytes()
    return edition_of(Snapshot(files), CONFIRMED)


def having(
    statement: str, day: dt.date = CONFIRMED, confirmed: dt.date | None = CONFIRMED, address: str = ""
) -> Edition:
    """Our edition on `day`, with an owner's contact."""
    site = ours().site
    contact = site.owner.contact.model_copy(update={"statement": statement, "confirmed": confirmed})
    owner = site.owner.model_copy(update={"contact": contact})
    changed: Site = site.model_copy(update={"owner": owner, "address": address or site.address})
    return replace(ours(), day=day, library=replace(ours().library, site=changed))


def text_of(edition: Edition, *, preview: bool = False) -> str:
    """The file, or nothing."""
    found = made(edition, preview, Kept(None))
    return found[PLACE].data.decode() if found else ""


@pytest.mark.parametrize(
    ("statement", "way"),
    [
        ("Write to desk@site.example.", "mailto:desk@site.example"),
        ("Use the form (https://site.example/write).", "https://site.example/write"),
    ],
)
def test_it_tells_the_confirmed_contact_for_a_year(statement: str, way: str) -> None:
    assert text_of(having(statement)).splitlines() == [
        f"Contact: {way}",
        f"Expires: {ENDS}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: https://plainketamine.example/{PLACE}",
    ]


def test_it_says_nothing_that_the_owner_has_not_confirmed_or_no_longer_stands_by() -> None:
    words = "Write to desk@site.example."
    assert text_of(having(words, confirmed=None)) == ""
    assert text_of(having("Ask at the desk.")) == ""
    assert text_of(having(words, ENDS - dt.timedelta(days=1)))
    assert text_of(having(words, ENDS)) == ""


def test_it_is_not_in_a_preview_nor_below_a_path_where_nobody_looks() -> None:
    words = "Write to desk@site.example."
    assert text_of(having(words), preview=True) == ""
    assert text_of(having(words, address="https://name.example/site")) == ""


@pytest.mark.parametrize(
    ("left", "said"),
    [(WARNED_BEFORE.days + 1, ""), (WARNED_BEFORE.days, "no longer from 2028-01-02"), (0, "no longer since 2028")],
)  # fmt: skip
def test_the_check_warns_a_month_before_and_says_when_it_has_ended(left: int, said: str) -> None:
    edition = having("Write to desk@site.example.", ENDS - dt.timedelta(days=left))
    project = Project(edition.day, edition.snapshot.files, edition.library, {})
    found = [each for each in check_project(project) if each.code == "site/contact-ends"]
    assert [said in each.what and each.severity == "warning" for each in found] == ([True] if said else [])
