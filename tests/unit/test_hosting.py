"""The table of headers and the files that hosts read out of the site."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from desk.edition import Edition, read
from desk.hosting import beside, netlify
from desk.hosting.policy import header, parsed, policies, union
from desk.hosting.table import CSP, Table, table
from desk.model.redirect import read_redirects
from tests.build_site import ROOT

PLAIN = "default-src 'none'; script-src 'sha256-{}'; img-src 'self'; base-uri 'none'"
FILES = ["index.html", "about/index.html", "feeds/atom.xml", "images/a.1.avif", "fonts/b.2.woff2", "share.png", "c.md"]


def made(redirects: str = "", **pages: str) -> Table:
    """A table for a site of two plain pages, and `pages` with a policy of their own."""
    moves, slips = read_redirects("r", redirects)
    assert slips == []
    return table({"": f"{PLAIN.format('A')}; frame-ancestors 'none'", **pages}, moves, "https://site.example")


def site(folder: Path, **pages: str) -> Path:
    """A folder with a page for each policy."""
    for name, policy in pages.items():
        (folder / name).mkdir()
        (folder / name / "index.html").write_text(f'<meta http-equiv="Content-Security-Policy" content="{policy}">')
    return folder


def test_one_policy_allows_what_any_plain_page_does_and_a_page_that_needs_more_has_its_own(tmp_path: Path) -> None:
    more = PLAIN.format("C") + "; worker-src 'self'"
    found = policies(site(tmp_path, a=PLAIN.format("A"), b=PLAIN.format("B"), search=more))
    assert found == {
        "": "default-src 'none'; script-src 'sha256-A' 'sha256-B'; img-src 'self'; base-uri 'none'; "
        "frame-ancestors 'none'",
        "search/index.html": f"{more}; frame-ancestors 'none'",
    }


def test_nothing_and_something_is_something() -> None:
    assert header(union([parsed("a 'none'"), parsed("a 'self'")])).startswith("default-src 'none'; a 'self';")


@pytest.mark.parametrize("name", FILES)
def test_no_two_patterns_are_for_one_file(name: str) -> None:
    assert sum(rule.is_for(name) for rule in made().like) <= 1


def blocks(text: str) -> dict[str, dict[str, str]]:
    """`_headers` as place -> header -> value."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            found[line] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            found[[*found][-1]][name] = value
    return found


def test_no_header_stands_in_two_rules_that_fit_one_file() -> None:
    text = netlify.headers(made(**{"search/index.html": PLAIN.format("C")}), FILES)
    found = blocks(text)
    everywhere = found.pop("/*")
    assert "sha256-C" in everywhere[CSP]
    for place, headers in found.items():
        assert not headers.keys() & everywhere.keys(), place
    assert not found["/feeds/*"].keys() & found["/feeds/atom.xml"].keys()
    assert max(map(len, text.splitlines())) <= netlify.LONGEST_LINE


def test_ten_thousand_redirects_are_cut_to_what_is_read_with_the_newest_kept() -> None:
    text = netlify.redirects(made("".join(f"old-{i}: about\n" for i in range(10_000))))
    lines = [line for line in text.splitlines() if line.startswith("/")]
    assert (len(lines), lines[-1]) == (netlify.MOST_REDIRECTS, "/old-9999/ /about/ 301")


def test_a_hole_can_be_told_of_where_the_owner_has_confirmed_how() -> None:
    edition = read(ROOT, dt.date(2027, 1, 20), cached=True)
    assert beside.security(edition) == ""
    fact = edition.site.owner.contact.model_copy(
        update={"statement": "Write to desk@site.example.", "confirmed": dt.date(2027, 1, 2)}
    )
    owner = edition.site.owner.model_copy(update={"contact": fact})
    library = replace(edition.library, site=edition.site.model_copy(update={"owner": owner}))
    confirmed: Edition = replace(edition, library=library)
    said = beside.security(confirmed).splitlines()
    assert said[:2] == ["Contact: mailto:desk@site.example", "Expires: 2028-01-01T00:00:00Z"]
