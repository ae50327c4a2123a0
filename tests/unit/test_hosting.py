"""The table of headers and the files that hosts read out of the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.hosting import netlify
from desk.hosting.policy import header, parsed, policies, stated_in, union
from desk.hosting.table import AHEAD, CSP, Table, table
from desk.model.redirect import read_redirects

PLAIN = "default-src 'none'; script-src 'sha256-{}'; img-src 'self'; base-uri 'none'"
FILES = ["index.html", "about/index.html", "feeds/atom.xml", "images/a.1.avif", "fonts/b.2.woff2", "share.png", "c.md"]
FILES += ["search/index.json", "search/0a1b2c3d/words-1.json", "search/search.0a1b2c3d.js"]


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
    found = policies(stated_in(site(tmp_path, a=PLAIN.format("A"), b=PLAIN.format("B"), search=more)))
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


@pytest.mark.parametrize("path", ["", "/project"])
def test_what_may_be_fetched_ahead_is_named_where_the_site_stands(path: str) -> None:
    found = table({"": PLAIN.format("A")}, [], f"https://site.example{path}")
    assert found.headers("one/index.html")[AHEAD] == f'"{path}/speculation.json"'
    assert AHEAD not in found.headers("fonts/b.2.woff2")
