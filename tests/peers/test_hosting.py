"""Real nginx, Caddy and Apache say with each file what the table says, by what `./site hosting` makes for them."""

from __future__ import annotations

import contextlib
import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from desk.hosting.policy import policies, stated_in
from desk.hosting.table import Table, table
from desk.site.site_folder import files_in
from tests.build.verified_site import Site, small_site
from tests.peers.servers import SERVERS, serving


@dataclass(frozen=True)
class Served:
    """A site as a server on `port` has it, and what it should say."""

    host: str
    port: int
    site: Site
    table: Table

    def ask(self, address: str, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
        """The answer to a GET: its status, its headers by name in small letters, its body."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.request("GET", address, headers={n.replace("_", "-"): v for n, v in headers.items()})
            answer = connection.getresponse()
            body = answer.read()
            said: dict[str, str] = {}
            for name, value in answer.getheaders():
                said[name.lower()] = f"{said[name.lower()]}, {value}" if name.lower() in said else value
            return answer.status, said, body


def table_of(site: Site) -> Table:
    """The table for a built site."""
    return table(policies(stated_in(site.folder)), site.promise.redirects, site.promise.site_url)


@pytest.fixture(scope="module", params=sorted(SERVERS))
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = small_site()
    found = table_of(site)
    with serving(request.param, site.built, tmp_path_factory.mktemp(request.param), found) as port:
        yield Served(request.param, port, site, found)


@pytest.mark.parametrize(("asked", "coding", "ending"), [("br, gzip", "br", ".br"), ("gzip", "gzip", ".gz")])
def test_what_was_packed_is_sent_as_it_is_and_says_so(served: Served, asked: str, coding: str, ending: str) -> None:
    asked_for = next(name for name in files_in(served.site.folder) if name.startswith("asked."))
    for name in ("seen/index.html", "index.html", "feeds/atom.xml", asked_for, "seen/index.md"):
        status, said, body = served.ask("/" + name.removesuffix("index.html"), Accept_Encoding=asked)
        assert (status, said.get("content-encoding")) == (200, coding), name
        assert body == (served.site.built / f"{name}{ending}").read_bytes()
        assert "accept-encoding" in words(said["vary"])
        assert differing(said, served.table.headers(name)) == {}
    missing, said, body = served.ask("/no/such/page/", Accept_Encoding=asked)
    assert (missing, said.get("content-encoding")) == (404, coding)
    assert body == (served.site.built / f"404.html{ending}").read_bytes()


def words(value: str) -> set[str]:
    """The words of a list in a header."""
    return {word.strip().lower() for word in value.split(",")}


def differing(said: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, object]:
    """What was said otherwise. Of Vary, others may stand beside what was wanted; letters of a charset may be large."""
    wrong: dict[str, object] = {}
    for name, value in wanted.items():
        has = said.get(name.lower(), "nothing")
        good = words(value) <= words(has) if name == "Vary" else has.lower() == value.lower()
        if not good:
            wrong[name] = (has, value)
    return wrong


def test_each_file_has_the_headers_of_the_table(served: Served) -> None:
    wrong = {}
    for name in files_in(served.site.folder):
        if name.split("/")[0] in ("old", "withdrawn", "_headers", "_redirects"):
            continue
        status, said, body = served.ask("/" + name.removesuffix("index.html"))
        if status != 200 or body != (served.site.folder / name).read_bytes():
            wrong[name] = {"answer": (status, len(body))}
        elif differs := differing(said, served.table.headers(name)):
            wrong[name] = differs
    assert wrong == {}


def test_what_is_not_there_is_the_page_that_says_so_with_every_header(served: Served) -> None:
    status, said, body = served.ask("/no/such/page/")
    assert (status, body) == (404, (served.site.folder / "404.html").read_bytes())
    assert differing(said, {**served.table.every, "Content-Type": "text/html; charset=utf-8"}) == {}


@pytest.mark.parametrize("address", ["/old/", "/old"])
def test_an_address_that_moved_leads_on_for_good(served: Served, address: str) -> None:
    status, said, _ = served.ask(address)
    assert (status, said["location"].removeprefix(f"http://127.0.0.1:{served.port}")) == (301, "/seen/")
    assert differing(said, served.table.every) == {}


@pytest.mark.parametrize("address", ["/withdrawn/", "/withdrawn"])
def test_an_address_that_is_gone_says_so_and_why(served: Served, address: str) -> None:
    status, said, body = served.ask(address)
    assert (status, body) == (410, (served.site.folder / "withdrawn/index.html").read_bytes())
    assert differing(said, {**served.table.every, "Content-Type": "text/html; charset=utf-8"}) == {}


def test_who_asks_for_markdown_gets_the_twin(served: Served) -> None:
    status, said, body = served.ask("/seen/", Accept="text/markdown, text/html;q=0.5")
    assert (status, said["content-type"].lower()) == (200, "text/markdown; charset=utf-8")
    assert body == (served.site.folder / "seen/index.md").read_bytes()
    assert "accept" in words(said["vary"])
    assert served.ask("/", Accept="text/markdown")[2] == (served.site.folder / "index.html").read_bytes()


def test_a_reader_who_has_it_gets_no_second_copy_and_who_asks_for_a_part_gets_that(served: Served) -> None:
    _, said, body = served.ask("/seen/")
    again, later, empty = served.ask("/seen/", If_None_Match=said["etag"])
    assert (again, empty) == (304, b"")
    assert later["etag"] == said["etag"]
    part, range_said, bytes_ = served.ask("/seen/", Range="bytes=10-19")
    assert (part, bytes_, range_said["content-range"]) == (206, body[10:20], f"bytes 10-19/{len(body)}")


def test_no_folder_tells_what_is_in_it(served: Served) -> None:
    assert served.ask("/feeds/")[0] in (403, 404)
