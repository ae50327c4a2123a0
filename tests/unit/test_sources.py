"""desk/commands/sources.py: where each is cited, and what databases say of it, from end to end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qs, unquote

import pytest

from desk.bibliography.answers import Record
from desk.bibliography.databases import Findings
from desk.commands.sources import citations, differences, listing, online
from desk.model.source import BIBLIOGRAPHY, Source
from tests.unit.answers import RETRACTION, UPDATED_BY, crossref, openalex, pubmed

BIB = """
@article{gone1998, title = {Ileal-lymphoid-nodular hyperplasia}, journal = {Lancet}, year = {1998}, volume = {351},
  doi = {10.1016/S0140-6736(97)11096-0}, pmid = {9500320}, design = {case-series}}
@article{fine2018, title = {Low-dose Ketamine Does Not Improve Migraine}, journal = {West J Emerg Med}, year = {2018},
  volume = {19}, doi = {10.5811/westjem.2018.8.37875}, design = {rct}}
@article{pmidonly, title = {Aura stopped by ketamine}, journal = {Neurology}, year = {2000}, pmid = {10891926},
  design = {case-series}}
@article{known2010, title = {A marked one}, journal = {Pain}, year = {2010}, doi = {10.1/marked}, design = {rct},
  retracted = {2012, doi:10.1/notice}}
@misc{page, title = {A page}, url = {https://example.org}, superseded = {fine2018}, design = {review}}
@misc{nowhere, title = {Without an address}, design = {review}}
"""
POST = "Words [@gone1998; @fine2018, p. 3] and [@gone1998]. Mail me@fine2018.org. [@lost]\n"


def test_titles_and_years_that_differ_are_told_and_small_differences_are_not() -> None:
    found = Findings(
        Source("k", 1, "article", "Ketamine & pain: a randomised trial of M\u00fcller", year="2000", doi="10.1/a")
    )
    found.records = {
        "Crossref": Record(title="RETRACTED: Ketamine and pain", years=("1999", "2000"), doi="10.1/A"),
        "OpenAlex": Record(title="KETAMINE & PAIN: A RANDOMISED TRIAL OF MULLER.", years=("2000",)),
        "PubMed": Record(title="Another paper altogether", years=("2001",), doi="10.1/b", notes=("erratum",)),
    }
    assert differences(found) == [
        'title: Crossref has "RETRACTED: Ketamine and pain"',
        'title: PubMed has "Another paper altogether"',
        "year: PubMed has 2001, we have 2000",
        "PubMed has another DOI: 10.1/b",
        "PubMed: erratum",
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in (
        (BIBLIOGRAPHY, BIB), ("content/posts/one.md", POST), ("content/pages/two.md", "[@fine2018]"),
        ("content/glossary.yml", "aura: {meaning: 'Words [@pmidonly].'}"),
    ):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def test_sources_are_listed_by_their_use(root: Path) -> None:
    assert citations(root)["gone1998"] == {"one.md": 2}
    assert listing(root) == (
        "Cited:\n  gone1998: one.md (2 times)\n  fine2018: one.md, two.md\n  pmidonly: glossary.yml\n\n"
        "Not cited:\n  known2010, page, nowhere\n\n"
        "Cited, but not in the list:\n  lost: one.md\n\n"
        "Without a DOI, PMID or address:\n  nowhere\n\n"
        "Marked retracted:\n  known2010: 2012, doi:10.1/notice\n\n"
        "Marked superseded:\n  page: fine2018\n\n"
        "6 sources, 3 of them cited."
    )


# --- One run from end to end, against a server of our own

WAKEFIELD, FINE = "10.1016/S0140-6736(97)11096-0", "10.5811/westjem.2018.8.37875"
TITLES = {WAKEFIELD: "Ileal-lymphoid-nodular hyperplasia", FINE: "Low-dose Ketamine Does Not Improve Migraine"}


class Databases(ThreadingHTTPServer):
    """Crossref, PubMed and OpenAlex at /crossref, /pubmed and /openalex. `broken`: path -> (status, body)."""

    daemon_threads = True

    def __init__(self, broken: dict[str, tuple[int, str]]) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.broken = broken
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.at_once: dict[str, int] = {}
        self.most = 0
        self.lock = Lock()

    @property
    def bases(self) -> dict[str, str]:
        address = f"http://127.0.0.1:{self.server_address[1]}"
        return {name: f"{address}/{name.lower()}" for name in ("Crossref", "PubMed", "OpenAlex")}


class Answer(BaseHTTPRequestHandler):
    """One question to one of the databases."""

    server: Databases

    def do_GET(self) -> None:
        self.answer("")

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def answer(self, data: str) -> None:
        """Say what the database would, and count how many ask it at once."""
        base = self.path.split("/")[1]
        with self.server.lock:
            self.server.asked.append((self.path, data))
            self.server.agents.add(self.headers["User-Agent"])
            self.server.at_once[base] = self.server.at_once.get(base, 0) + 1
            self.server.most = max(self.server.most, self.server.at_once[base])
        status, body = self.server.broken.get(f"/{base}") or self.said(unquote(self.path), parse_qs(data))
        with self.server.lock:
            self.server.at_once[base] -= 1
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def said(self, path: str, data: dict[str, list[str]]) -> tuple[int, str]:
        doi = next((doi for doi in TITLES if doi in path), "")
        if path.startswith("/pubmed/esearch"):
            return 200, json.dumps({"header": {}, "esearchresult": {"count": "1", "idlist": ["30429927"]}})
        if path.startswith("/pubmed/efetch"):
            known = {
                "9500320": ("9500320", WAKEFIELD, TITLES[WAKEFIELD], "1998", RETRACTION),
                "30429927": ("30429927", FINE, f"{TITLES[FINE]}.", "2018", ""),
                "10891926": ("10891926", "10.1212/wnl.55.1.139", "Aura stopped by ketamine.", "2000", ""),
            }
            return 200, pubmed(*(known[pmid] for pmid in data["id"][0].split(",")))
        if path.startswith("/openalex") and (doi or "pmid:10891926" in path):
            return 200, openalex(
                doi, TITLES.get(doi, "Aura stopped by ketamine"), 1998 if doi == WAKEFIELD else 2018, False
            )
        if path.startswith("/crossref") and doi:
            updates = {"updated-by": UPDATED_BY} if doi == WAKEFIELD else {}
            return 200, crossref(doi.lower(), TITLES[doi], 1998 if doi == WAKEFIELD else 2018, **updates)
        return 404, "Resource not found."

    def log_message(self, *args: object) -> None:
        """Say nothing: the tests speak."""


@contextmanager
def databases(**broken: tuple[int, str]) -> Iterator[Databases]:
    with Databases({f"/{name}": answer for name, answer in broken.items()}) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def test_three_databases_are_asked_one_request_at_a_time_and_what_they_say_is_told(root: Path) -> None:
    with databases() as server:
        report, status = online(root, server.bases)
    assert status == 1
    assert report.split("\n") == [
        "gone1998: retracted (said by Crossref, PubMed; OpenAlex does not know of it)",
        "  Crossref: correction (Retraction Watch, doi:10.1016/s0140-6736(04)15715-2)",
        "  Crossref: retraction (publisher, doi:10.1016/s0140-6736(10)60175-4)",
        "  PubMed: retraction (Lancet. 2010 Feb 6;375(9713):445)",
        "  Fix: add retracted = {...} to it, with the notice (still cited in one.md).",
        "fine2018: Crossref, PubMed and OpenAlex do not know of a retraction",
        "pmidonly: PubMed and OpenAlex do not know of a retraction",
        "  year: OpenAlex has 2018, we have 2000",
        "known2010: could not be asked: Crossref: it does not have this source; PubMed: it does not have this source; "
        "OpenAlex: it does not have this source",
        "  Crossref does not have this DOI: look whether it is typed right",
        "",
        "Not asked about, having neither DOI nor PMID: page, nowhere",
        "",
        "4 sources asked about, 3 with an answer to go by, 1 retracted (1 of them not marked so).",
    ]
    assert server.most == 1
    assert [path for path, _ in server.asked if "pubmed" in path] == ["/pubmed/esearch.fcgi", "/pubmed/efetch.fcgi"]
    assert len([path for path, _ in server.asked if "crossref" in path]) == 3
    (agent,) = server.agents
    assert agent.startswith("plain-ketamine")


def test_a_database_that_asks_for_rest_is_left_alone(root: Path) -> None:
    with databases(openalex=(429, '{"error":"Too Many Requests"}'), pubmed=(503, "<html>Busy</html>")) as server:
        report, status = online(root, server.bases)
    assert status == 1
    assert len([path for path, _ in server.asked if "openalex" in path]) == 1
    assert len([path for path, _ in server.asked if "pubmed" in path]) == 1
    assert "fine2018: Crossref alone answered, and one is not enough" in report
    assert "it asks us to come back later" in report


def test_a_database_that_wants_a_key_is_told_as_such(root: Path) -> None:
    with databases(openalex=(401, "{}"), pubmed=(200, "<html>A captive portal</html>")) as server:
        report, _ = online(root, server.bases)
    assert "set OPENALEX_API_KEY" in report
    assert "PubMed: its answer was a web page, not data" in report


def test_a_source_that_is_marked_already_is_no_news(root: Path) -> None:
    file = root / BIBLIOGRAPHY
    file.write_text(BIB.replace("design = {case-series}}", "design = {case-series}, retracted = {2010}}", 1), "utf-8")
    with databases() as server:
        report, status = online(root, server.bases)
    assert status == 0
    assert "1 retracted (0 of them not marked so)" in report


def test_without_a_network_there_is_one_plain_line(root: Path) -> None:
    with databases() as server:
        bases = server.bases
    report, status = online(root, bases)
    assert status == 2
    assert report.startswith("No database could be asked, so nothing is known.")
    assert "\n" not in report
