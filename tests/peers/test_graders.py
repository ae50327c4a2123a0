"""Judges of others: MDN's Observatory asks a real nginx, and Netlify's own readers read what is made for Netlify."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desk.hosting.netlify import MOST_RULES
from desk.hosting.policy import parsed, policies, stated_in
from desk.hosting.table import CSP, Table, table
from desk.site.site_folder import files_in
from tests.build.verified_site import small_site
from tests.build_site import real_site
from tests.pages import KINDS, SITE_URL, example
from tests.peers.programs import free_port
from tests.peers.servers import serving
from tests.peers.tools import TESTS, needed, node

BEST = 130
"""Of the 145 points that the Observatory gives at most (1.4.8, src/grader/charts.js) three times five are for what we
do without: cookies that are set well, a name that browsers know for HSTS, scripts of others that are pinned."""


def run(script: str, word: str, **environ: str) -> Any:
    """What a script of ours says, run by Node."""
    command = [needed(node(), "Node"), str(TESTS / "peers" / script), word]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_kind_of_page_gets_the_observatory_s_best_grade(tmp_path: Path) -> None:
    site = real_site()
    pages = [*(example(kind).address for kind in KINDS), "/no/such/page/"]
    plain = free_port()
    with serving("nginx", site, tmp_path, table(policies(stated_in(site)), [], SITE_URL), plain) as port:
        words = json.dumps({"http": plain, "https": port, "pages": pages})
        found = run("observatory.mjs", words, NODE_EXTRA_CA_CERTS=str(tmp_path / "cert.pem"))
    assert {page: told for page, told in found.items() if told["score"] < BEST or told["grade"] != "A+"} == {}
    assert {name: points for told in found.values() for name, points in told["points"].items() if points < 0} == {}
    assert found["/no/such/page/"]["status"] == 404


def fits(place: str) -> re.Pattern[str]:
    """The addresses that a place of `_headers` is for (https://docs.netlify.com/manage/routing/headers/)."""
    parts = re.split(r"(\*|:\w+)", place)
    return re.compile("".join(".*" if p == "*" else "[^/]+" if p.startswith(":") else re.escape(p) for p in parts))


def test_netlify_reads_what_was_meant_of_every_file() -> None:
    site = small_site()
    told = run("netlify.mjs", str(site.built))
    assert told["errors"] == []
    assert len(told["headers"]) <= MOST_RULES
    wanted = table(policies(stated_in(site.folder)), site.promise.redirects, site.promise.site_url)
    places = [(fits(each["for"]), each["values"]) for each in told["headers"]]
    wrong = {}
    for name in files_in(site.folder):
        if name in ("_headers", "_redirects"):
            continue
        address = "/" + name.removesuffix("index.html")
        found: dict[str, str] = {}
        for place, values in places:
            if place.fullmatch(address):
                assert not found.keys() & values.keys(), "hosts do not agree on which of two would hold"
                found |= values
        if differs := dict(differing(found, wanted, name)):
            wrong[name] = differs
    assert wrong == {}


def differing(found: Mapping[str, str], wanted: Table, name: str) -> Iterator[tuple[str, object]]:
    """What Netlify would say otherwise of the file `name`. It may allow all that any page does; what it leaves to the
    host, and what is said of pages alone, desk/hosting/netlify.py says."""
    every = wanted.every
    left = {"Vary": "", "Cache-Control": every["Cache-Control"]}
    if not name.endswith("index.html"):
        left |= wanted.ahead
    rules = [rule for rule in wanted.rules if rule.is_for(name) and not rule.files.startswith("**")]
    if not name.endswith("index.html") and not rules:
        left["Cross-Origin-Resource-Policy"] = every["Cross-Origin-Resource-Policy"]
    for header, value in wanted.headers(name).items():
        has = found.get(header)
        if header == CSP:
            allowed, asked = parsed(has or ""), parsed(value)
            if not all({*sources} - {"'none'"} <= {*allowed.get(kind, ())} for kind, sources in asked.items()):
                yield header, (has, value)
        elif header == "Content-Type":
            if has not in (None, value):
                yield header, (has, value)
        elif has != value and (has or left.get(header) not in ("", value)):
            yield header, (has, value)


def test_netlify_reads_every_redirect() -> None:
    site = small_site()
    told = run("netlify.mjs", str(site.built))["redirects"]
    wanted = table(policies(stated_in(site.folder)), site.promise.redirects, site.promise.site_url).moved
    assert wanted
    assert [(each["from"], each["to"], each["status"]) for each in told] == [(old, new, 301) for old, new in wanted]
