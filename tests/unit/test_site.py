"""desk/model/site.py and content/site.toml"""

from __future__ import annotations

import pytest

from desk.checks.code import SITE as EXAMPLE
from desk.model.site import NOT_STATED, RESERVED_ADDRESSES, SITE, Site, read_site
from tests.build_site import ROOT


def ours() -> Site:
    """This project's own."""
    site, problems = read_site(SITE, (ROOT / SITE).read_text("utf-8"))
    assert site, problems
    return site


def slip(old: str, new: str) -> tuple[str, int]:
    """What is said where `old` is typed as `new`: the code and the line."""
    assert old in EXAMPLE
    site, (problem, *_) = read_site(SITE, EXAMPLE.replace(old, new, 1))
    assert site is None
    return problem.code.removeprefix("site/"), problem.line


def line(text: str) -> int:
    return EXAMPLE[: EXAMPLE.index(text)].count("\n") + 1


def test_our_own_can_be_read() -> None:
    assert list(ours().grades) == ["strong", "moderate", "limited", "very limited", "conflicting"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('emergency = "911"', "emergency = 911", "bad-value"),
        ('emergency = "911"', 'emergency = "nine"', "bad-value"),
        ('emergency = "911"', "emergency = ", "not-toml"),
        ('meaning = "Headaches."', 'meaning = "headaches"', "bad-value"),
        ('aura = "What', 'Infusions = "What', "bad-value"),
        ('address = "https://plainketamine.example"', 'address = "plainketamine.example/"', "bad-value"),
        ("crisis = true", 'crisis = "yes"', "bad-value"),
        ('timezone = "UTC"', 'timezone = "Mars/Base"', "bad-value"),
        ('meaning = "Low mood."', 'meening = "Low mood."', "unknown-field"),
        ("pays = {}", "pays = {confirmed = 1}", "bad-value"),
    ],
)
def test_a_slip_is_named(old: str, new: str, code: str) -> None:
    site, problems = read_site(SITE, EXAMPLE.replace(old, new, 1))
    assert site is None
    assert f"site/{code}" in {problem.code for problem in problems}
    assert all(problem.fix for problem in problems)


def test_a_slip_is_named_at_its_line() -> None:
    assert slip('emergency = "911"', "emergency = 911") == ("bad-value", line('emergency = "911"'))
    assert slip('meaning = "Low mood."', 'meaning = ""') == ("bad-value", line('meaning = "Low mood."'))


def test_what_the_owner_has_not_confirmed_is_not_yet_stated() -> None:
    site, _ = read_site(SITE, EXAMPLE.replace("pays = {}", 'pays = {statement = "Nobody pays us."}'))
    assert site
    assert site.facts["pays"].shown == NOT_STATED
    assert "pays" in site.unconfirmed
    site, _ = read_site(
        SITE, EXAMPLE.replace("pays = {}", 'pays = {statement = "Nobody pays us.", confirmed = 2026-01-02}')
    )
    assert site
    assert site.facts["pays"].shown == "Nobody pays us."
    assert "pays" not in site.unconfirmed


@pytest.mark.parametrize(
    ("address", "real"),
    [
        ("https://a.example", False),
        ("https://a.org", True),
        ("https://localhost:80", False),
        ("https://example.org/x", True),
    ],
)
def test_an_address_that_cannot_exist_is_not_real(address: str, real: bool) -> None:
    site, _ = read_site(SITE, EXAMPLE.replace("https://plainketamine.example", address))
    assert site
    assert site.is_real is real


@pytest.mark.parametrize("address", ["archives", "categories", "category", "tags", "tag", "feeds", "fonts", "page"])
def test_an_address_of_the_site_s_own_is_kept(address: str) -> None:
    assert address in RESERVED_ADDRESSES
